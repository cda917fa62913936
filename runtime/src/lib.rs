//! The runtime of generated error crates: decoding, encoding, server and client adapters, and retry advice.
//!
//! `errbook-codegen` compiles a table of an API's errors (a *book*) into a crate with an enum of codes, a payload for
//! each code that has one, and static tables. That crate depends on this one for all behavior, and re-exports it as
//! `errbook`. This crate knows no code and no book.
//!
//! Without the feature `std` it provides only the table of codes, without `alloc`: [`Code`], [`Retry`] and
//! [`Deprecated`].
//!
//! # Features
//!
//! <!-- reference:features -->
//!
//! | Feature | Provides |
//! | --- | --- |
//! | `std` (default) | `Error` and its JSON. Without it, only the codes, for `no_std` without an allocator |
//! | `http` | conversions from and to the types of the crate `http` |
//! | `jiff` | conversions between `Timestamp` and `jiff::Timestamp` |
//! | `retry` | retry advice, also for `backon` and `tower::retry` |
//! | `tracing` | a log event for each error that is sent |
//! | `tower` | a layer: the book's errors in place of a framework's own, problem details, the request's ID in logs |
//! | `axum` | errors as responses of `axum` 0.8, and for rejected input |
//! | `actix` | errors as responses of `actix-web` 4, and the book's errors in place of the framework's own; needs Rust 1.89 |
//! | `reqwest` | errors from `reqwest` 0.13 responses, read within limits |
//! | `problem` | problem details (RFC 9457), encoded and decoded |
//! | `utoipa` | the errors in the document that `utoipa` 6 makes of handlers, with `responses!` |
//!
//! <!-- /reference -->
//!
//! # Example
//!
//! `ErrorKind`, `OutOfStock` and the alias `Error` come from a generated crate, here a small one for a shop.
//!
#![cfg_attr(feature = "std", doc = "```")]
#![cfg_attr(not(feature = "std"), doc = "```ignore")]
//! # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
//! # use shop::*;
//! // On the server.
//! let error = Error::from(OutOfStock::new(3, 1));
//! let sent = error.encode();
//! assert_eq!(sent.status, 409);
//! assert_eq!(
//!     sent.body,
//!     r#"{"error":{"code":"out_of_stock","message":"Only 1 left, and 3 are wanted.","wanted":3,"left":1}}"#,
//! );
//!
//! // In the client. Decoding never fails.
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
//! # A server with `axum`
//!
#![cfg_attr(feature = "axum", doc = "```")]
#![cfg_attr(not(feature = "axum"), doc = "```ignore")]
//! # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
//! # use shop::*;
//! use axum::{Router, extract::Path, routing::post};
//! use errbook::axum::Checked;
//! use errbook::tower::ErrorLayer;
//!
//! async fn order(Checked(Path(wanted), ..): Checked<Path<u64>, ErrorKind>) -> Result<String, Error> {
//!     let left = 1;
//!     if wanted > left { Err(OutOfStock::new(wanted, left))? }
//!     Ok(format!("{wanted} on the way."))
//! }
//!
//! let app: Router = Router::new().route("/orders/{wanted}", post(order)).layer(ErrorLayer::<ErrorKind>::new());
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
//! # A client with `reqwest`
//!
#![cfg_attr(feature = "reqwest", doc = "```")]
#![cfg_attr(not(feature = "reqwest"), doc = "```ignore")]
//! # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
//! # use shop::*;
//! use errbook::BodyLimits;
//!
//! async fn order(client: &reqwest::Client, url: &str) -> Result<(), reqwest::Error> {
//!     match Error::receive(client.post(url).send().await?, BodyLimits::default()).await {
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

#[doc(hidden)]
pub mod __private;
#[cfg(feature = "std")]
mod app_error;
#[cfg(feature = "std")]
mod cause;
#[cfg(feature = "std")]
mod client;
mod code;
#[cfg(feature = "std")]
mod decode;
#[cfg(feature = "__compiler")]
mod described;
#[cfg(feature = "std")]
mod encode;
#[cfg(feature = "std")]
mod error;
#[cfg(feature = "std")]
mod kind;
#[cfg(feature = "std")]
mod more;
#[cfg(feature = "utoipa")]
mod openapi;
#[cfg(feature = "std")]
mod or_error;
#[cfg(feature = "std")]
mod schema;
#[cfg(feature = "http")]
mod server;
#[cfg(feature = "std")]
mod text;
#[cfg(feature = "std")]
mod value;

#[cfg(feature = "reqwest")]
pub use client::reqwest;
#[cfg(any(feature = "retry", feature = "__compiler"))]
pub use client::retry;
#[cfg(feature = "std")]
pub use client::{BodyLimits, LimitReached};
pub use code::{Backoff, Code, Deprecated, Jitter, Retry, UnknownCode, When};
#[cfg(feature = "std")]
pub use decode::{DecodeIssue, Headers, IntoStatus, Received, Unknown, UnknownReason};
#[cfg(feature = "std")]
pub use encode::Response;
#[cfg(feature = "tracing")]
pub use encode::log as tracing;
#[cfg(feature = "std")]
pub use error::Error;
#[cfg(feature = "std")]
pub use kind::{Kind, Payload};
#[cfg(feature = "std")]
pub use more::{HasMembers, ResponseMembers};
#[cfg(feature = "std")]
pub use or_error::OrError;
#[cfg(feature = "http")]
#[allow(unused_imports, unreachable_pub, reason = "without the feature of a framework there is none")]
pub use server::*;
#[cfg(feature = "std")]
pub use value::{
    Delay, Epoch, EpochMillis, EpochSeconds, HeaderText, HttpDate, Millis, Minutes, ParseError, RetryAfter, Seconds,
    Timestamp, Value,
};
