//! Diagnostics: their places, their order, and their forms.

use errbook_codegen::diagnostics::render::json;
use errbook_codegen::input::{Content, Input};
use errbook_codegen::source::Sources;
use errbook_codegen::{Compiled, compile};

use crate::specs::{drawn, one, raw};

/// `rule line:column-line:column` of each finding.
fn places(compiled: &Compiled) -> Vec<String> {
    let text = json(&compiled.sources, &compiled.diagnostics);
    let place = |line: &str| {
        let it: serde_json::Value = serde_json::from_str(line).expect("a JSON object a line");
        format!(
            "{} {}:{}-{}:{}",
            it["rule"].as_str().unwrap(),
            it["line"],
            it["column"],
            it["end_line"],
            it["end_column"]
        )
    };
    text.lines().map(place).collect()
}

#[test]
fn ten_mistakes_in_one_spec_are_ten_findings_in_file_order() {
    let spec = r#"errbook: 1
api: {name: Shop, version: 1.0.0, crate: shop-errors, opne: true}
errors:
  - status: 600
    code: out_of_stock
    meaning: There are fewer pieces than were asked for.
    remediation: Ask for fewer.
    message: "Only {lft} of {wanted} left."
    fields:
      left: {type: integer, minimum: 0, example: -3}
      wanted: {type: whole}
  - status: 404
    code: NotFound
    meaning: 404
    remediation: Check the ID.
  - status: 404
    code: out_of_stock
    remediation: Check the ID.
    retry: alwyas
  - {status: 409, code: taken, meaning: Taken, or about to be, remediation: Take another.}
"#;
    let found = compile(raw(spec));
    assert_eq!(
        places(&found),
        [
            "unknown-key 2:55-2:59",
            "bad-status 4:13-4:16",
            "unknown-placeholder 8:20-8:25",
            "bad-example 10:50-10:52",
            "unknown-value 11:22-11:27",
            "bad-code 13:11-13:19",
            "wrong-type 14:14-14:17",
            "missing-key 16:5-16:11",
            "duplicate-code 17:11-17:23",
            "bad-retry 19:12-19:18",
            "unknown-key 20:48-20:62",
        ],
        "{}",
        drawn(&found)
    );
    assert!(found.book.is_none());
}

#[test]
fn a_syntax_error_does_not_hide_what_stands_before_it_nor_in_other_files() {
    let found = compile(vec![
        Input::new(
            "a.yaml",
            "errbook: 1\napi: {name: Shop, version: x, crate: shop-errors}\nerrors:\n  - status: 999\n    code: \"broken\n",
        ),
        Input::new("b.yaml", "errors:\n  - {status: 404, code: not_found, meaning: No., remediation: No., extra: 1}\n"),
    ]);
    let rules: Vec<&str> = found.diagnostics.iter().map(|it| it.rule.id).collect();
    // The entry at which the file breaks off has no `meaning`, which is not reported.
    assert_eq!(rules, ["bad-version", "bad-status", "yaml-syntax", "unknown-key"], "{}", drawn(&found));
}

#[test]
fn a_head_without_a_value_or_broken_off_is_one_finding() {
    for (spec, expected) in [
        ("errbook: 1\napi:\n", &["wrong-type 2:1-2:4"][..]),
        ("errbook:\napi: {name: A, version: 1.0.0, crate: a}\n", &["wrong-type 1:1-1:8"]),
        ("errbook: 1\napi:\n\tname: A\n", &["yaml-syntax 3:1-3:2"]),
        ("errbook: 1\n", &["missing-key 1:1-1:8"]),
        ("retry: {retries: 3}\n", &["no-api null:null-null:null"]),
    ] {
        let found = compile(raw(spec));
        assert_eq!(places(&found), expected, "{}", drawn(&found));
        assert!(found.book.is_none());
    }
}

/// Each of these is one mistake, reported once: `wrong-type`, and not the placeholders that name what was not read.
#[test]
fn a_mistake_causes_no_second_finding() {
    const E: &str = "    meaning: M.\n    remediation: R.\n";
    let entry = |more: &str| format!("errors:\n  - status: 404\n    code: aaa\n{E}{more}");
    let other = format!("  - status: 410\n    code: bbb\n{E}");
    for (spec, expected) in [
        (
            entry(
                "    message: \"{a} {b}\"\n    fields: {a: integer, b: {type: string}}\n    examples: [{values: {a: 1, b: x}}]\n",
            ),
            &["wrong-type"][..],
        ),
        (entry("    message: \"{a}\"\n    feilds: {a: {type: string}}\n"), &["unknown-key"]),
        (entry("    message: \"{Retry-After}\"\n    headers: {Retry-After: 30}\n"), &["wrong-type"]),
        (
            entry("    fields: {a: {type: enum, example: x}, b: {type: object, example: {c: 1}}}\n"),
            &["missing-key", "missing-key"],
        ),
        (entry("    fields: {a: {type:string}}\n"), &["unknown-key"]),
        (entry("    retry: {when: always, backoff: {initial: 0.1s, max: 500ms}}\n"), &["bad-duration"]),
        (entry("    fields: {abc: {type: string}}\n    examples: [{values: {abd: x}}]\n"), &["bad-example"]),
        (
            entry(&format!("{other}    deprecated: {{since: 1.0.0, use: ccc}}\n  - status: 411\n    cod: ccc\n{E}")),
            &["unknown-key"],
        ),
        ("errors:\n  - status: 404\n    code: aaa\n   meaning: M.\n".to_owned(), &["yaml-syntax"]),
        ("errors:\n  - status: 404\n    code: aaa\n     meaning: M.\n".to_owned(), &["yaml-syntax"]),
        (
            "errors:\n  - status: 404\n    code: aaa\n    meaning: !x\n    remediation: R.\n".to_owned(),
            &["yaml-feature"],
        ),
    ] {
        let found = compile(one(&spec));
        let rules: Vec<&str> = found.diagnostics.iter().map(|it| it.rule.id).collect();
        assert_eq!(rules, expected, "{}", drawn(&found));
    }
    for (head, body, expected) in [
        (
            "api: {name: Shop, version: 1.0.0, crate: shop-errors, code-style: kebab-case}\n",
            "errors:\n  - {status: 404, code: not-found, meaning: M., remediation: R.}\n",
            "unknown-key",
        ),
        (
            "api: {name: Shop, version: 1.0.0, crate: shop-errors}\nenvelope: {feilds: details}\n",
            "errors:\n  - {status: 404, code: aaa, meaning: M., remediation: R., fields: {code: {type: string, example: x}}}\n",
            "unknown-key",
        ),
        ("- a\n", "", "wrong-type"),
    ] {
        let prefix = if head.starts_with("api") { "errbook: 1\n" } else { "" };
        let found = compile(raw(&format!("{prefix}{head}{body}")));
        let rules: Vec<&str> = found.diagnostics.iter().map(|it| it.rule.id).collect();
        assert_eq!(rules, [expected], "{}", drawn(&found));
    }
    // A guide's reference to an unreadable code is not reported.
    let mut inputs = one("errors:\n  - {status: 404, code: aaa, meaning: a: b, remediation: R.}\n");
    inputs.push(Input::new("guides/a.md", "# A\n\n{{#code bbb}}\n"));
    let found = compile(inputs);
    assert_eq!(found.diagnostics.len(), 1, "{}", drawn(&found));
}

#[test]
fn a_block_ends_where_its_text_ends_and_a_key_is_what_is_written() {
    let found = compile(one(
        "errors:\n  - status: 404\n    code: >-\n      not found\n\n    meaning: M.\n    remediation: R.\n",
    ));
    assert_eq!(places(&found), ["bad-code 6:7-6:16"], "{}", drawn(&found));
    let found = compile(one(
        "errors:\n  - {status: 404, code: aaa, meaning: M., remediation: R., fields: {NULL: {type: string}, null: {type: string, name: nil}, True: {type: string}}}\n",
    ));
    let names: Vec<String> =
        found.book.expect("it compiles").errors[0].fields.iter().map(|it| it.name.clone()).collect();
    assert_eq!(names, ["NULL", "null", "True"]);
}

/// Thousands of mistakes take no longer than they have to, and not all of those in one text are reported.
#[test]
fn very_many_mistakes_end() {
    let found = compile(one(&format!(
        "errors:\n  - {{status: 404, code: aaa, meaning: M., remediation: R., message: '{}'}}\n",
        "{a} ".repeat(20_000)
    )));
    assert_eq!(found.diagnostics.len(), 20);
    let entry = |at: u32| {
        format!(
            "  - {{status: 404, code: code_{at}, meaning: M., remediation: R., deprecated: {{since: 1.0.0, use: kode_{at}}}}}\n"
        )
    };
    let entries = (0..3_000).map(entry).collect::<Vec<_>>().concat();
    assert_eq!(compile(one(&format!("errors:\n{entries}"))).diagnostics.len(), 3_000);
    let mut inputs = one("errors: []\n");
    inputs.push(Input::new("guides/a.md", format!("# A\n\n{}\n", "{{#code ".repeat(100_000))));
    assert_eq!(compile(inputs).diagnostics.len(), 1);
}

#[test]
fn a_place_in_a_text_is_found_again_behind_quotes_escapes_and_line_breaks() {
    let spec = |message: &str| {
        one(&format!(
            "errors:\n  - status: 409\n    code: taken\n    meaning: M.\n    remediation: R.\n    message: {message}\n"
        ))
    };
    for (message, expected) in [
        ("Taken by {who}.", "unknown-placeholder 8:23-8:28"),
        ("'Taken by ''{who}''.'", "unknown-placeholder 8:26-8:31"),
        ("\"Taken\\u0020by \\\"{who}\\\".\"", "unknown-placeholder 8:31-8:36"),
        ("|\n      Taken\n      by {who}.", "unknown-placeholder 10:10-10:15"),
        (">-\n      Taken\n      by {who}.", "unknown-placeholder 10:10-10:15"),
        // Escaped in the file: the place is the whole text.
        ("\"Taken by {\\u0077ho}.\"", "unknown-placeholder 8:14-8:36"),
        ("\"ü {who} {who}\"", "unknown-placeholder 8:17-8:22"),
    ] {
        let found = compile(spec(message));
        assert_eq!(places(&found)[0], expected, "{}", drawn(&found));
    }
}

#[test]
fn columns_count_characters_and_lines_end_as_they_end() {
    let found = compile(raw("\u{feff}errbook: 1\r\napi: {name: \"Läden 🎪\", version: 1.0.0, crate: 1shop}\r\n"));
    assert_eq!(places(&found), ["bad-crate-name 2:47-2:52"]);
}

/// Whatever the length of the line, and anywhere in the file.
#[test]
fn a_column_is_the_number_of_characters_before() {
    for length in [0, 1, 2_047, 2_048, 2_049, 4_096, 5_000, 20_000] {
        let line = format!("{}x{}", "é".repeat(length), "🎪".repeat(length / 2));
        let text = format!("ä\n{line}\n{line}");
        let mut sources = Sources::default();
        let id = sources.add("shop.yaml".to_owned(), text.clone());
        for (at, _) in text.char_indices().step_by(1 + length / 7) {
            let line = text[..at].matches('\n').count() + 1;
            let column = text[..at].rsplit('\n').next().map_or(0, |it| it.chars().count()) + 1;
            let found = sources.file(id).line_column(at);
            assert_eq!((found.line, found.column), (line, column), "{length}: byte {at}");
        }
    }
}

#[test]
fn a_value_is_named_as_yaml_reads_it() {
    for (value, expected) in [
        ("no", "the text `no`"),
        ("1_000", "the text `1_000`"),
        ("0o17", "the integer `0o17`"),
        ("1e3", "the number `1e3`"),
        ("1.10", "the number `1.10`"),
        ("null", "null"),
        ("~", "null"),
        ("", "nothing"),
        ("True", "the boolean `true`"),
        (".inf", "the number `.inf`"),
        ("[1]", "a list"),
        ("{a: 1}", "a map"),
        ("\"5\"", "the text `5`"),
    ] {
        // `meaning` takes a text and `status` a number: one of them rejects it.
        let found = compile(one(&format!(
            "errors:\n  - meaning: {value}\n    status: {value}\n    code: a\n    remediation: R.\n"
        )));
        assert!(
            found.diagnostics.iter().any(|it| it.message.ends_with(&format!("found {expected}"))),
            "{value}: {}",
            drawn(&found)
        );
    }
}

#[test]
fn the_json_form_has_every_member_and_null_where_there_is_no_place() {
    let found = compile(one("errors:\n  - {status: \"404\", code: a, meaning: M., remediation: R., status: 5}\n"));
    insta::assert_snapshot!(json(&found.sources, &found.diagnostics));
    let found = compile(raw("errors: []\n"));
    let it: serde_json::Value = serde_json::from_str(&json(&found.sources, &found.diagnostics)).unwrap();
    assert_eq!(
        (&it["rule"], &it["file"], &it["line"]),
        (&"no-api".into(), &serde_json::Value::Null, &serde_json::Value::Null)
    );
}

#[test]
fn what_is_allowed_is_not_said() {
    let spec = |allow: &str| {
        one(&format!("errors:\n  - {{status: 304, code: same, meaning: M., remediation: R., allow: {allow}}}\n"))
    };
    assert_eq!(compile(spec("[]")).diagnostics.len(), 1);
    assert!(compile(spec("[unusual-status]")).diagnostics.is_empty());
}

#[test]
fn escape_sequences_and_bidirectional_characters_do_not_reach_the_terminal() {
    let found = compile(one(
        "errors:\n  - {status: 404, code: \"\\e[31mred\u{202e}\", meaning: M., remediation: R., \"x\u{202e}\\e[0m\": 1}\n",
    ));
    let text = drawn(&found);
    assert!(!found.diagnostics.is_empty());
    assert!(!text.contains(['\u{1b}', '\u{202e}']), "{text}");
}

#[test]
fn whatever_the_bytes_there_is_a_finding_and_no_panic() {
    let bytes: Vec<(&str, Vec<u8>)> = vec![
        ("brackets", b"[".repeat(100_000)),
        ("dashes", b"- ".repeat(50_000)),
        ("questions", b"? ".repeat(50_000)),
        ("utf-16", b"\xff\xfee\0r\0r\0".to_vec()),
        ("nul", b"errbook: 1\0\n".to_vec()),
        ("one long line", [b"errbook: ".to_vec(), b"x".repeat(5_000_000)].concat()),
        ("one long key", [b"x".repeat(5_000_000), b": 1".to_vec()].concat()),
        ("many digits", [b"errbook: ".to_vec(), b"9".repeat(100_000)].concat()),
        ("tabs", b"api:\n\tname: x\n".to_vec()),
        ("two documents", b"errbook: 1\n---\nerrbook: 1\n".to_vec()),
        ("directive", b"%YAML 1.2\n---\nerrbook: 1\n".to_vec()),
        ("merge", b"api: {<<: {name: x}}\n".to_vec()),
        ("complex keys", b"? [a, b]\n: c\n? {d: e}\n: f\n".to_vec()),
        ("aliases", b"a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b, *unknown]\n".to_vec()),
        ("line separators", "errbook: 1\u{85}api:\u{2028}x".as_bytes().to_vec()),
        ("carriage returns", b"errbook: 1\rapi: 5\r".to_vec()),
        ("empty", Vec::new()),
        ("comments", b"# nothing\n".to_vec()),
    ];
    for (name, bytes) in bytes {
        let found = compile(vec![Input { path: "x.yaml".to_owned(), content: Content::Bytes(bytes) }]);
        assert!(found.book.is_none() && !found.diagnostics.is_empty(), "{name}");
        let drawn = drawn(&found);
        assert!(drawn.len() < 100_000, "{name}: {} bytes of findings", drawn.len());
        json(&found.sources, &found.diagnostics);
    }
}

#[test]
fn a_keyword_of_any_edition_is_no_name() {
    const ENTRY: &str = "status: 404, code: aaa, meaning: M., remediation: R.";
    for word in crate::books::KEYWORDS.iter().chain(&["Self", "_", "r#type", "r#gen"]) {
        let name = format!("name: '{word}'");
        for more in [
            name.clone(),
            format!("fields: {{a: {{type: boolean, {name}}}}}"),
            format!("headers: {{A: {{type: delay, {name}}}}}"),
            format!("fields: {{a: {{type: object, fields: {{b: {{type: boolean, {name}}}}}}}}}"),
        ] {
            let found = compile(one(&format!("errors: [{{{ENTRY}, {more}}}]\n")));
            let rules: Vec<&str> = found.diagnostics.iter().map(|it| it.rule.id).collect();
            assert_eq!(rules, ["bad-name"], "{more}\n{}", drawn(&found));
        }
        let found = compile(raw(&format!("errbook: 1\napi: {{name: A, version: 1.0.0, crate: '{word}'}}\n")));
        let rules: Vec<&str> = found.diagnostics.iter().map(|it| it.rule.id).collect();
        assert_eq!(rules, ["bad-crate-name"], "{word}");
    }
    let found = compile(one(&format!("errors: [{{{ENTRY}, fields: {{a: {{type: enum, values: [self]}}}}}}]\n")));
    assert_eq!(places(&found), ["bad-name 3:99-3:103"], "{}", drawn(&found));
}

/// A code in another style has the same name in Rust as it has in the book's: the name collides before and after.
#[test]
fn a_code_in_another_style_does_not_hide_that_its_name_collides() {
    let entries = |codes: &[&str]| {
        let entry = |code: &&str| format!("  - {{status: 404, code: {code}, meaning: M., remediation: R.}}\n");
        one(&format!("errors:\n{}", codes.iter().map(entry).collect::<String>()))
    };
    for (codes, expected) in [
        (&["not_found", "Not-Found"][..], &["bad-code 5:25-5:34", "name-collision 5:25-5:34"][..]),
        (&["Not-Found", "notFound"], &["bad-code 2:1-2:4", "name-collision 5:25-5:33"]),
        (&["taken", "Taken, name: Gone", "Gone"], &["bad-code 2:1-2:4", "name-collision 6:25-6:29"]),
        // A duplicate code is reported as such, not as a collision.
        (&["Gone", "Gone"], &["bad-code 2:1-2:4", "duplicate-code 5:25-5:29"]),
    ] {
        let found = compile(entries(codes));
        assert_eq!(places(&found), expected, "{}", drawn(&found));
    }
    // The types within an entry too.
    let found = compile(one(
        "errors:\n  - {status: 404, code: Aa, meaning: M., remediation: R., fields: {b: {type: enum, values: [c]}}}\n  - {status: 404, code: aa_b, meaning: M., remediation: R.}\n",
    ));
    assert_eq!(places(&found), ["bad-code 4:25-4:27", "name-collision 4:68-4:69"], "{}", drawn(&found));
}

#[test]
fn a_comment_in_a_text_is_seen_wherever_a_text_is() {
    let entry = |more: &str| {
        one(&format!("errors:\n  - status: 404\n    code: aaa\n    meaning: M.\n    remediation: R.\n{more}"))
    };
    for more in [
        "    message: A #1 b.\n",
        "    details: A #1 b.\n",
        "    causes:\n      - A #1 b.\n",
        "    tags:\n      - A #1 b.\n",
        "    deprecated:\n      since: 1.0.0\n      note: A #1 b.\n",
        "    fields:\n      a:\n        type: string\n        example: A #1 b.\n",
        "    fields:\n      a:\n        type: boolean\n        doc: A #1 b.\n",
        "    headers:\n      A:\n        value: A #1 b.\n",
        "    headers:\n      A:\n        type: string\n        example: A #1 b.\n",
        "    headers:\n      A:\n        type: delay\n        doc: A\t#1 b.\n",
        "    examples:\n      - title: A #1 b.\n        values: {}\n",
        "    examples:\n      - title: A #1\n        values: {}\n",
        "    causes: [\n      A #1 b.\n      ]\n",
        "    fields:\n      a:\n        type: enum\n        values:\n          - C #1 sharp\n          - low\n        example: low\n",
    ] {
        let found = compile(entry(more));
        let rules: Vec<&str> = found.diagnostics.iter().map(|it| it.rule.id).collect();
        assert_eq!(rules, ["comment-in-text"], "{more}{}", drawn(&found));
        let at = found.diagnostics[0].labels[0].span;
        assert!(found.sources.slice(at).starts_with("#1"), "{}", drawn(&found));
    }
    // What is written as a comment is one, and so is what follows something else than a text.
    for more in [
        "    message: A # 1 b.\n",
        "    message: A ## b.\n",
        "    message: A #\n",
        "    message: A#1 b.\n",
        "    message: \"A\" #1 b.\n",
        "    message: 'A' #1 b.\n",
        "    message: A\n    #1 b.\n",
        "    details: > #1\n      A #1 b.\n",
        "    fields:\n      a: #1\n        type: boolean #1\n",
    ] {
        let found = compile(entry(more));
        assert!(found.diagnostics.is_empty(), "{more}{}", drawn(&found));
    }
    assert!(compile(entry("    message: A #1 b.\n    allow: [comment-in-text]\n")).diagnostics.is_empty());
    let api = "errbook: 1\napi:\n  name: Shop #1\n  version: 1.0.0 #1\n  crate: shop-errors #1\n";
    assert_eq!(places(&compile(raw(api))), ["comment-in-text 3:14-3:16"]);
    let waivers = "- rule: meaning-changed #1\n  path: meaning\n  reason: See #12.\n";
    let found = compile([entry(""), vec![Input::new("waivers.yaml", waivers)]].concat());
    assert_eq!(places(&found), ["comment-in-text 3:15-3:19"], "{}", drawn(&found));
}

/// A crate with a version of its own is a map of both, and each is checked where it is.
#[test]
fn a_crate_with_its_own_version() {
    for (package, expected) in [
        ("shop-errors", &[][..]),
        ("{name: shop-errors, version: 3.0.0}", &[]),
        ("{version: 3.0.0-rc.1+b, name: shop-errors}", &[]),
        ("{name: Shop, version: 3.0.0}", &["bad-crate-name 2:49-2:53"]),
        ("{name: shop-errors, version: 3.0}", &["bad-version 2:71-2:74"]),
        ("{name: Shop, version: v3.0.0}", &["bad-crate-name 2:49-2:53", "bad-version 2:64-2:70"]),
        ("{name: shop-errors}", &["missing-key 2:43-2:47"]),
        ("{version: 3.0.0}", &["missing-key 2:43-2:50"]),
        ("{}", &["missing-key 2:42-2:44", "missing-key 2:42-2:44"]),
        ("{name: shop-errors, versoin: 3.0.0}", &["unknown-key 2:62-2:69"]),
        ("{name: shop-errors, version: }", &["wrong-type 2:62-2:69"]),
        ("{name: [a], version: {}}", &["wrong-type 2:49-2:52", "wrong-type 2:63-2:65"]),
        ("[shop-errors, 3.0.0]", &["wrong-type 2:42-2:62"]),
        ("3", &["wrong-type 2:42-2:43"]),
        ("{name: shop-errors, version: 3.0.0, runtime: x}", &["unknown-key 2:78-2:85"]),
    ] {
        let text = format!("errbook: 1\napi: {{name: Shop, version: 1.0.0, crate: {package}}}\n");
        let found = compile(raw(&text));
        assert_eq!(places(&found), expected, "{package}");
        if package.starts_with('[') {
            let message = "`crate` must be text, or a map with `name` and `version`, found a list";
            assert_eq!(found.diagnostics[0].message, message);
        }
    }
}

/// The source of the runtime and the metadata of the package.
#[test]
fn a_package_and_its_runtime() {
    for (keys, expected) in [
        ("runtime: {git: 'ssh://git@a.example/b', rev: a1}", &[][..]),
        ("runtime: {git: a.example/b}", &["bad-link 2:70-2:81"]),
        ("runtime: {rev: a1}", &["misplaced-key 2:65-2:68"]),
        ("runtime: {path: a, git: 'https://a.example'}", &["misplaced-key 2:74-2:77"]),
        ("package: {publish: yes}", &["wrong-type 2:74-2:77"]),
        ("package: {publish: [a, b], authors: []}", &[]),
        ("package: {authors: Ada}", &["wrong-type 2:74-2:77"]),
        ("package: {license: [MIT], homepage: a.example}", &["wrong-type 2:74-2:79", "bad-link 2:91-2:100"]),
        ("package: {licence: MIT}", &["unknown-key 2:65-2:72"]),
    ] {
        let text = format!(
            "errbook: 1\napi: {{name: Shop, version: 1.0.0, crate: shop-errors, {keys}}}\nfallback: {{4xx: null, 5xx: null}}\n"
        );
        let found = compile(raw(&text));
        assert_eq!(places(&found), expected, "{keys}: {}", drawn(&found));
    }
}
