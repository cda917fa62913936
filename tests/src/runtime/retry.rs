//! What to do after a failed attempt.

use core::time::Duration;
use std::sync::Arc;
use std::time::SystemTime;

use super::shop;
use errbook::HttpDate;
use errbook::retry::{Advice, Limits, Policy, Reason, Request, RetryState};
use masko_errors::{Error, ErrorKind};
use tower::retry::budget::{Budget, TpsBudget};
use tower::{ServiceBuilder, ServiceExt as _, service_fn};

const fn seconds(count: u64) -> Advice {
    Advice::After(Duration::from_secs(count))
}

fn rate_limited(headers: &[(&str, &str)]) -> Error {
    let headers: Vec<(&str, &str)> = headers.to_vec();
    Error::decode(429, &headers, r#"{"error": {"code": "rate_limited", "message": "Slow down."}}"#)
}

/// As the API's docs say it.
#[test]
fn masko() {
    let post = Request::new("POST");
    let limits = Limits::default();
    let asked = rate_limited(&[("retry-after", "2")]);
    let silent = rate_limited(&[]);
    for (attempt, with, without) in [(1, 2, 1), (2, 2, 2), (3, 2, 4)] {
        assert_eq!(asked.advice(attempt, post, &limits), seconds(with));
        assert_eq!(silent.advice(attempt, post, &limits), seconds(without));
    }
    for error in [asked, silent] {
        assert_eq!(error.advice(4, post, &limits), Advice::GiveUp(Reason::Exhausted));
    }
    // It is the code that decides, whatever the status.
    for status in [402, 500, 503, 200] {
        let body = r#"{"error": {"code": "insufficient_credits", "message": "M.", "required": 1, "balance": 0}}"#;
        let error = Error::decode(status, &[("Retry-After", "1")], body);
        assert_eq!(error.advice(1, Request::new("GET"), &limits), Advice::GiveUp(Reason::Permanent), "{status}");
    }
    let error = Error::from(ErrorKind::InternalError);
    assert_eq!(error.advice(1, post, &limits), Advice::GiveUp(Reason::NotIdempotent));
    assert_eq!(error.advice(1, post.with_idempotency_key(), &limits), seconds(1));
}

#[test]
fn what_the_book_does_not_know_is_judged_by_its_status() {
    let bodies = [r#"{"error": {"code": "brand_new", "message": "M."}}"#, "<html>", ""];
    for body in bodies {
        for status in 0..=999 {
            let error = Error::decode(status, &(), body);
            let advice = |method: &str| error.advice(1, Request::new(method), &Limits::default());
            let (get, post) = match status {
                425 | 429 => (seconds(1), seconds(1)),
                408 | 500 | 502 | 503 | 504 | 520 | 521 | 522 | 523 | 524 | 527 | 529 | 530 | 598 | 599 => {
                    (seconds(1), Advice::GiveUp(Reason::NotIdempotent))
                }
                _ => (Advice::GiveUp(Reason::Permanent), Advice::GiveUp(Reason::Permanent)),
            };
            assert_eq!((advice("GET"), advice("POST")), (get, post), "{status} {body}");
        }
    }
    // A code whose payload does not fit is known all the same.
    let body = r#"{"error": {"code": "insufficient_credits", "message": "M."}}"#;
    let error = Error::decode(503, &(), body);
    assert!(matches!(error.kind(), ErrorKind::Unknown(_)));
    assert_eq!(error.advice(1, Request::new("GET"), &Limits::default()), Advice::GiveUp(Reason::Permanent));
}

/// RFC 9110, section 9.2.2, and the registry of methods.
#[test]
fn methods() {
    for method in ["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "QUERY", "PROPFIND", "REPORT", "SEARCH"] {
        assert!(Request::new(method).is_idempotent(), "{method}");
    }
    for method in ["POST", "PATCH", "CONNECT", "get", "Put", "", "PROPPATCH", "LOCK"] {
        assert!(!Request::new(method).is_idempotent(), "{method}");
        assert!(Request::new(method).with_idempotency_key().is_idempotent(), "{method}");
    }
    let request = |key: &str| http::Request::post("/").header(key, "7").body(()).expect("a request");
    assert!(Request::from(&request("Idempotency-Key")).is_idempotent());
    assert!(!Request::from(&request("X-Key")).is_idempotent());
}

/// RFC 9110, section 10.2.3.
#[test]
fn retry_after() {
    let now = SystemTime::from(HttpDate::try_from("Sun, 06 Nov 1994 08:49:37 GMT").expect("a date"));
    let limits = Limits::default().with_now(now).with_max_wait(Duration::from_secs(600));
    let too_long = |seconds| Advice::GiveUp(Reason::TooLong(Duration::from_secs(seconds)));
    for (value, expected) in [
        ("0", seconds(0)),
        ("7", seconds(7)),
        ("007", seconds(7)),
        ("600", seconds(600)),
        ("601", too_long(601)),
        // A fraction is rounded up.
        ("0.493", seconds(1)),
        ("292.052427053", seconds(293)),
        ("600.1", too_long(601)),
        ("18446744073709551615", too_long(u64::MAX)),
        ("99999999999999999999999999", too_long(u64::MAX)),
        // The three forms of a date (section 5.6.7).
        ("Sun, 06 Nov 1994 08:49:47 GMT", seconds(10)),
        ("Sunday, 06-Nov-94 08:49:47 GMT", seconds(10)),
        ("Sun Nov  6 08:49:47 1994", seconds(10)),
        ("Sun, 06 Nov 1994 08:49:37 GMT", seconds(0)),
        ("Sun, 06 Nov 1994 08:49:36 GMT", seconds(0)),
        ("Thu, 01 Jan 1970 00:00:00 GMT", seconds(0)),
        ("Fri, 31 Dec 9999 23:59:59 GMT", too_long(252_618_189_022)),
        // What is neither is as good as nothing: the backoff's second.
        ("+5", seconds(1)),
        ("-1", seconds(1)),
        ("1e3", seconds(1)),
        ("", seconds(1)),
        ("5 s", seconds(1)),
        ("0x10", seconds(1)),
        ("٣", seconds(1)),
        ("tomorrow", seconds(1)),
        ("Sun, 06 Nov 1994 25:49:37 GMT", seconds(1)),
    ] {
        let error = rate_limited(&[("Retry-After", value)]);
        assert_eq!(error.advice(1, Request::new("POST"), &limits), expected, "{value:?}");
    }
    // Of an error that was built here it is the one that it would send.
    let error = Error::from(masko_errors::RateLimited::new(7));
    assert_eq!(error.advice(1, Request::new("POST"), &limits), seconds(7));
}

/// A server's date is compared with the server's clock, if that of the response is known and the response is fresh.
#[test]
fn clocks() {
    const SENT: &str = "Thu, 13 Aug 2026 15:36:13 GMT";
    const ASKED: &str = "Thu, 13 Aug 2026 15:37:13 GMT";
    let time = |text: &str| SystemTime::from(HttpDate::try_from(text).expect("a date"));
    let now = time("Thu, 13 Aug 2026 15:36:43 GMT");
    let minutes = |count: u64| Duration::from_secs(count * 60);
    for (headers, here, expected) in [
        (vec![("Date", SENT)], now, 60),
        (vec![("Date", SENT)], now + minutes(4), 60),
        (vec![("Date", SENT)], now - minutes(4), 60),
        (vec![("date", "Thursday, 13-Aug-26 15:36:13 GMT")], now + minutes(4), 60),
        (vec![("Date", "\t Thu, 13 Aug 2026 15:36:13 GMT ")], now + minutes(4), 60),
        // The clock here decides if the response was in a cache, or has no date that can be read.
        (vec![("Date", SENT), ("Age", "7")], now, 30),
        (vec![("Date", SENT), ("Age", "")], now, 30),
        (vec![("Date", "2026-08-13T15:36:13Z")], now, 30),
        (vec![("Date", "")], now, 30),
        (vec![], now, 30),
    ] {
        let headers: Vec<_> = headers.into_iter().chain([("Retry-After", ASKED)]).collect();
        let limits = Limits::default().with_now(here);
        assert_eq!(rate_limited(&headers).advice(1, Request::new("GET"), &limits), seconds(expected), "{headers:?}");
    }
    // Seconds need no clock.
    let error = rate_limited(&[("Date", SENT), ("Retry-After", "7")]);
    assert_eq!(error.advice(1, Request::new("GET"), &Limits::default().with_now(now)), seconds(7));
}

#[test]
fn a_wait_that_is_over_does_not_use_up_all_attempts() {
    let date = "Thu, 13 Aug 2026 15:36:13 GMT";
    for headers in [
        vec![("Retry-After", "0")],
        vec![("Retry-After", "0.0")],
        vec![("Retry-After", date)],
        vec![("Retry-After", date), ("Date", date)],
    ] {
        let error = rate_limited(&headers);
        let mut state = RetryState::new(Request::new("POST"), Limits::default());
        let advice = [(); 4].map(|()| state.next(&error));
        let expected = [seconds(0), seconds(2), seconds(4), Advice::GiveUp(Reason::Exhausted)];
        assert_eq!(advice, expected, "{headers:?}");
    }
}

/// A client that cannot read a wait does not retry sooner than it would without one. The shop's book has full jitter.
#[test]
fn an_unreadable_wait_is_not_made_shorter() {
    let decode = |value: &str| {
        let body = r#"{"error": {"code": "rate_limited", "message": "M."}}"#;
        [
            shop::Error::decode(429, &[("Retry-After", value)], body),
            shop::Error::decode(429, &[("Retry-After", value)], "<html>"),
            shop::Error::decode(503, &[("Retry-After", value)], ""),
        ]
    };
    for value in ["", "5 min", "-1", "1e3", "PT5M", "2026-08-13T15:36:13Z", "soon"] {
        for error in decode(value) {
            for (attempt, expected) in [(1, 1), (2, 2), (3, 4)] {
                for seed in 0..20 {
                    let limits = Limits::default().with_seed(seed);
                    assert_eq!(error.advice(attempt, Request::new("GET"), &limits), seconds(expected), "{value:?}");
                }
            }
            let short = Limits::default().with_max_wait(Duration::from_secs(3));
            assert_eq!(error.advice(3, Request::new("GET"), &short), seconds(3), "{value:?}");
        }
    }
}

#[test]
fn the_callers_limits() {
    let error = rate_limited(&[]);
    let advice = |attempt, limits: Limits| error.advice(attempt, Request::new("GET"), &limits);
    assert_eq!(advice(1, Limits::default().with_retries(0)), Advice::GiveUp(Reason::Exhausted));
    assert_eq!(advice(1, Limits::default().with_retries(1)), seconds(1));
    assert_eq!(advice(2, Limits::default().with_retries(1)), Advice::GiveUp(Reason::Exhausted));
    // The book's own three are not exceeded.
    assert_eq!(advice(4, Limits::default().with_retries(100)), Advice::GiveUp(Reason::Exhausted));
    // Its backoff is bent to the limit; a server's word is not.
    let short = Limits::default().with_max_wait(Duration::from_secs(3));
    assert_eq!([1, 2, 3].map(|it| advice(it, short)), [1, 2, 3].map(seconds));
    let asked = rate_limited(&[("Retry-After", "4")]);
    let four = Reason::TooLong(Duration::from_secs(4));
    assert_eq!(asked.advice(1, Request::new("GET"), &short), Advice::GiveUp(four));
    assert_eq!(four.to_string(), "the server asks for a wait of 4 s, which exceeds the limit");
    let rounded = Reason::TooLong(Duration::from_millis(4_001)).to_string();
    assert_eq!(rounded, "the server asks for a wait of 5 s, which exceeds the limit");
    // No attempt yet is as good as the first.
    assert_eq!(advice(0, Limits::default()), seconds(1));
    assert_eq!(advice(u32::MAX, Limits::default()), Advice::GiveUp(Reason::Exhausted));
}

/// The shop's book has full jitter.
#[test]
fn jitter() {
    let error = shop::Error::decode(429, &(), r#"{"error": {"code": "rate_limited", "message": "M."}}"#);
    let wait = |attempt, seed| {
        let advice = error.advice(attempt, Request::new("GET"), &Limits::default().with_seed(seed));
        advice.wait().expect("one more")
    };
    for attempt in 1..=3 {
        let longest = Duration::from_secs(1 << (attempt - 1));
        let waits: Vec<Duration> = (0..1000).map(|seed| wait(attempt, seed)).collect();
        assert!(waits.iter().all(|it| *it <= longest));
        // All of the range is used, evenly.
        let below = waits.iter().filter(|it| **it < longest / 10).count();
        assert!((60..140).contains(&below), "{below}");
        let above = waits.iter().filter(|it| **it > longest * 9 / 10).count();
        assert!((60..140).contains(&above), "{above}");
        assert_eq!(wait(attempt, 7), wait(attempt, 7));
    }
    assert_ne!(wait(1, 7) * 2, wait(2, 7));
    // Without a seed it is another one each time.
    let random = || error.advice(1, Request::new("GET"), &Limits::default());
    assert!((0..20).map(|_| random()).any(|it| it != random()));
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build();
    runtime.expect("a runtime").block_on(future)
}

#[test]
fn backons_loop() {
    use backon::Retryable as _;
    let waited = block_on(async {
        let started = tokio::time::Instant::now();
        let mut attempts = 0;
        let state = RetryState::new(Request::new("POST"), Limits::default());
        let send = || {
            attempts += 1;
            async { Err::<(), Error>(rate_limited(&[])) }
        };
        let error = send.retry(RetryState::NO_BACKOFF).adjust(state.adjust()).await.expect_err("it never works");
        assert_eq!(error.code_text(), Some("rate_limited"));
        assert_eq!(attempts, 4);
        started.elapsed()
    });
    // A clock that jumps is not exact to the millisecond.
    assert_eq!(waited.as_secs(), 1 + 2 + 4);
}

#[test]
fn towers_policy() {
    let tried = |budget: Option<Arc<dyn Budget + Send + Sync>>, method: &str, ends: bool| {
        let mut policy = Policy::new(Limits::default(), tokio::time::sleep);
        if let Some(budget) = budget {
            policy = policy.with_budget(budget);
        }
        let attempts = Arc::new(std::sync::atomic::AtomicU32::new(0));
        let counted = attempts.clone();
        let service = ServiceBuilder::new().retry(policy).service(service_fn(move |_: http::Request<String>| {
            let attempt = counted.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            async move {
                if ends && attempt == 2 {
                    return Ok(http::Response::new(()));
                }
                Err::<http::Response<()>, Error>(ErrorKind::InternalError.into())
            }
        }));
        let request = http::Request::builder().method(method).body(String::new()).expect("a request");
        let result = block_on(service.oneshot(request));
        (attempts.load(std::sync::atomic::Ordering::Relaxed), result.is_ok())
    };
    assert_eq!(tried(None, "GET", true), (3, true));
    assert_eq!(tried(None, "GET", false), (4, false));
    assert_eq!(tried(None, "POST", true), (1, false));
    // The budget is empty, and allows no free retries.
    let empty = TpsBudget::new(Duration::from_secs(10), 0, 0.0);
    assert_eq!(tried(Some(Arc::new(empty)), "GET", true), (1, false));
}
