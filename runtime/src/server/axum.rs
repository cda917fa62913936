//! Errors as responses of `axum` 0.8, and the book's errors in place of the framework's own.
//!
//! `axum` and its layers make some responses themselves: for an unknown route, an unsupported method, a timeout, a panic.
//! [`ErrorLayer`](crate::tower::ErrorLayer) replaces each with the book's error for its status ([`Error::for_status`]).
//! This module covers what a layer cannot do: [`Checked`] for rejected input, which can also send the framework's text,
//! [`reject`] for input rejected inside a handler, and [`panicked`], which keeps the panic message for the log.
//!
//! ```
//! # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
//! # use shop::*;
//! use axum::Router;
//! use axum::extract::Path;
//! use axum::routing::get;
//! use errbook::axum::Checked;
//! use errbook::tower::ErrorLayer;
//!
//! async fn shelf(Checked(Path(number), ..): Checked<Path<u32>, ErrorKind>) -> Result<&'static str, Error> {
//!     if number > 3 { Err(ErrorKind::NotFound.into()) } else { Ok("Books.") }
//! }
//!
//! let app: Router = Router::new().route("/shelves/{number}", get(shelf)).layer(ErrorLayer::<ErrorKind>::new());
//! ```

use core::any::Any;
use core::fmt;
use core::marker::PhantomData;
use std::boxed::Box;

use ::axum::extract::{FromRequest, FromRequestParts, Request};
use axum_core::body::Body;
use axum_core::response::{IntoResponse, Response};
use http::StatusCode;
use http::request::Parts;

use super::details::Panic;
pub use super::details::{Details, Expose, Hide};
use super::tower::replaced::replaced;
use crate::{Error, Kind, Payload};

/// The response of [`encode`](Error::encode). The sent error is in the extensions, as an `Arc`.
impl<K: Kind> IntoResponse for Error<K> {
    fn into_response(self) -> Response {
        http::Response::<Body>::from(self)
    }
}

/// An extractor whose rejection is replaced with an error of the book: for a body, a path, a query, or anything else.
///
/// An extractor may itself reject with an error of the book, which is sent unchanged.
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
        match E::from_request(request, state).await {
            Ok(extracted) => Ok(Self(extracted, PhantomData)),
            Err(rejection) => Err(Rejection(replaced::<K, Body>(rejection.into_response(), D::EXPOSE))),
        }
    }
}

impl<S: Send + Sync, E: FromRequestParts<S>, K: Kind, D: Details> FromRequestParts<S> for Checked<E, K, D> {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Rejection> {
        match E::from_request_parts(parts, state).await {
            Ok(extracted) => Ok(Self(extracted, PhantomData)),
            Err(rejection) => Err(Rejection(replaced::<K, Body>(rejection.into_response(), D::EXPOSE))),
        }
    }
}

/// Replaces a rejection inside a handler, such as for one part of a form, with the book's error for its status.
///
/// If the book has none, the framework's response is sent. So the handler returns a [`Rejection`], to which `?` converts
/// the errors of the book too.
///
/// ```
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// use axum::response::IntoResponse as _;
/// use errbook::axum::{Rejection, reject};
/// use http::StatusCode;
///
/// async fn order(shelf: Option<u32>) -> Result<String, Rejection> {
///     // As an extractor rejects that is called in a handler.
///     let shelf = shelf.ok_or((StatusCode::NOT_FOUND, "no such shelf")).map_err(reject::<ErrorKind>)?;
///     if shelf > 3 { Err(OutOfStock::new(1, 0))? }
///     Ok(format!("From shelf {shelf}."))
/// }
///
/// # let future = async {
/// assert_eq!(order(None).await.unwrap_err().into_response().headers()["content-type"], "application/json");
/// assert_eq!(order(Some(7)).await.unwrap_err().into_response().status(), 409);
/// # };
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future);
/// ```
pub fn reject<K: Kind>(rejection: impl IntoResponse) -> Rejection {
    Rejection(replaced::<K, Body>(rejection.into_response(), false))
}

impl<K: Kind> From<Error<K>> for Rejection {
    fn from(error: Error<K>) -> Self {
        Self(error.into_response())
    }
}

impl<P: Payload> From<P> for Rejection {
    fn from(payload: P) -> Self {
        Error::from(payload).into()
    }
}

/// A handler for `CatchPanicLayer::custom` of `tower-http`. The panic message becomes the source, for logs: the layer alone
/// does not see it.
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
