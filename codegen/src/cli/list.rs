//! `list`: the table of codes, or a part of it.

use std::io::{self, Write};

use comfy_table::{ColumnConstraint, ContentArrangement, Table, Width, presets};

use super::subject::{Subject, json, status};
use super::{Outcome, PageFormat, SpecFolder, screen, spec, talk};
use crate::model::{Book, ErrorDef, When};
use crate::text::{nearest, quoted, visible};

/// Which codes are asked for. Where several values are given of one kind, any of them will do.
#[derive(Debug, clap::Args)]
pub(super) struct Filter {
    /// Codes of a status (404) or of a class (4xx)
    #[arg(long, value_name = "STATUS", value_delimiter = ',')]
    status: Vec<Statuses>,
    /// Codes with a tag
    #[arg(long, value_name = "TAG")]
    tag: Vec<String>,
    /// Codes after which no request may be sent again, or those that are idempotent, or all
    #[arg(long, value_name = "WHEN", value_delimiter = ',', value_enum)]
    retry: Vec<Requests>,
}

/// Which requests may be sent again.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Requests {
    Never,
    Idempotent,
    Always,
}

impl Requests {
    fn are(self, when: When) -> bool {
        when == match self {
            Self::Never => When::Never,
            Self::Idempotent => When::Idempotent,
            Self::Always => When::Always,
        }
    }
}

/// A status, or all of a class.
#[derive(Debug, Clone, Copy)]
pub(super) enum Statuses {
    One(u16),
    Class(u16),
}

impl std::str::FromStr for Statuses {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let class = text.get(1..).filter(|it| it.eq_ignore_ascii_case("xx")).map(|_| &text[..1]);
        match (class, status(text)) {
            (None, Some(status @ 300..600)) => Ok(Self::One(status)),
            (Some("3"), _) => Ok(Self::Class(3)),
            (Some("4"), _) => Ok(Self::Class(4)),
            (Some("5"), _) => Ok(Self::Class(5)),
            _ => Err("an error's status is between 300 and 599: 404, say, or 4xx for all of a class"),
        }
    }
}

impl Filter {
    fn takes(&self, entry: &ErrorDef) -> bool {
        let has_status = |of: &Statuses| {
            entry.statuses.iter().any(|status| match of {
                Statuses::One(it) => it == status,
                Statuses::Class(it) => *it == status / 100,
            })
        };
        (self.status.is_empty() || self.status.iter().any(has_status))
            && (self.tag.is_empty() || self.tag.iter().any(|it| entry.tags.contains(it)))
            && (self.retry.is_empty() || self.retry.iter().any(|it| it.are(entry.retry.when)))
    }
}

pub(super) fn run(spec: &SpecFolder, filter: &Filter, format: PageFormat) -> Outcome {
    let compiled = spec::read(spec);
    let Some(book) = &compiled.book else {
        spec::talk_of(&spec::prefix(&spec.path), &compiled);
        return spec::outcome(&compiled);
    };
    let entries: Vec<&ErrorDef> = book.errors.iter().filter(|it| filter.takes(it)).collect();
    let written = match format {
        PageFormat::Text if entries.is_empty() => Ok(()),
        PageFormat::Text if screen::is_terminal() => screen::show(&table(&entries, screen::columns())),
        PageFormat::Text => io::stdout().write_all(lines(&entries).as_bytes()),
        PageFormat::Json => io::stdout()
            .write_all(json(Some(book), &entries.iter().map(|it| Subject::Code(it)).collect::<Vec<_>>()).as_bytes()),
    };
    if entries.is_empty() {
        nothing(book, filter);
    }
    screen::answered(&written)
}

/// Says that there is nothing, and why that may be.
fn nothing(book: &Book, filter: &Filter) {
    let count = book.errors.len();
    talk!("none of {count} {}", if count == 1 { "code" } else { "codes" });
    let tags = || book.errors.iter().flat_map(|it| &it.tags).map(|it| &**it);
    for unknown in filter.tag.iter().filter(|it| tags().all(|tag| tag != **it)) {
        let near = nearest(unknown, tags()).map(|it| format!(" Did you mean {}?", quoted(it)));
        talk!("No code has the tag {}.{}", quoted(unknown), near.unwrap_or_default());
    }
}

fn statuses(entry: &ErrorDef, between: &str) -> String {
    entry.statuses.iter().map(u16::to_string).collect::<Vec<_>>().join(between)
}

/// How narrow the last column may be. In a narrower terminal the lines are longer than it is wide.
const NARROWEST: u16 = 24;

/// The codes in columns, as wide as the terminal.
fn table(entries: &[&ErrorDef], width: Option<usize>) -> String {
    let mut table = Table::new();
    table.set_header(["HTTP", "Error Code", "Retry", "Meaning"]);
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    if let Some(width) = width.and_then(|it| u16::try_from(it).ok()) {
        table.set_width(width);
    }
    for entry in entries {
        let deprecated = if entry.deprecated.is_some() { "Deprecated. " } else { "" };
        let meaning = visible(&format!("{deprecated}{}", entry.meaning));
        table.add_row([statuses(entry, ", "), visible(&entry.code), entry.retry.when.as_str().to_owned(), meaning]);
    }
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    // Only the meaning is wrapped: a code is there to be copied.
    let narrowest = ColumnConstraint::LowerBoundary(Width::Fixed(NARROWEST));
    table.set_constraints([ColumnConstraint::ContentWidth; 3].into_iter().chain([narrowest]));
    table.trim_fmt() + "\n"
}

/// One line for each code, and a tab between what is told of it: for `grep`, `cut` and `sort`.
fn lines(entries: &[&ErrorDef]) -> String {
    let line = |it: &&ErrorDef| {
        let cells = [&statuses(it, ","), &*it.code, it.retry.when.as_str(), &it.meaning, &it.remediation];
        cells.map(visible).join("\t") + "\n"
    };
    entries.iter().map(line).collect()
}
