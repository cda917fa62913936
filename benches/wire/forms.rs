//! Bodies in the forms of known APIs, read by the runtime and by handwritten code: a struct with a map of what is left.

use std::sync::LazyLock;

use errbook::__private::Absent::Required;
use errbook::__private::MessagePart::Text;
use errbook::__private::{
    BookSchema, CodeTable, DocTable, Envelope as ShortEnvelope, Form, Node, Object, PayloadSchema, Slot, Type,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::books::{Bank, Google, JsonApi, Stripe};
use super::kit::{Book, BookCode, BookKind, book, field, name};
use super::peers::Envelope;

book!(
    Tree,
    Form::new(Node::object(&[(
        "error",
        Node::Object(
            Object::new(&[("code", Node::Slot(Slot::Code, Required)), ("message", Node::Slot(Slot::Message, Required))])
                .with_fields_at(2)
        ),
    )])),
    [("insufficient_credits", &[402], "Not enough credits.", ["required": Type::Unsigned, "balance": Type::Integer])]
);

/// The same book with its short envelope.
#[derive(Debug)]
pub(crate) struct Short;

impl Book for Short {
    const INFO: &'static CodeTable = Tree::INFO;
    const DOCS: &'static DocTable = Tree::DOCS;
    const SCHEMA: &'static BookSchema = &BookSchema::new(
        ShortEnvelope::new("code", "message").with_within("error"),
        Self::INFO,
        Tree::PAYLOADS,
        |code| Self::INFO.rows().position(|info| info.code() == code),
    );
    const ALL: &'static [BookCode<Self>] = &BookCode::all::<1>();
    const NAMES: &'static [&'static [&'static str]] = Tree::NAMES;
}

pub(crate) fn tree(body: &str) -> errbook::Error<BookKind<Tree>> {
    errbook::Error::decode(402, &(), body)
}

pub(crate) fn short(body: &str) -> errbook::Error<BookKind<Short>> {
    errbook::Error::decode(402, &(), body)
}

/// Errors to encode.
pub(crate) static STRIPE_ERROR: LazyLock<errbook::Error<BookKind<Stripe>>> = LazyLock::new(|| {
    BookKind::new("card_declined", &[("param", "number".into()), ("decline_code", "generic_decline".into())]).into()
});
pub(crate) static PROBLEM_ERROR: LazyLock<errbook::Error<BookKind<Bank>>> =
    LazyLock::new(|| BookKind::new("out-of-credit", &[("balance", 30.into())]).into());

#[derive(Serialize)]
struct StripeSent<'a> {
    r#type: &'a str,
    code: &'a str,
    message: &'a str,
    param: Option<&'a str>,
    decline_code: Option<&'a str>,
    doc_url: &'a str,
}

pub(crate) fn stripe_sent_by_hand(param: &str) -> String {
    let error = StripeSent {
        r#type: "card_error",
        code: "card_declined",
        message: "The card was declined.",
        param: Some(param),
        decline_code: Some("generic_decline"),
        doc_url: "https://docs.example/errors/card_declined.html",
    };
    serde_json::to_string(&Envelope { error }).expect("it can be written")
}

#[derive(Serialize)]
struct ProblemSent<'a> {
    r#type: &'a str,
    title: &'a str,
    status: u16,
    detail: &'a str,
    balance: i64,
}

pub(crate) fn problem_sent_by_hand(balance: i64) -> String {
    let problem = ProblemSent {
        r#type: "https://errors.example/out-of-credit",
        title: "You do not have enough credit.",
        status: 403,
        detail: "You do not have enough credit.",
        balance,
    };
    serde_json::to_string(&problem).expect("it can be written")
}

pub(crate) const STRIPE: &str = r#"{"error":{"type":"card_error","code":"card_declined","message":"Your card was declined.","param":"number","decline_code":"generic_decline","doc_url":"https://docs.example/errors/card_declined.html"}}"#;
pub(crate) const GOOGLE: &str = r#"{"error":{"code":404,"status":"NOT_FOUND","message":"Not enabled.","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_DISABLED","domain":"x.example","metadata":{"k":"v"}}]}}"#;
pub(crate) const JSON_API: &str = r#"{"errors":[{"id":"e1","status":"422","code":"invalid","title":"Invalid attribute","detail":"The title is too long.","source":{"pointer":"/data/x"},"links":{"about":"https://help.example/e1"},"meta":{"limit":80}}]}"#;
pub(crate) const PROBLEM: &str = r#"{"type":"https://errors.example/out-of-credit","title":"You do not have enough credit.","status":403,"detail":"Your balance is 30.","instance":"/a/1","balance":30}"#;

pub(crate) fn stripe(body: &str) -> errbook::Error<BookKind<Stripe>> {
    errbook::Error::decode(402, &(), body)
}

pub(crate) fn google(body: &str) -> errbook::Error<BookKind<Google>> {
    errbook::Error::decode(404, &(), body)
}

pub(crate) fn json_api(body: &str) -> errbook::Error<BookKind<JsonApi>> {
    errbook::Error::decode(422, &(), body)
}

pub(crate) fn problem(body: &str) -> errbook::Error<BookKind<Bank>> {
    errbook::Error::decode(403, &(), body)
}

macro_rules! by_hand {
    ($(struct $name:ident { $($(#[$attribute:meta])? $field:ident: $type:ty),* })*) => {$(
        #[derive(Deserialize)]
        #[allow(dead_code, reason = "it is there to be dropped")]
        pub(crate) struct $name {
            $($(#[$attribute])? $field: $type,)*
            #[serde(flatten)]
            extra: Map<String, Value>,
        }
    )*};
}

by_hand! {
    struct StripeError { r#type: String, code: Option<String>, message: String, doc_url: Option<String> }
    struct GoogleError { code: u16, status: String, message: String, details: Vec<Detail> }
    struct Detail {
        #[serde(rename = "@type")] ty: String,
        reason: Option<String>,
        domain: Option<String>,
        metadata: Option<Map<String, Value>>
    }
    struct Errors { errors: Vec<Item> }
    struct Item {
        id: Option<String>,
        status: Option<String>,
        code: Option<String>,
        title: Option<String>,
        detail: Option<String>,
        source: Option<Source>,
        links: Option<Map<String, Value>>,
        meta: Option<Map<String, Value>>
    }
    struct Source { pointer: Option<String>, parameter: Option<String>, header: Option<String> }
    struct Problem { r#type: String, title: String, status: u16, detail: String, instance: Option<String> }
}

pub(crate) fn stripe_by_hand(body: &str) -> Envelope<StripeError> {
    serde_json::from_slice(body.as_bytes()).expect("it fits")
}

pub(crate) fn google_by_hand(body: &str) -> Envelope<GoogleError> {
    serde_json::from_slice(body.as_bytes()).expect("it fits")
}

pub(crate) fn json_api_by_hand(body: &str) -> Errors {
    serde_json::from_slice(body.as_bytes()).expect("it fits")
}

pub(crate) fn problem_by_hand(body: &str) -> Problem {
    serde_json::from_slice(body.as_bytes()).expect("it fits")
}
