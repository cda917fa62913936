//! What is generated from small specs, one feature each.

use errbook_codegen::emit::emit_with;
use errbook_codegen::emit::options::{Group, Options};

use super::outputs;
use crate::specs::{book, one, raw};

/// A file of the package.
fn file(inputs: Vec<errbook_codegen::input::Input>, name: &str) -> String {
    let outputs = outputs(&book(inputs));
    let found = outputs.into_iter().find(|it| it.path.starts_with("python/") && it.path.ends_with(name));
    found.unwrap_or_else(|| panic!("no {name} was generated")).contents
}

const PAYLOAD: &str = "errors:
  - status: [402, 403]
    code: insufficient_credits
    meaning: The account does not hold enough *credits*.
    remediation: \"Top up at [the shop](https://shop.example).\"
    message: \"Not enough credits: {required}.\"
    deprecated: {since: 1.0.0, use: closed, note: They are one.}
    fields:
      required: {type: integer, minimum: 0, doc: What it costs., example: 140}
      since: {type: timestamp, optional: true}
      wait: {type: delay, unit: ms, doc: How long to wait.}
      class: {type: enum, values: [gold, iron], doc: The class.}
      parts: {type: list, of: {type: object, fields: {from: {type: number}, any: {type: any, optional: true}}}}
  - {status: 503, code: closed, meaning: Closed., remediation: Wait., retry: {when: always, retries: 5, backoff: {initial: 500ms}}, headers: {Retry-After: {type: delay, doc: How long., example: 30}, X-Until: {type: date}}}
";

#[test]
fn exceptions_dataclasses_and_tables() {
    insta::assert_snapshot!("payload_errors", file(one(PAYLOAD), "errors.py"));
    insta::assert_snapshot!("payload_fields", file(one(PAYLOAD), "fields.py"));
    insta::assert_snapshot!("payload_book", file(one(PAYLOAD), "_book.py"));
    insta::assert_snapshot!("payload_init", file(one(PAYLOAD), "__init__.py"));
    insta::assert_snapshot!("payload_readme", file(one(PAYLOAD), "README.md"));
}

#[test]
fn a_form_is_data_and_its_members_have_a_dataclass() {
    let spec = "errbook: 1
api: {name: Shop, version: 1.0.0, crate: shop-errors, docs_url: https://shop.example}
fallback: {4xx: null, 5xx: null}
envelope:
  body:
    ok: false
    errors:
      - code: \"{code|unknown}\"
        detail: \"{message}\"
        about: \"https://shop.example/{kind}\"
        source: {by: \"{by?}\"}
      - ...
    id: \"{id}\"
    list: [{\"@type\": info, \"{fields}\": }, 7, null]
  headers: {X-Id: \"id-{id}\"}
  members:
    kind: {type: string, per: code, default: plain}
    id: {type: string, doc: The request.}
errors:
  - {status: 404, code: lost, meaning: M., remediation: R., envelope: {code: null, kind: lost}, fields: {by: {type: string}}}
";
    insta::assert_snapshot!("form_book", file(raw(spec), "_book.py"));
    insta::assert_snapshot!("form_fields", file(raw(spec), "fields.py"));
}

/// A module of dataclasses takes Python some milliseconds.
#[test]
fn many_payloads_are_in_several_modules() {
    let errors: Vec<String> = (0..70)
        .map(|at| {
            format!(
                "  - {{status: 400, code: c{at:02}, meaning: M., remediation: R., fields: {{at: {{type: integer}}}}}}\n"
            )
        })
        .collect();
    let outputs = outputs(&book(one(&format!("errors:\n{}", errors.concat()))));
    let modules: Vec<&str> = outputs
        .iter()
        .filter_map(|it| it.path.strip_prefix("python/shop_errors/"))
        .filter(|it| it.contains("fields"))
        .collect();
    assert_eq!(modules, ["fields.py", "_fields_000.py", "_fields_001.py", "_fields_002.py"]);
    let front = file(one(&format!("errors:\n{}", errors.concat())), "/fields.py");
    assert!(front.contains("    from ._fields_002 import C69 as C69\n"), "{front}");
}

/// The version by the rules of Python, and what the spec says of the package.
#[test]
fn a_package_says_what_the_crate_says() {
    let spec = "errbook: 1
api:
  name: Shop
  version: 1.5.0-rc.1
  crate: shop-errors
  package:
    license: MIT
    repository: https://shop.example/git
    authors: [Ann <ann@shop.example>, <team@shop.example>, Bob (Shop), Cleo <not an address>]
    keywords: [shop, errors]
    publish: [internal]
";
    insta::assert_snapshot!("pyproject", file(raw(spec), "pyproject.toml"));
}

/// Each fact about the package, and whether it may be published, in each language.
#[test]
fn packages_of_all_languages_have_the_same_metadata() {
    let facts = [
        ("description: A shop.", ["A shop."; 3]),
        ("license: MIT", ["MIT"; 3]),
        ("repository: 'https://shop.example/git'", ["https://shop.example/git"; 3]),
        ("homepage: 'https://shop.example/home'", ["https://shop.example/home"; 3]),
        ("documentation: 'https://shop.example/docs'", ["https://shop.example/docs"; 3]),
        ("authors: [Ann <ann@shop.example>]", ["Ann <ann@shop.example>", "Ann <ann@shop.example>", "ann@shop.example"]),
        ("keywords: [hats]", ["hats"; 3]),
        ("publish: false", ["publish = false", "\"private\": true", "Private :: Do Not Upload"]),
    ];
    let groups = [Group::Rust, Group::Typescript, Group::Python];
    let manifests = |package: &str| {
        let head = "errbook: 1\napi: {name: Shop, version: 1.0.0, crate: shop-errors, package: {";
        let outputs = emit_with(&book(raw(&format!("{head}{package}}}}}\n"))), &Options::of(groups));
        ["Cargo.toml", "typescript/package.json", "python/pyproject.toml"]
            .map(|path| outputs.iter().find(|it| it.path == path).expect("a manifest").contents.clone())
    };
    let without = manifests("publish: true");
    for (fact, expected) in facts {
        for ((manifest, without), expected) in manifests(fact).iter().zip(&without).zip(expected) {
            assert!(manifest.contains(expected) && !without.contains(expected), "{fact}: {manifest}");
        }
    }
}
