//! Waits as numbers in a unit: how long to wait, or until when. They read no clock.

use core::fmt;
use core::time::Duration;
use std::time::{SystemTime, UNIX_EPOCH};

/// A wait as a number of units, each of `UNIT` milliseconds. On the wire it is that number.
///
/// A received number may have decimals, which are kept. One from a `Duration` is a whole number, unless it is
/// [`exact`](Delay::exact).
///
/// ```
/// use core::time::Duration;
/// use errbook::{Millis, Minutes, Seconds};
///
/// assert_eq!(Millis::from(Duration::from_secs(30)).count(), 30_000);
/// assert_eq!(Minutes::new(2).duration(), Duration::from_secs(120));
/// assert_eq!(Seconds::exact(Duration::from_millis(64_570)).to_string(), "64.57");
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Delay<const UNIT: u64> {
    whole: u64,
    /// In billionths of a unit.
    fraction: u32,
}

/// A whole unit, in the parts that a fraction counts.
const WHOLE: u32 = 1_000_000_000;

/// A wait in seconds.
///
/// ```
/// assert_eq!(errbook::Seconds::new(3).duration().as_secs(), 3);
/// ```
pub type Seconds = Delay<1_000>;
/// A wait in milliseconds.
///
/// ```
/// assert_eq!(errbook::Millis::new(1_500).duration().as_secs_f64(), 1.5);
/// ```
pub type Millis = Delay<1>;
/// A wait in minutes.
///
/// ```
/// assert_eq!(errbook::Minutes::new(3).duration().as_secs(), 180);
/// ```
pub type Minutes = Delay<60_000>;

impl<const UNIT: u64> Delay<UNIT> {
    /// This number of units.
    ///
    /// ```
    /// assert_eq!(errbook::Seconds::new(2).duration().as_millis(), 2_000);
    /// ```
    pub const fn new(count: u64) -> Self {
        Self { whole: count, fraction: 0 }
    }

    /// This wait, with decimals if it is not a whole number of units: for an API whose clients read them.
    ///
    /// ```
    /// use core::time::Duration;
    /// use errbook::Seconds;
    ///
    /// assert_eq!(Seconds::exact(Duration::from_millis(1_500)).to_string(), "1.5");
    /// assert_eq!(Seconds::from(Duration::from_millis(1_500)).to_string(), "2");
    /// ```
    pub fn exact(duration: Duration) -> Self {
        let unit = u128::from(UNIT) * 1_000_000;
        let (whole, rest) = (duration.as_nanos() / unit, duration.as_nanos() % unit);
        // Rounded up, so that no client retries too early.
        let fraction = u32::try_from((rest * u128::from(WHOLE)).div_ceil(unit)).unwrap_or(WHOLE);
        match (u64::try_from(whole), fraction) {
            (Ok(whole), WHOLE) => Self { whole: whole.saturating_add(1), fraction: 0 },
            (Ok(whole), fraction) => Self { whole, fraction },
            (Err(_), _) => Self::new(u64::MAX),
        }
    }

    /// The number of units, rounded up.
    ///
    /// ```
    /// assert_eq!(errbook::Seconds::new(2).count(), 2);
    /// ```
    pub const fn count(&self) -> u64 {
        self.whole.saturating_add((self.fraction > 0) as u64)
    }

    /// The wait.
    ///
    /// ```
    /// assert_eq!(errbook::Minutes::new(2).duration(), core::time::Duration::from_secs(120));
    /// ```
    pub const fn duration(&self) -> Duration {
        let fraction = Duration::from_nanos((self.fraction as u64).saturating_mul(UNIT) / 1_000);
        Duration::from_millis(self.whole.saturating_mul(UNIT)).saturating_add(fraction)
    }

    /// The wait of a number on the wire. Its decimals after the ninth are rounded up.
    pub(crate) fn from_number(number: f64) -> Self {
        // `Display` writes all digits, and never an exponent.
        let text = std::format!("{number}");
        let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
        let Ok(whole) = whole.parse() else { return Self::new(if number < 0.0 { 0 } else { u64::MAX }) };
        let digits = decimals.bytes().chain(core::iter::repeat(b'0')).take(9);
        let fraction = digits.fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0'));
        match fraction + u32::from(decimals.len() > 9) {
            WHOLE => Self { whole: u64::saturating_add(whole, 1), fraction: 0 },
            fraction => Self { whole, fraction },
        }
    }

    /// The number on the wire, if it has decimals.
    pub(super) fn number(&self) -> Option<f64> {
        (self.fraction > 0).then(|| std::format!("{self}").parse().unwrap_or_default())
    }
}

impl<const UNIT: u64> From<u64> for Delay<UNIT> {
    fn from(count: u64) -> Self {
        Self::new(count)
    }
}

/// Rounds up to a whole unit, so that no client retries too early.
impl<const UNIT: u64> From<Duration> for Delay<UNIT> {
    fn from(duration: Duration) -> Self {
        Self::new(units(duration, UNIT))
    }
}

/// The number of units, as on the wire.
impl<const UNIT: u64> fmt::Display for Delay<UNIT> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.fraction == 0 {
            return self.whole.fmt(f);
        }
        let text = std::format!("{}.{:09}", self.whole, self.fraction);
        f.pad(text.trim_end_matches('0'))
    }
}

impl<const UNIT: u64> fmt::Debug for Delay<UNIT> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The end of a wait, as a whole number of units since the start of 1970 (UTC), each of `UNIT` milliseconds. On the wire
/// it is that number.
///
/// ```
/// use errbook::EpochSeconds;
/// use std::time::{Duration, UNIX_EPOCH};
///
/// let reset = EpochSeconds::from(UNIX_EPOCH + Duration::from_millis(1_769_860_799_500));
/// assert_eq!(reset.count(), 1_769_860_800);
/// assert_eq!(reset.time(), Some(UNIX_EPOCH + Duration::from_secs(1_769_860_800)));
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Epoch<const UNIT: u64>(u64);

/// A time in seconds since 1970.
///
/// ```
/// assert_eq!(errbook::EpochSeconds::new(3).wait(std::time::UNIX_EPOCH).as_secs(), 3);
/// ```
pub type EpochSeconds = Epoch<1_000>;
/// A time in milliseconds since 1970.
///
/// ```
/// assert_eq!(errbook::EpochMillis::new(3).wait(std::time::UNIX_EPOCH).as_millis(), 3);
/// ```
pub type EpochMillis = Epoch<1>;

impl<const UNIT: u64> Epoch<UNIT> {
    /// This number of units after the start of 1970.
    ///
    /// ```
    /// assert_eq!(errbook::EpochMillis::new(5).count(), 5);
    /// ```
    pub const fn new(count: u64) -> Self {
        Self(count)
    }

    /// The number of units.
    ///
    /// ```
    /// assert_eq!(errbook::EpochSeconds::new(1_769_860_800).count(), 1_769_860_800);
    /// ```
    pub const fn count(&self) -> u64 {
        self.0
    }

    /// The time; `None` if `SystemTime` cannot hold it.
    ///
    /// ```
    /// use errbook::EpochMillis;
    /// use std::time::UNIX_EPOCH;
    ///
    /// assert_eq!(EpochMillis::new(0).time(), Some(UNIX_EPOCH));
    /// ```
    pub fn time(&self) -> Option<SystemTime> {
        UNIX_EPOCH.checked_add(self.since_epoch())
    }

    /// The time to wait from `now`; zero for a time in the past.
    ///
    /// ```
    /// use core::time::Duration;
    /// use errbook::EpochSeconds;
    /// use std::time::UNIX_EPOCH;
    ///
    /// let now = UNIX_EPOCH + Duration::from_secs(1_000);
    /// assert_eq!(EpochSeconds::new(1_030).wait(now), Duration::from_secs(30));
    /// assert_eq!(EpochSeconds::new(970).wait(now), Duration::ZERO);
    /// ```
    pub fn wait(&self, now: SystemTime) -> Duration {
        self.since_epoch().saturating_sub(now.duration_since(UNIX_EPOCH).unwrap_or_default())
    }

    const fn since_epoch(self) -> Duration {
        Duration::from_millis(self.0.saturating_mul(UNIT))
    }
}

impl<const UNIT: u64> From<u64> for Epoch<UNIT> {
    fn from(count: u64) -> Self {
        Self(count)
    }
}

/// Rounds up to a whole unit. A time before 1970 becomes its start.
impl<const UNIT: u64> From<SystemTime> for Epoch<UNIT> {
    fn from(time: SystemTime) -> Self {
        Self(units(time.duration_since(UNIX_EPOCH).unwrap_or_default(), UNIT))
    }
}

/// The number of units, as on the wire.
impl<const UNIT: u64> fmt::Display for Epoch<UNIT> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<const UNIT: u64> fmt::Debug for Epoch<UNIT> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A duration in units of this many milliseconds, rounded up.
fn units(duration: Duration, unit: u64) -> u64 {
    u64::try_from(duration.as_nanos().div_ceil(u128::from(unit) * 1_000_000)).unwrap_or(u64::MAX)
}

/// A number in digits, whose fraction is rounded up. A number beyond `u64` becomes its maximum.
pub(crate) fn rounded_up(text: &str) -> Option<u64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let is_number = |digits: &str| !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
    if !is_number(whole) || !is_number(fraction) {
        return None;
    }
    // Digits fail to parse only if the number is too large.
    let whole: u64 = whole.parse().unwrap_or(u64::MAX);
    Some(whole.saturating_add(u64::from(fraction.bytes().any(|digit| digit != b'0'))))
}
