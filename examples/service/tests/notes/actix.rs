//! The same book on `actix-web`: each failure that is the framework's own, with the code that the book has for its status.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::{ErrorRequestTimeout, ErrorUnprocessableEntity};
use actix_web::http::header::{ContentType, RETRY_AFTER};
use actix_web::middleware::{Next, from_fn};
use actix_web::{App, Error, HttpResponse, test, web};
use notes::Draft;
use notes_errors::errbook::actix::caught;
use notes_errors::{ErrorCode, ErrorKind};

use crate::{SECRET, decode};

const JSON: &str = "application/json";
const LARGE: &str = r#"{"title":"Milk","text":"Two litres, and then two more."}"#;

#[rustfmt::skip]
const ROWS: &[(&str, &str, &str, &str, u16, ErrorCode)] = &[
    ("GET", "/nowhere", "", "", 404, ErrorCode::NotFound),
    ("GET", "/notes/one", "", "", 404, ErrorCode::NotFound),
    ("DELETE", "/notes", "", "", 405, ErrorCode::MethodNotAllowed),
    // For JSON, `actix-web` sends 400 where `axum` sends 422 and 415.
    ("POST", "/notes", JSON, "{", 400, ErrorCode::BadRequest),
    ("POST", "/notes", JSON, "[1]", 400, ErrorCode::BadRequest),
    ("POST", "/notes", "text/plain", "{}", 400, ErrorCode::BadRequest),
    ("POST", "/form", "text/plain", "title=Milk", 415, ErrorCode::BadRequest),
    ("POST", "/notes", JSON, LARGE, 413, ErrorCode::BadRequest),
    ("GET", "/unprocessable", "", "", 422, ErrorCode::BadRequest),
    ("GET", "/slow", "", "", 408, ErrorCode::Timeout),
    ("GET", "/limited", "", "", 429, ErrorCode::RateLimited),
    ("GET", "/panic", "", "", 500, ErrorCode::InternalError),
];

/// A limiter that refuses one path.
async fn limit<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    if request.path() == "/limited" {
        let mut response = HttpResponse::TooManyRequests();
        response.content_type(ContentType::plaintext()).insert_header((RETRY_AFTER, "7"));
        return Ok(request.into_response(response.body("Too many requests!").map_into_right_body()));
    }
    Ok(next.call(request).await?.map_into_left_body())
}

#[tokio::test]
async fn each_failure_goes_out_with_its_code() {
    let app = App::new()
        .service(
            web::resource("/notes")
                .app_data(web::JsonConfig::default().limit(48))
                .route(web::post().to(|_: web::Json<Draft>| async { "added" })),
        )
        .route("/notes/{id}", web::get().to(|id: web::Path<i64>| async move { id.to_string() }))
        .route("/form", web::post().to(|_: web::Form<Draft>| async { "added" }))
        .route("/unprocessable", web::get().to(|| async { Err::<&str, _>(ErrorUnprocessableEntity(SECRET)) }))
        .route("/slow", web::get().to(|| async { Err::<&str, _>(ErrorRequestTimeout(SECRET)) }))
        .route("/panic", web::get().to(|| async { panic!("{SECRET}") as &'static str }))
        .wrap(from_fn(limit))
        .wrap(from_fn(caught::<ErrorKind, _>));
    let app = test::init_service(app).await;
    for (method, path, content_type, body, status, code) in ROWS {
        let request = test::TestRequest::with_uri(path).method(method.parse().expect("a method"));
        let request = request.insert_header(("content-type", *content_type)).set_payload(*body).to_request();
        let response = match test::try_call_service(&app, request).await {
            Ok(response) => response.into_parts().1.map_into_boxed_body(),
            // The connection turns the error of a panic into a response.
            Err(error) => error.error_response(),
        };
        let headers = response.headers().iter().map(|(name, value)| (name.as_str(), value.as_bytes()));
        let headers = headers.map(|(name, value)| (name.parse().expect("a name"), value.try_into().expect("a value")));
        let headers: reqwest::header::HeaderMap = headers.collect();
        let found = response.status().as_u16();
        let body = response.into_body().try_into_bytes().expect("it is complete");
        let answer = (found, headers, String::from_utf8(body.into()).expect("a text"));
        let name = format!("{method} {path}: {answer:?}");
        assert_eq!((found, decode(&answer).code()), (*status, Some(*code)), "{name}");
        assert_eq!(answer.1["content-type"], JSON, "{name}");
        assert!(!name.contains(SECRET), "{name}");
        let kept = match found {
            405 => Some(("allow", "POST")),
            429 => Some(("retry-after", "7")),
            _ => None,
        };
        if let Some((header, value)) = kept {
            assert_eq!(answer.1[header], value, "{name}");
        }
    }
}
