//! The responses of `../shared/envelopes/bodies.jsonl`, written and read.

use std::collections::BTreeMap;

use errbook::Value;

use super::books;
use super::kit::{Book, BookKind, BookMembers};

/// Calls a function with the book of a format and the names of its members.
macro_rules! with_book {
    ($format:expr, $call:ident($($arg:expr),*)) => {
        match $format {
            "02-stripe" => $call::<books::Stripe>(&[], $($arg),*),
            "03-google" => $call::<books::Google>(&[], $($arg),*),
            "04-rfc-9457" => $call::<books::Bank>(&["instance"], $($arg),*),
            "05-twilio" => $call::<books::Twilio>(&[], $($arg),*),
            "06-github" => $call::<books::GitHub>(&[], $($arg),*),
            "07-azure" => $call::<books::Azure>(&[], $($arg),*),
            "08-aws-json" => $call::<books::Aws>(&[], $($arg),*),
            "09-kubernetes" => $call::<books::Kubernetes>(&[], $($arg),*),
            "10-discord" => $call::<books::Discord>(&[], $($arg),*),
            "12-oauth2" => $call::<books::OAuth>(&[], $($arg),*),
            "13-json-api" => $call::<books::JsonApi>(&["id", "about", "type"], $($arg),*),
            "14-oci" => $call::<books::Oci>(&[], $($arg),*),
            "15-cloudflare" => $call::<books::Cloudflare>(&[], $($arg),*),
            "16-slack" => $call::<books::Slack>(&[], $($arg),*),
            "17-telegram" => $call::<books::Telegram>(&[], $($arg),*),
            "18-graphql" => $call::<books::GraphQl>(&["path"], $($arg),*),
            "19-json-rpc" => $call::<books::JsonRpc>(&["id"], $($arg),*),
            "20-plaid" => $call::<books::Plaid>(&["request_id"], $($arg),*),
            "21-paypal" => $call::<books::PayPal>(&["debug_id"], $($arg),*),
            "22-spring" => $call::<books::Spring>(&["timestamp", "path"], $($arg),*),
            "23-fastapi" => $call::<books::FastApi>(&[], $($arg),*),
            "24-openai" => $call::<books::OpenAi>(&[], $($arg),*),
            "25-microsoft-graph" => $call::<books::MicrosoftGraph>(&["date", "request_id", "client_request_id"], $($arg),*),
            "26-mastodon" => $call::<books::Mastodon>(&[], $($arg),*),
            // The short form.
            "01-masko" | "11-matrix" => {}
            other => panic!("no book for {other}"),
        }
    };
}

struct Row {
    format: String,
    status: u16,
    headers: BTreeMap<String, String>,
    body: String,
    code: String,
    message: Option<String>,
    fields: Value,
    members: Value,
    wait_ms: Option<u64>,
}

fn rows() -> Vec<Row> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/envelopes/bodies.jsonl");
    let Ok(text) = std::fs::read_to_string(path) else {
        eprintln!("skipped: there is no {path}");
        return Vec::new();
    };
    let rows: Vec<Row> = text.lines().map(row).collect();
    assert_eq!(rows.len(), 36);
    rows
}

fn row(line: &str) -> Row {
    let row: Value = serde_json::from_str(line).unwrap();
    let get = |name: &str| row.get(name).cloned().unwrap_or_default();
    let text = |name: &str| get(name).as_str().map(str::to_owned);
    let headers = get("headers");
    Row {
        format: text("format").unwrap(),
        status: get("status").as_u64().unwrap().try_into().unwrap(),
        headers: object(&headers)
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.as_str().unwrap().to_owned()))
            .collect(),
        body: text("body").unwrap(),
        code: text("code").unwrap(),
        message: text("message"),
        fields: get("fields"),
        members: get("members"),
        wait_ms: get("wait_ms").as_u64(),
    }
}

fn object(value: &Value) -> Vec<(&str, Value)> {
    let Value::Object(members) = value else { panic!("{value}") };
    members.iter().map(|(name, value)| (&**name, value.clone())).collect()
}

fn members(names: &[&str], row: &Row) -> BookMembers {
    BookMembers(names.iter().map(|name| row.members.get(name).cloned()).collect())
}

#[test]
fn every_response_is_written_byte_for_byte() {
    for row in rows() {
        with_book!(&*row.format, written(&row));
    }
}

fn written<B: Book>(names: &[&str], row: &Row) {
    let mut error = errbook::Error::from(BookKind::<B>::new(&row.code, &object(&row.fields)));
    if let Some(message) = &row.message {
        error = error.with_message(message);
    }
    if !names.is_empty() {
        error = error.with_members(members(names, row));
    }
    let response = error.encode();
    assert_eq!(response.body, row.body, "{}", row.format);
    assert_eq!(response.status, row.status, "{}", row.format);
    let mut headers: BTreeMap<_, _> =
        response.headers.into_iter().map(|(name, value)| (name.into_owned(), value)).collect();
    if !row.headers.contains_key("Content-Type") {
        assert_eq!(headers.remove("Content-Type").as_deref(), Some("application/json"));
    }
    assert_eq!(headers, row.headers, "{}", row.format);
}

#[test]
fn every_response_is_read_back() {
    for row in rows() {
        with_book!(&*row.format, read(&row));
    }
}

fn read<B: Book>(names: &[&str], row: &Row) {
    let headers: Vec<_> = row.headers.iter().collect();
    let error = errbook::Error::<BookKind<B>>::decode(row.status, &headers, &row.body);
    let context = format!("{}: {error:?}", row.format);
    assert_eq!(error.code_text(), Some(&*row.code), "{context}");
    let expected = object(&row.fields);
    let fields = error.kind().fields();
    assert_eq!(fields.len(), expected.len(), "{context}");
    for (name, value) in fields {
        assert!(expected.contains(&(name, value)), "{context}");
    }
    let received = error.received().unwrap();
    assert_eq!(received.message(), row.message.as_deref(), "{context}");
    assert_eq!(received.issues(), [], "{context}");
    assert_eq!(received.unknown_members(), [], "{context}");
    assert_eq!(received.unknown_fields(), [], "{context}");
    let found = error.members();
    for (name, value) in names.iter().zip(found.0) {
        assert_eq!(value.as_ref(), row.members.get(name), "{context}");
    }
    assert_eq!(error.forward().encode().status, row.status, "{context}");
}
