//! Headers: those that carry payload, and those that are constant.

use super::examples;
use super::fields::{
    FIELD_DOC_CHANGED, FIRST, NAME_CHANGED, OPTIONAL, REQUIRED, became_optional, became_required, must_pass,
    must_pass_required, need, of_first,
};
use super::order::{FIELD_ORDER_CHANGED, order, reordered};
use super::texts::{FORMATTING_ONLY, texts};
use super::types::{DELAY, UNREADABLE};
use crate::compat::context::Context;
use crate::compat::difference::{Difference, Kind};
use crate::compat::impact::{Bump, Section, Verdict, case};
use crate::compat::lattice::{Holds, Relation, relation};
use crate::compat::location::{Location, Step};
use crate::compat::matching::{is_same_header, neighbours};
use crate::compat::rule::{Rule, rules};
use crate::compat::value::Value;
use crate::compat::wording::{Part, code, quoted, wording};
use crate::model::{Header, HeaderType};

/// It carries no payload.
const CONSTANT: &str = "it is constant";
/// It carried none before.
const WAS_CONSTANT: &str = "it was constant";
/// It carried no payload before, and every response had it.
const WAS_ALWAYS: &str = "it was constant, and became optional";
/// It did.
const TYPED: &str = "it had a type";

rules! {
    HEADER_ADDED = "header-added" {
        summary: "A header was added.",
        rationale: "Existing clients ignore it. Servers must pass a required one; they never pass a constant one.",
        fix: "If a response may lack it, make it `optional: true`.",
        cases: &[
            case(REQUIRED, Verdict::Safe, Verdict::Breaking, Bump::Minor, Bump::Major),
            case(FIRST, Verdict::Safe, Verdict::Breaking, Bump::Minor, Bump::Major),
            case(OPTIONAL, Verdict::Safe, Verdict::Safe, Bump::Minor, Bump::Minor),
            case(CONSTANT, Verdict::Safe, Verdict::Safe, Bump::Minor, Bump::None),
        ],
        section: Section::Added,
        message: |it| wording!["the header ", name(it), " was added"],
        help: of_first,
        servers: Some(must_pass),
    }
    HEADER_REMOVED = "header-removed" {
        summary: "A header was removed.",
        rationale: "Existing clients look for it. Servers still pass it, unless it was constant.",
        fix: "Keep it until the next major version, and announce the removal in its `doc`.",
        cases: &[
            case(REQUIRED, Verdict::Breaking, Verdict::Breaking, Bump::Major, Bump::Major),
            case(OPTIONAL, Verdict::Dangerous, Verdict::Breaking, Bump::Minor, Bump::Major),
            case(CONSTANT, Verdict::Breaking, Verdict::Safe, Bump::Major, Bump::None),
        ],
        section: Section::Removed,
        message: |it| wording!["the header ", name(it), " was removed"],
        clients: Some(|it| wording!["do not expect ", it.member(), "."]),
        servers: Some(|it, _| wording!["do not pass ", it.member(), "."]),
    }
    HEADER_NARROWED = "header-narrowed" {
        summary: "The type of a header allows fewer values than before.",
        rationale: "Existing clients can read all remaining values. The Rust type changed.",
        fix: "Keep the type, and send fewer of its values.",
        cases: &[case("", Verdict::Safe, Verdict::Breaking, Bump::Minor, Bump::Major)],
        servers: Some(|it, _| wording!["pass ", it.member(), " as ", it.new_type(), "."]),
    }
    HEADER_WIDENED = "header-widened" {
        summary: "The type of a header allows more values than before.",
        rationale: "Existing clients receive values that they do not expect, and the Rust type changed.",
        fix: "Keep the header as it is, and add one of the new type.",
        cases: &[
            case(UNREADABLE, Verdict::Breaking, Verdict::Breaking, Bump::Major, Bump::Major),
            case(DELAY, Verdict::Dangerous, Verdict::Breaking, Bump::Minor, Bump::Major),
        ],
        clients: Some(|it| wording!["read ", it.member(), " as ", it.new_type(), "."]),
        servers: Some(|it, _| wording!["pass ", it.member(), " as ", it.new_type(), "."]),
    }
    HEADER_TYPE_CHANGED = "header-type-changed" {
        summary: "The type of a header changed, and neither type includes the other; or the header became constant or is no longer constant.",
        rationale: "Existing clients cannot read it, or compare it with a constant that no longer applies. The Rust type changed or was removed.",
        fix: "Keep the header as it is, and add one of the new type.",
        cases: &[
            case(TYPED, Verdict::Breaking, Verdict::Breaking, Bump::Major, Bump::Major),
            case(WAS_ALWAYS, Verdict::Breaking, Verdict::Breaking, Bump::Major, Bump::Major),
            case(WAS_CONSTANT, Verdict::Dangerous, Verdict::Breaking, Bump::Minor, Bump::Major),
        ],
        message: |it| match it.case.when {
            WAS_ALWAYS => it.value_message().then(wording![", and it became optional"]),
            _ => it.value_message(),
        },
        clients: Some(|it| match &it.to {
            Some(Value::Header(HeaderType::Constant { value })) => {
                wording!["expect ", it.member(), " to be always ", code(value), "."]
            }
            _ if it.case.when == WAS_ALWAYS => wording!["expect responses without ", it.member(), "."],
            _ => wording!["read ", it.member(), " as ", it.new_type(), "."],
        }),
        servers: Some(|it, _| match &it.to {
            Some(Value::Header(HeaderType::Constant { .. })) => wording!["do not pass ", it.member(), ": it is constant."],
            _ if it.case.when == WAS_ALWAYS => wording![
                "set ", it.member(), " as ", it.new_type(), " to send it: the crate no longer sends it automatically."
            ],
            _ => wording!["pass ", it.member(), " as ", it.new_type(), "."],
        }),
    }
    HEADER_BECAME_OPTIONAL = "header-became-optional" {
        summary: "A required header became optional.",
        rationale: "Clients that rely on it may not find it. `new` no longer takes it.",
        fix: "Keep it required.",
        cases: &[case("", Verdict::Breaking, Verdict::Breaking, Bump::Major, Bump::Major)],
        message: became_optional,
        clients: Some(|it| wording!["expect responses without ", it.member(), "."]),
        servers: Some(|it, name| {
            wording![it.constructor(name), " no longer takes ", it.member(), ": a method sets it."]
        }),
    }
    HEADER_BECAME_REQUIRED = "header-became-required" {
        summary: "An optional header became required.",
        rationale: "Servers must pass it.",
        fix: "Keep it `optional: true`, and always send it.",
        cases: &[case("", Verdict::Safe, Verdict::Breaking, Bump::Minor, Bump::Major)],
        message: became_required,
        servers: Some(must_pass_required),
    }
    HEADER_VALUE_CHANGED = "header-value-changed" {
        summary: "The value of a constant header changed.",
        rationale: "Clients that compare the value receive a different one.",
        fix: "Tell clients that compare the value.",
        cases: &[case("", Verdict::Dangerous, Verdict::Safe, Bump::Minor, Bump::Patch)],
    }
}

fn name(it: &Difference) -> Part {
    quoted(it.location.path.name().unwrap_or_default())
}

/// The headers of an entry. `is_first`: the code had no payload before.
pub(super) fn compare(it: &mut Context<'_>, at: &Location, old: &[Header], new: &[Header], is_first: bool) {
    let successor = |header: &Header| new.iter().find(|it| is_same_header(header, it));
    let beside = neighbours(&old.iter().collect::<Vec<_>>(), successor);
    let ty = |it: &Header| Some(Value::Header(it.ty.clone()));
    for (header, beside) in old.iter().zip(&beside).filter(|(header, _)| successor(header).is_none()) {
        let place = beside.map_or(at.new, |it| Some(it.now.places.whole()));
        let at = at.below(Step::Header(header.name.clone())).at(Some(header.places.whole()), place);
        let kind = Kind::HeaderRemoved { anchor: beside.map(|it| it.anchor(|it| it.name.clone())) };
        it.push(at.change(&HEADER_REMOVED, circumstances(header, false), kind, ty(header), None));
    }
    for header in new {
        let before = old.iter().find(|it| is_same_header(it, header));
        let old_place = before.map_or(at.old, |it| Some(it.places.whole()));
        let at = at.below(Step::Header(header.name.clone())).at(old_place, Some(header.places.whole()));
        if let Some(before) = before {
            one(it, &at, before, header);
        } else {
            let when = circumstances(header, is_first);
            it.push(at.change(&HEADER_ADDED, when, Kind::HeaderAdded, None, ty(header)));
        }
    }
    arguments(it, at, old, new);
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

/// A header of both books.
fn one(it: &mut Context<'_>, at: &Location, old: &Header, new: &Header) {
    if old.name != new.name {
        let (from, to) = (Some(Value::plain(&old.name)), Some(Value::plain(&new.name)));
        it.push(at.change(&FORMATTING_ONLY, "", Kind::LetterCase, from, to));
    }
    let key = |key| at.key(key, &old.places, &new.places);
    match (&old.ty, &new.ty) {
        (HeaderType::Constant { value: before }, HeaderType::Constant { value: after }) => {
            it.plain(&key("value"), &HEADER_VALUE_CHANGED, "the value", Some(before), Some(after));
        }
        (before, after) if before != after => {
            let (rule, when) = retyped(before, after, new.optional);
            let at = key(match (before, after) {
                (HeaderType::Delay { .. }, HeaderType::Delay { .. }) => "unit",
                (_, HeaderType::Constant { .. }) => "value",
                _ => "type",
            });
            let (from, to) = (Value::Header(before.clone()), Value::Header(after.clone()));
            it.push(at.change(rule, when, Kind::Value("the type"), Some(from), Some(to)));
        }
        _ => {}
    }
    // A constant header has neither a Rust name nor an example, and is never omitted.
    if old.carries_payload() && new.carries_payload() {
        it.plain(&key("name"), &NAME_CHANGED, "the Rust name", Some(&old.rust_name), Some(&new.rust_name));
        if old.optional != new.optional {
            let rule = if new.optional { &HEADER_BECAME_OPTIONAL } else { &HEADER_BECAME_REQUIRED };
            let (from, to) = (Some(Value::plain(old.optional)), Some(Value::plain(new.optional)));
            it.push(key("optional").change(rule, "", Kind::Optional, from, to));
        }
        let given = (old.has_example.then_some(&old.example), new.has_example.then_some(&new.example));
        examples::one(it, &key("example"), "the example", given.0, given.1);
    }
    let (before, after) = (old.doc.as_deref(), new.doc.as_deref());
    texts(it, &key("doc"), &FIELD_DOC_CHANGED, "the description", before, after);
}

/// The rule for a changed type, and its case.
fn retyped(old: &HeaderType, new: &HeaderType, is_optional: bool) -> (&'static Rule, &'static str) {
    if matches!(old, HeaderType::Constant { .. }) {
        return (&HEADER_TYPE_CHANGED, if is_optional { WAS_ALWAYS } else { WAS_CONSTANT });
    }
    match relation(Holds::Header(old), Holds::Header(new)) {
        Relation::Narrower => (&HEADER_NARROWED, ""),
        Relation::Wider => (&HEADER_WIDENED, UNREADABLE),
        Relation::WiderAndReadable => (&HEADER_WIDENED, DELAY),
        Relation::Same | Relation::Other => (&HEADER_TYPE_CHANGED, TYPED),
    }
}

/// `new` takes the required headers after the fields, in their order; the order of the others matters only to readers.
fn arguments(it: &mut Context<'_>, at: &Location, old: &[Header], new: &[Header]) {
    let is_argument = |it: &Header| it.carries_payload() && !it.optional;
    let names = |headers: &[Header], others: &[Header], all: bool| -> Vec<String> {
        let other = |header: &Header| others.iter().find(|it| is_same_header(it, header)).is_some_and(is_argument);
        let counts = |header: &&Header| all || is_argument(header) && other(header);
        headers.iter().filter(counts).map(|it| it.name.to_ascii_lowercase()).collect()
    };
    let (before, after) = (names(old, new, false), names(new, old, false));
    if !reordered(it, at, &FIELD_ORDER_CHANGED, "the arguments of `new`", &before, &after) {
        order(it, at, "the headers", &names(old, new, true), &names(new, old, true));
    }
}
