//! `list`: the codes of the book, or some of them.

use std::io::{self, Write};

use comfy_table::{ColumnConstraint, ContentArrangement, Table, Width, presets};

use crate::cli::args::{List, ListFormat};
use crate::cli::display::prefix;
use crate::cli::load::spec_dir;
use crate::cli::pager;
use crate::cli::query::{Topic, json};
use crate::cli::status::{self, Outcome, answered, status};
use crate::model::{Book, ErrorDef};
use crate::text::{counted, nearest, quoted, visible};

pub(in crate::cli) fn run(arguments: &List) -> Outcome {
    let List { spec, format, .. } = arguments;
    let compiled = spec_dir::read(spec);
    let Some(book) = &compiled.book else {
        status::report(&prefix(&spec.path), &compiled);
        return status::compiled(&compiled);
    };
    let errors: Vec<&ErrorDef> = book.errors.iter().filter(|it| matches(arguments, it)).collect();
    let written = match format {
        ListFormat::Text if errors.is_empty() => Ok(()),
        ListFormat::Text if pager::is_terminal() => pager::show(&table(&errors, pager::columns())),
        ListFormat::Text => io::stdout().write_all(lines(&errors).as_bytes()),
        ListFormat::Json => {
            let topics: Vec<Topic<'_>> = errors.iter().map(|it| Topic::Code(it)).collect();
            io::stdout().write_all(json(Some(book), &topics).as_bytes())
        }
    };
    if errors.is_empty() {
        nothing(book, arguments);
    }
    answered(&written)
}

/// Whether a code matches every given option. One value of each option is enough.
fn matches(List { status, tag, retry, .. }: &List, error: &ErrorDef) -> bool {
    let has_status = || status.iter().any(|it| error.statuses.iter().any(|status| it.contains(*status)));
    (status.is_empty() || has_status())
        && (tag.is_empty() || tag.iter().any(|it| error.tags.contains(it)))
        && (retry.is_empty() || retry.iter().any(|it| error.retry.when == (*it).into()))
}

/// Reports that no code matches, and the likely reason.
fn nothing(book: &Book, arguments: &List) {
    status!("none of {} matches", counted(book.errors.len(), "code"));
    let tags = || book.errors.iter().flat_map(|it| &it.tags).map(|it| &**it);
    for unknown in arguments.tag.iter().filter(|it| tags().all(|tag| tag != **it)) {
        let similar = nearest(unknown, tags()).map(|it| format!(" Did you mean {}?", quoted(it)));
        status!("No code has the tag {}.{}", quoted(unknown), similar.unwrap_or_default());
    }
}

fn statuses(error: &ErrorDef, separator: &str) -> String {
    error.statuses.iter().map(u16::to_string).collect::<Vec<_>>().join(separator)
}

/// The minimum width of the last column. In a narrower terminal, lines exceed its width.
const NARROWEST: u16 = 24;

/// The codes in columns, as wide as the terminal.
fn table(errors: &[&ErrorDef], width: Option<usize>) -> String {
    let mut table = Table::new();
    table.set_header(["HTTP", "Error Code", "Retry", "Meaning"]);
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    if let Some(width) = width.and_then(|it| u16::try_from(it).ok()) {
        table.set_width(width);
    }
    for error in errors {
        let deprecated = if error.deprecated.is_some() { "Deprecated. " } else { "" };
        let meaning = visible(&format!("{deprecated}{}", error.meaning));
        table.add_row([statuses(error, ", "), visible(&error.code), error.retry.when.as_str().to_owned(), meaning]);
    }
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    // Only the meaning is wrapped: codes must be easy to copy.
    let narrowest = ColumnConstraint::LowerBoundary(Width::Fixed(NARROWEST));
    table.set_constraints([ColumnConstraint::ContentWidth; 3].into_iter().chain([narrowest]));
    table.trim_fmt() + "\n"
}

/// One line per code, with tabs between the columns: for `grep`, `cut` and `sort`.
fn lines(errors: &[&ErrorDef]) -> String {
    let line = |it: &&ErrorDef| {
        let cells = [&statuses(it, ","), &*it.code, it.retry.when.as_str(), &it.meaning, &it.remediation];
        cells.map(visible).join("\t") + "\n"
    };
    errors.iter().map(line).collect()
}
