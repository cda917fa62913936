//! Headers, several errors in one response, members, and responses that may be a success.

use errbook::{DecodeIssue, UnknownReason, Value};

use super::books::{
    Aws, Azure, Cloudflare, FastApi, GraphQl, JsonApi, JsonRpc, Mastodon, Plaid, Slack, Stripe, Telegram,
};
use super::kit::{Book, BookKind, BookMembers};

type Error<B> = errbook::Error<BookKind<B>>;

fn json_api(code: &str) -> Error<JsonApi> {
    match code {
        "invalid" => BookKind::new("invalid", &[("pointer", "/data/x".into()), ("limit", 80.into())]).into(),
        code => BookKind::new(code, &[]).into(),
    }
}

fn codes<B: Book>(errors: &[Error<B>]) -> Vec<&str> {
    errors.iter().filter_map(|error| error.code_text()).collect()
}

#[test]
fn several_errors_there_and_back() {
    let second = json_api("not_found").with_members(BookMembers(vec![Some("e2".into())]));
    let error = json_api("invalid").and(second).and(json_api("invalid").with_message("Also."));
    let response = error.encode();
    assert_eq!(response.status, 422);
    assert_eq!(
        response.body,
        concat!(
            r#"{"errors":[{"status":"422","code":"invalid","title":"Invalid attribute","detail":"Invalid attribute","#,
            r#""source":{"pointer":"/data/x"},"meta":{"limit":80}},"#,
            r#"{"id":"e2","status":"404","code":"not_found","title":"There is no such thing.","detail":"There is no such thing."},"#,
            r#"{"status":"422","code":"invalid","title":"Invalid attribute","detail":"Also.","source":{"pointer":"/data/x"},"meta":{"limit":80}}]}"#,
        )
    );
    let read = Error::<JsonApi>::decode(422, &response.headers, &response.body);
    assert_eq!(read.received().unwrap().issues(), []);
    assert_eq!(codes(read.others()), ["not_found", "invalid"]);
    assert_eq!(read.others()[0].status(), 404);
    assert_eq!(read.others()[0].members().0[0], Some("e2".into()));
    assert_eq!(read.others()[1].message(), "Also.");
    assert_eq!(read.others()[1].kind().fields(), [("pointer", "/data/x".into()), ("limit", 80.into())]);
    assert!(read.others().iter().all(|other| other.received().unwrap().issues().is_empty()));

    // Stored and read again it is the same; forwarded it has no members.
    let stored = serde_json::to_string(&read).unwrap();
    assert_eq!(stored, response.body);
    let restored: Error<JsonApi> = serde_json::from_str(&stored).unwrap();
    assert_eq!((restored.status(), codes(restored.others())), (422, vec!["not_found", "invalid"]));
    assert_eq!(restored.others()[0].status(), 404);
    let forwarded = read.forward().encode();
    assert_eq!(forwarded.body, response.body.replace(r#""id":"e2","#, ""));
}

#[test]
fn further_errors_keep_what_is_unknown() {
    let body = r#"{"errors":[{"code":"BLOB"},{"code":"new","status":"409","detail":"d","source":{"a":1}},7],"x":1}"#;
    let error = Error::<JsonApi>::decode(400, &(), body);
    let [second, third] = error.others() else { panic!("{error:?}") };
    assert_eq!((second.code_text(), second.status(), &*second.message()), (Some("new"), 409, "d"));
    let received = second.received().unwrap();
    assert_eq!(received.unknown_members(), [("/errors/1/source/a".to_owned(), 1.into())]);
    assert_eq!(third.code_text(), None);
    assert_eq!(third.received().unwrap().issues(), [DecodeIssue::NotAnEnvelope]);
}

/// Errors of a truncated body are not typed, whole or not: what is missing may have been sent. Each keeps its values.
#[test]
fn a_truncated_list_has_no_typed_errors() {
    let item =
        r#"{"status":"422","code":"invalid","title":"t","detail":"d","source":{"pointer":"/x"},"meta":{"limit":1}}"#;
    let without_fields = r#"{"status":"404","code":"not_found","title":"t","detail":"d"}"#;
    for second in [item, without_fields] {
        let whole = format!(r#"{{"errors":[{item},{second}]}}"#);
        assert!(matches!(Error::<JsonApi>::decode(422, &(), &whole).others()[0].kind(), BookKind::Known(..)));
        let code_ends = whole.rfind(r#","title""#).unwrap();
        for end in code_ends..whole.len() {
            let error = Error::<JsonApi>::decode(422, &(), &whole[..end]);
            let [other] = error.others() else { panic!("{error:?}") };
            for error in [&error, other] {
                let BookKind::Unknown(unknown) = error.kind() else { panic!("{end}: {error:?}") };
                assert_eq!(unknown.reason(), UnknownReason::PayloadMismatch, "{end}");
            }
        }
    }
    let duplicate = r#"{"errors":[{"code":"invalid"},{"code":"not_found","code":"invalid","source":{"pointer":"/x"},"#;
    let error = Error::<JsonApi>::decode(422, &(), duplicate);
    let BookKind::Unknown(unknown) = error.others()[0].kind() else { panic!("{error:?}") };
    assert_eq!((unknown.reason(), unknown.code()), (UnknownReason::PayloadMismatch, Some("invalid")));
    assert_eq!(unknown.fields(), [("pointer".to_owned(), "/x".into())]);
}

#[test]
fn at_most_32_errors() {
    let item = r#"{"status":"404","code":"not_found","title":"t","detail":"d"}"#;
    let body = format!(r#"{{"errors":[{}]}}"#, vec![item; 40].join(","));
    let error = Error::<JsonApi>::decode(404, &(), &body);
    assert_eq!((error.others().len(), error.dropped_errors()), (31, 8));
    let mut error = json_api("invalid");
    for _ in 0..40 {
        error = error.and(json_api("not_found"));
    }
    assert_eq!(error.others().len(), 31);
    // The last of two lists counts.
    let body = format!(r#"{{"errors":[{item},{item}],"errors":[{item}]}}"#);
    let error = Error::<JsonApi>::decode(404, &(), &body);
    assert_eq!(error.others().len(), 0);
    assert_eq!(error.received().unwrap().issues(), [DecodeIssue::Duplicate { member: "/errors".into() }]);
}

#[test]
fn errors_of_an_added_error_are_added_too() {
    let error = json_api("invalid").and(json_api("not_found").and(json_api("invalid")));
    assert_eq!(codes(error.others()), ["not_found", "invalid"]);
}

#[test]
#[should_panic(expected = "one error each")]
#[cfg(debug_assertions)]
fn only_a_list_has_several() {
    drop(
        Error::<Slack>::from(BookKind::new("channel_not_found", &[]))
            .and(BookKind::new("channel_not_found", &[]).into()),
    );
}

#[test]
fn a_decoded_error_is_not_sent_among_others() {
    let upstream = Error::<JsonApi>::decode(404, &(), r#"{"errors":[{"code":"secret","detail":"of another server"}]}"#);
    let body = json_api("invalid").and(upstream).encode().body;
    assert!(!body.contains("secret") && !body.contains("another"), "{body}");
}

#[test]
fn the_code_may_be_in_a_header() {
    // Without a body, as in a response to HEAD.
    let header = [("X-Amzn-ErrorType", "ThrottlingException:http://elsewhere.example/")];
    let error = Error::<Aws>::decode(400, &header, "");
    assert_eq!(error.code_text(), Some("ThrottlingException"));
    assert!(matches!(error.kind(), BookKind::Known(..)));
    let error = Error::<Aws>::decode(400, &header, r#"{"message":"m"}"#);
    assert_eq!((error.code_text(), &*error.message()), (Some("ThrottlingException"), "m"));
    // The body decides.
    let body = r#"{"error":{"code":"BlobNotFound","message":"m"}}"#;
    let error = Error::<Azure>::decode(404, &[("x-ms-error-code", "Other")], body);
    assert_eq!(error.code_text(), Some("BlobNotFound"));
    assert_eq!(error.received().unwrap().issues(), [DecodeIssue::CopiesDiffer { member: "x-ms-error-code".into() }]);
}

#[test]
fn a_header_that_http_forbids_is_left_out() {
    let error = Error::<Azure>::from(BookKind::new("BlobNotFound", &[]));
    assert_eq!(error.encode().headers[0], ("x-ms-error-code".into(), "BlobNotFound".to_owned()));
    let body = "{\"error\":{\"code\":\"a\\r\\nSet-Cookie: b=c\",\"message\":\"m\"}}";
    let response = Error::<Azure>::decode(404, &(), body).forward().encode();
    assert_eq!(response.headers, [("Content-Type".into(), "application/json".to_owned())]);
}

#[test]
fn members_are_the_servers_own() {
    let error = Error::<JsonRpc>::from(BookKind::new("-32601", &[]));
    assert_eq!(error.members(), BookMembers::default());
    assert!(error.encode().body.ends_with(r#""id":null}"#));
    let error = error.with_members(BookMembers(vec![Some(7.into())]));
    assert!(error.encode().body.ends_with(r#""id":7}"#));
    assert_eq!(error.members().0[0], Some(7.into()));
    let read = Error::<JsonRpc>::decode(200, &(), &error.encode().body);
    assert_eq!(read.members().0[0], Some(7.into()));
    let forwarded = read.forward();
    assert!(forwarded.encode().body.ends_with(r#""id":null}"#));
    assert!(forwarded.with_members(BookMembers(vec![Some(8.into())])).encode().body.ends_with(r#""id":8}"#));
    // Not even one with the wrong type, which is kept as an unknown member.
    let body = r#"{"error_type":"INVALID_INPUT","error_code":"INVALID_API_KEYS","error_message":"m","request_id":7}"#;
    let read = Error::<Plaid>::decode(400, &(), body);
    assert_eq!(read.received().unwrap().unknown_members(), [("/request_id".to_owned(), 7.into())]);
    assert!(serde_json::to_string(&read).unwrap().contains("request_id"));
    assert!(!read.forward().encode().body.contains("request_id"));
    // A required one that nobody set is left out.
    let error = Error::<Plaid>::from(BookKind::new("INVALID_API_KEYS", &[]));
    assert!(error.encode().body.ends_with(r#""display_message":null}"#));
}

#[test]
fn what_is_stored_is_what_was_received() {
    let body = r#"{"error":{"type":"new","code":"new","message":"m","param":"p","doc_url":"u"},"request":{"a/b":1}}"#;
    let error = Error::<Stripe>::decode(402, &(), body);
    let expected =
        r#"{"error":{"message":"m","param":"p","type":"new","code":"new","doc_url":"u"},"request":{"a/b":1}}"#;
    let value = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    let stored = value(&serde_json::to_string(&error).unwrap());
    for pointer in ["type", "code", "message", "param", "doc_url"] {
        let at = |value: &Value| value.get("error").and_then(|error| error.get(pointer)).cloned();
        assert_eq!(at(&stored), at(&value(expected)), "{pointer}: {stored}");
    }
    assert_eq!(stored.get("request"), value(expected).get("request"));
}

#[test]
fn success_or_error() {
    let slack = |body: &str| {
        Error::<Slack>::decode_if_error(200, &(), body).map(|error| error.code_text().unwrap_or("?").to_owned())
    };
    assert_eq!(slack(r#"{"ok":true}"#), None);
    assert_eq!(slack(r#"{"ok":true,"error":"channel_not_found"}"#), None);
    assert_eq!(slack(r#"{"ok":false,"error":"channel_not_found"}"#).as_deref(), Some("channel_not_found"));
    assert_eq!(slack(r#"{"error":"new","ok":false,"x":[1,{"ok":true}]}"#).as_deref(), Some("new"));
    assert_eq!(slack(r#"{"ok":false}"#), None);
    assert_eq!(slack(r#"{"ok":false,"error":null}"#), None);
    assert_eq!(slack(r#"{"error":"channel_not_found"}"#), None);
    assert_eq!(slack(""), None);
    assert_eq!(slack("[]"), None);
    assert_eq!(slack("{\"ok\":false,\"error\":\"channel_not_found\""), Some("channel_not_found".to_owned()));

    let graphql = |body: &str| Error::<GraphQl>::decode_if_error(200, &(), body).is_some();
    assert!(!graphql(r#"{"data":{"a":1}}"#));
    assert!(!graphql(r#"{"data":{"a":1},"errors":[]}"#));
    assert!(graphql(r#"{"data":{"a":1},"errors":[{"message":"m"}]}"#));
    assert!(graphql(r#"{"data":null,"errors":[{"extensions":{"code":"X"}}]}"#));

    let rpc = |body: &str| Error::<JsonRpc>::decode_if_error(200, &(), body).is_some();
    assert!(!rpc(r#"{"jsonrpc":"2.0","result":1,"id":1}"#));
    assert!(rpc(r#"{"jsonrpc":"2.0","error":{"code":-32601,"message":"m"},"id":1}"#));
    assert!(!rpc(r#"{"error":{"code":-32601,"message":"m"},"id":1}"#));

    assert!(Error::<Cloudflare>::decode_if_error(200, &(), r#"{"success":false,"errors":[{"code":1003}]}"#).is_some());
    // A book without such a status, and any status that is an error's.
    assert!(Error::<Mastodon>::decode_if_error(200, &(), r#"{"error":"m"}"#).is_none());
    assert!(Error::<Mastodon>::decode_if_error(404, &(), "").is_some());
    assert!(Error::<FastApi>::decode_if_error(304, &(), "").is_none());
}

#[test]
fn problem_details_on_request_have_the_code() {
    let error = Error::<Telegram>::from(BookKind::new("too_many_requests", &[("retry_after", 5.into())]));
    let response = error.encode_problem();
    let read = Error::<Telegram>::decode(429, &response.headers, &response.body);
    assert_eq!(read.code_text(), Some("too_many_requests"));
    assert_eq!(read.kind().fields(), [("retry_after", 5.into())]);
    assert_eq!(read.received().unwrap().issues(), []);
}

#[test]
fn a_field_that_has_a_place_stays_there() {
    let body = r#"{"errors":[{"status":"422","code":"new","detail":"d","source":{"pointer":"/x"},"meta":{"a":1}}]}"#;
    let error = Error::<JsonApi>::decode(422, &(), body);
    assert_eq!(error.code_text(), Some("new"));
    assert_eq!(error.forward().encode().body, body);
}

#[test]
fn causes_are_never_sent() {
    let inner = || json_api("invalid").with_source("s3cret").with_context("s3cret");
    let error = inner().and(inner()).with_members(BookMembers(vec![Some("e1".into())]));
    let response = error.encode();
    assert!(!format!("{response:?}").contains("s3cret"), "{response:?}");
    assert!(!serde_json::to_string(&error).unwrap().contains("s3cret"));
    assert!(!format!("{:?}", error.encode_problem()).contains("s3cret"));
    let response: http::Response<String> = error.into();
    assert!(!response.body().contains("s3cret") && !format!("{:?}", response.headers()).contains("s3cret"));
    // Nor is what another server sent, in any place.
    let upstream = [("x-amzn-errortype", "s3cret"), ("X-Request-Id", "s3cret")];
    let body = r#"{"__type":"s3cret","message":"s3cret","s3cret":"s3cret"}"#;
    let error = Error::<Aws>::from(BookKind::new("ThrottlingException", &[]));
    let error = error.with_source(Error::<Aws>::decode(400, &upstream, body));
    assert!(!format!("{:?}", error.encode()).contains("s3cret"), "{:?}", error.encode());
    let body = r#"{"error_type":"s3cret","error_code":"s3cret","error_message":"s3cret","request_id":"s3cret"}"#;
    let error = Error::<Plaid>::decode(400, &upstream, body);
    assert!(!format!("{:?}", error.encode()).contains("s3cret"), "{:?}", error.encode());
    let forwarded =
        Error::<Plaid>::decode(400, &upstream, &body.replace(r#""s3cret","request_id""#, r#""m","request_id""#));
    assert!(!forwarded.forward().encode().body.contains(r#""request_id":"s3cret""#));
}
