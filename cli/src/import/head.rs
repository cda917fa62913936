//! A new book: its entries, and the keys of its head, with the guesses among them.

use std::collections::HashSet;

use errbook_codegen::diagnostics::Diagnostic;
use errbook_codegen::model::CodeStyle;
use errbook_codegen::text::quoted;

use super::book::{Entry, Head};
use super::draft::Draft;
use super::report::{Note, Report};
use super::{Options, book, draft, envelope, layouts, merge};

/// A book with its head.
pub(super) struct Made {
    pub(super) head: Head,
    pub(super) entries: Vec<Entry>,
    /// What was guessed for the head.
    pub(super) notes: Vec<Note>,
}

/// A new book. `taken` are the names of types that it must not use.
pub(super) fn new_book(
    draft: Draft,
    options: &Options,
    taken: &HashSet<String>,
    report: &mut Report,
) -> Result<Made, Vec<Diagnostic>> {
    let Draft { title, version, envelope, has_numbers, entries: mut rows, .. } = draft;
    let mut about_head = Report::default();
    let layout = layout(&mut rows, envelope, report, &mut about_head);
    let (mut entries, missing) = merge::merged(rows, options.default_status, report);
    if !missing.is_empty() {
        return Err(missing);
    }
    let codes = || entries.iter().map(|it| it.code.as_str());
    let style = book::code_style(&codes(), has_numbers);
    book::complete(&mut entries, style, taken, report);
    let name =
        options.name.clone().or_else(|| title.as_ref().map(|it| api_name(&it.value))).filter(|it| !it.is_empty());
    if options.name.is_none()
        && let (Some(name), Some(title)) = (&name, &title)
    {
        about_head.guessed(title.at, format!("the API's name is {}", quoted(name)), "it is the title of the source");
    }
    let name = name.or_else(|| options.folder.clone()).unwrap_or_else(|| "TODO".to_owned());
    let krate = options.krate.clone().unwrap_or_else(|| book::crate_name(&name));
    let first = entries.first().map(|it| it.at);
    if style != CodeStyle::Snake {
        about_head.guessed(first, format!("`code_style: {}`", style.as_str()), "it fits all codes");
    }
    let fallback = book::fallback(&entries);
    if !fallback.is_empty() {
        let shown = fallback.iter().map(|(class, code)| format!("{class}: {code}")).collect::<Vec<_>>().join(", ");
        about_head.guessed(
            first,
            format!("`fallback: {{{shown}}}`"),
            "a code with the name of the status 400 or 500, and without a payload",
        );
    }
    let version = version.map(|it| it.value).filter(|it| semver::Version::parse(it).is_ok());
    let head = Head {
        name,
        krate,
        version: version.unwrap_or_else(|| "0.1.0".to_owned()),
        runtime: options.runtime.clone(),
        code_style: style,
        layout: layout.filter(|it| !envelope::is_default(it)),
        fallback,
    };
    report.codes = entries.iter().map(|it| (it.code.clone(), it.at)).collect();
    Ok(Made { head, entries, notes: about_head.notes })
}

/// The layout of a new book. Fields that have the name of a member of it go: to an object of their own, or away.
fn layout(
    rows: &mut [draft::Entry],
    envelope: Option<envelope::Envelope>,
    report: &mut Report,
    about_head: &mut Report,
) -> Option<envelope::Layout> {
    let Some(envelope) = envelope else {
        let is_taken = |it: &&draft::Field| it.name == "code" || it.name == "message";
        let collision = rows.iter().flat_map(|it| &it.fields).find(is_taken)?;
        let why = format!("the field {} has the name of a member next to the code", quoted(&collision.name));
        about_head.guessed(collision.at, "`envelope: {fields: details}`", why);
        return Some(envelope::Layout::Short {
            within: Some("error".to_owned()),
            code: "code".to_owned(),
            message: "message".to_owned(),
            fields: Some("details".to_owned()),
        });
    };
    about_head.guessed(
        envelope.at,
        format!("the layout of the body: {}", layouts::shown(&envelope.layout)),
        envelope.evidence,
    );
    for row in rows {
        let code = merge::shown(&row.code);
        row.fields.retain(|it| {
            let is_reserved = envelope.reserved.contains(&it.name);
            if is_reserved {
                let why = "the body has a member of this name next to the code";
                report.left(it.at, format!("the field {} of {code}", quoted(&it.name)), why);
            }
            !is_reserved
        });
    }
    Some(envelope.layout)
}

/// The name of an API from a title: without the words for errors at its end.
fn api_name(title: &str) -> String {
    let mut words: Vec<&str> = title.split_whitespace().collect();
    let is_noise = |it: &&str| {
        let word = it.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        matches!(
            word.as_str(),
            "error" | "errors" | "codes" | "code" | "reference" | "handling" | "api" | "the" | "list" | "of" | ""
        )
    };
    while words.len() > 1 && words.last().is_some_and(is_noise) {
        words.pop();
    }
    while words.len() > 1 && words.first().is_some_and(is_noise) {
        words.remove(0);
    }
    words.join(" ")
}
