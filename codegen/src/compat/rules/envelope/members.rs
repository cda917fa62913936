//! The members that an envelope declares. That one was added or removed is seen in the template.

use super::{
    ENVELOPE_MEMBER_SOURCE_CHANGED, ENVELOPE_MEMBER_TYPE_CHANGED, NARROWER, PER_CODE, READABLE, TO_CODES, TO_RESPONSES,
    TO_RESPONSES_RECOGNIZED, UNREADABLE, at, placed,
};
use crate::compat::context::Context;
use crate::compat::difference::Kind;
use crate::compat::lattice::{Holds, Relation, relation};
use crate::compat::location::{Location, Step};
use crate::compat::rules::examples;
use crate::compat::rules::fields::{self, FIELD_DOC_CHANGED, NAME_CHANGED, WAS_CHANGED};
use crate::compat::rules::order::order;
use crate::compat::rules::texts::{FORMATTING_ONLY, texts};
use crate::compat::rules::types;
use crate::compat::value::Value;
use crate::model::{EnvelopeMember, Per, Source, Type};

pub(super) fn compare(it: &mut Context<'_>) {
    let (old, new) = (&it.old.envelope.members, &it.new.envelope.members);
    for after in new {
        if let Some(before) = former(old, after) {
            let at = at(it, "members").below(Step::Field(after.field.name.clone()));
            let place = |it: &EnvelopeMember| it.is_own.then(|| it.field.places.whole());
            one(it, &placed(at, place(before), place(after)), before, after);
        }
    }
    let names = |all: &[EnvelopeMember]| -> Vec<String> { all.iter().map(|it| it.field.name.clone()).collect() };
    let at = at(it, "members");
    order(it, &at, "the members", &names(old), &names(new));
}

/// The old member that a new one was.
pub(super) fn former<'a>(old: &'a [EnvelopeMember], after: &EnvelopeMember) -> Option<&'a EnvelopeMember> {
    let named = |name: &String| old.iter().find(|it| it.field.name == *name);
    named(&after.field.name).or_else(|| after.field.was.as_ref().and_then(named))
}

fn one(it: &mut Context<'_>, at: &Location, before: &EnvelopeMember, after: &EnvelopeMember) {
    let key = |key: &'static str| {
        let of = |it: &EnvelopeMember| it.is_own.then(|| it.field.places.of(key));
        placed(at.below(Step::Key(key)), of(before), of(after))
    };
    let (old, new) = (&before.field, &after.field);
    let is_per_code = |it: &EnvelopeMember| matches!(it.per, Per::Code { .. });
    if old.name != new.name {
        let (from, to) = (Some(Value::plain(&old.name)), Some(Value::plain(&new.name)));
        it.push(at.change(&FORMATTING_ONLY, "", Kind::Value("the placeholder"), from, to));
    }
    it.plain(&key("was"), &WAS_CHANGED, "the former name", old.was.as_ref(), new.was.as_ref());
    let rule = if is_per_code(before) || is_per_code(after) { &FORMATTING_ONLY } else { &NAME_CHANGED };
    it.plain(&key("name"), rule, "the Rust name", Some(&old.rust_name), Some(&new.rust_name));
    ty(it, at, &key("type"), before, after);
    match (&before.per, &after.per) {
        (Per::Response { from: before }, Per::Response { from: after }) => {
            it.plain(
                &key("from"),
                &ENVELOPE_MEMBER_SOURCE_CHANGED,
                "the source",
                Some(source(before)),
                Some(source(after)),
            );
        }
        (Per::Code { default: before }, Per::Code { default: after }) => {
            let text = |it: &Option<Option<errbook::Value>>| {
                it.as_ref().map(|it| it.as_ref().map_or(Value::plain("null"), Value::json))
            };
            // What it changes is reported for each code.
            it.value(&key("default"), &FORMATTING_ONLY, "the default", text(before), text(after));
        }
        (before, after) => {
            let (from, to) = (Some(owner(before)), Some(owner(after)));
            let kind = Kind::Value("the source");
            let when = match after {
                Per::Code { .. } => TO_CODES,
                Per::Response { .. } if it.old.errors.iter().all(|entry| it.old.sends_code(entry)) => TO_RESPONSES,
                Per::Response { .. } => TO_RESPONSES_RECOGNIZED,
            };
            it.push(key("per").change(&ENVELOPE_MEMBER_SOURCE_CHANGED, when, kind, from, to));
        }
    }
    let (before, after) = (old.doc.as_deref(), new.doc.as_deref());
    texts(it, &key("doc"), &FIELD_DOC_CHANGED, "the description", before, after);
    let given = (old.has_example.then_some(&old.example), new.has_example.then_some(&new.example));
    examples::one(it, &key("example"), "the example", given.0, given.1);
}

/// The type. What is in lists and objects is compared as in fields.
fn ty(it: &mut Context<'_>, whole: &Location, at: &Location, before: &EnvelopeMember, after: &EnvelopeMember) {
    let (old, new) = (&before.field, &after.field);
    let is_inside = |it: &Type| matches!(it, Type::Enum { .. } | Type::List { .. } | Type::Object { .. });
    if is_inside(&old.ty) && std::mem::discriminant(&old.ty) == std::mem::discriminant(&new.ty) {
        let places = Some((&old.places, &new.places)).filter(|_| before.is_own && after.is_own);
        types::compare(it, whole, places, (&old.ty, &new.ty), |it, at, old, new| {
            fields::compare(it, at, old, new, false);
        });
        return;
    }
    // Clients compare the values of codes, whatever their type.
    let is_per_code = matches!(before.per, Per::Code { .. });
    let when = match relation(Holds::Field(&old.ty), Holds::Field(&new.ty)) {
        Relation::Same => return,
        _ if is_per_code => PER_CODE,
        Relation::Narrower => NARROWER,
        Relation::WiderAndReadable => READABLE,
        Relation::Wider | Relation::Other => UNREADABLE,
    };
    let (from, to) = (Some(Value::Type(old.ty.word())), Some(Value::Type(new.ty.word())));
    it.push(at.change(&ENVELOPE_MEMBER_TYPE_CHANGED, when, Kind::Value("the type"), from, to));
}

fn source(it: &Source) -> String {
    match it {
        Source::Caller => "caller".to_owned(),
        Source::Time => "time".to_owned(),
        Source::Path => "path".to_owned(),
        Source::Header(name) => format!("header: {name}"),
    }
}

fn owner(it: &Per) -> Value {
    match it {
        Per::Response { from } => Value::plain(format!("response, {}", source(from))),
        Per::Code { .. } => Value::plain("code"),
    }
}
