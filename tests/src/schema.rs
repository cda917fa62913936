//! The schemas for editors, against every fixture.

use errbook_codegen::compile;
use errbook_codegen::input::{Content, Input, Role, role};
use errbook_codegen::reference::updated;
use serde_json::Value;

use crate::command::said;
use crate::specs::{drawn, masko, root};
use crate::{books, catalogues, envelopes, rules};

/// The rules that the schemas know too.
const RULES: &[&str] = &["unknown-key", "missing-key", "wrong-type", "unknown-value"];

/// The schemas, by the role of the file.
struct Schemas {
    spec: jsonschema::Validator,
    waivers: jsonschema::Validator,
}

impl Schemas {
    fn new() -> Self {
        let validator = |path| {
            let schema: Value = serde_json::from_str(&updated(path, "").expect("it is generated")).expect("JSON");
            assert!(jsonschema::draft7::meta::is_valid(&schema), "{path}");
            jsonschema::draft7::new(&schema).expect("a schema")
        };
        Self { spec: validator("docs/errbook.schema.json"), waivers: validator("docs/errbook-waivers.schema.json") }
    }

    /// What the schema says against a file; nothing if it is no YAML file of a spec, or is empty.
    fn error(&self, input: &Input) -> Option<String> {
        let validator = match role(&input.path) {
            Role::Spec => &self.spec,
            Role::Waivers => &self.waivers,
            _ => return None,
        };
        let Content::Bytes(bytes) = &input.content else { return None };
        let value: serde_yaml::Value =
            match serde_yaml::from_slice(bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes)) {
                Ok(value) => value,
                Err(error) => return Some(error.to_string()),
            };
        if value.is_null() && !bytes.starts_with(b"null") {
            return None;
        }
        match json(value) {
            Some(value) => validator.validate(&value).err().map(|it| format!("{}: {it}", it.instance_path())),
            None => Some("a key that is not text".to_owned()),
        }
    }
}

/// YAML as JSON: a key is its text. `None` if a key is a list or a map.
fn json(value: serde_yaml::Value) -> Option<Value> {
    Some(match value {
        serde_yaml::Value::Mapping(map) => {
            let member = |(key, value): (serde_yaml::Value, serde_yaml::Value)| {
                let name = match key {
                    serde_yaml::Value::String(it) => it,
                    serde_yaml::Value::Sequence(_) | serde_yaml::Value::Mapping(_) => return None,
                    other => serde_yaml::to_string(&other).ok()?.trim().to_owned(),
                };
                Some((name, json(value)?))
            };
            map.into_iter().map(member).collect::<Option<serde_json::Map<_, _>>>()?.into()
        }
        serde_yaml::Value::Sequence(items) => items.into_iter().map(json).collect::<Option<Vec<_>>>()?.into(),
        other => serde_json::to_value(other).ok()?,
    })
}

#[test]
fn every_accepted_fixture_passes() {
    let schemas = Schemas::new();
    let books = books::all().into_iter().chain(catalogues::fixtures()).map(|it| it.inputs);
    let mut count = 0;
    for inputs in books.chain([masko()]).chain(rules::accepted()).chain(envelopes::ready()) {
        for input in &inputs {
            count += 1;
            assert_eq!(schemas.error(input), None, "{}", input.path);
        }
    }
    assert!(count > 60, "{count} files");
}

#[test]
fn every_fixture_with_an_unknown_or_missing_key_or_value_or_type_fails() {
    let schemas = Schemas::new();
    let mut seen = std::collections::BTreeSet::new();
    for inputs in rules::refused().chain(mistakes()) {
        let compiled = compile(inputs.clone());
        for it in compiled.diagnostics.iter().filter(|it| RULES.contains(&it.rule.id)) {
            let path = &compiled.sources.file(it.labels[0].span.file).path;
            let input = inputs.iter().find(|it| it.path == *path).expect("one of the files");
            assert!(schemas.error(input).is_some(), "{}", drawn(&compiled));
            seen.insert(it.rule.id);
        }
    }
    assert_eq!(seen.into_iter().collect::<Vec<_>>(), ["missing-key", "unknown-key", "unknown-value", "wrong-type"]);
}

/// A spec for each map of the language with an unknown key, one for each required key without it, and one for each key
/// with a value of the wrong type.
fn mistakes() -> impl Iterator<Item = Vec<Input>> {
    let error = "status: 404, code: not_found, meaning: M., remediation: R.";
    let with = |more: &str| format!("errors: [{{{error}, {more}}}]\n");
    [
        "zzz: 1\n".to_owned(),
        "errors: {a: 1}\n".to_owned(),
        "errors: [null]\n".to_owned(),
        "errors: [{status: 404, code: a, meaning: M.}]\n".to_owned(),
        "errors: [{status: null, code: a, meaning: M., remediation: R.}]\n".to_owned(),
        "errors: [{status: \"404\", code: a, meaning: M., remediation: R.}]\n".to_owned(),
        "errors: [{status: 404, code: [5], meaning: M., remediation: R.}]\n".to_owned(),
        "retired: [{code: a}]\n".to_owned(),
        "retired: [{code: a, since: [1.0.0]}]\n".to_owned(),
        "envelope: {codes: a}\n".to_owned(),
        "envelope: {code: 1}\n".to_owned(),
        "envelope: gogle\n".to_owned(),
        "envelope: {body: 5}\n".to_owned(),
        "envelope: {body: gogle}\n".to_owned(),
        "envelope: {headers: [a]}\n".to_owned(),
        "envelope: {content_type: 5}\n".to_owned(),
        "envelope: {read_code: {after: \"ab\"}}\n".to_owned(),
        "envelope: {read_code: {behind: \"a\"}}\n".to_owned(),
        "envelope: {members: {a: {}}}\n".to_owned(),
        "envelope: {members: {a: {type: strnig}}}\n".to_owned(),
        "envelope: {members: {a: {type: string, per: request}}}\n".to_owned(),
        "envelope: {members: {a: {type: string, from: {query: a}}}}\n".to_owned(),
        "envelope: {members: {a: {type: string, from: query}}}\n".to_owned(),
        with("envelope: [a]"),
        "retry: {when: always}\n".to_owned(),
        "retry: {retries: \"3\"}\n".to_owned(),
        "retry: {backoff: {factor: a}}\n".to_owned(),
        "retry: {backoff: {jitter: some}}\n".to_owned(),
        "retry: {backoff: {initial: [1s]}}\n".to_owned(),
        with("retry: {retries: 3}"),
        with("retry: {when: always, zzz: 1}"),
        with("deprecated: {use: a}"),
        with("deprecated: {since: 1.0.0, zzz: a}"),
        with("causes: Because."),
        with("tags: [1]"),
        with("fields: [a]"),
        with("fields: {a: string}"),
        with("fields: {a: {doc: D.}}"),
        with("fields: {a: {type: null}}"),
        with("fields: {a: {type: text}}"),
        with("fields: {a: {type: enum}}"),
        with("fields: {a: {type: enum, values: null}}"),
        with("fields: {a: {type: enum, values: [1]}}"),
        with("fields: {a: {type: list}}"),
        with("fields: {a: {type: list, of: enum}}"),
        with("fields: {a: {type: list, of: {minimum: 0}}}"),
        with("fields: {a: {type: list, of: {type: list}}}"),
        with("fields: {a: {type: object, fields: {b: {typ: string}}}}"),
        with("fields: {a: {type: integer, minimum: \"0\"}}"),
        with("fields: {a: {type: string, optional: yes}}"),
        with("headers: {A: {}}"),
        with("headers: {A: {type: number}}"),
        with("headers: {A: {value: [a]}}"),
        with("examples: [{title: T.}]"),
        with("examples: [{values: [1]}]"),
        with("message: {a: 1}"),
        with("name: 5"),
        with("since: [1]"),
    ]
    .into_iter()
    .map(|body| crate::specs::one(&body))
    .chain(
        [
            "errbook: 1\n",
            "errbook: null\napi: {name: Shop, version: 1.0.0, crate: shop-errors}\n",
            "api: {name: Shop, version: 1.0.0, crate: shop-errors}\n",
            "errbook: 1\napi: {name: Shop, version: 1.0.0}\n",
            "errbook: 1\napi: {name: Shop, version: 1.0.0, crate: shop-errors, open: maybe}\n",
            "errbook: 1\napi: {name: Shop, version: 1.0.0, crate: shop-errors, code_style: snake}\n",
            "errbook: 1\napi: {name: Shop, version: 1.0.0, crate: shop-errors, runtime: {gti: a}}\n",
            "- 1\n",
        ]
        .into_iter()
        .map(crate::specs::raw),
    )
    .chain(
        [
            "a: 1\n",
            "- {rule: status-changed, path: status}\n",
            "- {rule: status-change, path: status, reason: R.}\n",
            "- {rule: status-changed, path: status, reason: R., from: [1]}\n",
            "- {rule: status-changed, path: status, reason: R., zzz: 1}\n",
        ]
        .into_iter()
        .map(|waivers| [crate::specs::one(""), vec![Input::new("waivers.yaml", waivers)]].concat()),
    )
    .inspect(|inputs| {
        let compiled = compile(inputs.clone());
        let is_one = compiled.diagnostics.iter().any(|it| RULES.contains(&it.rule.id));
        assert!(is_one, "{}", drawn(&compiled));
    })
}

/// The command prints the schemas that are published.
#[test]
fn the_command_prints_the_schemas() {
    for (arguments, path) in
        [(&["schema"][..], "docs/errbook.schema.json"), (&["schema", "--waivers"], "docs/errbook-waivers.schema.json")]
    {
        assert_eq!(said(root(), arguments), (0, updated(path, "").expect("it is generated"), String::new()));
    }
}

/// Every file that is generated for readers and editors is up to date.
#[test]
fn the_reference_is_up_to_date() {
    for path in errbook_codegen::reference::FILES {
        let text = std::fs::read_to_string(crate::specs::root().join(path)).expect("it is committed");
        assert!(updated(path, &text) == Ok(text), "{path} is out of date. Run: cargo xtask codegen");
    }
}

/// A file with a part that has no end, or that is unknown, is left alone.
#[test]
fn a_broken_part_of_the_reference_is_an_error() {
    for (text, expected) in [
        ("<!-- reference:rules -->\n", "the part `rules` has no end"),
        ("<!-- reference:rules -->\n# reference:changes\n# /reference\n", "the part `rules` has no end"),
        ("# reference:outputs\n", "the part `outputs` has no end"),
        ("text\n<!-- /reference -->\n", "the end of a part without its start"),
        ("<!-- reference:zzz -->\n<!-- /reference -->\n", "unknown part `zzz`"),
        ("# reference:keys zzz\n# /reference\n", "unknown part `keys zzz`"),
    ] {
        let found = updated("docs/rules.md", text).expect_err(text);
        assert!(found.starts_with(&format!("docs/rules.md: {expected}")), "{text}: {found}");
    }
    for text in ["", "text", "# A reference:rules\n", "<!-- reference -->\n"] {
        assert_eq!(updated("docs/rules.md", text).as_deref(), Ok(text));
    }
}
