//! Every accepted spec, read by a second YAML parser, has the same contents as the book.

use errbook_codegen::input::{Content, Input};
use errbook_codegen::model::{Book, DelayUnit, ErrorDef, Field, HeaderType, Type, When};
use errbook_codegen::{Role, role};
use serde_yaml::Value;

use crate::specs::{book, masko};
use crate::{books, rules};

fn text(value: &Value) -> Option<&str> {
    value.as_str()
}

/// A paragraph in the form of the book.
fn paragraph(value: &Value) -> Option<String> {
    Some(text(value)?.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn same_type(ty: &Type, value: &Value) {
    let word = text(value).or_else(|| text(&value["type"]));
    assert_eq!(Some(ty.name().as_str()), word);
    match ty {
        Type::Delay { unit } => same_unit(*unit, value),
        Type::Integer { unsigned } => assert_eq!(*unsigned, value.get("minimum").and_then(Value::as_i64) == Some(0)),
        Type::Enum { values, .. } => {
            let words: Vec<&str> = value["values"].as_sequence().unwrap().iter().filter_map(text).collect();
            assert_eq!(values.iter().map(|it| &*it.value).collect::<Vec<_>>(), words);
        }
        Type::List { of } => same_type(of, &value["of"]),
        Type::Object { fields, .. } => same_fields(fields, &value["fields"]),
        _ => {}
    }
}

fn same_unit(unit: DelayUnit, value: &Value) {
    assert_eq!(unit.as_str(), value.get("unit").and_then(text).unwrap_or("s"));
}

fn same_fields(fields: &[Field], value: &Value) {
    let there = value.as_mapping().cloned().unwrap_or_default();
    assert_eq!(fields.len(), there.len());
    for (field, (name, value)) in fields.iter().zip(&there) {
        // A key's text is its name, whatever type it would have as a value.
        assert_eq!(
            field.name,
            text(name).map_or_else(|| serde_yaml::to_string(name).unwrap().trim().to_owned(), str::to_owned)
        );
        same_type(&field.ty, value);
        assert_eq!(field.optional, value.get("optional").and_then(Value::as_bool).unwrap_or(false));
        assert_eq!(field.doc, value.get("doc").and_then(paragraph));
        assert_eq!(field.was.as_deref(), value.get("was").and_then(text));
    }
}

fn same_entry(entry: &ErrorDef, value: &Value) {
    let statuses = match &value["status"] {
        Value::Sequence(items) => items.iter().filter_map(Value::as_u64).collect(),
        one => Vec::from_iter(one.as_u64()),
    };
    assert_eq!(entry.statuses.iter().map(|it| u64::from(*it)).collect::<Vec<_>>(), statuses);
    assert_eq!(Some(&entry.meaning), paragraph(&value["meaning"]).as_ref());
    assert_eq!(Some(&entry.remediation), paragraph(&value["remediation"]).as_ref());
    match value.get("message").and_then(text) {
        Some(template) => assert_eq!(entry.message.template, template.trim_end_matches('\n')),
        None => assert_eq!(entry.message.template, entry.meaning),
    }
    if let Some(name) = value.get("name").and_then(text) {
        assert_eq!(entry.name, name);
    }
    same_fields(&entry.fields, value.get("fields").unwrap_or(&Value::Null));
    let headers = value.get("headers").and_then(Value::as_mapping).cloned().unwrap_or_default();
    assert_eq!(entry.headers.len(), headers.len());
    for (header, (name, value)) in entry.headers.iter().zip(&headers) {
        assert_eq!(Some(&*header.name), text(name));
        let word = match &header.ty {
            HeaderType::Delay { unit } => {
                same_unit(*unit, value);
                "delay"
            }
            HeaderType::Integer | HeaderType::Unsigned => "integer",
            HeaderType::String => "string",
            HeaderType::Date => "date",
            HeaderType::Constant { value: constant } => {
                assert_eq!(Some(&**constant), value.get("value").and_then(text));
                continue;
            }
        };
        assert_eq!(Some(word), value.get("type").and_then(text));
        assert_eq!(header.optional, value.get("optional").and_then(Value::as_bool).unwrap_or(false));
    }
    let when = value.get("retry").map_or(Some("never"), |it| text(it).or_else(|| text(&it["when"])));
    let expected = match entry.retry.when {
        When::Never => "never",
        When::Idempotent => "idempotent",
        When::Always => "always",
    };
    assert_eq!(Some(expected), when);
    assert_eq!(entry.since.as_deref(), value.get("since").and_then(text));
    assert_eq!(
        entry.deprecated.as_ref().map(|it| &*it.since),
        value.get("deprecated").and_then(|it| text(&it["since"]))
    );
    assert_eq!(entry.details.as_deref(), value.get("details").and_then(text).map(str::trim_end));
    let texts = |key: &str| -> Vec<String> {
        value.get(key).and_then(Value::as_sequence).into_iter().flatten().filter_map(paragraph).collect()
    };
    assert_eq!((&entry.causes, &entry.tags, &entry.allow), (&texts("causes"), &texts("tags"), &texts("allow")));
    if let Some(examples) = value.get("examples").and_then(Value::as_sequence) {
        assert_eq!(entry.examples.len(), examples.len());
    }
}

/// Where a link leads that begins with `/`.
pub(crate) fn site(book: &Book) -> String {
    book.api.docs_url.iter().flat_map(|it| it.split('/').take(3)).collect::<Vec<_>>().join("/")
}

fn same(book: &Book, inputs: &[Input]) {
    let site = site(book);
    let mut entries = 0;
    let mut heads = 0;
    for input in inputs.iter().filter(|it| role(&it.path) == Role::Spec) {
        let Content::Bytes(bytes) = &input.content else { panic!("it was accepted") };
        let text = std::str::from_utf8(bytes).expect("it was accepted").trim_start_matches('\u{feff}');
        let text = text.replace("](/", &format!("]({site}/"));
        let file: Value = serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}\n{text}", input.path));
        if let Some(api) = file.get("api") {
            heads += 1;
            assert_eq!(Some(&book.api.name), paragraph(&api["name"]).as_ref());
            assert_eq!(Some(&*book.api.version), api["version"].as_str());
            let own = &api["crate"];
            assert_eq!(Some(&*book.api.crate_name), own.as_str().or_else(|| own["name"].as_str()));
            assert_eq!(book.api.crate_version.as_deref(), own.get("version").and_then(Value::as_str));
            assert_eq!(book.api.open, api.get("open").and_then(Value::as_bool).unwrap_or(true));
        }
        for value in file.get("errors").and_then(Value::as_sequence).into_iter().flatten() {
            entries += 1;
            let code = value["code"].as_str().expect("a text");
            same_entry(book.error(code).unwrap_or_else(|| panic!("{code} is in the book")), value);
        }
        for value in file.get("retired").and_then(Value::as_sequence).into_iter().flatten() {
            assert!(book.retired.iter().any(|it| Some(&*it.code) == value["code"].as_str()));
        }
    }
    assert_eq!((heads, entries), (1, book.errors.len()));
}

#[test]
fn the_books_of_the_tests_and_masko() {
    for fixture in books::all() {
        same(&book(fixture.inputs.clone()), &fixture.inputs);
    }
    same(&book(masko()), &masko());
}

#[test]
fn whatever_the_rules_accept() {
    for inputs in rules::accepted() {
        same(&book(inputs.clone()), &inputs);
    }
}
