//! The responses of `../shared/envelopes/bodies.jsonl`, and their books.

use std::collections::BTreeMap;

use errbook::Value;

use super::kit::BookMembers;

/// Calls a function with the book of a format and the names of its members.
macro_rules! with_book {
    ($format:expr, $call:ident($($arg:expr),*)) => {
        match $format {
            "02-stripe" => $call::<crate::forms::books::Stripe>(&[], $($arg),*),
            "03-google" => $call::<crate::forms::books::Google>(&[], $($arg),*),
            "04-rfc-9457" => $call::<crate::forms::books::Bank>(&["instance"], $($arg),*),
            "05-twilio" => $call::<crate::forms::books::Twilio>(&[], $($arg),*),
            "06-github" => $call::<crate::forms::books::GitHub>(&[], $($arg),*),
            "07-azure" => $call::<crate::forms::books::Azure>(&[], $($arg),*),
            "08-aws-json" => $call::<crate::forms::books::Aws>(&[], $($arg),*),
            "09-kubernetes" => $call::<crate::forms::books::Kubernetes>(&[], $($arg),*),
            "10-discord" => $call::<crate::forms::books::Discord>(&[], $($arg),*),
            "12-oauth2" => $call::<crate::forms::books::OAuth>(&[], $($arg),*),
            "13-json-api" => $call::<crate::forms::books::JsonApi>(&["id", "about", "type"], $($arg),*),
            "14-oci" => $call::<crate::forms::books::Oci>(&[], $($arg),*),
            "15-cloudflare" => $call::<crate::forms::books::Cloudflare>(&[], $($arg),*),
            "16-slack" => $call::<crate::forms::books::Slack>(&[], $($arg),*),
            "17-telegram" => $call::<crate::forms::books::Telegram>(&[], $($arg),*),
            "18-graphql" => $call::<crate::forms::books::GraphQl>(&["path"], $($arg),*),
            "19-json-rpc" => $call::<crate::forms::books::JsonRpc>(&["id"], $($arg),*),
            "20-plaid" => $call::<crate::forms::books::Plaid>(&["request_id"], $($arg),*),
            "21-paypal" => $call::<crate::forms::books::PayPal>(&["debug_id"], $($arg),*),
            "22-spring" => $call::<crate::forms::books::Spring>(&["timestamp", "path"], $($arg),*),
            "23-fastapi" => $call::<crate::forms::books::FastApi>(&[], $($arg),*),
            "24-openai" => $call::<crate::forms::books::OpenAi>(&[], $($arg),*),
            "25-microsoft-graph" => $call::<crate::forms::books::MicrosoftGraph>(&["date", "request_id", "client_request_id"], $($arg),*),
            "26-mastodon" => $call::<crate::forms::books::Mastodon>(&[], $($arg),*),
            // The short form.
            "01-masko" | "11-matrix" => {}
            other => panic!("no book for {other}"),
        }
    };
}
pub(crate) use with_book;

pub(crate) struct Row {
    pub(crate) format: String,
    pub(crate) status: u16,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: String,
    pub(crate) code: String,
    pub(crate) message: Option<String>,
    pub(crate) fields: Value,
    pub(crate) members: Value,
    pub(crate) wait_ms: Option<u64>,
}

pub(crate) fn rows() -> Vec<Row> {
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

pub(crate) fn object(value: &Value) -> Vec<(&str, Value)> {
    let Value::Object(members) = value else { panic!("{value}") };
    members.iter().map(|(name, value)| (&**name, value.clone())).collect()
}

pub(crate) fn members(names: &[&str], row: &Row) -> BookMembers {
    BookMembers(names.iter().map(|name| row.members.get(name).cloned()).collect())
}
