//! The served document of the API: it has every error that a handler fails with, and every reference has a target.

use notes::{Limits, database};
use notes_errors::ErrorCode;
use serde_json::Value;

use crate::answers::ROWS;
use crate::{ask, service, start};

/// The value to which a reference leads.
fn resolved<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    let Some(target) = value.get("$ref").and_then(Value::as_str) else { return value };
    document.pointer(target.trim_start_matches('#')).unwrap_or_else(|| panic!("{target} has no target"))
}

fn check_references(document: &Value, value: &Value) {
    resolved(document, value);
    match value {
        Value::Object(members) => members.values().for_each(|it| check_references(document, it)),
        Value::Array(items) => items.iter().for_each(|it| check_references(document, it)),
        _ => {}
    }
}

#[tokio::test]
async fn the_document_has_the_errors_of_each_handler() {
    let base = start(service(database().await.expect("a database"), Limits::default())).await;
    let (status, headers, body) = ask(&base, "GET", "/openapi.json", "", "").await;
    assert_eq!((status, &headers["content-type"]), (200, &"application/json".parse().expect("a value")));
    let document: Value = body.parse().expect("JSON");
    check_references(&document, &document);
    let mut count = 0;
    for (method, path, _, _, status, code) in ROWS {
        let path = if path.starts_with("/notes/") { "/notes/{id}" } else { path };
        // Routes and methods that do not exist have no operation.
        let operation = &document["paths"][path][method.to_lowercase()];
        if operation.is_object() {
            let response = resolved(&document, &operation["responses"][status.to_string()]);
            let examples = &response["content"]["application/json"]["examples"];
            let example = resolved(&document, &examples[code.as_str()]);
            assert_eq!(example["value"]["error"]["code"], code.as_str(), "{method} {path} {status}: {response:#}");
            count += 1;
        }
    }
    assert_eq!(count, 7);
    // Two errors share a status, and no component is one to which nothing refers.
    let shared = &document["paths"]["/notes"]["post"]["responses"]["422"]["content"]["application/json"];
    assert_eq!(shared["schema"]["oneOf"].as_array().map(Vec::len), Some(2), "{shared:#}");
    assert!(document["components"]["responses"].get("NoteNotFound").is_some());
    assert!(document["components"]["schemas"].get(format!("{:?}", ErrorCode::MethodNotAllowed)).is_none());
}
