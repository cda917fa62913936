//! Fields: those that came, went, have another name, and what has become of those that have stayed.

use super::comparison::Comparison;
use super::neighbour::{neighbours, stood};
use super::order::{FIELD_ORDER_CHANGED, order, reordered};
use super::path::part;
use super::rule::{Bump, Verdict, case, rules};
use super::text::texts;
use super::{At, example, types};
use crate::model::{Field, Type};
use crate::text::{nearest, quoted};

/// A field, or header, that every response carries.
pub(super) const REQUIRED: &str = "it is required";
/// One that a response may lack.
pub(super) const OPTIONAL: &str = "it is optional";
/// The first that a code carries at all.
pub(super) const FIRST: &str = "it is optional, and the code had no payload before";

rules! {
    FIELD_ADDED = "field-added":
        "A code carries one field more.",
        "Old clients pass over it. Whoever builds the error must give what is required; and a code without payload becomes one with, whose variant has another shape.",
        "If it need not be there, make it `optional: true`.",
        [
            case(REQUIRED, Verdict::Safe, Verdict::Breaking, Bump::Minor, Bump::Major),
            case(FIRST, Verdict::Safe, Verdict::Safe, Bump::Minor, Bump::Major),
            case(OPTIONAL, Verdict::Safe, Verdict::Safe, Bump::Minor, Bump::Minor),
        ];
    FIELD_REMOVED = "field-removed":
        "A code carries one field less.",
        "Old clients expect it: without a required one they cannot read the payload at all. Whoever builds the error still gives it.",
        "Keep it until the next major version, and say in its `doc` that it goes.",
        [
            case(REQUIRED, Verdict::Breaking, Verdict::Breaking, Bump::Major, Bump::Major),
            case(OPTIONAL, Verdict::Dangerous, Verdict::Breaking, Bump::Minor, Bump::Major),
        ];
    FIELD_RENAMED = "field-renamed":
        "A field has another name on the wire, as its `was` says.",
        "Old clients look for it under the old name.",
        "",
        [case("", Verdict::Breaking, Verdict::Breaking, Bump::Major, Bump::Major)];
    FIELD_BECAME_OPTIONAL = "field-became-optional":
        "A field that every response carried may be absent.",
        "Old clients cannot read a payload without it.",
        "Leave it required, and send a value that says that there is none.",
        [case("", Verdict::Breaking, Verdict::Safe, Bump::Major, Bump::Major)];
    FIELD_BECAME_REQUIRED = "field-became-required":
        "A field that could be absent is always there.",
        "Whoever builds the error must give it.",
        "Leave it `optional: true`, and always send it.",
        [case("", Verdict::Safe, Verdict::Breaking, Bump::Minor, Bump::Major)];
    FIELD_DOC_CHANGED = "field-doc-changed":
        "What a field or header means is said otherwise.",
        "It stands in documentation alone. If it means something else, that is a change that no tool sees.",
        "",
        [case("", Verdict::Note, Verdict::Note, Bump::Patch, Bump::Patch)];
    NAME_CHANGED = "name-changed":
        "A code, field or header has another name in Rust, and the same on the wire.",
        "Callers name it.",
        "To keep the old name for callers, say so: `name: …`.",
        [case("", Verdict::Safe, Verdict::Breaking, Bump::None, Bump::Major)];
    WAS_CHANGED = "was-changed":
        "A field's earlier name is said, or no longer, and nothing is renamed by it.",
        "Between two versions of the book that both have the new name there is nothing for it to do.",
        "",
        [case("", Verdict::Note, Verdict::Note, Bump::Patch, Bump::Patch)];
}

/// The fields of an entry, or of an object in one. `is_first`: the code had no payload before.
pub(super) fn compare(it: &mut Comparison<'_>, at: &At, old: &[Field], new: &[Field], is_first: bool) {
    let successor = |field: &Field| new.iter().find(|it| is_same(field, it, old));
    let beside = neighbours(&old.iter().collect::<Vec<_>>(), successor);
    for (field, beside) in old.iter().zip(&beside).filter(|(field, _)| successor(field).is_none()) {
        let was = stood(beside.as_ref(), |it| quoted(&it.name));
        let place = beside.map_or(at.new, |it| Some(it.now.places.whole()));
        let at = At { old: Some(field.places.whole()), new: place, ..at.below(&part(&field.name)) };
        let message = format!("the field {} is gone{was}", quoted(&field.name));
        let change = at.see(&FIELD_REMOVED, need(field.optional), Some(field.ty.word().to_owned()), None, message);
        it.lost.push((it.found.len(), field.name.clone(), field.ty.word()));
        it.push(change);
    }
    for field in new {
        let at = At { new: Some(field.places.whole()), ..at.below(&part(&field.name)) };
        match old.iter().find(|it| is_same(it, field, old)) {
            Some(before) => {
                let at = At { old: Some(before.places.whole()), ..at };
                one(it, &at, before, field);
            }
            None => added(it, &at, old, field, is_first),
        }
    }
    arguments(it, at, old, new);
}

/// Whether a field of the old book is one of the new: of the same name, or of the one that it says it had.
pub(super) fn is_same(before: &Field, after: &Field, old: &[Field]) -> bool {
    let is_new = || !old.iter().any(|it| it.name == after.name);
    before.name == after.name || after.was.as_ref() == Some(&before.name) && is_new()
}

/// The circumstances of what is optional or not.
pub(super) fn need(is_optional: bool) -> &'static str {
    if is_optional { OPTIONAL } else { REQUIRED }
}

fn added(it: &mut Comparison<'_>, at: &At, old: &[Field], field: &Field, is_first: bool) {
    let when = if is_first && field.optional { FIRST } else { need(field.optional) };
    let word = field.ty.word();
    let message = format!("the field {} is new", quoted(&field.name));
    let change = at.see(&FIELD_ADDED, when, None, Some(word.to_owned()), message);
    gained(it, at, field);
    it.push(match &field.was {
        Some(was) => {
            let near = nearest(was, old.iter().map(|it| &*it.name));
            let near = near.map_or_else(String::new, |it| format!(" Did you mean {}?", quoted(it)));
            change.help(format!("`was` names {}, which was no field here.{near}", quoted(was)))
        }
        None => change,
    });
}

/// Keeps in mind that a field is new, and those in it.
fn gained(it: &mut Comparison<'_>, at: &At, field: &Field) {
    it.gained.push((at.path.clone(), field.name.clone(), field.ty.word()));
    if let Type::Object { fields, .. } = &field.ty {
        let at = at.below("fields");
        for member in fields {
            gained(it, &at.below(&part(&member.name)), member);
        }
    }
}

/// A field that has stayed.
fn one(it: &mut Comparison<'_>, at: &At, old: &Field, new: &Field) {
    let whose = quoted(&new.name);
    if old.name == new.name {
        let name = at.key("name", &old.places, &new.places);
        it.value(
            &name,
            &NAME_CHANGED,
            &format!("the Rust name of {whose}"),
            Some(&old.rust_name),
            Some(&new.rust_name),
        );
        let was = at.key("was", &old.places, &new.places);
        it.value(&was, &WAS_CHANGED, &format!("the earlier name of {whose}"), old.was.as_ref(), new.was.as_ref());
    } else {
        let message = format!("the field {} is called {} now", quoted(&old.name), quoted(&new.name));
        let change = at.see(&FIELD_RENAMED, "", Some(old.name.clone()), Some(new.name.clone()), message);
        it.push(change.help(format!("Clients must read {} instead of {}.", quoted(&new.name), quoted(&old.name))));
    }
    types::compare(it, at, Some((&old.places, &new.places)), &whose, (&old.ty, &new.ty));
    let rule = if new.optional { &FIELD_BECAME_OPTIONAL } else { &FIELD_BECAME_REQUIRED };
    let optional = at.key("optional", &old.places, &new.places);
    it.value(&optional, rule, &format!("`optional` of {whose}"), Some(old.optional), Some(new.optional));
    let doc = at.key("doc", &old.places, &new.places);
    texts(it, &doc, &FIELD_DOC_CHANGED, &format!("the doc of {whose}"), old.doc.as_deref(), new.doc.as_deref());
    let example_at = at.key("example", &old.places, &new.places);
    let given = (old.has_example.then_some(&old.example), new.has_example.then_some(&new.example));
    example::one(it, &example_at, &format!("the example of {whose}"), given.0, given.1);
}

/// `new` takes the required fields in their order; the order of the others is the reader's alone.
fn arguments(it: &mut Comparison<'_>, at: &At, old: &[Field], new: &[Field]) {
    // By their new names.
    let before: Vec<(&Field, &Field)> =
        old.iter().filter_map(|field| Some((field, new.iter().find(|it| is_same(field, it, old))?))).collect();
    let after: Vec<(&Field, &Field)> =
        new.iter().filter_map(|field| Some((old.iter().find(|it| is_same(it, field, old))?, field))).collect();
    let names = |pairs: &[(&Field, &Field)], all: bool| -> Vec<String> {
        let counts = |(old, new): &&(&Field, &Field)| all || !old.optional && !new.optional;
        pairs.iter().filter(counts).map(|(_, new)| new.name.clone()).collect()
    };
    if !reordered(it, at, &FIELD_ORDER_CHANGED, "the arguments of `new`", &names(&before, false), &names(&after, false))
    {
        order(it, at, "the fields", &names(&before, true), &names(&after, true));
    }
}

/// Says of a field that is gone where one of its name and type has come: it may have been moved, into an object or out of
/// one.
pub(super) fn moved(it: &mut Comparison<'_>) {
    let gained = std::mem::take(&mut it.gained);
    for (at, name, word) in std::mem::take(&mut it.lost) {
        let mut places = gained.iter().filter(|(_, other, ty)| (other, *ty) == (&name, word));
        if let (Some((path, ..)), None) = (places.next(), places.next()) {
            let change = &mut it.found[at];
            change.help = Some(format!(
                "One of that name and type is new at `{path}`. On the wire it lies elsewhere: tell clients to read it there."
            ));
        }
    }
}
