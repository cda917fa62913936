//! An existing book: which errors of an import are new, what differs, and where the new ones go. What it has is kept.

use std::collections::HashSet;

use errbook_codegen::input::Content;
use errbook_codegen::model::{Book, CodeStyle, ErrorDef, Field, Type};
use errbook_codegen::source::{Source, Span};
use errbook_codegen::text::quoted;
use errbook_codegen::{Compiled, Role, compile, role};

use super::book::{self, Entry};
use super::merge::shown;
use super::report::Report;
use super::{Existing, yaml};

/// The book; `None` if the folder has none. The error is one that does not compile.
pub(super) fn compiled(existing: &Existing) -> Result<Option<Compiled>, Box<Compiled>> {
    if !existing.files.iter().any(|it| role(&it.path) == Role::Spec) {
        return Ok(None);
    }
    let compiled = compile(existing.files.clone());
    if compiled.book.is_some() { Ok(Some(compiled)) } else { Err(Box::new(compiled)) }
}

/// The names of all types of a book.
pub(super) fn names(compiled: &Compiled) -> HashSet<String> {
    fn nested(ty: &Type, out: &mut HashSet<String>) {
        match ty {
            Type::Enum { rust_name, .. } => {
                out.insert(rust_name.clone());
            }
            Type::Object { rust_name, fields } => {
                out.insert(rust_name.clone());
                for it in fields {
                    nested(&it.ty, out);
                }
            }
            Type::List { of } => nested(of, out),
            _ => {}
        }
    }
    let mut out = HashSet::new();
    // The names of known codes are free: these entries are not imported.
    for error in compiled.book.iter().flat_map(|it| &it.errors) {
        for it in &error.fields {
            nested(&it.ty, &mut out);
        }
    }
    out
}

/// The entries that are new. Differences of the others are reported.
pub(super) fn added(old: &Compiled, new: &Book, entries: Vec<Entry>, report: &mut Report) -> Vec<Entry> {
    let Some(book) = &old.book else { return entries };
    let mut out = Vec::new();
    report.codes.clear();
    for entry in entries {
        if let Some(known) = book.error(&entry.code) {
            report.known += 1;
            if let Some(found) = new.error(&entry.code) {
                differences(known, found, entry.at, report);
            }
        } else if book.retired.iter().any(|it| it.code == entry.code) {
            report.left(entry.at, format!("the code {}", shown(&entry.code)), "the book has retired it");
        } else {
            report.codes.push((entry.code.clone(), entry.at));
            out.push(entry);
        }
    }
    let layout = |it: &Book| serde_json::to_value(&it.envelope).ok();
    if layout(book) != layout(new) && !report.codes.is_empty() {
        let at = out.first().map(|it| it.at);
        report.left(at, "the layout of the body", "the book has another one, which was kept");
    }
    out
}

/// Reports what differs in an error that both have.
fn differences(old: &ErrorDef, new: &ErrorDef, at: Span, report: &mut Report) {
    let code = shown(&old.code);
    let mut differs = |what: &str, old: &str, new: &str| {
        report.differs(at, format!("{what} of {code}: the book has {}, the source {}", quoted(old), quoted(new)));
    };
    let statuses = |it: &ErrorDef| it.statuses.iter().map(u16::to_string).collect::<Vec<_>>().join(", ");
    if statuses(old) != statuses(new) {
        differs("the status", &statuses(old), &statuses(new));
    }
    // What a source does not say does not differ.
    for (what, old, new) in
        [("the meaning", &old.meaning, &new.meaning), ("the remediation", &old.remediation, &new.remediation)]
    {
        if old != new && new != "TODO" {
            differs(what, old, new);
        }
    }
    if new.message.is_given && old.message.template != new.message.template {
        differs("the message", &old.message.template, &new.message.template);
    }
    if new.states_retry() && old.retry.when != new.retry.when {
        differs("`retry`", old.retry.when.as_str(), new.retry.when.as_str());
    }
    for field in &new.fields {
        let name = format!("the field {}", quoted(&field.name));
        match old.fields.iter().find(|it| it.name == field.name) {
            None => report.differs(at, format!("{name} of {code}: only the source has it")),
            Some(known) if described(known) != described(field) => {
                let (known, found) = (described(known), described(field));
                report.differs(
                    at,
                    format!("{name} of {code}: the book has {}, the source {}", quoted(&known), quoted(&found)),
                );
            }
            Some(_) => {}
        }
    }
    for field in old.fields.iter().filter(|it| !new.fields.iter().any(|new| new.name == it.name)) {
        if !new.fields.is_empty() {
            report.differs(at, format!("the field {} of {code}: only the book has it", quoted(&field.name)));
        }
    }
}

fn described(field: &Field) -> String {
    let optional = if field.optional { ", optional" } else { "" };
    format!("{}{optional}", field.ty.word())
}

/// The file with the new entries, and its path: after the last entry of `into`, or at its end. A file whose list of errors is
/// in brackets stays as it is, and the entries get a file of their own.
pub(super) fn inserted(old: &Compiled, existing: &Existing, added: &[Entry]) -> (String, String) {
    let known = existing.files.iter().find(|it| it.path == existing.into);
    let text = known.and_then(|it| {
        if let Content::Bytes(bytes) = &it.content { String::from_utf8(bytes.clone()).ok() } else { None }
    });
    let style = old.book.as_ref().map_or(CodeStyle::Snake, |it| it.api.code_style);
    let alone = || format!("errors:\n{}", yaml::entries(added, style, "  "));
    let Some(text) = text else { return (existing.into.clone(), alone()) };
    let places: Vec<Span> = old.book.iter().flat_map(|it| &it.errors).map(|it| it.places.whole()).collect();
    let ours = places.into_iter().filter(|it| old.sources.file(it.file).path == existing.into);
    let Some(last) = ours.max_by_key(|it| it.end) else {
        // No entries: the list, if there is one, is empty.
        if text.lines().any(|it| it.starts_with("errors:")) {
            return (free_path(existing), alone());
        }
        let end = if text.ends_with('\n') || text.is_empty() { "" } else { "\n" };
        return (existing.into.clone(), format!("{text}{end}\n{}", alone()));
    };
    let source = old.sources.file(last.file);
    match indent(source, last) {
        // Offsets are those of the text with line feeds.
        Some(indent) if !text.contains('\r') && source.text.len() <= text.len() => {
            let skipped = text.len() - source.text.len();
            let end = skipped + source.line(source.line_of(last.end.saturating_sub(1) as usize)).end;
            let mut out = text[..end].to_owned();
            out.push_str("\n\n");
            out.push_str(yaml::entries(added, style, &indent).trim_end_matches('\n'));
            let rest = &text[end..];
            out.push_str(if rest.is_empty() { "\n" } else { rest });
            (existing.into.clone(), out)
        }
        _ => (free_path(existing), alone()),
    }
}

/// The indentation of an item of a list that is not in brackets.
fn indent(source: &Source, entry: Span) -> Option<String> {
    let line = source.line(source.line_of(entry.start as usize));
    let before = source.text.get(line.start..entry.start as usize)?;
    let spaces = before.len() - before.trim_start_matches(' ').len();
    let rest = &before[spaces..];
    (rest.starts_with('-') && rest[1..].chars().all(|it| it == ' ')).then(|| before[..spaces].to_owned())
}

/// A path next to `into` that no file has.
fn free_path(existing: &Existing) -> String {
    let stem = existing.into.trim_end_matches(".yaml");
    let is_free = |it: &str| !existing.files.iter().any(|file| file.path == format!("{it}.yaml"));
    format!("{}.yaml", book::numbered(&format!("{stem}-imported"), "-", is_free))
}
