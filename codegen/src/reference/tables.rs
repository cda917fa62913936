//! The generated parts: tables in Markdown, and lines of `.gitattributes`.

use super::{SECTIONS, changes};
use crate::diagnostics::RULES;
use crate::emit::{FEATURES, TARGETS};
use crate::lower::key::{Key, Map, Omitted, ValueType};
use crate::lower::{FALLBACK_NAMES, PRESETS, long_form};
use crate::text::alternatives;

/// A generated part, by its name in the marker.
pub(super) fn part(name: &str) -> Option<String> {
    match name {
        "rules" => Some(rules()),
        "changes" => Some(change_table()),
        "features" => Some(features()),
        "outputs" => Some(outputs()),
        "folded outputs" => Some(folded_outputs()),
        "fallback" => Some(fallback_names()),
        "presets" => Some(presets()),
        _ => {
            let id = name.strip_prefix("keys ")?;
            SECTIONS.iter().find(|it| it.0.id == id).map(|it| keys(it.0))
        }
    }
}

fn rules() -> String {
    let mut out = "| Rule | Severity | Reports |\n| --- | --- | --- |\n".to_owned();
    for it in RULES.iter() {
        out.push_str(&format!("| `{}` | {} | {} |\n", it.id, it.severity.as_str(), it.summary));
    }
    out
}

/// The names that make a code the fallback of a status.
fn fallback_names() -> String {
    let row = |(status, names): &(u16, &[&str])| format!("| {status} | {} |\n", alternatives(names.iter().copied()));
    "| Status | Names |\n| --- | --- |\n".to_owned() + &FALLBACK_NAMES.iter().map(row).collect::<String>()
}

/// The long form of each preset.
fn presets() -> String {
    let long = |name: &&str| {
        let form = long_form(name).unwrap_or_default();
        let lines: Vec<String> = form.lines().map(|line| format!("  {line}")).collect();
        format!("`{name}`:\n\n```yaml fragment\nenvelope:\n{}\n```\n", lines.join("\n"))
    };
    PRESETS.iter().map(long).collect::<Vec<_>>().join("\n")
}

fn change_table() -> String {
    let mut out =
        "| Rule | Client | Server | Contract | Crate | Meaning |\n| --- | --- | --- | --- | --- | --- |\n".to_owned();
    let mut last = "";
    for it in changes() {
        let when = if it.when.is_empty() { String::new() } else { format!(", when {}", it.when) };
        let meaning = if it.id == last { String::new() } else { format!("{} {} ", it.summary, it.rationale) };
        let (client, server, contract, bump) = (it.client, it.server, it.contract, it.crate_bump);
        out.push_str(&format!("| `{}`{when} | {client} | {server} | {contract} | {bump} | {meaning}|\n", it.id));
        last = it.id;
    }
    out
}

/// The features of a generated crate that are the runtime's.
fn features() -> String {
    let mut out = "| Feature | Provides |\n| --- | --- |\n".to_owned();
    for feature in FEATURES.iter().filter(|feature| feature.is_of_the_runtime()) {
        let default = if feature.is_default() { " (default)" } else { "" };
        out.push_str(&format!("| `{}`{default} | {} |\n", feature.name, feature.provides));
    }
    out
}

fn outputs() -> String {
    let mut out = "| File | Reviewed |\n| --- | --- |\n".to_owned();
    for target in TARGETS {
        out.push_str(&format!("| `{}` | {} |\n", target.path, if target.reviewed { "yes" } else { "no" }));
    }
    out
}

fn folded_outputs() -> String {
    let mut out = String::new();
    for target in TARGETS.iter().filter(|target| !target.reviewed) {
        out.push_str(&format!("generated/{} linguist-generated\n", target.path));
    }
    out
}

/// The table of a map's keys. Maps without their own section follow their key.
fn keys(map: &'static Map) -> String {
    let rows = rows(map, "");
    let has_null = rows.iter().any(|it| it.1.null.is_some());
    let (null, line) = if has_null { (" `null` |", " --- |") } else { ("", "") };
    let mut out = format!("| Key | Type | Default |{null} Effect |\n| --- | --- | --- |{line} --- |\n");
    for (name, key) in rows {
        let name = if key.is_required { format!("**`{name}`**") } else { format!("`{name}`") };
        let default = match key.default {
            Omitted::None if key.is_required => String::new(),
            Omitted::None => "none".to_owned(),
            Omitted::Value(it) => format!("`{it}`"),
            Omitted::Described(it) => it.to_owned(),
        };
        let mut cells = vec![name, noun(&key.value, false), default];
        if has_null {
            cells.push(key.null.unwrap_or("the default").to_owned());
        }
        cells.push(effect(key));
        out.push_str(&format!("| {} |\n", cells.join(" | ")).replace("|  |", "| |"));
    }
    out
}

fn rows(map: &'static Map, above: &str) -> Vec<(String, &'static Key)> {
    let mut out = Vec::new();
    for key in map.keys {
        let name = format!("{above}{}", key.name);
        let below = match key.value {
            ValueType::Map(it) if section(it).is_none() => rows(it, &format!("{name}.")),
            _ => Vec::new(),
        };
        out.push((name, key));
        out.extend(below);
    }
    out
}

fn effect(key: &Key) -> String {
    let condition = match key.with_type {
        Some(it) if it.is_required => format!("Required with `type: {}`, and only allowed there. ", it.name),
        Some(it) => format!("Only with `type: {}`. ", it.name),
        None => String::new(),
    };
    condition + key.summary
}

fn section(map: &Map) -> Option<(&'static str, &'static str)> {
    SECTIONS.iter().find(|it| std::ptr::eq(it.0, map)).map(|it| (it.1, it.2))
}

/// The name of a type in the tables.
fn noun(value: &ValueType, is_plural: bool) -> String {
    let s = if is_plural { "s" } else { "" };
    let linked = |noun: &str, anchor: &str| format!("[{noun}{s}](#{anchor})");
    match value {
        ValueType::Text | ValueType::Url if is_plural => "texts".to_owned(),
        ValueType::Text => "text".to_owned(),
        ValueType::Code | ValueType::CodeName => linked("code", "codes-statuses-durations-versions"),
        ValueType::Url => "URL".to_owned(),
        ValueType::Template => linked("template", "messages"),
        ValueType::Paragraph => linked("paragraph", "texts"),
        ValueType::Markdown => "[Markdown](#texts)".to_owned(),
        ValueType::Version => linked("version", "codes-statuses-durations-versions"),
        ValueType::Duration => linked("duration", "codes-statuses-durations-versions"),
        ValueType::Day => "day, such as `2026-01-31`".to_owned(),
        ValueType::Boolean => "boolean".to_owned(),
        ValueType::Integer { minimum, maximum } => format!("integer, {minimum} to {maximum}"),
        ValueType::Number { minimum, maximum } => format!("number, {minimum} to {maximum}"),
        ValueType::Status if is_plural => "[statuses](#codes-statuses-durations-versions)".to_owned(),
        ValueType::Status => linked("status", "codes-statuses-durations-versions"),
        ValueType::Constant(it) => format!("`{it}`"),
        ValueType::Word(words) => alternatives(words.iter().copied()),
        ValueType::TypeName(_, anchor) => format!("[type](#{anchor})"),
        ValueType::Scalar => "text, number or boolean".to_owned(),
        ValueType::Any => "value of the type".to_owned(),
        ValueType::DiffRule => "id of a [change](rules.md#changes)".to_owned(),
        ValueType::List(of) => format!("list of {}", noun(of, true)),
        ValueType::Map(map) => section(map).map_or_else(|| "map".to_owned(), |it| linked(it.1, it.0)),
        ValueType::MapOf(map) => {
            let (anchor, noun) = section(map).unwrap_or_default();
            format!("map of names to [{noun}s](#{anchor})")
        }
        ValueType::Values => "map of names to values".to_owned(),
        ValueType::Fallback => "map of [statuses, `4xx` and `5xx`](#fallback-codes) to codes".to_owned(),
        ValueType::Body => "[template](#templates), or [preset](#presets)".to_owned(),
        ValueType::Templates => "map of names to [templates](#templates)".to_owned(),
        ValueType::Character => "one character".to_owned(),
        ValueType::Either(a, b) => format!("{}, or {}", noun(a, false), noun(b, false)),
    }
}
