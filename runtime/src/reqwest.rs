//! Responses of `reqwest` 0.13: back to the caller if they are no error, else read, within limits, and decoded.
//!
//! It sends nothing and tries nothing again. It knows neither TLS nor redirects: those are the client's.
//!
//! ```
//! # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
//! # use shop::*;
//! use errbook::reqwest::Failure;
//!
//! async fn titles(client: &reqwest::Client, url: &str) -> Result<Vec<String>, Failure<ErrorKind>> {
//!     let response = client.get(url).send().await?;
//!     let titles = Error::receive_json(response).await?;
//!     Ok(titles)
//! }
//! ```

use core::fmt;
use std::vec::Vec;

use ::reqwest::{Response, StatusCode};
use serde_core::de::DeserializeOwned;
use tokio::time::timeout;

use crate::http_types::is_error;
use crate::read::{Broken, Part};
use crate::{Error, Kind, ReadLimits};

impl<K: Kind> Error<K> {
    /// The response if it is no error, with its body still to be read; else the error. For `reqwest`.
    ///
    /// An error is a status from 400 on, and a redirect only if the book has it: `304 Not Modified` is none. Its body is
    /// read within [`ReadLimits::default`]; if that breaks off, what came is decoded, and the cause is the error's source.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// # async fn run() {
    /// # let sent: http::Response<String> = Error::from(OutOfStock::new(3, 1)).into();
    /// # let response = reqwest::Response::from(sent);
    /// let error = Error::receive(response).await.unwrap_err();
    /// assert!(matches!(error.kind(), ErrorKind::OutOfStock(payload) if payload.left == 1));
    /// # }
    /// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(run());
    /// ```
    pub async fn receive(response: Response) -> Result<Response, Self> {
        Self::receive_within(response, ReadLimits::default()).await
    }

    /// As [`receive`](Error::receive), with other limits for the error's body.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// # async fn run() {
    /// use std::error::Error as _;
    /// use errbook::ReadLimits;
    ///
    /// let body = r#"{"error": {"code": "not_found", "message": "There is no shelf 7."}}"#;
    /// let response = reqwest::Response::from(http::Response::builder().status(404).body(body).unwrap());
    /// let error = Error::receive_within(response, ReadLimits::default().length(40)).await.unwrap_err();
    /// assert_eq!(error.code(), Some(ErrorCode::NotFound));
    /// assert_eq!(error.source().unwrap().to_string(), "the body is longer than 40 bytes");
    /// # }
    /// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(run());
    /// ```
    pub async fn receive_within(mut response: Response, limits: ReadLimits) -> Result<Response, Self> {
        if !is_error::<K>(response.status().as_u16()) {
            return Ok(response);
        }
        let mut part = Part::new(limits);
        let end = read(&mut response, &mut part).await;
        Err(part.decode(response.status(), response.headers(), end))
    }

    /// A success, read from JSON; else what went wrong. For `reqwest`.
    ///
    /// What an error is, and how it is read, is as in [`receive`](Error::receive). A success is read to its end: the client's
    /// own timeouts hold for it.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// # async fn run() -> Result<(), errbook::reqwest::Failure<ErrorKind>> {
    /// # let response = reqwest::Response::from(http::Response::new(r#"["Dune", "Emma"]"#));
    /// let titles: Vec<String> = Error::receive_json(response).await?;
    /// assert_eq!(titles, ["Dune", "Emma"]);
    /// # Ok(())
    /// # }
    /// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(run()).unwrap();
    /// ```
    pub async fn receive_json<T: DeserializeOwned>(response: Response) -> Result<T, Failure<K>> {
        Self::receive_json_within(response, ReadLimits::default()).await
    }

    /// As [`receive_json`](Error::receive_json), with other limits for an error's body. A success has none.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// # async fn run() -> Result<(), errbook::reqwest::Failure<ErrorKind>> {
    /// use errbook::ReadLimits;
    ///
    /// # let response = reqwest::Response::from(http::Response::new(r#"["Dune", "Emma"]"#));
    /// let titles: Vec<String> = Error::receive_json_within(response, ReadLimits::default().length(1)).await?;
    /// assert_eq!(titles.len(), 2);
    /// # Ok(())
    /// # }
    /// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(run()).unwrap();
    /// ```
    pub async fn receive_json_within<T: DeserializeOwned>(
        response: Response,
        limits: ReadLimits,
    ) -> Result<T, Failure<K>> {
        let response = Self::receive_within(response, limits).await?;
        let status = response.status();
        let body = response.bytes().await?;
        // Editors and older frameworks put a byte-order mark there.
        match serde_json::from_slice(body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&body)) {
            Ok(value) => Ok(value),
            Err(cause) => Err(Failure::Body(UnexpectedBody { status, body: body.into(), cause })),
        }
    }
}

/// Reads a body until it ends, breaks off or reaches a limit. What came is in `part` in any case.
async fn read(response: &mut Response, part: &mut Part) -> Result<(), Broken> {
    let limits = part.limits();
    let chunks = async {
        while let Some(chunk) = response.chunk().await? {
            part.push(&chunk)?;
        }
        Ok(())
    };
    timeout(limits.longest_time(), chunks).await.unwrap_or_else(|_| Err(limits.too_slow().into()))
}

/// All that can go wrong with a request: `?` makes one of an [`Error`] and of `reqwest`'s own.
///
/// Give it a name once: `type Failure = errbook::reqwest::Failure<ErrorKind>`. `Display` and
/// [`source`](core::error::Error::source) are those of what is inside.
///
/// ```
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// # async fn run() {
/// # let sent: http::Response<String> = Error::from(OutOfStock::new(3, 1)).into();
/// # let response = reqwest::Response::from(sent);
/// type Failure = errbook::reqwest::Failure<ErrorKind>;
///
/// let failure: Failure = Error::receive_json::<Vec<String>>(response).await.unwrap_err();
/// match &failure {
///     Failure::Api(error) => assert_eq!(error.code(), Some(ErrorCode::OutOfStock)),
///     Failure::Transport(_) => println!("nobody answered, or not all of it came"),
///     Failure::Body(unexpected) => println!("{} bytes that are no list of titles", unexpected.body().len()),
///     _ => {}
/// }
/// // Or only what the API says.
/// assert_eq!(failure.api().and_then(Error::code), Some(ErrorCode::OutOfStock));
/// # }
/// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(run());
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum Failure<K: Kind> {
    /// There is no response, or a success broke off: `reqwest`'s own error.
    Transport(::reqwest::Error),
    /// The API's error, whole or as far as it came.
    Api(Error<K>),
    /// A success, with a body that is not what the caller asked for.
    Body(UnexpectedBody),
}

impl<K: Kind> Failure<K> {
    /// The API's error, if it is one.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// use errbook::reqwest::Failure;
    ///
    /// let failure = Failure::from(Error::from(ErrorKind::NotFound));
    /// assert_eq!(failure.api().and_then(Error::code), Some(ErrorCode::NotFound));
    /// ```
    pub const fn api(&self) -> Option<&Error<K>> {
        match self {
            Self::Api(error) => Some(error),
            Self::Transport(_) | Self::Body(_) => None,
        }
    }
}

impl<K: Kind> From<::reqwest::Error> for Failure<K> {
    fn from(error: ::reqwest::Error) -> Self {
        Self::Transport(error)
    }
}

impl<K: Kind> From<Error<K>> for Failure<K> {
    fn from(error: Error<K>) -> Self {
        Self::Api(error)
    }
}

impl<K: Kind> From<UnexpectedBody> for Failure<K> {
    fn from(body: UnexpectedBody) -> Self {
        Self::Body(body)
    }
}

impl<K: Kind> fmt::Display for Failure<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Transport(error) => fmt::Display::fmt(error, f),
            Self::Api(error) => fmt::Display::fmt(error, f),
            Self::Body(body) => fmt::Display::fmt(body, f),
        }
    }
}

impl<K: Kind> core::error::Error for Failure<K> {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Transport(error) => error.source(),
            Self::Api(error) => error.source(),
            Self::Body(body) => body.source(),
        }
    }
}

/// A success whose body is not the JSON that was asked for. Why not is its [`source`](core::error::Error::source).
///
/// `Debug` does not show the body: a success may hold what no log should.
///
/// ```
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// # async fn run() {
/// use errbook::reqwest::Failure;
///
/// let response = reqwest::Response::from(http::Response::new("<h1>Sign in</h1>"));
/// let failure = Error::receive_json::<Vec<String>>(response).await.unwrap_err();
/// let Failure::Body(unexpected) = failure else { panic!("{failure:?}") };
/// assert_eq!(unexpected.to_string(), "the body is not what was expected (HTTP 200)");
/// assert_eq!(unexpected.body(), b"<h1>Sign in</h1>");
/// # }
/// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(run());
/// ```
pub struct UnexpectedBody {
    status: StatusCode,
    body: Vec<u8>,
    cause: serde_json::Error,
}

impl UnexpectedBody {
    /// The status.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// # async fn run() {
    /// use errbook::reqwest::Failure;
    ///
    /// let response = reqwest::Response::from(http::Response::new("<h1>Sign in</h1>"));
    /// let failure = Error::receive_json::<Vec<String>>(response).await.unwrap_err();
    /// let Failure::Body(unexpected) = failure else { panic!("{failure:?}") };
    /// assert_eq!(unexpected.status(), 200);
    /// # }
    /// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(run());
    /// ```
    pub const fn status(&self) -> StatusCode {
        self.status
    }

    /// The whole body.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// # async fn run() {
    /// use errbook::reqwest::Failure;
    ///
    /// let response = reqwest::Response::from(http::Response::new("<h1>Sign in</h1>"));
    /// let failure = Error::receive_json::<Vec<String>>(response).await.unwrap_err();
    /// let Failure::Body(unexpected) = failure else { panic!("{failure:?}") };
    /// assert_eq!(unexpected.body(), b"<h1>Sign in</h1>");
    /// # }
    /// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(run());
    /// ```
    pub fn body(&self) -> &[u8] {
        &self.body
    }
}

impl fmt::Display for UnexpectedBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the body is not what was expected (HTTP {})", self.status.as_u16())
    }
}

impl fmt::Debug for UnexpectedBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnexpectedBody")
            .field("status", &self.status.as_u16())
            .field("length", &self.body.len())
            .field("cause", &self.cause)
            .finish()
    }
}

impl core::error::Error for UnexpectedBody {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        Some(&self.cause)
    }
}
