//! Errors as responses of `actix-web` 4, and the book's errors in place of the framework's own.
//!
//! `actix-web` and its middlewares make some responses themselves: for rejected input, an unknown path, an unsupported
//! method, a limit. [`caught`] replaces each with the book's error for its status ([`Error::for_status`]); if the book has none, the
//! response is sent. Its headers are kept in either case, such as `Allow`. Its text becomes the source, for logs.
//!
//! ```
//! # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
//! # use shop::*;
//! use actix_web::{App, middleware::from_fn, web};
//! use errbook::actix::caught;
//!
//! async fn shelf(number: web::Path<u32>) -> Result<&'static str, Error> {
//!     if *number > 3 { Err(ErrorKind::NotFound.into()) } else { Ok("Books.") }
//! }
//!
//! let app = App::new()
//!     .service(web::resource("/shelves/{number}").route(web::get().to(shelf)))
//!     .wrap(from_fn(caught::<ErrorKind, _>));
//! ```
//!
//! A route that was added with `App::route`, or with an attribute such as `#[get]`, matches path and method together,
//! so another method gives 404. A `web::resource` gives 405 with `Allow`, which is kept.

use core::fmt;
use core::future::{Future, poll_fn};
use core::marker::PhantomData;
use core::pin::pin;
use core::task::Poll;
use std::boxed::Box;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::string::ToString;
use std::vec::Vec;

use actix_web::body::{BodySize, BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::{ErrorNotFound, InternalError, PathError};
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::{FormConfig, JsonConfig, PathConfig, QueryConfig, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, ResponseError};

use super::details::Panic;
pub use super::details::{Details, Expose, Hide};
use super::members::Fill;
pub use super::replace::Verbatim;
use super::replace::{describes_body, is_bare, text, with_text};
use crate::encode::Encoded;
use crate::{Error, HasMembers, Headers, Kind, Value, more};

/// The response of [`encode`](Error::encode). With the feature `tracing` it is logged. `HttpResponse::error` returns
/// this error.
///
/// ```
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// use actix_web::HttpResponse;
///
/// let response = HttpResponse::from_error(Error::from(RateLimited::new(30)));
/// assert_eq!(response.status(), 429);
/// assert_eq!(response.headers().get("retry-after").unwrap(), "30");
/// ```
impl<K: Kind> ResponseError for Error<K> {
    fn status_code(&self) -> StatusCode {
        status_code(self.encode().status)
    }

    fn error_response(&self) -> HttpResponse {
        into_http(self.to_encoded())
    }
}

fn status_code(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

fn into_http(encoded: Encoded) -> HttpResponse {
    let has_body = !encoded.body.is_empty();
    let mut http = HttpResponse::with_body(status_code(encoded.status), BoxBody::new(encoded.body));
    for (name, value) in encoded.headers {
        // Invalid headers are omitted. The names and values of a book are valid.
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(&*name), HeaderValue::try_from(value)) {
            http.headers_mut().append(name, value);
        }
    }
    if has_body {
        http.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(encoded.media_type));
    }
    http
}

/// Configures an `App` to replace rejected JSON bodies, forms, paths and queries: with [`Expose`], so that the framework's
/// text is sent. [`caught`] replaces them too, with [`Hide`].
///
/// An application that configures one of those extractors itself overrides this, and should set [`rejection`] as its
/// error handler.
///
/// ```
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// use actix_web::{App, test, web};
/// use errbook::actix::{Expose, configure};
///
/// # let future = async {
/// let shelf = web::get().to(|number: web::Path<u32>| async move { format!("Shelf {number}.") });
/// let app = App::new().configure(configure::<ErrorKind, Expose>).route("/shelves/{number}", shelf);
/// let app = test::init_service(app).await;
/// let response = test::call_and_read_body(&app, test::TestRequest::with_uri("/shelves/x").to_request()).await;
/// let message = r#"Path deserialize error: can not parse \"x\" to a u32"#;
/// assert_eq!(response, format!(r#"{{"error":{{"code":"not_found","message":"{message}"}}}}"#));
/// # };
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future);
/// ```
pub fn configure<K: Kind, D: Details + 'static>(config: &mut ServiceConfig) {
    config
        .app_data(JsonConfig::default().error_handler(rejection::<K, D, _>))
        .app_data(FormConfig::default().error_handler(rejection::<K, D, _>))
        .app_data(PathConfig::default().error_handler(rejection::<K, D, _>))
        .app_data(QueryConfig::default().error_handler(rejection::<K, D, _>));
}

/// An error handler for the configuration of an extractor: replaces the framework's error with the book's.
///
/// ```
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// use actix_web::{App, web::JsonConfig};
/// use errbook::actix::{Expose, Hide, configure, rejection};
///
/// let json = JsonConfig::default().limit(4096).error_handler(rejection::<ErrorKind, Expose, _>);
/// let app = App::new().configure(configure::<ErrorKind, Hide>).app_data(json);
/// ```
pub fn rejection<K: Kind, D: Details, E: ResponseError + 'static>(error: E, _: &HttpRequest) -> actix_web::Error {
    let status = status_of(&error).as_u16();
    match Error::<K>::for_status(status) {
        // As text, since errors of a framework are not always `Send`.
        Some(replacement) => with_text(replacement, status, error.to_string(), D::EXPOSE).into(),
        None => untouched(error),
    }
}

/// The status of the framework's response. It sends 404 for a `PathError`, whose own `status_code` is 400.
pub(crate) fn status_of(error: &(dyn ResponseError + 'static)) -> StatusCode {
    if error.downcast_ref::<PathError>().is_some() { StatusCode::NOT_FOUND } else { error.status_code() }
}

/// The framework's own error for a rejection.
fn untouched<E: ResponseError + 'static>(error: E) -> actix_web::Error {
    match <dyn ResponseError>::downcast_ref(&error) {
        Some(PathError::Deserialize(error)) => ErrorNotFound(error.to_string()),
        _ => error.into(),
    }
}

/// A middleware for `middleware::from_fn`, which puts the book's errors in place of responses that no handler made.
///
/// - An error response whose body is empty or `text/plain` of at most 4 KiB: unless it is an error of the book, or has the
///   extension [`Verbatim`].
/// - In a book whose responses have members, such as a request ID: those that an error does not set are filled, by a
///   [`MembersHook`] and from the sources that the book names.
/// - A handler that panics. The panic message becomes the source, for logs. The error is the `Err` of this middleware,
///   since the request, which a response needs, is lost. If the book has no code for it, the response is an empty 500.
///
/// Register it with the last `wrap`, so that it wraps all others except compression.
///
/// ```
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// use actix_web::{App, middleware::from_fn, test, web};
/// use errbook::actix::caught;
///
/// # let future = async {
/// let shelf = web::get().to(|| async { panic!("the shelf has collapsed") as &'static str });
/// let app = App::new().route("/shelf", shelf).wrap(from_fn(caught::<ErrorKind, _>));
/// let app = test::init_service(app).await;
/// let error = test::try_call_service(&app, test::TestRequest::with_uri("/shelf").to_request()).await.unwrap_err();
/// assert_eq!(error.as_error::<Error>().unwrap().code(), Some(ErrorCode::InternalError));
///
/// let response = test::call_and_read_body(&app, test::TestRequest::with_uri("/nowhere").to_request()).await;
/// assert_eq!(response, r#"{"error":{"code":"not_found","message":"There is no such thing."}}"#);
/// # };
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future);
/// ```
pub async fn caught<K: Kind, B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, actix_web::Error> {
    let fill = filling::<K>(&request);
    match catch(async { next.call(request).await }).await {
        Ok(Ok(response)) => {
            let (request, response) = response.into_parts();
            let response = match replacement::<K, B>(&response) {
                Some(error) => {
                    let (Ok(response) | Err(response)) = with_members::<K, _>(replaced(error, response), fill);
                    response.map_into_right_body()
                }
                None => match with_members::<K, B>(response, fill) {
                    Ok(response) => response.map_into_right_body(),
                    Err(response) => response.map_into_left_body(),
                },
            };
            Ok(ServiceResponse::new(request, response))
        }
        Ok(Err(error)) => Err(match (fill, error.as_error::<Error<K>>()) {
            (None, Some(_)) => error,
            (fill, _) => {
                let fill = fill.map(Fill::values::<K>);
                Failed { error, replace: Box::new(move |theirs| replaced_if_bare::<K>(theirs, fill.as_deref())) }.into()
            }
        }),
        Err(panic) => Err(panicked::<K>(panic, fill)),
    }
}

/// Gives the members of error responses, such as a request ID: as `app_data`, for [`caught`]. It is called for every
/// request, since the request is gone when the error is known.
///
/// A member that the error itself [sets](Error::with_members) takes precedence. Members that the hook leaves out come from
/// the source that the book names.
///
/// ```
/// # mod store { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/store.rs")); }
/// # use store::*;
/// use actix_web::{App, middleware::from_fn, test};
/// use errbook::actix::{MembersHook, caught};
///
/// # let future = async {
/// let hook = MembersHook::<ErrorKind>::new(|request| {
///     let id = request.headers().get("x-request-id").and_then(|id| id.to_str().ok());
///     id.map_or_else(Members::new, |id| Members::new().with_request_id(id))
/// });
/// let app = App::new().app_data(hook).wrap(from_fn(caught::<ErrorKind, _>));
/// # let app = test::init_service(app).await;
/// # let request = test::TestRequest::with_uri("/nowhere").insert_header(("x-request-id", "r1")).to_request();
/// # let body = test::call_and_read_body(&app, request).await;
/// # assert!(body.ends_with(br#","request_id":"r1"}"#), "{body:?}");
/// # };
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future);
/// ```
pub struct MembersHook<K>(Box<Hook>, PhantomData<fn() -> K>);

type Hook = dyn Fn(&ServiceRequest) -> Vec<Option<Value>>;

impl<K: HasMembers> MembersHook<K> {
    /// A hook that calls `f`.
    ///
    /// ```
    /// # mod store { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/store.rs")); }
    /// # use store::*;
    /// use errbook::actix::MembersHook;
    ///
    /// let hook = MembersHook::<ErrorKind>::new(|_| Members::new().with_request_id("always the same"));
    /// ```
    pub fn new(f: impl Fn(&ServiceRequest) -> K::Members + 'static) -> Self {
        Self(Box::new(move |request| more::owned(&f(request))), PhantomData)
    }
}

impl<K> fmt::Debug for MembersHook<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MembersHook").finish_non_exhaustive()
    }
}

/// What fills the members of the response to a request.
fn filling<K: Kind>(request: &ServiceRequest) -> Option<Fill> {
    let hook = || request.app_data::<MembersHook<K>>().map(|hook| (hook.0)(request)).unwrap_or_default();
    Fill::of::<K>(request.uri().path(), &HeadersOf(request.headers()), hook)
}

/// The response of an error of the book with the members that it does not set; any other response is returned
/// unchanged, as an `Err`.
fn with_members<K: Kind, B>(response: HttpResponse<B>, fill: Option<Fill>) -> Result<HttpResponse, HttpResponse<B>> {
    match fill {
        Some(fill) => with_values::<K, B>(response, &fill.values::<K>()),
        None => Err(response),
    }
}

fn with_values<K: Kind, B>(response: HttpResponse<B>, fill: &[Option<Value>]) -> Result<HttpResponse, HttpResponse<B>> {
    let error = response.error().and_then(|error| error.as_error::<Error<K>>());
    let encoded = error.filter(|error| error.encode().status == response.status().as_u16());
    let Some(encoded) = encoded.and_then(|error| error.encoded_with(fill)) else { return Err(response) };
    let mut response = response.set_body(BoxBody::new(encoded.body));
    for (name, value) in encoded.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(&*name), HeaderValue::try_from(value)) {
            response.headers_mut().insert(name, value);
        }
    }
    Ok(response)
}

/// The book's error for a response that no handler made.
fn replacement<K: Kind, B: MessageBody>(response: &HttpResponse<B>) -> Option<Error<K>> {
    let is_ours = response.error().is_some_and(|error| error.as_error::<Error<K>>().is_some());
    let length = match response.body().size() {
        BodySize::None => Some(0),
        BodySize::Sized(length) => Some(length),
        BodySize::Stream => None,
    };
    let content_type = response.headers().get(CONTENT_TYPE).map(HeaderValue::as_bytes);
    if is_ours || response.extensions().contains::<Verbatim>() || !is_bare(length, content_type) {
        return None;
    }
    Error::for_response(response.status().as_u16(), &HeadersOf(response.headers()))
}

/// The response of an error that replaces another response, whose text becomes the source.
fn replaced<K: Kind, B: MessageBody>(error: Error<K>, theirs: HttpResponse<B>) -> HttpResponse {
    let status = theirs.status().as_u16();
    let said = theirs.error().map(ToString::to_string);
    let (theirs, body) = theirs.into_parts();
    let said = said.or_else(|| text(body.try_into_bytes().ok()?.into()));
    let error = match said {
        Some(said) => with_text(error, status, said, false),
        None => error,
    };
    let mut ours = HttpResponse::from_error(error);
    keep_headers(ours.headers_mut(), theirs.headers());
    ours
}

/// The headers of a response of `actix-web`.
struct HeadersOf<'a>(&'a HeaderMap);

impl Headers for HeadersOf<'_> {
    fn get(&self, name: &str) -> Option<&[u8]> {
        self.0.get(name).map(HeaderValue::as_bytes)
    }
}

/// An error of another middleware, which the connection turns into a response. That response is replaced, since some
/// errors build their response only once.
struct Failed {
    error: actix_web::Error,
    replace: Box<dyn Fn(HttpResponse) -> HttpResponse>,
}

impl ResponseError for Failed {
    fn status_code(&self) -> StatusCode {
        self.error.as_response_error().status_code()
    }

    fn error_response(&self) -> HttpResponse {
        (self.replace)(self.error.error_response())
    }
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.error, f)
    }
}

impl fmt::Debug for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.error, f)
    }
}

fn replaced_if_bare<K: Kind>(theirs: HttpResponse, fill: Option<&[Option<Value>]>) -> HttpResponse {
    let response = match replacement::<K, BoxBody>(&theirs) {
        Some(error) => replaced(error, theirs),
        None => theirs,
    };
    match fill {
        Some(fill) => {
            let (Ok(response) | Err(response)) = with_values::<K, _>(response, fill);
            response
        }
        None => response,
    }
}

/// The output of a future, or its panic. It is not polled again after a panic.
async fn catch<F: Future>(future: F) -> Result<F::Output, Panic> {
    let mut future = pin!(future);
    poll_fn(|context| match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context))) {
        Ok(polled) => polled.map(Ok),
        Err(panic) => Poll::Ready(Err(Panic::new(&*panic))),
    })
    .await
}

fn panicked<K: Kind>(panic: Panic, fill: Option<Fill>) -> actix_web::Error {
    match Error::<K>::for_status(500) {
        Some(mut error) => {
            if let Some(fill) = fill {
                error.0.parts.more.get_or_insert_default().members = fill.values::<K>();
            }
            error.with_source(panic).into()
        }
        None => InternalError::from_response(panic, HttpResponse::InternalServerError().finish()).into(),
    }
}

/// Copies the headers that do not describe the body.
fn keep_headers(ours: &mut HeaderMap, theirs: &HeaderMap) {
    for name in theirs.keys() {
        if !describes_body(name.as_str()) && !ours.contains_key(name) {
            for value in theirs.get_all(name) {
                ours.append(name.clone(), value.clone());
            }
        }
    }
}
