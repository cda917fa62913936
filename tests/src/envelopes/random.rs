//! Random envelopes: what the compiler accepts is written and read back, and no other body makes a client fail.

mod spec;
mod values;

use std::collections::BTreeSet;

use bumpalo::Bump;
use errbook::__private::{FormError, ValueRef, wire};
use errbook::Value;
use errbook_codegen::compile;
use errbook_codegen::input::Input;
use errbook_codegen::model::{Absent, Book, CodeStyle, Entry, ErrorDef, Example, Node, Slot, What};
use errbook_codegen::wire::{Response, form};

use crate::diff::model::{Model, same};
use crate::hostile::chance::Chance;

/// Random specs in CI. `ERRBOOK_MUTATIONS` overrides it; the first ones are the same.
const SPECS: u64 = 400;
/// Mutations of each response.
const MUTATIONS: usize = 4;

#[test]
fn what_compiles_is_read_back() {
    let count = std::env::var("ERRBOOK_MUTATIONS").map_or(SPECS, |it| it.parse().expect("a whole number"));
    let (mut tally, mut failed) = (Tally::default(), Vec::new());
    for seed in 0..count {
        let text = spec::spec(seed);
        let compiled = compile(vec![Input::new("book.yaml", &*text)]);
        let Some(book) = &compiled.book else {
            let errors = compiled.diagnostics.iter().filter(|it| it.is_error());
            tally.refused.extend(errors.map(|it| it.rule.id));
            continue;
        };
        tally.accepted += 1;
        tally.keys.extend(keys(&text));
        let found = std::panic::catch_unwind(|| {
            let mut tally = Tally::default();
            examples(book, &mut tally, &mut Chance::new(seed));
            tally
        });
        if let Ok(found) = found {
            tally.responses += found.responses;
            tally.several += found.several;
        } else {
            eprintln!("spec {seed}: {text}\n");
            failed.push(seed);
        }
    }
    assert!(failed.is_empty(), "{} of {count}: {:?}", failed.len(), &failed[..failed.len().min(100)]);
    assert!(tally.accepted * 2 > count, "{} of {count} compile: {:?}", tally.accepted, tally.refused);
    assert!(tally.several * 6 > count, "{} of {count} have several errors", tally.several);
    if count >= SPECS {
        assert_eq!(language().difference(&tally.keys).collect::<Vec<_>>(), [""; 0], "keys without an example");
    }
}

/// What was tried.
#[derive(Default)]
struct Tally {
    accepted: u64,
    responses: u64,
    several: u64,
    /// The rules by which specs were refused.
    refused: BTreeSet<&'static str>,
    /// The keys of the envelopes.
    keys: BTreeSet<String>,
}

/// The keys of an envelope and its members.
fn keys(spec: &str) -> BTreeSet<String> {
    let spec = spec::json(spec);
    let names = |it: Option<&Value>| match it {
        Some(Value::Object(members)) => members.iter().map(|it| it.0.clone()).collect(),
        _ => Vec::new(),
    };
    let envelope = spec.get("envelope").expect("it has one");
    let members = match envelope.get("members") {
        Some(Value::Object(members)) => members.iter().flat_map(|it| names(Some(&it.1))).collect(),
        _ => Vec::new(),
    };
    let of = |map: &'static str| move |key: String| format!("{map}.{key}");
    let all = names(Some(envelope)).into_iter().map(of("envelope"));
    let all = all.chain(names(envelope.get("read_code")).into_iter().map(of("read_code")));
    all.chain(members.into_iter().map(of("member"))).collect()
}

/// The same of the language: those of the short form are no template.
fn language() -> BTreeSet<String> {
    let schema = errbook_codegen::reference::spec_schema();
    let schema = spec::json(&schema);
    let definitions = schema.get("$defs").or(schema.get("definitions")).expect("definitions");
    let mut out = BTreeSet::new();
    for map in ["envelope", "member", "read_code"] {
        let Some(Value::Object(keys)) = definitions.get(map).and_then(|it| it.get("properties")) else {
            panic!("no map {map}: {definitions:?}")
        };
        out.extend(keys.iter().map(|it| format!("{map}.{}", it.0)));
    }
    for key in ["within", "code", "message", "fields"] {
        out.remove(&format!("envelope.{key}"));
    }
    out
}

/// Every example of a book, alone and with others.
fn examples(book: &Book, tally: &mut Tally, chance: &mut Chance) {
    let client = Model::new(book);
    for entry in &book.errors {
        for example in &entry.examples {
            let response = Response::new(book, entry, example);
            let body = response.body.as_bytes();
            let mut found = client.decode(response.status, &response.headers, body);
            is_read(book, entry, example, &mut found, &book.envelope.slots(), &response.body);
            tally.responses += 1;
            for _ in 0..MUTATIONS {
                let mut body = body.to_vec();
                mutate(&mut body, chance);
                let found = client.decode(response.status, &response.headers, &body);
                again(book, entry, &found, &body);
            }
        }
    }
    several(book, &client, tally, chance);
}

/// Whether a decoded error is the one that was sent. `slots` are those that it has a place in.
fn is_read(book: &Book, entry: &ErrorDef, example: &Example, found: &mut wire::Decoded, slots: &[&Slot], body: &str) {
    let context = format!("{}: {body}\n{found:?}", entry.code);
    assert_eq!(found.received.issues(), [], "{context}");
    assert_eq!(found.received.unknown_members(), [], "{context}");
    assert_eq!(found.received.unknown_fields(), [], "{context}");
    let Ok((index, values)) = &mut found.outcome else { panic!("{context}") };
    assert_eq!(book.errors[*index].code, entry.code, "{context}");
    for (name, sent) in &example.values {
        let read = values.take();
        assert!(same(&read, sent.as_ref().unwrap_or(&Value::Null)), "{name}: {read:?} {context}");
    }
    let body_slots = book.envelope.body.slots();
    let has = |what: &What| body_slots.iter().any(|it| it.what == *what) && slots.iter().any(|it| it.what == *what);
    let message = Response::message_of(entry, example);
    let is_sent = has(&What::Message) && !entry.envelope.omits_message;
    assert_eq!(found.received.message(), is_sent.then_some(&*message), "{context}");
    for (index, member) in book.envelope.response_members().enumerate() {
        let what = What::Member(member.field.name.clone());
        let mine = slots.iter().filter(|it| it.what == what);
        let is_required = book.envelope.slots().iter().any(|it| it.what == what && it.absent == Absent::Required);
        let is_in_body = body_slots.iter().any(|it| it.what == what);
        // A header cannot have every text.
        let is_text = |text: &str| errbook::HeaderText::new(text).is_ok();
        let is_sent = is_in_body || member.field.example.as_str().is_none_or(is_text);
        let is_shown = mine.count() > 0 && is_sent && (is_required || member.field.has_example);
        let expected = if is_shown { member.field.example.clone() } else { Value::Null };
        let read = found.members.get(index).and_then(Option::clone).unwrap_or_default();
        assert!(same(&read, &expected), "{}: {read:?} {context}", member.field.name);
    }
}

/// What was read is written again, with everything that is unknown in it: it is JSON.
fn again(book: &Book, entry: &ErrorDef, found: &wire::Decoded, body: &[u8]) {
    assert!(found.received.issues().len() <= 32 && found.others.len() < 32);
    let arena = Bump::new();
    let form = form::of(&arena, &book.envelope, book.api.code_style == CodeStyle::Integer);
    let error = FormError {
        unknown_fields: found.received.unknown_fields(),
        unknown_members: found.received.unknown_members(),
        ..form::error(&arena, book, entry, "", &[])
    };
    let (_, written) = wire::form(&form, &error, &[]);
    assert!(serde_json::from_str::<Value>(&written).is_ok(), "{written} after {}", String::from_utf8_lossy(body));
}

/// Responses with several errors, if the form has a list of them.
fn several(book: &Book, client: &Model<'_>, tally: &mut Tally, chance: &mut Chance) {
    let mut item = None;
    book.envelope.body.any(&mut |node| {
        if let Node::Each(it) = node {
            item = Some(it);
        }
        false
    });
    let Some(item) = item else { return };
    let inside = item.slots();
    let is_spread = |it: &Entry| matches!(it, Entry::Fields { .. });
    let spread = item.any(&mut |it| matches!(it, Node::Object(entries) if entries.iter().any(is_spread)));
    let has = |what: &What| inside.iter().any(|it| it.what == *what);
    // An error after the first sends what is in the list.
    let is_whole = |entry: &&ErrorDef| {
        let has_field = |name: &str| {
            let is_placed = book.envelope.placed_fields().contains(&name);
            if is_placed { has(&What::Field(name.to_owned())) } else { spread || has(&What::Fields) }
        };
        has(&What::Code) && book.sends_code(entry) && entry.fields.iter().all(|it| has_field(&it.name))
    };
    let others: Vec<&ErrorDef> = book.errors.iter().filter(is_whole).collect();
    if others.is_empty() {
        return;
    }
    let arena = Bump::new();
    let form = form::of(&arena, &book.envelope, book.api.code_style == CodeStyle::Integer);
    let picked = |chance: &mut Chance, entries: &[&'_ ErrorDef]| {
        let index = chance.below(entries.len());
        let example = chance.below(entries[index].examples.len());
        (index, example)
    };
    for _ in 0..3 {
        let all: Vec<&ErrorDef> = book.errors.iter().collect();
        let first = picked(chance, &all);
        let more: Vec<(usize, usize)> = (0..=chance.below(4)).map(|_| picked(chance, &others)).collect();
        let errors: Vec<FormError<'_>> = more.iter().map(|it| sent(&arena, book, others[it.0], it.1)).collect();
        let first_entry = all[first.0];
        let (headers, body) = wire::form(&form, &sent(&arena, book, first_entry, first.1), &errors);
        let mut found = client.decode(first_entry.status(), &headers, body.as_bytes());
        is_read(book, first_entry, &first_entry.examples[first.1], &mut found, &book.envelope.slots(), &body);
        assert_eq!(found.others.len(), more.len(), "{body}");
        for (found, (entry, example)) in found.others.iter_mut().zip(&more) {
            let entry = others[*entry];
            is_read(book, entry, &entry.examples[*example], found, &inside, &body);
        }
        tally.several += 1;
        let mut body = body.into_bytes();
        mutate(&mut body, chance);
        again(book, first_entry, &client.decode(first_entry.status(), &headers, &body), &body);
    }
}

/// An error with the values of an example.
fn sent<'a>(arena: &'a Bump, book: &'a Book, entry: &'a ErrorDef, example: usize) -> FormError<'a> {
    let example = &entry.examples[example];
    let fields = example.values.iter().take(entry.fields.len());
    let fields: Vec<(&str, ValueRef<'_>)> =
        fields.filter_map(|(name, value)| Some((&**name, ValueRef::Value(value.as_ref()?)))).collect();
    let message = arena.alloc_str(&Response::message_of(entry, example));
    form::error(arena, book, entry, message, arena.alloc_slice_copy(&fields))
}

/// Tokens of JSON that change what a body means.
static TOKENS: &[&str] = &[
    "null",
    "true",
    "-1",
    "1e400",
    "0.5",
    "\"\"",
    "\"\\ud83d\"",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\\",
    "[]",
    "{}",
    "\u{0}",
    "9223372036854775808",
    "\"none\"",
    "[{}]",
    "\"",
];

fn mutate(body: &mut Vec<u8>, chance: &mut Chance) {
    for _ in 0..=chance.below(4) {
        let start = chance.below(body.len() + 1);
        let end = (start + chance.below(12)).min(body.len());
        match chance.below(5) {
            0 => drop(body.splice(start..end, chance.of(TOKENS).bytes())),
            1 => drop(body.splice(start..start, chance.of(TOKENS).bytes())),
            2 => drop(body.drain(start..end)),
            3 => drop(body.splice(start..end, [chance.byte()])),
            _ => {
                let from = chance.below(body.len() + 1);
                let copied = body[from..(from + chance.below(60)).min(body.len())].to_vec();
                drop(body.splice(start..start, copied));
            }
        }
    }
}
