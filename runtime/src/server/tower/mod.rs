//! A `tower` layer for responses that no handler made, and for features that depend on the request. It knows no
//! framework.
//!
//! With this feature, `http::Response::from(error)` and `axum`'s `IntoResponse` put the sent error into the extensions
//! of the response, where the layer finds it.
//!
//! - An error response that a framework or another layer made, for an unknown route, a timeout, a limit or a panic, is
//!   replaced by the book's error for its status ([`Error::for_status`](crate::Error::for_status)). Its body is empty or
//!   `text/plain` of at most 4 KiB, and its extensions hold neither an error of the book nor [`Verbatim`]. Its headers are
//!   kept, such as `Allow`. Its text becomes the source, for logs.
//! - In a book whose responses have members, such as a request ID: those that an error does not set are filled, by
//!   [`ErrorLayer::with_members`] and from the sources that the book names.
//! - With the feature `problem`: if the request's `Accept` asks for `application/problem+json`, the error is sent as
//!   problem details (RFC 9457). Every error gets `Vary: Accept`.
//! - With the feature `tracing`: everything that is logged during the request is in a span with the request's method, its ID,
//!   and with `axum` the route that it matched, including the event of an error response.
//!
//! Your own layers can read the error too:
//!
//! ```
//! # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
//! # use shop::*;
//! use std::sync::Arc;
//!
//! fn count<B>(response: http::Response<B>) -> http::Response<B> {
//!     if let Some(sent) = response.extensions().get::<Arc<Error>>() {
//!         println!("errors{{code={:?}}} + 1", sent.code_text());
//!     }
//!     response
//! }
//!
//! # let response: http::Response<String> = Error::from(ErrorKind::NotFound).into();
//! # assert_eq!(response.extensions().get::<Arc<Error>>().unwrap().code(), Some(ErrorCode::NotFound));
//! let response = tower::util::MapResponseLayer::new(count::<String>);
//! ```

#[cfg(feature = "problem")]
mod accept;
#[cfg(feature = "tracing")]
mod id;
#[cfg(feature = "problem")]
mod problem_details;
pub(super) mod replaced;

use core::fmt;
use core::future::Future;
use core::marker::PhantomData;
use core::pin::Pin;
use core::task::{Context, Poll, ready};
use std::boxed::Box;
use std::string::String;
use std::sync::Arc;
use std::vec::Vec;

use http::request::Parts;
use http::{HeaderName, Method, Request, Response};
use http_body::Body;
use tower_layer::Layer;
use tower_service::Service;

use super::members::Fill;
pub use super::replace::Verbatim;
use crate::{HasMembers, Kind, Value, more};

/// The header in which most proxies send a request's ID.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The layer, for the errors of a book.
///
/// Put it outside of everything that creates errors: in `axum`, add it last, with `Router::layer`. Only compression
/// belongs outside of it: a compressed text is not replaced.
///
/// `axum` adds `Allow` to its 405 around the layers of a router. If the book's code requires that header, put the layer
/// around the router: `ErrorLayer::<ErrorKind>::new().layer(router)`.
///
/// ```
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// use errbook::tower::ErrorLayer;
/// use std::convert::Infallible;
/// use tower::{ServiceBuilder, ServiceExt as _, service_fn};
///
/// // A limiter that knows no book.
/// async fn limited(_: http::Request<()>) -> Result<http::Response<String>, Infallible> {
///     Ok(http::Response::builder().status(429).header("Retry-After", "7").body(String::new()).unwrap())
/// }
///
/// let service = ServiceBuilder::new().layer(ErrorLayer::<ErrorKind>::new()).service(service_fn(limited));
/// # let future = async {
/// let response = service.oneshot(http::Request::new(())).await.unwrap();
/// assert_eq!(response.headers()["retry-after"], "7");
/// assert_eq!(response.body(), r#"{"error":{"code":"rate_limited","message":"Too many requests."}}"#);
/// # };
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future);
/// ```
pub struct ErrorLayer<K> {
    id: HeaderName,
    hook: Option<Hook>,
    kind: PhantomData<fn() -> K>,
}

/// Gives the values of the members of a response, from its request.
type Hook = Arc<dyn Fn(&Parts) -> Vec<Option<Value>> + Send + Sync>;

impl<K: Kind> ErrorLayer<K> {
    /// A layer that reads the request's ID from the header `x-request-id`.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// let layer = errbook::tower::ErrorLayer::<ErrorKind>::new();
    /// ```
    pub fn new() -> Self {
        Self { id: REQUEST_ID, hook: None, kind: PhantomData }
    }

    /// Sets the header that contains the request's ID.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// use errbook::tower::ErrorLayer;
    ///
    /// let layer = ErrorLayer::<ErrorKind>::new().with_id_header(http::HeaderName::from_static("x-amzn-trace-id"));
    /// ```
    #[must_use]
    pub fn with_id_header(self, name: HeaderName) -> Self {
        Self { id: name, ..self }
    }
}

impl<K: HasMembers> ErrorLayer<K> {
    /// Sets a hook that gives the members of error responses, such as a request ID. It is called for every request, since
    /// the request is gone when the error is known.
    ///
    /// A member that the error itself [sets](crate::Error::with_members) takes precedence. Members that the hook leaves
    /// out come from the source that the book names.
    ///
    /// ```
    /// # mod store { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/store.rs")); }
    /// # use store::*;
    /// use errbook::tower::ErrorLayer;
    /// # use std::convert::Infallible;
    /// # use tower::{ServiceBuilder, ServiceExt as _, service_fn};
    ///
    /// let layer = ErrorLayer::<ErrorKind>::new().with_members(|request| {
    ///     let id = request.headers.get("x-request-id").and_then(|id| id.to_str().ok());
    ///     id.map_or_else(Members::new, |id| Members::new().with_request_id(id))
    /// });
    ///
    /// # async fn handle(_: http::Request<()>) -> Result<http::Response<String>, Infallible> {
    /// #     Ok(Error::from(ErrorKind::NotFound).into())
    /// # }
    /// # let service = ServiceBuilder::new().layer(layer).service(service_fn(handle));
    /// # let request = http::Request::get("/").header("x-request-id", "r1").body(()).unwrap();
    /// # let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    /// # let response = runtime.block_on(service.oneshot(request)).unwrap();
    /// # assert!(response.body().ends_with(r#","request_id":"r1"}"#));
    /// ```
    #[must_use]
    pub fn with_members(self, hook: impl Fn(&Parts) -> K::Members + Send + Sync + 'static) -> Self {
        Self { hook: Some(Arc::new(move |request| more::owned(&hook(request)))), ..self }
    }
}

impl<K: Kind> Default for ErrorLayer<K> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K> Clone for ErrorLayer<K> {
    fn clone(&self) -> Self {
        Self { id: self.id.clone(), hook: self.hook.clone(), kind: PhantomData }
    }
}

impl<K> fmt::Debug for ErrorLayer<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ErrorLayer").field("id", &self.id).finish_non_exhaustive()
    }
}

impl<S, K> Layer<S> for ErrorLayer<K> {
    type Service = ErrorService<S, K>;

    fn layer(&self, inner: S) -> ErrorService<S, K> {
        ErrorService { inner, layer: self.clone() }
    }
}

/// A service with an [`ErrorLayer`] around it.
///
/// The body of its responses can be made from a `String`, such as `String` itself, `Full<Bytes>` and the body of `axum`.
///
/// ```
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// use errbook::tower::{ErrorFuture, ErrorLayer, ErrorService};
/// use std::future::{Ready, ready};
/// use tower::{Layer as _, Service as _, service_fn};
///
/// type Answer = Result<http::Response<String>, std::convert::Infallible>;
///
/// fn handle(_: http::Request<()>) -> Ready<Answer> {
///     ready(Ok(Error::from(ErrorKind::NotFound).into()))
/// }
///
/// let mut service: ErrorService<_, ErrorKind> = ErrorLayer::new().layer(service_fn(handle));
/// let answer: ErrorFuture<Ready<Answer>, ErrorKind> = service.call(http::Request::new(()));
/// # let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
/// # assert_eq!(runtime.block_on(answer).unwrap().status(), 404);
/// ```
pub struct ErrorService<S, K> {
    inner: S,
    layer: ErrorLayer<K>,
}

impl<S: Clone, K> Clone for ErrorService<S, K> {
    fn clone(&self) -> Self {
        Self { inner: self.inner.clone(), layer: self.layer.clone() }
    }
}

impl<S: fmt::Debug, K> fmt::Debug for ErrorService<S, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ErrorService").field("inner", &self.inner).field("layer", &self.layer).finish()
    }
}

impl<S, K, A, B> Service<Request<A>> for ErrorService<S, K>
where
    S: Service<Request<A>, Response = Response<B>>,
    B: Body + From<String>,
    K: Kind,
{
    type Response = Response<B>;
    type Error = S::Error;
    type Future = ErrorFuture<S::Future, K>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request<A>) -> Self::Future {
        #[cfg(feature = "problem")]
        let negotiation = problem_details::Negotiation::of(&request);
        let is_head = request.method() == Method::HEAD;
        let (request, fill) = filling::<K, A>(request, self.layer.hook.as_ref());
        #[cfg(feature = "tracing")]
        let span = id::span(&request, &self.layer.id);
        #[cfg(feature = "tracing")]
        let entered = span.enter();
        let inner = Box::pin(self.inner.call(request));
        #[cfg(feature = "tracing")]
        drop(entered);
        ErrorFuture {
            inner,
            is_head,
            fill,
            #[cfg(feature = "problem")]
            negotiation,
            #[cfg(feature = "tracing")]
            span,
            kind: PhantomData,
        }
    }
}

/// What fills the members of the response to a request.
fn filling<K: Kind, A>(request: Request<A>, hook: Option<&Hook>) -> (Request<A>, Option<Fill>) {
    if K::schema().form.is_none() {
        return (request, None);
    }
    let (parts, body) = request.into_parts();
    let hook = || hook.map(|hook| hook(&parts)).unwrap_or_default();
    let fill = Fill::of::<K>(path(&parts), &parts.headers, hook);
    (Request::from_parts(parts, body), fill)
}

/// The path of the request, also inside of a nested router.
fn path(parts: &Parts) -> &str {
    #[cfg(feature = "axum")]
    if let Some(original) = parts.extensions.get::<::axum::extract::OriginalUri>() {
        return original.0.path();
    }
    parts.uri.path()
}

/// The future of an [`ErrorService`].
///
/// ```
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// use errbook::tower::{ErrorFuture, ErrorLayer};
/// use std::future::{Ready, ready};
/// use tower::{Layer as _, Service as _, service_fn};
///
/// type Answer = Result<http::Response<String>, std::convert::Infallible>;
///
/// let mut service = ErrorLayer::<ErrorKind>::new()
///     .layer(service_fn(|_: http::Request<()>| ready(Answer::Ok(Error::from(ErrorKind::NotFound).into()))));
/// let future: ErrorFuture<Ready<Answer>, ErrorKind> = service.call(http::Request::new(()));
/// # let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
/// # assert_eq!(runtime.block_on(future).unwrap().status(), 404);
/// ```
pub struct ErrorFuture<F, K> {
    inner: Pin<Box<F>>,
    is_head: bool,
    fill: Option<Fill>,
    #[cfg(feature = "problem")]
    negotiation: problem_details::Negotiation,
    #[cfg(feature = "tracing")]
    span: tracing::Span,
    kind: PhantomData<fn() -> K>,
}

impl<F, K, B, E> Future for ErrorFuture<F, K>
where
    F: Future<Output = Result<Response<B>, E>>,
    B: Body + From<String>,
    K: Kind,
{
    type Output = Result<Response<B>, E>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        #[cfg(feature = "tracing")]
        let _entered = this.span.enter();
        let response = ready!(this.inner.as_mut().poll(cx))?;
        let response = replaced::unless_handled::<K, B>(response, this.is_head);
        let response = match this.fill.take() {
            Some(fill) => replaced::with_members::<K, B>(response, fill, this.is_head),
            None => response,
        };
        #[cfg(feature = "problem")]
        let response = this.negotiation.apply::<K, B>(response);
        Poll::Ready(Ok(response))
    }
}

impl<F, K> fmt::Debug for ErrorFuture<F, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ErrorFuture").finish_non_exhaustive()
    }
}
