//! Responses of `reqwest` 0.13: returned if they are successful, otherwise read within limits and decoded.
//!
//! This module sends and retries nothing.
//!
//! ```
//! # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
//! # use shop::*;
//! use errbook::BodyLimits;
//! use errbook::reqwest::ClientError;
//!
//! async fn titles(client: &reqwest::Client, url: &str) -> Result<Vec<String>, ClientError<ErrorKind>> {
//!     let response = client.get(url).send().await?;
//!     let titles = Error::receive(response, BodyLimits::default()).await?.json().await?;
//!     Ok(titles)
//! }
//! ```

use core::fmt;

use ::reqwest::Response;
use tokio::time::timeout;

use super::PartialBody;
use super::reader::Broken;
use crate::{BodyLimits, Error, Kind};

impl<K: Kind> Error<K> {
    /// Returns the response with its body still to be read, or an error if its status is one: see
    /// [`is_error_status`](Error::is_error_status).
    ///
    /// The body of an error is read within `limits`. If it breaks off, the part that was read is decoded, and the cause
    /// is the error's source.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// # async fn run() {
    /// use std::error::Error as _;
    /// use errbook::BodyLimits;
    ///
    /// # let response = || {
    /// #     let body = r#"{"error": {"code": "not_found", "message": "There is no shelf 7."}}"#;
    /// #     reqwest::Response::from(http::Response::builder().status(404).body(body).unwrap())
    /// # };
    /// let error = Error::receive(response(), BodyLimits::default()).await.unwrap_err();
    /// assert_eq!(error.kind(), &ErrorKind::NotFound);
    ///
    /// let error = Error::receive(response(), BodyLimits::default().with_length(40)).await.unwrap_err();
    /// assert_eq!(error.code(), Some(ErrorCode::NotFound));
    /// assert_eq!(error.source().unwrap().to_string(), "the body is longer than 40 bytes");
    /// # }
    /// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(run());
    /// ```
    pub async fn receive(mut response: Response, limits: BodyLimits) -> Result<Response, Self> {
        if !Self::is_error_status(response.status()) {
            return Ok(response);
        }
        let mut body = PartialBody::new(limits);
        let end = read(&mut response, &mut body).await;
        Err(body.decode(response.status(), response.headers(), end))
    }
}

/// Reads a body into `body` until it ends, breaks off or reaches a limit.
async fn read(response: &mut Response, body: &mut PartialBody) -> Result<(), Broken> {
    let limits = body.limits();
    let chunks = async {
        while let Some(chunk) = response.chunk().await? {
            body.push(&chunk)?;
        }
        Ok(())
    };
    timeout(limits.max_time(), chunks).await.unwrap_or_else(|_| Err(limits.too_slow().into()))
}

/// The failure of a request: `?` converts both an [`Error`] and a [`reqwest::Error`](::reqwest::Error).
///
/// Give it a name: `type ClientError = errbook::reqwest::ClientError<ErrorKind>`. `Display` and
/// [`source`](core::error::Error::source) are those of the inner error.
///
/// ```
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// # async fn run() {
/// use errbook::BodyLimits;
///
/// type ClientError = errbook::reqwest::ClientError<ErrorKind>;
///
/// async fn titles(response: reqwest::Response) -> Result<Vec<String>, ClientError> {
///     Ok(Error::receive(response, BodyLimits::default()).await?.json().await?)
/// }
///
/// # let sent: http::Response<String> = Error::from(OutOfStock::new(3, 1)).into();
/// # let response = reqwest::Response::from(sent);
/// match titles(response).await.unwrap_err() {
///     ClientError::Api(error) => assert_eq!(error.code(), Some(ErrorCode::OutOfStock)),
///     ClientError::Transport(error) => panic!("no response, or not the expected JSON: {error}"),
///     error => panic!("{error}"),
/// }
/// # }
/// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(run());
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum ClientError<K: Kind> {
    /// No response, or an unreadable successful one: an error of `reqwest`.
    Transport(::reqwest::Error),
    /// The API's error.
    Api(Error<K>),
}

impl<K: Kind> ClientError<K> {
    /// The API's error, if it is one.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// use errbook::reqwest::ClientError;
    ///
    /// let error = ClientError::from(Error::from(ErrorKind::NotFound));
    /// assert_eq!(error.api().and_then(Error::code), Some(ErrorCode::NotFound));
    /// ```
    pub const fn api(&self) -> Option<&Error<K>> {
        match self {
            Self::Api(error) => Some(error),
            Self::Transport(_) => None,
        }
    }
}

impl<K: Kind> From<::reqwest::Error> for ClientError<K> {
    fn from(error: ::reqwest::Error) -> Self {
        Self::Transport(error)
    }
}

impl<K: Kind> From<Error<K>> for ClientError<K> {
    fn from(error: Error<K>) -> Self {
        Self::Api(error)
    }
}

impl<K: Kind> fmt::Display for ClientError<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Transport(error) => fmt::Display::fmt(error, f),
            Self::Api(error) => fmt::Display::fmt(error, f),
        }
    }
}

impl<K: Kind> core::error::Error for ClientError<K> {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Transport(error) => error.source(),
            Self::Api(error) => error.source(),
        }
    }
}
