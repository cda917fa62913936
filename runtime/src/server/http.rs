//! Errors as responses of the crate `http`.

use std::borrow::Cow;
use std::string::String;
use std::vec::Vec;

use ::http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use ::http::{Response as HttpResponse, StatusCode};

use crate::{Error, Kind, Response};

impl<K: Kind> Error<K> {
    /// The [status](Error::status) of this error as a `StatusCode`; 500 for a number that is not a status.
    ///
    /// [`encode`](Error::encode) gives a different status if this error is not sent itself.
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

/// For any body that can be made from a `String`, such as `String` itself, `bytes::Bytes` and the bodies of frameworks.
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
        with_headers(response.body.into(), response.status, response.headers)
    }
}

fn with_headers<B>(body: B, status: u16, headers: Vec<(Cow<'static, str>, String)>) -> HttpResponse<B> {
    let mut http = HttpResponse::new(body);
    *http.status_mut() = status_code(status);
    for (name, value) in headers {
        // Invalid headers are omitted. The names and values of a book are valid.
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(&*name), HeaderValue::try_from(value)) {
            http.headers_mut().append(name, value);
        }
    }
    http
}

/// The response of [`encode`](Error::encode). With the feature `tracing` it is logged. With the feature `tower` the
/// sent error is in the extensions, as an `Arc`, for layers.
///
/// ```
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// let response: http::Response<Vec<u8>> = Error::from(ErrorKind::NotFound).into();
/// assert_eq!(response.headers()["content-type"], "application/json");
/// ```
impl<B: From<String>, K: Kind> From<Error<K>> for HttpResponse<B> {
    fn from(error: Error<K>) -> Self {
        let (sent, encoded) = error.into_encoded();
        let has_body = !encoded.body.is_empty();
        let mut response = with_headers(encoded.body.into(), encoded.status, encoded.headers);
        if has_body {
            response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(encoded.media_type));
        }
        #[cfg(feature = "tower")]
        response.extensions_mut().insert(std::sync::Arc::new(sent));
        #[cfg(not(feature = "tower"))]
        drop(sent);
        response
    }
}

fn status_code(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}
