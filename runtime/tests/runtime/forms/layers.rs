//! Members of a response that a framework's layer fills: on axum and on actix, for handlers' errors and fallback codes.

use actix_web::middleware::from_fn;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::routing::get;
use errbook::actix::{MembersHook, caught};
use errbook::tower::ErrorLayer;
use http::Request;
use tower::ServiceExt as _;

use super::books::{Bank, JsonApi, Plaid, Slack, Spring};
use super::kit::{Book, BookKind, BookMembers};

type Error<B> = errbook::Error<BookKind<B>>;

/// A request to a handler, or to an unknown route.
const PATHS: [&str; 2] = ["/there?token=secret", "/nowhere?token=secret"];

fn id(headers: &[u8]) -> BookMembers {
    BookMembers(vec![Some(String::from_utf8(headers.to_vec()).unwrap().into())])
}

/// The status, the media type and the body of the response of an axum service.
fn axum<B: Book>(
    path: &str,
    headers: &[(&str, &str)],
    error: fn() -> Error<B>,
    has_hook: bool,
) -> (u16, String, String) {
    let mut layer = ErrorLayer::<BookKind<B>>::new();
    if has_hook {
        layer = layer.with_members(|request| id(request.headers["x-id"].as_bytes()));
    }
    let inner = Router::new().route("/there", get(move || async move { Err::<(), _>(error()) }));
    // A nested router sees only a part of the path.
    let router = inner.clone().nest("/nested", inner.layer(layer.clone())).layer(layer);
    let mut request = Request::get(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let future = async {
        let response = router.oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        let (head, body) = response.into_parts();
        let body = String::from_utf8(to_bytes(body, 1 << 20).await.unwrap().to_vec()).unwrap();
        assert_eq!(head.headers["content-length"], body.len().to_string());
        (head.status.as_u16(), head.headers["content-type"].to_str().unwrap().to_owned(), body)
    };
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

/// The same of an actix service.
fn actix<B: Book>(
    path: &str,
    headers: &[(&str, &str)],
    error: fn() -> Error<B>,
    has_hook: bool,
) -> (u16, String, String) {
    use actix_web::{App, test, web};
    let future = async {
        let mut app = App::new();
        if has_hook {
            app = app.app_data(MembersHook::<BookKind<B>>::new(|request| {
                id(request.headers().get("x-id").unwrap().as_bytes())
            }));
        }
        let handler = web::get().to(move || async move { Err::<&'static str, _>(error()) });
        let app = app.route("/there", handler).wrap(from_fn(caught::<BookKind<B>, _>));
        let app = test::init_service(app).await;
        let mut request = test::TestRequest::with_uri(path);
        for header in headers {
            request = request.insert_header(*header);
        }
        let response = test::call_service(&app, request.to_request()).await;
        let (status, ty) = (response.status().as_u16(), response.headers().get("content-type").cloned());
        let body = String::from_utf8(test::read_body(response).await.to_vec()).unwrap();
        (status, ty.unwrap().to_str().unwrap().to_owned(), body)
    };
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

#[test]
fn from_a_header() {
    fn error() -> Error<Plaid> {
        BookKind::new("INVALID_API_KEYS", &[]).into()
    }
    fn own() -> Error<Plaid> {
        error().with_members(BookMembers(vec![Some("mine".into())]))
    }
    let body = |id: &str| {
        let code = r#""error_code":"INVALID_API_KEYS","error_message":"invalid client_id or secret provided""#;
        format!(r#"{{"error_type":"INVALID_INPUT",{code},"display_message":null{id}}}"#)
    };
    let long = "x".repeat(300);
    for (header, expected) in [
        ("r1", r#","request_id":"r1""#.to_owned()),
        (" a\"b ", r#","request_id":"a\"b""#.to_owned()),
        (&long, format!(r#","request_id":"{}""#, &long[..256])),
    ] {
        for path in PATHS {
            let headers = [("X-Request-Id", header)];
            assert_eq!(axum::<Plaid>(path, &headers, error, false), (400, "application/json".into(), body(&expected)));
            assert_eq!(actix::<Plaid>(path, &headers, error, false).2, body(&expected));
        }
    }
    assert_eq!(axum::<Plaid>(PATHS[0], &[], error, false).2, body(""));
    assert_eq!(actix::<Plaid>(PATHS[0], &[], error, false).2, body(""));
    // What the error sets is kept.
    let headers = [("X-Request-Id", "r1")];
    assert_eq!(axum::<Plaid>(PATHS[0], &headers, own, false).2, body(r#","request_id":"mine""#));
    assert_eq!(actix::<Plaid>(PATHS[0], &headers, own, false).2, body(r#","request_id":"mine""#));
}

#[test]
fn from_the_path_and_the_clock() {
    fn error() -> Error<Spring> {
        BookKind::new("not_found", &[]).into()
    }
    for path in PATHS {
        for (status, ty, body) in [axum::<Spring>(path, &[], error, false), actix::<Spring>(path, &[], error, false)] {
            assert_eq!((status, &*ty), (404, "application/json"));
            let read = Error::<Spring>::decode(status, &(), &body);
            assert_eq!(read.code_text(), Some("not_found"), "{body}");
            assert_eq!(read.received().unwrap().issues(), [], "{body}");
            let members = read.members().0;
            assert_eq!(members[1], Some(path.split('?').next().unwrap().into()), "{body}");
            let year = members[0].as_ref().unwrap().as_str().unwrap()[..4].parse::<u16>().unwrap();
            assert!(year >= 2026 && !body.contains("secret"), "{body}");
        }
    }
    let body = axum::<Spring>("/nested/there", &[], error, false).2;
    assert!(body.contains(r#""path":"/nested/there""#), "{body}");
    let long = format!("/{}", "x".repeat(2_000));
    for body in [axum::<Spring>(&long, &[], error, false).2, actix::<Spring>(&long, &[], error, false).2] {
        assert!(body.contains(&format!(r#""path":"{}""#, &long[..1024])), "{body}");
    }
}

#[test]
fn from_a_hook() {
    fn error() -> Error<JsonApi> {
        let pointer = [("pointer", "/data/x".into()), ("limit", 80.into())];
        Error::<JsonApi>::from(BookKind::new("invalid", &pointer)).and(BookKind::new("not_found", &[]).into())
    }
    let item = r#"{"id":"h1","status":"404","code":"not_found","title":"There is no such thing.","detail":"There is no such thing."}"#;
    for (path, status, expected) in [
        (
            PATHS[0],
            422,
            format!(
                r#"{{"errors":[{{"id":"h1","status":"422","code":"invalid","title":"Invalid attribute","detail":"Invalid attribute","source":{{"pointer":"/data/x"}},"meta":{{"limit":80}}}},{item}]}}"#
            ),
        ),
        (PATHS[1], 404, format!(r#"{{"errors":[{item}]}}"#)),
    ] {
        let headers = [("x-id", "h1")];
        let expected = (status, "application/vnd.api+json".to_owned(), expected);
        assert_eq!(axum::<JsonApi>(path, &headers, error, true), expected);
        assert_eq!(actix::<JsonApi>(path, &headers, error, true), expected);
    }
}

#[test]
fn problem_details_as_the_books_own_form() {
    fn error() -> Error<Bank> {
        BookKind::new("out-of-credit", &[("balance", 30.into())]).into()
    }
    let expected = concat!(
        r#"{"type":"https://errors.example/out-of-credit","title":"You do not have enough credit.","status":403,"#,
        r#""detail":"You do not have enough credit.","instance":"/there","balance":30}"#
    );
    for accept in ["application/problem+json", "application/json", "*/*"] {
        let headers = [("Accept", accept)];
        for answer in [axum::<Bank>(PATHS[0], &headers, error, false), actix::<Bank>(PATHS[0], &headers, error, false)]
        {
            assert_eq!(answer, (403, "application/problem+json".to_owned(), expected.to_owned()));
        }
    }
    assert_eq!(error().encode_problem(), error().encode());
}

#[test]
fn fallback_codes_of_a_book_whose_errors_are_sent_with_200() {
    fn error() -> Error<Slack> {
        panic!("the handler")
    }
    let expected = (200, "application/json".to_owned(), r#"{"ok":false,"error":"channel_not_found"}"#.to_owned());
    assert_eq!(axum_without_length::<Slack>("/nowhere"), expected);
    assert_eq!(actix::<Slack>("/nowhere", &[], error, false), expected);
    let decoded = Error::<Slack>::decode_if_error(200, &(), &expected.2).unwrap();
    // An error of another server becomes the internal error.
    assert_eq!(decoded.encode().status, 200);
}

/// A book without members leaves the length to the server.
fn axum_without_length<B: Book>(path: &str) -> (u16, String, String) {
    let router: Router = Router::new().layer(ErrorLayer::<BookKind<B>>::new());
    let request = Request::get(path).body(Body::empty()).unwrap();
    let future = async {
        let (head, body) = router.oneshot(request).await.unwrap().into_parts();
        let body = String::from_utf8(to_bytes(body, 1 << 20).await.unwrap().to_vec()).unwrap();
        (head.status.as_u16(), head.headers["content-type"].to_str().unwrap().to_owned(), body)
    };
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}
