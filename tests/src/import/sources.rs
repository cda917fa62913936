//! Sources of every kind, as teams write them.

/// Columns in an unusual order, with unusual names; several tables; statuses in a heading; examples.
pub(super) const PAGE: &str = r#"# Acme API errors

All errors look like this:

```json
{"error": {"code": "over_quota", "message": "You used 12 of 10 requests.", "used": 12, "limit": 10, "resets_at": "2026-01-31T12:00:00Z"}}
```

## General

| How to fix | Error code | HTTP status | What happened |
| :-- | --- | :-: | --- |
| Send `a\|b`, or [ask us](https://acme.example/help). | `bad_input` | 400 Bad Request | The input is **not** valid. |
| - | `over_quota`, `over_limit` | 429 | You sent too many requests. |
| Sign in. | [`no_token`](codes.md#no_token) | HTTP 401 / 403 | There is no token. |
| | `moved` | 301 | It moved. |
| See below. | | 418 | A row without a code. |

## 409 Conflict

| Code | Description | Owner |
| --- | --- | --- |
| `taken` | The name is taken. See <code>name</code> and a < b. | Ada |
| `bad_input` | The input contradicts what we have. | Ada |

## Parameters of errors

| Name | Type | Description |
| --- | --- | --- |
| `code` | string | The code. |

```http
HTTP/1.1 409 Conflict
Content-Type: application/json

{"error": {"code": "taken", "message": "The name ada is taken.", "name": "ada", "tags": ["a"], "owner": {"id": 7}}}
```
"#;

/// A table with spans, links, entities and nested markup.
pub(super) const HTML: &str = r#"<!DOCTYPE html>
<html><head><title>Errors</title><script>var t = "<table><tr><td>no</td></tr></table>";</script></head>
<body><h1>Shop <em>errors</em></h1>
<table class="x">
<thead><tr><th>Status</th><th>Type</th><th>Meaning</th><th>Resolution</th></tr></thead>
<tbody>
<tr><td rowspan="2">404</td><td><code>order_missing</code></td><td>There is no such order &amp; never was.</td><td><a href="https://shop.example/help">Check</a> the ID.</td></tr>
<tr><td><code>cart_missing</code></td><td>No <b>cart</b><br>with this [ID].</td><td><a href="javascript:alert(1)">Check</a> it.</td></tr>
<tr><td>500</td><td>internal</td><td>It failed. <unknown>*</unknown></td><td></td></tr>
</table>
</body></html>
"#;

pub(super) const CSV: &str = "\
status;code;description;message;retryable;internal id
404;not_found;\"No such \"\"thing\"\".\";;no;1
429;slow_down;\"Too many;
really.\";Wait %d seconds.;yes;2
503;busy;;The server is busy.;true;3
";

/// Codes and texts that YAML and Rust take for something else.
pub(super) const RECORDS: &str = r##"{"code": "", "status": 500, "meaning": "Unknown: nothing was said", "alias": "NOTHING_SAID"}
{"code": "no", "status": 400, "meaning": "#1 of the list"}
{"code": "01000", "status": "400 Bad Request", "meaning": "- a dash"}
{"code": "1e3", "status": [409, 422], "meaning": "[x](ftp://x.example) and `{3,30}`", "retry": "idempotent"}
{"code": "a.b", "status": 404, "meaning": "yes", "message": "${id} of {id} and {other}, 50% of %s", "fields": [{"name": "id", "type": "string", "required": true}]}
{"code": "a_b", "status": 404, "meaning": "First paragraph\nof two lines.\n\nSecond, with a  \ttab.", "fields": [{"name": "type"}, {"name": "Type", "type": "int32"}, {"name": "message", "type": "x"}]}
{"code": "unknown", "status": 404, "meaning": "12:30", "extra": 1}
{"code": "a.b", "status": 410, "meaning": "No.", "message": "Gone.", "fields": [{"name": "at", "type": "timestamp"}], "headers": [{"name": "Date"}, {"name": "Retry-After"}]}
"##;

/// Alternatives by `oneOf` and `discriminator`, a constant of each code, shared responses, headers, anchors, prose.
pub(super) const OPENAPI: &str = r##"openapi: 3.1.0
info:
  title: Ledger API
  version: 2.3.4
  description: |
    | Status | Code | Message |
    | --- | --- | --- |
    | 423 | ACCOUNT-LOCKED | The account is locked. |
    | 400 | OTHER | Something else. |
paths:
  /accounts/{id}:
    get:
      responses:
        "200": {description: Fine.}
        "404": {$ref: "#/components/responses/Missing"}
        "422": &invalid
          description: The transfer is not possible.
          content:
            application/json:
              schema:
                oneOf:
                  - $ref: "#/components/schemas/Funds"
                  - $ref: "#/components/schemas/Closed"
                discriminator: {propertyName: code, mapping: {account-closed: "#/components/schemas/Closed"}}
              examples:
                funds:
                  description: The balance does not cover the transfer.
                  value: {code: too-little, message: "Balance 5, needed 7.", kind: money, balance: 5, requestId: r1}
        "429":
          description: Too many requests.
          headers:
            Retry-After: {schema: {type: integer}, description: Seconds to wait., example: 30}
            X-Api: {schema: {type: string, enum: [ledger]}}
          content: {application/json: {schema: {$ref: "#/components/schemas/Busy"}}}
        "500": {description: No body at all.}
        default: {$ref: "#/components/responses/Any"}
    post:
      responses:
        "404": {$ref: "#/components/responses/Missing"}
        "422": *invalid
        4XX: {description: Any other., content: {application/json: {schema: {$ref: "#/components/schemas/Base"}}}}
components:
  responses:
    Missing:
      description: There is no such account.
      content: {application/json: {schema: {$ref: "#/components/schemas/Missing"}}}
    Any:
      description: Anything.
      content: {application/json: {schema: {$ref: "#/components/schemas/Any"}}}
  schemas:
    Base:
      type: object
      required: [code, message, requestId]
      properties:
        code: {type: string}
        message: {type: string, description: For people.}
        requestId: {type: string, description: Names the request., example: r1}
    Missing:
      description: The account does not exist.
      allOf:
        - $ref: "#/components/schemas/Base"
        - properties: {code: {const: account-missing}, kind: {const: lookup}}
    Funds:
      allOf:
        - $ref: "#/components/schemas/Base"
        - properties: {code: {enum: [too-little]}, kind: {const: money}, balance: {type: integer, minimum: 0}}
          required: [balance]
    Closed:
      description: The account is closed.
      allOf:
        - $ref: "#/components/schemas/Base"
        - properties: {kind: {const: money}, closed_at: {type: [string, "null"], format: date-time}}
    Busy:
      allOf:
        - $ref: "#/components/schemas/Base"
        - properties: {code: {const: slow-down}, kind: {const: limit}}
    Any:
      allOf:
        - $ref: "#/components/schemas/Base"
        - properties:
            kind: {const: other}
            code:
              enum: [account-locked, not-acceptable, created]
              description: |
                One of
                * `account-locked` - 423: somebody locked it.
                * `not-acceptable`: none of the types fits.
"##;

/// Bodies without codes, of the older language.
pub(super) const SWAGGER: &str = r##"{
  "swagger": "2.0",
  "info": {"title": "Pets", "version": "1"},
  "paths": {
    "/pets/{id}": {
      "get": {
        "responses": {
          "200": {"description": "A pet"},
          "404": {"description": "There is no such pet.", "schema": {"$ref": "#/definitions/Error"}},
          "409": {"description": "Conflict", "schema": {"$ref": "#/definitions/Error"},
            "examples": {"application/json": {"status": 409, "error": "Conflict", "message": "It is sold.", "path": "/pets/1"}}},
          "500": {"$ref": "#/responses/Failed"},
          "default": {"description": "Else", "schema": {"$ref": "#/definitions/Error"}}
        }
      }
    }
  },
  "responses": {"Failed": {"description": "We failed \ud83d\ude00.", "schema": {"$ref": "#/definitions/Error"}}},
  "definitions": {
    "Error": {
      "type": "object",
      "required": ["message"],
      "properties": {
        "status": {"type": "integer"}, "error": {"type": "string"}, "message": {"type": "string"},
        "path": {"type": "string"}, "cause": {"$ref": "#/definitions/Error"}
      }
    }
  }
}
"##;

/// A hand-kept enum of twelve codes.
pub(super) const RUST: &str = r#"
use axum::{http::StatusCode, response::{IntoResponse, Response}, Json};

/// What the shop answers.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ShopError {
    /// The request body is not valid.
    #[error("invalid request: {reason}")]
    InvalidRequest { reason: String },
    #[error("authentication is required")]
    Unauthenticated,
    #[error("you may not {action} this order")]
    Forbidden { action: &'static str },
    #[error("order {order_id} not found")]
    OrderNotFound { order_id: u64 },
    #[error("customer {0} not found")]
    CustomerNotFound(uuid::Uuid),
    /// The email belongs to another customer.
    #[error("the email is taken")]
    EmailTaken { email: String },
    #[error("balance {} is below {required}", .balance)]
    InsufficientFunds { balance: i64, required: i64 },
    #[error("{{literal}} braces, {count:>5} items")]
    TooMany { count: Option<u32> },
    #[error("slow down")]
    RateLimited,
    #[error("the payment provider failed")]
    Provider(#[from] reqwest::Error),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error("upstream {name:?} timed out")]
    Timeout { name: String },
}

impl ShopError {
    fn code(&self) -> &'static str {
        match self {
            Self::InvalidRequest { .. } => "invalid_request",
            Self::Unauthenticated => "unauthenticated",
            Self::Forbidden { .. } => "forbidden",
            Self::OrderNotFound { .. } => "order_not_found",
            Self::CustomerNotFound(_) => "customer_not_found",
            Self::EmailTaken { .. } => "email_taken",
            Self::InsufficientFunds { .. } => "insufficient_funds",
            Self::TooMany { .. } => "too_many_items",
            Self::RateLimited => "rate_limited",
            Self::Provider(_) => "provider_failed",
            Self::Database(_) => "internal_error",
            Self::Timeout { .. } => "timeout",
        }
    }
}

impl IntoResponse for ShopError {
    fn into_response(self) -> Response {
        let status = match &self {
            ShopError::InvalidRequest { .. } | ShopError::TooMany { .. } => StatusCode::BAD_REQUEST,
            ShopError::Unauthenticated => StatusCode::UNAUTHORIZED,
            ShopError::Forbidden { .. } => StatusCode::FORBIDDEN,
            ShopError::OrderNotFound { .. } | ShopError::CustomerNotFound(_) => StatusCode::NOT_FOUND,
            ShopError::EmailTaken { .. } => StatusCode::CONFLICT,
            ShopError::InsufficientFunds { .. } => StatusCode::PAYMENT_REQUIRED,
            ShopError::RateLimited => StatusCode::TOO_MANY_REQUESTS,
            ShopError::Provider(_) => StatusCode::BAD_GATEWAY,
            ShopError::Timeout { .. } => StatusCode::from_u16(504).unwrap(),
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        };
        (status, Json(serde_json::json!({"code": self.code(), "message": self.to_string()}))).into_response()
    }
}
"#;

/// Words of strum and serde, and statuses in tuples of actix.
pub(super) const ACTIX: &str = r#"
#[derive(Debug, strum::Display, serde::Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ApiErrorCode {
    /// Nothing is there.
    NotFound,
    #[serde(rename = "NO_ACCESS")]
    Forbidden,
    Unlisted,
}

impl actix_web::ResponseError for ApiErrorCode {
    fn error_response(&self) -> HttpResponse {
        let (mut builder, text) = match self {
            ApiErrorCode::NotFound => (HttpResponse::NotFound(), "There is nothing here."),
            ApiErrorCode::Forbidden => (HttpResponse::Forbidden(), "You have no access."),
            _ => (HttpResponse::InternalServerError(), "It failed."),
        };
        builder.json(Body { code: self, text })
    }
}
"#;

/// Every source with the name of its file.
pub(super) const ALL: &[(&str, &str, &str)] = &[
    ("page", "errors.md", PAGE),
    ("html", "errors.html", HTML),
    ("csv", "errors.csv", CSV),
    ("records", "errors.jsonl", RECORDS),
    ("openapi", "ledger.yaml", OPENAPI),
    ("swagger", "pets.json", SWAGGER),
    ("rust", "error.rs", RUST),
    ("actix", "code.rs", ACTIX),
];
