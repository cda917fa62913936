//! The part of one code in the envelope.

use super::members::former;
use super::template::{beside, path_value};
use super::{
    CODE_MEMBER_CHANGED, CODE_NOT_SENT, CODE_SENT, FIELD_MOVED, HAS_OWN_CODE, MEMBER, MESSAGE_NOT_SENT, MESSAGE_SENT,
    NO_VALUE, RECOGNIZED_BY_FORM, placed, recognized,
};
use crate::compat::context::Context;
use crate::compat::difference::Kind;
use crate::compat::location::{Location, Step};
use crate::compat::matching::is_same_field;
use crate::compat::rules::texts::FORMATTING_ONLY;
use crate::compat::value::Value;
use crate::model::leaf::{Part, Path};
use crate::model::{Absent, Book, Envelope, EnvelopeMember, ErrorDef, Per, What};
use crate::source::Span;

pub(in crate::compat::rules) fn compare(it: &mut Context<'_>, at: &Location, old: &ErrorDef, new: &ErrorDef) {
    let (old_book, new_book) = (it.old, it.new);
    let place = |entry: &ErrorDef, key: &str| -> Option<Span> { entry.envelope.places.as_ref().map(|it| it.of(key)) };
    let key = |name: &str, step: Step| {
        placed(at.below(Step::Key("envelope")).below(step), place(old, name), place(new, name))
    };
    let is_recognized = !old_book.sends_code(old);
    // If a template has no place for it, the template was compared.
    let has = |what: &What| [old_book, new_book].iter().all(|it| has_place(&it.envelope, what));
    for (name, what, [was, is], rules) in [
        ("code", What::Code, [old.envelope.omits_code, new.envelope.omits_code], [&CODE_NOT_SENT, &CODE_SENT]),
        (
            "message",
            What::Message,
            [old.envelope.omits_message, new.envelope.omits_message],
            [&MESSAGE_NOT_SENT, &MESSAGE_SENT],
        ),
    ] {
        if was != is && has(&what) {
            let rule = if is { rules[0] } else { rules[1] };
            let when = match what {
                What::Message if is_recognized => RECOGNIZED_BY_FORM,
                What::Message => HAS_OWN_CODE,
                _ => "",
            };
            it.push(key(name, Step::Key(name)).change(rule, when, Kind::Value(MEMBER), None, None));
        }
    }
    for after in new_book.envelope.code_members() {
        let Some(before) = former(&old_book.envelope.members, after) else { continue };
        let Per::Code { .. } = before.per else { continue };
        let (from, to) = (old.envelope.value(before), new.envelope.value(after));
        let at = key(&after.field.name, Step::Name(after.field.name.clone()));
        let text = |it: Option<&errbook::Value>| Some(it.map_or(Value::plain("null"), Value::json));
        if from != to {
            let when = if to.is_none() && is_required(&old_book.envelope, before) {
                NO_VALUE
            } else {
                recognized(is_recognized)
            };
            it.push(at.change(&CODE_MEMBER_CHANGED, when, Kind::Value("the value"), text(from), text(to)));
            continue;
        }
        let is_given = |entry: &ErrorDef, name: &str| entry.envelope.members.iter().any(|it| it.0 == name);
        if is_given(old, &before.field.name) != is_given(new, &after.field.name) {
            let written = |is: bool| Some(Value::plain(if is { "given" } else { "the default" }));
            let (from, to) = (written(is_given(old, &before.field.name)), written(is_given(new, &after.field.name)));
            it.push(at.change(&FORMATTING_ONLY, "", Kind::Value("the value"), from, to));
        }
    }
    moved_fields(it, at, old, new);
}

fn is_required(envelope: &Envelope, member: &EnvelopeMember) -> bool {
    let is_it = |it: &What| matches!(it, What::Member(name) if *name == member.field.name);
    envelope.slots().iter().any(|it| is_it(&it.what) && it.absent == Absent::Required)
}

fn has_place(envelope: &Envelope, what: &What) -> bool {
    envelope.slots().iter().any(|it| it.what == *what)
}

/// Fields that have a place of their own, or had one.
fn moved_fields(it: &mut Context<'_>, at: &Location, old: &ErrorDef, new: &ErrorDef) {
    let fields = at.key("fields", &old.places, &new.places);
    for after in &new.fields {
        let Some(before) = old.fields.iter().find(|it| is_same_field(it, after, &old.fields)) else { continue };
        let (was, is) = (own_places(it.old, &before.name), own_places(it.new, &after.name));
        let is_elsewhere = match (was.is_empty(), is.is_empty()) {
            (true, true) => false,
            _ => was != is,
        };
        if is_elsewhere {
            let at = fields.below(Step::Field(after.name.clone()));
            let at = at.at(Some(before.places.whole()), Some(after.places.whole()));
            let (from, to) = (Some(place_of(it.old, &was)), Some(place_of(it.new, &is)));
            it.push(at.change(&FIELD_MOVED, "", Kind::Value("the place"), from, to));
        }
    }
}

/// The places of a field outside of the other fields.
fn own_places<'a>(book: &'a Book, name: &str) -> Vec<Path<'a>> {
    let what = What::Field(name.to_owned());
    book.envelope.leaves().into_iter().filter(|it| it.has(&what)).map(|it| it.path).collect()
}

fn place_of(book: &Book, own: &[Path<'_>]) -> Value {
    match (own.first(), book.envelope.found_at(&What::Fields)) {
        (Some(path), _) => path_value(path),
        (None, Some(leaf)) if matches!(leaf.part, Part::Fields) => beside(&leaf.path),
        (None, Some(leaf)) => path_value(&leaf.path),
        (None, None) => Value::plain("nowhere"),
    }
}
