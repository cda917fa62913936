//! Line endings are ignored: in specs, in guides, and in generated files changed by a checkout.

use std::fs;

use errbook_codegen::compat::diff;
use errbook_codegen::compile;
use errbook_codegen::drift::{Drift, Folder, OnDisk, compare, read_manifest};
use errbook_codegen::emit::emit;
use errbook_codegen::emit::output::Output;
use errbook_codegen::input::{Content, Input};

use crate::books::{self, AWKWARD, quoted};
use crate::command::said;
use crate::rules;
use crate::specs::{book, drawn, files, folder, masko, one};

/// The same files with other line ends.
fn with_ends(inputs: &[Input], end: &str) -> Vec<Input> {
    let mut out = inputs.to_vec();
    for input in &mut out {
        if let Content::Bytes(bytes) = &mut input.content {
            let lines: Vec<&[u8]> = bytes.split(|it| *it == b'\n').collect();
            *bytes = lines.join(end.as_bytes());
        }
    }
    out
}

/// Block scalars of each kind, texts in quotes over several lines, waivers, and a guide with all that a guide has.
fn all_kinds() -> Vec<Input> {
    let mut inputs = one(r#"errors:
  - status: 404
    code: not_found # as in HTTP
    meaning: |
      There is no such thing.
      There never was.
    remediation: >-
      Check
      the ID.
    message: "Two
      lines,

      and one more."
    details: |+
      # More

      ```text
      a

      b
      ```

      | a | b |
      | - | - |
      | c | d |

    causes:
      - plain text
        that goes on
      - 'quoted text
        that goes on'
    examples: [{title: One, values: {}}]
"#);
    inputs.push(Input::new(
        "guides/start.md",
        "\n# Start\n\nText,\\\nmore  \ntext.\n\n{{#table}}\n\n```text\n{{#no}}\n\n```\n\n{{#example not_found}}\nSee {{#code not_found}}.\n\n- a\n\n  b\n",
    ));
    inputs.push(Input::new(
        "waivers.yaml",
        "- rule: meaning-changed\n  code: not_found\n  path: meaning\n  from: |\n    A\n    b\n  to: C\n  reason: >\n    Because\n    so.\n",
    ));
    inputs
}

#[test]
fn a_spec_says_the_same_whatever_ends_its_lines() {
    let mut specs: Vec<Vec<Input>> = rules::accepted().collect();
    specs.extend(books::all().into_iter().filter(|it| it.name != "many").map(|it| it.inputs));
    specs.extend([all_kinds(), masko()]);
    for inputs in &specs {
        let expected = compile(inputs.clone());
        let (before, waivers) =
            (expected.book.as_ref().unwrap_or_else(|| panic!("{}", drawn(&expected))), &expected.waivers);
        let outputs = emit(before);
        for end in ["\r\n", "\r"] {
            let found = compile(with_ends(inputs, end));
            assert_eq!(drawn(&found), drawn(&expected));
            let after = found.book.as_ref().expect("it is accepted");
            assert!(emit(after) == outputs, "{end:?} changes what is generated from {inputs:?}");
            assert_eq!(diff(before, after).len(), 0);
            let said = |it: &[errbook_codegen::compat::Waiver]| -> Vec<String> {
                it.iter().map(|it| format!("{} {:?} {:?} {}", it.path, it.from, it.to, it.reason)).collect()
            };
            assert_eq!(said(&found.waivers), said(waivers));
        }
    }
}

/// Mistakes are at the same places too.
#[test]
fn a_mistake_is_the_same_whatever_ends_its_line() {
    for inputs in rules::refused() {
        let expected = drawn(&compile(inputs.clone()));
        for end in ["\r\n", "\r"] {
            assert_eq!(drawn(&compile(with_ends(&inputs, end))), expected);
        }
    }
}

/// An escape in a text in quotes can name a carriage return. It does not reach a generated file as it is.
#[test]
fn no_generated_file_has_a_carriage_return() {
    let texts: Vec<String> =
        AWKWARD.iter().map(|it| (*it).to_owned()).chain(["a\rb".to_owned(), "a\r\nb\r\n".to_owned()]).collect();
    for text in texts.iter().map(|it| quoted(it)) {
        let spec = format!(
            "errors:\n  - status: 409\n    code: taken\n    meaning: {text}\n    remediation: {text}\n    message: {message}\n    details: {text}\n    causes: [{text}]\n    tags: [{text}]\n    deprecated: {{since: 1.0.0, note: {text}}}\n    fields: {{{text}: {{type: string, name: a, doc: {text}, example: {text}}}, b: {{type: enum, values: [\"x{raw}y\"]}}}}\n    headers: {{X: {{type: delay, doc: {text}}}}}\n    examples: [{{title: {text}, values: {{{text}: {text}, b: \"x{raw}y\", X: 1}}}}]\n",
            message = text.replace('{', "{{").replace('}', "}}"),
            raw = text.trim_matches('"'),
        );
        for output in emit(&book(one(&spec))) {
            assert!(!output.contents.contains('\r'), "{} of\n{spec}", output.path);
        }
    }
}

/// A folder with these files, changed, all of which its manifest names.
fn there(outputs: &[Output], change: impl Fn(&Output) -> Vec<u8>) -> Folder {
    let manifest: String = outputs.iter().flat_map(|it| [&it.path, "\r\n"]).collect();
    let read = |it: &Output| OnDisk::read(&*change(it), it).expect("bytes can be read");
    Folder {
        manifest: Some(read_manifest(manifest.as_bytes())),
        entries: outputs.iter().map(|it| (it.path.clone(), read(it))).collect(),
    }
}

#[test]
fn a_checkout_with_other_line_ends_is_no_drift() {
    let mut outputs = emit(&book(masko()));
    // Wherever a block that is read at a time ends.
    for length in (1 << 16) - 3..(1 << 16) + 3 {
        let contents = format!("{}\nb\n", "a".repeat(length));
        outputs.push(Output { path: format!("docs/{length}.md"), contents });
    }
    let windows = |it: &Output| it.contents.replace('\n', "\r\n").into_bytes();
    assert_eq!(compare(&outputs, &there(&outputs, windows)), []);
    // Some lines only, as an editor leaves them.
    let mixed = |it: &Output| it.contents.replacen('\n', "\r\n", 1).into_bytes();
    assert_eq!(compare(&outputs, &there(&outputs, mixed)), []);
    for (what, change) in [
        ("a carriage return alone", "a\rb"),
        ("two carriage returns", "a\r\r\nb"),
        ("a carriage return at the end", "\r"),
    ] {
        let changed = |it: &Output| format!("{}{change}", it.contents).into_bytes();
        assert_eq!(compare(&outputs, &there(&outputs, changed)).len(), outputs.len(), "{what}");
    }
    // Where something else differs too, that alone is shown.
    let edited = |it: &Output| it.contents.replacen('\n', "!\n", 1).replace('\n', "\r\n").into_bytes();
    for found in compare(&outputs, &there(&outputs, edited)) {
        let Drift::Changed(path, diff) = found else { panic!("{found:?}") };
        let lines = diff.lines().filter(|it| it.starts_with(['+', '-'])).count();
        assert_eq!(lines, 4, "{path}\n{diff}");
    }
}

/// The path and the text of a file of a spec.
fn text(input: &Input) -> Option<(&str, &str)> {
    let Content::Bytes(bytes) = &input.content else { return None };
    Some((&input.path, std::str::from_utf8(bytes).ok()?))
}

/// What is made of the bytes of a file.
type Change = fn(&[u8]) -> Vec<u8>;

/// `errors.json` and `llms-full.txt` are compared while they are made, and the others as a whole.
#[test]
fn codegen_mends_a_file_that_differs_in_more_than_line_ends() {
    let inputs = masko();
    let texts: Vec<(&str, &str)> = inputs.iter().filter_map(text).collect();
    let (folder, _) = folder(&texts);
    let here = folder.path();
    fs::write(here.join("errbook.toml"), "outputs = [\"rust\", \"docs\", \"json\", \"llms\"]\n").unwrap();
    assert_eq!(said(here, &["codegen"]).0, 0);
    let right = files(&here.join("generated"));
    let changes: [(&str, Change); 7] = [
        ("empty", |_| Vec::new()),
        ("cut off", |it| it[..it.len() - 1].to_vec()),
        ("longer", |it| [it, b"\n"].concat()),
        ("a letter at the start", |it| [b"?", &it[1..]].concat()),
        ("a carriage return alone", |it| [&it[..it.len() - 1], b"\r"].concat()),
        ("two carriage returns", |it| [&it[..it.len() - 1], b"\r\r\n"].concat()),
        ("a carriage return at the end", |it| [it, b"\r"].concat()),
    ];
    for path in ["errors.json", "llms-full.txt", "docs/errors.md", "src/code.rs"] {
        for (what, change) in changes {
            fs::write(here.join("generated").join(path), change(&right[path])).unwrap();
            let (status, _, talk) = said(here, &["codegen"]);
            assert!(status == 0 && talk.contains(": 1 written, 0 deleted"), "{path}, {what}: {talk}");
            assert!(files(&here.join("generated")) == right, "{path}, {what}");
        }
    }
}

/// What Git for Windows makes of a repository: every text file has CRLF ends, the generated ones among them.
#[test]
fn a_repository_is_checked_out_with_other_line_ends() {
    let inputs = all_kinds();
    let texts: Vec<(&str, &str)> = inputs.iter().filter_map(text).collect();
    let (folder, _) = folder(&texts);
    let here = folder.path();
    fs::write(here.join("API.md"), "# API\n\n<!-- errbook:table -->\n<!-- /errbook:table -->\n\nMore.\n").unwrap();
    let codegen = ["codegen", "--docs-into", "API.md"];
    assert_eq!(said(here, &codegen).0, 0);
    assert_eq!(said(here, &["list"]).0, 0);
    let unix = files(here);
    for (path, bytes) in &unix {
        let text = String::from_utf8(bytes.clone()).expect("every file is a text");
        fs::write(here.join(path), text.replace('\n', "\r\n")).unwrap();
    }
    let windows = files(here);
    let check = ["codegen", "--docs-into", "API.md", "--check"];
    let (status, answer, talk) = said(here, &check);
    assert_eq!((status, answer.as_str()), (0, ""), "{talk}");
    let (status, _, talk) = said(here, &codegen);
    assert!(status == 0 && talk.contains(": 0 written, 0 deleted"), "{talk}");
    assert_eq!(files(here), windows, "nothing is written");

    // A table with line feeds in a document with other line ends, as a merge may leave it.
    let document = String::from_utf8(unix["API.md"].clone()).unwrap();
    let mixed = document.replacen('\n', "\r\n", 3);
    fs::write(here.join("API.md"), &mixed).unwrap();
    let (status, answer, talk) = said(here, &check);
    assert_eq!((status, answer.as_str()), (0, ""), "{talk}");
    assert_eq!(said(here, &codegen).0, 0);
    assert_eq!(fs::read_to_string(here.join("API.md")).unwrap(), mixed);

    // Without its manifest, the folder is still recognised.
    fs::remove_file(here.join("generated/errbook.manifest")).unwrap();
    let (status, _, talk) = said(here, &codegen);
    assert!(status == 0 && talk.contains("1 written, 0 deleted"), "{talk}");

    // Both as folders of a diff.
    fs::create_dir(here.join("old")).unwrap();
    for (path, bytes) in unix.iter().filter_map(|(path, bytes)| Some((path.strip_prefix("spec/")?, bytes))) {
        fs::create_dir_all(here.join("old").join(path).parent().unwrap()).unwrap();
        fs::write(here.join("old").join(path), bytes).unwrap();
    }
    let (status, answer, talk) = said(here, &["diff", "--base", "old", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&answer).unwrap_or_else(|_| panic!("{status} {talk}{answer}"));
    assert_eq!(report["changes"], serde_json::json!([]), "{answer}");
}
