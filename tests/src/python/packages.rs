//! Packages that Python imports.

use std::process::Command;

use super::{has_python, outputs, python, ready, write};
use crate::books;
use crate::specs::{book, one, root};

/// Imports every module of the package in each folder, and decodes a response.
const IMPORTS: &str = "
import importlib, inspect, pathlib, sys, typing
for folder in sys.argv[1:]:
    sys.path.insert(0, folder)
    [name] = [it.name for it in pathlib.Path(folder).iterdir() if it.is_dir()]
    package = importlib.import_module(name)
    for module in pathlib.Path(folder, name).glob('*.py'):
        importlib.import_module(f'{name}.{module.stem}')
    fields = importlib.import_module(f'{name}.fields')
    classes = [getattr(fields, it) for it in importlib.import_module(f'{name}._book').BOOK.dataclasses]
    for public in [getattr(package, it) for it in package.__all__] + classes:
        typing.get_type_hints(public)
        inspect.signature(public, eval_str=True)
        for method in [it for it in vars(public).values() if inspect.isfunction(it)]:
            typing.get_type_hints(method)
            inspect.signature(method, eval_str=True)
    for row in importlib.import_module(f'{name}._book').BOOK.codes:
        assert getattr(package, row.error).code == row.code and getattr(package, row.error).status == row.statuses[0]
        assert row.payload is None or getattr(importlib.import_module(f'{name}.fields'), row.payload)
    assert type(package.decode_error(500, {}, '')).__name__ == 'UnknownError'
    sys.path.pop(0)
    for module in [it for it in sys.modules if it.split('.')[0] == name]:
        del sys.modules[module]
print(len(sys.argv) - 1)
";

/// Those of ready specs, and of books with whatever a spec may have.
#[test]
fn python_imports_the_package_of_every_book() {
    if !has_python() {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let others = books::all().into_iter().map(|it| (it.name.to_owned(), book(it.inputs)));
    let all: Vec<_> = ready().into_iter().chain(others).collect();
    assert!(all.len() > 32, "{}", all.len());
    let mut command = Command::new("python3");
    command.env("PYTHONDONTWRITEBYTECODE", "1").args(["-W", "error", "-c", IMPORTS]);
    for (name, book) in &all {
        write(&folder.path().join(name), &outputs(book));
        command.arg(folder.path().join(name).join("python"));
    }
    let output = command.output().expect("python3 can be run");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), all.len().to_string());
}

/// Texts that would end a string or a docstring, or that an editor would not show.
#[test]
fn no_text_of_a_spec_is_code() {
    if !has_python() {
        return;
    }
    let texts = [
        r#"Ends with a quote: ""#,
        r#"""" + __import__("os").abort() + """"#,
        r"\",
        r"\N{DIGIT ONE} \x41 {braces} %s",
        "'''",
        "a\u{202e}b\u{feff}c",
        "# comment",
    ];
    let quoted = |text: &str| serde_json::to_string(text).expect("a text");
    let errors: Vec<String> = texts
        .iter()
        .enumerate()
        .map(|(at, text)| {
            // A word of an enum needs a letter.
            let (text, word) = (quoted(text), quoted(&format!("x {text}")));
            format!(
                "  - {{status: 400, code: c{at}, meaning: {text}, remediation: {text}, message: {}, fields: {{f: {{type: enum, values: [{word}], doc: {text}}}}}}}\n",
                text.replace('{', "{{").replace('}', "}}")
            )
        })
        .collect();
    let folder = tempfile::tempdir().expect("a folder");
    let book = book(one(&format!("errors:\n{}", errors.concat())));
    write(folder.path(), &outputs(&book));
    let expected: Vec<&str> = book.errors.iter().map(|it| &*it.meaning).collect();
    let list = folder.path().join("texts.json");
    std::fs::write(&list, serde_json::to_string(&expected).expect("a list")).expect("it can be written");
    let (ok, out) = python("texts.py", &[&folder.path().join("python"), &list]);
    assert!(ok, "{out}");
}

#[test]
fn whatever_a_server_sends_is_an_exception() {
    if has_python() {
        for script in ["hostile.py", "untyped.py"] {
            let (ok, out) = python(script, &[&root().join("generated/python")]);
            assert!(ok && out.is_empty(), "{script}: {out}");
        }
    }
}

/// With the syntax of the oldest version.
#[test]
fn every_script_and_module_is_python() {
    if !has_python() {
        return;
    }
    let folders = ["tests/python", "tests/python/stand_in", "examples/python", "codegen/src/emit/python/runtime"];
    let script = "
import ast, pathlib, sys
paths = [path for folder in sys.argv[1:] for path in pathlib.Path(folder).glob('*.py')]
for path in paths:
    ast.parse(path.read_text(encoding='utf-8'), path, feature_version=(3, 10))
print(len(paths))
";
    let output = Command::new("python3").current_dir(root()).args(["-c", script]).args(folders).output();
    let output = output.expect("python3 can be run");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let count: usize = String::from_utf8_lossy(&output.stdout).trim().parse().expect("a number");
    assert!(count > 15, "{count}");
}
