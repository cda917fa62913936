//! The types of header values: delays, dates and texts.

use std::collections::HashSet;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use errbook::{HeaderText, HttpDate, RetryAfter};

use super::shop::{OutOfStock, RateLimited};

const DATE: &str = "Sun, 06 Nov 1994 08:49:37 GMT";
const SECONDS: u64 = 784_111_777;

#[test]
fn a_delay_is_read_from_digits_or_a_date() {
    for (text, seconds) in [
        ("0", 0),
        ("30", 30),
        ("007", 7),
        ("18446744073709551615", u64::MAX),
        ("18446744073709551616", u64::MAX),
        ("99999999999999999999999999999999999999", u64::MAX),
        // A fraction is rounded up.
        ("0.493", 1),
        ("2.0", 2),
        ("292.052427053", 293),
        ("0.000000000000000000000000000001", 1),
        ("18446744073709551615.5", u64::MAX),
    ] {
        assert_eq!(RetryAfter::try_from(text), Ok(RetryAfter::from_secs(seconds)), "{text}");
    }
    for text in [
        "",
        " ",
        "+5",
        "-1",
        ".5",
        "5.",
        "1.5.0",
        "1,5",
        "-0.5",
        "1.-5",
        "1e3",
        "0x10",
        "1 2",
        "30s",
        "٣",
        "soon",
        "2026-01-01T00:00:00Z",
    ] {
        assert!(RetryAfter::try_from(text).is_err(), "{text:?}");
    }
    for text in [DATE, "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"] {
        let delay = RetryAfter::try_from(text).unwrap();
        assert_eq!(delay.date(), Some(UNIX_EPOCH + Duration::from_secs(SECONDS)), "{text}");
        assert_eq!(delay.seconds(), None);
        assert_eq!(delay.to_string(), DATE);
    }
}

#[test]
fn a_delay_is_never_negative_and_never_overflows() {
    let date = UNIX_EPOCH + Duration::from_secs(SECONDS);
    let delay = RetryAfter::from(HttpDate::from(date));
    assert_eq!(delay.wait(date - Duration::from_millis(1_500)), Duration::from_millis(1_500));
    assert_eq!(delay.wait(date), Duration::ZERO);
    assert_eq!(delay.wait(date + Duration::from_secs(1)), Duration::ZERO);
    assert_eq!(RetryAfter::from_secs(u64::MAX).wait(date).as_secs(), u64::MAX);
}

#[test]
fn a_delay_is_built_of_seconds_and_of_durations() {
    assert_eq!(RateLimited::new(30).retry_after, Some(RetryAfter::from_secs(30)));
    for (duration, seconds) in [
        (Duration::ZERO, 0),
        (Duration::from_nanos(1), 1),
        (Duration::from_secs(2), 2),
        (Duration::from_millis(2_001), 3),
        (Duration::MAX, u64::MAX),
    ] {
        assert_eq!(RetryAfter::from(duration).seconds(), Some(seconds), "{duration:?}");
    }
    assert_eq!(RetryAfter::default().seconds(), Some(0));
    let set: HashSet<RetryAfter> = [RetryAfter::from(1), RetryAfter::from(1), RetryAfter::from(2)].into();
    assert_eq!(set.len(), 2);
}

#[test]
fn a_date_is_clamped_to_what_http_can_write() {
    let last = "Fri, 31 Dec 9999 23:59:59 GMT";
    for (time, text) in [
        (UNIX_EPOCH - Duration::from_secs(5), "Thu, 01 Jan 1970 00:00:00 GMT"),
        (UNIX_EPOCH + Duration::from_millis(1_999), "Thu, 01 Jan 1970 00:00:01 GMT"),
        (UNIX_EPOCH + Duration::from_secs(253_402_300_799), last),
        (UNIX_EPOCH + Duration::from_secs(253_402_300_800), last),
        (UNIX_EPOCH + Duration::from_secs(400_000_000_000), last),
    ] {
        assert_eq!(HttpDate::from(time).to_string(), text);
    }
    let date = HttpDate::try_from(last).unwrap();
    assert_eq!(HttpDate::from(SystemTime::from(date)), date);
}

#[test]
fn what_is_no_date_is_refused() {
    for text in [
        "",
        "Mon, 06 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37",
        "Sun, 06 Nov 1994 08:49:37 CET",
        "Sun, 06 Nov 1994 24:49:37 GMT",
        "Sun, 31 Feb 1994 08:49:37 GMT",
        "Sun, 00 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 0000 08:49:37 GMT",
        "Sun, 06 Nov 19xx 08:49:37 GMT",
        "Sün, 06 Nov 1994 08:49:37 GMT",
    ] {
        assert!(HttpDate::try_from(text).is_err(), "{text:?}");
    }
    // Any mutation of a date parses to a date or an error.
    for place in 0..DATE.len() {
        for byte in 0..=127_u8 {
            let mut bytes = DATE.as_bytes().to_vec();
            bytes[place] = byte;
            let text = String::from_utf8(bytes).unwrap();
            if let Ok(date) = HttpDate::try_from(&*text) {
                assert_eq!(HttpDate::try_from(&*date.to_string()), Ok(date), "{text:?}");
            }
        }
        assert!(HttpDate::try_from(&DATE[..place]).is_err());
    }
}

#[test]
fn a_header_text_is_what_http_allows() {
    for text in ["", "a", "Bearer realm=\"shop\"", "a b", "a\tb", "~!"] {
        let value = HeaderText::new(text).unwrap();
        assert_eq!((value.as_str(), &*value, value.to_string().as_str()), (text, text, text));
    }
    for text in [" a", "a ", "\ta", "a\n", "a\r\nb: c", "a\rb", "a\0b", "a\x7fb", "a\u{1b}b", "é", "\u{80}", " "] {
        assert!(HeaderText::new(text).is_err(), "{text:?}");
        assert!(HeaderText::try_from(text.to_owned()).is_err(), "{text:?}");
    }
    // Exactly the visible ASCII characters are values on their own.
    let alone = (0..=0x2ff_u32).filter_map(char::from_u32).filter(|c| HeaderText::new(c.to_string()).is_ok());
    assert_eq!(alone.collect::<String>(), (0x21..=0x7e_u8).map(char::from).collect::<String>());
}

#[test]
fn values_say_what_they_are() {
    assert_eq!(format!("{:?}", RetryAfter::from_secs(3)), "RetryAfter(3 s)");
    assert_eq!(format!("{:?}", RetryAfter::try_from(DATE).unwrap()), format!("RetryAfter({DATE})"));
    assert_eq!(format!("{:?}", HttpDate::try_from(DATE).unwrap()), format!("HttpDate({DATE})"));
    assert_eq!(format!("{:?}", HeaderText::new("a").unwrap()), "HeaderText(\"a\")");
    assert_eq!(format!("{:?}", OutOfStock::new(2, 1)), "OutOfStock { wanted: 2, left: 1, again: None }");
    let errors = [
        RetryAfter::try_from("soon").unwrap_err(),
        HttpDate::try_from("soon").unwrap_err(),
        HeaderText::new("a\nb").unwrap_err(),
        errbook::Timestamp::new("soon").unwrap_err(),
    ];
    assert_eq!(
        errors.map(|error| error.to_string()),
        [
            "expected seconds or an HTTP date",
            "expected an HTTP date, such as `Sun, 06 Nov 1994 08:49:37 GMT`",
            "expected visible ASCII, with spaces and tabs only between other characters",
            "expected an RFC 3339 date and time, such as `2026-01-31T12:00:00Z`",
        ]
    );
}
