//! Fields: added, removed, renamed and changed ones.

use super::examples;
use super::order::{FIELD_ORDER_CHANGED, order, reordered};
use super::texts::texts;
use super::types::{self, WITHOUT_PAYLOAD};
use crate::compat::context::Context;
use crate::compat::difference::{Difference, Kind};
use crate::compat::impact::{Bump, Section, Verdict, case};
use crate::compat::location::{Location, Step};
use crate::compat::matching::{is_same_field, neighbours};
use crate::compat::rule::rules;
use crate::compat::value::Value;
use crate::compat::wording::{Part, Wording, code, quoted, wording};
use crate::model::{Field, Type};
use crate::text::{nearest, yaml};

/// A field or header that every response carries.
pub(super) const REQUIRED: &str = "it is required";
/// One that a response may lack.
pub(super) const OPTIONAL: &str = "it is optional";
/// The first member of a code's payload.
pub(super) const FIRST: &str = "it is optional, and the code had no payload before";

rules! {
    FIELD_ADDED = "field-added" {
        summary: "A field was added.",
        rationale: "Existing clients ignore it. Servers must pass a required one. The first field gives the code a payload, which changes the shape of its variant.",
        fix: "If a response may lack it, make it `optional: true`.",
        cases: &[
            case(REQUIRED, Verdict::Safe, Verdict::Breaking, Bump::Minor, Bump::Major),
            case(FIRST, Verdict::Safe, Verdict::Breaking, Bump::Minor, Bump::Major),
            case(OPTIONAL, Verdict::Safe, Verdict::Safe, Bump::Minor, Bump::Minor),
        ],
        section: Section::Added,
        message: |it| wording!["the field ", name(it), " was added"],
        help: |it| match &it.kind {
            Kind::FieldAdded { unknown_was: Some((was, near)) } => {
                let help = wording!["`was` names ", quoted(was), ", which was no field here."];
                Some(match near {
                    Some(near) => help.then(wording![" Did you mean ", quoted(near), "?"]),
                    None => help,
                })
            }
            _ => of_first(it),
        },
        servers: Some(must_pass),
    }
    FIELD_REMOVED = "field-removed" {
        summary: "A field was removed.",
        rationale: "Existing clients expect it, and cannot read the payload without a required one. Servers still pass it.",
        fix: "Keep it until the next major version, and announce the removal in its `doc`.",
        cases: &[
            case(REQUIRED, Verdict::Breaking, Verdict::Breaking, Bump::Major, Bump::Major),
            case(OPTIONAL, Verdict::Dangerous, Verdict::Breaking, Bump::Minor, Bump::Major),
        ],
        section: Section::Removed,
        message: |it| wording!["the field ", name(it), " was removed"],
        help: |it| match &it.kind {
            Kind::FieldRemoved { moved_to: Some(path), .. } => Some(wording![
                "A field of that name and type was added at ", code(path),
                ". Its place on the wire changed: tell clients to read it there."
            ]),
            _ => None,
        },
        clients: Some(|it| wording!["do not expect ", it.member(), "."]),
        servers: Some(|it, _| wording!["do not pass ", it.member(), "."]),
    }
    FIELD_RENAMED = "field-renamed" {
        summary: "A field was renamed on the wire, according to its `was`.",
        rationale: "Existing clients look for the old name.",
        cases: &[case("", Verdict::Breaking, Verdict::Breaking, Bump::Major, Bump::Major)],
        message: |it| wording!["the field ", it.old_value(), " was renamed to ", it.new_value()],
        help: |it| Some(wording!["Clients must read ", it.new_value(), " instead of ", it.old_value(), "."]),
        clients: Some(|it| wording!["read ", it.new_value(), " instead of ", it.old_value(), "."]),
        servers: Some(|it, _| wording!["use ", it.new_value(), " instead of ", it.old_value(), "."]),
    }
    FIELD_BECAME_OPTIONAL = "field-became-optional" {
        summary: "A required field became optional.",
        rationale: "Existing clients cannot read a payload without it. `new` no longer takes it.",
        fix: "Keep it required, and send a value that stands for none.",
        cases: &[case("", Verdict::Breaking, Verdict::Breaking, Bump::Major, Bump::Major)],
        message: became_optional,
        clients: Some(|it| wording!["expect responses without ", it.member(), ". ", WITHOUT_PAYLOAD]),
        servers: Some(|it, name| wording![
            it.constructor(name), " no longer takes ", it.member(),
            ": a method sets it, and reading it returns an `Option`."
        ]),
    }
    FIELD_BECAME_REQUIRED = "field-became-required" {
        summary: "An optional field became required.",
        rationale: "Servers must pass it.",
        fix: "Keep it `optional: true`, and always send it.",
        cases: &[case("", Verdict::Safe, Verdict::Breaking, Bump::Minor, Bump::Major)],
        message: became_required,
        servers: Some(must_pass_required),
    }
    FIELD_DOC_CHANGED = "field-doc-changed" {
        summary: "The description of a field or header changed.",
        rationale: "Only documentation shows it. No tool can tell whether the field's meaning changed.",
        cases: &[case("", Verdict::Note, Verdict::Note, Bump::Patch, Bump::Patch)],
    }
    NAME_CHANGED = "name-changed" {
        summary: "The Rust name of a code, field or header changed, and its name on the wire did not.",
        rationale: "Callers use the Rust name.",
        help: |it| Some(wording![
            "To keep the old name, set it: ", Part::Code(format!("name: {}", yaml(&it.old_text()))), "."
        ]),
        cases: &[case("", Verdict::Safe, Verdict::Breaking, Bump::None, Bump::Major)],
        servers: Some(|it, _| wording!["use ", it.new_value(), " instead of ", it.old_value(), "."]),
    }
    WAS_CHANGED = "was-changed" {
        summary: "The former name of a field was added, removed or changed, but no field was renamed.",
        rationale: "Both books have the field under its new name, so `was` has no effect between them.",
        cases: &[case("", Verdict::Note, Verdict::Note, Bump::Patch, Bump::Patch)],
    }
}

fn name(it: &Difference) -> Part {
    quoted(it.location.path.name().unwrap_or_default())
}

pub(super) fn became_optional(it: &Difference) -> Wording {
    wording![it.member(), " became optional"]
}

pub(super) fn became_required(it: &Difference) -> Wording {
    wording![it.member(), " became required"]
}

pub(super) fn must_pass(it: &Difference, name: &str) -> Wording {
    if it.case.when == FIRST {
        return wording![
            "the variant ",
            Part::Code(format!("ErrorKind::{name}")),
            " holds a payload now: build it with ",
            Part::Code(format!("{name}::new()")),
            "."
        ];
    }
    wording!["pass a value for ", it.member(), " to ", it.constructor(name), "."]
}

/// What to do about the first optional field or header.
pub(super) fn of_first(it: &Difference) -> Option<Wording> {
    (it.case.when == FIRST)
        .then(|| wording!["Announce it to servers: code that builds or matches this error must change."])
}

pub(super) fn must_pass_required(it: &Difference, name: &str) -> Wording {
    wording!["pass ", it.member(), " to ", it.constructor(name), ": the method that set it was removed."]
}

/// The fields of an entry, or of an object in one. `is_first`: the code had no payload before.
pub(super) fn compare(it: &mut Context<'_>, at: &Location, old: &[Field], new: &[Field], is_first: bool) {
    let successor = |field: &Field| new.iter().find(|it| is_same_field(field, it, old));
    let beside = neighbours(&old.iter().collect::<Vec<_>>(), successor);
    for (field, beside) in old.iter().zip(&beside).filter(|(field, _)| successor(field).is_none()) {
        let place = beside.map_or(at.new, |it| Some(it.now.places.whole()));
        let at = at.below(Step::Field(field.name.clone())).at(Some(field.places.whole()), place);
        let anchor = beside.map(|it| it.anchor(|it| it.name.clone()));
        let kind = Kind::FieldRemoved { anchor, moved_to: None };
        it.lost.push((it.found.len(), field.name.clone(), field.ty.word()));
        it.push(at.change(&FIELD_REMOVED, need(field.optional), kind, Some(Value::Type(field.ty.word())), None));
    }
    for field in new {
        let at = at.below(Step::Field(field.name.clone()));
        let place = Some(field.places.whole());
        if let Some(before) = old.iter().find(|it| is_same_field(it, field, old)) {
            one(it, &at.at(Some(before.places.whole()), place), before, field);
        } else {
            let old_place = at.old;
            added(it, &at.at(old_place, place), old, field, is_first);
        }
    }
    arguments(it, at, old, new);
}

/// The conditions for optional and required members.
pub(super) fn need(is_optional: bool) -> &'static str {
    if is_optional { OPTIONAL } else { REQUIRED }
}

fn added(it: &mut Context<'_>, at: &Location, old: &[Field], field: &Field, is_first: bool) {
    let when = if is_first && field.optional { FIRST } else { need(field.optional) };
    let unknown_was = field.was.as_ref().map(|was| {
        let near = nearest(was, old.iter().map(|it| &*it.name));
        (was.clone(), near.map(str::to_owned))
    });
    gained(it, at, field);
    let kind = Kind::FieldAdded { unknown_was };
    it.push(at.change(&FIELD_ADDED, when, kind, None, Some(Value::Type(field.ty.word()))));
}

/// Records a new field, and those in it.
fn gained(it: &mut Context<'_>, at: &Location, field: &Field) {
    it.gained.push((at.path.clone(), field.name.clone(), field.ty.word()));
    if let Type::Object { fields, .. } = &field.ty {
        let at = at.below(Step::Key("fields"));
        for member in fields {
            gained(it, &at.below(Step::Field(member.name.clone())), member);
        }
    }
}

/// A field of both books.
fn one(it: &mut Context<'_>, at: &Location, old: &Field, new: &Field) {
    let key = |key| at.key(key, &old.places, &new.places);
    if old.name == new.name {
        it.plain(&key("name"), &NAME_CHANGED, "the Rust name", Some(&old.rust_name), Some(&new.rust_name));
        it.plain(&key("was"), &WAS_CHANGED, "the former name", old.was.as_ref(), new.was.as_ref());
    } else {
        let (from, to) = (Some(Value::plain(&old.name)), Some(Value::plain(&new.name)));
        it.push(at.change(&FIELD_RENAMED, "", Kind::Renamed, from, to));
    }
    types::compare(it, at, Some((&old.places, &new.places)), (&old.ty, &new.ty), |it, at, old, new| {
        compare(it, at, old, new, false);
    });
    if old.optional != new.optional {
        let rule = if new.optional { &FIELD_BECAME_OPTIONAL } else { &FIELD_BECAME_REQUIRED };
        let (from, to) = (Some(Value::plain(old.optional)), Some(Value::plain(new.optional)));
        it.push(key("optional").change(rule, "", Kind::Optional, from, to));
    }
    let (before, after) = (old.doc.as_deref(), new.doc.as_deref());
    texts(it, &key("doc"), &FIELD_DOC_CHANGED, "the description", before, after);
    let given = (old.has_example.then_some(&old.example), new.has_example.then_some(&new.example));
    examples::one(it, &key("example"), "the example", given.0, given.1);
}

/// `new` takes the required fields in their order; the order of the others matters only to readers.
fn arguments(it: &mut Context<'_>, at: &Location, old: &[Field], new: &[Field]) {
    // By their new names.
    let before: Vec<(&Field, &Field)> =
        old.iter().filter_map(|field| Some((field, new.iter().find(|it| is_same_field(field, it, old))?))).collect();
    let after: Vec<(&Field, &Field)> =
        new.iter().filter_map(|field| Some((old.iter().find(|it| is_same_field(it, field, old))?, field))).collect();
    let names = |pairs: &[(&Field, &Field)], all: bool| -> Vec<String> {
        let counts = |(old, new): &&(&Field, &Field)| all || !old.optional && !new.optional;
        pairs.iter().filter(counts).map(|(_, new)| new.name.clone()).collect()
    };
    let (old, new) = (names(&before, false), names(&after, false));
    if !reordered(it, at, &FIELD_ORDER_CHANGED, "the arguments of `new`", &old, &new) {
        order(it, at, "the fields", &names(&before, true), &names(&after, true));
    }
}

/// For each removed field, notes the place of the only added one with its name and type: it may have been moved into or
/// out of an object.
pub(super) fn moved(it: &mut Context<'_>) {
    let gained = std::mem::take(&mut it.gained);
    for (at, name, word) in std::mem::take(&mut it.lost) {
        let mut places = gained.iter().filter(|(_, other, ty)| (other, *ty) == (&name, word));
        if let (Some((path, ..)), None) = (places.next(), places.next())
            && let Kind::FieldRemoved { moved_to, .. } = &mut it.found[at].difference.kind
        {
            *moved_to = Some(path.clone());
        }
    }
}
