//! The conformance files: what is in them, that the decoders of generated crates agree with them, and that a fault in a decoder's
//! tables is noticed.

pub(crate) mod broken;
pub(crate) mod run;

use std::collections::BTreeSet;

use errbook::Value;
use errbook_codegen::emit::{Decoder, emit};
use errbook_codegen::input::Input;
use errbook_codegen::model::{Book, Field, HeaderType, Type, When};
use errbook_codegen::text::quoted;

use crate::specs::{book, masko, one, root};

/// The cases of a book.
pub(crate) fn file(book: &Book) -> String {
    emit(book).into_iter().find(|it| it.path == "conformance.jsonl").expect("it is generated").contents
}

/// The names of each code's payload, as Rust.
pub(crate) fn names(book: &Book) -> String {
    let of = |entry: &errbook_codegen::model::ErrorDef| {
        let headers = entry.payload_headers().map(|it| &it.name);
        let names: Vec<&String> = entry.fields.iter().map(|it| &it.name).chain(headers).collect();
        format!("({:?}, &{names:?})", entry.code)
    };
    format!("&[{}]", book.errors.iter().map(of).collect::<Vec<_>>().join(", "))
}

/// The same for a crate that the tests link.
fn leaked(book: &Book) -> Vec<(&'static str, &'static [&'static str])> {
    let text = |it: &str| -> &'static str { it.to_owned().leak() };
    let of = |entry: &errbook_codegen::model::ErrorDef| {
        let headers = entry.payload_headers().map(|it| &it.name);
        let names: Vec<&str> = entry.fields.iter().map(|it| &it.name).chain(headers).map(|it| text(it)).collect();
        (text(&entry.code), &*names.leak())
    };
    book.errors.iter().map(of).collect()
}

fn example(path: &str) -> Book {
    let text = std::fs::read_to_string(root().join(path)).expect("it is committed");
    book(vec![Input::new("spec.yaml", text)])
}

#[test]
fn generated_crates_agree_with_the_committed_files() {
    let committed = |path: &str| std::fs::read_to_string(root().join(path)).expect("it is committed");
    let (masko, notes) = (book(masko()), example("examples/service/spec/notes.yaml"));
    let file = committed("generated/conformance.jsonl");
    assert!(file.lines().count() > 100);
    assert_eq!(run::differences::<masko_errors::ErrorKind>(&file, &leaked(&masko)), Vec::<String>::new());
    let file = committed("examples/service/generated/conformance.jsonl");
    assert_eq!(run::differences::<notes_errors::ErrorKind>(&file, &leaked(&notes)), Vec::<String>::new());
    // It notices the file of another book.
    assert!(!run::differences::<masko_errors::ErrorKind>(&file, &leaked(&masko)).is_empty());
}

/// Each case has its own name; the committed ones have each code, each reason and each kind of advice.
#[test]
fn the_cases_cover_the_book() {
    let masko = book(masko());
    let file = file(&masko);
    let rows: Vec<Value> = file.lines().map(|it| serde_json::from_str(it).expect("JSON")).collect();
    let text = |row: &Value, path: &[&str]| -> Option<String> {
        let found = path.iter().try_fold(row, |value, key| value.get(key))?;
        found.as_str().map(str::to_owned)
    };
    let all = |path: &[&str]| -> BTreeSet<String> { rows.iter().filter_map(|it| text(it, path)).collect() };
    assert_eq!(all(&["case"]).len(), rows.len());
    assert_eq!(all(&["error", "code"]), masko.errors.iter().map(|it| it.code.clone()).collect());
    let reasons = ["code_unknown", "encoded", "no_code", "payload_mismatch"].map(str::to_owned);
    assert_eq!(all(&["error", "reason"]), BTreeSet::from(reasons));
    for word in ["permanent", "not_idempotent", "exhausted", "too_long"] {
        assert!(file.contains(&format!("{word:?}")), "{word}");
    }
}

/// The docs show a line of the committed file, over several lines.
#[test]
fn the_case_in_the_docs_is_one_of_the_file() {
    let docs = std::fs::read_to_string(root().join("docs/conformance.md")).expect("it is committed");
    let (_, block) = docs.split_once("```json\n").expect("a case");
    let (block, _) = block.split_once("```").expect("its end");
    let shown: Value = serde_json::from_str(block).expect("JSON");
    let file = std::fs::read_to_string(root().join("generated/conformance.jsonl")).expect("it is committed");
    let shown = serde_json::to_string(&shown).expect("JSON");
    assert!(file.lines().any(|it| it == shown), "not a line of the file: {shown}");
}

/// A code whose example has an integer that not every language reads exactly has the same cases as any other.
#[test]
fn integers_that_not_every_language_has_are_replaced() {
    const WITH_MEMBER: &str = "envelope: {body: {error: {code: \"{code}\", message: \"{message}\", \"{fields}\": }, id: \"{id}\"}, members: {id: {type: integer, example: 1}}}\n";
    let rows = [
        ("", "fields: {n: {type: integer, minimum: 0, example: 1}}"),
        ("", "fields: {n: {type: delay, unit: ms, example: 1}}"),
        ("", "fields: {n: {type: list, of: integer, example: [2, 1]}}"),
        ("", "fields: {n: {type: list, of: {type: object, fields: {a: {type: integer, example: 1}}}}}"),
        ("", "fields: {n: {type: any, example: {a: [{b: 1}]}}}"),
        ("", "headers: {X-N: {type: integer, example: 1}}"),
        ("", "message: \"{n} of them.\", fields: {n: {type: integer, example: 1}}"),
        (WITH_MEMBER, "message: M."),
    ];
    for (envelope, keys) in rows {
        let entry = format!("{{status: 409, code: taken, meaning: Taken., remediation: Choose another., {keys}}}");
        let cases = |example: &str| {
            let with =
                |text: &str| text.replace(": 1}", &format!(": {example}}}")).replace(" 1]", &format!(" {example}]"));
            let file = file(&book(one(&format!("{}errors:\n  - {}\n", with(envelope), with(&entry)))));
            file.lines().filter_map(|it| Some(it.split_once("\",\"status")?.0.to_owned())).collect::<Vec<_>>()
        };
        let (usual, large) = (cases("1"), cases("9007199254740993"));
        assert!(usual.iter().any(|it| it.contains("taken: example 1")), "{keys}");
        assert_eq!(usual, large, "{keys}");
    }
}

/// Each change of a book that a decoder notices, with its name.
fn faults(book: &Book) -> Vec<(String, Book)> {
    let mut out = Vec::new();
    let mut with = |name: String, change: &dyn Fn(&mut Book)| {
        let mut changed = book.clone();
        change(&mut changed);
        out.push((name, changed));
    };
    for (index, entry) in book.errors.iter().enumerate() {
        let code = &entry.code;
        // Without a code in the response it is found by the rest.
        if book.sends_code(entry) {
            with(format!("{code} is unknown"), &|it| drop(it.errors.remove(index)));
        }
        for (at, field) in entry.fields.iter().enumerate() {
            let name = format!("{code}.{}", field.name);
            let change = |it: &mut Book, change: &dyn Fn(&mut Field)| change(&mut it.errors[index].fields[at]);
            with(format!("{name} is optional, or not"), &|it| change(it, &|it| it.optional = !it.optional));
            let other = if matches!(field.ty, Type::Boolean) { Type::String } else { Type::Boolean };
            with(format!("{name} has another type"), &|it| change(it, &|it| it.ty = other.clone()));
            with(format!("{name} was renamed"), &|it| change(it, &|it| it.name.push('_')));
        }
        for (at, header) in entry.headers.iter().enumerate().filter(|it| it.1.carries_payload()) {
            let name = format!("{code}: {}", quoted(&header.name));
            with(format!("{name} was renamed"), &|it| it.errors[index].headers[at].name.push('x'));
            let other = if header.ty == HeaderType::Unsigned { HeaderType::Date } else { HeaderType::Unsigned };
            with(format!("{name} has another type"), &|it| it.errors[index].headers[at].ty = other.clone());
        }
        let retry = entry.retry.clone();
        for when in [When::Never, When::Idempotent, When::Always].into_iter().filter(|it| *it != retry.when) {
            with(format!("{code} is retried: {}", when.as_str()), &|it| it.errors[index].retry.when = when);
        }
        if retry.when != When::Never {
            with(format!("{code}: retries"), &|it| it.errors[index].retry.backoff.retries -= 1);
            with(format!("{code}: initial"), &|it| it.errors[index].retry.backoff.initial_ms += 10);
            with(format!("{code}: factor"), &|it| it.errors[index].retry.backoff.factor += 0.1);
            with(format!("{code}: max"), &|it| it.errors[index].retry.backoff.max_ms = 1);
        }
    }
    with("retries of unknown errors".to_owned(), &|it| it.retry.retries += 1);
    with("backoff of unknown errors".to_owned(), &|it| it.retry.initial_ms += 10);
    if let Some(short) = book.short_envelope() {
        let short = |change: &dyn Fn(&mut errbook_codegen::model::ShortForm)| {
            let mut short = short.clone();
            change(&mut short);
            errbook_codegen::model::Envelope::of_short(short)
        };
        with("another place of the error".to_owned(), &|it| it.envelope = short(&|it| it.within = None));
        with("another place of the code".to_owned(), &|it| it.envelope = short(&|it| it.code.push('_')));
        with("another place of the message".to_owned(), &|it| it.envelope = short(&|it| it.message.push('_')));
        with("another place of the fields".to_owned(), &|it| {
            it.envelope = short(&|it| it.fields_under = Some("details".to_owned()));
        });
    }
    out
}

/// The number of cases of which the decoder of a book says something else.
fn noticed(book: &Book, lines: &[&str]) -> usize {
    let decoder = Decoder::new(book);
    let line = |line: &&&str| {
        let row: serde_json::Value = serde_json::from_str(line).expect("JSON");
        let headers: Vec<(String, String)> = serde_json::from_value(row["headers"].clone()).expect("pairs");
        let text = |key: &str| row[key].as_str().expect("a text");
        let status = row["status"].as_u64().and_then(|it| u16::try_from(it).ok()).expect("a status");
        decoder.line(text("case"), status, &headers, text("body")).as_deref() != Some(**line)
    };
    lines.iter().filter(line).count()
}

/// A fault in any table of a decoder makes at least one case fail.
#[test]
fn a_fault_in_a_decoder_is_noticed() {
    let rich = book(one(
        "errors:\n  - status: 409\n    code: taken\n    meaning: Taken.\n    remediation: Choose a different one.\n    fields:\n      count: {type: integer, minimum: 0, example: 1}\n      left: {type: integer, optional: true, example: 2}\n      ratio: {type: number, example: 0.5}\n      is_new: {type: boolean, example: true}\n      at: {type: timestamp, example: 2026-01-31T12:00:00Z}\n      why: {type: enum, values: [a, b], example: a}\n      all: {type: list, of: string, example: [a]}\n      place: {type: object, fields: {shelf: {type: integer, example: 7}}}\n      again: {type: delay, unit: ms, example: 250}\n    headers: {Retry-After: {type: delay, example: 2}, X-Left: {type: integer, example: 1}}\n    retry: {when: always, backoff: {initial: 500ms}}\n",
    ));
    let books = [
        ("masko", book(masko())),
        ("rich", rich),
        ("stripe", example("docs/envelopes/stripe.yaml")),
        ("json-api", example("docs/envelopes/json-api.yaml")),
    ];
    let mut count = 0;
    for (name, book) in books {
        let file = file(&book);
        let lines: Vec<&str> = file.lines().collect();
        assert_eq!(noticed(&book, &lines), 0, "{name}");
        for (fault, changed) in faults(&book) {
            count += 1;
            assert!(noticed(&changed, &lines) > 0, "{name}: {fault}");
        }
    }
    assert!(count > 100, "{count} faults");
}

/// A book of many codes has a few cases for each.
#[test]
fn a_large_book_has_a_small_file() {
    let entry = |index: usize| {
        format!(
            "  - {{status: 400, code: code_{index}, meaning: M., remediation: R., fields: {{a: {{type: string, example: a}}, b: {{type: integer, example: 1}}}}}}\n"
        )
    };
    let book = book(one(&format!("errors:\n{}", (0..1000).map(entry).collect::<String>())));
    let file = file(&book);
    let lines = file.lines().count();
    assert!((2000..2300).contains(&lines), "{lines} cases");
    assert!(file.len() < 2_000_000, "{} bytes", file.len());
}
