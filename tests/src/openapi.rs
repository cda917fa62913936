//! `openapi.json` in both versions, and the same errors in the documents that `utoipa` makes: every reference has a target,
//! and every example is valid. Tools that read such documents are in `.ci/openapi`.

use errbook::__private::Document;
use errbook_codegen::emit::emit_with;
use errbook_codegen::emit::options::{Group, Options};
use errbook_codegen::emit::packages::OpenApi;
use errbook_codegen::input::Input;
use errbook_codegen::model::Book;
use jsonschema::draft202012;
use serde_json::{Map, Value, json};
use utoipa::openapi::{Info, OpenApiBuilder, PathsBuilder, Ref};

use crate::books;
use crate::envelopes::bodies::RICH;
use crate::envelopes::ready;
use crate::specs::{book, one};

/// The document of a book.
fn document(book: &Book, version: OpenApi) -> String {
    let mut options = Options::of([Group::Openapi]);
    options.openapi = version;
    emit_with(book, &options).remove(0).contents
}

/// Every ready spec, every other book of the tests, and one with all kinds of placeholders and types.
fn all() -> Vec<Book> {
    let others = books::all().into_iter().filter(|it| it.name != "many").map(|it| it.inputs);
    ready().chain(others).chain([vec![Input::new("book.yaml", RICH)]]).map(book).collect()
}

/// Each value below a value, and the value.
fn each<'a>(value: &'a Value, visit: &mut dyn FnMut(&'a Value)) {
    visit(value);
    match value {
        Value::Object(members) => members.values().for_each(|it| each(it, visit)),
        Value::Array(items) => items.iter().for_each(|it| each(it, visit)),
        _ => {}
    }
}

/// The component to which a value refers, or else the value.
fn resolved<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    let Some(target) = value.get("$ref").and_then(Value::as_str) else { return value };
    let pointer = target.strip_prefix('#').expect("a reference within the document");
    document.pointer(pointer).unwrap_or_else(|| panic!("{target} has no target"))
}

/// Replaces the references of a schema with their targets, which have none.
fn inline(document: &Value, schema: &mut Value) {
    *schema = resolved(document, schema).clone();
    for key in ["oneOf", "anyOf"] {
        for option in schema.get_mut(key).and_then(Value::as_array_mut).into_iter().flatten() {
            *option = resolved(document, option).clone();
        }
    }
}

/// The number of examples of a document, each of which is valid by the schema of its response.
fn valid_examples(name: &str, document: &Value) -> usize {
    each(document, &mut |it| {
        resolved(document, it);
    });
    let mut count = 0;
    for (response_name, response) in document["components"]["responses"].as_object().into_iter().flatten() {
        for content in response["content"].as_object().expect("a body").values() {
            let mut root = content["schema"].clone();
            inline(document, &mut root);
            let validator = draft202012::options().should_validate_formats(true).build(&root).expect("a schema");
            for (example_name, example) in content["examples"].as_object().expect("examples") {
                let value = &resolved(document, example)["value"];
                let found: Vec<String> =
                    validator.iter_errors(value).map(|it| format!("{} {it}", it.instance_path())).collect();
                assert!(found.is_empty(), "{name}, {response_name}, {example_name}: {found:#?}\n{value:#}");
                count += 1;
            }
            assert!(!validator.is_valid(&json!("a text")), "{name}, {response_name}");
        }
        for (header, described) in response["headers"].as_object().into_iter().flatten() {
            if let Some(example) = described.get("example") {
                let is_valid = draft202012::is_valid(&described["schema"], example);
                assert!(is_valid, "{name}, {response_name}, {header}: {described:#}");
            }
        }
    }
    count
}

/// Schemas of 3.0 as JSON Schema, which has `null` as a type.
fn without_nullable(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.values_mut().for_each(without_nullable);
            if members.remove("nullable") == Some(json!(true)) {
                *value = json!({"anyOf": [std::mem::take(members), {"type": "null"}]});
            }
        }
        Value::Array(items) => items.iter_mut().for_each(without_nullable),
        _ => {}
    }
}

#[test]
fn every_example_is_valid_and_every_reference_has_a_target() {
    let mut count = 0;
    for book in all() {
        let name = &book.api.name;
        let document: Value = document(&book, OpenApi::V3_1).parse().expect("JSON");
        for kind in ["schemas", "responses", "examples"] {
            let components = document["components"][kind].as_object().expect("components");
            let is_sign = |it: char| it.is_ascii_alphanumeric() || "._-".contains(it);
            assert!(components.keys().all(|it| !it.is_empty() && it.chars().all(is_sign)), "{name}: {components:#?}");
        }
        assert_eq!(document["components"]["schemas"].as_object().map(Map::len), Some(book.errors.len()), "{name}");
        count += valid_examples(name, &document);
    }
    assert!(count > 200, "{count} examples");
}

#[test]
fn documents_of_3_0_have_its_keywords_alone() {
    let mut count = 0;
    for book in all() {
        let name = &book.api.name;
        let mut document: Value = document(&book, OpenApi::V3_0).parse().expect("JSON");
        for schema in document["components"]["schemas"].as_object().expect("schemas").values() {
            each(schema, &mut |it| {
                // Names of properties may be any.
                let Some(ty) = it.get("type").filter(|it| !it.is_object()) else { return };
                assert!(ty.is_string() && ty != "null", "{name}: {it:#}");
                assert!(ty != "array" || it.get("items").is_some(), "{name}: {it:#}");
                assert!(["const", "prefixItems"].iter().all(|key| it.get(key).is_none()), "{name}: {it:#}");
            });
        }
        without_nullable(&mut document["components"]["schemas"]);
        count += valid_examples(name, &document);
    }
    assert!(count > 200, "{count} examples");
}

#[test]
fn utoipa_has_the_same_components() {
    for book in all().into_iter().filter(|it| !it.errors.is_empty()) {
        let name = &book.api.name;
        let text: &'static str = document(&book, OpenApi::V3_1).leak();
        let original: Value = text.parse().expect("JSON");
        // One that refers to each response.
        let names = original["components"]["responses"].as_object().expect("responses").keys();
        let responses = names.map(|it| (it.clone(), Ref::from_response_name(it)));
        let operation =
            utoipa::openapi::path::OperationBuilder::new().responses(responses.collect::<utoipa::openapi::Responses>());
        let path = utoipa::openapi::PathItem::new(utoipa::openapi::HttpMethod::Get, operation);
        let paths = PathsBuilder::new().path("/", path);
        let mut openapi = OpenApiBuilder::new().info(Info::new("Shop", "1.0.0")).paths(paths).build();
        let document = Document::new(text, &[]);
        document.add_to(&mut openapi);
        let written = serde_json::to_value(&openapi).expect("JSON");
        assert_eq!(valid_examples(name, &written), valid_examples(name, &original), "{name}");
        // Apart from what it has no keywords for, nothing is lost.
        let written = &written["components"];
        for (name, response) in original["components"]["responses"].as_object().expect("responses") {
            assert_eq!(written["responses"][name]["content"], response["content"], "{name}");
            assert_eq!(written["responses"][name]["description"], response["description"], "{name}");
        }
        assert_eq!(written["examples"], original["components"]["examples"], "{name}");
    }
}

const SMALL: &str = "errors:
  - status: 409
    code: taken
    meaning: It is `taken`.
    remediation: \"Take [another](https://shop.example/other).\"
    message: \"Taken by {by}.\"
    fields:
      by: {type: string, doc: Who has *it*., example: Ann}
      share: {type: number, optional: true}
      more: {type: any, optional: true}
      kinds: {type: list, of: {type: enum, values: [old, new]}, example: [old]}
    examples:
      - {title: By Ann, values: {by: Ann, kinds: []}}
      - {values: {by: Bob, kinds: [new]}}
    deprecated: {since: 1.0.0, use: closed, note: They are *one*.}
  - status: [409, 503]
    code: closed
    meaning: Closed.
    remediation: Wait.
    headers: {Retry-After: {type: delay, doc: How long., example: 30}, X-Shop: {value: main}}
    retry: always
";

/// Parts that 3.0 describes in another way.
const LIST: &str = "envelope:
  body: {errors: [{code: \"{code}\", message: \"{message|null}\", kind: \"{kind|null}\", at: \"{at|null}\", meta: \"{fields}\"}, ...], none: null, both: [1, \"{status}\"], empty: []}
  members: {kind: {type: string, per: code, default: null}, at: {type: timestamp, from: time}}
errors:
  - {status: 400, code: bad, meaning: Bad., remediation: Look., envelope: {kind: input}}
  - {status: 400, code: odd, meaning: Odd., remediation: Look., fields: {rate: {type: number, example: 2.5}, any: {type: any, example: 1}}}
";

#[test]
fn small_books() {
    insta::assert_snapshot!("small", document(&book(one(SMALL)), OpenApi::V3_1));
    insta::assert_snapshot!("list", document(&book(one(LIST)), OpenApi::V3_1));
    insta::assert_snapshot!("list_3_0", document(&book(one(LIST)), OpenApi::V3_0));
}
