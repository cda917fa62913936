//! The decoder of the package says of every response what the conformance file says.

use std::path::Path;

use errbook_codegen::model::Book;

use super::{has_python, outputs, python, ready, write};
use crate::conformance::broken;
use crate::specs::{files, root};

/// Runs the conformance file of a package.
fn run(package: &Path, module: &str, file: &Path) -> (bool, String) {
    python("conformance.py", &[package, Path::new(module), file])
}

#[test]
fn masko_is_decoded_as_in_rust() {
    if has_python() {
        let generated = root().join("generated");
        let (ok, out) = run(&generated.join("python"), "masko_errors", &generated.join("conformance.jsonl"));
        assert!(ok, "{out}");
    }
}

/// Every known layout of errors.
#[test]
fn every_layout_is_decoded_as_in_rust() {
    if !has_python() {
        return;
    }
    for (name, book) in ready() {
        let folder = tempfile::tempdir().expect("a folder");
        write(folder.path(), &outputs(&book));
        let module = book.api.crate_name.replace('-', "_");
        let (ok, out) = run(&folder.path().join("python"), &module, &folder.path().join("conformance.jsonl"));
        assert!(ok, "{name}: {out}");
    }
}

/// Bodies that break off, also after a member that is there twice, and in lists.
#[test]
fn bodies_that_break_off_are_decoded_as_in_rust() {
    if !has_python() {
        return;
    }
    let check = |name: &str, rows: fn(&Book) -> String| {
        let (_, book) = ready().into_iter().find(|it| it.0 == name).expect("a ready spec");
        let folder = tempfile::tempdir().expect("a folder");
        write(folder.path(), &outputs(&book));
        let broken = folder.path().join("broken.jsonl");
        std::fs::write(&broken, rows(&book)).expect("it can be written");
        let (ok, out) = run(&folder.path().join("python"), &book.api.crate_name.replace('-', "_"), &broken);
        assert!(ok, "{name}: {out}");
    };
    for name in ["google", "graphql", "json-api", "stripe"] {
        check(name, broken::in_members);
    }
    for name in ["google", "grpc-gateway", "json-api"] {
        check(name, broken::in_lists);
    }
}

/// Faults in the decoder: the module, what is replaced, and the replacement.
#[rustfmt::skip]
const FAULTS: &[(&str, &str, &str)] = &[
    ("_values.py", "return value if least <= value <= most else None", "return value"),
    ("_values.py", "    if not isinstance(value, int) or isinstance(value, bool):", "    if not isinstance(value, int):"),
    ("_values.py", "            issues.push(f\"missing member {quoted(path)}\")\n        return field.is_optional", "            pass\n        return True"),
    ("_values.py", "return min(count + bool(fraction.strip(\"0\")), MAX)", "return min(count, MAX)"),
    ("_short.py", "        values = _take_fields(document, row) if body.is_complete else None", "        values = _take_fields(document, row)"),
    ("_short.py", "        unknown_fields=document.beside | document.under,", "        unknown_fields={},"),
    ("_response.py", "return \"code_unknown\" if row is None else \"payload_mismatch\"", "return \"code_unknown\""),
    ("_decode.py", "    if status >= 400 or", "    if False or"),
    ("_decode.py", "return encoding if is_invalid or _CONTROL.search(start) else None", "return None"),
    ("_dates.py", "        year += 2000 if year < 70 else 1900", "        year += 1900"),
    ("_retry.py", "    if retry.when == \"idempotent\" and not", "    if False and not"),
    ("_retry.py", "    if timing.sent is not None:", "    if False:"),
    ("_retry.py", "backoff.factor ** max(attempt - 1, 0)", "backoff.factor ** attempt"),
    ("_retry.py", "wait > limits.max_wait * _SECOND", "wait > 10 * limits.max_wait * _SECOND"),
];

/// Those that only a form with a list of errors shows.
#[rustfmt::skip]
const FAULTS_OF_FORMS: &[(&str, &str, &str)] = &[
    ("_values.py", "        return isinstance(value, str)\n    if word in (\"integer\"", "        return True\n    if word in (\"integer\""),
    ("_document.py", "MAX_ERRORS = 32", "MAX_ERRORS = 31"),
    ("_document.py", "                document = self._other(node.item) if index else self\n", "                document = self\n"),
    ("_document.py", "            self.dropped += 1\n", ""),
    ("_consume.py", "            elif not _json.is_same(self.members.setdefault(slot.index, value), value):", "            elif False:"),
    ("_consume.py", "                    self.unknown_fields[name] = value\n", "                    pass\n"),
];

/// One that only a book with an error without a code shows.
const FAULT_OF_ERRORS_WITHOUT_CODE: &[(&str, &str, &str)] = &[(
    "_form.py",
    "        row = identify(book, document, head.status if status is None else status)",
    "        row = None",
)];

/// The conformance file is only worth something if it finds faults.
#[test]
fn a_fault_in_the_decoder_is_found() {
    if !has_python() {
        return;
    }
    let generated = files(&root().join("generated"));
    let masko: Vec<(String, Vec<u8>)> =
        generated.into_iter().filter(|it| it.0.starts_with("python/") || it.0 == "conformance.jsonl").collect();
    let ready = |name: &str| {
        let (_, book) = ready().into_iter().find(|it| it.0 == name).expect("a ready spec");
        let files = outputs(&book).into_iter().map(|it| (it.path, it.contents.into_bytes()));
        (files.collect::<Vec<_>>(), book.api.crate_name.replace('-', "_"))
    };
    let ((json_api, articles), (stripe, payments)) = (ready("json-api"), ready("stripe"));
    for (files, module, faults) in [
        (masko, "masko_errors", FAULTS),
        (json_api, &*articles, FAULTS_OF_FORMS),
        (stripe, &*payments, FAULT_OF_ERRORS_WITHOUT_CODE),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        for (path, bytes) in &files {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().expect("it is below")).expect("a folder for it");
            std::fs::write(path, bytes).expect("it can be written");
        }
        let package = folder.path().join("python");
        let said = || run(&package, module, &folder.path().join("conformance.jsonl"));
        assert!(said().0, "{}", said().1);
        for (file, from, to) in faults {
            let path = package.join(module).join(file);
            let text = std::fs::read_to_string(&path).expect("a module");
            assert_eq!(text.matches(from).count(), 1, "{file}: {from}");
            std::fs::write(&path, text.replace(from, to)).expect("it can be written");
            let (ok, out) = said();
            assert!(!ok && out.contains(" differ\n"), "not found in {file}: {from}\n{out}");
            std::fs::write(&path, text).expect("it can be written");
        }
    }
}
