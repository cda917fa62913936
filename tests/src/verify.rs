//! `verify`: recorded responses compared with a book, by the decoder of clients.

use std::fs;

use errbook_codegen::input::Input;
use errbook_codegen::model::Book;
use errbook_codegen::verify::{Verdict, Verifier};
use errbook_codegen::wire::Response;

use crate::command::{answer, errbook};
use crate::specs::{book, files, folder, masko, root};
use crate::{books, catalogues};

/// The books of the tests, and the ready specs of known APIs.
fn all() -> Vec<Book> {
    let fixtures = books::all().into_iter().chain(catalogues::fixtures()).map(|it| it.inputs);
    let ready = files(&root().join("docs/envelopes")).into_values().map(|it| vec![Input::new("book.yaml", it)]);
    fixtures.chain(ready).chain([masko()]).map(book).collect()
}

fn headers(response: &Response) -> Vec<(String, String)> {
    let content_type = ("Content-Type".to_owned(), response.content_type.clone());
    [vec![content_type], response.headers.clone()].concat()
}

#[test]
fn every_example_of_every_book_matches_its_book() {
    let mut count = 0;
    for book in all() {
        let verifier = Verifier::new(&book);
        for entry in &book.errors {
            for example in &entry.examples {
                let response = Response::new(&book, entry, example);
                let found = verifier.verify(response.status, &headers(&response), response.body.as_bytes());
                let expected = Verdict { code: Some(&*entry.code), issues: Vec::new() };
                assert_eq!(found, Some(expected), "{}: {}", book.api.name, response.on_the_wire());
                count += 1;
            }
        }
    }
    assert!(count > 800, "{count} examples");
}

const SHOP: &str = r"errbook: 1
api: {name: Shop, version: 1.0.0, crate: shop-errors}
fallback: {4xx: null, 5xx: null}
errors:
  - {status: 401, code: unauthorized, meaning: M., remediation: R., headers: {WWW-Authenticate: {value: Bearer}}}
  - {status: [409, 422], code: taken, meaning: M., remediation: R., fields: {by: {type: string, example: Ada}, left: {type: list, of: integer, example: [1]}, note: {type: string, optional: true, example: a}}}
  - {status: 429, code: slow_down, meaning: M., remediation: R., headers: {Retry-After: {type: delay}, X-Id: {type: string, optional: true, example: a}}}
";

#[test]
fn differences_are_named_without_values() {
    let book = book(vec![Input::new("shop.yaml", SHOP)]);
    let verifier = Verifier::new(&book);
    let taken = |more: &str| format!(r#"{{"error": {{"code": "taken", "message": "S3CRET"{more}}}}}"#);
    let whole = r#", "by": "S3CRET", "left": [1]"#;
    for (status, header, body, code, issues) in [
        (409, None, taken(whole), Some("taken"), &[][..]),
        (422, None, taken(r#", "by": "", "left": [], "note": null, "more": "S3CRET""#), Some("taken"), &[]),
        (404, None, taken(whole), Some("taken"), &["404 is an unexpected status for this code, expected 409 or 422"]),
        (
            409,
            None,
            taken(r#", "left": [1, "S3CRET"]"#),
            Some("taken"),
            &["missing member `by`", "`left[1]` is not an integer"],
        ),
        (
            409,
            None,
            taken(r#", "by": 1, "left": 1, "note": ["S3CRET"]"#),
            Some("taken"),
            &["`by` is not a string", "`left` is not an array", "`note` is not a string"],
        ),
        (409, None, taken(&format!(r#"{whole}, "S3CRET": 1, "S3CRET": 2"#)), Some("taken"), &["duplicate member"]),
        (409, None, r#"{"error": {"code": "gone", "message": "S3CRET"}}"#.to_owned(), None, &["unknown code `gone`"]),
        (409, None, r#"{"error": {"code": "S3CRET for you", "message": "M"}}"#.to_owned(), None, &["unknown code"]),
        (409, None, r#"{"error": {"code": 409, "message": "M"}}"#.to_owned(), None, &["the code is not a string"]),
        (
            409,
            None,
            r#"{"error": {"code": "taken", "by": "a", "left": []}}"#.to_owned(),
            Some("taken"),
            &["missing message"],
        ),
        (502, None, "<html>S3CRET</html>".to_owned(), None, &["the body is not valid JSON"]),
        (502, None, String::new(), None, &["the body is not valid JSON"]),
        (404, None, r#"["S3CRET"]"#.to_owned(), None, &["the body is not an error of this API"]),
        (
            409,
            Some(("Content-Encoding", "S3CRET")),
            "\u{1}".to_owned(),
            None,
            &["the body is compressed, and was not decoded"],
        ),
        (
            401,
            Some(("www-authenticate", "Bearer")),
            r#"{"error": {"code": "unauthorized", "message": "M"}}"#.to_owned(),
            Some("unauthorized"),
            &[],
        ),
        (
            401,
            Some(("WWW-Authenticate", "S3CRET")),
            r#"{"error": {"code": "unauthorized", "message": "M"}}"#.to_owned(),
            Some("unauthorized"),
            &["the header `WWW-Authenticate` differs from its constant value"],
        ),
        (
            401,
            None,
            r#"{"error": {"code": "unauthorized", "message": "M"}}"#.to_owned(),
            Some("unauthorized"),
            &["missing header `WWW-Authenticate`"],
        ),
        (
            429,
            None,
            r#"{"error": {"code": "slow_down", "message": "M"}}"#.to_owned(),
            Some("slow_down"),
            &["missing header `Retry-After`"],
        ),
        (
            429,
            Some(("Retry-After", "S3CRET")),
            r#"{"error": {"code": "slow_down", "message": "M"}}"#.to_owned(),
            Some("slow_down"),
            &["invalid header `Retry-After`"],
        ),
    ] {
        let headers: Vec<(String, String)> = header.into_iter().map(|(a, b)| (a.to_owned(), b.to_owned())).collect();
        let found = verifier.verify(status, &headers, body.as_bytes()).expect("it is an error");
        assert_eq!(found.code, code, "{status} {body}: {found:?}");
        assert_eq!(found.issues, issues, "{status} {body}");
    }
    // A success, and a redirect that the book does not list.
    for status in [200, 204, 304] {
        assert_eq!(verifier.verify(status, &[], taken(whole).as_bytes()), None);
    }
}

fn ran(arguments: &[&str]) -> (i32, String, String) {
    let (folder, _) = folder(&[("shop.yaml", SHOP)]);
    for (name, text) in RECORDINGS {
        fs::write(folder.path().join(name), text).expect("it can be written");
    }
    answer(errbook(), folder.path(), &[&["verify"], arguments].concat())
}

/// Each has the same three responses: one that matches, one that differs, and a success.
const RECORDINGS: &[(&str, &str)] = &[
    (
        "log.har",
        r#"{"log": {"version": "1.2", "entries": [
            {"request": {"url": "https://shop.example/S3CRET"}, "response": {"status": 429, "headers": [{"name": "retry-after", "value": "3"}, {"name": "Content-Encoding", "value": "br"}], "content": {"size": 10, "mimeType": "application/json", "text": "{\"error\": {\"code\": \"slow_down\", \"message\": \"M\"}}"}}},
            {"response": {"status": 409, "headers": [], "content": {"size": 10, "encoding": "base64", "text": "eyJlcnJvciI6IHsiY29kZSI6ICJ0YWtlbiIsICJtZXNzYWdlIjogIlMzQ1JFVCIsICJsZWZ0IjogWzFdfX0="}}},
            {"response": {"status": 0, "headers": []}},
            {"response": {"status": 200, "headers": [], "content": {"size": 0}}}]}}"#,
    ),
    (
        "log.jsonl",
        "{\"at\": \"S3CRET\", \"status\": 429, \"headers\": {\"Retry-After\": [\"3\"]}, \"body\": {\"error\": {\"code\": \"slow_down\", \"message\": \"M\"}}}\n{\"response\": {\"status\": 409, \"headers\": [[\"X\", \"S3CRET\"]], \"body\": \"{\\\"error\\\": {\\\"code\\\": \\\"taken\\\", \\\"message\\\": \\\"S3CRET\\\", \\\"left\\\": [1]}}\"}}\n\n{\"status\": 200, \"headers\": [{\"name\": \"X\", \"value\": \"S3CRET\"}]}\n",
    ),
    (
        "log.http",
        "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 3\r\nContent-Length: 49\r\n\r\n{\"error\": {\"code\": \"slow_down\", \"message\": \"M\"}}\nHTTP/2 409 \r\ntransfer-encoding: chunked\r\n\r\n14\r\n{\"error\": {\"code\": \"\r\n2a\r\ntaken\", \"message\": \"S3CRET\", \"left\": [1]}}\r\n0\r\n\r\nHTTP/1.1 200 OK\n\nS3CRET\n",
    ),
    ("broken.jsonl", "{\"status\": 404, \"body\": S3CRET}\n{\"status\": \"S3CRET\"}\n{\"body\": \"S3CRET\"}\n"),
    ("broken.http", "HTTP/1.1 S3CRET\r\n\r\nHTTP/1.1 404 Gone\r\nS3CRET\r\n\r\nHTTP/1.1 404 Gone\r\nA: b\r\n"),
    ("other.txt", "S3CRET"),
    ("empty.har", " \n"),
];

#[test]
fn recordings_of_every_kind_are_read() {
    let mut all = String::new();
    for (name, _) in RECORDINGS {
        let (status, answer, talk) = ran(&[name]);
        let expected = if name.starts_with("log.") { 1 } else { 2 };
        assert_eq!(status, expected, "{name}: {answer}{talk}");
        all.push_str(&format!("== {name}\n{answer}{talk}"));
    }
    assert!(!all.contains("S3CRET"), "{all}");
    insta::assert_snapshot!("recordings", all);
    let (status, answer, talk) = ran(&["log.har", "log.jsonl", "log.http"]);
    assert_eq!(status, 1);
    insta::assert_snapshot!("several_recordings", format!("{answer}{talk}"));
    assert_eq!(ran(&["nowhere.har"]).0, 2);
    assert_eq!(ran(&["log.har", "--spec", "nowhere"]).0, 2);
    assert_eq!(ran(&[]).0, 2);
}
