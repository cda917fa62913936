//! The types of fields.

use super::fields::{self, WITHOUT_PAYLOAD};
use super::order::order;
use crate::compat::change::{Change, Kind};
use crate::compat::context::Context;
use crate::compat::location::{Location, Step};
use crate::compat::rule::{Bump, Verdict, case, rules};
use crate::compat::value::Value;
use crate::compat::wording::{Part, Wording, code, quoted, wording};
use crate::model::{EnumValue, KeySpans, Type};

/// The type is a number.
const NUMBER: &str = "it is a number";
/// The type is an enum.
const ENUM: &str = "it is an enum";

rules! {
    FIELD_TYPE_CHANGED = "field-type-changed" {
        summary: "The type of a field changed.",
        rationale: "Existing clients cannot read it, and its Rust type changed.",
        fix: "Keep the field as it is, and add one of the new type.",
        cases: &[case("", Verdict::Breaking, Verdict::Breaking, Bump::Major, Bump::Major)],
        clients: Some(read_as),
        servers: Some(pass_as),
    }
    FIELD_WIDENED = "field-widened" {
        summary: "The type of a field has more values: any number instead of integers, negative numbers, or one more enum value.",
        rationale: "Existing clients meet values that they do not expect. The Rust type of a number changed; an enum has room for later values.",
        fix: "Tell clients. Send values that they cannot read in another field.",
        cases: &[
            case(NUMBER, Verdict::Breaking, Verdict::Breaking, Bump::Major, Bump::Major),
            case(ENUM, Verdict::Dangerous, Verdict::Safe, Bump::Minor, Bump::Minor),
        ],
        message: message,
        help: |it| match it.kind {
            Kind::EnumValue => Some(wording!["Tell clients. In Rust it is `Other` until they update."]),
            _ => it.rule_help(),
        },
        clients: Some(|it| match &it.to {
            None => wording!["expect negative values of ", it.member(), ". ", WITHOUT_PAYLOAD],
            Some(_) => read_as(it),
        }),
        servers: Some(pass_as),
    }
    FIELD_NARROWED = "field-narrowed" {
        summary: "The type of a field has fewer values: integers instead of any number, no negative numbers, or one enum value less.",
        rationale: "Existing clients read all that is left. The Rust type changed, or lost a variant that callers use.",
        cases: &[
            case(NUMBER, Verdict::Safe, Verdict::Breaking, Bump::Minor, Bump::Major),
            case(ENUM, Verdict::Safe, Verdict::Breaking, Bump::Minor, Bump::Major),
        ],
        message: message,
        servers: Some(|it, name| match it.kind {
            Kind::EnumValue => wording!["do not send ", it.old_value(), ": its variant was removed."],
            _ => pass_as(it, name),
        }),
    }
}

fn message(it: &Change) -> Wording {
    if !matches!(it.kind, Kind::EnumValue) {
        return it.value_message();
    }
    match &it.to {
        Some(_) => wording![quoted(it.new_text()), " was added to the values of ", it.member()],
        None => wording![quoted(it.old_text()), " was removed from the values of ", it.member()],
    }
}

fn read_as(it: &Change) -> Wording {
    wording!["read ", it.member(), " as ", it.new_type(), ". ", WITHOUT_PAYLOAD]
}

fn pass_as(it: &Change, _: &str) -> Wording {
    wording!["pass ", it.member(), " as ", rust_type(it), "."]
}

/// What a server passes. A bound that was added or removed changes the integer's type in Rust.
fn rust_type(it: &Change) -> Part {
    match (&it.from, &it.to) {
        (None, Some(Value::Plain(_))) => code("u64"),
        (Some(Value::Plain(_)), None) => code("i64"),
        _ => it.new_type(),
    }
}

/// Two types. `places` are those of the keys beside `type`; the items of a list have none, and a change there points at
/// the whole.
pub(super) fn compare(
    it: &mut Context<'_>,
    at: &Location,
    places: Option<(&KeySpans, &KeySpans)>,
    (old, new): (&Type, &Type),
) {
    let key = |key| places.map_or_else(|| at.below(Step::Key(key)), |(old, new)| at.key(key, old, new));
    let words = || (Some(Value::Type(old.word())), Some(Value::Type(new.word())));
    match (old, new) {
        (Type::Enum { values: before, .. }, Type::Enum { values: after, .. }) => {
            enums(it, &key("values"), before, after);
        }
        (Type::List { of: before }, Type::List { of: after }) => {
            let Location { old, new, .. } = key("of");
            compare(it, &at.below(Step::Items).at(old, new), None, (before, after));
        }
        (Type::Object { fields: before, .. }, Type::Object { fields: after, .. }) => {
            fields::compare(it, &key("fields"), before, after, false);
        }
        (Type::Integer { unsigned: before }, Type::Integer { unsigned: after }) => {
            let bound = |is_unsigned: &bool| is_unsigned.then_some(0);
            let rule = if *after { &FIELD_NARROWED } else { &FIELD_WIDENED };
            it.plain(&key("minimum"), rule, "the minimum", bound(before), bound(after));
        }
        (Type::Integer { .. }, Type::Number) => {
            it.value(&key("type"), &FIELD_WIDENED, "the type", words().0, words().1);
        }
        (Type::Number, Type::Integer { .. }) => {
            it.value(&key("type"), &FIELD_NARROWED, "the type", words().0, words().1);
        }
        _ => it.value(&key("type"), &FIELD_TYPE_CHANGED, "the type", words().0, words().1),
    }
}

fn enums(it: &mut Context<'_>, at: &Location, old: &[EnumValue], new: &[EnumValue]) {
    let texts = |values: &[EnumValue]| -> Vec<String> { values.iter().map(|it| it.value.clone()).collect() };
    let (old, new) = (texts(old), texts(new));
    for value in old.iter().filter(|it| !new.contains(it)) {
        it.push(at.change(&FIELD_NARROWED, ENUM, Kind::EnumValue, Some(Value::plain(value)), None));
    }
    for value in new.iter().filter(|it| !old.contains(it)) {
        it.push(at.change(&FIELD_WIDENED, ENUM, Kind::EnumValue, None, Some(Value::plain(value))));
    }
    order(it, at, "the values", &old, &new);
}
