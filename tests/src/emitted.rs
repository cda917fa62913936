//! What is generated from small specs, one feature each.

use errbook_codegen::emit::emit;
use errbook_codegen::emit::output::Output;
use errbook_codegen::input::Content;

use crate::specs::{book, masko, one, raw, root};

/// One generated file.
fn file(body: &str, path: &str) -> String {
    let outputs = emit(&book(one(body)));
    outputs.into_iter().find(|it| it.path == path).unwrap_or_else(|| panic!("no {path} was generated")).contents
}

/// A file from its `from` on.
fn from(text: &str, from: &str) -> String {
    text.find(from).map_or_else(|| panic!("no {from:?} in\n{text}"), |at| text[at..].to_owned())
}

const PLAIN: &str =
    "errors:\n  - {status: 404, code: not_found, meaning: No such thing., remediation: Check the ID.}\n";

#[test]
fn a_code_without_payload() {
    insta::assert_snapshot!("plain_code", file(PLAIN, "src/code.rs"));
    insta::assert_snapshot!("plain_kind", file(PLAIN, "src/kind.rs"));
    insta::assert_snapshot!("plain_schema", file(PLAIN, "src/schema.rs"));
}

/// Cargo gets the crate's version, and everyone else the contract's.
#[test]
fn a_crate_with_its_own_version() {
    let plain = one(PLAIN).remove(0);
    let Content::Bytes(bytes) = &plain.content else { panic!("it is a text") };
    let text = String::from_utf8_lossy(bytes);
    let own = text
        .replace("version: 1.0.0", "version: 1.4.0")
        .replace("crate: shop-errors", "crate: {name: shop-errors, version: 3.0.0}");
    assert_ne!(own, text);
    let outputs = emit(&book(raw(&own)));
    let of = |path: &str| &outputs.iter().find(|it| it.path == path).unwrap_or_else(|| panic!("no {path}")).contents;
    assert!(of("Cargo.toml").contains("\nname = \"shop-errors\"\nversion = \"3.0.0\"\n"), "{}", of("Cargo.toml"));
    for (path, version) in [
        ("README.md", "The errors of the Shop API, version 1.4.0."),
        ("docs/errors.md", "This page describes version 1.4.0 of the API."),
        ("llms.txt", "Version 1.4.0."),
        ("errors.json", "\"version\": \"1.4.0\",\n    \"crate\": \"shop-errors\",\n    \"crate_version\": \"3.0.0\","),
    ] {
        assert!(of(path).contains(version), "{path}: {}", of(path));
    }
    // Nowhere else.
    let with: Vec<&str> = outputs.iter().filter(|it| it.contents.contains("3.0.0")).map(|it| &*it.path).collect();
    assert_eq!(with, ["Cargo.toml", "errors.json"]);
}

/// An API whose name has the word already.
#[test]
fn the_name_of_an_api_does_not_end_with_api_twice() {
    let mut book = book(one(PLAIN));
    for name in ["Shop API", "Shop Api", "ShopAPI", "API"] {
        name.clone_into(&mut book.api.name);
        let named = |it: &Output| {
            it.contents.contains(&format!("{name} errors")) || it.contents.contains(&format!("the {name}"))
        };
        let outputs = emit(&book);
        assert!(outputs.iter().filter(|it| named(it)).count() > 10, "{name}");
        for it in &outputs {
            assert!(!it.contents.to_lowercase().contains("api api"), "{name}, {}: {}", it.path, it.contents);
        }
    }
}

#[test]
fn a_book_without_codes() {
    insta::assert_snapshot!("empty_kind", from(&file("", "src/kind.rs"), "pub enum ErrorKind"));
    insta::assert_snapshot!("empty_page", file("", "docs/errors.md"));
    insta::assert_snapshot!("empty_readme", file("", "README.md"));
}

#[test]
fn fields_required_and_optional() {
    let spec = "errors:\n  - {status: 409, code: taken, meaning: It is taken., remediation: Take another., message: \"Taken by {by}{note}.\", fields: {by: {type: string, doc: Who has it., example: Ann}, note: {type: string, optional: true, doc: Why.}}}\n";
    insta::assert_snapshot!("fields_payload", file(spec, "src/payload.rs"));
    insta::assert_snapshot!("fields_schema", from(&file(spec, "src/schema.rs"), "/// By discriminant"));
    insta::assert_snapshot!("fields_page", file(spec, "docs/errors/taken.md"));
}

/// Many members are shown one by one: on one line they would be broken in the middle of an expression.
#[test]
fn many_fields_are_shown_line_by_line() {
    let spec = "errors:\n  - {status: 409, code: taken, meaning: It is taken., remediation: Take another., fields: {taken_by_whom: {type: string, example: Ann}, type: {type: string, example: seat}, since: {type: timestamp, optional: true}}}\n";
    let page = file(spec, "docs/errors/taken.md");
    let example = from(&page, "```rust").split_once("\n```\n").unwrap().0.to_owned();
    insta::assert_snapshot!("many_fields_rust", example);
}

#[test]
fn objects_and_enumerations_have_types_of_their_own() {
    let spec = "errors:\n  - status: 400\n    code: invalid\n    meaning: A field is invalid.\n    remediation: Mend it.\n    fields:\n      problems:\n        type: list\n        doc: What is wrong.\n        of: {type: object, fields: {path: {type: string, example: a.b}, why: {type: enum, values: [missing, too-long]}}}\n";
    insta::assert_snapshot!("nested_payload", file(spec, "src/payload.rs"));
    insta::assert_snapshot!("nested_page", file(spec, "docs/errors/invalid.md"));
}

#[test]
fn headers_carry_payload_or_are_always_the_same() {
    let spec = "errors:\n  - {status: 503, code: closed, meaning: Closed., remediation: Wait., headers: {Retry-After: {type: delay, doc: How long., example: 30}, X-Shop: {value: main}}}\n";
    insta::assert_snapshot!("headers_payload", file(spec, "src/payload.rs"));
    insta::assert_snapshot!("headers_schema", from(&file(spec, "src/schema.rs"), "/// By discriminant"));
    insta::assert_snapshot!("headers_page", file(spec, "docs/errors/closed.md"));
}

#[test]
fn deprecated_and_retired_codes() {
    let spec = "errors:\n  - {status: 404, code: not_found, meaning: No such thing., remediation: Check the ID.}\n  - {status: 410, code: gone, meaning: It is gone., remediation: Forget it., since: 0.9.0, deprecated: {since: 1.0.0, use: not_found, note: They are *one*.}}\nretired:\n  - {code: missing, since: 1.0.0, renamed_to: not_found}\n  - {code: unsaid, since: 1.0.0}\n";
    insta::assert_snapshot!(
        "deprecated_code",
        from(&file(spec, "src/code.rs"), "pub enum ErrorCode").split_once("impl ErrorCode").unwrap().0
    );
    insta::assert_snapshot!("deprecated_code_docs", from(&file(spec, "src/code_docs.rs"), "/// By"));
    insta::assert_snapshot!("deprecated_table", from(&file(spec, "docs/errors.md"), "## Error codes"));
    insta::assert_snapshot!("deprecated_page", file(spec, "docs/errors/gone.md"));
    insta::assert_snapshot!("replacing_page", from(&file(spec, "docs/errors/not_found.md"), "## See also"));
    insta::assert_snapshot!("retired_page", file(spec, "docs/errors/missing.md"));
    insta::assert_snapshot!("retired_list", file(spec, "docs/retired.md"));
    insta::assert_snapshot!("summary", file(spec, "docs/SUMMARY.md"));
    insta::assert_snapshot!("status_page", file(spec, "docs/statuses/404.md"));
}

#[test]
fn retry_advice() {
    let spec = "retry: {retries: 2, backoff: {initial: 500ms, factor: 1, jitter: none}}\nerrors:\n  - {status: 429, code: slow_down, meaning: Too fast., remediation: Wait., retry: always}\n  - {status: 503, code: closed, meaning: Closed., remediation: Wait., retry: {when: idempotent, retries: 1, backoff: {max: 10s}}}\n";
    insta::assert_snapshot!("retry_code_info", file(spec, "src/code_info.rs"));
    for code in ["slow_down", "closed"] {
        insta::assert_snapshot!(
            format!("retry_page_{code}"),
            from(&file(spec, &format!("docs/errors/{code}.md")), "## Whether").split_once("\n## See").unwrap().0
        );
    }
}

#[test]
fn another_envelope() {
    let spec = format!(
        "envelope: {{within: null, code: type, message: title, fields: details}}\n{}",
        PLAIN.replace("ID.}", "ID., fields: {id: {type: string, example: a1}}}")
    );
    insta::assert_snapshot!(
        "envelope_schema",
        from(&file(&spec, "src/schema.rs"), "pub(crate) static SCHEMA").split_once("\n\n").unwrap().0
    );
    insta::assert_snapshot!(
        "envelope_page",
        from(&file(&spec, "docs/errors.md"), "## How").split_once("## Error").unwrap().0
    );
}

/// With the status that the code is sent with, or without a code. A book without any of them says nothing.
#[test]
fn what_answers_an_unknown_route() {
    let more = "  - {status: [400, 415], code: invalid, meaning: M., remediation: R.}\n";
    let head = "errbook: 1\napi: {name: Shop, version: 1.0.0, crate: shop-errors}\n";
    let page = |fallback: &str, errors: &str| {
        let outputs = emit(&book(raw(&format!("{head}{fallback}errors:\n{errors}"))));
        outputs.into_iter().find(|it| it.path == "docs/errors.md").expect("it is generated").contents
    };
    let found =
        page("fallback: {405: null, 4xx: invalid}\n", &format!("{}{more}", PLAIN.trim_start_matches("errors:\n")));
    let list = from(&found, "A request that").split_once("\n\n##").unwrap().0.to_owned();
    insta::assert_snapshot!("fallback_page", list);
    assert!(!page("", more).contains("A request that no operation handles"));
}

#[test]
fn the_manifest_and_the_crates_manifest() {
    insta::assert_snapshot!("manifest", file(PLAIN, "errbook.manifest"));
    insta::assert_snapshot!("cargo_toml", file(PLAIN, "Cargo.toml"));
    insta::assert_snapshot!("errors_json", file(PLAIN, "errors.json"));
}

/// A feature of the runtime is one of every generated crate, which adds `docs`.
#[test]
fn generated_crates_have_the_features_of_the_runtime() {
    let names = |manifest: &str| -> Vec<String> {
        let (_, features) = manifest.split_once("[features]\n").expect("it has features");
        let lines = features.lines().take_while(|line| !line.starts_with('['));
        // Those with underscores are not for crates.
        let of_line = |line: &str| Some(line.split_once(" = ")?.0.to_owned()).filter(|it| !it.starts_with("__"));
        lines.filter_map(of_line).collect()
    };
    let runtime = std::fs::read_to_string(root().join("runtime/Cargo.toml")).expect("it is there");
    let mut expected = names(&runtime);
    expected.push("docs".to_owned());
    assert_eq!(names(&file(PLAIN, "Cargo.toml")), expected);
}

#[test]
fn the_same_book_gives_the_same_bytes_wherever_its_entries_stand() {
    use errbook_codegen::input::Input;
    let one_file = one(
        "errors:\n  - {status: 404, code: b, meaning: M., remediation: R.}\n  - {status: 404, code: a, meaning: M., remediation: R.}\n  - {status: 400, code: c, meaning: M., remediation: R.}\n",
    );
    let mut several = one("errors:\n  - {status: 400, code: c, meaning: M., remediation: R.}\n");
    several.push(Input::new(
        "z/a.yaml",
        "errors:\n- code: \"a\"\n  status: 0x194\n  meaning: >-\n    M.\n  remediation: 'R.'\n",
    ));
    several.push(Input::new(
        "a.yaml",
        "# first\nerrors:\n  - remediation: R.\n    meaning: M.\n    code: b\n    status: 404\n",
    ));
    assert_eq!(emit(&book(one_file)), emit(&book(several)));
}

/// A change only affects the files about it.
#[test]
fn a_small_change_is_a_small_diff() {
    let edited = |from: &str, to: &str| {
        let mut inputs = masko();
        let input = inputs.iter_mut().find(|it| it.path == "masko.yaml").unwrap();
        let errbook_codegen::input::Content::Bytes(bytes) = &mut input.content else { unreachable!() };
        let text = String::from_utf8(bytes.clone()).unwrap();
        assert!(text.contains(from), "{from}");
        *bytes = text.replacen(from, to, 1).into_bytes();
        emit(&book(inputs))
    };
    let changed = |outputs: Vec<errbook_codegen::emit::output::Output>| -> Vec<(String, String)> {
        let mut out = Vec::new();
        // The cases for decoders are many, and not for reviewers.
        for output in outputs.into_iter().filter(|it| it.path != "conformance.jsonl") {
            // A new code has a new page.
            let before = std::fs::read_to_string(root().join("generated").join(&output.path)).unwrap_or_default();
            let before: std::collections::BTreeMap<&str, usize> =
                before.lines().fold(std::collections::BTreeMap::new(), |mut seen, line| {
                    *seen.entry(line.trim()).or_default() += 1;
                    seen
                });
            let mut left = before;
            for line in output.contents.lines() {
                match left.get_mut(line.trim()).filter(|it| **it > 0) {
                    Some(count) => *count -= 1,
                    None => out.push((output.path.clone(), line.trim().to_owned())),
                }
            }
        }
        out
    };
    let balance = changed(edited(
        r#"balance: {type: integer, doc: "What the account holds, in credits.", example: 50}"#,
        r#"balance: {type: string, doc: "What the account holds, in credits.", example: "50"}"#,
    ));
    let shown: Vec<String> = balance.iter().map(|(path, line)| format!("{path}: {line}")).collect();
    insta::assert_snapshot!("balance_becomes_a_string", shown.join("\n"));

    let added = changed(edited(
        "errors:\n",
        "errors:\n  - {status: 409, code: conflict, meaning: Somebody else changed it., remediation: Read it again.}\n",
    ));
    let in_code: usize = added.iter().filter(|(path, _)| path.starts_with("src/") && path != "src/index.rs").count();
    assert!(in_code <= 20, "{in_code} lines of code are new: {added:#?}");
}

/// The table for spreadsheets: it is read back, and nothing in it is read as a formula.
#[test]
fn a_table_for_spreadsheets() {
    let spec = "retry: {retries: 2}\nerrors:\n  - {status: [409, 422], code: taken, meaning: \"It is \\\"taken\\\", by **one**.\", remediation: \"=HYPERLINK(\\\"https://shop.example\\\")\", message: \"@a {by},\\n-b\", retry: always, fields: {by: {type: string, example: Ann}, of: {type: string, example: x}}, headers: {Retry-After: {type: delay}}, tags: [a, b], since: 0.9.0}\n  - {status: 410, code: gone, meaning: M., remediation: R., deprecated: {since: 1.0.0, use: taken}}\nretired:\n  - {code: missing, since: 1.0.0, renamed_to: taken}\n";
    let csv = file(spec, "errors.csv");
    insta::assert_snapshot!("csv", csv);
    let records = crate::documents::records(&csv);
    assert!(records.iter().all(|it| it.len() == records[0].len()), "{records:?}");
    assert_eq!(
        records[1][4..7],
        ["It is \"taken\", by **one**.", "'=HYPERLINK(\"https://shop.example\")", "'@a {by}, -b"]
    );
}

#[test]
fn lists_for_language_models() {
    let spec = "errors:\n  - {status: 404, code: not_found, meaning: No such *thing*., remediation: \"Check [the ID](https://shop.example/id).\", details: \"# More\\n\\nText.\"}\nretired:\n  - {code: missing, since: 1.0.0, renamed_to: not_found}\n";
    insta::assert_snapshot!("llms", file(spec, "llms.txt"));
    insta::assert_snapshot!("llms_full", from(&file(spec, "llms-full.txt"), "## Error codes"));
}

/// The rendered docs are in the data too.
#[test]
fn the_data_has_responses_and_pages() {
    let spec = "errors:\n  - {status: 429, code: slow_down, meaning: Too fast., remediation: Wait., headers: {Retry-After: {type: delay, example: 30}}}\nretired:\n  - {code: Too-Fast, since: 1.0.0, use: slow_down}\n";
    let data: serde_json::Value = file(spec, "errors.json").parse().expect("it is JSON");
    insta::assert_snapshot!("data_responses", format!("{:#}", data["errors"][0]["responses"]));
    assert_eq!(data["errors"][0]["page"], "docs/errors/slow_down.md");
    assert_eq!(data["errors"][0]["url"], serde_json::Value::Null);
    assert_eq!(data["retired"][0]["page"], "docs/errors/Too-Fast--9.md");
    assert_eq!(data["retired"][0].get("responses"), None);
}

/// A page leads to each guide that is about its code, whatever other headings the reference has.
#[test]
fn a_guide_is_linked_by_its_own_anchor() {
    let gone = |at| format!("  - {{status: 410, code: gone_{at}, meaning: It is gone., remediation: Forget it.}}\n");
    let many = (0..120).map(gone).collect::<Vec<_>>().concat();
    for (more, guides, expected) in [
        ("", &["# Recovery\n"][..], &["recovery"][..]),
        ("", &["# How an error looks\n", "# In Rust\n"], &["how-an-error-looks-1", "in-rust-1"]),
        ("", &["# Shop API errors\n"], &["shop-api-errors-1"]),
        (
            "",
            &["# Twice\n\n## Twice\n", "# Twice\n\n> # *In* `curl`\n", "# In curl\n"],
            &["twice", "twice-2", "in-curl-1"],
        ),
        ("", &["# Deep\n\n###### Bold\n", "# Bold\n"], &["deep", "bold"]),
        ("", &["# Code\n\n```text\n# Next\n```\n", "# Next\n"], &["code", "next"]),
        ("", &["# !!!\n", "# A [link](https://shop.example)\n"], &["", "a-link"]),
        (&many, &["# 410 Gone\n", "# 404 Not Found\n"], &["410-gone-1", "404-not-found-1"]),
        ("", &["# 410 Gone\n", "# 404 Not Found\n"], &["410-gone", "404-not-found"]),
    ] {
        let mut inputs = one(&format!("{PLAIN}{more}"));
        for (at, text) in guides.iter().enumerate() {
            let path = format!("guides/{at}.md");
            inputs.push(errbook_codegen::input::Input::new(path, format!("{text}\nSee {{{{#code not_found}}}}.\n")));
        }
        let page = errbook_codegen::emit::page(&book(inputs), "not_found").expect("it is a code");
        let found: Vec<&str> =
            page.split("](../errors.md#").skip(1).filter_map(|rest| Some(rest.split_once(')')?.0)).collect();
        assert_eq!(found, expected, "{guides:?}");
    }
}
