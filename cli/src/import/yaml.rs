//! The entries of a book as YAML, as a person would write it: canonical order, quotes only where they are needed. It knows
//! no source.

use errbook_codegen::model::CodeStyle;
use errbook_codegen::text::is_invisible;
use serde_json::Value as Json;

use super::book::{Entry, Head};
use super::draft::{Field, Header, HeaderType, Type};
use super::envelope::Layout;

/// Maps in braces are not longer than this.
const WIDTH: usize = 140;

/// The file of a whole book.
pub(super) fn book(head: &Head, entries: &[Entry]) -> String {
    let mut out = String::from("errbook: 1\n\napi:\n");
    out.push_str(&format!("  name: {}\n", scalar(&head.name)));
    out.push_str(&format!("  version: {}\n  crate: {}\n", head.version, head.krate));
    if let Some(runtime) = &head.runtime {
        out.push_str(&format!("  runtime: {{{runtime}}}\n"));
    }
    if head.code_style != CodeStyle::Snake {
        out.push_str(&format!("  code_style: {}\n", head.code_style.as_str()));
    }
    if let Some(layout) = &head.layout {
        out.push('\n');
        out.push_str(&envelope(layout));
    }
    if !head.fallback.is_empty() {
        let pairs =
            head.fallback.iter().map(|(class, code)| format!("{class}: {}", code_scalar(code, head.code_style)));
        out.push_str(&format!("\nfallback: {{{}}}\n", pairs.collect::<Vec<_>>().join(", ")));
    }
    out.push_str("\nerrors:\n");
    out.push_str(&self::entries(entries, head.code_style, "  "));
    out
}

/// Entries as items of a list, with an empty line between them.
pub(super) fn entries(entries: &[Entry], style: CodeStyle, indent: &str) -> String {
    entries.iter().map(|it| entry(it, style, indent)).collect::<Vec<_>>().join("\n")
}

fn envelope(layout: &Layout) -> String {
    match layout {
        Layout::Short { within, code, message, fields } => {
            let within = within.as_deref().map_or_else(|| "null".to_owned(), flow_scalar);
            let fields = fields.as_deref().map_or_else(|| "beside".to_owned(), flow_scalar);
            let (code, message) = (flow_scalar(code), flow_scalar(message));
            format!("envelope: {{within: {within}, code: {code}, message: {message}, fields: {fields}}}\n")
        }
        Layout::Template { text } => text.clone(),
        Layout::Preset(name) => format!("envelope: {name}\n"),
    }
}

fn entry(entry: &Entry, style: CodeStyle, indent: &str) -> String {
    let mut lines = Vec::new();
    let status = match entry.statuses.as_slice() {
        [one] => one.to_string(),
        all => format!("[{}]", all.iter().map(u16::to_string).collect::<Vec<_>>().join(", ")),
    };
    lines.push(format!("status: {status}"));
    lines.push(format!("code: {}", code_scalar(&entry.code, style)));
    lines.push(format!("meaning: {}", scalar(entry.meaning.as_deref().unwrap_or("TODO"))));
    lines.push(format!("remediation: {}", scalar(entry.remediation.as_deref().unwrap_or("TODO"))));
    if let Some(message) = &entry.message {
        lines.push(format!("message: {}", scalar(message)));
    }
    if let Some(name) = &entry.name {
        lines.push(format!("name: {name}"));
    }
    fields(&mut lines, &entry.fields, "");
    if !entry.headers.is_empty() {
        lines.push("headers:".to_owned());
        for it in &entry.headers {
            let pairs = header(it);
            lines.push(format!("  {}: {{{}}}", key(&it.name), pairs.join(", ")));
        }
    }
    if !entry.constants.is_empty() {
        let pairs = entry.constants.iter().map(|(key, value)| format!("{}: {}", flow_scalar(key), json(value)));
        lines.push(format!("envelope: {{{}}}", pairs.collect::<Vec<_>>().join(", ")));
    }
    if let Some(retry) = entry.retry {
        lines.push(format!("retry: {}", retry.as_str()));
    }
    if let Some(details) = &entry.details {
        block(&mut lines, "details", details);
    }
    if !entry.causes.is_empty() {
        lines.push("causes:".to_owned());
        lines.extend(entry.causes.iter().map(|it| format!("  - {}", scalar(it))));
    }
    if !entry.tags.is_empty() {
        let tags = entry.tags.iter().map(|it| flow_scalar(it)).collect::<Vec<_>>().join(", ");
        lines.push(format!("tags: [{tags}]"));
    }
    let mut out = String::new();
    for (index, line) in lines.iter().enumerate() {
        if line.is_empty() {
            out.push('\n');
            continue;
        }
        out.push_str(indent);
        out.push_str(if index == 0 { "- " } else { "  " });
        out.push_str(line);
        out.push('\n');
    }
    out
}

/// A text of several lines as a block, if its characters allow.
fn block(lines: &mut Vec<String>, name: &str, text: &str) {
    let is_plain = text.contains('\n')
        && !text.contains(|c: char| is_invisible(c) && c != '\n')
        && !text.starts_with([' ', '\n'])
        && text.lines().all(|it| it.trim_end() == it);
    if !is_plain {
        lines.push(format!("{name}: {}", scalar(text)));
        return;
    }
    lines.push(format!("{name}: |"));
    lines.extend(text.lines().map(|it| if it.is_empty() { String::new() } else { format!("  {it}") }));
}

/// `fields:` of an entry or an object; a map in braces for each field that fits into a line.
fn fields(lines: &mut Vec<String>, all: &[Field], indent: &str) {
    if all.is_empty() {
        return;
    }
    lines.push(format!("{indent}fields:"));
    for field in all {
        let name = key(&field.name);
        let flow = format!("{indent}  {name}: {{{}}}", flow_field(field).join(", "));
        if flow.chars().count() <= WIDTH || !has_members(&field.ty) {
            lines.push(flow);
            continue;
        }
        lines.push(format!("{indent}  {name}:"));
        let inner = format!("{indent}    ");
        block_type(lines, &field.ty, &inner);
        lines.extend(rest_of(field).into_iter().map(|(key, value)| format!("{inner}{key}: {value}")));
    }
}

fn has_members(ty: &Type) -> bool {
    match ty {
        Type::Object(fields) => !fields.is_empty(),
        Type::List(of) => has_members(of),
        _ => false,
    }
}

/// The keys of a type, each on its own line.
fn block_type(lines: &mut Vec<String>, ty: &Type, indent: &str) {
    match ty {
        Type::List(of) if has_members(of) => {
            lines.push(format!("{indent}type: list"));
            lines.push(format!("{indent}of:"));
            block_type(lines, of, &format!("{indent}  "));
        }
        Type::Object(members) => {
            lines.push(format!("{indent}type: object"));
            fields(lines, members, indent);
        }
        _ => lines.extend(flow_type(ty).into_iter().map(|it| format!("{indent}{it}"))),
    }
}

/// The keys of a field in braces.
fn flow_field(field: &Field) -> Vec<String> {
    let mut out = flow_type(&field.ty);
    out.extend(rest_of(field).into_iter().map(|(key, value)| format!("{key}: {value}")));
    out
}

/// The keys of a field after its type.
fn rest_of(field: &Field) -> Vec<(&'static str, String)> {
    let mut out = Vec::new();
    if field.optional {
        out.push(("optional", "true".to_owned()));
    }
    if let Some(doc) = &field.doc {
        out.push(("doc", flow_scalar(doc)));
    }
    if let Some(example) = &field.example {
        out.push(("example", json(example)));
    }
    if let Some(name) = &field.rust_name {
        out.push(("name", name.clone()));
    }
    out
}

/// The keys of a type in braces.
pub(super) fn flow_type(ty: &Type) -> Vec<String> {
    let word = |it: &str| vec![format!("type: {it}")];
    match ty {
        Type::String => word("string"),
        Type::Integer { unsigned: false } => word("integer"),
        Type::Integer { unsigned: true } => vec!["type: integer".to_owned(), "minimum: 0".to_owned()],
        Type::Number => word("number"),
        Type::Boolean => word("boolean"),
        Type::Timestamp => word("timestamp"),
        Type::Any => word("any"),
        Type::Enum(values) => {
            let values = values.iter().map(|it| flow_scalar(it)).collect::<Vec<_>>().join(", ");
            vec!["type: enum".to_owned(), format!("values: [{values}]")]
        }
        Type::List(of) => {
            let inner = flow_type(of);
            let of = match inner.as_slice() {
                [one] => one.trim_start_matches("type: ").to_owned(),
                all => format!("{{{}}}", all.join(", ")),
            };
            vec!["type: list".to_owned(), format!("of: {of}")]
        }
        Type::Object(fields) => {
            let members = fields.iter().map(|it| format!("{}: {{{}}}", key(&it.name), flow_field(it).join(", ")));
            vec!["type: object".to_owned(), format!("fields: {{{}}}", members.collect::<Vec<_>>().join(", "))]
        }
    }
}

fn header(header: &Header) -> Vec<String> {
    let mut out = match &header.ty {
        HeaderType::Constant(value) => vec![format!("value: {}", flow_scalar(value))],
        HeaderType::String => vec!["type: string".to_owned()],
        HeaderType::Integer => vec!["type: integer".to_owned()],
        HeaderType::Date => vec!["type: date".to_owned()],
        HeaderType::Delay => vec!["type: delay".to_owned()],
    };
    let is_constant = matches!(header.ty, HeaderType::Constant(_));
    if header.optional && !is_constant {
        out.push("optional: true".to_owned());
    }
    if let Some(doc) = &header.doc {
        out.push(format!("doc: {}", flow_scalar(doc)));
    }
    if let Some(example) = header.example.as_ref().filter(|_| !is_constant) {
        out.push(format!("example: {}", json(example)));
    }
    if let Some(name) = &header.rust_name {
        out.push(format!("name: {name}"));
    }
    out
}

/// A code: a number if codes are numbers, or else a text, whatever it looks like.
fn code_scalar(code: &str, style: CodeStyle) -> String {
    if style == CodeStyle::Integer { code.to_owned() } else { flow_scalar(code) }
}

fn key(name: &str) -> String {
    flow_scalar(name)
}

/// JSON as YAML in braces, with quotes only where they are needed.
pub(super) fn json(value: &Json) -> String {
    match value {
        Json::Null | Json::Bool(_) | Json::Number(_) => value.to_string(),
        Json::String(text) => flow_scalar(text),
        Json::Array(items) => format!("[{}]", items.iter().map(json).collect::<Vec<_>>().join(", ")),
        Json::Object(members) => {
            let members = members.iter().map(|(name, value)| format!("{}: {}", flow_scalar(name), json(value)));
            format!("{{{}}}", members.collect::<Vec<_>>().join(", "))
        }
    }
}

/// A text as a scalar of block style, without quotes where it is read as the same text.
pub(super) fn scalar(text: &str) -> String {
    if is_plain(text, false) { text.to_owned() } else { quoted(text) }
}

/// The same in braces and brackets.
pub(super) fn flow_scalar(text: &str) -> String {
    if is_plain(text, true) { text.to_owned() } else { quoted(text) }
}

/// Whether a text needs no quotes, by YAML 1.2 (section 7.3.3) and by readers of YAML 1.1, which retype more words.
fn is_plain(text: &str, in_flow: bool) -> bool {
    let Some(first) = text.chars().next() else { return false };
    let is_indicator = "-?:,[]{}#&*!|>'\"%@`=".contains(first);
    let is_ended = text.ends_with([' ', ':']) || text.starts_with(' ');
    !(is_indicator
        || is_ended
        || text.contains(is_invisible)
        || text.contains(": ")
        || text.contains(" #")
        || (in_flow && text.contains([',', '[', ']', '{', '}', ':', '"']))
        || is_retyped(text)
        || text.starts_with("..."))
}

/// Whether a reader of YAML 1.1 or 1.2 reads an unquoted text as something else.
fn is_retyped(text: &str) -> bool {
    let folded = text.to_ascii_lowercase();
    matches!(
        folded.as_str(),
        "null" | "~" | "true" | "false" | "yes" | "no" | "on" | "off" | "y" | "n" | ".nan" | ".inf" | "+.inf" | "<<"
    ) || (text.starts_with(|c: char| c.is_ascii_digit() || "+.".contains(c))
        && text.chars().all(|c| c.is_ascii_hexdigit() || "+-._:xoTZtz ".contains(c)))
}

fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if is_invisible(c) => out.push_str(&format!("\\U{:08x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
