//! The cost of a verdict on a change of many codes, by step and by form. It knows the order of the steps, and nothing
//! of their internals.

use std::fs;

use errbook_codegen::compat::render::{self, Comparison, Origin, Snapshot, TextOptions};
use errbook_codegen::compat::{Date, FailOn, Question, Report, Side};
use errbook_codegen::input::Input;
use errbook_codegen::{Compiled, compile};

use crate::codegen::{rows, shown};
use crate::measure::{Spent, Whose, peak_megabytes, timed};
use crate::spec;

/// A form of a report: its name, and the function that renders it.
type Form = (&'static str, fn(&Comparison<'_>) -> String);

static FORMS: [Form; 6] = [
    ("text", |it| render::text(it, TextOptions::default())),
    ("markdown", render::markdown),
    ("json", render::json),
    ("github", render::github),
    ("sarif", render::sarif),
    ("changelog", render::changelog),
];

/// Prints a table, a line for each size. Each is measured in a separate process, to isolate its peak memory.
pub(crate) fn table(sizes: &[&str]) -> Result<(), String> {
    let forms: Vec<&str> = FORMS.iter().map(|it| it.0).collect();
    println!("Seconds on the clock / on the cores; MB of the forms together, and at the peak.");
    println!("| Codes | Changes | compile both | compare | {} | all | Forms, MB | Peak, MB |", forms.join(" | "));
    println!("| --- | --- | --- | --- | {}--- | --- | --- |", "--- | ".repeat(forms.len()));
    rows(&["diff-row"], sizes)
}

/// Measures one size, and prints its line.
pub(crate) fn row(count: usize) -> Result<(), String> {
    let file = std::env::temp_dir().join(format!("errbook-benches-diff-{}", std::process::id()));
    let (line, all) = timed(Whose::Own, || measure(count, &file));
    // A leftover temporary file is harmless.
    let _ = fs::remove_file(&file);
    let (changes, spent, written) = line?;
    let spent: Vec<String> = spent.iter().chain([&all]).map(|it| shown(*it)).collect();
    println!("| {count} | {changes} | {} | {:.1} | {:.0} |", spent.join(" | "), written, peak_megabytes());
    Ok(())
}

/// The number of changes, the cost of each step, and the total size of the forms.
fn measure(count: usize, file: &std::path::Path) -> Result<(usize, Vec<Spent>, f64), String> {
    let inputs = |files: Vec<(String, String)>| files.into_iter().map(|(path, text)| Input::new(path, text)).collect();
    let ((old, new), compiling) =
        timed(Whose::Own, || (compile(inputs(spec::spec(count))), compile(inputs(spec::reworded(count)))));
    let (old, new) = (snapshot("main", &old)?, snapshot("spec", &new)?);
    let today = Date::constant(2026, 1, 31);
    let [head, base] = [new, old].map(|it| Side { book: it.book, waivers: &[] });
    let question = Question { head, base: Some(base), release: None, today };
    let (report, comparing) = timed(Whose::Own, || Report::new(&question));
    let comparison = Comparison {
        report: &report,
        head: new,
        base: Some(old),
        base_origin: Origin::new("main"),
        release: None,
        release_origin: None,
        is_whole: false,
        fail_on: FailOn::Breaking,
        repository: "spec/",
        command: "cargo xtask diff --base main",
    };
    let mut spent = vec![compiling, comparing];
    let mut length = 0;
    for (name, form) in FORMS {
        let (written, time) = timed(Whose::Own, || {
            let text = form(&comparison);
            fs::write(file, &text).map(|()| text.len())
        });
        length += written.map_err(|error| format!("{name}: {error}"))?;
        spent.push(time);
    }
    #[allow(clippy::cast_precision_loss, reason = "one place is shown")]
    Ok((report.changes.len(), spent, length as f64 / 1e6))
}

fn snapshot<'a>(name: &'a str, it: &'a Compiled) -> Result<Snapshot<'a>, String> {
    match (it.diagnostics.first(), &it.book) {
        (None, Some(book)) => Ok(Snapshot { name, book, sources: &it.sources, prefix: "spec/" }),
        (found, _) => Err(format!("the spec has findings: {found:?}")),
    }
}
