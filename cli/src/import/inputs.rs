//! Reading the sources: their bytes, their kinds, and the reader of each kind.

use errbook_codegen::diagnostics::Diagnostic;
use errbook_codegen::input::{Content, Input, LARGEST_FILE};
use errbook_codegen::source::{FileId, Sources};
use errbook_codegen::text::{line_feeds, quoted};

use super::draft::Draft;
use super::report::Report;
use super::{Kind, LoadFrom, Options, documents, kinds, openapi, records, rules, rust};

/// Reads all sources.
pub(super) fn read(
    inputs: Vec<Input>,
    options: &Options,
    load: &LoadFrom<'_>,
    sources: &mut Sources,
    report: &mut Report,
) -> (Draft, Vec<Diagnostic>) {
    let mut draft = Draft::default();
    let (mut diagnostics, mut empty) = (Vec::new(), Vec::new());
    for input in inputs {
        let file = match add(input, sources) {
            Ok(file) => file,
            Err(found) => {
                diagnostics.push(found);
                continue;
            }
        };
        let Some(kind) = options.kind.or_else(|| kinds::kind_of(&sources.file(file).path, &sources.file(file).text))
        else {
            diagnostics.push(unknown_kind(sources, file));
            continue;
        };
        let before = draft.entries.len() + draft.by_status.len();
        let found = match kind {
            Kind::Markdown | Kind::Html | Kind::Csv => documents::read(kind, sources, file, &mut draft, report),
            Kind::Jsonl if sources.file(file).text.trim_start().starts_with('[') => {
                records::list(sources, file, &mut draft, report)
            }
            Kind::Jsonl => records::lines(sources, file, &mut draft, report),
            Kind::Rust => rust::read(sources, file, &mut draft, report),
            Kind::Openapi => {
                let path = sources.file(file).path.clone();
                openapi::read(sources, file, &|it| load(&path, it), &mut draft, report)
            }
        };
        if found.is_empty() && draft.entries.len() + draft.by_status.len() == before {
            empty.push((file, kind));
        }
        diagnostics.extend(found);
    }
    let by_status = std::mem::take(&mut draft.by_status);
    if draft.entries.is_empty() {
        if let Some(first) = by_status.first() {
            report.guessed(first.at, "the codes are the names of the statuses", "the sources have no codes");
        }
        draft.entries = by_status;
    } else {
        for entry in by_status {
            report.left(entry.at, "a response without a code", "others have codes");
        }
    }
    // Of several files some may have none.
    let are_all_empty = draft.entries.is_empty();
    for (file, kind) in empty {
        if are_all_empty {
            diagnostics.push(no_errors(sources, file, kind));
        } else {
            report.left(
                sources.whole(file).part(0..1),
                "the file",
                format!("read as {}, it has no errors", kind.as_str()),
            );
        }
    }
    (draft, diagnostics)
}

/// Adds a source, or says why it cannot be read.
fn add(input: Input, sources: &mut Sources) -> Result<FileId, Diagnostic> {
    let empty = |sources: &mut Sources, path: String| {
        let file = sources.add(path, String::new());
        sources.whole(file)
    };
    match input.content {
        Content::Bytes(bytes) if bytes.len() as u64 <= LARGEST_FILE => match String::from_utf8(bytes) {
            Ok(text) => {
                let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
                Ok(sources.add(input.path, line_feeds(text)))
            }
            Err(error) => {
                let valid = error.utf8_error().valid_up_to();
                let mut bytes = error.into_bytes();
                bytes.truncate(valid);
                let text = format!("{}\u{fffd}", line_feeds(String::from_utf8_lossy(&bytes).into_owned()));
                let file = sources.add(input.path, text);
                let end = sources.file(file).text.len();
                let at = sources.whole(file).part(end - 3..end);
                let found = Diagnostic::new(&rules::UNREADABLE_SOURCE, "the file is not UTF-8").at(at, "invalid byte");
                Err(found.help("Save the file as UTF-8."))
            }
        },
        Content::Bytes(bytes) => {
            let message = format!("the file has {} bytes, and the limit is {LARGEST_FILE}", bytes.len());
            Err(Diagnostic::new(&rules::SOURCE_TOO_LARGE, message).at(empty(sources, input.path), ""))
        }
        Content::TooLarge { length, cap } => {
            let message = format!("the file has {length} bytes, and the limit is {cap}");
            Err(Diagnostic::new(&rules::SOURCE_TOO_LARGE, message).at(empty(sources, input.path), ""))
        }
        Content::Unreadable(why) => {
            let message = format!("cannot read the file: {why}");
            Err(Diagnostic::new(&rules::UNREADABLE_SOURCE, message).at(empty(sources, input.path), ""))
        }
    }
}

fn unknown_kind(sources: &Sources, file: FileId) -> Diagnostic {
    let message = format!("{} is of an unknown kind", quoted(&sources.file(file).path));
    let kinds = Kind::WORDS.iter().map(|it| format!("`{}`", it.1)).collect::<Vec<_>>().join(", ");
    let found = Diagnostic::new(&rules::UNKNOWN_SOURCE, message).at(sources.whole(file).part(0..1), "");
    found.help(format!("Name its kind with `--from`: {kinds}."))
}

fn no_errors(sources: &Sources, file: FileId, kind: Kind) -> Diagnostic {
    let message = format!("no errors found in {}, read as {}", quoted(&sources.file(file).path), kind.as_str());
    let found = Diagnostic::new(&rules::NO_ERRORS, message).at(sources.whole(file).part(0..1), "");
    found.help(kind.expected())
}
