//! The types of the crate `http`, in and out. It decides nothing: it only converts.

use std::string::String;
use std::sync::Arc;

use ::http::header::{HeaderMap, HeaderName, HeaderValue};
use ::http::{Response as HttpResponse, StatusCode};

use crate::{Error, Headers, IntoStatus, Kind, Response};

impl IntoStatus for StatusCode {
    fn into_status(self) -> u16 {
        self.as_u16()
    }
}

impl Headers for HeaderMap {
    fn get(&self, name: &str) -> Option<&[u8]> {
        HeaderMap::get(self, name).map(HeaderValue::as_bytes)
    }
}

impl<K: Kind> Error<K> {
    /// This error's own [status](Error::status) in the type of the crate `http`; 500 for a number that is no status.
    ///
    /// What a server sends is [`encode`](Error::encode), with another status where this error is not sent.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// assert_eq!(Error::from(ErrorKind::NotFound).status_code(), http::StatusCode::NOT_FOUND);
    /// ```
    pub fn status_code(&self) -> StatusCode {
        status_code(self.status())
    }
}

/// With any body that can be made of a `String`: `String` itself, `bytes::Bytes`, those of the frameworks.
///
/// ```
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// let response: http::Response<String> = Error::from(RateLimited::new(30)).encode().into();
/// assert_eq!(response.status(), http::StatusCode::TOO_MANY_REQUESTS);
/// assert_eq!(response.headers()["retry-after"], "30");
/// ```
impl<B: From<String>> From<Response> for HttpResponse<B> {
    fn from(response: Response) -> Self {
        let mut http = HttpResponse::new(response.body.into());
        *http.status_mut() = status_code(response.status);
        for (name, value) in response.headers {
            // What cannot be a header is left out. A book's own names and values can be.
            if let (Ok(name), Ok(value)) = (HeaderName::try_from(&*name), HeaderValue::try_from(value)) {
                http.headers_mut().append(name, value);
            }
        }
        http
    }
}

/// What [`encode`](Error::encode) gives, with the error that is sent among the extensions, as an `Arc`. With the feature
/// `tracing` it is reported.
///
/// ```
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// let response: http::Response<Vec<u8>> = Error::from(ErrorKind::NotFound).into();
/// assert_eq!(response.headers()["content-type"], "application/json");
/// let sent = response.extensions().get::<std::sync::Arc<Error>>().unwrap();
/// assert_eq!(sent.code(), Some(ErrorCode::NotFound));
/// ```
impl<B: From<String>, K: Kind> From<Error<K>> for HttpResponse<B> {
    fn from(error: Error<K>) -> Self {
        let (sent, response) = error.answer();
        let mut response: Self = response.into();
        response.extensions_mut().insert(Arc::new(sent));
        response
    }
}

fn status_code(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}
