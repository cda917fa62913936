//! Errors as responses of `axum` 0.8, and the book's errors in place of the framework's own.
//!
//! A framework makes some responses itself: for an invalid body, an unknown path, an unsupported method, a handler that
//! panics. This module replaces each with the book's error for its status ([`Error::for_status`]); if the book has
//! none, the framework's response is sent. Its headers are kept in either case, including `Allow`. Its text becomes the
//! source, for logs, unless [`Expose`] is used.
//!
//! ```
//! # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
//! # use shop::*;
//! use axum::Router;
//! use axum::extract::Path;
//! use axum::routing::get;
//! use errbook::axum::{Checked, method_not_allowed, not_found};
//!
//! async fn shelf(Checked(Path(number), ..): Checked<Path<u32>, ErrorKind>) -> Result<&'static str, Error> {
//!     if number > 3 { Err(ErrorKind::NotFound.into()) } else { Ok("Books.") }
//! }
//!
//! let app: Router = Router::new()
//!     .route("/shelves/{number}", get(shelf))
//!     .fallback(not_found::<ErrorKind>)
//!     .method_not_allowed_fallback(method_not_allowed::<ErrorKind>);
//! ```

use core::any::Any;
use core::fmt;
use core::marker::PhantomData;
use std::boxed::Box;
use std::string::String;

use ::axum::body::{HttpBody as _, to_bytes};
use ::axum::extract::{FromRequest, FromRequestParts, Request};
use axum_core::body::Body;
use axum_core::response::{IntoResponse, Response};
use http::StatusCode;
use http::request::Parts;

pub use super::replace::{Details, Expose, Hide};
use super::replace::{Panic, describes_body, with_details};
use crate::{Error, Kind};

/// The maximum length of a framework's text that is kept.
const MAX_TEXT: usize = 4 << 10;

/// The response of [`encode`](Error::encode). With the feature `tower` the error that is sent is among the extensions,
/// as an `Arc`.
impl<K: Kind> IntoResponse for Error<K> {
    fn into_response(self) -> Response {
        http::Response::<Body>::from(self)
    }
}

/// An extractor whose rejection is replaced with an error of the book: of a body, a path, a query, or anything else.
///
/// Do not wrap an extractor that rejects with an error of the book: it would be replaced by its status, like any other
/// rejection.
///
/// The second field only names the book. Ignore it: `Checked(Json(order), ..): Checked<Json<Order>, ErrorKind>`.
///
/// ```
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// use axum::extract::{FromRequestParts as _, Query};
/// use axum::response::IntoResponse as _;
/// use errbook::axum::Checked;
///
/// # let (mut parts, ()) = http::Request::get("/?page=two").body(()).unwrap().into_parts();
/// # let future = async {
/// let rejected = Checked::<Query<u32>, ErrorKind>::from_request_parts(&mut parts, &()).await.err().unwrap();
/// // The shop has no code for 400, so the response is axum's own.
/// assert_eq!(rejected.into_response().status(), 400);
/// # };
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future);
/// ```
///
/// With [`Expose`] as the third parameter, the framework's text becomes the message:
///
/// ```
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// use axum::body::to_bytes;
/// use axum::extract::FromRequestParts;
/// use axum::response::IntoResponse as _;
/// use errbook::axum::{Checked, Expose};
/// use http::StatusCode;
///
/// /// Rejects every guest.
/// struct Guest;
///
/// impl<S: Sync> FromRequestParts<S> for Guest {
///     type Rejection = (StatusCode, &'static str);
///
///     async fn from_request_parts(_: &mut http::request::Parts, _: &S) -> Result<Self, Self::Rejection> {
///         Err((StatusCode::NOT_FOUND, "You are not on the list of the 7th."))
///     }
/// }
///
/// # let (mut parts, ()) = http::Request::new(()).into_parts();
/// # let future = async {
/// # macro_rules! text { ($rejected:expr) => {
/// #     to_bytes($rejected.err().unwrap().into_response().into_body(), 1 << 10).await.unwrap()
/// # } }
/// let exposed = Checked::<Guest, ErrorKind, Expose>::from_request_parts(&mut parts, &()).await;
/// assert_eq!(
///     text!(exposed),
///     r#"{"error":{"code":"not_found","message":"You are not on the list of the 7th."}}"#,
/// );
/// let hidden = Checked::<Guest, ErrorKind>::from_request_parts(&mut parts, &()).await;
/// assert_eq!(text!(hidden), r#"{"error":{"code":"not_found","message":"There is no such thing."}}"#);
/// # };
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future);
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Checked<E, K, D = Hide>(pub E, pub PhantomData<fn() -> (K, D)>);

/// The response to a rejected request.
///
/// ```
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// use axum::extract::{FromRequestParts as _, Path};
/// use axum::response::IntoResponse as _;
/// use errbook::axum::{Checked, Rejection};
///
/// # let (mut parts, ()) = http::Request::new(()).into_parts();
/// # let future = async {
/// // Without a route there is no path to extract, which is a bug in the server.
/// let rejection: Rejection = Checked::<Path<u32>, ErrorKind>::from_request_parts(&mut parts, &()).await.err().unwrap();
/// assert_eq!(rejection.into_response().status(), 500);
/// # };
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future);
/// ```
pub struct Rejection(Response);

impl IntoResponse for Rejection {
    fn into_response(self) -> Response {
        self.0
    }
}

impl fmt::Debug for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Rejection").field(&self.0.status()).finish()
    }
}

impl<S: Send + Sync, E: FromRequest<S>, K: Kind, D: Details> FromRequest<S> for Checked<E, K, D> {
    type Rejection = Rejection;

    async fn from_request(request: Request, state: &S) -> Result<Self, Rejection> {
        // The rejection need not be `Send`: it is dropped before the first await.
        let theirs = match E::from_request(request, state).await {
            Ok(extracted) => return Ok(Self(extracted, PhantomData)),
            Err(rejection) => rejection.into_response(),
        };
        Err(replaced::<K, D>(theirs).await)
    }
}

impl<S: Send + Sync, E: FromRequestParts<S>, K: Kind, D: Details> FromRequestParts<S> for Checked<E, K, D> {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Rejection> {
        let theirs = match E::from_request_parts(parts, state).await {
            Ok(extracted) => return Ok(Self(extracted, PhantomData)),
            Err(rejection) => rejection.into_response(),
        };
        Err(replaced::<K, D>(theirs).await)
    }
}

/// The book's response in place of the framework's.
async fn replaced<K: Kind, D: Details>(theirs: Response) -> Rejection {
    let status = theirs.status().as_u16();
    let Some(error) = Error::<K>::for_status(status) else { return Rejection(theirs) };
    let (head, body) = theirs.into_parts();
    let error = match text(body).await {
        Some(text) => with_details::<K, D>(error, status, text),
        None => error,
    };
    let mut ours = error.into_response();
    for (name, value) in &head.headers {
        if !describes_body(name.as_str()) && !ours.headers().contains_key(name) {
            ours.headers_mut().append(name, value.clone());
        }
    }
    Rejection(ours)
}

/// The text of a body that is complete already.
async fn text(body: Body) -> Option<String> {
    let length = body.size_hint().exact()?;
    if length > MAX_TEXT as u64 {
        return None;
    }
    let bytes = to_bytes(body, MAX_TEXT).await.ok()?;
    String::from_utf8(bytes.into()).ok().filter(|text| !text.is_empty())
}

fn respond<K: Kind>(status: StatusCode) -> Response {
    Error::<K>::for_status(status.as_u16()).map_or_else(|| status.into_response(), IntoResponse::into_response)
}

/// A fallback for `Router::fallback`, for unknown paths.
///
/// ```
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// let app: axum::Router = axum::Router::new().fallback(errbook::axum::not_found::<ErrorKind>);
/// ```
#[allow(clippy::unused_async, reason = "a handler is asynchronous")]
pub async fn not_found<K: Kind>() -> Response {
    respond::<K>(StatusCode::NOT_FOUND)
}

/// A fallback for `Router::method_not_allowed_fallback`, for unsupported methods. `axum` adds `Allow`.
///
/// Call `method_not_allowed_fallback` after adding all routes: it applies to existing routes only.
///
/// ```
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// use errbook::axum::method_not_allowed;
///
/// let app: axum::Router = axum::Router::new().method_not_allowed_fallback(method_not_allowed::<ErrorKind>);
/// ```
#[allow(clippy::unused_async, reason = "a handler is asynchronous")]
pub async fn method_not_allowed<K: Kind>() -> Response {
    respond::<K>(StatusCode::METHOD_NOT_ALLOWED)
}

/// A handler for `CatchPanicLayer::custom` of `tower-http`. The panic message becomes the source, for logs.
///
/// ```
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// let response = errbook::axum::panicked::<ErrorKind>(Box::new("the shelf has collapsed"));
/// assert_eq!(response.status(), 500);
/// assert_eq!(response.headers()["content-type"], "application/json");
/// ```
#[allow(clippy::needless_pass_by_value, reason = "the layer passes it by value")]
pub fn panicked<K: Kind>(panic: Box<dyn Any + Send>) -> Response {
    match Error::<K>::for_status(500) {
        Some(error) => error.with_source(Panic::new(&*panic)).into_response(),
        None => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
