//! Texts that try to break out of their context: each in every text of a spec, searched for in every generated file.

mod read;
mod spec;
mod texts;

use errbook_codegen::compile;
use errbook_codegen::emit::emit;
use errbook_codegen::emit::output::Output;

use super::properties;
use crate::documents::records;
use crate::specs::{drawn, pages};
use read::MARK;
use spec::{BLOCKS, KEYS, spec};
use texts::TEXTS;

/// A text with a mark, by which it is found again: after it, or before it, where a text's end may be what matters.
fn marked(text: &str, at: usize, in_front: bool) -> String {
    let mark = format!("{MARK}{at}z");
    if in_front { format!("{mark} {text}") } else { format!("{text} {mark}") }
}

/// Those keys that take a text, with it. Whatever is said of it for the others, no terminal and no workflow obeys.
fn taken(text: &str, round: usize) -> Vec<(&'static str, String)> {
    let mut out = Vec::new();
    for (at, &(key, _)) in KEYS.iter().enumerate() {
        let candidate = (key, marked(text, at, (at + round).is_multiple_of(2)));
        let compiled = compile(spec(std::slice::from_ref(&candidate)));
        properties::hold(&compiled);
        if compiled.book.is_some() {
            out.push(candidate);
        } else {
            properties::forms(&compiled);
        }
    }
    out
}

fn outputs(texts: &[(&str, String)]) -> Vec<Output> {
    let compiled = compile(spec(texts));
    let found = drawn(&compiled);
    emit(&compiled.book.unwrap_or_else(|| panic!("each by itself was taken: {texts:?}\n{found}")))
}

/// The structure of a file, without its texts.
fn shape(output: &Output) -> Vec<String> {
    match output.path.rsplit_once('.').map(|it| it.1) {
        // The position of a code in the index depends on its text.
        Some("rs") if output.path == "src/index.rs" => {
            let mut tokens = read::rust(&output.contents);
            tokens.sort();
            tokens
        }
        Some("rs") => read::rust(&output.contents),
        // Python reads it in `python::packages`.
        Some("py") => Vec::new(),
        // The same for every book.
        _ if output.path.starts_with("typescript/lib/") => vec![output.contents.clone()],
        Some("js" | "ts") => read::script(&output.contents),
        Some("md" | "txt") => read::page(&output.contents),
        Some("csv") => records(&output.contents).iter().map(|it| it.len().to_string()).collect(),
        Some("json") => read::json(&serde_json::from_str(&output.contents).expect("JSON")),
        // The fields of an error are as its response has them, which may be cut off in the middle.
        Some("jsonl") => {
            let keys = |line: &str| {
                let row: serde_json::Map<_, _> = serde_json::from_str(line).expect("JSON");
                row.keys().cloned().collect::<Vec<_>>().join(" ")
            };
            output.contents.lines().map(keys).collect()
        }
        // A page is named after its code, so its position changes.
        Some("manifest") => {
            let folder = |it: &str| it.rsplit_once("docs/errors/").map_or(it, |it| it.0).to_owned();
            let mut lines: Vec<String> = output.contents.lines().map(folder).collect();
            lines.sort();
            lines
        }
        _ => output.contents.lines().map(|it| it.split('"').next().unwrap_or_default().to_owned()).collect(),
    }
}

/// Compares what is made of texts with what is made of harmless ones.
fn compare(texts: &[(&'static str, String)], name: &str, failed: &mut Vec<String>) {
    let plain: Vec<(&str, String)> = texts
        .iter()
        .map(|(key, text)| {
            let mark = text.find(MARK).map(|at| text[at..].split(' ').next().unwrap_or_default().to_owned());
            (*key, format!("a {}", mark.expect("a mark")))
        })
        .collect();
    for (output, expected) in outputs(texts).iter().zip(outputs(&plain)) {
        // A page is called after its code.
        let folder = |it: &Output| it.path.rsplit_once('/').map(|it| it.0.to_owned());
        assert_eq!(folder(output), folder(&expected));
        if let Some(c) = properties::obeyed(&output.contents) {
            let at = output.contents.lines().find(|it| it.contains(c)).unwrap_or_default();
            failed.push(format!("a text that {name}, in {}: {c:?} in {at:?}", output.path));
        }
        let (found, wanted) = (shape(output), shape(&expected));
        if found != wanted {
            let first = found.iter().zip(&wanted).take_while(|it| it.0 == it.1).count();
            let near = |shape: &[String]| shape[first.saturating_sub(3)..shape.len().min(first + 5)].join(" ");
            let (found, wanted) = (near(&found), near(&wanted));
            failed.push(format!("a text that {name}, in {}:\n  {found}\n  instead of\n  {wanted}", output.path));
        }
    }
}

#[test]
fn forty_texts_stay_where_they_are_put() {
    assert_eq!(TEXTS.len(), 40);
    let some = |half: usize| {
        let mut failed = Vec::new();
        for (round, &(name, text)) in TEXTS.iter().enumerate().skip(half).step_by(2) {
            let all = taken(text, round);
            let texts: Vec<_> = all.into_iter().filter(|it| !BLOCKS.contains(&it.0)).collect();
            assert!(texts.len() >= 15, "a text that {name} is taken by {} keys alone", texts.len());
            compare(&texts, name, &mut failed);
        }
        failed
    };
    let failed: Vec<String> = std::thread::scope(|scope| {
        let running = [0, 1].map(|half| scope.spawn(move || some(half)));
        running.into_iter().flat_map(|it| it.join().expect("it ends")).collect()
    });
    assert!(failed.is_empty(), "{} of them:\n{}", failed.len(), failed.join("\n"));
}

/// A text of several blocks may have headings. What follows it stays the same, and nothing becomes HTML.
#[test]
fn forty_texts_in_details_and_guides_end_where_they_end() {
    let page = |texts: &[(&str, String)]| {
        let all = outputs(texts);
        let mut shape = read::page(&pages(&all));
        // Links are allowed there, and names that could be some are listed last.
        shape.retain(|it| !it.starts_with("a link to "));
        shape
    };
    let plain = page(&[]);
    let last = plain.iter().rposition(|it| it.starts_with("Start(Heading")).expect("a heading");
    // An empty comment is the page's own: it keeps two lists apart.
    let html = |shape: &[String]| shape.iter().filter(|it| it.contains("Html(") && !it.contains("<!-- -->")).count();
    for &(name, text) in TEXTS {
        for key in BLOCKS {
            let texts = [(*key, marked(text, 0, false))];
            if compile(spec(&texts)).book.is_none() {
                continue;
            }
            let found = page(&texts);
            assert!(found.ends_with(&plain[last..]), "a text that {name}, in {key}: {found:?}");
            assert!(
                *key != "details" || html(&found) == html(&plain),
                "a text that {name} is HTML: {:?}",
                found.iter().filter(|it| it.contains("Html")).collect::<Vec<_>>()
            );
        }
    }
}
