//! Errors as responses of `actix-web` 4, and the book's errors in place of the framework's own.
//!
//! A framework makes some responses itself: for an invalid body, an unknown path, an unsupported method, a handler that
//! panics. This module replaces each with the book's error for its status ([`Error::for_status`]); if the book has
//! none, the framework's response is sent. Its headers are kept in either case, including `Allow`. Its text becomes the
//! source, for logs, unless [`Expose`] is used.
//!
//! ```
//! # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
//! # use shop::*;
//! use actix_web::{App, middleware::from_fn, web};
//! use errbook::actix::{Hide, caught, configure};
//!
//! async fn shelf(number: web::Path<u32>) -> Result<&'static str, Error> {
//!     if *number > 3 { Err(ErrorKind::NotFound.into()) } else { Ok("Books.") }
//! }
//!
//! let app = App::new()
//!     .configure(configure::<ErrorKind, Hide>)
//!     .service(web::resource("/shelves/{number}").route(web::get().to(shelf)))
//!     .wrap(from_fn(caught::<ErrorKind, _>));
//! ```
//!
//! A route that was added with `App::route`, or with an attribute such as `#[get]`, matches path and method together,
//! so another method gives 404. A `web::resource` gives 405 with `Allow`, which is kept.

use core::future::{Future, poll_fn};
use core::pin::pin;
use core::task::Poll;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::string::ToString;

use actix_web::body::{BodySize, BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::{
    ContentTypeError, ErrorNotFound, InternalError, JsonPayloadError, ParseError, PathError, PayloadError,
    QueryPayloadError, ReadlinesError, UrlencodedError,
};
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::{FormConfig, JsonConfig, PathConfig, QueryConfig, ServiceConfig, to};
use actix_web::{HttpRequest, HttpResponse, ResponseError};

pub use super::replace::{Details, Expose, Hide};
use super::replace::{Panic, describes_body, with_details};
use crate::encode::Encoded;
use crate::{Error, Kind};

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

/// Configures an `App` to replace rejected JSON bodies, forms, paths and queries, and unknown paths: with [`Hide`] or
/// [`Expose`].
///
/// An application that configures one of those extractors itself overrides this, and should set [`rejection`] as its
/// error handler.
///
/// ```
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// use actix_web::{App, test};
/// use errbook::actix::{Hide, configure};
///
/// # let future = async {
/// let app = test::init_service(App::new().configure(configure::<ErrorKind, Hide>)).await;
/// let response = test::call_service(&app, test::TestRequest::with_uri("/nowhere").to_request()).await;
/// assert_eq!(response.status(), 404);
/// assert_eq!(response.headers().get("content-type").unwrap(), "application/json");
/// # };
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future);
/// ```
pub fn configure<K: Kind, D: Details + 'static>(config: &mut ServiceConfig) {
    config
        .app_data(JsonConfig::default().error_handler(rejection::<K, D, _>))
        .app_data(FormConfig::default().error_handler(rejection::<K, D, _>))
        .app_data(PathConfig::default().error_handler(rejection::<K, D, _>))
        .app_data(QueryConfig::default().error_handler(rejection::<K, D, _>))
        .default_service(to(not_found::<K>));
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
    match replaced::<K, D>(&error, status_of(&error)) {
        Some(replacement) => replacement.into(),
        None => untouched(error),
    }
}

/// The book's error in place of the framework's.
fn replaced<K: Kind, D: Details>(theirs: &dyn ResponseError, status: StatusCode) -> Option<Error<K>> {
    let error = Error::<K>::for_status(status.as_u16())?;
    // As text, since errors of a framework are not always `Send`.
    Some(with_details::<K, D>(error, status.as_u16(), theirs.to_string()))
}

/// The status of the framework's response. It sends 404 for a `PathError`, whose own `status_code` is 400.
fn status_of(error: &(dyn ResponseError + 'static)) -> StatusCode {
    if error.downcast_ref::<PathError>().is_some() { StatusCode::NOT_FOUND } else { error.status_code() }
}

/// The error that the framework itself makes of a rejection.
fn untouched<E: ResponseError + 'static>(error: E) -> actix_web::Error {
    match <dyn ResponseError>::downcast_ref(&error) {
        Some(PathError::Deserialize(error)) => ErrorNotFound(error.to_string()),
        _ => error.into(),
    }
}

/// A handler for `App::default_service`, for unknown paths.
///
/// ```
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// use actix_web::{App, web};
///
/// let app = App::new().default_service(web::to(errbook::actix::not_found::<ErrorKind>));
/// ```
#[allow(clippy::unused_async, reason = "a handler is asynchronous")]
pub async fn not_found<K: Kind>() -> HttpResponse {
    respond::<K>(StatusCode::NOT_FOUND)
}

/// A handler for the `default_service` of a resource or a scope, for unsupported methods.
///
/// [`caught`] does this for all resources.
///
/// ```
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// use actix_web::web;
/// use errbook::actix::method_not_allowed;
///
/// let shelf = web::resource("/shelf")
///     .route(web::get().to(|| async { "Books." }))
///     .default_service(web::to(method_not_allowed::<ErrorKind>));
/// ```
#[allow(clippy::unused_async, reason = "a handler is asynchronous")]
pub async fn method_not_allowed<K: Kind>() -> HttpResponse {
    respond::<K>(StatusCode::METHOD_NOT_ALLOWED)
}

fn respond<K: Kind>(status: StatusCode) -> HttpResponse {
    Error::<K>::for_status(status.as_u16()).map_or_else(|| HttpResponse::new(status), HttpResponse::from_error)
}

/// A middleware for `middleware::from_fn`, which replaces what [`configure`] cannot.
///
/// - A handler that panics. The panic message becomes the source, for logs. The error is the `Err` of this middleware,
///   since the request, which a response needs, is lost. If the book has no code for it, the response is an empty 500.
/// - An unsupported method of a resource: a response with 405 and no body.
/// - Rejections of extractors that cannot be configured, such as a body that is too long for `Bytes`, or that were
///   configured without [`rejection`].
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
/// # };
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future);
/// ```
pub async fn caught<K: Kind, B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, actix_web::Error> {
    let response = match catch(async { next.call(request).await }).await {
        Ok(response) => response?,
        Err(panic) => return Err(panicked::<K>(panic)),
    };
    let error = match response.response().error() {
        Some(error) if is_frameworks(error) => replaced::<K, Hide>(error.as_response_error(), response.status()),
        None if is_wrong_method(&response) => Error::for_status(405),
        _ => None,
    };
    let Some(error) = error else { return Ok(response.map_into_left_body()) };
    let mut ours = HttpResponse::from_error(error);
    keep_headers(ours.headers_mut(), response.headers());
    Ok(response.into_response(ours.map_into_right_body()))
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

fn panicked<K: Kind>(panic: Panic) -> actix_web::Error {
    match Error::<K>::for_status(500) {
        Some(error) => error.with_source(panic).into(),
        None => InternalError::from_response(panic, HttpResponse::InternalServerError().finish()).into(),
    }
}

/// Whether an error is that of an extractor of `actix-web`. An `InternalError` may be the application's own.
fn is_frameworks(error: &actix_web::Error) -> bool {
    error.as_error::<PayloadError>().is_some()
        || error.as_error::<JsonPayloadError>().is_some()
        || error.as_error::<UrlencodedError>().is_some()
        || error.as_error::<PathError>().is_some()
        || error.as_error::<QueryPayloadError>().is_some()
        || error.as_error::<ReadlinesError>().is_some()
        || error.as_error::<ContentTypeError>().is_some()
        || error.as_error::<ParseError>().is_some()
}

fn is_wrong_method<B: MessageBody>(response: &ServiceResponse<B>) -> bool {
    let is_empty = matches!(response.response().body().size(), BodySize::None | BodySize::Sized(0));
    response.status() == StatusCode::METHOD_NOT_ALLOWED && is_empty
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
