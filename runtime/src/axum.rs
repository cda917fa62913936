//! Errors as responses of `axum` 0.8, and a kit that turns its own errors into the book's.
//!
//! A framework answers on its own where no handler is asked: a body that cannot be read, a path that there is not, a method
//! that a path does not have, a handler that panics. The kit answers with the book's code for that status in its place, see
//! [`Error::for_status`]; in a book that has none the framework's answer stays. Its headers stay in either case, `Allow`
//! among them. Its text does not: it is the cause, for the log, unless [`Told`] says otherwise.
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
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use http::request::Parts;

use crate::panicked::Panic;
use crate::{Error, Kind};

/// The longest text of a framework that is kept.
const LONGEST_TEXT: usize = 4 << 10;

/// What [`encode`](Error::encode) gives. With the feature `tower` the error that is sent is among the extensions, as an `Arc`.
impl<K: Kind> IntoResponse for Error<K> {
    fn into_response(self) -> Response {
        http::Response::<Body>::from(self)
    }
}

/// An extractor whose rejection is answered with an error of the book: of a body, a path, a query, or whatever else.
///
/// An extractor of one's own that rejects with an error of the book needs none of this: that error would be answered like
/// any other rejection, by its status alone.
///
/// Its second member says which book, and needs no name: `Checked(Json(order), ..): Checked<Json<Order>, ErrorKind>`.
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
/// // The shop has no code for 400, so axum's own answer stays.
/// assert_eq!(rejected.into_response().status(), 400);
/// # };
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future);
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Checked<E, K, T = Kept>(pub E, pub PhantomData<fn() -> (K, T)>);

/// What becomes of a framework's own text: [`Kept`] or [`Told`].
///
/// ```
/// use errbook::axum::{Kept, Telling, Told};
///
/// assert!(Told::TELLS);
/// assert!(!Kept::TELLS);
/// ```
pub trait Telling {
    /// Whether the text of a rejection with a status of 400 to 499 becomes the error's message.
    const TELLS: bool;
}

/// The framework's text is not passed on: it may tell what is nobody's business.
///
/// ```
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// use axum::extract::{FromRequestParts as _, Path};
/// use axum::response::IntoResponse as _;
/// use errbook::axum::{Checked, Kept};
///
/// // What `Checked` does unless it is told otherwise.
/// type Shelf = Checked<Path<u32>, ErrorKind, Kept>;
///
/// # let (mut parts, ()) = http::Request::new(()).into_parts();
/// # let future = async {
/// let rejected = Shelf::from_request_parts(&mut parts, &()).await.err().unwrap().into_response();
/// let body = axum::body::to_bytes(rejected.into_body(), 1 << 10).await.unwrap();
/// assert_eq!(body, r#"{"error":{"code":"internal_error","message":"A fault on the shop's side."}}"#);
/// # };
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future);
/// ```
#[derive(Debug, Clone, Copy)]
pub enum Kept {}

/// The framework's text becomes the message, for a status of 400 to 499: it often says best what is wrong with a request.
///
/// ```
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// use axum::body::to_bytes;
/// use axum::extract::FromRequestParts;
/// use axum::response::IntoResponse as _;
/// use errbook::axum::{Checked, Kept, Told};
/// use http::StatusCode;
///
/// /// Whoever is not on the list does not get in.
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
/// let told = Checked::<Guest, ErrorKind, Told>::from_request_parts(&mut parts, &()).await;
/// assert_eq!(
///     text!(told),
///     r#"{"error":{"code":"not_found","message":"You are not on the list of the 7th."}}"#,
/// );
/// let kept = Checked::<Guest, ErrorKind, Kept>::from_request_parts(&mut parts, &()).await;
/// assert_eq!(text!(kept), r#"{"error":{"code":"not_found","message":"There is no such thing."}}"#);
/// # };
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future);
/// ```
#[derive(Debug, Clone, Copy)]
pub enum Told {}

impl Telling for Kept {
    const TELLS: bool = false;
}

impl Telling for Told {
    const TELLS: bool = true;
}

/// A rejection as it is answered.
///
/// ```
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// use axum::extract::{FromRequestParts as _, Path};
/// use axum::response::IntoResponse as _;
/// use errbook::axum::{Checked, Refused};
///
/// # let (mut parts, ()) = http::Request::new(()).into_parts();
/// # let future = async {
/// // There is no route, and so no path to read: that is the server's own fault.
/// let refused: Refused = Checked::<Path<u32>, ErrorKind>::from_request_parts(&mut parts, &()).await.err().unwrap();
/// assert_eq!(refused.into_response().status(), 500);
/// # };
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future);
/// ```
pub struct Refused(Response);

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        self.0
    }
}

impl fmt::Debug for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Refused").field(&self.0.status()).finish()
    }
}

impl<S: Send + Sync, E: FromRequest<S>, K: Kind, T: Telling> FromRequest<S> for Checked<E, K, T> {
    type Rejection = Refused;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refused> {
        // Neither of the two need be `Send`: they are gone before anything is waited for.
        let theirs = match E::from_request(request, state).await {
            Ok(extracted) => return Ok(Self(extracted, PhantomData)),
            Err(rejection) => rejection.into_response(),
        };
        Err(refused::<K, T>(theirs).await)
    }
}

impl<S: Send + Sync, E: FromRequestParts<S>, K: Kind, T: Telling> FromRequestParts<S> for Checked<E, K, T> {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refused> {
        let theirs = match E::from_request_parts(parts, state).await {
            Ok(extracted) => return Ok(Self(extracted, PhantomData)),
            Err(rejection) => rejection.into_response(),
        };
        Err(refused::<K, T>(theirs).await)
    }
}

/// The book's answer in place of the framework's.
async fn refused<K: Kind, T: Telling>(theirs: Response) -> Refused {
    let status = theirs.status();
    let Some(error) = Error::<K>::for_status(status.as_u16()) else { return Refused(theirs) };
    let (parts, body) = theirs.into_parts();
    let error = match text(body).await {
        Some(text) if T::TELLS && status.is_client_error() => error.with_message(text.clone()).with_source(text),
        Some(text) => error.with_source(text),
        None => error,
    };
    let mut ours = error.into_response();
    for (name, value) in &parts.headers {
        let is_of_the_body = [CONTENT_TYPE, CONTENT_LENGTH, CONTENT_ENCODING].contains(name);
        if !is_of_the_body && !ours.headers().contains_key(name) {
            ours.headers_mut().append(name, value.clone());
        }
    }
    Refused(ours)
}

/// The text of a body that is there already. Nothing is waited for.
async fn text(body: Body) -> Option<String> {
    let length = body.size_hint().exact()?;
    if length > LONGEST_TEXT as u64 {
        return None;
    }
    let bytes = to_bytes(body, LONGEST_TEXT).await.ok()?;
    String::from_utf8(bytes.into()).ok().filter(|text| !text.is_empty())
}

fn answer<K: Kind>(status: StatusCode) -> Response {
    Error::<K>::for_status(status.as_u16()).map_or_else(|| status.into_response(), IntoResponse::into_response)
}

/// For `Router::fallback`: what there is no route for.
///
/// ```
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// let app: axum::Router = axum::Router::new().fallback(errbook::axum::not_found::<ErrorKind>);
/// ```
#[allow(clippy::unused_async, reason = "a handler is asynchronous")]
pub async fn not_found<K: Kind>() -> Response {
    answer::<K>(StatusCode::NOT_FOUND)
}

/// For `Router::method_not_allowed_fallback`: what a path has other methods for. `axum` adds `Allow`.
///
/// It holds for the routes that are there when it is called: it belongs after the last of them.
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
    answer::<K>(StatusCode::METHOD_NOT_ALLOWED)
}

/// For `CatchPanicLayer::custom` of `tower-http`: a handler that panicked. What it said is the source, for the log.
///
/// ```
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// let response = errbook::axum::panicked::<ErrorKind>(Box::new("the shelf has collapsed"));
/// assert_eq!(response.status(), 500);
/// assert_eq!(response.headers()["content-type"], "application/json");
/// ```
#[allow(clippy::needless_pass_by_value, reason = "the layer gives it away")]
pub fn panicked<K: Kind>(panic: Box<dyn Any + Send>) -> Response {
    match Error::<K>::for_status(500) {
        Some(error) => error.with_source(Panic::new(&*panic)).into_response(),
        None => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
