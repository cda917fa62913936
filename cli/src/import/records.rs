//! Records: JSON Lines, and a JSON list of objects. Each is one row.

use std::collections::BTreeMap;

use errbook_codegen::diagnostics::Diagnostic;
use errbook_codegen::source::{FileId, Sources, Span};
use errbook_codegen::text::{counted, quoted};

use super::cells::{self, Statuses};
use super::columns::{self, Column};
use super::draft::{Draft, Entry, Fact, Field, Header, HeaderType, Type};
use super::report::Report;
use super::tables;
use super::tree::{self, Value};

/// Reads a file of JSON Lines.
pub(super) fn lines(sources: &Sources, file: FileId, draft: &mut Draft, report: &mut Report) -> Vec<Diagnostic> {
    let (text, whole) = (&sources.file(file).text, sources.whole(file));
    let mut found = Vec::new();
    let mut reader = Reader::default();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let begin = start;
        start += line.len();
        if line.trim().is_empty() {
            continue;
        }
        match tree::parse(sources, file, begin, line.trim_end()) {
            Ok(tree) => draft.entries.extend(tree.root().and_then(|it| reader.record(it, report))),
            Err(diagnostic) => found.push(diagnostic),
        }
        // One report of a broken file is enough.
        if found.len() >= 20 {
            break;
        }
    }
    reader.finish(whole, draft.entries.len(), report);
    found
}

/// Reads a JSON list of objects.
pub(super) fn list(sources: &Sources, file: FileId, draft: &mut Draft, report: &mut Report) -> Vec<Diagnostic> {
    let tree = match tree::parse(sources, file, 0, &sources.file(file).text) {
        Ok(tree) => tree,
        Err(diagnostic) => return vec![diagnostic],
    };
    let mut reader = Reader::default();
    for record in tree.root().into_iter().flat_map(Value::items) {
        draft.entries.extend(reader.record(record, report));
    }
    reader.finish(sources.whole(file), draft.entries.len(), report);
    Vec::new()
}

#[derive(Default)]
struct Reader {
    /// Unknown keys, with the first place and the number of places.
    unknown: BTreeMap<String, (Span, usize)>,
}

impl Reader {
    fn record(&mut self, record: Value<'_>, report: &mut Report) -> Option<Entry> {
        let at = record.span();
        let pairs: Vec<(Option<Column>, &str, Span, Value<'_>)> =
            record.pairs().map(|(key, span, value)| (columns::key(key), key, span, value)).collect();
        let code = pairs.iter().find(|it| it.0 == Some(Column::Code)).and_then(|it| it.3.scalar());
        let Some(code) = code else {
            report.left(at, "a record", "it has no code");
            return None;
        };
        let mut entry = Entry::new(code, at);
        let mut has_other_status = None;
        for (column, key, span, value) in pairs {
            let Some(column) = column else {
                self.unknown.entry(key.to_owned()).or_insert((span, 0)).1 += 1;
                continue;
            };
            match column {
                Column::Status => has_other_status = statuses(&mut entry, value, report),
                Column::Fields => entry.fields = listed(value, key, report, field),
                Column::Headers => entry.headers = listed(value, key, report, |it, _| header(it)),
                Column::Code => {}
                // Verbatim: it is no Markdown.
                Column::Message => {
                    let text = value.scalar().filter(|it| !it.trim().is_empty());
                    entry.messages.extend(text.map(|it| Fact::new(it, value.span())));
                }
                _ => {
                    // A list, such as tags, is its items.
                    for it in value.scalar().into_iter().chain(value.items().filter_map(Value::scalar)) {
                        tables::add(&mut entry, column, &it, at, report);
                    }
                }
            }
        }
        if let Some(status) = has_other_status.filter(|it| *it < 400 && entry.statuses.is_empty()) {
            report.left(
                at,
                format!("the code {}", quoted(&entry.code)),
                format!("its status {status} is not an error"),
            );
            return None;
        }
        Some(entry)
    }

    fn finish(self, whole: Span, count: usize, report: &mut Report) {
        report.read(whole.part(0..1), counted(count, "record"));
        for (key, (at, count)) in self.unknown {
            let places = if count > 1 { format!(" of {count} records") } else { String::new() };
            report.left(at, format!("the key {}{places}", quoted(&key)), "its meaning is unknown");
        }
    }
}

/// Adds the statuses of a value. Returns one that is not an error.
fn statuses(entry: &mut Entry, value: Value<'_>, report: &mut Report) -> Option<u16> {
    let mut other = None;
    let all: Vec<Value<'_>> = value.items().collect();
    for value in if all.is_empty() { vec![value] } else { all } {
        let Some(text) = value.scalar() else { continue };
        match cells::statuses(&text) {
            Statuses::Errors(found) => found.into_iter().for_each(|it| entry.add_status(it, value.span())),
            Statuses::Others(status) => other = Some(status),
            Statuses::Range(_) | Statuses::None => {
                report.left(
                    value.span(),
                    format!("the status {}", quoted(&text)),
                    "it is not a status from 400 to 599",
                );
            }
        }
    }
    other
}

/// The items of a list of objects with names.
fn listed<T>(
    value: Value<'_>,
    key: &str,
    report: &mut Report,
    read: impl Fn(Value<'_>, &mut Report) -> Option<T>,
) -> Vec<T> {
    let mut out = Vec::new();
    let why = "it is not a list of objects, each with a `name`";
    let mut is_list = false;
    for item in value.items() {
        is_list = true;
        match read(item, report) {
            Some(it) => out.push(it),
            None => report.left(item.span(), format!("an item of the key {}", quoted(key)), why),
        }
    }
    let is_empty = value.scalar().is_none_or(|it| it.trim().is_empty()) && value.pairs().next().is_none();
    if !is_list && !is_empty {
        report.left(value.span(), format!("the key {}", quoted(key)), why);
    }
    out
}

fn field(record: Value<'_>, report: &mut Report) -> Option<Field> {
    let name = record.get("name")?.text().filter(|it| !it.is_empty())?.to_owned();
    let word = record.get("type").and_then(Value::scalar);
    let ty = word.as_deref().map_or(Some(Type::Any), type_named);
    if ty.is_none() {
        let word = quoted(word.as_deref().unwrap_or_default());
        report.left(record.span(), format!("the type {word} of a field"), "it is unknown, so the field is `any`");
    }
    Some(Field {
        name,
        ty: ty.unwrap_or(Type::Any),
        // What a source does not promise may be absent.
        optional: record.get("required").and_then(Value::boolean) != Some(true),
        doc: record.get("doc").or(record.get("description")).and_then(Value::text).map(cells::one_line),
        example: record.get("example").and_then(Value::json),
        rust_name: None,
        at: record.span(),
    })
}

/// A type by its name in a source.
pub(super) fn type_named(word: &str) -> Option<Type> {
    Some(match word.trim().to_lowercase().as_str() {
        "string" | "str" | "text" | "uuid" | "uri" | "url" => Type::String,
        "integer" | "int" | "int32" | "int64" | "long" => Type::Integer { unsigned: false },
        "uint" | "uint32" | "uint64" | "unsigned" => Type::Integer { unsigned: true },
        "number" | "float" | "double" | "decimal" => Type::Number,
        "boolean" | "bool" => Type::Boolean,
        "timestamp" | "datetime" | "date-time" => Type::Timestamp,
        "any" | "object" | "map" | "" => Type::Any,
        "array" | "list" => Type::List(Box::new(Type::Any)),
        word => {
            let item = word
                .strip_prefix("[]")
                .or_else(|| word.strip_suffix("[]"))
                .or_else(|| word.strip_prefix("array<").or(word.strip_prefix("list<"))?.strip_suffix('>'))?;
            Type::List(Box::new(type_named(item).unwrap_or(Type::Any)))
        }
    })
}

fn header(record: Value<'_>) -> Option<Header> {
    let name = record.get("name")?.text().filter(|it| !it.is_empty())?.to_owned();
    let ty = match record.get("type").and_then(Value::text) {
        Some("integer" | "int") => HeaderType::Integer,
        Some("delay") => HeaderType::Delay,
        Some("date") => HeaderType::Date,
        _ if name.eq_ignore_ascii_case("retry-after") => HeaderType::Delay,
        _ => HeaderType::String,
    };
    Some(Header {
        name,
        ty,
        optional: record.get("required").and_then(Value::boolean) != Some(true),
        doc: record.get("doc").or(record.get("description")).and_then(Value::text).map(cells::one_line),
        example: record.get("example").and_then(Value::json),
        rust_name: None,
        at: record.span(),
    })
}
