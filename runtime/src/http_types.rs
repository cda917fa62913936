//! The types of the crate `http`, in and out. It decides nothing: it only converts.

use std::borrow::Cow;
use std::io::Read;
use std::string::String;
use std::vec::Vec;

use ::http::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use ::http::{Response as HttpResponse, StatusCode};

use crate::{Code, Error, Facts, Headers, IntoStatus, Kind, ReadLimits, Response};

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

    /// The response if it is no error, else the error. For any client whose response holds the whole body.
    ///
    /// Whoever collects a stream sets a limit to its length and a time: `http_body_util::Limited`, for `hyper`. An error is a status from 400 on, and a redirect only if the book has it: `304 Not Modified` is none.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// let response: http::Response<String> = Error::from(OutOfStock::new(3, 1)).into();
    /// let error = Error::check(response).unwrap_err();
    /// assert!(matches!(error.kind(), ErrorKind::OutOfStock(payload) if payload.left == 1));
    ///
    /// let response = http::Response::new("Dune");
    /// assert_eq!(Error::check(response).unwrap().into_body(), "Dune");
    /// ```
    pub fn check<B: AsRef<[u8]>>(response: HttpResponse<B>) -> Result<HttpResponse<B>, Self> {
        if !is_error::<K>(response.status().as_u16()) {
            return Ok(response);
        }
        Err(Self::decode(response.status(), response.headers(), response.body()))
    }

    /// The response if it is no error, with its body still to be read; else the error. For blocking clients.
    ///
    /// What an error is, is as in [`check`](Error::check). Its body is read within [`ReadLimits::default`]; other limits, and
    /// what becomes of a body that breaks off, are [`read`](Error::read)'s.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// # let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    /// # let url = format!("http://{}/orders", listener.local_addr().unwrap());
    /// # std::thread::spawn(move || {
    /// #     use std::io::{Read, Write};
    /// #     let (mut stream, _) = listener.accept().unwrap();
    /// #     stream.read(&mut [0; 1024]).unwrap();
    /// #     let body = Error::from(OutOfStock::new(3, 1)).encode().body;
    /// #     write!(stream, "HTTP/1.1 409 Conflict\r\nContent-Length: {}\r\n\r\n{body}", body.len()).unwrap();
    /// # });
    /// // Without this, `ureq` makes an error of its own of the status.
    /// let config = ureq::Agent::config_builder().http_status_as_error(false).build();
    /// let response = ureq::Agent::new_with_config(config).get(url).call()?;
    ///
    /// match Error::check_reader(response.map(ureq::Body::into_reader)) {
    ///     Ok(response) => println!("ordered: {}", std::io::read_to_string(response.into_body())?),
    ///     Err(error) => assert_eq!(error.code(), Some(ErrorCode::OutOfStock)),
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn check_reader<R: Read>(response: HttpResponse<R>) -> Result<HttpResponse<R>, Self> {
        if !is_error::<K>(response.status().as_u16()) {
            return Ok(response);
        }
        let (parts, body) = response.into_parts();
        Err(Self::read(parts.status, &parts.headers, body, ReadLimits::default()))
    }
}

/// Whether a client takes a status for an error. A redirect is one only where the book has it.
pub(crate) fn is_error<K: Kind>(status: u16) -> bool {
    let in_the_book = |facts: &Facts| facts.statuses().contains(&status);
    status >= 400 || status >= 300 && K::Code::FACTS.iter().any(in_the_book)
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
        with_headers(response.body.into(), response.status, response.headers)
    }
}

fn with_headers<B>(body: B, status: u16, headers: Vec<(Cow<'static, str>, String)>) -> HttpResponse<B> {
    let mut http = HttpResponse::new(body);
    *http.status_mut() = status_code(status);
    for (name, value) in headers {
        // What cannot be a header is left out. A book's own names and values can be.
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(&*name), HeaderValue::try_from(value)) {
            http.headers_mut().append(name, value);
        }
    }
    http
}

/// What [`encode`](Error::encode) gives. With the feature `tracing` it is reported. With the feature `tower` the error that is
/// sent is among the extensions, for layers: as an `Arc`.
///
/// ```
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// let response: http::Response<Vec<u8>> = Error::from(ErrorKind::NotFound).into();
/// assert_eq!(response.headers()["content-type"], "application/json");
/// ```
impl<B: From<String>, K: Kind> From<Error<K>> for HttpResponse<B> {
    fn from(error: Error<K>) -> Self {
        let (sent, encoded) = error.answer();
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
