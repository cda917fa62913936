//! Crates of the specs of known APIs, in a workspace with a program that writes and reads the APIs' responses.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use errbook::Value;
use errbook_codegen::Compiled;
use errbook_codegen::emit::emit;
use errbook_codegen::model::{Book, Runtime};
use errbook_codegen::wire::Response;

use super::{shared, specs};
use crate::conformance::names;
use crate::crates::{cargo, write};
use crate::specs::root;

/// One row of `bodies.jsonl`.
struct Row(Value);

impl Row {
    fn get(&self, key: &str) -> Option<&Value> {
        self.0.get(key)
    }

    fn text(&self, key: &str) -> &str {
        self.get(key).and_then(Value::as_str).expect("a text")
    }

    fn number(&self, key: &str) -> Option<u64> {
        self.get(key).and_then(Value::as_u64)
    }

    fn pairs(&self, key: &str) -> &[(String, Value)] {
        match self.get(key) {
            Some(Value::Object(pairs)) => pairs,
            None => &[],
            Some(other) => panic!("{other:?}"),
        }
    }

    /// The value of a name as JSON.
    fn json(&self, key: &str, name: &str) -> String {
        let value = self.pairs(key).iter().find(|it| it.0 == name).map(|it| &it.1);
        serde_json::to_string(value.unwrap_or(&Value::Null)).expect("JSON")
    }

    /// The call that checks it, in the program.
    fn call(&self, book: &Book, krate: &str) -> String {
        let entry = book.error(self.text("code")).expect("a code of the book");
        let fields = entry.fields.iter().map(|it| self.json("fields", &it.name));
        // No row has a header of its error.
        let values: Vec<String> = fields.chain(entry.payload_headers().map(|_| "null".to_owned())).collect();
        for (name, _) in self.pairs("fields") {
            assert!(entry.fields.iter().any(|it| it.name == *name), "{name}");
        }
        let members: Vec<String> =
            book.envelope.response_members().map(|it| self.json("members", &it.field.name)).collect();
        // That the crate reads them as these values shows in the issues, of which there are none.
        for (name, value) in self.pairs("code_members") {
            let member = book.envelope.member(name).expect("a member");
            assert_eq!(entry.envelope.value(member), Some(value), "{name}");
        }
        let headers: Vec<(&str, &str)> =
            self.pairs("headers").iter().map(|(name, it)| (&**name, it.as_str().expect("a text"))).collect();
        let status = self.number("status").and_then(|it| u16::try_from(it).ok()).expect("a status");
        call(
            krate,
            &members,
            &Shown {
                context: self.text("format"),
                status,
                headers,
                body: self.text("body"),
                code: self.text("code"),
                message: self.get("message").and_then(Value::as_str),
                values,
                wait_ms: self.number("wait_ms"),
                has_list: book.envelope.has_list(),
            },
        )
    }
}

/// A row of the program.
struct Shown<'a> {
    context: &'a str,
    status: u16,
    headers: Vec<(&'a str, &'a str)>,
    body: &'a str,
    code: &'a str,
    message: Option<&'a str>,
    values: Vec<String>,
    wait_ms: Option<u64>,
    has_list: bool,
}

/// The call that checks a response of a crate, in the program. The members are JSON.
fn call(krate: &str, members: &[String], shown: &Shown<'_>) -> String {
    let Shown { context, status, headers, body, code, message, values, wait_ms, has_list } = shown;
    let (check, members) =
        if members.is_empty() { ("check", String::new()) } else { ("check_with_members", format!(", &{members:?}")) };
    format!(
        "    {check}::<{krate}::ErrorKind>(&Row {{ context: {context:?}, status: {status}, headers: &{headers:?}, body: {body:?}, code: {code:?}, message: {message:?}, values: &{values:?}, wait_ms: {wait_ms:?}, has_list: {has_list} }}{members});\n"
    )
}

fn rows(folder: &Path) -> Vec<Row> {
    let text = std::fs::read_to_string(folder.join("bodies.jsonl")).expect("it is there");
    text.lines().map(|line| Row(serde_json::from_str(line).expect("JSON"))).collect()
}

/// Writes a crate for each book, and a program that calls `calls`.
fn workspace(name: &str, books: &BTreeMap<String, Book>, calls: &str) -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    let folder = target.join(name);
    let runtime = root().join("runtime");
    let mut members = String::from("\"program\"");
    let mut manifest = format!(
        "[package]\nname = \"program\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\nerrbook = {{ path = {runtime:?}, features = [\"problem\", \"retry\"] }}\nserde_json = \"1\"\n"
    );
    for (name, book) in books {
        members.push_str(&format!(", \"{name}\""));
        manifest.push_str(&format!("{} = {{ path = \"../{name}\" }}\n", book.api.crate_name));
        for output in emit(book) {
            write(&folder.join(name).join(output.path), &output.contents);
        }
    }
    let main = format!(
        "mod forms;\nmod run;\nuse forms::{{Row, check, check_with_members}};\n\nfn main() {{\n{calls}    println!(\"all of it\");\n}}\n"
    );
    let workspace = format!("[workspace]\nresolver = \"3\"\nmembers = [{members}]\n\n[profile.dev]\ndebug = false\n");
    write(&folder.join("Cargo.toml"), &workspace);
    write(&folder.join("program/Cargo.toml"), &manifest);
    write(&folder.join("program/src/main.rs"), &main);
    write(&folder.join("program/src/forms.rs"), include_str!("program.rs"));
    write(&folder.join("program/src/run.rs"), include_str!("../conformance/run.rs"));
    let lock = std::fs::read_to_string(root().join("Cargo.lock")).expect("it is committed");
    write(&folder.join("Cargo.lock"), &lock);
    folder
}

/// The books of specs, each with a crate of its own name, which finds the runtime of this repository.
fn books(folder: &Path, prefix: &str) -> BTreeMap<String, Book> {
    let runtime = root().join("runtime").display().to_string().replace('\\', "/");
    let book = |(name, compiled): (String, Compiled)| {
        let mut book = compiled.book.expect("it has no errors");
        book.api.runtime = Runtime { path: Some(runtime.clone()), ..Runtime::default() };
        book.api.crate_name = format!("{prefix}-{name}");
        (format!("{prefix}-{name}"), book)
    };
    specs(folder).into_iter().map(book).collect()
}

/// The calls for the examples of a book: its crate sends what the docs show.
fn examples(book: &Book) -> String {
    let krate = book.api.crate_name.replace('-', "_");
    let json = |it: Option<&Value>| serde_json::to_string(it.unwrap_or(&Value::Null)).expect("JSON");
    let mut calls = String::new();
    for entry in &book.errors {
        for example in &entry.examples {
            let response = Response::new(book, entry, example);
            let values: Vec<String> = example.values.iter().map(|it| json(it.1.as_ref())).collect();
            let body: Value = serde_json::from_str(&response.body).expect("JSON");
            let is_sent =
                |it: &Value| contains(&body, it) || response.headers.iter().any(|(_, text)| it.as_str() == Some(text));
            let members: Vec<String> = book
                .envelope
                .response_members()
                .map(|it| json(Some(&it.field.example).filter(|it| is_sent(it))))
                .collect();
            let content_type = ("Content-Type".to_owned(), response.content_type.clone());
            let headers = response.headers.iter().chain([&content_type]).map(|(name, it)| (&**name, &**it)).collect();
            let message = Some(&response.message).filter(|it| body_has_text(&response.body, it));
            calls.push_str(&call(
                &krate,
                &members,
                &Shown {
                    context: &format!("{krate}, {}", entry.code),
                    status: response.status,
                    headers,
                    body: &response.body,
                    code: &entry.code,
                    message: message.map(String::as_str),
                    values,
                    wait_ms: None,
                    has_list: book.envelope.has_list(),
                },
            ));
        }
    }
    calls
}

/// The call that runs a crate over its conformance file.
fn conformance(book: &Book) -> String {
    let (krate, names) = (book.api.crate_name.replace('-', "_"), names(book));
    let members: Vec<&String> = book.envelope.response_members().map(|it| &it.field.name).collect();
    let (function, members) = if members.is_empty() {
        ("differences", String::new())
    } else {
        ("differences_with_members", format!(", &{members:?}"))
    };
    format!(
        "    let found = run::{function}::<{krate}::ErrorKind>(include_str!(\"../../{}/conformance.jsonl\"), {names}{members});\n    assert!(found.is_empty(), \"{krate}:\\n{{}}\", found.join(\"\\n\"));\n",
        book.api.crate_name
    )
}

/// Whether a body contains a value.
fn contains(body: &Value, value: &Value) -> bool {
    body == value
        || match body {
            Value::Object(members) => members.iter().any(|it| contains(&it.1, value)),
            Value::List(items) => items.iter().any(|it| contains(it, value)),
            _ => false,
        }
}

fn body_has_text(body: &str, text: &str) -> bool {
    contains(&serde_json::from_str(body).expect("JSON"), &Value::from(text))
}

/// Each crate sends and reads the responses that its docs show and, if they are there, those of another folder. It never
/// sends a cause, or what another server sent.
#[test]
fn responses_of_known_apis_are_written_and_read() {
    let mut books = books(&root().join("docs/envelopes"), "ready");
    let mut calls: String = books.values().flat_map(|it| [examples(it), conformance(it)]).collect();
    if let Some(shared) = shared() {
        let known = self::books(&shared, "api");
        let rows = rows(&shared);
        assert_eq!(rows.len(), 36);
        let call = |row: &Row| {
            let book = &known[&format!("api-{}", row.text("format"))];
            row.call(book, &book.api.crate_name.replace('-', "_"))
        };
        calls.extend(rows.iter().map(call));
        books.extend(known);
    }
    let folder = workspace("envelopes", &books, &calls);
    let said = cargo(&folder, &["run", "--quiet", "--package", "program"]);
    assert!(said.contains("all of it"), "{said}");
    let some = [
        "--package",
        "ready-json-api",
        "--package",
        "ready-stripe",
        "--package",
        "ready-spring",
        "--package",
        "ready-slack",
    ];
    cargo(&folder, &[&["test", "--quiet"], &some[..]].concat());
    cargo(&folder, &["clippy", "--quiet", "--workspace", "--exclude", "program", "--", "-Dwarnings"]);
}
