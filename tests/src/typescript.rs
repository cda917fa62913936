//! The npm package, run by Node: it says of every response what the conformance file says, and faults in it are found.
//!
//! `.ci/typescript` checks the rest, with tools from npm.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output as Ended};

use errbook_codegen::emit::emit_with;
use errbook_codegen::emit::options::{Group, Options};
use errbook_codegen::input::Input;
use errbook_codegen::model::{Book, Publish};
use errbook_codegen::wire::Response;
use serde_json::{Value, json};

use crate::conformance::broken;
use crate::specs::{book, files, masko, one, root};

mod loopback;
mod mutations;

/// A package and its conformance file, in a folder of its own. Other packages may be beside it.
struct Package {
    folder: tempfile::TempDir,
    name: String,
}

impl Package {
    fn new(book: &Book) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let out = Self { folder, name: book.api.crate_name.clone() };
        out.add(book);
        out
    }

    fn add(&self, book: &Book) {
        for output in emit_with(book, &Options::of([Group::Typescript, Group::Conformance])) {
            let path = match output.path.strip_prefix("typescript/") {
                Some(path) => self.root_of(&book.api.crate_name).join(path),
                None => self.path().join(&output.path),
            };
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
            std::fs::write(path, output.contents).expect("it can be written");
        }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The folder of a package, where programs beside it find it.
    fn root_of(&self, name: &str) -> PathBuf {
        self.path().join("node_modules").join(name)
    }

    /// The folder of the package that it was made for.
    fn root(&self) -> PathBuf {
        self.root_of(&self.name)
    }

    /// Runs a file of Node's tests. Without its command line, there is no further process for the file.
    fn test(&self, name: &str, text: &str) -> Ended {
        let file = self.write(name, text);
        let mut command = Command::new("node");
        command.arg("--test-reporter=spec").arg(file).env_remove("NODE_TEST_CONTEXT");
        command.env("PACKAGE", &self.name).env("ROWS", self.path().join("conformance.jsonl"));
        command.output().expect("it can be run")
    }

    /// Runs a module, and gives what it prints.
    fn run(&self, text: &str, input: &Value) -> String {
        let [script, data] = [self.write("program.mjs", text), self.write("input.json", &input.to_string())];
        let ended = Command::new("node").arg(script).arg(data).output().expect("it can be run");
        assert!(ended.status.success(), "{}", shown(&ended));
        String::from_utf8_lossy(&ended.stdout).into_owned()
    }

    /// Writes a file beside the packages, and the module that several programs import.
    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path().join(name);
        std::fs::write(self.path().join("rows.mjs"), include_str!("typescript/rows.mjs")).expect("it can be written");
        std::fs::write(&path, text).expect("it can be written");
        path
    }
}

fn shown(ended: &Ended) -> String {
    [&ended.stdout, &ended.stderr].map(|it| String::from_utf8_lossy(it).into_owned()).concat()
}

/// Whether Node is here. Without it, the tests are skipped with a notice.
fn has_node() -> bool {
    let is_there = Command::new("node").arg("--version").output().is_ok();
    if !is_there {
        // Past what captures the output of a test that passes.
        let _ = writeln!(std::io::stderr(), "skipped: there is no `node` to run the npm package");
    }
    is_there
}

/// A ready spec.
fn ready(name: &str) -> Book {
    let text = std::fs::read_to_string(root().join(format!("docs/envelopes/{name}.yaml"))).expect("it is there");
    book(vec![Input::new("book.yaml", text)])
}

/// Every type of field, and a list of errors.
fn kinds() -> Book {
    book(vec![Input::new("kinds.yaml", include_str!("typescript/kinds.yaml"))])
}

/// The packages that `details.test.mjs` imports.
fn detailed() -> Package {
    let out = Package::new(&book(masko()));
    out.add(&ready("slack"));
    out.add(&ready("stripe"));
    out.add(&kinds());
    out
}

/// The books whose conformance files are run: the short form, a form with constants, one with a list of errors, and one with
/// errors that have the status of a success.
fn conforming() -> Vec<Book> {
    vec![book(masko()), ready("stripe"), ready("json-api"), ready("slack"), kinds()]
}

#[test]
fn the_package_says_what_the_conformance_file_says() {
    if !has_node() {
        return;
    }
    for book in conforming() {
        let ended = Package::new(&book).test("conformance.test.mjs", include_str!("typescript/conformance.test.mjs"));
        assert!(ended.status.success(), "{}: {}", book.api.name, shown(&ended));
    }
}

#[test]
fn lists_that_break_off_are_decoded_as_in_rust() {
    if !has_node() {
        return;
    }
    for name in ["google", "grpc-gateway", "json-api"] {
        let book = ready(name);
        let package = Package::new(&book);
        std::fs::write(package.path().join("conformance.jsonl"), broken::in_lists(&book)).expect("it can be written");
        let ended = package.test("conformance.test.mjs", include_str!("typescript/conformance.test.mjs"));
        assert!(ended.status.success(), "{name}: {}", shown(&ended));
    }
}

#[test]
fn the_package_agrees_in_what_the_conformance_file_lacks() {
    if has_node() {
        let ended = detailed().test("details.test.mjs", include_str!("typescript/details.test.mjs"));
        assert!(ended.status.success(), "{}", shown(&ended));
    }
}

#[test]
fn the_package_never_throws() {
    if !has_node() {
        return;
    }
    for book in conforming() {
        let ended = Package::new(&book).test("hostile.test.mjs", include_str!("typescript/hostile.test.mjs"));
        assert!(ended.status.success(), "{}: {}", book.api.name, shown(&ended));
    }
}

/// Decodes each response, and prints what it is.
const READER: &str = r#"
import { readFileSync } from "node:fs";
import * as all from "NAME";
import { codes } from "NAME/codes";

const { responses } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const found = responses.map(({ status, headers, body }) => {
  const { code, codeText, reason, message, fields } = all.decodeError(status, headers, body);
  return [code, codeText ?? reason ?? null, message, fields, code in codes];
});
console.log(JSON.stringify([Object.keys(all).sort(), found]));
"#;

/// Every known API: each example is recognized as itself, with its values.
#[test]
fn every_example_of_known_apis_is_typed() {
    if !has_node() {
        return;
    }
    for (name, text) in files(&root().join("docs/envelopes")) {
        let book = book(vec![Input::new("book.yaml", String::from_utf8(text).expect("UTF-8"))]);
        let examples: Vec<_> =
            book.errors.iter().flat_map(|entry| entry.examples.iter().map(move |it| (entry, it))).collect();
        let responses: Vec<Value> = examples
            .iter()
            .map(|(entry, example)| {
                let Response { status, headers, content_type, body, .. } = Response::new(&book, entry, example);
                let headers: Vec<_> = headers.into_iter().chain([("Content-Type".to_owned(), content_type)]).collect();
                json!({"status": status, "headers": headers, "body": body})
            })
            .collect();
        let package = Package::new(&book);
        let said = package.run(&READER.replace("NAME", &package.name), &json!({"responses": responses}));
        let said: Value = said.parse().expect("it is JSON");
        assert_eq!(said[1].as_array().map(Vec::len), Some(examples.len()), "{name}");
        for ((entry, example), found) in examples.iter().zip(said[1].as_array().expect("a list")) {
            let values = example.values.iter().filter_map(|(name, value)| Some((name.clone(), value.as_ref()?)));
            let values: Value =
                serde_json::to_value(values.collect::<std::collections::BTreeMap<_, _>>()).expect("JSON");
            let expected = json!([entry.code, null, found[2], values, true]);
            assert_eq!(*found, expected, "{name}, {}", entry.code);
        }
    }
}

/// A file of the package of a book.
fn file(book: &Book, options: &Options, path: &str) -> String {
    let outputs = emit_with(book, options);
    outputs.into_iter().find(|it| it.path == path).unwrap_or_else(|| panic!("no {path}")).contents
}

/// The declarations and tables of small books, as they are generated.
#[test]
fn the_files_of_a_package() {
    let plain = "errors:\n  - {status: 404, code: not_found, meaning: No such thing., remediation: Check the ID.}\n";
    let (options, kinds) = (Options::of([Group::Typescript]), kinds());
    for (name, book, path) in [
        ("errors", &kinds, "errors.d.ts"),
        ("index", &kinds, "index.d.ts"),
        ("book", &kinds, "book.js"),
        ("codes", &kinds, "codes.js"),
        ("index_js", &book(one(plain)), "index.js"),
        ("short_book", &book(one(plain)), "book.js"),
        ("stripe_book", &ready("stripe"), "book.js"),
        ("package", &kinds, "package.json"),
    ] {
        insta::assert_snapshot!(name, file(book, &options, &format!("typescript/{path}")));
    }
}

/// The name and the version of the package are settings, and its types are called like the API.
#[test]
fn the_names_of_a_package() {
    let mut options = Options::of([Group::Typescript, Group::Docs]);
    options.npm.name = Some("@shop/errors".to_owned());
    options.npm.version = Some("2.0.0-beta.1".to_owned());
    let plain = "errors:\n  - {status: 404, code: not_found, meaning: No such thing., remediation: Check the ID.}\n";
    let book = book(one(plain));
    let manifest: Value = file(&book, &options, "typescript/package.json").parse().expect("it is JSON");
    assert_eq!((&manifest["name"], &manifest["version"]), (&json!("@shop/errors"), &json!("2.0.0-beta.1")));
    let readme = file(&book, &options, "typescript/README.md");
    assert!(readme.contains("from \"@shop/errors/codes\""), "{readme}");
    // A registry has the package only if the spec says so, and names of Cargo's registries mean nothing to npm.
    for (publish, is_public) in
        [(Publish::Never, false), (Publish::Registries(vec!["inner".to_owned()]), false), (Publish::Anywhere, true)]
    {
        let mut book = book.clone();
        book.api.package.publish = publish;
        let manifest: Value = file(&book, &options, "typescript/package.json").parse().expect("it is JSON");
        assert_eq!(manifest["private"], if is_public { Value::Null } else { json!(true) });
        for path in ["typescript/README.md", "docs/errors.md"] {
            let text = file(&book, &options, path);
            assert_eq!(text.contains("npm install @shop/errors\n"), is_public, "{path}: {text}");
            assert_eq!(text.contains("npm install ./path/to/typescript\n"), !is_public, "{path}: {text}");
        }
    }
    for (name, union) in [
        ("Shop", "ShopError"),
        ("Shop API", "ShopError"),
        ("API", "ApiError"),
        ("3scale", "Api3scaleError"),
        ("!", "ApiError"),
        ("Self", "ApiError"),
        ("shop & sons", "ShopSonsError"),
    ] {
        let mut book = book.clone();
        name.clone_into(&mut book.api.name);
        let types = file(&book, &options, "typescript/index.d.ts");
        assert!(types.contains(&format!("\nexport type {union} =\n")), "{name}: {types}");
    }
}
