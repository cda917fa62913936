//! Days, as waivers name them. Which day it is comes from outside.

use std::fmt;

/// A day of the Gregorian calendar.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date(String);

impl Date {
    /// Reads `2026-01-31`.
    pub fn parse(text: &str) -> Option<Self> {
        let is_plain = text.len() == "2026-01-31".len() && text.bytes().all(|it| it.is_ascii_digit() || it == b'-');
        (is_plain && errbook::Timestamp::new(format!("{text}T00:00:00Z")).is_ok()).then(|| Self(text.to_owned()))
    }

    /// The day (UTC) of a point in time, in seconds since the beginning of 1970.
    pub fn of_unix(seconds: u64) -> Self {
        // Howard Hinnant's `civil_from_days`, for days after 1970: years begin in March, so that a leap day comes last.
        let days = seconds / 86_400 + 719_468;
        let (era, day_of_era) = (days / 146_097, days % 146_097);
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let march_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * march_month + 2) / 5 + 1;
        let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
        let year = era * 400 + year_of_era + u64::from(month <= 2);
        Self(format!("{year:04}-{month:02}-{day:02}"))
    }

    /// As it is written: `2026-01-31`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}
