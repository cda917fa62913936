//! Examples: of a field or header, and whole responses.

use errbook::Value as Json;

use super::texts::texts;
use crate::compat::context::Context;
use crate::compat::impact::{Bump, Verdict, case};
use crate::compat::location::{Location, Step};
use crate::compat::matching::{is_same_field, is_same_header};
use crate::compat::rule::rules;
use crate::compat::value::Value;
use crate::model::{ErrorDef, Example, KeySpans};

rules! {
    EXAMPLE_CHANGED = "example-changed" {
        summary: "An example changed.",
        rationale: "Documentation and mocks use it; programs do not.",
        cases: &[case("", Verdict::Note, Verdict::Note, Bump::Patch, Bump::Patch)],
    }
}

/// An example of a value.
pub(super) fn one(it: &mut Context<'_>, at: &Location, what: &'static str, old: Option<&Json>, new: Option<&Json>) {
    if !old.zip(new).is_some_and(|(old, new)| is_same(old, new)) {
        it.value(at, &EXAMPLE_CHANGED, what, old.map(Value::json), new.map(Value::json));
    }
}

/// Whether they show the same. A number is equal in either of its two types.
fn is_same(old: &Json, new: &Json) -> bool {
    match (old, new) {
        (Json::Integer(whole), Json::Number(number)) | (Json::Number(number), Json::Integer(whole)) => {
            number.to_string() == whole.to_string()
        }
        (Json::List(old), Json::List(new)) => {
            old.len() == new.len() && old.iter().zip(new).all(|(old, new)| is_same(old, new))
        }
        (Json::Object(old), Json::Object(new)) => {
            old.len() == new.len() && old.iter().zip(new).all(|(old, new)| old.0 == new.0 && is_same(&old.1, &new.1))
        }
        (old, new) => old == new,
    }
}

/// The examples of an entry, one by one. An example that is derived from those of fields changes with them, and values
/// are added and removed with their fields: both are reported there.
pub(super) fn compare(it: &mut Context<'_>, at: &Location, old: &ErrorDef, new: &ErrorDef) {
    let at = at.key("examples", &old.places, &new.places);
    let given = |entry: &'_ ErrorDef| -> Vec<Example> {
        entry.examples.iter().filter(|it| it.places.is_some()).cloned().collect()
    };
    let (before, after) = (given(old), given(new));
    for n in 0..before.len().max(after.len()) {
        let at = at.below(Step::Nth(n + 1));
        match (before.get(n), after.get(n)) {
            (Some(before), Some(after)) => pair(it, &at, &names(old, new), before, after),
            (before, after) => it.value(&at, &EXAMPLE_CHANGED, "an example", before.map(all), after.map(all)),
        }
    }
}

/// Two examples at the same position.
fn pair(it: &mut Context<'_>, at: &Location, names: &[(String, String)], old: &Example, new: &Example) {
    let span = |it: &Example| it.places.as_ref().map(KeySpans::whole);
    let at = at.clone().at(span(old), span(new));
    let (before, after) = (old.title.as_deref(), new.title.as_deref());
    let title = at.below(Step::Key("title"));
    texts(it, &title, &EXAMPLE_CHANGED, "the title of the example", before, after);
    let value = |example: &Example, name: &str| -> Option<Json> {
        example.values.iter().find(|it| it.0 == name).and_then(|it| it.1.clone())
    };
    for (was, name) in names {
        let at = at.below(Step::Key("values")).below(Step::Name(name.clone()));
        one(it, &at, "a value of the example", value(old, was).as_ref(), value(new, name).as_ref());
    }
}

/// The fields and headers of both entries: the old name, and the new one.
fn names(old: &ErrorDef, new: &ErrorDef) -> Vec<(String, String)> {
    let fields = new.fields.iter().filter_map(|field| {
        let before = old.fields.iter().find(|it| is_same_field(it, field, &old.fields))?;
        Some((before.name.clone(), field.name.clone()))
    });
    let headers = new.payload_headers().filter_map(|header| {
        let before = old.payload_headers().find(|it| is_same_header(it, header))?;
        Some((before.name.clone(), header.name.clone()))
    });
    fields.chain(headers).collect()
}

/// A whole example on one line.
fn all(it: &Example) -> Value {
    let title = it.title.as_ref().map(|it| format!("{it}: ")).unwrap_or_default();
    let values = it.values.iter().filter_map(|(name, value)| Some((name.clone(), value.clone()?))).collect();
    Value::Plain(format!("{title}{}", serde_json::to_string(&Json::Object(values)).unwrap_or_default()))
}
