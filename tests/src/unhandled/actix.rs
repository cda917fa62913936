//! On `actix-web`, over real connections.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::{ErrorConflict, ErrorRequestTimeout, ErrorTooManyRequests, InternalError};
use actix_web::middleware::{Next, from_fn};
use actix_web::web::{self, Bytes, Json, JsonConfig, PayloadConfig, ServiceConfig};
use actix_web::{App, Error as TheirError, HttpResponse, HttpResponseBuilder};
use errbook::actix::{Verbatim, caught};

use super::{Handled, JSON, SECRET, TEXT, Unhandled, check, row};
use crate::actix::start;
use crate::runtime::web::{Error, ErrorCode, ErrorKind};

/// A middleware that answers some paths itself, as limiters and timeouts do: with a response, or with an error.
async fn limits<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<actix_web::body::EitherBody<B>>, TheirError> {
    let response = match request.path() {
        "/limited" => plain(&mut limiter(), "Too many requests! hunter2"),
        "/failed" => {
            let response = plain(&mut limiter(), "Too many requests! hunter2");
            return Err(InternalError::from_response(SECRET, response).into());
        }
        "/unlimited" => plain(&mut HttpResponse::TooManyRequests(), "Too many requests!"),
        "/unlimited/failed" => return Err(ErrorTooManyRequests("Too many requests!")),
        "/slow" => HttpResponse::RequestTimeout().finish(),
        "/slow/failed" => return Err(ErrorRequestTimeout(SECRET)),
        "/own/failed" => return Err(Error::from(ErrorKind::Known(ErrorCode::Internal, Vec::new())).into()),
        _ => return Ok(next.call(request).await?.map_into_left_body()),
    };
    Ok(request.into_response(response.map_into_right_body()))
}

fn plain(response: &mut HttpResponseBuilder, body: &'static str) -> HttpResponse {
    response.content_type(TEXT).body(body)
}

fn limiter() -> HttpResponseBuilder {
    let mut response = HttpResponse::TooManyRequests();
    response.insert_header(("Retry-After", "7")).insert_header(("X-RateLimit-Limit", "3"));
    response.append_header(("X-Limiter", "a")).append_header(("X-Limiter", "b")).insert_header(("ETag", "\"hunter2\""));
    response
}

fn routes(config: &mut ServiceConfig) {
    async fn verbatim() -> HttpResponse {
        let mut response = plain(&mut HttpResponse::NotFound(), "as it was");
        response.extensions_mut().insert(Verbatim);
        response
    }
    config
        .service(
            web::resource("/orders/{number}").route(web::get().to(|it: web::Path<u32>| async move { it.to_string() })),
        )
        .route("/json", web::post().to(|_: Json<u32>| async { "read" }))
        .route("/form", web::post().to(|_: web::Form<Vec<(String, u32)>>| async { "read" }))
        .service(
            web::resource("/bytes")
                .app_data(PayloadConfig::new(8))
                .app_data(JsonConfig::default().limit(8))
                .route(web::post().to(|_: Bytes| async { "read" }))
                .route(web::put().to(|_: Json<u32>| async { "read" })),
        )
        .route("/invalid", web::get().to(|| async { HttpResponse::UnprocessableEntity().finish() }))
        .route("/media", web::get().to(|| async { plain(&mut HttpResponse::UnsupportedMediaType(), "hunter2") }))
        .route("/panic", web::get().to(panics))
        .route("/own", web::get().to(|| async { Err::<&str, _>(own()) }))
        .route("/teapot", web::get().to(|| async { plain(&mut HttpResponse::ImATeapot(), "short and stout") }))
        .route("/conflict", web::get().to(|| async { Err::<&str, _>(ErrorConflict("theirs")) }))
        .route("/verbatim", web::get().to(verbatim))
        .route(
            "/html",
            web::get()
                .to(|| async { HttpResponse::NotFound().insert_header(("content-type", "text/html")).body("page") }),
        )
        .route("/data", web::get().to(|| async { HttpResponse::NotFound().json(7) }))
        .route("/fine", web::get().to(|| async { "fine" }));
}

fn own() -> Error {
    Error::from(ErrorKind::Known(ErrorCode::Internal, Vec::new()))
}

async fn panics() -> &'static str {
    panic!("{SECRET}")
}

const LIMITED: &[(&str, &str)] = &[("retry-after", "7"), ("x-ratelimit-limit", "3"), ("x-limiter", "a, b")];

const ROWS: &[Unhandled] = &[
    row("GET", "/nowhere", "", "", ErrorCode::NotFound, &[]),
    row("DELETE", "/orders/7", "", "", ErrorCode::MethodNotAllowed, &[("allow", "GET")]),
    // `actix-web` sends 404 for a path that does not fit, and for the wrong media type 400, except for a form.
    row("GET", "/orders/hunter2", "", "", ErrorCode::NotFound, &[]),
    row("POST", "/json", JSON, "{hunter2", ErrorCode::BadRequest, &[]),
    row("POST", "/json", "text/hunter2", "7", ErrorCode::BadRequest, &[]),
    row("POST", "/form", "text/hunter2", "a=7", ErrorCode::UnsupportedMediaType, &[]),
    row("POST", "/form", "application/x-www-form-urlencoded", "a=hunter2", ErrorCode::BadRequest, &[]),
    row("POST", "/bytes", "", "123456789", ErrorCode::TooLarge, &[]),
    row("PUT", "/bytes", JSON, "123456789", ErrorCode::TooLarge, &[]),
    row("GET", "/invalid", "", "", ErrorCode::Unprocessable, &[]),
    row("GET", "/media", "", "", ErrorCode::UnsupportedMediaType, &[]),
    row("GET", "/slow", "", "", ErrorCode::Timeout, &[]),
    row("GET", "/slow/failed", "", "", ErrorCode::Timeout, &[]),
    row("GET", "/limited", "", "", ErrorCode::RateLimited, LIMITED),
    row("GET", "/failed", "", "", ErrorCode::RateLimited, LIMITED),
    row("GET", "/panic", "", "", ErrorCode::Internal, &[]),
    row("GET", "/own", "", "", ErrorCode::Internal, &[]),
    row("GET", "/own/failed", "", "", ErrorCode::Internal, &[]),
];

const HANDLED: &[Handled] = &[
    // The limiter does not say how long to wait, which the code requires.
    ("/unlimited", 429, TEXT, "Too many requests!"),
    ("/unlimited/failed", 429, TEXT, "Too many requests!"),
    ("/teapot", 418, TEXT, "short and stout"),
    ("/conflict", 409, TEXT, "theirs"),
    ("/verbatim", 404, TEXT, "as it was"),
    ("/data", 404, JSON, "7"),
    ("/html", 404, "text/html", "page"),
    ("/fine", 200, TEXT, "fine"),
];

#[tokio::test]
async fn each_goes_out_with_the_right_code_and_the_rest_stays() {
    let server = start!(App::new().configure(routes).wrap(from_fn(limits)).wrap(from_fn(caught::<ErrorKind, _>)));
    // Twice: a server that has panicked still answers.
    for it in ROWS.iter().chain(ROWS) {
        check("actix", &server.ask(it.method, it.path, it.content_type, it.body).await, it);
    }
    for (path, status, content_type, body) in HANDLED {
        let answer = server.get(path).await;
        let found = answer.1["content-type"].to_str().expect("a text");
        assert_eq!((answer.0, found, answer.2.as_str()), (*status, *content_type, *body), "{path}");
    }
    server.stop().await;
}
