//! Hostile bodies: truncated, deep, long, mutated.

use std::time::{Duration, Instant};

use errbook::UnknownReason;

use super::shop::{Error, ErrorCode, ErrorKind};
use super::{issues, travel};

const BODY: &str = r#"{"t":1,"error":{"code":"out_of_stock","message":"Only é left.","wanted":30,"left":12,"more":[{"a":null}]},"u":"v"}"#;

#[test]
fn cut_off_at_every_byte() {
    let bytes = BODY.as_bytes();
    let code_ends = BODY.find("\"out_of_stock\"").unwrap() + "\"out_of_stock\"".len();
    for length in 0..bytes.len() {
        let error = Error::decode(409, &(), &bytes[..length]);
        let ErrorKind::Unknown(unknown) = error.kind() else { panic!("{length}: {error:?}") };
        // The code is known from its closing quote on.
        if length >= code_ends {
            assert_eq!(unknown.reason(), UnknownReason::PayloadMismatch, "{length}");
            assert_eq!(error.code(), Some(ErrorCode::OutOfStock), "{length}");
        } else {
            assert_eq!(unknown.reason(), UnknownReason::NoCode, "{length}");
            assert_eq!(error.code(), None, "{length}");
        }
        assert_eq!(issues(&error).len(), 1, "{length}: {:?}", issues(&error));
    }
    let error = Error::decode(409, &(), bytes);
    assert!(matches!(error.kind(), ErrorKind::OutOfStock(payload) if (payload.wanted, payload.left) == (30, 12)));
}

#[test]
fn ten_thousand_levels() {
    for (open, close) in [("[", "]"), (r#"{"error":"#, "}"), (r#"{"a":"#, "}")] {
        for body in [
            open.repeat(10_000),
            format!("{}1{}", open.repeat(10_000), close.repeat(10_000)),
            format!(r#"{{"error":{{"code":"not_found","x":{}1{}}}}}"#, open.repeat(10_000), close.repeat(10_000)),
        ] {
            let error = Error::decode(404, &(), &body);
            assert!(matches!(error.kind(), ErrorKind::Unknown(_)));
            assert_eq!(issues(&error), ["the body is not valid JSON"]);
            drop(serde_json::to_string(&error).unwrap());
            drop(error.forward().encode());
        }
    }
    // Just below the limit, it is kept, printed and dropped.
    let levels = 120;
    let body =
        format!(r#"{{"error":{{"code":"not_found","message":"m","x":{}{}}}}}"#, "[".repeat(levels), "]".repeat(levels));
    let error = Error::decode(404, &(), &body);
    assert_eq!(error.kind(), &ErrorKind::NotFound);
    assert_eq!(error.forward().encode().body, body);
}

/// Of many objects in one place the last one counts. Each costs its own size, and not that of its siblings.
#[test]
fn thirty_thousand_errors_in_one() {
    let beside = (0..30_000).map(|at| format!(r#""{at}":0,"error":{{"wanted":1}},"#)).collect::<Vec<_>>().concat();
    let last = r#""error":{"code":"out_of_stock","message":"Few.","wanted":3,"left":1}"#;
    let error = Error::decode(409, &(), &format!("{{{beside}{last}}}"));
    assert!(matches!(error.kind(), ErrorKind::OutOfStock(payload) if (payload.wanted, payload.left) == (3, 1)));
    assert_eq!(issues(&error), ["duplicate member `error`"]);
    let received = error.received().unwrap();
    assert_eq!((received.unknown_members().len(), received.unknown_fields().len()), (30_000, 0));

    let beside =
        (0..25_000).map(|at| format!(r#""{at}":0,"details":{{"queue":1,"x":1}},"#)).collect::<Vec<_>>().concat();
    let body = format!(r#"{{"errcode":"E_BUSY",{beside}"error":"m","details":{{"queue":2}}}}"#);
    let error = travel::Error::decode(503, &(), &body);
    assert!(matches!(error.kind(), travel::ErrorKind::Busy(payload) if payload.queue == Some(2)));
    assert_eq!(issues(&error)[0], "duplicate member `details`");
    assert_eq!(error.received().unwrap().unknown_fields().len(), 25_000);
}

#[test]
fn more_than_a_mebibyte() {
    let cap = 1 << 20;
    let body = |length: usize, tail: &str| {
        let head = r#"{"error":{"code":"not_found","message":""#;
        format!("{head}{}{tail}", "x".repeat(length - head.len() - tail.len()))
    };
    let fits = body(cap, "\"}}");
    assert_eq!(Error::decode(404, &(), &fits).kind(), &ErrorKind::NotFound);

    let long = body(cap + 1, "\"}}");
    let error = Error::decode(404, &(), &long);
    assert_eq!(
        (error.code(), issues(&error)),
        (Some(ErrorCode::NotFound), vec!["the body is longer than 1 MiB".to_owned()])
    );
    assert!(matches!(error.kind(), ErrorKind::Unknown(unknown) if unknown.reason() == UnknownReason::PayloadMismatch));

    // The cap cuts a character: that is not the body's fault.
    let cut = body(cap - 1, "") + "é\"}}";
    assert_eq!(issues(&Error::decode(404, &(), &cut)), ["the body is longer than 1 MiB"]);
    // Even if everything relevant comes before it.
    let padded = format!("{}{}", r#"{"error":{"code":"not_found","message":"m"}}"#, " ".repeat(cap));
    assert_eq!(issues(&Error::decode(404, &(), &padded)), ["the body is longer than 1 MiB"]);
}

#[test]
fn excerpts_are_short_and_end_at_a_character() {
    for (body, excerpt) in [
        ("x".repeat(1024).into_bytes(), "x".repeat(1024)),
        ("x".repeat(1025).into_bytes(), "x".repeat(1024)),
        (("x".repeat(1023) + "é").into_bytes(), "x".repeat(1023)),
        (("x".repeat(1022) + "é").into_bytes(), "x".repeat(1022) + "é"),
        (("x".repeat(1021) + "😀").into_bytes(), "x".repeat(1021)),
        // Three bytes that begin a character are no character, at either end.
        ([b"\xf0\x9f\x98".to_vec(), vec![b'x'; 1018], "😀".into()].concat(), "\u{fffd}".to_owned() + &"x".repeat(1018)),
        (vec![0xff; 2000], "\u{fffd}".repeat(341)),
        (vec![0x80; 2000], "\u{fffd}".repeat(341)),
        (b"a\xffb".to_vec(), "a\u{fffd}b".to_owned()),
        (b"\xef\xbb\xbfab".to_vec(), "ab".to_owned()),
        (Vec::new(), String::new()),
    ] {
        assert_eq!(Error::decode(500, &(), &body).received().unwrap().excerpt(), excerpt);
    }
}

/// Quadratic work on a mebibyte would take minutes.
fn decodes_quickly(body: &str) -> Error {
    let start = Instant::now();
    let error = Error::decode(409, &(), body);
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    error
}

#[test]
fn a_hundred_thousand_members() {
    let members = |name: fn(usize) -> String| {
        let members: Vec<_> = (0..90_000).map(|index| format!(",\"{}\":1", name(index))).collect();
        members.concat()
    };
    let body = |rest: &str| format!(r#"{{"error":{{"code":"out_of_stock","message":"m","wanted":3,"left":1{rest}}}}}"#);

    let error = decodes_quickly(&body(&members(|i| format!("{i:x}"))));
    assert!(matches!(error.kind(), ErrorKind::OutOfStock(_)));
    assert_eq!(error.received().unwrap().unknown_fields().len(), 90_000);

    // The same few names again and again.
    let error = decodes_quickly(&body(&members(|i| format!("k{}", i % 100))));
    assert_eq!(error.received().unwrap().unknown_fields().len(), 100);
    assert_eq!(error.received().unwrap().issues().len(), 32);

    let error = decodes_quickly(&format!("{{{}}}", "\"error\":{\"code\":\"x\"},".repeat(40_000) + "\"error\":{}"));
    assert_eq!(error.code_text(), None);
    assert_eq!(issues(&error)[0], "duplicate member `error`");
}

#[test]
fn a_list_of_mistakes_is_not_a_list_of_problems() {
    let body = format!(r#"{{"errcode":"E_INVALID","error":"m","details":{{"mistakes":[{}1]}}}}"#, "1,".repeat(200_000));
    let error = travel::Error::decode(400, &(), &body);
    let issues = issues(&error);
    assert_eq!(issues.len(), 32);
    assert_eq!(issues[31], "`details.mistakes[31]` is not an object");
}

#[test]
fn one_byte_is_replaced() {
    let headers = [("Retry-After", "7")];
    for place in 0..BODY.len() {
        for byte in [0, b'"', b'{', b'}', b'[', b',', b':', b'\\', b'0', b'-', b'e', 0x7f, 0x80, 0xc3, 0xff] {
            let mut body = BODY.as_bytes().to_vec();
            body[place] = byte;
            let error = Error::decode(409, &headers, &body);
            // Any decoded error can be inspected, shown, stored and, if it has a code, forwarded.
            assert_eq!(error.code().is_some(), error.code_text().is_some_and(|code| code.parse::<ErrorCode>().is_ok()));
            assert!(!format!("{error:?} {error}").is_empty());
            let stored = serde_json::to_string(&error).unwrap();
            let read: Error = serde_json::from_str(&stored).unwrap();
            assert_eq!(read.code_text(), error.code_text(), "{stored}");
            let status = if error.code_text().is_some() { 409 } else { 500 };
            let sent = error.forward().encode();
            assert_eq!(sent.status, status);
            assert!(serde_json::from_str::<serde_json::Value>(&sent.body).is_ok());
        }
    }
}

#[test]
fn foreign_texts_do_not_reach_a_terminal() {
    let body = r#"{"error":{"code":"\u001b[2J\nx\u202e","message":"m"}}"#;
    let error = Error::decode(400, &(), body);
    let shown = error.kind().to_string();
    assert_eq!(shown, "unknown error `\\u{1b}[2J\\nx\\u{202e}` (HTTP 400)");
    let long = format!(r#"{{"error":{{"code":"{}","message":"m"}}}}"#, "x".repeat(100_000));
    assert!(Error::decode(400, &(), &long).kind().to_string().len() < 200);
}

/// Characters that affect a terminal, a log or a reader.
const OBEYED: &str =
    "\0\t\n\r\u{1b}[2J\u{7f}\u{85}\u{9b}\u{61c}\u{200e}\u{200f}\u{2028}\u{2029}\u{202a}\u{202e}\u{2066}\u{2069}";
const ESCAPED: &str =
    r"\u{0}\t\n\r\u{1b}[2J\u{7f}\u{85}\u{9b}\u{61c}\u{200e}\u{200f}\u{2028}\u{2029}\u{202a}\u{202e}\u{2066}\u{2069}";
/// What is only shown: also a backslash, a combining mark, and the joiner within an emoji.
const SHOWN: &str = "Größe \"8\" < 9\\n – 好的 سلام e\u{301} 👩\u{200d}🚀";

#[test]
fn a_message_writes_no_line_of_its_own_into_a_log() {
    let body = |code: &str, message: &str| serde_json::json!({"error": {"code": code, "message": message}}).to_string();
    for code in ["not_found", "out_of_stock", "teapot"] {
        let error = Error::decode(404, &(), &body(code, &format!("a{OBEYED}b{OBEYED}")));
        assert_eq!(error.to_string(), format!("a{ESCAPED}b{ESCAPED}"));
        assert_eq!(error.message(), format!("a{OBEYED}b{OBEYED}"), "it is raw");
        assert_eq!(error.received().unwrap().message(), Some(&*error.message()));
        assert!(!format!("{error:?}").contains(['\n', '\u{1b}', '\u{202e}']));
        // As a source, too.
        let sent = error.sent();
        assert_eq!(std::error::Error::source(&sent).unwrap().to_string(), format!("a{ESCAPED}b{ESCAPED}"));

        let error = Error::decode(404, &(), &body(code, SHOWN));
        assert_eq!(error.to_string(), SHOWN);
    }
    // Text of this program is not escaped.
    let error = Error::decode(404, &(), &body("not_found", "m")).with_message("two\nlines");
    assert_eq!(error.to_string(), "two\nlines");
    assert_eq!(Error::from(ErrorKind::NotFound).with_message("two\nlines").to_string(), "two\nlines");
}

#[test]
fn nor_does_a_payload() {
    let place = format!("x{OBEYED}");
    let crash = travel::Crash { place: place.clone() };
    let body = serde_json::json!({"errcode": "E_CRASH", "details": {"place": place}}).to_string();
    let error = travel::Error::decode(500, &(), &body);
    assert_eq!(error.kind(), &travel::ErrorKind::Crash(crash.clone()));
    assert_eq!(error.to_string(), format!("Crashed at x{ESCAPED}."));
    assert_eq!(error.message(), format!("Crashed at x{OBEYED}."));
    // For an error that was built here, the template gives the message as before.
    assert_eq!(travel::Error::from(crash).to_string(), format!("Crashed at x{OBEYED}."));
}
