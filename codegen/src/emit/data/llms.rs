//! `llms.txt` and `llms-full.txt`: the docs for language models (<https://llmstxt.org>).

use std::io::{self, Write};

use crate::emit::docs::layout::layout;
use crate::emit::options::Group;
use crate::emit::output::NOTICE;
use crate::emit::{Publication, docs};
use crate::markdown::{Place, code, inline, label};
use crate::model::{Book, ErrorDef};
use crate::text::sentence;
use crate::urls::{page_path, page_url};
use crate::wire::status_line;

/// The short form: a line for each code, with a link to its page.
pub(in crate::emit) fn list(book: &Publication<'_>) -> String {
    let mut out = head(book);
    if !book.errors.is_empty() {
        out.push_str("## Error codes\n\n");
        out.extend(book.errors.iter().map(|it| line(book, it)));
        out.push('\n');
    }
    out.push_str("## More\n\n");
    let reference = book.api.docs_url.as_ref().map(|url| format!("{url}/errors.html"));
    let reference = reference.unwrap_or_else(|| "docs/errors.md".to_owned());
    out.push_str(&format!("- [Reference]({reference}): how errors look, the table of all codes, and guides\n"));
    if book.options.has(Group::Json) {
        out.push_str("- [Data](errors.json): the full reference as JSON\n");
    }
    if !book.retired.is_empty() {
        out.push_str("\n## Optional\n\n");
        for it in &book.retired {
            let onward = it.renamed_to.iter().chain(&it.replacement).map(|it| format!(", use {}", code(it)));
            let link = link(book, &it.code);
            out.push_str(&format!("- {link}: retired since {}{}\n", it.since, onward.collect::<String>()));
        }
    }
    out
}

/// The full docs in one text.
pub(in crate::emit) fn full(book: &Publication<'_>, out: &mut dyn Write) -> io::Result<()> {
    let reference = docs::reference::text(book, "docs/");
    let (title, rest) = reference.split_once("\n\n").unwrap_or((&reference, ""));
    let start = format!("{title}\n\n{NOTICE}\n\n{rest}");
    writeln!(out, "{}", start.trim_end())?;
    docs::page::sections(*book, "docs/errors/").try_for_each(|it| write!(out, "\n{it}"))
}

fn head(book: &Book) -> String {
    let name = crate::markdown::plain(&book.api.full_name(), Place::Paragraph);
    let envelope = match book.short_envelope() {
        None => layout(book),
        Some(short) => {
            let within = short.within.as_ref().map(|it| format!(" in the body's member {}", code(it)));
            format!(
                "An error is a JSON object{}. Decide on {}, which is stable; {} is for people, and may change.\n\n",
                within.unwrap_or_default(),
                code(&short.code),
                code(&short.message),
            )
        }
    };
    format!(
        "# {name} errors\n\n> Every error code that the {name} sends: what it means, what to do, and whether to retry. Version {}.\n\n{envelope}{NOTICE}\n\n",
        book.api.version,
    )
}

fn line(book: &Book, entry: &ErrorDef) -> String {
    let [meaning, remediation] = [&entry.meaning, &entry.remediation].map(|it| inline(it, Place::Paragraph));
    let meaning = sentence(&meaning);
    format!("- {}: {}. {meaning} {remediation}\n", link(book, &entry.code), status_line(entry.status()))
}

/// A code, linked to its published page, or to its file if the docs are not published.
fn link(book: &Book, name: &str) -> String {
    format!(
        "[{}]({})",
        label(name, Place::Paragraph),
        page_url(&book.api, name).unwrap_or_else(|| page_path(&book.api, name))
    )
}
