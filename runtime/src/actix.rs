//! Errors as responses of `actix-web` 4, and a kit that turns its own errors into the book's. It knows no book.
//!
//! A framework answers on its own where no handler is asked: a body that cannot be read, a path that there is not, a method
//! that a path does not have, a handler that panics. The kit answers with the book's code for that status in its place, see
//! [`Error::for_status`]; in a book that has none the framework's answer stays. Its headers stay in either case, `Allow`
//! among them. Its text does not: it is the cause, for the log, unless [`telling_kit`] says otherwise.
//!
//! ```
//! # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
//! # use shop::*;
//! use actix_web::{App, middleware::from_fn, web};
//! use errbook::actix::{caught, kit};
//!
//! async fn shelf(number: web::Path<u32>) -> Result<&'static str, Error> {
//!     if *number > 3 { Err(ErrorKind::NotFound.into()) } else { Ok("Books.") }
//! }
//!
//! let app = App::new()
//!     .configure(kit::<ErrorKind>)
//!     .service(web::resource("/shelves/{number}").route(web::get().to(shelf)))
//!     .wrap(from_fn(caught::<ErrorKind, _>));
//! ```
//!
//! `actix-web` takes a path that was added by `App::route` or by an attribute such as `#[get]` together with its method: with
//! another method there is no such path. A `web::resource` answers 405 with `Allow`, which is kept.

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
use actix_web::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::{FormConfig, JsonConfig, PathConfig, QueryConfig, ServiceConfig, to};
use actix_web::{HttpRequest, HttpResponse, ResponseError};

use crate::panicked::Panic;
use crate::send::Encoded;
use crate::{Error, Kind};

/// What [`encode`](Error::encode) gives; with the feature `tracing` it is reported. `HttpResponse::error` keeps this error.
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
        into_http(self.answer_lent())
    }
}

fn status_code(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

fn into_http(encoded: Encoded) -> HttpResponse {
    let has_body = !encoded.body.is_empty();
    let mut http = HttpResponse::with_body(status_code(encoded.status), BoxBody::new(encoded.body));
    for (name, value) in encoded.headers {
        // What cannot be a header is left out. A book's own names and values can be.
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(&*name), HeaderValue::try_from(value)) {
            http.headers_mut().append(name, value);
        }
    }
    if has_body {
        http.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(encoded.media_type));
    }
    http
}

/// For `App::configure`: what `actix-web` rejects of a JSON body, a form, a path or a query, and what there is no route for.
///
/// An application that configures one of those extractors itself replaces what is said here, and gives it
/// [`refused`] as the handler of its errors.
///
/// ```
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// use actix_web::{App, test};
///
/// # let future = async {
/// let app = test::init_service(App::new().configure(errbook::actix::kit::<ErrorKind>)).await;
/// let response = test::call_service(&app, test::TestRequest::with_uri("/nowhere").to_request()).await;
/// assert_eq!(response.status(), 404);
/// assert_eq!(response.headers().get("content-type").unwrap(), "application/json");
/// # };
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future);
/// ```
pub fn kit<K: Kind>(config: &mut ServiceConfig) {
    config
        .app_data(JsonConfig::default().error_handler(refused::<K, _>))
        .app_data(FormConfig::default().error_handler(refused::<K, _>))
        .app_data(PathConfig::default().error_handler(refused::<K, _>))
        .app_data(QueryConfig::default().error_handler(refused::<K, _>))
        .default_service(to(not_found::<K>));
}

/// As [`kit`], but the text of a rejection with a status of 400 to 499 becomes the message: it often says best what is wrong
/// with a request.
///
/// ```
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// let app = actix_web::App::new().configure(errbook::actix::telling_kit::<ErrorKind>);
/// ```
pub fn telling_kit<K: Kind>(config: &mut ServiceConfig) {
    config
        .app_data(JsonConfig::default().error_handler(told::<K, _>))
        .app_data(FormConfig::default().error_handler(told::<K, _>))
        .app_data(PathConfig::default().error_handler(told::<K, _>))
        .app_data(QueryConfig::default().error_handler(told::<K, _>))
        .default_service(to(not_found::<K>));
}

/// For the `error_handler` of an extractor's configuration: the book's error in place of the framework's.
///
/// ```
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// use actix_web::{App, web::JsonConfig};
/// use errbook::actix::{kit, refused};
///
/// let json = JsonConfig::default().limit(4096).error_handler(refused::<ErrorKind, _>);
/// let app = App::new().configure(kit::<ErrorKind>).app_data(json);
/// ```
pub fn refused<K: Kind, E: ResponseError + 'static>(rejection: E, _: &HttpRequest) -> actix_web::Error {
    match in_place_of::<K>(&rejection, status_of(&rejection)) {
        Some(error) => error.into(),
        None => untouched(rejection),
    }
}

/// As [`refused`], with the framework's text as the message where the status is 400 to 499.
///
/// ```
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// use actix_web::web::QueryConfig;
///
/// let query = QueryConfig::default().error_handler(errbook::actix::told::<ErrorKind, _>);
/// ```
pub fn told<K: Kind, E: ResponseError + 'static>(rejection: E, _: &HttpRequest) -> actix_web::Error {
    match in_place_of::<K>(&rejection, status_of(&rejection)) {
        Some(error) if status_of(&rejection).is_client_error() => error.with_message(rejection.to_string()).into(),
        Some(error) => error.into(),
        None => untouched(rejection),
    }
}

/// The book's error, with what the framework says as its cause.
fn in_place_of<K: Kind>(rejection: &dyn ResponseError, status: StatusCode) -> Option<Error<K>> {
    // As a text: not all that a framework says may cross threads.
    Some(Error::<K>::for_status(status.as_u16())?.with_source(rejection.to_string()))
}

/// The status with which `actix-web` answers. A path that does not fit is not found, unless somebody asks the error itself.
fn status_of(rejection: &(dyn ResponseError + 'static)) -> StatusCode {
    if rejection.downcast_ref::<PathError>().is_some() { StatusCode::NOT_FOUND } else { rejection.status_code() }
}

/// What `actix-web` itself makes of a rejection.
fn untouched<E: ResponseError + 'static>(rejection: E) -> actix_web::Error {
    match <dyn ResponseError>::downcast_ref(&rejection) {
        Some(PathError::Deserialize(error)) => ErrorNotFound(error.to_string()),
        _ => rejection.into(),
    }
}

/// For `App::default_service`: what there is no route for.
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
    answer::<K>(StatusCode::NOT_FOUND)
}

/// For the `default_service` of a resource or of a scope: what it has other methods for.
///
/// [`caught`] does that for all resources at once.
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
    answer::<K>(StatusCode::METHOD_NOT_ALLOWED)
}

fn answer<K: Kind>(status: StatusCode) -> HttpResponse {
    Error::<K>::for_status(status.as_u16()).map_or_else(|| HttpResponse::new(status), HttpResponse::from_error)
}

/// For `middleware::from_fn`: what no configuration reaches.
///
/// - A handler that panics. What it said is the source, for the log. The error leaves as the `Err` of this middleware: for
///   the request, which a response has with it, is gone. In a book that has no code for it, the answer is a bare 500.
/// - A method that a resource does not have: an answer of 405 without a body.
/// - What is rejected by an extractor that cannot be configured, such as a body that is too long for `Bytes`, or by one that
///   was configured without [`refused`].
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
        Some(error) if is_frameworks(error) => in_place_of::<K>(error.as_response_error(), response.status()),
        None if is_wrong_method(&response) => Error::for_status(405),
        _ => None,
    };
    let Some(error) = error else { return Ok(response.map_into_left_body()) };
    let mut ours = HttpResponse::from_error(error);
    keep(ours.headers_mut(), response.headers());
    Ok(response.into_response(ours.map_into_right_body()))
}

/// What a future gives, or what it said when it panicked. It is not asked again then.
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

/// Whether an error is that of an extractor of `actix-web`. An `InternalError` may be anyone's.
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

/// Keeps what a response has said, but for what is about its body.
fn keep(ours: &mut HeaderMap, theirs: &HeaderMap) {
    for name in theirs.keys() {
        if ![CONTENT_TYPE, CONTENT_LENGTH, CONTENT_ENCODING].contains(name) && !ours.contains_key(name) {
            for value in theirs.get_all(name) {
                ours.append(name.clone(), value.clone());
            }
        }
    }
}
