//! Fields and headers that say how long to wait, in every unit: read, sent, and used as advice. The book is written by hand,
//! as it would be generated.

use core::fmt;
use core::time::Duration;
use std::time::{SystemTime, UNIX_EPOCH};

use errbook::__private::{
    BookSchema, CodeTable, DelayUnit, DocTable, Envelope, ErasedKind, Field, FieldValue, Header, HeaderType, Members,
    MessagePart, PayloadSchema, Type, ValueRef, Values,
};
use errbook::retry::{Advice, Limits, Reason, Request, RetryState};
use errbook::{
    Backoff, Code, EpochMillis, EpochSeconds, HttpDate, Jitter, Kind, Millis, Minutes, Retry, RetryAfter, Seconds,
    Timestamp, Unknown, Value, When,
};

use super::issues;

type Error = errbook::Error<ErrorKind>;

/// Full jitter, so that a wait without it differs.
const BACKOFF: Backoff = Backoff::new(Duration::from_secs(8), 2.0, Duration::from_secs(60), Jitter::Full);
const RETRY: Retry = Retry::new(When::Always, 3, BACKOFF);
static INFO: CodeTable = errbook::code_table! { ("slow", [429], RETRY), ("odd", [429], RETRY) };
static DOCS: DocTable = errbook::doc_table! { ("Slow.", "Wait."), ("Odd.", "Wait.") };
const LIMIT: &[Field] =
    &[Field::required("name", Type::String), Field::optional("again", Type::Delay(DelayUnit::EpochSeconds))];
const FIELDS: &[Field] = &[
    Field::optional("s", Type::Delay(DelayUnit::Seconds)),
    Field::optional("ms", Type::Delay(DelayUnit::Millis)),
    Field::optional("min", Type::Delay(DelayUnit::Minutes)),
    Field::optional("epoch", Type::Delay(DelayUnit::EpochSeconds)),
    Field::optional("epoch_ms", Type::Delay(DelayUnit::EpochMillis)),
    Field::optional("date", Type::Delay(DelayUnit::Date)),
    Field::optional("limits", Type::List(&Type::Object(LIMIT))),
    Field::optional("plain", Type::Unsigned),
];
const HEADERS: &[Header] = &[
    Header::optional("Retry-After", HeaderType::Delay(DelayUnit::Seconds)),
    Header::optional("X-Ms", HeaderType::Delay(DelayUnit::Millis)),
    Header::optional("X-Reset", HeaderType::Delay(DelayUnit::EpochSeconds)),
    Header::optional("X-Date", HeaderType::Delay(DelayUnit::Date)),
    Header::optional("X-Plain", HeaderType::Unsigned),
];
const PAYLOADS: &[PayloadSchema] = &[
    PayloadSchema::new(&[MessagePart::Text("Slow.")]).with_fields(FIELDS).with_headers(HEADERS),
    // Some APIs send milliseconds in `Retry-After`.
    PayloadSchema::new(&[MessagePart::Text("Odd.")])
        .with_fields(&[Field::optional("plain", Type::Unsigned)])
        .with_headers(&[Header::optional("retry-after", HeaderType::Delay(DelayUnit::Millis))]),
];
static SCHEMA: BookSchema = BookSchema::new(Envelope::new("code", "message"), &INFO, PAYLOADS, position);

fn position(code: &str) -> Option<usize> {
    ["slow", "odd"].iter().position(|it| *it == code)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum ErrorCode {
    Slow,
    Odd,
}

impl Code for ErrorCode {
    const ALL: &'static [Self] = &[Self::Slow, Self::Odd];

    fn info() -> &'static CodeTable {
        &INFO
    }

    fn docs() -> &'static DocTable {
        &DOCS
    }

    fn index(self) -> usize {
        self as usize
    }

    fn find(code: &str) -> Option<Self> {
        Self::ALL.get(position(code)?).copied()
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(INFO.row(self.index()).code())
    }
}

#[allow(clippy::large_enum_variant, reason = "as a generated one, with all fields in one payload")]
#[derive(Clone, Debug, PartialEq)]
enum ErrorKind {
    Slow(Slow),
    Odd(Odd),
    Unknown(Unknown),
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Slow {
    s: Option<Seconds>,
    ms: Option<Millis>,
    min: Option<Minutes>,
    epoch: Option<EpochSeconds>,
    epoch_ms: Option<EpochMillis>,
    date: Option<Timestamp>,
    limits: Option<Vec<Limit>>,
    plain: Option<u64>,
    retry_after: Option<RetryAfter>,
    x_ms: Option<Millis>,
    x_reset: Option<EpochSeconds>,
    x_date: Option<HttpDate>,
    x_plain: Option<u64>,
}

#[derive(Clone, Debug, PartialEq)]
struct Odd {
    plain: Option<u64>,
    retry_after: Option<Millis>,
}

#[derive(Clone, Debug, PartialEq)]
struct Limit {
    name: String,
    again: Option<EpochSeconds>,
}

impl FieldValue for Limit {
    fn from_value(value: Value) -> Self {
        let mut values = Values::of_object(value, LIMIT);
        Self { name: values.take(), again: values.take() }
    }

    fn value_ref(&self) -> ValueRef<'_> {
        ValueRef::Object(self)
    }
}

impl Members for Limit {
    fn each(&self, f: &mut dyn FnMut(&'static str, ValueRef<'_>)) {
        f("name", self.name.value_ref());
        f("again", self.again.value_ref());
    }
}

impl Kind for ErrorKind {
    type Code = ErrorCode;

    fn schema() -> &'static BookSchema {
        &SCHEMA
    }

    fn build(index: usize, mut values: Values) -> Self {
        if index == 1 {
            return Self::Odd(Odd { plain: values.take(), retry_after: values.take() });
        }
        Self::Slow(Slow {
            s: values.take(),
            ms: values.take(),
            min: values.take(),
            epoch: values.take(),
            epoch_ms: values.take(),
            date: values.take(),
            limits: values.take(),
            plain: values.take(),
            retry_after: values.take(),
            x_ms: values.take(),
            x_reset: values.take(),
            x_date: values.take(),
            x_plain: values.take(),
        })
    }

    fn of_unknown(unknown: Unknown) -> Self {
        Self::Unknown(unknown)
    }
}

impl ErasedKind for ErrorKind {
    fn index(&self) -> usize {
        match self {
            Self::Slow(_) => 0,
            Self::Odd(_) => 1,
            Self::Unknown(_) => 2,
        }
    }

    fn unknown(&self) -> Option<&Unknown> {
        match self {
            Self::Unknown(unknown) => Some(unknown),
            _ => None,
        }
    }

    fn values(&self, f: &mut dyn FnMut(&[&dyn FieldValue])) {
        match self {
            Self::Slow(it) => f(&[
                &it.s,
                &it.ms,
                &it.min,
                &it.epoch,
                &it.epoch_ms,
                &it.date,
                &it.limits,
                &it.plain,
                &it.retry_after,
                &it.x_ms,
                &it.x_reset,
                &it.x_date,
                &it.x_plain,
            ]),
            Self::Odd(it) => f(&[&it.plain, &it.retry_after]),
            Self::Unknown(_) => f(&[]),
        }
    }

    fn payload(&self) -> Option<&dyn std::any::Any> {
        match self {
            Self::Slow(payload) => Some(payload),
            Self::Odd(payload) => Some(payload),
            Self::Unknown(_) => None,
        }
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        errbook::__private::display(&SCHEMA, self, f)
    }
}

impl std::error::Error for ErrorKind {}

impl errbook::Payload for ErrorKind {
    type Kind = Self;

    fn into_kind(self) -> Self {
        self
    }
}

/// 2026-01-31T12:00:00Z, the clock of every test.
const NOW: u64 = 1_769_860_800;

fn now() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(NOW)
}

fn received(members: &str, headers: &[(&str, &str)]) -> Error {
    Error::decode(429, &headers.to_vec(), &format!(r#"{{"code":"slow","message":"Slow."{members}}}"#))
}

fn advice(error: &Error, attempt: u32) -> Advice {
    let limits = Limits::default().with_now(now()).with_max_wait(Duration::from_secs(7200)).with_seed(7);
    error.advice(attempt, Request::new("POST"), &limits)
}

const fn millis(count: u64) -> Advice {
    Advice::After(Duration::from_millis(count))
}

#[test]
fn the_longest_wait_that_a_response_names() {
    for (members, headers, expected) in [
        (r#","s":30"#, &[][..], millis(30_000)),
        (r#","s":0.493"#, &[], millis(493)),
        (r#","s":2.0"#, &[], millis(2_000)),
        (r#","ms":30000"#, &[], millis(30_000)),
        (r#","ms":1.25"#, &[], Advice::After(Duration::from_micros(1_250))),
        (r#","min":2"#, &[], millis(120_000)),
        (r#","epoch":1769860830"#, &[], millis(30_000)),
        (r#","epoch_ms":1769860830250"#, &[], millis(30_250)),
        (r#","date":"2026-01-31T12:00:30Z""#, &[], millis(30_000)),
        (r#","date":"2026-01-31T13:00:30.001+01:00""#, &[], millis(31_000)),
        (r#","date":"2026-01-31T06:30:30.000-05:30""#, &[], millis(30_000)),
        (
            r#","limits":[{"name":"a","again":1769860801},{"name":"b"},{"name":"c","again":1769860805}]"#,
            &[],
            millis(5_000),
        ),
        ("", &[("X-Ms", "1500")], millis(1_500)),
        ("", &[("x-ms", " 1500.5\t")], millis(1_501)),
        ("", &[("X-Reset", "1769860860")], millis(60_000)),
        ("", &[("X-Date", "Sat, 31 Jan 2026 12:00:20 GMT")], millis(20_000)),
        // The longest, wherever it is.
        (r#","s":5,"ms":7000,"epoch":1769860806"#, &[("Retry-After", "6")], millis(7_000)),
        (r#","ms":7000"#, &[("Retry-After", "8")], millis(8_000)),
        (r#","ms":7000"#, &[("Retry-After", "8"), ("X-Reset", "1769860809"), ("X-Ms", "10")], millis(9_000)),
        (r#","s":0,"ms":7000"#, &[("X-Reset", "1")], millis(7_000)),
        // A number that is no delay says nothing.
        (r#","ms":7000,"plain":9000000"#, &[("X-Plain", "9000000")], millis(7_000)),
        (r#","s":7200.5"#, &[], Advice::GiveUp(Reason::TooLong(Duration::from_millis(7_200_500)))),
        (r#","s":1e300"#, &[], Advice::GiveUp(Reason::TooLong(Duration::from_millis(u64::MAX)))),
        (r#","min":18446744073709551616"#, &[], Advice::GiveUp(Reason::TooLong(Duration::from_millis(u64::MAX)))),
    ] {
        let error = received(members, headers);
        assert!(issues(&error).is_empty(), "{members} {headers:?}: {:?}", issues(&error));
        assert_eq!(advice(&error, 1), expected, "{members} {headers:?}");
        let ErrorKind::Slow(payload) = error.kind() else { panic!("{error:?}") };
        // An error built here asks for the same; only the local clock is available.
        assert_eq!(advice(&Error::from(ErrorKind::Slow(payload.clone())), 1), expected, "{members} {headers:?}");
    }
}

/// Otherwise 500 milliseconds are 500 seconds.
#[test]
fn retry_after_has_the_unit_of_the_book() {
    for (members, value, expected) in [
        ("", "500", millis(500)),
        ("", "1500.5", millis(1_501)),
        // The payload does not fit, and the header is still read.
        (r#","plain":"x""#, "9000", millis(9_000)),
        // A date needs no unit. It is not a value of this header, so the wait is not shorter than the backoff.
        ("", "Sat, 31 Jan 2026 12:00:20 GMT", millis(20_000)),
        ("", "soon", millis(8_000)),
    ] {
        let body = format!(r#"{{"code":"odd","message":"Odd."{members}}}"#);
        assert_eq!(advice(&Error::decode(429, &[("Retry-After", value)], &body), 1), expected, "{members} {value}");
    }
    let unknown = Error::decode(429, &[("Retry-After", "500")], r#"{"code":"new","message":"New."}"#);
    assert_eq!(advice(&unknown, 1), millis(500_000));
}

#[test]
fn dates_are_compared_with_the_servers_clock() {
    let date = "Sat, 31 Jan 2026 11:00:00 GMT";
    for members in [r#","epoch":1769857210"#, r#","epoch_ms":1769857210000"#, r#","date":"2026-01-31T11:00:10Z""#] {
        assert_eq!(advice(&received(members, &[("Date", date)]), 1), millis(10_000), "{members}");
        assert_eq!(advice(&received(members, &[("Date", date), ("Age", "1")]), 1), millis(0), "{members}");
    }
    let headers = [("Date", date), ("X-Date", "Sat, 31 Jan 2026 11:00:10 GMT"), ("X-Reset", "1769857205")];
    assert_eq!(advice(&received("", &headers), 1), millis(10_000));
}

#[test]
fn a_wait_that_is_over_gives_way_to_the_backoff() {
    for (members, headers) in [
        (r#","ms":0"#, &[][..]),
        (r#","epoch":1"#, &[]),
        (r#","date":"1969-12-31T23:59:59Z""#, &[]),
        (r#","date":"0000-01-01T00:00:00Z""#, &[]),
        ("", &[("X-Date", "Thu, 01 Jan 1970 00:00:00 GMT")]),
    ] {
        let mut state = RetryState::new(Request::new("POST"), Limits::default().with_now(now()).with_seed(7));
        let error = received(members, headers);
        assert_eq!(state.next(&error), millis(0), "{members}");
        for _ in 2..=3 {
            assert!(state.next(&error).wait().is_some_and(|wait| !wait.is_zero()), "{members}");
        }
    }
}

/// The wait is at least the whole backoff, of 8 seconds.
#[test]
fn an_unreadable_delay_is_not_made_shorter() {
    for (members, headers, expected) in [
        ("", &[("X-Ms", "soon")][..], millis(8_000)),
        ("", &[("X-Ms", "")], millis(8_000)),
        ("", &[("X-Date", "2026-01-31T12:00:30Z")], millis(8_000)),
        ("", &[("X-Reset", "-1")], millis(8_000)),
        (r#","s":2"#, &[("X-Ms", "soon")], millis(8_000)),
        (r#","s":20"#, &[("X-Ms", "soon")], millis(20_000)),
        (r#","s":"soon""#, &[], millis(8_000)),
        (r#","ms":-1"#, &[], millis(8_000)),
        (r#","date":1769860830"#, &[("Retry-After", "2")], millis(8_000)),
        (r#","limits":[{"name":"a","again":"x"}]"#, &[("Retry-After", "20")], millis(20_000)),
    ] {
        let error = received(members, headers);
        assert!(!issues(&error).is_empty(), "{members} {headers:?}");
        assert_eq!(advice(&error, 1), expected, "{members} {headers:?}");
    }
    // What is readable or no delay changes nothing.
    for (members, headers) in [("", &[][..]), ("", &[("X-Plain", "soon")]), (r#","s":null"#, &[])] {
        assert!(advice(&received(members, headers), 1).wait().is_some_and(|wait| wait < Duration::from_secs(8)));
    }
}

#[test]
fn it_is_sent_as_it_is_read() {
    let payload = Slow {
        s: Some(Duration::from_millis(1_001).into()),
        ms: Some(Duration::from_micros(1_500).into()),
        min: Some(Duration::from_secs(61).into()),
        epoch: Some(now().into()),
        epoch_ms: Some((now() + Duration::from_nanos(1)).into()),
        limits: Some(vec![Limit { name: "a".to_owned(), again: Some(7.into()) }]),
        x_ms: Some(30.into()),
        x_reset: Some((UNIX_EPOCH - Duration::from_secs(1)).into()),
        ..Slow::default()
    };
    let sent = Error::from(ErrorKind::Slow(payload.clone())).encode();
    let fields =
        r#""s":2,"ms":2,"min":2,"epoch":1769860800,"epoch_ms":1769860800001,"limits":[{"name":"a","again":7}]"#;
    assert_eq!(sent.body, format!(r#"{{"code":"slow","message":"Slow.",{fields}}}"#));
    let read = Error::decode(429, &sent.headers, &sent.body);
    assert_eq!(read.kind(), &ErrorKind::Slow(payload));
    let headers: Vec<String> = sent.headers.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    assert_eq!(headers, ["X-Ms: 30", "X-Reset: 0", "Content-Type: application/json"]);
}

/// Every day of 800 years and some times in them, against `jiff`.
#[test]
fn timestamps_are_the_times_that_they_say() {
    let mut time = jiff::Timestamp::from_second(0).expect("a time");
    for step in 0..20_000_u64 {
        let text = if step % 2 == 0 { time.to_string() } else { time.to_string().replace('Z', "+00:00") };
        let error = received(&format!(r#","date":"{text}""#), &[]);
        let limits = Limits::default().with_now(UNIX_EPOCH).with_max_wait(Duration::MAX);
        let wait = Duration::from_secs(time.as_second().unsigned_abs());
        assert_eq!(error.advice(1, Request::new("GET"), &limits), Advice::After(wait), "{text}");
        time = jiff::Timestamp::from_second(time.as_second() + 86_400 * 14 + 3_671).expect("a time");
    }
}
