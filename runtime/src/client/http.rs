//! Responses of the crate `http` in a client.

use ::http::header::{HeaderMap, HeaderValue};
use ::http::{Response, StatusCode};

use crate::{Error, Headers, IntoStatus, Kind};

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
    /// Returns the response, or an error if its status is one: see [`is_error_status`](Error::is_error_status).
    ///
    /// The response holds its whole body. Limit the length and the time while collecting it, for example with
    /// `http_body_util::Limited` for `hyper`.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// let response: http::Response<String> = Error::from(OutOfStock::new(3, 1)).into();
    /// let error = Error::error_for_status(response).unwrap_err();
    /// assert!(matches!(error.kind(), ErrorKind::OutOfStock(payload) if payload.left == 1));
    ///
    /// let response = http::Response::new("Dune");
    /// assert_eq!(Error::error_for_status(response).unwrap().into_body(), "Dune");
    /// ```
    pub fn error_for_status<B: AsRef<[u8]>>(response: Response<B>) -> Result<Response<B>, Self> {
        if !Self::is_error_status(response.status()) {
            return Ok(response);
        }
        Err(Self::decode(response.status(), response.headers(), response.body()))
    }
}
