//! Rust: enums of errors, with the attributes of `thiserror`, `strum` and `serde`, and the `match`es that give their
//! statuses.

mod arms;
mod attributes;
mod format;
mod types;

use std::collections::HashMap;

use errbook_codegen::diagnostics::Diagnostic;
use errbook_codegen::source::{FileId, Sources, Span};
use errbook_codegen::text::{counted, quoted};
use heck::ToSnakeCase;
use syn::ext::IdentExt;
use syn::spanned::Spanned;

use super::draft::{Draft, Entry, Fact, Field};
use super::report::Report;
use super::rules;
use arms::Arms;

/// The limit of a file. A parser of Rust needs many times its size.
const LONGEST: usize = 8 << 20;

/// The deepest nested brackets: the parser is recursive.
const DEEPEST: usize = 150;

/// Reads a file.
pub(super) fn read(sources: &Sources, file: FileId, draft: &mut Draft, report: &mut Report) -> Vec<Diagnostic> {
    let (text, whole) = (&sources.file(file).text, sources.whole(file));
    if let Err(found) = check(text, whole) {
        return vec![found];
    }
    // A chain of operators is as deep as it is long, and needs more than a thread's usual stack.
    let parsed = std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(256 << 20);
        let handle = thread.spawn_scoped(scope, || parse(text, whole));
        handle.map(|it| it.join().unwrap_or_else(|_| Err(broken(whole.part(0..1), "the parser failed"))))
    });
    let found = match parsed {
        Ok(Ok(found)) => found,
        Ok(Err(diagnostic)) => return vec![diagnostic],
        Err(error) => return vec![broken(whole.part(0..1), &error.to_string())],
    };
    for (kind, at, message, why) in found.notes {
        match kind {
            Said::Read => report.read(at, message),
            Said::Guessed => report.guessed(at, message, why),
            Said::Left => report.left(at, message, why),
        }
    }
    draft.entries.extend(found.entries);
    Vec::new()
}

/// What is sent out of the thread: facts without syntax.
#[derive(Default)]
struct Found {
    entries: Vec<Entry>,
    notes: Vec<(Said, Span, String, String)>,
}

enum Said {
    Read,
    Guessed,
    Left,
}

impl Found {
    fn guessed(&mut self, at: Span, message: String, why: impl Into<String>) {
        self.notes.push((Said::Guessed, at, message, why.into()));
    }

    fn left(&mut self, at: Span, message: String, why: impl Into<String>) {
        self.notes.push((Said::Left, at, message, why.into()));
    }
}

fn broken(at: Span, why: &str) -> Diagnostic {
    let why =
        if why == "cannot parse string into token stream" { "unbalanced brackets, or an invalid token" } else { why };
    Diagnostic::new(&rules::BROKEN_SOURCE, format!("the file is not valid Rust: {why}"))
        .at(at, "")
        .help("Fix the file, then import it again. Nothing was written.")
}

/// Refuses what the parser's recursion cannot read.
fn check(text: &str, whole: Span) -> Result<(), Diagnostic> {
    if text.len() > LONGEST {
        let message = format!("the file has {} bytes, and the limit for Rust is {LONGEST}", text.len());
        return Err(Diagnostic::new(&rules::SOURCE_TOO_LARGE, message).at(whole.part(0..1), ""));
    }
    let (mut depth, mut run, mut before) = (0_usize, 0_usize, 0_u8);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'(' | b'[' | b'{' | b'<' => depth += 1,
            b')' | b']' | b'}' | b'>' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if byte == b'\n' {
            // `<` may be an operator: no type spans many lines of code.
            depth = depth.min(DEEPEST / 2);
        }
        let is_prefix = matches!(byte, b'!' | b'-' | b'*' | b'&' | b'|' | b'.' | b'?');
        run = if is_prefix && (byte == before || run == 0) { run + 1 } else { usize::from(is_prefix) };
        before = byte;
        if depth > DEEPEST || run > 4096 {
            return Err(broken(whole.part(at..at + 1), "too many levels of nesting"));
        }
    }
    Ok(())
}

/// Parses a file, and reads its enums.
fn parse(text: &str, whole: Span) -> Result<Found, Diagnostic> {
    let syntax = syn::parse_file(text).map_err(|error| broken(place(whole, error.span()), &error.to_string()))?;
    let mut expanded = Vec::new();
    in_macros(&syntax.items, &mut expanded);
    let (mut enums, mut impls) = (Vec::new(), Vec::new());
    items(&syntax.items, &mut enums, &mut impls);
    for it in &expanded {
        items(it, &mut enums, &mut impls);
    }
    let mut found = Found::default();
    let read: Vec<(&syn::ItemEnum, Arms)> = enums.iter().map(|it| (*it, arms_of(it, &impls, whole))).collect();
    // An enum without statuses, next to one that has them, is a part of another error.
    let have_statuses = read.iter().any(|it| !it.1.statuses.is_empty());
    for (item, arms) in read {
        enumeration(item, arms, have_statuses, whole, &mut found);
    }
    // A deep expression is dropped as it was parsed: here, where the stack is large.
    drop((syntax, expanded));
    Ok(found)
}

/// The items in braces of macros, such as `cfg_if!`.
fn in_macros(all: &[syn::Item], out: &mut Vec<Vec<syn::Item>>) {
    for item in all {
        match item {
            syn::Item::Macro(it) if it.ident.is_none() => in_tokens(it.mac.tokens.clone(), out),
            syn::Item::Mod(it) => in_macros(it.content.as_ref().map_or(&[], |it| &it.1), out),
            _ => {}
        }
    }
}

fn in_tokens(tokens: proc_macro2::TokenStream, out: &mut Vec<Vec<syn::Item>>) {
    let mut open = vec![tokens];
    while let Some(tokens) = open.pop() {
        for token in tokens {
            let proc_macro2::TokenTree::Group(group) = token else { continue };
            match syn::parse2::<syn::File>(group.stream()) {
                Ok(file) if !file.items.is_empty() => {
                    in_macros(&file.items, out);
                    out.push(file.items);
                }
                _ => open.push(group.stream()),
            }
        }
    }
}

fn items<'s>(all: &'s [syn::Item], enums: &mut Vec<&'s syn::ItemEnum>, impls: &mut Vec<&'s syn::ItemImpl>) {
    for item in all {
        match item {
            syn::Item::Enum(it) => enums.push(it),
            syn::Item::Impl(it) => impls.push(it),
            syn::Item::Mod(it) => items(it.content.as_ref().map_or(&[], |it| &it.1), enums, impls),
            _ => {}
        }
    }
}

fn place(whole: Span, span: proc_macro2::Span) -> Span {
    whole.part(span.byte_range())
}

fn arms_of(item: &syn::ItemEnum, impls: &[&syn::ItemImpl], whole: Span) -> Arms {
    let variants: Vec<String> = item.variants.iter().map(|it| it.ident.to_string()).collect();
    Arms::of(&item.ident.to_string(), &variants, impls, whole)
}

/// Reads an enum, if it is one of errors.
fn enumeration(item: &syn::ItemEnum, arms: Arms, have_statuses: bool, whole: Span, found: &mut Found) {
    let name = item.ident.to_string();
    let has_messages = item.variants.iter().any(|it| it.attrs.iter().any(|it| it.path().is_ident("error")));
    let has_words =
        attributes::has_words(&item.attrs) || item.variants.iter().any(|it| attributes::word(&it.attrs).is_some());
    let is_named = ["Error", "Code", "Reason", "Problem", "Failure"].iter().any(|it| name.contains(it));
    if !(has_messages || !arms.statuses.is_empty() || (has_words && is_named)) {
        return;
    }
    let at = place(whole, item.ident.span());
    if arms.statuses.is_empty() && have_statuses {
        found.left(
            at,
            format!("the enum `{name}`"),
            "no `match` gives its statuses, and one gives those of another enum",
        );
        return;
    }
    let case = attributes::case(&item.attrs);
    // Without a case, strum and serde write the variants as they are.
    let keeps_case = has_words && !has_messages;
    let mut is_default = false;
    let mut count = 0;
    for variant in &item.variants {
        let variant_at = place(whole, variant.ident.span());
        let ident = variant.ident.to_string();
        let code = match arms.codes.get(&ident) {
            Some(code) => code.value.clone(),
            None => attributes::word(&variant.attrs).unwrap_or_else(|| {
                if let Some(case) = &case {
                    attributes::cased(&ident, case)
                } else {
                    is_default = true;
                    if keeps_case { ident.clone() } else { ident.to_snake_case() }
                }
            }),
        };
        let entry = entry(variant, code, variant_at, &arms, whole, &mut found.notes);
        found.entries.push(entry);
        count += 1;
    }
    found.notes.push((Said::Read, at, format!("the enum `{name}` with {}", counted(count, "variant")), String::new()));
    if is_default {
        let case = if keeps_case { "" } else { " in snake_case" };
        found.guessed(
            at,
            format!("the codes of `{name}` are the names of its variants{case}"),
            "the file has no other codes for them",
        );
    }
    for (at, message, why) in arms.left {
        found.left(at, message, why);
    }
}

/// A variant as an entry.
fn entry(
    variant: &syn::Variant,
    code: String,
    at: Span,
    arms: &Arms,
    whole: Span,
    notes: &mut Vec<(Said, Span, String, String)>,
) -> Entry {
    let ident = variant.ident.to_string();
    let shown = quoted(&code);
    let mut entry = Entry::new(code, at);
    for status in arms.statuses.get(&ident).into_iter().flatten() {
        entry.add_status(status.value, status.at);
    }
    if let Some(doc) = attributes::docs(&variant.attrs) {
        entry.meanings.push(Fact::new(doc, at));
    }
    let fields = fields(variant, whole);
    let mut message = None;
    if let Some(attribute) = variant.attrs.iter().find(|it| it.path().is_ident("error")) {
        let attribute_at = place(whole, attribute.span());
        match format::of_attribute(attribute) {
            format::Attribute::Template { text, arguments } => {
                message = Some(Fact::new(format::named(&text, &arguments, &fields), attribute_at));
            }
            format::Attribute::Transparent => {
                let why = "`#[error(transparent)]` takes that of another error";
                notes.push((Said::Left, attribute_at, format!("the message of {shown}"), why.to_owned()));
            }
            format::Attribute::Unknown => {
                let why = "the attribute is not a text with arguments";
                notes.push((Said::Left, attribute_at, format!("the message of {shown}"), why.to_owned()));
            }
        }
    }
    // A text of the response is what clients see; the one of `Display` may be for logs.
    if let Some(sent) = arms.messages.get(&ident)
        && let Some(display) = message.replace(sent.clone()).filter(|it| it.value != sent.value)
    {
        let what = format!("the text {} of {shown}", quoted(&display.value));
        notes.push((Said::Left, display.at, what, "the response has another message".to_owned()));
    }
    if let Some(message) = message {
        for field in fields {
            if message.value.contains(&format!("{{{}}}", field.name)) {
                entry.fields.push(field);
            } else if field.ty != super::draft::Type::Any {
                let why = "the message does not name it, so it may never leave the server";
                notes.push((
                    Said::Left,
                    field.at,
                    format!("the field {} of {shown}", quoted(&field.name)),
                    why.to_owned(),
                ));
            }
        }
        entry.messages.push(message);
    }
    entry
}

/// The named fields of a variant that are values, and no errors.
fn fields(variant: &syn::Variant, whole: Span) -> Vec<Field> {
    let syn::Fields::Named(named) = &variant.fields else { return Vec::new() };
    let is_source =
        |it: &&syn::Field| it.attrs.iter().any(|it| it.path().is_ident("source") || it.path().is_ident("from"));
    named
        .named
        .iter()
        .filter(|it| !is_source(it) && it.ident.as_ref().is_some_and(|it| it != "source" && it != "backtrace"))
        .filter_map(|field| {
            let (ty, optional) = types::of(&field.ty)?;
            Some(Field {
                name: attributes::word(&field.attrs)
                    .unwrap_or_else(|| field.ident.as_ref().map(|it| it.unraw().to_string()).unwrap_or_default()),
                ty,
                optional,
                doc: attributes::docs(&field.attrs),
                example: None,
                rust_name: None,
                at: place(whole, field.ident.span()),
            })
        })
        .collect()
}

/// Values by variant.
type ByVariant<T> = HashMap<String, T>;
