//! RFC 3339, section 5.6, and conversions to and from `jiff`.

use errbook::Timestamp;

#[test]
fn what_the_rfc_allows() {
    for text in [
        // The RFC's own examples, section 5.8.
        "1985-04-12T23:20:50.52Z",
        "1996-12-19T16:39:57-08:00",
        "1990-12-31T23:59:60Z",
        "1990-12-31T15:59:60-08:00",
        "1937-01-01T12:00:27.87+00:20",
        "0000-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "2024-02-29T00:00:00Z",
        "2000-02-29T00:00:00Z",
        "2026-01-31t00:00:00z",
        "2026-04-30T00:00:00-00:00",
        "2026-01-01T00:00:00+23:59",
        "2026-01-01T00:00:00.123456789012345678901234567890Z",
    ] {
        assert_eq!(Timestamp::new(text).unwrap().as_str(), text);
        assert_eq!(Timestamp::try_from(text).unwrap().to_string(), text);
    }
}

#[test]
fn what_it_does_not() {
    for text in [
        "",
        "2026-01-01",
        "12:00:00Z",
        "2026-01-01T00:00Z",
        "2026-01-01T00:00:00",
        "2026-01-01 00:00:00Z",
        "2026-01-01T00:00:00 Z",
        "2026-01-01T00:00:00ZZ",
        " 2026-01-01T00:00:00Z",
        "2026-00-01T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-01-00T00:00:00Z",
        "2026-01-32T00:00:00Z",
        "2026-04-31T00:00:00Z",
        "2026-02-29T00:00:00Z",
        "1900-02-29T00:00:00Z",
        "2026-01-01T24:00:00Z",
        "2026-01-01T00:60:00Z",
        "2026-01-01T00:00:61Z",
        "2026-01-01T00:00:00.Z",
        "2026-01-01T00:00:00,5Z",
        "2026-01-01T00:00:00+24:00",
        "2026-01-01T00:00:00+00:60",
        "2026-01-01T00:00:00+0000",
        "2026-01-01T00:00:00+00",
        "2026-1-01T00:00:00Z",
        "+2026-01-01T00:00:00Z",
        "-001-01-01T00:00:00Z",
        "20260101T000000Z",
        "2026-W01-1T00:00:00Z",
        "٢٠٢٦-01-01T00:00:00Z",
        "2026-01-01T00:00:00Ž",
    ] {
        assert!(Timestamp::new(text).is_err(), "{text:?}");
        assert!(Timestamp::try_from(text.to_owned()).is_err(), "{text:?}");
    }
}

#[test]
fn months_have_their_lengths() {
    for (month, days) in [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].iter().enumerate() {
        let text = |day| format!("2026-{:02}-{day:02}T00:00:00Z", month + 1);
        assert!(Timestamp::new(text(*days)).is_ok(), "{}", text(*days));
        assert!(Timestamp::new(text(days + 1)).is_err(), "{}", text(days + 1));
    }
}

#[test]
fn to_and_from_jiff() {
    for (text, utc) in [
        ("1996-12-19T16:39:57-08:00", "1996-12-20T00:39:57Z"),
        ("2026-01-31T12:00:00.5+01:00", "2026-01-31T11:00:00.5Z"),
        ("1990-12-31T23:59:60Z", "1990-12-31T23:59:59Z"),
        ("2026-01-31t12:00:00z", "2026-01-31T12:00:00Z"),
    ] {
        let time = jiff::Timestamp::try_from(&Timestamp::new(text).unwrap()).unwrap();
        assert_eq!(Timestamp::from(time).as_str(), utc, "{text}");
    }
    // A value out of its range is an error, not a panic.
    let fine = Timestamp::new("2026-01-01T00:00:00.1234567891Z").unwrap();
    assert!(jiff::Timestamp::try_from(&fine).is_err());
    // Whatever it holds has a text.
    for time in [jiff::Timestamp::MIN, jiff::Timestamp::MAX, jiff::Timestamp::UNIX_EPOCH] {
        let text = Timestamp::from(time);
        assert!(Timestamp::new(text.as_str()).is_ok(), "{text}");
    }
    assert_eq!(Timestamp::from(jiff::Timestamp::MIN).as_str(), "0000-01-01T00:00:00Z");
}
