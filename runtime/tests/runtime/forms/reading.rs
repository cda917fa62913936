//! What is read from responses that differ from their form.

use errbook::UnknownReason;

use super::books::{
    Aws, Bank, Cloudflare, Discord, FastApi, GitHub, Google, GraphQl, JsonApi, JsonRpc, Kubernetes, Mastodon, OpenAi,
    Plaid, Slack, Spring, Stripe, Telegram, Twilio,
};
use super::kit::{Book, BookKind};

type Error<B> = errbook::Error<BookKind<B>>;

/// An error as a few words: what it is, its message, and what does not fit.
fn shown<B: Book>(error: &Error<B>) -> String {
    let mut text = match error.kind() {
        BookKind::Known(code, _) => code.to_string(),
        BookKind::Unknown(unknown) => match unknown.reason() {
            UnknownReason::NoCode => "?".to_owned(),
            UnknownReason::CodeUnknown => format!("?{}", unknown.code().unwrap()),
            reason => format!("?{} {reason:?}", unknown.code().unwrap_or_default()),
        },
    };
    let received = error.received().unwrap();
    if let Some(message) = received.message() {
        text += &format!(" “{message}”");
    }
    let fields = match error.kind() {
        BookKind::Known(..) => {
            error.kind().fields().into_iter().map(|(name, value)| format!("{name}={value}")).collect()
        }
        BookKind::Unknown(unknown) => unknown.fields().iter().map(|(name, value)| format!("{name}={value}")).collect(),
    };
    let fields: Vec<String> = fields;
    let extras = received.unknown_fields().iter().map(|(name, value)| format!("+{name}={value}"));
    let members = received.unknown_members().iter().map(|(name, value)| format!("+{name}={value}"));
    let issues = received.issues().iter().map(|issue| format!("! {issue}"));
    for part in fields.into_iter().chain(extras).chain(members).chain(issues) {
        text += &format!("\n{part}");
    }
    text
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn differences_are_reported_and_nothing_is_lost() {
    check::<Stripe>(
        402,
        r#"{"error":{"type":"card_error","code":"card_declined","message":"m","hint":{"a":1}},"request":7}"#,
        &["card_declined “m”", r#"+hint={"a":1}"#, "+/request=7"],
    );
    check::<Stripe>(
        402,
        r#"{"error":{"type":"other","code":"card_declined","message":"m","param":3}}"#,
        &[
            "?card_declined PayloadMismatch “m”",
            "param=3",
            r#"+/error/type="other""#,
            "! `/error/type` is not the value in the book",
            "! `param` is not a string",
        ],
    );
    check::<Stripe>(
        402,
        r#"{"error":{"type":"card_error","code":"new_code","message":"m","doc_url":"u","param":"p"}}"#,
        &["?new_code “m”", r#"param="p""#, r#"+/error/type="card_error""#, r#"+/error/doc_url="u""#, "! unknown code"],
    );
    check::<Stripe>(
        402,
        r#"{"error":{"code":"card_declined","code":"resource_missing","param":"a","message":"m","param":"b","message":"n"}}"#,
        &[
            "resource_missing “n”",
            r#"param="b""#,
            "! duplicate member `/error/code`",
            "! duplicate member `/error/message`",
            "! duplicate member `param`",
            "! missing member `/error/type`",
            "! unexpected status for this code, expected 404",
        ],
    );
    check::<Stripe>(
        402,
        r#"{"error":{"type":"x","code":"card_declined","param":"a","hint":1},"error":{"message":"m","code":"resource_missing","type":"invalid_request_error","hint":2}}"#,
        &[
            "resource_missing “m”",
            "+hint=2",
            "! duplicate member `/error`",
            "! unexpected status for this code, expected 404",
        ],
    );
    check::<Stripe>(500, r#"{"error":{"type":"api_error","message":"m"}}"#, &["api_error “m”"]);
    check::<Stripe>(
        500,
        r#"{"error":{"type":"card_error","message":"m"}}"#,
        &["? “m”", r#"+/error/type="card_error""#, "! the body is not an error of this API"],
    );
    check::<Stripe>(
        502,
        r#"{"error":{"type":"api_error","message":"m"}}"#,
        &["? “m”", r#"+/error/type="api_error""#, "! the body is not an error of this API"],
    );
    check::<Stripe>(
        402,
        r#"{"error":"no"}"#,
        &["?", r#"+/error="no""#, "! `/error` is not an object", "! missing message"],
    );
    check::<Stripe>(402, "[1]", &["?", "! the body is not an error of this API"]);
    check::<Stripe>(402, "{}", &["?", "! the body is not an error of this API"]);
    check::<Stripe>(
        402,
        r#"{"error":{"type":"card_error","code":"card_declined","mess"#,
        &["?card_declined PayloadMismatch", "! the body is not valid JSON"],
    );
    check::<Stripe>(
        402,
        r#"{"error":{"code":7,"message":[],"type":"card_error"}}"#,
        &[
            "?",
            r#"+/error/type="card_error""#,
            "+/error/code=7",
            "+/error/message=[]",
            "! the code is not a string",
            "! the message is not a string",
        ],
    );
    check::<Google>(
        404,
        r#"{"error":{"code":404,"status":"NOT_FOUND","message":"m","details":[{"@type":"help","links":[]},{"reason":"API_DISABLED","domain":"x.example","metadata":{"k":"v","extra":1},"@type":"type.googleapis.com/google.rpc.ErrorInfo","more":true}]}}"#,
        &[
            "API_DISABLED “m”",
            r#"k="v""#,
            "+extra=1",
            r#"+/error/details/0={"@type":"help","links":[]}"#,
            "+/error/details/1/more=true",
        ],
    );
    check::<Google>(
        404,
        r#"{"error":{"code":404,"status":"NOT_FOUND","message":"m","details":[]}}"#,
        &["? “m”", r#"+/error/status="NOT_FOUND""#, "! missing member `/error/details/0`", "! missing code"],
    );
    check::<Google>(
        404,
        r#"{"error":{"code":400,"status":"NOT_FOUND","message":"m"}}"#,
        &[
            "? “m”",
            r#"+/error/status="NOT_FOUND""#,
            "! the status in the body is 400, but the response has a different status",
            "! missing member `/error/details`",
            "! missing code",
        ],
    );
    // An item is found by all of its constants.
    let info = |domain: &str, reason: &str| {
        let ty = r#""@type":"type.googleapis.com/google.rpc.ErrorInfo""#;
        format!(r#"{{{ty},"reason":"{reason}","metadata":{{"k":"{domain}","more":1}},"domain":"{domain}","x":2}}"#)
    };
    let body = |details: &str| {
        format!(r#"{{"error":{{"code":404,"status":"NOT_FOUND","message":"m","details":[{details}]}}}}"#)
    };
    let other = r#"+/error/details/0={"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"OTHER","domain":"y.example","metadata":{"k":"y.example","more":1},"x":2}"#;
    check::<Google>(
        404,
        &body(&[info("y.example", "OTHER"), info("x.example", "API_DISABLED")].join(",")),
        &["API_DISABLED “m”", r#"k="x.example""#, "+more=1", other, "+/error/details/1/x=2"],
    );
    check::<Google>(
        404,
        &body(&info("y.example", "OTHER")),
        &["? “m”", r#"+/error/status="NOT_FOUND""#, other, "! missing member `/error/details/0`", "! missing code"],
    );
    // One that lacks a constant is none, whatever is in it twice, and whatever was before it.
    let twice = info("y.example", "OTHER").replace(r#""metadata":"#, r#""metadata":{"k":1,"old":1},"metadata":"#);
    let found = info("x.example", "API_DISABLED");
    for details in [
        format!("{twice},{found}"),
        format!(r#"{found}],"details":[{twice},{found}"#),
        format!(r#"{twice},{twice}],"details":[{twice},{found}"#),
    ] {
        let is_again = details.contains("details");
        let mut expected = vec!["API_DISABLED “m”", r#"k="x.example""#, "+more=1", other, "+/error/details/1/x=2"];
        expected.extend(is_again.then_some("! duplicate member `/error/details`"));
        check::<Google>(404, &body(&details), &expected);
    }
    check::<Bank>(
        403,
        r#"{"type":"https://errors.example/out-of-credit","title":"t","status":404,"detail":"d","instance":"/a","balance":1}"#,
        &["out-of-credit “d”", "balance=1", "! the status in the body is 404, but the response has a different status"],
    );
    check::<Bank>(
        403,
        r#"{"type":"https://elsewhere.example/out-of-credit","title":"t","status":403,"detail":"d","balance":1}"#,
        &[
            "? “d”",
            "balance=1",
            r#"+/type="https://elsewhere.example/out-of-credit""#,
            r#"+/title="t""#,
            "! `/type` is not the value in the book",
        ],
    );
    check::<Twilio>(
        400,
        r#"{"code":"21211","message":"m","more_info":"https://www.twilio.com/docs/errors/21211","status":400}"#,
        &["21211 “m”", "! `/code` is not an integer"],
    );
    check::<Twilio>(
        400,
        r#"{"code":21211,"message":"m","more_info":"https://www.twilio.com/docs/errors/21212","status":"400"}"#,
        &[
            "21211 “m”",
            r#"+/status="400""#,
            "! `/more_info` differs from the other places of the same value",
            "! `/status` is not an HTTP status",
        ],
    );
    check::<Twilio>(
        400,
        r#"{"message":"m","more_info":"https://www.twilio.com/docs/errors/21211"}"#,
        &["21211 “m”", "! missing member `/status`", "! missing member `/code`"],
    );
    check::<GitHub>(404, r#"{"message":"Not Found","status":"404"}"#, &["not_found “Not Found”"]);
    check::<GitHub>(
        403,
        r#"{"message":"Forbidden","status":"403"}"#,
        &["? “Forbidden”", "! the body is not an error of this API"],
    );
    check::<GitHub>(
        422,
        r#"{"message":"m","errors":[{"resource":"r","field":"f"}],"status":"422"}"#,
        &["? “m”", r#"errors=[{"resource":"r","field":"f"}]"#, "! the body is not an error of this API"],
    );
    check::<GitHub>(
        404,
        r#"{"message":"Not Found","status":404}"#,
        &["? “Not Found”", "+/status=404", "! `/status` is not an HTTP status"],
    );
    check::<Aws>(
        400,
        r#"{"__type":"com.amazonaws.dynamodb.v2012#ThrottlingException","Message":"m"}"#,
        &["ThrottlingException", r#"+Message="m""#],
    );
    check::<Kubernetes>(
        404,
        r#"{"kind":"Status","apiVersion":"v2","metadata":{"a":1},"status":"Failure","message":"m","reason":"NotFound","details":{"name":"x","kind":"pods","uid":"u"},"code":404}"#,
        &[
            "NotFound “m”",
            r#"name="x""#,
            r#"kind="pods""#,
            r#"+uid="u""#,
            r#"+/apiVersion="v2""#,
            r#"+/metadata={"a":1}"#,
            "! `/apiVersion` is not the value in the book",
        ],
    );
    check::<Discord>(
        429,
        r#"{"message":"m","retry_after":-1,"global":false}"#,
        &["? “m”", "retry_after=-1", "global=false", "! the body is not an error of this API"],
    );
    check::<Discord>(400, r#"{"code":50035.0,"message":"m","errors":null}"#, &["50035 “m”"]);
    check::<JsonApi>(
        422,
        r#"{"errors":[{"status":"422","code":"invalid","title":"t","detail":"d","source":{"pointer":"/x","x":1},"meta":{"limit":1,"pointer":"/y"}}],"jsonapi":{"version":"1.1"}}"#,
        &[
            "invalid “d”",
            r#"pointer="/x""#,
            "limit=1",
            r#"+pointer="/y""#,
            "+/errors/0/source/x=1",
            r#"+/jsonapi={"version":"1.1"}"#,
        ],
    );
    check::<JsonApi>(
        422,
        r#"{"errors":[]}"#,
        &["?", "! missing member `/errors/0`", "! missing code", "! missing message"],
    );
    check::<Cloudflare>(
        400,
        r#"{"success":true,"errors":[{"code":1003,"message":"m"}],"messages":[1],"result":{}}"#,
        &["1003 “m”", "+/success=true", "+/messages=[1]", "+/result={}", "! `/success` is not the value in the book"],
    );
    check::<Slack>(
        200,
        r#"{"ok":false,"error":"missing_scope","needed":"a"}"#,
        &["?missing_scope PayloadMismatch", r#"needed="a""#, "! missing member `provided`"],
    );
    check::<Telegram>(
        429,
        r#"{"ok":false,"error_code":429,"description":"m"}"#,
        &["? “m”", "! the body is not an error of this API"],
    );
    check::<Telegram>(
        429,
        r#"{"ok":false,"error_code":429,"description":"m","parameters":{"retry_after":3,"x":1}}"#,
        &["too_many_requests “m”", "retry_after=3", "+x=1"],
    );
    check::<GraphQl>(
        200,
        r#"{"errors":[{"message":"m","locations":[],"extensions":{"code":"UNAUTHENTICATED","stack":1}}],"data":{"a":null}}"#,
        &["UNAUTHENTICATED “m”", "+stack=1", r#"+/data={"a":null}"#, "+/errors/0/locations=[]"],
    );
    check::<JsonRpc>(200, r#"{"jsonrpc":"2.0","error":{"code":-32601,"message":"m"}}"#, &["-32601 “m”"]);
    check::<Plaid>(
        400,
        r#"{"error_type":"INVALID_INPUT","error_code":"INVALID_API_KEYS","error_message":"m","display_message":"shown"}"#,
        &[
            "INVALID_API_KEYS “m”",
            r#"+/display_message="shown""#,
            "! `/display_message` is not the value in the book",
            "! missing member `/request_id`",
        ],
    );
    check::<Spring>(
        404,
        r#"{"timestamp":"yesterday","status":404,"error":"Nowhere","path":"/x"}"#,
        &["?", r#"+/timestamp="yesterday""#, r#"+/error="Nowhere""#, "! `timestamp` is not an RFC 3339 date and time"],
    );
    check::<Spring>(
        404,
        r#"{"timestamp":"2026-01-31T12:00:00Z","status":404,"error":"Nowhere","path":"/x"}"#,
        &["not_found"],
    );
    check::<FastApi>(
        422,
        r#"{"detail":[{"loc":["body"],"msg":"m","type":"t"}]}"#,
        &["validation_error", r#"detail=[{"loc":["body"],"msg":"m","type":"t"}]"#],
    );
    check::<FastApi>(422, r#"{"detail":"text"}"#, &["? “text”", "! the body is not an error of this API"]);
    check::<FastApi>(404, r#"{"detail":[1]}"#, &["?", "+/detail=[1]", "! the message is not a string"]);
    check::<OpenAi>(
        404,
        r#"{"error":{"message":"m","type":"invalid_request_error","param":"p","code":"other"}}"#,
        &["?other “m”", r#"param="p""#, r#"+/error/type="invalid_request_error""#, "! unknown code"],
    );
    check::<OpenAi>(
        400,
        r#"{"error":{"message":"m","type":"invalid_request_error","param":"p","code":null}}"#,
        &["invalid_request “m”", r#"+param="p""#],
    );
    check::<Mastodon>(
        404,
        r#"{"error":"m","error_description":"d"}"#,
        &["not_found “m”", r#"+/error_description="d""#],
    );
}

#[track_caller]
fn check<B: Book>(status: u16, body: &str, expected: &[&str]) {
    assert_eq!(shown(&Error::<B>::decode(status, &(), body)), expected.join("\n"), "{body}");
}
