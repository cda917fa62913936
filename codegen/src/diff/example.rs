//! Examples: of a field or header, and whole responses.

use errbook::Value;

use super::At;
use super::comparison::Comparison;
use super::path::part;
use super::rule::{Bump, Verdict, case, rules};
use super::text::texts;
use crate::model::{ErrorDef, Example};

rules! {
    EXAMPLE_CHANGED = "example-changed":
        "An example shows something else.",
        "Documentation and mocks are made of it, and programs are not.",
        "",
        [case("", Verdict::Note, Verdict::Note, Bump::Patch, Bump::Patch)];
}

/// A value that is shown.
pub(super) fn one(it: &mut Comparison<'_>, at: &At, what: &str, old: Option<&Value>, new: Option<&Value>) {
    if !old.zip(new).is_some_and(|(old, new)| is_same(old, new)) {
        it.value(at, &EXAMPLE_CHANGED, what, old.map(shown), new.map(shown));
    }
}

/// Whether they show the same. A number is the same whichever of two types it has.
fn is_same(old: &Value, new: &Value) -> bool {
    match (old, new) {
        (Value::Integer(whole), Value::Number(number)) | (Value::Number(number), Value::Integer(whole)) => {
            number.to_string() == whole.to_string()
        }
        (Value::List(old), Value::List(new)) => {
            old.len() == new.len() && old.iter().zip(new).all(|(old, new)| is_same(old, new))
        }
        (Value::Object(old), Value::Object(new)) => {
            old.len() == new.len() && old.iter().zip(new).all(|(old, new)| old.0 == new.0 && is_same(&old.1, &new.1))
        }
        (old, new) => old == new,
    }
}

/// The examples of an entry, one by one. What is made of the fields' examples changes with them, and values come and go
/// with their fields: both is said there.
pub(super) fn compare(it: &mut Comparison<'_>, at: &At, old: &ErrorDef, new: &ErrorDef) {
    let at = at.key("examples", &old.places, &new.places);
    let given = |entry: &'_ ErrorDef| -> Vec<Example> {
        entry.examples.iter().filter(|it| it.places.is_some()).cloned().collect()
    };
    let (before, after) = (given(old), given(new));
    for n in 0..before.len().max(after.len()) {
        let at = at.below(&(n + 1).to_string());
        match (before.get(n), after.get(n)) {
            (Some(before), Some(after)) => pair(it, &at, &names(old, new), before, after),
            (before, after) => it.value(&at, &EXAMPLE_CHANGED, "an example", before.map(all), after.map(all)),
        }
    }
}

/// Two examples that stand at the same place.
fn pair(it: &mut Comparison<'_>, at: &At, names: &[(String, String)], old: &Example, new: &Example) {
    let span = |it: &Example| it.places.as_ref().map(crate::model::KeySpans::whole);
    let at = At { old: span(old), new: span(new), ..at.clone() };
    let (before, after) = (old.title.as_deref(), new.title.as_deref());
    texts(it, &at.below("title"), &EXAMPLE_CHANGED, "the example's title", before, after);
    let value = |example: &Example, name: &str| -> Option<Value> {
        example.values.iter().find(|it| it.0 == name).and_then(|it| it.1.clone())
    };
    for (was, name) in names {
        let at = at.below("values").below(&part(name));
        one(it, &at, "a value of the example", value(old, was).as_ref(), value(new, name).as_ref());
    }
}

/// What both entries carry: what it was called, and what it is called.
fn names(old: &ErrorDef, new: &ErrorDef) -> Vec<(String, String)> {
    let fields = new.fields.iter().filter_map(|field| {
        let before = old.fields.iter().find(|it| super::field::is_same(it, field, &old.fields))?;
        Some((before.name.clone(), field.name.clone()))
    });
    let headers = new.payload_headers().filter_map(|header| {
        let before = old.payload_headers().find(|it| super::header::is_same(it, header))?;
        Some((before.name.clone(), header.name.clone()))
    });
    fields.chain(headers).collect()
}

/// A whole example in one line.
fn all(it: &Example) -> String {
    let title = it.title.as_ref().map(|it| format!("{it}: ")).unwrap_or_default();
    let values = it.values.iter().filter_map(|(name, value)| Some((name.clone(), value.clone()?))).collect();
    format!("{title}{}", shown(&Value::Object(values)))
}

/// A value in one line: a text as it is, anything else as JSON.
fn shown(value: &Value) -> String {
    match value.as_str() {
        Some(text) => text.to_owned(),
        None => serde_json::to_string(value).unwrap_or_default(),
    }
}
