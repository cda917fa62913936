//! Responses that no handler made, on each framework: an unknown route, rejected input, a limit, a timeout, a panic.
//! Each is sent with the book's code for its status, and every response of the application is left unchanged.

mod actix;
mod axum;

use http::HeaderMap;

use crate::runtime::web::{Error, ErrorCode};

const JSON: &str = "application/json";
const TEXT: &str = "text/plain; charset=utf-8";

/// A text that must be in no response.
const SECRET: &str = "hunter2";

/// Status, headers and body.
type Answer = (u16, HeaderMap, String);

/// A request, and the code that answers it.
struct Unhandled {
    method: &'static str,
    path: &'static str,
    content_type: &'static str,
    body: &'static str,
    code: ErrorCode,
    /// Headers of the response that are kept.
    headers: &'static [(&'static str, &'static str)],
}

#[rustfmt::skip]
const fn row(method: &'static str, path: &'static str, content_type: &'static str, body: &'static str, code: ErrorCode, headers: &'static [(&'static str, &'static str)]) -> Unhandled {
    Unhandled { method, path, content_type, body, code, headers }
}

/// A response that stays as it is: its path, status, type and body.
type Handled = (&'static str, u16, &'static str, &'static str);

/// Whether a response is that of a code, with nothing else in it.
fn check(name: &str, (status, headers, body): &Answer, row: &Unhandled) {
    let name = format!("{name}: {} {}", row.method, row.path);
    let error = Error::decode(*status, headers, body);
    assert_eq!((error.code(), error.status()), (Some(row.code), errbook::Code::status(row.code)), "{name}: {body}");
    assert_eq!(error.received().expect("it was decoded").issues(), [], "{name}");
    assert_eq!(headers["content-type"], JSON, "{name}");
    assert_eq!(*body, format!(r#"{{"code":"{0}","message":"{0}"}}"#, row.code), "{name}");
    for (key, value) in row.headers {
        let all: Vec<&str> = headers.get_all(*key).iter().map(|it| it.to_str().expect("a text")).collect();
        assert_eq!(all.join(", "), *value, "{name}: {key}");
    }
    for gone in ["etag", "content-language", "content-encoding"] {
        assert!(!headers.contains_key(gone), "{name}: {headers:?}");
    }
    assert!(!body.contains(SECRET) && !format!("{headers:?}").contains(SECRET), "{name}: {body}");
}
