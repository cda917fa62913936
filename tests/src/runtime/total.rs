//! The result of decoding arbitrary bodies: one row per body.

use masko_errors::{Error, ErrorKind};

/// A name, the status, and the body.
fn cases() -> Vec<(&'static str, u16, Vec<u8>)> {
    let deep = |open: &str, close: &str| [open.repeat(10_000), close.repeat(10_000)].concat();
    let credits = |fields: &str| {
        let members = format!(r#""code":"insufficient_credits","message":"Buy some."{fields}"#);
        format!(r#"{{"error":{{{members}}}}}"#).into_bytes()
    };
    let text = |text: &str| text.as_bytes().to_vec();
    vec![
        ("all is well", 402, credits(r#","required":140,"balance":50"#)),
        ("an empty body", 502, Vec::new()),
        ("HTML of a proxy", 502, text("<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n</html>\r\n")),
        ("cut off after the fields", 402, {
            let mut body = credits(r#","required":140,"balance":50"#);
            body.truncate(body.len() - 2);
            body
        }),
        ("cut off in the code", 402, credits("")[..24].to_vec()),
        ("JSON of another shape", 400, text(r#"{"type":"about:blank","title":"Bad Request","status":400}"#)),
        ("an array", 400, text(r#"[{"code":"bad_request"}]"#)),
        ("a bare string", 400, text(r#""bad_request""#)),
        ("10,000 levels of lists", 400, text(&deep("[", "]"))),
        ("10,000 levels of errors", 400, text(&deep(r#"{"error":"#, "}"))),
        ("10,000 levels after the code", 404, {
            format!(r#"{{"error":{{"code":"not_found","message":"No.","x":{}}}}}"#, deep("[", "]")).into_bytes()
        }),
        ("100 MB of spaces", 500, vec![b' '; 100_000_000]),
        ("100 MB after the code", 402, {
            credits(&format!(r#","required":140,"balance":50,"x":"{}""#, "x".repeat(100_000_000)))
        }),
        ("invalid UTF-8", 404, b"{\"error\":{\"code\":\"not_found\",\"message\":\"caf\xe9\"}}".to_vec()),
        (
            "duplicate members",
            402,
            credits(r#","required":1,"required":140,"balance":50,"code":"insufficient_credits""#),
        ),
        ("a numeric code", 402, text(r#"{"error":{"code":402,"message":"Buy some.","required":140}}"#)),
        ("a null message", 404, text(r#"{"error":{"code":"not_found","message":null}}"#)),
        ("code and status that disagree", 500, text(r#"{"error":{"code":"not_found","message":"No."}}"#)),
        ("an unknown code with fields", 418, text(r#"{"error":{"code":"teapot","message":"Short.","spout":[1]}}"#)),
        ("a required field is missing", 402, credits(r#","balance":50"#)),
        ("a field of the wrong type", 402, credits(r#","required":"140","balance":50"#)),
        ("a huge number", 402, credits(r#","required":18446744073709551616,"balance":50"#)),
        ("a number beyond floats", 402, credits(r#","required":1e999,"balance":50"#)),
        ("a negative number", 402, credits(r#","required":-140,"balance":50"#)),
        ("gzip", 404, b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xabVJ-*\xca/R\xb2".to_vec()),
    ]
}

#[test]
fn what_is_known_of_each() {
    let mut table = String::new();
    for (name, status, body) in cases() {
        let error = Error::decode(status, &(), &body);
        let received = error.received().expect("it was decoded");
        table += &format!("{name} (HTTP {status})\n    code     {}\n", error.code_text().unwrap_or("-"));
        match error.kind() {
            ErrorKind::Unknown(unknown) => {
                table += &format!("    kind     unknown: {:?}\n", unknown.reason());
                for (name, value) in unknown.fields() {
                    table += &format!("    field    {name} = {}\n", serde_json::to_string(value).expect("it is JSON"));
                }
            }
            typed => table += &format!("    kind     {typed:?}\n"),
        }
        table += &format!("    message  {}\n", error.message());
        for issue in received.issues() {
            table += &format!("    issue    {issue}\n");
        }
        assert_eq!(error.status(), status);
        // Whatever it was: what is kept of it is short.
        assert!(format!("{error:?}").len() < 4_000, "{name}");
    }
    insta::assert_snapshot!("total", table);
}
