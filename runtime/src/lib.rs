//! Behaviour that every generated error crate shares: decoding, encoding, the tables' types, retry advice.
//!
//! Nobody writes against this crate alone. A compiler, `errbook-codegen`, turns a table of errors (a *book*) into a
//! crate of facts: an enum of codes, a payload for each code that carries one, static tables. That crate depends on this
//! one for all behaviour. This crate knows no code and no book.
//!
//! Two tiers:
//!
//! - **always**, without `alloc`: what a bare code table needs. [`Code`], [`Facts`], [`Texts`], [`Retry`], [`Index`] and
//!   [`hash`].
//! - with **`std`** (the default): `Error`, JSON, header values, and `wire`.
//!
//! # Features
//!
//! | feature | gives |
//! |---|---|
//! | `std` (default) | `Error`, its JSON, and everything that allocates |
//! | `http` | `http::HeaderMap` and `http::StatusCode` in and out, `http::Response` from an error |
//! | `jiff` | `Timestamp` to and from `jiff::Timestamp` |
//! | `retry` | advice after a failed attempt; a plan for `backon`, a policy for `tower::retry` |
//! | `tracing` | one event where an error becomes a response |
//! | `tower` | a layer for what needs the request: problem details where they are asked for, the request's ID in the log |
//! | `axum` | `IntoResponse`; a kit that turns rejections, 404, 405 and panics into the book's codes |
//! | `actix` | `ResponseError`, and the same kit; needs Rust 1.89 |
//! | `reqwest` | a response to its body or to the error, which is read within limits |
//! | `problem` | problem details (RFC 9457), written and read |
//!
//! # An example
//!
//! `ErrorKind`, `OutOfStock` and the alias `Error` come from a generated crate; here it is a small one, for a shop.
//!
#![cfg_attr(feature = "std", doc = "```")]
#![cfg_attr(not(feature = "std"), doc = "```ignore")]
//! # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
//! # use shop::*;
//! // The server's side.
//! let error = Error::from(OutOfStock::new(3, 1));
//! let sent = error.encode();
//! assert_eq!(sent.status, 409);
//! assert_eq!(
//!     sent.body,
//!     r#"{"error":{"code":"out_of_stock","message":"Only 1 left, and 3 are wanted.","wanted":3,"left":1}}"#,
//! );
//!
//! // The client's side. Decoding never fails.
//! let error = Error::decode(sent.status, &sent.headers, &sent.body);
//! match error.kind() {
//!     ErrorKind::OutOfStock(payload) => assert_eq!(payload.left, 1),
//!     other => panic!("{other}"),
//! }
//! let error = Error::decode(502, &(), "<html>Bad Gateway</html>");
//! assert_eq!(error.code(), None);
//! assert_eq!(error.to_string(), "no readable error code (HTTP 502)");
//! ```
//!
//! # A server, by `axum`
//!
#![cfg_attr(feature = "axum", doc = "```")]
#![cfg_attr(not(feature = "axum"), doc = "```ignore")]
//! # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
//! # use shop::*;
//! use axum::{Router, extract::Path, routing::post};
//! use errbook::axum::{Checked, not_found};
//!
//! async fn order(Checked(Path(wanted), ..): Checked<Path<u64>, ErrorKind>) -> Result<String, Error> {
//!     let left = 1;
//!     if wanted > left { Err(OutOfStock::new(wanted, left))? }
//!     Ok(format!("{wanted} on the way."))
//! }
//!
//! let app: Router = Router::new().route("/orders/{wanted}", post(order)).fallback(not_found::<ErrorKind>);
//! # async fn run(app: Router) {
//! #     use tower::ServiceExt as _;
//! #     for (path, status) in [("/orders/1", 200), ("/orders/3", 409), ("/", 404)] {
//! #         let request = http::Request::post(path).body(axum::body::Body::empty()).unwrap();
//! #         assert_eq!(app.clone().oneshot(request).await.unwrap().status(), status);
//! #     }
//! # }
//! # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(run(app));
//! ```
//!
//! # A client, by `reqwest`
//!
#![cfg_attr(feature = "reqwest", doc = "```")]
#![cfg_attr(not(feature = "reqwest"), doc = "```ignore")]
//! # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
//! # use shop::*;
//! async fn order(client: &reqwest::Client, url: &str) -> Result<(), reqwest::Error> {
//!     match Error::receive(client.post(url).send().await?).await {
//!         Ok(response) => println!("{}", response.text().await?),
//!         Err(error) => match error.kind() {
//!             ErrorKind::OutOfStock(payload) => println!("Only {} left. Order fewer?", payload.left),
//!             _ => println!("{}", error.message()),
//!         },
//!     }
//!     Ok(())
//! }
//! # let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
//! # let url = format!("http://{}/orders/3", listener.local_addr().unwrap());
//! # let server = std::thread::spawn(move || {
//! #     use std::io::{Read, Write};
//! #     let (mut stream, _) = listener.accept().unwrap();
//! #     stream.read(&mut [0; 1024]).unwrap();
//! #     let body = Error::from(OutOfStock::new(3, 1)).encode().body;
//! #     write!(stream, "HTTP/1.1 409 Conflict\r\nContent-Length: {}\r\n\r\n{body}", body.len()).unwrap();
//! # });
//! # let client = reqwest::Client::builder().no_proxy().build().unwrap();
//! # let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
//! # runtime.block_on(order(&client, &url)).unwrap();
//! # server.join().unwrap();
//! ```
#![no_std]

#[cfg(feature = "std")]
extern crate std;

pub mod code;
mod facts;
pub mod hash;
mod index;
pub mod retry;

pub use code::{Code, UnknownCode};
pub use facts::{Deprecated, Facts, Texts};
pub use index::Index;
pub use retry::{Backoff, Jitter, Retry, When};

#[cfg(feature = "actix")]
pub mod actix;
#[cfg(feature = "std")]
mod arrival;
#[cfg(feature = "axum")]
pub mod axum;
#[cfg(feature = "std")]
mod body;
#[cfg(feature = "std")]
mod check;
#[cfg(feature = "std")]
mod decode;
#[cfg(feature = "std")]
mod delay;
#[cfg(feature = "std")]
mod document;
#[cfg(feature = "std")]
mod envelope;
#[cfg(feature = "std")]
mod error;
#[cfg(feature = "std")]
mod header_text;
#[cfg(feature = "std")]
mod http_date;
#[cfg(feature = "http")]
mod http_types;
#[cfg(feature = "std")]
pub mod kind;
#[cfg(feature = "http")]
mod log;
#[cfg(feature = "std")]
mod member;
#[cfg(feature = "std")]
mod or_error;
#[cfg(any(feature = "actix", feature = "axum"))]
mod panicked;
#[cfg(feature = "problem")]
mod problem;
#[cfg(feature = "std")]
mod problems;
#[cfg(feature = "std")]
mod quote;
#[cfg(feature = "std")]
mod read;
#[cfg(feature = "std")]
mod received;
#[cfg(feature = "reqwest")]
pub mod reqwest;
#[cfg(feature = "std")]
mod resolve;
#[cfg(feature = "std")]
mod send;
#[cfg(feature = "std")]
mod shown;
#[cfg(feature = "std")]
mod slots;
#[cfg(feature = "std")]
mod surrogate;
#[cfg(feature = "std")]
mod table;
#[cfg(feature = "std")]
mod text;
#[cfg(feature = "std")]
mod timestamp;
#[cfg(feature = "tower")]
pub mod tower;
#[cfg(feature = "std")]
mod unknown;
#[cfg(feature = "std")]
mod value;
#[cfg(feature = "std")]
mod value_json;
#[cfg(feature = "std")]
pub mod wire;

/// Where the examples of a generated crate, which depends on this one alone, find what they stand on.
#[doc(hidden)]
#[cfg(feature = "http")]
pub mod __examples {
    #[cfg(feature = "axum")]
    pub use ::axum;
    pub use ::http;
    #[cfg(feature = "reqwest")]
    pub use {::reqwest, ::tokio};
}

#[cfg(feature = "std")]
pub use arrival::{Headers, IntoStatus};
#[cfg(feature = "std")]
pub use delay::{Delay, InvalidDelay};
#[cfg(feature = "std")]
pub use envelope::Envelope;
#[cfg(feature = "std")]
pub use header_text::{HeaderText, InvalidHeaderText};
#[cfg(feature = "std")]
pub use http_date::{HttpDate, InvalidHttpDate};
#[cfg(feature = "std")]
pub use kind::{Kind, Payload};
#[cfg(feature = "std")]
pub use member::{Member, Values};
#[cfg(feature = "std")]
pub use or_error::OrError;
#[cfg(feature = "std")]
pub use problems::Problem;
#[cfg(feature = "std")]
pub use read::{LimitReached, ReadLimits};
#[cfg(feature = "std")]
pub use received::Received;
#[cfg(feature = "std")]
pub use send::Response;
#[cfg(feature = "std")]
pub use shown::{Items, Members, Shown};
#[cfg(feature = "std")]
pub use table::{Field, Header, HeaderType, Part, Shape, Table, Type};
#[cfg(feature = "std")]
pub use timestamp::{InvalidTimestamp, Timestamp};
#[cfg(feature = "std")]
pub use unknown::{Reason, Unknown};
#[cfg(feature = "std")]
pub use value::Value;

/// An error of a book: one that a server is about to send, or one that a client has received.
///
/// A generated crate names it once, `pub type Error = errbook::Error<ErrorKind>`. It is one pointer wide, also inside an
/// `Option`; it is `Send`, `Sync` and a [`std::error::Error`].
///
/// - A server makes one of a payload or a kind: `OutOfStock::new(3, 1).into()`, `Err(ErrorKind::NotFound)?`, or
///   [`or_error`](OrError::or_error) on any `Result`. [`encode`](Error::encode) gives the response.
/// - A client makes one of a response, with [`decode`](Error::decode), which never fails.
///
/// [`source`](std::error::Error::source) is for logs: nothing that is sent ever contains it.
///
/// [`encode`](Error::encode) is the one way out: [`status`](Error::status) and [`message`](Error::message) are this error's
/// own, and not always what is sent. An error that was decoded is not sent on by accident: see [`forward`](Error::forward).
///
/// ```
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// fn page(number: u32) -> Result<&'static str, Error> {
///     match number {
///         0 => Ok("home"),
///         1 => Err(OutOfStock::new(3, 1).into()),
///         _ => Err(ErrorKind::NotFound)?,
///     }
/// }
///
/// assert_eq!(page(1).unwrap_err().code(), Some(ErrorCode::OutOfStock));
/// assert_eq!(page(2).unwrap_err().status(), 404);
/// assert_eq!(size_of::<Option<Error>>(), size_of::<usize>());
/// ```
#[cfg(feature = "std")]
#[must_use = "an error that nobody returns, sends or looks at is lost"]
pub struct Error<K: Kind>(std::boxed::Box<error::Inner<K>>);

/// What generated code names, so that a generated crate has one dependency.
#[doc(hidden)]
pub mod __private {
    pub use serde_core;
}
