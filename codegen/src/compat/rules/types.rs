//! The types of fields.

use super::order::order;
use crate::compat::context::Context;
use crate::compat::difference::{Difference, Kind};
use crate::compat::impact::{Bump, Verdict, case};
use crate::compat::lattice::{Holds, Relation, relation};
use crate::compat::location::{Location, Step};
use crate::compat::rule::rules;
use crate::compat::value::Value;
use crate::compat::wording::{Part, Wording, code, quoted, wording};
use crate::model::{EnumValue, Field, KeySpans, Type};

/// The effect of a payload that an existing client cannot read.
pub(super) const WITHOUT_PAYLOAD: &str =
    "A program built with the old crate recognizes the code, and keeps the payload as it was received.";

/// Compares the members of an object.
type Members = fn(&mut Context<'_>, &Location, &[Field], &[Field]);

/// A value was added to an enum.
const ADDED: &str = "a value was added to an enum";
/// A reader of the old type reads the new one.
const READABLE: &str = "an enum became a string";
/// It does, too.
pub(super) const DELAY: &str = "a delay became a plain number or date";
/// It does not.
pub(super) const UNREADABLE: &str = "existing clients cannot read every value";

rules! {
    FIELD_TYPE_CHANGED = "field-type-changed" {
        summary: "The type of a field changed, and neither type includes the other.",
        rationale: "Existing clients cannot read it, and its Rust type changed.",
        fix: "Keep the field as it is, and add one of the new type.",
        cases: &[case("", Verdict::Breaking, Verdict::Breaking, Bump::Major, Bump::Major)],
        clients: Some(read_as),
        servers: Some(pass_as),
    }
    FIELD_WIDENED = "field-widened" {
        summary: "The type of a field allows more values than before.",
        rationale: "Existing clients receive values that they do not expect. They read a new enum value as `Other`, and cannot read any other new value.",
        fix: "Keep the type, and send all other values in a new field.",
        cases: &[
            case(UNREADABLE, Verdict::Breaking, Verdict::Breaking, Bump::Major, Bump::Major),
            case(READABLE, Verdict::Dangerous, Verdict::Breaking, Bump::Minor, Bump::Major),
            case(DELAY, Verdict::Dangerous, Verdict::Breaking, Bump::Minor, Bump::Major),
            case(ADDED, Verdict::Dangerous, Verdict::Safe, Bump::Minor, Bump::Minor),
        ],
        message: message,
        help: |it| match it.case.when {
            UNREADABLE => None,
            DELAY => Some(wording!["Tell clients. They keep waiting for the duration in the value."]),
            _ => Some(wording!["Tell clients. They read a new value as `Other` until they update."]),
        },
        clients: Some(|it| match &it.to {
            None => wording!["expect negative values of ", it.member(), ". ", WITHOUT_PAYLOAD],
            Some(_) => read_as(it),
        }),
        servers: Some(pass_as),
    }
    FIELD_NARROWED = "field-narrowed" {
        summary: "The type of a field allows fewer values than before.",
        rationale: "Existing clients can read all remaining values. The Rust type changed, or lost a variant that callers use.",
        fix: "Keep the type, and send fewer of its values.",
        cases: &[case("", Verdict::Safe, Verdict::Breaking, Bump::Minor, Bump::Major)],
        message: message,
        servers: Some(|it, name| match it.kind {
            Kind::EnumValue => wording!["do not send ", it.old_value(), ": its variant was removed."],
            _ => pass_as(it, name),
        }),
    }
}

fn message(it: &Difference) -> Wording {
    if !matches!(it.kind, Kind::EnumValue) {
        return it.value_message();
    }
    match &it.to {
        Some(_) => wording![quoted(it.new_text()), " was added to the values of ", it.member()],
        None => wording![quoted(it.old_text()), " was removed from the values of ", it.member()],
    }
}

fn read_as(it: &Difference) -> Wording {
    wording!["read ", it.member(), " as ", it.new_type(), ". ", WITHOUT_PAYLOAD]
}

fn pass_as(it: &Difference, _: &str) -> Wording {
    wording!["pass ", it.member(), " as ", rust_type(it), "."]
}

/// The note for servers. Adding or removing a bound changes the integer's type in Rust.
fn rust_type(it: &Difference) -> Part {
    match (&it.from, &it.to) {
        (None, Some(Value::Plain(_))) => code("u64"),
        (Some(Value::Plain(_)), None) => code("i64"),
        _ => it.new_type(),
    }
}

/// Compares two types. `places` are those of the keys beside `type`; the items of a list have none, so a change there
/// points at the whole list.
pub(super) fn compare(
    it: &mut Context<'_>,
    at: &Location,
    places: Option<(&KeySpans, &KeySpans)>,
    (old, new): (&Type, &Type),
    members: Members,
) {
    let key = |key| places.map_or_else(|| at.below(Step::Key(key)), |(old, new)| at.key(key, old, new));
    match (old, new) {
        (Type::Enum { values: before, .. }, Type::Enum { values: after, .. }) => {
            enums(it, &key("values"), before, after);
        }
        (Type::List { of: before }, Type::List { of: after }) => {
            let Location { old, new, .. } = key("of");
            compare(it, &at.below(Step::Items).at(old, new), None, (before, after), members);
        }
        (Type::Object { fields: before, .. }, Type::Object { fields: after, .. }) => {
            members(it, &key("fields"), before, after);
        }
        _ => {
            let (rule, when) = match relation(Holds::Field(old), Holds::Field(new)) {
                Relation::Same => return,
                Relation::Narrower => (&FIELD_NARROWED, ""),
                Relation::WiderAndReadable if matches!(old, Type::Delay { .. }) => (&FIELD_WIDENED, DELAY),
                Relation::WiderAndReadable => (&FIELD_WIDENED, READABLE),
                Relation::Wider => (&FIELD_WIDENED, UNREADABLE),
                Relation::Other => (&FIELD_TYPE_CHANGED, ""),
            };
            let word = |ty: &Type| Some(Value::Type(ty.word()));
            let (at, what, from, to) = match (old, new) {
                (Type::Integer { unsigned: before }, Type::Integer { unsigned: after }) => {
                    let bound = |is_unsigned: &bool| is_unsigned.then(|| Value::plain(0));
                    (key("minimum"), "the minimum", bound(before), bound(after))
                }
                (Type::Delay { .. }, Type::Delay { .. }) => (key("unit"), "the type", word(old), word(new)),
                _ => (key("type"), "the type", word(old), word(new)),
            };
            it.push(at.change(rule, when, Kind::Value(what), from, to));
        }
    }
}

fn enums(it: &mut Context<'_>, at: &Location, old: &[EnumValue], new: &[EnumValue]) {
    let texts = |values: &[EnumValue]| -> Vec<String> { values.iter().map(|it| it.value.clone()).collect() };
    let (old, new) = (texts(old), texts(new));
    for value in old.iter().filter(|it| !new.contains(it)) {
        it.push(at.change(&FIELD_NARROWED, "", Kind::EnumValue, Some(Value::plain(value)), None));
    }
    for value in new.iter().filter(|it| !old.contains(it)) {
        it.push(at.change(&FIELD_WIDENED, ADDED, Kind::EnumValue, None, Some(Value::plain(value))));
    }
    order(it, at, "the values", &old, &new);
}
