//! The same bodies, read and written by handwritten code.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Read;

/// A body with a payload.
pub(crate) const BODY: &str = r#"{"error":{"code":"insufficient_credits","message":"Not enough credits. Required: 140, balance: 50.","required":140,"balance":50}}"#;
/// One without.
pub(crate) const PLAIN: &str = r#"{"error":{"code":"not_found","message":"There is no such resource."}}"#;
/// The first one as problem details.
pub(crate) const PROBLEM: &str = r#"{"type":"about:blank","title":"Payment Required","status":402,"detail":"Not enough credits. Required: 140, balance: 50.","code":"insufficient_credits","required":140,"balance":50}"#;

/// A type for every error: `{code, message, extra}`.
#[derive(Deserialize)]
#[allow(dead_code, reason = "it is there to be dropped")]
pub(crate) struct Loose {
    error: LooseError,
}

#[derive(Deserialize)]
#[allow(dead_code, reason = "it is there to be dropped")]
struct LooseError {
    code: String,
    message: String,
    #[serde(flatten)]
    extra: Map<String, Value>,
}

impl Read for Loose {
    fn read(body: &str) -> Self {
        serde_json::from_str(body).expect("it fits")
    }
}

/// The same from bytes, as a body comes from a client: `serde_json` checks that each text in it is UTF-8.
pub(crate) fn loose(body: &[u8]) -> Loose {
    serde_json::from_slice(body).expect("it fits")
}

/// A tagged enum: what it does not know is lost.
#[derive(Deserialize)]
#[allow(dead_code, reason = "it is there to be dropped")]
pub(crate) struct Tagged {
    error: TaggedError,
}

#[derive(Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
#[allow(dead_code, reason = "it is there to be dropped")]
enum TaggedError {
    BadRequest { message: String },
    Unauthorized { message: String },
    InsufficientCredits { message: String, required: u64, balance: i64 },
    Forbidden { message: String },
    NotFound { message: String },
    RateLimited { message: String },
    InternalError { message: String },
}

impl Read for Tagged {
    fn read(body: &str) -> Self {
        serde_json::from_str(body).expect("it fits")
    }
}

#[derive(Serialize, Deserialize)]
pub(crate) struct Envelope<T> {
    pub(crate) error: T,
}

/// Exactly this body and no other, borrowed: the minimum possible with `serde_json`.
#[derive(Serialize, Deserialize)]
pub(crate) struct Credits<'a> {
    code: &'a str,
    message: &'a str,
    required: u64,
    balance: i64,
}

#[derive(Deserialize)]
#[allow(dead_code, reason = "it is there to be dropped")]
pub(crate) struct Plain<'a> {
    code: &'a str,
    message: &'a str,
}

pub(crate) fn floor(body: &str) -> Envelope<Credits<'_>> {
    serde_json::from_str(body).expect("it fits")
}

pub(crate) fn floor_of_a_plain_one(body: &str) -> Envelope<Plain<'_>> {
    serde_json::from_str(body).expect("it fits")
}

pub(crate) fn write_floor(required: u64, balance: i64) -> String {
    let message = format!("Not enough credits. Required: {required}, balance: {balance}.");
    let error = Credits { code: "insufficient_credits", message: &message, required, balance };
    serde_json::to_string(&Envelope { error }).expect("it can be written")
}

#[derive(Debug, thiserror::Error, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
enum Usual {
    #[error("Not enough credits. Required: {required}, balance: {balance}.")]
    InsufficientCredits { required: u64, balance: i64 },
}

#[derive(Serialize)]
struct UsualError<'a> {
    message: String,
    #[serde(flatten)]
    error: &'a Usual,
}

pub(crate) fn write_usual(required: u64, balance: i64) -> String {
    let error = Usual::InsufficientCredits { required, balance };
    let error = UsualError { message: error.to_string(), error: &error };
    serde_json::to_string(&Envelope { error }).expect("it can be written")
}

type DecodeIssue = problem_details::ProblemDetails<Map<String, Value>>;

pub(crate) fn problem(body: &str) -> DecodeIssue {
    serde_json::from_str(body).expect("it fits")
}

pub(crate) fn write_problem(required: u64, balance: i64) -> String {
    let mut fields = Map::new();
    fields.insert("code".to_owned(), "insufficient_credits".into());
    fields.insert("required".to_owned(), required.into());
    fields.insert("balance".to_owned(), balance.into());
    let problem = problem_details::ProblemDetails::from_status_code(http::StatusCode::PAYMENT_REQUIRED)
        .with_detail(format!("Not enough credits. Required: {required}, balance: {balance}."))
        .with_extensions(fields);
    serde_json::to_string(&problem).expect("it can be written")
}
