//! Faults in the decoder and the retry advice, each of which the tests find.

use serde_json::{Value, json};

use super::{Package, conforming, detailed, has_node};

/// A fault: a file, a text in it, and what is there instead.
type Fault = (&'static str, &'static str, &'static str);

/// Those that a conformance file finds.
static FAULTS: &[Fault] = &[
    ("body.js", "isComplete: isWhole && isUtf8 && isValid", "isComplete: true"),
    ("body.js", "encoding !== \"identity\" &&", "encoding === \"identity\" &&"),
    ("short.js", "delete place[name]", "void place[name]"),
    ("values.js", "/** @type {number} */ (value) >= 0 &&", ""),
    ("values.js", "if (value == null && optional) return true;", ""),
    ("values.js", "return issues.unless(isScalar(value, type));", "return true;"),
    ("values.js", "Math.ceil(Number(text))", "Math.floor(Number(text))"),
    ("result.js", "if (value !== undefined) found.push([name, value]);", ""),
    ("result.js", "head.headers.has(\"age\") ? undefined :", ""),
    ("result.js", "row ? \"payload_mismatch\" : \"code_unknown\"", "\"code_unknown\""),
    ("retry.js", "error.code ?? error.codeText", "error.code"),
    ("retry.js", "status === 425 || status === 429", "status === 425"),
    ("retry.js", "attempt <= Math.min(retry[1], retries)", "attempt <= 4"),
    ("retry.js", "asked !== null && asked > maxWait", "false"),
    ("retry.js", "initial * factor ** Math.max(attempt - 1, 0)", "initial * factor ** attempt"),
    ("retry.js", "sent ?? limit(Number(", "limit(Number("),
    ("retry.js", "retry[0] === \"idempotent\" && !isIdempotent(request)", "false"),
    ("retry.js", "attempt > 1 && asked === 0 && !isUnreadable", "false"),
    ("document.js", "const MOST = 32", "const MOST = 31"),
    ("document.js", "others.length - (MOST - 1)", "others.length - MOST"),
    ("form.js", "row = identify(book, document, statusIn(document) ?? response.status)", "row = undefined"),
    ("consume.js", "if (this.declared(name)) this.keep(this.fields, name, value);", "if (false) ;"),
    ("consume.js", "this.keep(this.members, name, value)", "undefined"),
    ("fetch.js", "status >= 400 ||", ""),
];

/// Those in what conformance files lack.
static MORE: &[Fault] = &[
    ("json.js", "replace(/\\p{Surrogate}/gu", "replace(/never/gu"),
    ("short.js", "!unfinished.has(it)", "true"),
    ("values.js", "name !== (older ? weekday : weekday.slice(0, 3))", "false"),
    ("retry.js", "isUnreadable ? Math.max(asked, backoff) : asked", "asked"),
    ("form.js", "const head = isFirst ? response : null", "const head = response"),
    ("identify.js", "row[1].includes(status)", "true"),
    ("decode.js", "isEscaped ? name.slice(0, -1) : name", "name"),
    ("body.js", "const LONGEST = 1 << 20", "const LONGEST = 1 << 22"),
    ("body.js", "const LONGEST = 1 << 20", "const LONGEST = 1 << 16"),
    ("fetch.js", "type.includes(\"json\") &&", ""),
    ("fetch.js", "&& !/ndjson|jsonl|json-seq/.test(type)", ""),
    ("fetch.js", "bytes(unread(response).clone())", "bytes(unread(response))"),
    ("fetch.js", "if (response.bodyUsed) throw", "if (false) throw"),
];

/// A fault in the source of a file.
fn broken(source: &str, (file, text, fault): Fault) -> String {
    assert!(source.contains(text), "{file} has no {text}");
    source.replacen(text, fault, 1)
}

#[test]
fn the_conformance_files_find_every_fault() {
    if !has_node() {
        return;
    }
    let packages: Vec<Package> = conforming().iter().map(Package::new).collect();
    let copy = |package: &Package, at: usize, fault: Fault| -> Option<Value> {
        // A book in the short form lacks the files of other forms.
        let source = std::fs::read_to_string(package.root().join("lib").join(fault.0)).ok()?;
        let folder = package.path().join("faults").join(at.to_string());
        for from in ["", "lib"].map(|it| package.root().join(it)) {
            let to = folder.join(from.strip_prefix(package.root()).expect("it is below"));
            std::fs::create_dir_all(&to).expect("a folder");
            for file in std::fs::read_dir(from).expect("a folder").map(|it| it.expect("a file").path()) {
                if file.is_file() {
                    std::fs::copy(&file, to.join(file.file_name().expect("a name"))).expect("a copy");
                }
            }
        }
        std::fs::write(folder.join("lib").join(fault.0), broken(&source, fault)).expect("it can be written");
        Some(json!({"path": folder.join("index.js"), "rows": package.path().join("conformance.jsonl")}))
    };
    let faults: Vec<Vec<Value>> = FAULTS
        .iter()
        .enumerate()
        .map(|(at, fault)| packages.iter().filter_map(|it| copy(it, at, *fault)).collect())
        .collect();
    let said = packages[0].run(include_str!("faults.mjs"), &json!({"faults": faults}));
    let missed: Vec<usize> = serde_json::from_str(&said).expect("positions");
    let missed: Vec<_> = missed.into_iter().map(|at| FAULTS[at]).collect();
    assert!(missed.is_empty(), "{} of {} faults were not found: {missed:#?}", missed.len(), FAULTS.len());
}

#[test]
fn the_details_find_every_other_fault() {
    if !has_node() {
        return;
    }
    let (package, test) = (detailed(), include_str!("details.test.mjs"));
    let finds = |fault: Fault| {
        let modules = std::fs::read_dir(package.path().join("node_modules")).expect("packages");
        let files = modules.map(|it| it.expect("a package").path().join("lib").join(fault.0));
        let sources: Vec<_> = files.filter_map(|it| Some((std::fs::read_to_string(&it).ok()?, it))).collect();
        for (source, path) in &sources {
            std::fs::write(path, broken(source, fault)).expect("it can be written");
        }
        let is_found = !package.test("details.test.mjs", test).status.success();
        for (source, path) in sources {
            std::fs::write(path, source).expect("it can be written");
        }
        is_found
    };
    let missed: Vec<_> = MORE.iter().filter(|it| !finds(**it)).collect();
    assert!(missed.is_empty(), "{} of {} faults were not found: {missed:#?}", missed.len(), MORE.len());
}
