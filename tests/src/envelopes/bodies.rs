//! The JSON Schemas of bodies in `errors.json`: every response of every book is valid, and one of another error is not.

use errbook_codegen::emit::options::{Group, Options};
use errbook_codegen::emit::{emit, emit_with};
use errbook_codegen::input::Input;
use errbook_codegen::model::{Book, What};
use jsonschema::draft202012;
use serde_json::Value;

use super::specs;
use crate::books;
use crate::specs::{book, root};

/// Bodies with every kind of placeholder and type.
pub(crate) const RICH: &str = r#"
errbook: 1
api: {name: Shop, version: 1.0.0, crate: shop-errors, docs_url: https://shop.example}
envelope:
  body:
    ok: false
    nothing: {}
    none: []
    errors:
      - code: "{code|unknown}"
        about: "https://shop.example/{code?}"
        trace: "id-{id?}"
        title: "{meaning}"
        detail: "{message|null}"
        phrase: "{status:phrase}"
        kind: "{kind?}"
        source: {by: "{by?}"}
        meta: "{fields}"
      - ...
    list: ["{at|null}", "{status}", "{status:text}", 7, "{id?}"]
  members:
    kind: {type: string, per: code, default: null}
    id: {type: string}
    at: {type: timestamp, from: time, example: "2026-01-31T12:00:00Z"}
errors:
  - status: [404, 410]
    code: lost
    meaning: It is lost.
    remediation: Look again.
    envelope: {code: null, kind: lost}
    fields:
      by: {type: string, example: Ada}
      left: {type: integer, minimum: 0, example: 3}
      rate: {type: number, optional: true, example: 2.5}
      why: {type: enum, values: [sold, lent], doc: Why.}
      wait: {type: delay, unit: ms, example: 30}
      until: {type: timestamp}
      parts: {type: list, of: {type: object, fields: {id: {type: string}, any: {type: any, optional: true}}}}
    examples: [{title: Few, values: {by: Ada, left: 0, why: lent, wait: 0, until: "2026-01-31T12:00:00Z", parts: []}}]
  - {status: 200, code: gone, meaning: It is gone., remediation: Forget it., envelope: {message: null, kind: gone}}
"#;

#[test]
fn every_response_is_valid_by_its_schema() {
    let ready = specs(&root().join("docs/envelopes")).into_iter();
    let mut books: Vec<(String, Book)> = ready.map(|(name, it)| (name, it.book.expect("it compiles"))).collect();
    books.push(("rich".to_owned(), book(vec![Input::new("book.yaml", RICH)])));
    let others = books::all().into_iter().filter(|it| it.name != "many");
    books.extend(others.map(|it| (it.name.to_owned(), book(it.inputs))));
    let mut count = 0;
    for (name, book) in books {
        let outputs = emit(&book);
        let data = outputs.iter().find(|it| it.path == "errors.json").expect("the data");
        let data: Value = data.contents.parse().expect("JSON");
        let errors = data["errors"].as_array().expect("a list");
        for error in errors {
            let schema = &error["body_schema"];
            assert!(draft202012::meta::is_valid(schema), "{name}: {schema:#}");
            let validator = draft202012::options().should_validate_formats(true).build(schema).expect("a schema");
            for response in error["responses"].as_array().expect("a list") {
                let found: Vec<String> =
                    validator.iter_errors(&response["body"]).map(|it| format!("{} {it}", it.instance_path())).collect();
                assert!(found.is_empty(), "{name}: {found:#?}\n{schema:#}\n{:#}", response["body"]);
                count += 1;
            }
            // What is required is required.
            assert!(
                !validator.is_valid(&Value::Array(Vec::new())) || error["responses"][0]["body"].is_array(),
                "{name}"
            );
        }
        // A code is of one error only.
        for (error, other) in errors.iter().zip(errors.iter().skip(1)) {
            let (own, others) = (&book.errors, |it: &Value| it["code"].as_str().expect("a code").to_owned());
            let sends = |code: &str| own.iter().any(|it| it.code == code && book.sends_code(it));
            let is_in_body = book.envelope.found_at(&What::Code).is_some();
            if sends(&others(error)) && sends(&others(other)) && is_in_body {
                let validator = draft202012::new(&error["body_schema"]).expect("a schema");
                assert!(!validator.is_valid(&other["responses"][0]["body"]), "{name}: {}", others(other));
            }
        }
    }
    assert!(count > 100, "{count} responses");
}

/// Whatever the value of a field is: a schema allows what decoders type, and nothing else.
#[test]
fn schemas_agree_with_decoders() {
    let kinds = book(vec![Input::new("kinds.yaml", include_str!("../typescript/kinds.yaml"))]);
    let outputs = emit_with(&kinds, &Options::of([Group::Json, Group::Conformance]));
    let text = |path: &str| &outputs.iter().find(|it| it.path == path).unwrap_or_else(|| panic!("no {path}")).contents;
    let data: Value = text("errors.json").parse().expect("JSON");
    let errors = data["errors"].as_array().expect("a list");
    let (mut typed, mut untyped) = (0, 0);
    for row in text("conformance.jsonl").lines() {
        let row: Value = row.parse().expect("JSON");
        let case = row["case"].as_str().expect("a text");
        let Some((code, value)) = case.split_once(": `").filter(|it| it.1.contains("` is ")) else { continue };
        let entry = errors.iter().find(|it| it["code"] == code).expect("an error");
        let validator =
            draft202012::options().should_validate_formats(true).build(&entry["body_schema"]).expect("a schema");
        let body: Value = row["body"].as_str().expect("a text").parse().expect("JSON");
        let is_typed = row["error"]["code"] == code;
        // Decoders take `null` for an absent field, and an integer has 64 bits, which no keyword says.
        if (is_typed && value.ends_with(" is null")) || value.ends_with(" is 1.5e+300") {
            continue;
        }
        assert_eq!(validator.is_valid(&body), is_typed, "{case}: {body:#}");
        *if is_typed { &mut typed } else { &mut untyped } += 1;
    }
    assert!(typed > 40 && untyped > 40, "{typed} typed, {untyped} untyped");
}
