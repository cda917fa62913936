//! Crates of the specs of known APIs, in a workspace with a program that writes and reads the APIs' responses.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use errbook::Value;
use errbook_codegen::emit::emit;
use errbook_codegen::model::{Book, Runtime};

use super::{shared, specs};
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
        let (check, members) = if members.is_empty() {
            ("check", String::new())
        } else {
            ("check_with_members", format!(", &{members:?}"))
        };
        format!(
            "    {check}::<{krate}::ErrorKind>(&Row {{ context: {:?}, status: {}, headers: &{headers:?}, body: {:?}, code: {:?}, message: {:?}, values: &{values:?}, wait_ms: {:?} }}{members});\n",
            self.text("format"),
            self.number("status").expect("a status"),
            self.text("body"),
            self.text("code"),
            self.get("message").and_then(Value::as_str),
            self.number("wait_ms"),
        )
    }
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
        "[package]\nname = \"program\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\nerrbook = {{ path = {runtime:?}, features = [\"retry\"] }}\nserde_json = \"1\"\n"
    );
    for (name, book) in books {
        members.push_str(&format!(", \"{name}\""));
        manifest.push_str(&format!("{} = {{ path = \"../{name}\" }}\n", book.api.crate_name));
        for output in emit(book) {
            write(&folder.join(name).join(output.path), &output.contents);
        }
    }
    let main = format!(
        "mod forms;\nuse forms::{{Row, check, check_with_members}};\n\nfn main() {{\n{calls}    println!(\"all of it\");\n}}\n"
    );
    let workspace = format!("[workspace]\nresolver = \"3\"\nmembers = [{members}]\n\n[profile.dev]\ndebug = false\n");
    write(&folder.join("Cargo.toml"), &workspace);
    write(&folder.join("program/Cargo.toml"), &manifest);
    write(&folder.join("program/src/main.rs"), &main);
    write(&folder.join("program/src/forms.rs"), include_str!("program.rs"));
    let lock = std::fs::read_to_string(root().join("Cargo.lock")).expect("it is committed");
    write(&folder.join("Cargo.lock"), &lock);
    folder
}

/// Gives each book a crate of its own name, which finds the runtime of this repository.
fn with_crate(name: &str, mut book: Book) -> Book {
    let runtime = root().join("runtime").display().to_string().replace('\\', "/");
    book.api.runtime = Runtime { path: Some(runtime), ..Runtime::default() };
    book.api.crate_name = format!("api-{name}");
    book
}

#[test]
fn responses_of_known_apis_are_written_and_read() {
    let Some(shared) = shared() else { return };
    let books: BTreeMap<String, Book> = specs(&shared)
        .into_iter()
        .map(|(name, compiled)| (name.clone(), with_crate(&name, compiled.book.expect("it compiles"))))
        .collect();
    let rows = rows(&shared);
    assert_eq!(rows.len(), 36);
    let call = |row: &Row| {
        let name = row.text("format");
        row.call(&books[name], &format!("api_{}", name.replace('-', "_")))
    };
    let calls: String = rows.iter().map(call).collect();
    let folder = workspace("envelopes", &books, &calls);
    let said = cargo(&folder, &["run", "--quiet", "--package", "program"]);
    assert!(said.contains("all of it"), "{said}");
}
