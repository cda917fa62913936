//! The result of decoding each kind of body: one row per case.

use errbook::{DecodeIssue, UnknownReason, Value};

use super::issues;
use super::shop::{Error, ErrorCode, ErrorKind};

/// The expected result of a body with status 409.
struct Row {
    name: &'static str,
    body: &'static [u8],
    /// `None`: it is typed.
    reason: Option<UnknownReason>,
    code: Option<&'static str>,
    message: &'static str,
    issues: &'static [&'static str],
}

const WELL: &str = r#"{"error":{"code":"out_of_stock","message":"Few.","wanted":3,"left":1}}"#;

#[rustfmt::skip]
const ROWS: &[Row] = &[
    Row { name: "all is well", body: WELL.as_bytes(), reason: None, code: Some("out_of_stock"), message: "Few.", issues: &[] },
    Row { name: "white space", body: b" \r\n\t{\"error\" : {\"code\" : \"out_of_stock\", \"message\":\"Few.\",\"wanted\":3,\"left\":1 } } \n", reason: None, code: Some("out_of_stock"), message: "Few.", issues: &[] },
    Row { name: "a byte-order mark", body: b"\xef\xbb\xbf{\"error\":{\"code\":\"out_of_stock\",\"message\":\"Few.\",\"wanted\":3,\"left\":1}}", reason: None, code: Some("out_of_stock"), message: "Few.", issues: &[] },
    Row { name: "the code after its fields", body: br#"{"error":{"left":1,"wanted":3,"message":"Few.","code":"out_of_stock"}}"#, reason: None, code: Some("out_of_stock"), message: "Few.", issues: &[] },
    Row { name: "escaped names", body: br#"{"\u0065rror":{"c\u006fde":"out\u005fof_stock","message":"Few.","w\u0061nted":3,"left":1}}"#, reason: None, code: Some("out_of_stock"), message: "Few.", issues: &[] },
    Row { name: "a whole float", body: br#"{"error":{"code":"out_of_stock","message":"Few.","wanted":3.0,"left":1e0}}"#, reason: None, code: Some("out_of_stock"), message: "Few.", issues: &[] },
    Row { name: "an optional null", body: br#"{"error":{"code":"out_of_stock","message":"Few.","wanted":3,"left":1,"again":null}}"#, reason: None, code: Some("out_of_stock"), message: "Few.", issues: &[] },
    Row { name: "no message", body: br#"{"error":{"code":"out_of_stock","wanted":3,"left":1}}"#, reason: None, code: Some("out_of_stock"), message: "Only 1 left, and 3 are wanted.", issues: &["missing message"] },
    Row { name: "a null message", body: br#"{"error":{"code":"out_of_stock","message":null,"wanted":3,"left":1}}"#, reason: None, code: Some("out_of_stock"), message: "Only 1 left, and 3 are wanted.", issues: &["missing message"] },
    Row { name: "a message that is no text", body: br#"{"error":{"code":"out_of_stock","message":["Few."],"wanted":3,"left":1}}"#, reason: None, code: Some("out_of_stock"), message: "Only 1 left, and 3 are wanted.", issues: &["the message is not a string"] },
    Row { name: "members twice", body: br#"{"error":{"code":"x","left":9,"message":"Few.","wanted":3,"left":5,"code":"out_of_stock","left":1}}"#, reason: None, code: Some("out_of_stock"), message: "Few.", issues: &["duplicate member `code`", "duplicate member `left`"] },
    Row { name: "the error twice", body: br#"{"error":{"code":"x","wanted":7},"error":{"code":"out_of_stock","message":"Few.","wanted":3,"left":1}}"#, reason: None, code: Some("out_of_stock"), message: "Few.", issues: &["duplicate member `error`"] },
    Row { name: "another status", body: br#"{"error":{"code":"not_found","message":"No."}}"#, reason: None, code: Some("not_found"), message: "No.", issues: &["unexpected status for this code, expected 404 or 410"] },

    Row { name: "a field is missing", body: br#"{"error":{"code":"out_of_stock","message":"Few.","wanted":3}}"#, reason: Some(UnknownReason::PayloadMismatch), code: Some("out_of_stock"), message: "Few.", issues: &["missing member `left`"] },
    Row { name: "a required null", body: br#"{"error":{"code":"out_of_stock","message":"Few.","wanted":null,"left":1}}"#, reason: Some(UnknownReason::PayloadMismatch), code: Some("out_of_stock"), message: "Few.", issues: &["missing member `wanted`"] },
    Row { name: "wrong types", body: br#"{"error":{"code":"out_of_stock","message":"Few.","wanted":"3","left":[1],"again":"tomorrow"}}"#, reason: Some(UnknownReason::PayloadMismatch), code: Some("out_of_stock"), message: "Few.", issues: &["`wanted` is not a non-negative integer", "`left` is not a non-negative integer", "`again` is not an RFC 3339 date and time"] },
    Row { name: "a negative number", body: br#"{"error":{"code":"out_of_stock","message":"Few.","wanted":-3,"left":1}}"#, reason: Some(UnknownReason::PayloadMismatch), code: Some("out_of_stock"), message: "Few.", issues: &["`wanted` is not a non-negative integer"] },
    Row { name: "a fraction", body: br#"{"error":{"code":"out_of_stock","message":"Few.","wanted":3.5,"left":1}}"#, reason: Some(UnknownReason::PayloadMismatch), code: Some("out_of_stock"), message: "Few.", issues: &["`wanted` is not a non-negative integer"] },
    Row { name: "a huge number", body: br#"{"error":{"code":"out_of_stock","message":"Few.","wanted":18446744073709551616,"left":1e300}}"#, reason: Some(UnknownReason::PayloadMismatch), code: Some("out_of_stock"), message: "Few.", issues: &["`wanted` is not a non-negative integer", "`left` is not a non-negative integer"] },
    Row { name: "a number beyond floats", body: br#"{"error":{"code":"out_of_stock","message":"Few.","wanted":1e999,"left":1}}"#, reason: Some(UnknownReason::PayloadMismatch), code: Some("out_of_stock"), message: "Few.", issues: &["the body is not valid JSON"] },
    Row { name: "something after the end", body: br#"{"error":{"code":"out_of_stock","message":"Few.","wanted":3,"left":1}} {}"#, reason: Some(UnknownReason::PayloadMismatch), code: Some("out_of_stock"), message: "Few.", issues: &["the body is not valid JSON"] },
    Row { name: "not UTF-8 after the code", body: b"{\"error\":{\"code\":\"out_of_stock\",\"message\":\"\xe9\"}}", reason: Some(UnknownReason::PayloadMismatch), code: Some("out_of_stock"), message: "`out_of_stock` with a payload that does not fit (HTTP 409)", issues: &["the body is not UTF-8"] },
    Row { name: "half a character in the message", body: br#"{"error":{"code":"out_of_stock","message":"Few\ud83d","wanted":3,"left":1}}"#, reason: None, code: Some("out_of_stock"), message: "Few\u{fffd}", issues: &["the body has an unpaired surrogate escape"] },
    Row { name: "half a character before the code", body: br#"{"hint":"\ud83d","error":{"hint":["\uDE00"],"code":"out_of_stock","message":"Few.","wanted":3,"left":1}}"#, reason: None, code: Some("out_of_stock"), message: "Few.", issues: &["the body has an unpaired surrogate escape"] },
    Row { name: "half a character in a name", body: br#"{"error":{"\uD83D":1,"code":"out_of_stock","message":"Few.","wanted":3,"left":1}}"#, reason: None, code: Some("out_of_stock"), message: "Few.", issues: &["the body has an unpaired surrogate escape"] },
    Row { name: "half a character in the code", body: br#"{"error":{"code":"out\ud83d","message":"Few."}}"#, reason: Some(UnknownReason::CodeUnknown), code: Some("out\u{fffd}"), message: "Few.", issues: &["the body has an unpaired surrogate escape", "unknown code"] },
    Row { name: "half a character, then cut off", body: br#"{"t":"\ud83d","error":{"code":"out_of_stock","message":"Few.","wanted":3"#, reason: Some(UnknownReason::PayloadMismatch), code: Some("out_of_stock"), message: "Few.", issues: &["the body has an unpaired surrogate escape", "the body is not valid JSON"] },
    Row { name: "half a character after the end", body: br#"{"error":{"code":"out_of_stock","message":"Few.","wanted":3,"left":1}} "\ud83d""#, reason: Some(UnknownReason::PayloadMismatch), code: Some("out_of_stock"), message: "Few.", issues: &["the body is not valid JSON"] },
    Row { name: "an escape that is cut off", body: br#"{"error":{"code":"out_of_stock","message":"\ud83d\ud"#, reason: Some(UnknownReason::PayloadMismatch), code: Some("out_of_stock"), message: "`out_of_stock` with a payload that does not fit (HTTP 409)", issues: &["the body is not valid JSON"] },
    Row { name: "half a character in HTML", body: br#"<script>"\ud83d"</script>"#, reason: Some(UnknownReason::NoCode), code: None, message: "no readable error code (HTTP 409)", issues: &["the body is not valid JSON"] },

    Row { name: "an unknown code", body: br#"{"error":{"code":"teapot","message":"Short.","litres":1}}"#, reason: Some(UnknownReason::CodeUnknown), code: Some("teapot"), message: "Short.", issues: &["unknown code"] },
    Row { name: "an unknown code, cut off", body: br#"{"error":{"code":"teapot","message":"Short.","litres":1"#, reason: Some(UnknownReason::CodeUnknown), code: Some("teapot"), message: "Short.", issues: &["the body is not valid JSON", "unknown code"] },
    Row { name: "an empty code", body: br#"{"error":{"code":"","message":"No."}}"#, reason: Some(UnknownReason::CodeUnknown), code: Some(""), message: "No.", issues: &["unknown code"] },
    Row { name: "a code in capitals", body: br#"{"error":{"code":"OUT_OF_STOCK","message":"No."}}"#, reason: Some(UnknownReason::CodeUnknown), code: Some("OUT_OF_STOCK"), message: "No.", issues: &["unknown code"] },

    Row { name: "a numeric code", body: br#"{"error":{"code":409,"message":"Few."}}"#, reason: Some(UnknownReason::NoCode), code: None, message: "Few.", issues: &["the code is not a string"] },
    Row { name: "a null code", body: br#"{"error":{"code":null,"message":"Few."}}"#, reason: Some(UnknownReason::NoCode), code: None, message: "Few.", issues: &["missing code"] },
    Row { name: "no code", body: br#"{"error":{"message":"Few.","wanted":3}}"#, reason: Some(UnknownReason::NoCode), code: None, message: "Few.", issues: &["missing code"] },
    Row { name: "an empty error", body: br#"{"error":{}}"#, reason: Some(UnknownReason::NoCode), code: None, message: "no readable error code (HTTP 409)", issues: &["missing code", "missing message"] },
    Row { name: "an error that is a text", body: br#"{"error":"invalid_grant","error_description":"x"}"#, reason: Some(UnknownReason::NoCode), code: None, message: "no readable error code (HTTP 409)", issues: &["the body is not an error of this API"] },
    Row { name: "the code at the top", body: br#"{"code":"out_of_stock","message":"Few."}"#, reason: Some(UnknownReason::NoCode), code: None, message: "no readable error code (HTTP 409)", issues: &["the body is not an error of this API"] },
    Row { name: "an empty object", body: b"{}", reason: Some(UnknownReason::NoCode), code: None, message: "no readable error code (HTTP 409)", issues: &["the body is not an error of this API"] },
    Row { name: "a text, then an error in its place", body: br#"{"error":"x","error":{"code":"out_of_stock","message":"Few.","wanted":3,"left":1}}"#, reason: None, code: Some("out_of_stock"), message: "Few.", issues: &["duplicate member `error`"] },
    Row { name: "an error, a text, then an error again", body: br#"{"error":{"code":"x","wanted":7},"error":"x","error":{"code":"out_of_stock","message":"Few.","wanted":3,"left":1}}"#, reason: None, code: Some("out_of_stock"), message: "Few.", issues: &["duplicate member `error`"] },
    Row { name: "an error, then a text in its place", body: br#"{"error":{"code":"not_found","message":"m"},"error":"x"}"#, reason: Some(UnknownReason::NoCode), code: None, message: "no readable error code (HTTP 409)", issues: &["duplicate member `error`", "the body is not an error of this API"] },
    Row { name: "an array", body: br#"[{"error":{"code":"out_of_stock"}}]"#, reason: Some(UnknownReason::NoCode), code: None, message: "no readable error code (HTTP 409)", issues: &["the body is not an error of this API"] },
    Row { name: "a bare string", body: br#""out_of_stock""#, reason: Some(UnknownReason::NoCode), code: None, message: "no readable error code (HTTP 409)", issues: &["the body is not an error of this API"] },
    Row { name: "null", body: b"null", reason: Some(UnknownReason::NoCode), code: None, message: "no readable error code (HTTP 409)", issues: &["the body is not an error of this API"] },
    Row { name: "a number", body: b"-17.5", reason: Some(UnknownReason::NoCode), code: None, message: "no readable error code (HTTP 409)", issues: &["the body is not an error of this API"] },
    Row { name: "an empty body", body: b"", reason: Some(UnknownReason::NoCode), code: None, message: "no readable error code (HTTP 409)", issues: &["the body is not valid JSON"] },
    Row { name: "spaces", body: b"  \n", reason: Some(UnknownReason::NoCode), code: None, message: "no readable error code (HTTP 409)", issues: &["the body is not valid JSON"] },
    Row { name: "only a byte-order mark", body: b"\xef\xbb\xbf", reason: Some(UnknownReason::NoCode), code: None, message: "no readable error code (HTTP 409)", issues: &["the body is not valid JSON"] },
    Row { name: "HTML", body: b"<html><body>out_of_stock</body></html>", reason: Some(UnknownReason::NoCode), code: None, message: "no readable error code (HTTP 409)", issues: &["the body is not valid JSON"] },
    Row { name: "gzip", body: b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xab\x56", reason: Some(UnknownReason::NoCode), code: None, message: "no readable error code (HTTP 409)", issues: &["the body is not UTF-8"] },
    Row { name: "UTF-16", body: b"\xff\xfe{\0}\0", reason: Some(UnknownReason::NoCode), code: None, message: "no readable error code (HTTP 409)", issues: &["the body is not UTF-8"] },
];

#[test]
fn every_row() {
    for row in ROWS {
        let error = Error::decode(409, &(), row.body);
        let reason = match error.kind() {
            ErrorKind::Unknown(unknown) => Some(unknown.reason()),
            _ => None,
        };
        assert_eq!(reason, row.reason, "{}", row.name);
        assert_eq!(error.code_text(), row.code, "{}", row.name);
        assert_eq!(error.code(), row.code.and_then(|code| code.parse().ok()), "{}", row.name);
        assert_eq!(error.message(), row.message, "{}", row.name);
        assert_eq!(error.to_string(), row.message, "{}", row.name);
        assert_eq!(issues(&error), row.issues, "{}", row.name);
        assert_eq!(error.status(), 409, "{}", row.name);
        if let ErrorKind::OutOfStock(payload) = error.kind() {
            assert_eq!((payload.wanted, payload.left), (3, 1), "{}", row.name);
        }
    }
}

/// A compressed body is named as such, unless the header was left after decoding.
#[test]
fn encoded_bodies() {
    const GZIP: &[u8] = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xab\x56";
    let long: Vec<u8> = GZIP.iter().copied().cycle().take(3 << 20).collect();
    for (encoding, body) in [
        ("gzip", GZIP),
        ("x-gzip", GZIP),
        ("deflate", b"\x78\x9c\xab\x56\x4a\x2d"),
        ("deflate", b"\x01\x02\x00\xfd\xff{}"),
        ("br", b"\x0b\x02\x80{\"a\":1}\x03"),
        ("BR", b"\x0b\x02{}\x03"),
        ("zstd", b"\x28\xb5\x2f\xfd\x04\x58\x11"),
        (" deflate, gzip\t", GZIP),
        ("gzip", &long),
    ] {
        let error = Error::decode(404, &[("content-encoding", encoding)], body);
        let ErrorKind::Unknown(unknown) = error.kind() else { panic!("{error:?}") };
        assert_eq!(
            (unknown.reason(), unknown.excerpt(), unknown.code()),
            (UnknownReason::Encoded, "", None),
            "{encoding}"
        );
        let received = error.received().unwrap();
        assert_eq!((received.excerpt(), received.message()), ("", None), "{encoding}");
        let named = format!("the body is compressed (`{}`), and the client did not decode it", encoding.trim());
        assert_eq!(issues(&error), [named]);
        assert_eq!(error.to_string(), "compressed body, which the client did not decode (HTTP 404)");
    }
    let cut = format!("{}é", "x".repeat((1 << 20) - 1));
    for (encoding, body, reason) in [
        ("gzip", WELL.as_bytes(), None),
        ("br", b"<html>Not Found</html>\r\n\t", Some(UnknownReason::NoCode)),
        ("gzip", cut.as_bytes(), Some(UnknownReason::NoCode)),
        ("gzip", b"", Some(UnknownReason::NoCode)),
        ("identity", GZIP, Some(UnknownReason::NoCode)),
        ("Identity", GZIP, Some(UnknownReason::NoCode)),
        ("", GZIP, Some(UnknownReason::NoCode)),
    ] {
        let error = Error::decode(409, &[("Content-Encoding", encoding)], body);
        let found = match error.kind() {
            ErrorKind::Unknown(unknown) => Some(unknown.reason()),
            _ => None,
        };
        assert_eq!(found, reason, "{encoding}");
        assert!(body.is_empty() || !error.received().unwrap().excerpt().is_empty(), "{encoding}");
    }
}

#[test]
fn what_the_book_does_not_know_is_kept() {
    let body = r#"{"trace":"t1","error":{"hint":["a"],"code":"not_found","message":"No.","n":1},"at":2}"#;
    let error = Error::decode(404, &(), body);
    assert_eq!(error.kind(), &ErrorKind::NotFound);
    let received = error.received().unwrap();
    let names = |members: &[(String, Value)]| members.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    assert_eq!(names(received.unknown_fields()), ["hint", "n"]);
    assert_eq!(names(received.unknown_members()), ["trace", "at"]);
    assert_eq!(received.unknown_fields()[0].1, Value::from(vec![Value::from("a")]));
    assert!(received.issues().is_empty());

    // Typed members are not included.
    let body = r#"{"error":{"code":"out_of_stock","message":"Few.","more":1,"wanted":3,"left":1,"again":null}}"#;
    assert_eq!(names(Error::decode(409, &(), body).received().unwrap().unknown_fields()), ["more"]);
}

#[test]
fn an_unknown_error_keeps_its_fields() {
    let unknown = |body: &str| match Error::decode(418, &(), body).into_kind() {
        ErrorKind::Unknown(unknown) => unknown,
        other => panic!("{other:?}"),
    };
    let teapot = unknown(r#"{"error":{"litres":1,"code":"teapot","message":"Short.","short":true}}"#);
    assert_eq!(teapot.fields(), [("litres".to_owned(), Value::from(1)), ("short".to_owned(), Value::from(true))]);
    assert_eq!((teapot.code(), teapot.status()), (Some("teapot"), Some(418)));
    // A code of the wrong type is kept too.
    let numeric = unknown(r#"{"error":{"code":7,"message":{"en":"No."}}}"#);
    assert_eq!(numeric.fields().len(), 2);
    assert_eq!(numeric.code(), None);
    let misfit = unknown(r#"{"error":{"code":"out_of_stock","message":"Few.","wanted":3,"left":-1}}"#);
    assert_eq!(misfit.fields(), [("wanted".to_owned(), Value::from(3)), ("left".to_owned(), Value::from(-1))]);
    assert_eq!(misfit.code(), Some("out_of_stock"));
}

#[test]
fn a_proxys_page_is_not_the_books_error() {
    let page = "<!DOCTYPE html><title>404 Not Found</title>";
    let error = Error::decode(404, &[("content-type", "text/html")], page);
    assert_eq!((error.code(), error.code_text(), error.status()), (None, None, 404));
    assert_eq!(error.received().unwrap().excerpt(), page);
    let ErrorKind::Unknown(unknown) = error.kind() else { panic!("{error:?}") };
    assert_eq!(unknown.excerpt(), page);
    assert_eq!(error.received().unwrap().message(), None);
}

#[test]
fn a_status_that_is_none_is_kept_as_it_came() {
    for status in [0, 99, 200, 404, 599, 600, 999, u16::MAX] {
        assert_eq!(Error::decode(status, &(), "{}").status(), status);
        let error = Error::decode(status, &(), r#"{"error":{"code":"internal_error","message":"x"}}"#);
        assert_eq!((error.status(), error.code()), (status, Some(ErrorCode::InternalError)));
    }
}

#[test]
fn half_characters_are_replaced_and_whole_ones_kept() {
    for (escaped, read) in [
        (r"\ud83d", "\u{fffd}"),
        (r"\uD83D", "\u{fffd}"),
        (r"\ude00", "\u{fffd}"),
        (r"\uDbFf\n", "\u{fffd}\n"),
        (r"\udFfFx", "\u{fffd}x"),
        (r"\ude00\ud83d", "\u{fffd}\u{fffd}"),
        // Only unpaired halves: the one after it is a valid pair.
        (r"\ud83d\ud83d\ude00", "\u{fffd}😀"),
        (r"\uD83d\uDe00\ude00", "😀\u{fffd}"),
        (r"\ud83d\u0041", "\u{fffd}A"),
        (r"\ud83d\\ude00", "\u{fffd}\\ude00"),
        (r"\ud83d\ufffd", "\u{fffd}\u{fffd}"),
        (r"\ud83dé😀", "\u{fffd}é😀"),
        // An escaped backslash does not start an escape.
        (r"\\ud83d \ud83d", "\\ud83d \u{fffd}"),
        (r"\\\ud83d", "\\\u{fffd}"),
        (r"\\\\ud83d\ud83d", "\\\\ud83d\u{fffd}"),
        (r"\ud7ff\ue000\ud800", "\u{d7ff}\u{e000}\u{fffd}"),
    ] {
        let body = format!(r#"{{"error":{{"hint":"{escaped}","code":"not_found","message":"{escaped}"}}}}"#);
        let error = Error::decode(404, &(), &body);
        assert_eq!(error.kind(), &ErrorKind::NotFound, "{escaped}");
        assert_eq!(error.received().unwrap().issues(), [DecodeIssue::LoneSurrogate], "{escaped}");
        assert_eq!(error.message(), read, "{escaped}");
        assert_eq!(error.received().unwrap().unknown_fields(), [("hint".to_owned(), Value::from(read))]);
        assert_eq!(error.received().unwrap().excerpt(), body, "it is what came");
    }
    for (escaped, read) in [(r"\ud83d\ude00", "😀"), (r"\\ud83d", "\\ud83d"), (r"\\\\ude00", "\\\\ude00")] {
        let body = format!(r#"{{"error":{{"code":"not_found","message":"{escaped}"}}}}"#);
        let error = Error::decode(404, &(), &body);
        assert_eq!((&*error.message(), issues(&error).len()), (read, 0));
    }
}

#[test]
fn half_characters_do_not_hide_what_else_is_wrong() {
    // Longer than the excerpt: the rest is read as well.
    let padding = "x".repeat(1 << 20);
    let body = format!(r#"{{"error":{{"hint":"\ud83d","code":"not_found","message":"m","x":"{padding}"}}}}"#);
    let error = Error::decode(404, &(), &body);
    assert_eq!(error.code(), Some(ErrorCode::NotFound));
    assert_eq!(error.received().unwrap().issues(), [DecodeIssue::TooLong, DecodeIssue::LoneSurrogate]);
    // Invalid in a different way later on, at every offset of an escape.
    for wrong in [r"\x", r"\u12", r"\u12g4", "\n", r"\ud83d\ud83", r"\"] {
        let body = format!(r#"{{"error":{{"hint":"\ud83d.","code":"not_found","message":"{wrong}"}}}}"#);
        let error = Error::decode(404, &(), &body);
        assert_eq!(error.code(), Some(ErrorCode::NotFound), "{wrong}");
        assert_eq!(error.received().unwrap().issues(), [DecodeIssue::LoneSurrogate, DecodeIssue::NotJson], "{wrong}");
    }
}

#[test]
fn members_may_come_in_any_order() {
    let members = [
        r#""code":"out_of_stock""#,
        r#""message":"Few.""#,
        r#""wanted":3"#,
        r#""left":1"#,
        r#""hint":"Look again.""#,
        r#""again":"2026-01-31T12:00:00Z""#,
    ];
    let sorted = |members: &[(String, Value)]| {
        let mut names: Vec<_> = members.iter().map(|(name, value)| format!("{name}={value}")).collect();
        names.sort();
        names
    };
    for order in permutations(members.len()) {
        let body = |without: Option<usize>, then: &str| {
            let there = order.iter().filter(|at| Some(**at) != without).map(|at| members[*at]);
            format!(r#"{{"error":{{{}{then}}}}}"#, there.collect::<Vec<_>>().join(","))
        };
        let all = Error::decode(409, &(), &body(None, ""));
        let ErrorKind::OutOfStock(payload) = all.kind() else { panic!("{order:?}: {all:?}") };
        assert_eq!((payload.wanted, payload.left, payload.again.is_some()), (3, 1, true), "{order:?}");
        let received = all.received().unwrap();
        assert_eq!(received.message(), Some("Few."), "{order:?}");
        assert_eq!(received.unknown_fields(), [("hint".to_owned(), Value::from("Look again."))], "{order:?}");
        assert!(received.issues().is_empty(), "{order:?}");

        // The last one counts, wherever the code is.
        let twice = Error::decode(409, &(), &body(None, r#","left":2,"hint":7"#));
        let ErrorKind::OutOfStock(payload) = twice.kind() else { panic!("{order:?}: {twice:?}") };
        assert_eq!((payload.wanted, payload.left), (3, 2), "{order:?}");
        assert_eq!(twice.received().unwrap().unknown_fields(), [("hint".to_owned(), Value::from(7))], "{order:?}");
        assert_eq!(issues(&twice), ["duplicate member `hint`", "duplicate member `left`"], "{order:?}");

        // What does not fit is kept, wherever it is.
        let less = Error::decode(409, &(), &body(Some(2), r#","more":1"#));
        let ErrorKind::Unknown(unknown) = less.kind() else { panic!("{order:?}: {less:?}") };
        let kept = ["again=\"2026-01-31T12:00:00Z\"", "hint=\"Look again.\"", "left=1", "more=1"];
        assert_eq!(sorted(unknown.fields()), kept, "{order:?}");
        assert_eq!(issues(&less), ["missing member `wanted`"], "{order:?}");

        // A different code inherits nothing.
        let other = Error::decode(409, &(), &body(None, r#","code":"not_found""#));
        assert_eq!(other.kind(), &ErrorKind::NotFound, "{order:?}");
        assert_eq!(sorted(other.received().unwrap().unknown_fields()).len(), 4, "{order:?}");
        assert_eq!(issues(&other)[0], "duplicate member `code`", "{order:?}");
    }
}

/// Every order of so many things.
fn permutations(count: usize) -> Vec<Vec<usize>> {
    let mut orders = vec![Vec::new()];
    for next in 0..count {
        let longer = |order: &Vec<usize>| {
            let with = |at: usize| [&order[..at], &[next], &order[at..]].concat();
            (0..=order.len()).map(with).collect::<Vec<_>>()
        };
        orders = orders.iter().flat_map(longer).collect();
    }
    orders
}

#[test]
fn a_message_is_whole_wherever_it_stands() {
    // Within the excerpt, across its end, after it; as it is, and with escapes.
    for text in ["", "m", "é", "\u{1f600}", "\"quoted\"\n", &"long ".repeat(300)] {
        let message = serde_json::to_string(text).unwrap();
        for before in [0, 900, 960, 985, 990, 991, 992, 993, 994, 995, 2_000] {
            for (start, end) in [("", ""), ("\u{feff}", ""), ("", ",")] {
                let pad = "p".repeat(before);
                let body =
                    format!(r#"{start}{{"error":{{"pad":"{pad}","code":"not_found","message":{message}{end}}}}}"#);
                let error = Error::decode(404, &(), &body);
                assert_eq!(error.received().unwrap().message(), Some(text), "{before}: {body}");
                assert_eq!(error.received().unwrap().clone().message(), Some(text), "{before}: {body}");
            }
        }
    }
}
