//! The book that an import makes: names where the derived ones are not valid, examples that fit, and the head of a new book.
//! It knows no source.

use std::collections::HashSet;

use errbook_codegen::model::{CodeStyle, When};
use errbook_codegen::names;
use errbook_codegen::source::Span;
use errbook_codegen::text::quoted;
use serde_json::Value as Json;

use super::cells;
use super::draft::{Field, Header, HeaderType, Type};
use super::envelope::Layout;
use super::merge::shown;
use super::report::Report;

/// The longest name of a field. A key of YAML has at most 1,024 characters (YAML 1.2, section 7.4.2).
const LONGEST_NAME: usize = 256;

/// An entry of `errors`.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) code: String,
    pub(super) at: Span,
    pub(super) name: Option<String>,
    pub(super) alias: Option<String>,
    pub(super) statuses: Vec<u16>,
    pub(super) meaning: Option<String>,
    pub(super) remediation: Option<String>,
    pub(super) message: Option<String>,
    pub(super) fields: Vec<Field>,
    pub(super) headers: Vec<Header>,
    pub(super) retry: Option<When>,
    pub(super) details: Option<String>,
    pub(super) causes: Vec<String>,
    pub(super) tags: Vec<String>,
    pub(super) constants: Vec<(String, Json)>,
}

/// The keys of a new book's head.
#[derive(Debug, Clone)]
pub(super) struct Head {
    pub(super) name: String,
    pub(super) version: String,
    pub(super) krate: String,
    /// The keys of `runtime`, as in braces.
    pub(super) runtime: Option<String>,
    pub(super) code_style: CodeStyle,
    /// `None` for the default.
    pub(super) layout: Option<Layout>,
    pub(super) fallback: Vec<(&'static str, String)>,
}

/// The style that all codes have.
pub(super) fn code_style<'a>(codes: &(impl Iterator<Item = &'a str> + Clone), has_numbers: Option<bool>) -> CodeStyle {
    if has_numbers != Some(false) && codes.clone().all(|it| CodeStyle::Integer.fits(it)) {
        return CodeStyle::Integer;
    }
    // A single word fits several: the default first.
    [CodeStyle::Snake, CodeStyle::ScreamingSnake, CodeStyle::Kebab, CodeStyle::Camel, CodeStyle::Pascal]
        .into_iter()
        .find(|style| codes.clone().all(|it| style.fits(it) && it.chars().any(char::is_alphabetic)))
        .unwrap_or(CodeStyle::Any)
}

/// The codes for what no handler answers: those with the names of the two statuses.
pub(super) fn fallback(entries: &[Entry]) -> Vec<(&'static str, String)> {
    let has_payload =
        |it: &Entry| !it.fields.is_empty() || it.headers.iter().any(|it| !matches!(it.ty, HeaderType::Constant(_)));
    [("4xx", 400), ("5xx", 500)]
        .into_iter()
        .filter_map(|(class, status)| {
            let named = |it: &&Entry| {
                it.statuses.first() == Some(&status)
                    && !has_payload(it)
                    && cells::status_of_name(&it.code) == Some(status)
            };
            Some((class, entries.iter().find(named)?.code.clone()))
        })
        .collect()
}

/// Gives every code and member a valid name in Rust, and drops what a book cannot have.
pub(super) fn complete(entries: &mut [Entry], style: CodeStyle, taken: &HashSet<String>, report: &mut Report) {
    let derived_name = |code: &str| {
        let is_negative = style == CodeStyle::Integer && code.starts_with('-');
        names::upper_camel(code, if is_negative { "CodeMinus" } else { "Code" })
    };
    let mut types: HashSet<String> = taken.clone();
    // Derived names first: a code that needs a name must not take that of one that needs none.
    let derived: Vec<Option<String>> = entries
        .iter()
        .map(|it| {
            let name = derived_name(&it.code).filter(|name| !names::RESERVED.contains(&&**name));
            let has_letter = it.code.chars().any(char::is_alphabetic);
            name.filter(|name| (has_letter || it.alias.is_none()) && types.insert(name.clone()))
        })
        .collect();
    for (entry, derived) in entries.iter_mut().zip(derived) {
        if derived.is_some() {
            continue;
        }
        let name = type_name(entry, &mut types);
        let why = match derived_name(&entry.code) {
            Some(it) if names::RESERVED.contains(&&*it) => format!("`{it}` is reserved for the generated crate"),
            Some(it) if entry.alias.is_some() => format!("it says more than `{it}`"),
            Some(it) => format!("another code has the name `{it}`"),
            None => "no name can be derived from it".to_owned(),
        };
        report.guessed(entry.at, format!("`name: {name}` for {}", shown(&entry.code)), why);
        entry.name = Some(name);
    }
    for entry in entries {
        let owner = entry.name.clone().or_else(|| derived_name(&entry.code)).unwrap_or_default();
        headers(&mut entry.headers, report);
        fields(&mut entry.fields, &owner, &mut types, report);
        member_names(entry);
    }
}

/// A name for a code whose derived name is not valid or taken.
fn type_name(entry: &Entry, types: &mut HashSet<String>) -> String {
    let camel = |text: &str| names::upper_camel(text, "Code");
    let negative = entry.code.strip_prefix('-').filter(|it| it.starts_with(|c: char| c.is_ascii_digit()));
    let base = camel(&entry.code).unwrap_or_else(|| "Code".to_owned());
    // Some letters have no capital.
    let base = if names::is_upper_camel(&base) { base } else { format!("Code{base}") };
    let candidates = entry
        .alias
        .iter()
        .filter_map(|it| camel(it))
        .chain(negative.and_then(|it| camel(&format!("code_minus_{it}"))))
        .chain(entry.code.is_empty().then(|| "EmptyCode".to_owned()))
        .chain(names::RESERVED.contains(&&*base).then(|| format!("{base}Error")))
        .chain((2..).map(|it| format!("{base}{it}")));
    let is_free = |it: &String| !names::RESERVED.contains(&&**it) && names::is_upper_camel(it);
    candidates.filter(is_free).find(|it| types.insert(it.clone())).unwrap_or_default()
}

/// Headers that a book may declare.
fn headers(headers: &mut Vec<Header>, report: &mut Report) {
    static SET_BY_SERVERS: &[&str] = &[
        "connection",
        "content-encoding",
        "content-length",
        "content-range",
        "content-type",
        "date",
        "host",
        "keep-alive",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
    ];
    headers.retain(|it| {
        let is_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
        let why = if it.name.is_empty() || !it.name.chars().all(is_token) {
            "its name is not valid"
        } else if SET_BY_SERVERS.contains(&&*it.name.to_ascii_lowercase()) {
            "the server sets it"
        } else {
            return true;
        };
        report.left(it.at, format!("the header {}", quoted(&it.name)), why);
        false
    });
    for header in headers {
        header.example = header.example.take().and_then(|it| header_example(&header.ty, &it));
    }
}

fn header_example(ty: &HeaderType, example: &Json) -> Option<Json> {
    let text = match example {
        Json::String(text) => text.clone(),
        Json::Number(it) => it.to_string(),
        _ => return None,
    };
    let is_valid = match ty {
        HeaderType::Delay => text.parse::<u64>().is_ok(),
        HeaderType::Integer => text.parse::<i64>().is_ok(),
        HeaderType::Date => errbook::HttpDate::try_from(text.as_str()).is_ok(),
        HeaderType::String | HeaderType::Constant(_) => {
            !text.is_empty() && errbook::HeaderText::new(text.clone()).is_ok()
        }
    };
    match ty {
        _ if !is_valid => None,
        HeaderType::Delay | HeaderType::Integer => text.parse::<i64>().ok().map(Json::from),
        _ => Some(Json::String(text)),
    }
}

/// Fields with types, names and examples that a book may have. `owner` is the name of their type.
pub(super) fn fields(fields: &mut Vec<Field>, owner: &str, types: &mut HashSet<String>, report: &mut Report) {
    fields.retain(|it| {
        let is_valid = !it.name.is_empty() && it.name.len() <= LONGEST_NAME;
        if !is_valid {
            report.left(
                it.at,
                format!("the field {}", quoted(&it.name)),
                format!("its name is empty, or longer than {LONGEST_NAME} bytes"),
            );
        }
        is_valid
    });
    let mut seen: HashSet<String> = HashSet::new();
    for field in fields {
        let derived = names::snake(&field.name).filter(|it| !seen.contains(it));
        let name = derived.clone().unwrap_or_else(|| {
            let base = names::snake(&field.name).unwrap_or_else(|| "field".to_owned());
            numbered(base.trim_end_matches('_'), "_", |it| !seen.contains(it) && names::is_snake(it))
        });
        seen.insert(name.clone());
        field.rust_name = derived.is_none().then(|| name.clone());
        simplify(&mut field.ty);
        if has_type(&field.ty) {
            let ty = |name: &str| format!("{owner}{}", names::upper_camel_part(name));
            let mut name = name;
            if types.contains(&ty(&name)) {
                let base = name.clone();
                name = numbered(&format!("{base}_value"), "_", |it| !types.contains(&ty(it)) && !seen.contains(it));
                seen.insert(name.clone());
                field.rust_name = Some(name.clone());
            }
            types.insert(ty(&name));
            nested(&mut field.ty, &ty(&name), types, report);
        }
        field.example = field.example.take().filter(|it| {
            let fits = fits(it, &field.ty);
            if !fits {
                report.left(
                    field.at,
                    format!("the example of the field {}", quoted(&field.name)),
                    "it does not have the field's type",
                );
            }
            fits
        });
    }
}

fn nested(ty: &mut Type, owner: &str, types: &mut HashSet<String>, report: &mut Report) {
    match ty {
        Type::List(of) => nested(of, owner, types, report),
        Type::Object(members) => fields(members, owner, types, report),
        _ => {}
    }
}

/// The first of `base`, `base2`, `base3` … that is free.
pub(super) fn numbered(base: &str, separator: &str, is_free: impl Fn(&str) -> bool) -> String {
    if is_free(base) {
        return base.to_owned();
    }
    let mut number = 2_u32;
    loop {
        let name = format!("{base}{separator}{number}");
        if is_free(&name) {
            return name;
        }
        number += 1;
    }
}

/// Whether a type needs a name in Rust.
fn has_type(ty: &Type) -> bool {
    match ty {
        Type::Enum(_) | Type::Object(_) => true,
        Type::List(of) => has_type(of),
        _ => false,
    }
}

/// Replaces types that a book cannot express: an enum whose words have no names in Rust, an object without members.
fn simplify(ty: &mut Type) {
    match ty {
        Type::Enum(values) => {
            let mut seen = HashSet::new();
            let is_valid = |it: &String| {
                names::upper_camel(it, "Value").is_some_and(|it| it != "Other" && it != "Self" && seen.insert(it))
            };
            if values.is_empty() || !values.iter().all(is_valid) {
                *ty = Type::String;
            }
        }
        Type::Object(members) if members.iter().all(|it| it.name.is_empty()) => *ty = Type::Any,
        Type::Object(members) => members.iter_mut().for_each(|it| simplify(&mut it.ty)),
        Type::List(of) => simplify(of),
        _ => {}
    }
}

/// Whether a value has a type.
fn fits(value: &Json, ty: &Type) -> bool {
    match ty {
        Type::Any => !value.is_null(),
        Type::String => value.is_string(),
        Type::Timestamp => value.as_str().is_some_and(super::shape::errbook_timestamp),
        Type::Integer { unsigned: true } => value.is_u64(),
        Type::Integer { unsigned: false } => value.is_i64(),
        Type::Number => value.is_number(),
        Type::Boolean => value.is_boolean(),
        Type::Enum(values) => value.as_str().is_some_and(|it| values.iter().any(|word| word == it)),
        Type::List(of) => value.as_array().is_some_and(|items| items.iter().all(|it| fits(it, of))),
        Type::Object(fields) => value.as_object().is_some_and(|members| {
            members.keys().all(|key| fields.iter().any(|it| it.name == *key))
                && fields.iter().all(|field| match members.get(&field.name) {
                    Some(Json::Null) | None => field.optional,
                    Some(it) => fits(it, &field.ty),
                })
        }),
    }
}

/// Headers whose names in Rust are those of fields.
fn member_names(entry: &mut Entry) {
    let mut seen: HashSet<String> =
        entry.fields.iter().filter_map(|it| it.rust_name.clone().or_else(|| names::snake(&it.name))).collect();
    for header in &mut entry.headers {
        let derived = names::snake(&header.name).filter(|it| !seen.contains(it));
        if derived.is_none() {
            let base = names::snake(&header.name).unwrap_or_else(|| "value".to_owned());
            header.rust_name = Some(numbered(&format!("{base}_header"), "_", |it| !seen.contains(it)));
        }
        seen.extend(derived.or_else(|| header.rust_name.clone()));
    }
}

/// The name of a crate for an API: `Acme Shop` gives `acme-shop-errors`.
pub(super) fn crate_name(api: &str) -> String {
    let mut out = String::new();
    for c in api.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if !out.ends_with('-') && !out.is_empty() {
            out.push('-');
        }
    }
    let mut out = out.trim_matches('-').trim_start_matches(|c: char| c.is_ascii_digit() || c == '-').to_owned();
    out.truncate(48);
    let base = out.trim_end_matches('-');
    let base = base.strip_suffix("-errors").or_else(|| base.strip_suffix("-error")).unwrap_or(base);
    let base = base.strip_suffix("-api").unwrap_or(base);
    if base.is_empty() { "api-errors".to_owned() } else { format!("{base}-errors") }
}
