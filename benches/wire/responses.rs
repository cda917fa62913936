//! The response to `insufficient_credits`, as people build it by hand with `axum`.

use axum::Json;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// The body as a text: the minimum possible.
pub(crate) fn by_format(required: u64, balance: i64) -> Response {
    let body = format!(
        r#"{{"error":{{"code":"insufficient_credits","message":"Not enough credits. Required: {required}, balance: {balance}.","required":{required},"balance":{balance}}}}}"#
    );
    (StatusCode::PAYMENT_REQUIRED, [(CONTENT_TYPE, "application/json")], body).into_response()
}

#[derive(Serialize)]
struct Body {
    error: Credits,
}

#[derive(Serialize)]
struct Credits {
    code: &'static str,
    message: String,
    required: u64,
    balance: i64,
}

/// The body as a structure, in the framework's `Json`.
pub(crate) fn by_json(required: u64, balance: i64) -> Response {
    let message = format!("Not enough credits. Required: {required}, balance: {balance}.");
    let error = Credits { code: "insufficient_credits", message, required, balance };
    (StatusCode::PAYMENT_REQUIRED, Json(Body { error })).into_response()
}
