//! Members of a response that a framework's layer fills: on axum and on actix, for handlers' errors and fallback codes.

use std::collections::BTreeMap;

use actix_web::middleware::from_fn;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::routing::get;
use errbook::__private::Absent::{Omit, Required};
use errbook::__private::MessagePart::Text;
use errbook::__private::Node::{self, Slot as Place, Template, Text as Const};
use errbook::__private::Slot::{Code, CodeMember, Fields, Meaning, Member, Message, Status};
use errbook::__private::{
    BookSchema, CodeTable, DocTable, Fallbacks, Form, Object, PayloadSchema, ResponseMember, Source, TextPart, Type,
};
use errbook::actix::{MembersHook, caught};
use errbook::tower::ErrorLayer;
use http::Request;
use tower::ServiceExt as _;

use super::books::{Bank, JsonApi, Plaid, Slack, Spring};
use super::kit::{Book, BookCode, BookKind, BookMembers, book, field, name};

type Error<B> = errbook::Error<BookKind<B>>;

/// A request to a handler, or to an unknown route.
const PATHS: [&str; 2] = ["/there?token=secret", "/nowhere?token=secret"];

fn id(headers: &[u8]) -> BookMembers {
    BookMembers(vec![Some(String::from_utf8(headers.to_vec()).unwrap().into())])
}

/// A response: its status, its headers and its body.
type Answer = (u16, BTreeMap<String, String>, String);

fn shown<'a>(headers: impl Iterator<Item = (&'a str, &'a [u8])>) -> BTreeMap<String, String> {
    headers.map(|(name, value)| (name.to_owned(), String::from_utf8(value.to_vec()).unwrap())).collect()
}

/// The media type in the place of the headers.
fn typed((status, headers, body): Answer) -> (u16, String, String) {
    (status, headers["content-type"].clone(), body)
}

/// The status, the media type and the body of the response of an axum service.
fn axum<B: Book>(
    path: &str,
    headers: &[(&str, &str)],
    error: fn() -> Error<B>,
    has_hook: bool,
) -> (u16, String, String) {
    typed(axum_answer(path, headers, error, has_hook))
}

fn axum_answer<B: Book>(path: &str, headers: &[(&str, &str)], error: fn() -> Error<B>, has_hook: bool) -> Answer {
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
        let headers = shown(head.headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes())));
        (head.status.as_u16(), headers, body)
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
    typed(actix_answer(path, headers, error, has_hook))
}

fn actix_answer<B: Book>(path: &str, headers: &[(&str, &str)], error: fn() -> Error<B>, has_hook: bool) -> Answer {
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
        let headers = shown(response.headers().iter().map(|(name, value)| (name.as_str(), value.as_bytes())));
        let status = response.status().as_u16();
        let body = String::from_utf8(test::read_body(response).await.to_vec()).unwrap();
        (status, headers, body)
    };
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

const REQUEST_ID: &[ResponseMember<'_>] =
    &[ResponseMember::new("request_id", Type::String).with_source(Source::Header("X-Request-Id"))];

/// The ID of the request, which is also a header.
const ID: Node<'_> = Place(Member(0), Omit);

book!(
    // In Stripe's form, with the ID in the body too.
    Payments,
    Form::new(Node::Object(Object::new(&[
        (
            "error",
            Node::Object(
                Object::new(&[
                    ("type", Place(CodeMember(0), Required)),
                    ("code", Place(Code, Omit)),
                    ("message", Place(Message, Required)),
                ])
                .with_fields_at(3)
            )
        ),
        ("request_id", ID),
    ])))
    .with_headers(&[("Request-Id", ID)])
    .with_members(REQUEST_ID),
    [
        ("card_declined", &[402], "The card was declined.", ["decline_code": Type::String]
            .with_code_members(&[Const("card_error")])),
        ("invalid_request", &[400, 404], "The request is invalid.", []
            .with_code_members(&[Const("invalid_request_error")])),
        ("api_error", &[500], "Something failed.", [].with_code_members(&[Const("api_error")]).without_code()),
    ],
    fallbacks: Fallbacks::new(&[], Some(1), Some(2))
);

book!(
    // In the form of problem details.
    Problems,
    Form::new(Node::Object(Object::new(&[
        ("type", Template(&[TextPart::Text("https://errors.example/"), TextPart::Slot(Code, Required)])),
        ("title", Place(Meaning, Required)),
        ("status", Place(Status, Required)),
        ("detail", Place(Message, Required)),
        ("request_id", ID),
        ("details", Place(Fields, Required)),
    ])))
    .with_content_type("application/problem+json")
    .with_headers(&[("Request-Id", ID)])
    .with_members(REQUEST_ID),
    [
        ("out-of-credit", &[403], "You do not have enough credit.", ["balance": Type::Integer]),
        ("not-found", &[404], "There is no such thing.", []),
        ("failed", &[500], "The service failed.", []),
    ],
    fallbacks: Fallbacks::new(&[(404, Some(1))], None, Some(2))
);

/// The ID of a request is in the body and in a header of every error: of handlers, of a route that does not exist, and
/// of an error of another service.
#[test]
fn the_id_in_the_body_and_in_a_header() {
    fn declined() -> Error<Payments> {
        BookKind::new("card_declined", &[("decline_code", "expired".into())]).into()
    }
    fn upstream<B: Book>() -> Error<B> {
        let body = r#"{"error":{"type":"secret","code":"card_declined","message":"secret"},"request_id":"secret"}"#;
        Error::<B>::decode(402, &[("Request-Id", "secret"), ("X-Request-Id", "secret")], body)
    }
    fn poor() -> Error<Problems> {
        BookKind::new("out-of-credit", &[("balance", 30.into())]).into()
    }
    all(
        PATHS[0],
        declined,
        402,
        r#"{"error":{"type":"card_error","code":"card_declined","message":"The card was declined.","decline_code":"expired"},"request_id":"r1"}"#,
    );
    all(
        PATHS[1],
        declined,
        404,
        r#"{"error":{"type":"invalid_request_error","code":"invalid_request","message":"The request is invalid."},"request_id":"r1"}"#,
    );
    all(
        PATHS[0],
        upstream::<Payments>,
        500,
        r#"{"error":{"type":"api_error","message":"Something failed."},"request_id":"r1"}"#,
    );
    let problem = |code: &str, title: &str, status: u16, rest: &str| {
        format!(
            r#"{{"type":"https://errors.example/{code}","title":"{title}","status":{status},"detail":"{title}","request_id":"r1"{rest}}}"#
        )
    };
    let body = problem("out-of-credit", "You do not have enough credit.", 403, r#","details":{"balance":30}"#);
    all(PATHS[0], poor, 403, &body);
    all(PATHS[1], poor, 404, &problem("not-found", "There is no such thing.", 404, ""));
    all(PATHS[0], upstream::<Problems>, 500, &problem("failed", "The service failed.", 500, ""));
}

/// Asks an axum and an actix service, with the ID `r1` and with none.
fn all<B: Book>(path: &str, error: fn() -> Error<B>, status: u16, body: &str) {
    let without = body.replace(r#","request_id":"r1""#, "");
    for (headers, body) in [(&[("X-Request-Id", "r1")][..], body), (&[], &*without)] {
        for answer in [axum_answer(path, headers, error, false), actix_answer(path, headers, error, false)] {
            assert_eq!((answer.0, &*answer.2), (status, body));
            assert_eq!(answer.1.get("request-id").map(String::as_str), headers.first().map(|it| it.1), "{body}");
            assert!(!format!("{answer:?}").contains("secret"), "{answer:?}");
        }
    }
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
