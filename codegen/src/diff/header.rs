//! Headers: those that carry payload, and those that are always the same.

use super::comparison::Comparison;
use super::field::{FIELD_DOC_CHANGED, FIRST, NAME_CHANGED, OPTIONAL, REQUIRED, need};
use super::neighbour::{neighbours, stood};
use super::order::{FIELD_ORDER_CHANGED, order, reordered};
use super::path::part;
use super::rule::{Bump, Verdict, case, rules};
use super::text::{FORMATTING_ONLY, texts};
use super::{At, example};
use crate::model::{Header, HeaderType};
use crate::text::quoted;

/// It is no payload.
const CONSTANT: &str = "it is always the same";

rules! {
    HEADER_ADDED = "header-added":
        "A code's responses have one header more.",
        "Old clients pass over it. Whoever builds the error must give what is required; one that is always the same is nobody's to give.",
        "If it need not be there, make it `optional: true`.",
        [
            case(REQUIRED, Verdict::Safe, Verdict::Breaking, Bump::Minor, Bump::Major),
            case(FIRST, Verdict::Safe, Verdict::Safe, Bump::Minor, Bump::Major),
            case(OPTIONAL, Verdict::Safe, Verdict::Safe, Bump::Minor, Bump::Minor),
            case(CONSTANT, Verdict::Safe, Verdict::Safe, Bump::Minor, Bump::None),
        ];
    HEADER_REMOVED = "header-removed":
        "A code's responses have one header less.",
        "Old clients look for it. Whoever builds the error still gives it, unless it was always the same.",
        "Keep it until the next major version, and say in its `doc` that it goes.",
        [
            case(REQUIRED, Verdict::Breaking, Verdict::Breaking, Bump::Major, Bump::Major),
            case(OPTIONAL, Verdict::Dangerous, Verdict::Breaking, Bump::Minor, Bump::Major),
            case(CONSTANT, Verdict::Breaking, Verdict::Safe, Bump::Major, Bump::None),
        ];
    HEADER_TYPE_CHANGED = "header-type-changed":
        "A header holds something else, or is always the same from now on, or no longer.",
        "Old clients cannot read it, and the Rust type is another or gone.",
        "Keep it as it is, and put a header of the new type beside it.",
        [case("", Verdict::Breaking, Verdict::Breaking, Bump::Major, Bump::Major)];
    HEADER_BECAME_OPTIONAL = "header-became-optional":
        "A header that every response had may be left out.",
        "Clients that rely on it find nothing.",
        "Leave it required.",
        [case("", Verdict::Breaking, Verdict::Safe, Bump::Major, Bump::Major)];
    HEADER_BECAME_REQUIRED = "header-became-required":
        "A header that could be left out is always there.",
        "Whoever builds the error must give it.",
        "Leave it `optional: true`, and always send it.",
        [case("", Verdict::Safe, Verdict::Breaking, Bump::Minor, Bump::Major)];
    HEADER_VALUE_CHANGED = "header-value-changed":
        "A header that is always the same has another value.",
        "Whoever looks at the value sees another.",
        "Tell clients that look at the value.",
        [case("", Verdict::Dangerous, Verdict::Safe, Bump::Minor, Bump::Patch)];
}

/// The headers of an entry. `is_first`: the code had no payload before.
pub(super) fn compare(it: &mut Comparison<'_>, at: &At, old: &[Header], new: &[Header], is_first: bool) {
    let successor = |header: &Header| new.iter().find(|it| is_same(header, it));
    let beside = neighbours(&old.iter().collect::<Vec<_>>(), successor);
    for (header, beside) in old.iter().zip(&beside).filter(|(header, _)| successor(header).is_none()) {
        let was = stood(beside.as_ref(), |it| quoted(&it.name));
        let place = beside.map_or(at.new, |it| Some(it.now.places.whole()));
        let at = At { old: Some(header.places.whole()), new: place, ..at.below(&part(&header.name)) };
        let message = format!("the header {} is gone{was}", quoted(&header.name));
        it.push(at.see(&HEADER_REMOVED, circumstances(header, false), Some(shown(&header.ty)), None, message));
    }
    for header in new {
        let at = At { new: Some(header.places.whole()), ..at.below(&part(&header.name)) };
        if let Some(before) = old.iter().find(|it| is_same(it, header)) {
            one(it, &At { old: Some(before.places.whole()), ..at }, before, header);
        } else {
            let message = format!("the header {} is new", quoted(&header.name));
            it.push(at.see(&HEADER_ADDED, circumstances(header, is_first), None, Some(shown(&header.ty)), message));
        }
    }
    arguments(it, at, old, new);
}

/// HTTP makes no difference between capitals and small letters.
pub(super) fn is_same(a: &Header, b: &Header) -> bool {
    a.name.eq_ignore_ascii_case(&b.name)
}

fn circumstances(header: &Header, is_first: bool) -> &'static str {
    if !header.carries_payload() {
        CONSTANT
    } else if is_first && header.optional {
        FIRST
    } else {
        need(header.optional)
    }
}

/// A header that has stayed.
fn one(it: &mut Comparison<'_>, at: &At, old: &Header, new: &Header) {
    let whose = quoted(&new.name);
    if old.name != new.name {
        let message = format!("the header's name is written {} now: HTTP makes no difference", quoted(&new.name));
        it.push(at.see(&FORMATTING_ONLY, "", Some(old.name.clone()), Some(new.name.clone()), message));
    }
    let key = |key| at.key(key, &old.places, &new.places);
    match (&old.ty, &new.ty) {
        (HeaderType::Constant(before), HeaderType::Constant(after)) => {
            it.value(&key("value"), &HEADER_VALUE_CHANGED, &format!("the value of {whose}"), Some(before), Some(after));
        }
        (before, after) => {
            let at = key(if new.carries_payload() { "type" } else { "value" });
            it.value(
                &at,
                &HEADER_TYPE_CHANGED,
                &format!("the type of {whose}"),
                Some(shown(before)),
                Some(shown(after)),
            );
        }
    }
    // One that is always the same has neither a name in Rust nor an example, and cannot be left out.
    if old.carries_payload() && new.carries_payload() {
        let (before, after) = (Some(&old.rust_name), Some(&new.rust_name));
        it.value(&key("name"), &NAME_CHANGED, &format!("the Rust name of {whose}"), before, after);
        let rule = if new.optional { &HEADER_BECAME_OPTIONAL } else { &HEADER_BECAME_REQUIRED };
        it.value(&key("optional"), rule, &format!("`optional` of {whose}"), Some(old.optional), Some(new.optional));
        let given = (old.has_example.then_some(&old.example), new.has_example.then_some(&new.example));
        example::one(it, &key("example"), &format!("the example of {whose}"), given.0, given.1);
    }
    texts(it, &key("doc"), &FIELD_DOC_CHANGED, &format!("the doc of {whose}"), old.doc.as_deref(), new.doc.as_deref());
}

/// What a header holds, in the spec's words.
fn shown(ty: &HeaderType) -> String {
    let word = match ty {
        HeaderType::Delay => "delay",
        HeaderType::Integer => "integer",
        HeaderType::Unsigned => "integer, minimum: 0",
        HeaderType::String => "string",
        HeaderType::Date => "date",
        HeaderType::Constant(value) => return format!("value: {value}"),
    };
    word.to_owned()
}

/// `new` takes the required headers after the fields, in their order; the order of the others is the reader's alone.
fn arguments(it: &mut Comparison<'_>, at: &At, old: &[Header], new: &[Header]) {
    let is_argument = |it: &Header| it.carries_payload() && !it.optional;
    let names = |headers: &[Header], others: &[Header], all: bool| -> Vec<String> {
        let other = |header: &Header| others.iter().find(|it| is_same(it, header)).is_some_and(is_argument);
        let counts = |header: &&Header| all || is_argument(header) && other(header);
        headers.iter().filter(counts).map(|it| it.name.to_ascii_lowercase()).collect()
    };
    let (before, after) = (names(old, new, false), names(new, old, false));
    if !reordered(it, at, &FIELD_ORDER_CHANGED, "the arguments of `new`", &before, &after) {
        order(it, at, "the headers", &names(old, new, true), &names(new, old, true));
    }
}
