//! Names in Python: the rule, and what it cannot resolve.

use errbook_codegen::compile;
use errbook_codegen::emit::options::{Group, Options};

use super::outputs;
use crate::specs::{book, drawn, one, raw};

/// The names of the classes and attributes of a module.
fn names(body: &str, module: &str) -> Vec<String> {
    let outputs = outputs(&book(raw(body)));
    let file = outputs.iter().find(|it| it.path.ends_with(module)).expect("a module");
    let name = |line: &str| {
        let class = line.strip_prefix("class ").and_then(|it| it.split(['(', ':']).next());
        let attribute = line.strip_prefix("    ").filter(|it| it.starts_with(char::is_alphabetic));
        class.or_else(|| attribute.and_then(|it| it.split_once(": ")).map(|it| it.0)).map(str::to_owned)
    };
    file.contents.lines().filter_map(name).collect()
}

fn spec(api: &str, codes: &[&str]) -> String {
    let errors: Vec<String> =
        codes.iter().map(|it| format!("  - {{status: 400, code: {it}, meaning: M., remediation: R.}}\n")).collect();
    format!(
        "errbook: 1\napi: {{name: {api}, version: 1.0.0, crate: shop-errors, code_style: any}}\nfallback: {{4xx: null, 5xx: null}}\nerrors:\n{}",
        errors.concat()
    )
}

#[test]
fn exceptions_are_named_by_their_codes() {
    let codes = ["not_found", "internal_error", "timeout", "permission", "2fa", "EOF", "none", "NOT-IMPLEMENTED"];
    let mut found = names(&spec("Shop", &codes), "errors.py");
    found.retain(|it| it.ends_with("Error"));
    let mut expected = [
        "ShopApiError",
        "UnknownError",
        "NotFoundError",
        "InternalError",
        "ShopTimeoutError",
        "ShopPermissionError",
        "Code2faError",
        "EofError",
        "NoneError",
        "ShopNotImplementedError",
    ];
    found.sort_unstable();
    expected.sort_unstable();
    assert_eq!(found, expected);
    for (api, base) in [
        ("Shop API", "ShopApiError"),
        ("\"Zoö & Co\"", "ZoCoApiError"),
        ("\"店\"", "ShopErrorsApiError"),
        ("\"3 Hats\"", "The3HatsApiError"),
        ("Api", "ApiApiError"),
    ] {
        assert_eq!(names(&spec(api, &[]), "errors.py")[0], base);
    }
}

#[test]
fn attributes_are_no_keywords_of_python() {
    let on_the_wire = ["class", "None", "from", "self", "type", "match", "int", "id", "maxItems", "print"];
    let fields: Vec<String> = on_the_wire.iter().map(|it| format!("{it}: {{type: integer}}, ")).collect();
    let fields = format!("{{{}_id: {{type: integer, name: _x}}}}", fields.concat());
    let more = format!("R., fields: {fields}, headers: {{Retry-After: {{type: delay}}}}}}");
    let found = names(&spec("Shop", &["none"]).replace("R.}", &more), "fields.py");
    let expected = [
        "None_",
        "class_",
        "none",
        "from_",
        "self",
        "type",
        "match",
        "int_",
        "id",
        "max_items",
        "print",
        "x",
        "retry_after",
    ];
    assert_eq!(found, expected);
}

/// Reported where the output is chosen, at both places.
#[test]
fn equal_names_are_errors_where_python_is_chosen() {
    let errors = "errors:
  - {status: 400, code: too_late, meaning: M., remediation: R.}
  - {status: 400, code: too_late_error, meaning: M., remediation: R.}
  - {status: 400, code: shop_api, meaning: M., remediation: R.}
  - {status: 400, code: other, name: UnknownError, meaning: M., remediation: R.}
  - status: 400
    code: timeout
    meaning: M.
    remediation: R.
    fields:
      class: {type: string}
      kind: {type: string, name: class_}
      inside: {type: list, of: {type: object, fields: {from: {type: string}, sender: {type: string, name: from_}}}}
  - {status: 400, code: shop_timeout, meaning: M., remediation: R.}
";
    let with = |groups: &[Group]| {
        let mut compiled = compile(one(errors));
        compiled.check_outputs(&Options::of(groups.iter().copied()));
        compiled.diagnostics.retain(|it| it.rule.id.ends_with("name-collision"));
        compiled
    };
    assert_eq!(with(&[Group::Rust]).diagnostics, []);
    let compiled = with(&[Group::Rust, Group::Python]);
    assert!(compiled.book.is_none());
    insta::assert_snapshot!("collisions", drawn(&compiled));
}
