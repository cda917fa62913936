//! The same items in a different order.

use crate::compat::context::Context;
use crate::compat::difference::Kind;
use crate::compat::impact::{Bump, Verdict, case};
use crate::compat::location::Location;
use crate::compat::rule::{Rule, rules};
use crate::compat::value::Value;
use crate::compat::wording::{text, wording};

rules! {
    FIELD_ORDER_CHANGED = "field-order-changed" {
        summary: "The order of the arguments of `new` changed. Added and removed ones do not count.",
        rationale: "Callers pass them by position: two of the same type would be swapped without an error.",
        fix: "Restore the old order, and append new fields.",
        cases: &[case("", Verdict::Safe, Verdict::Breaking, Bump::None, Bump::Major)],
        servers: Some(|it, name| {
            wording![
                "pass the arguments of ", it.constructor(name), " in this order: ", text(&it.new_text()),
                ". Before, it was ", text(&it.old_text()), "."
            ]
        }),
    }
    ORDER_CHANGED = "order-changed" {
        summary: "The same items are in a different order, and nothing depends on the order.",
        rationale: "Readers see it; programs do not.",
        cases: &[case("", Verdict::Safe, Verdict::Safe, Bump::None, Bump::None)],
    }
}

/// Reports remaining items whose order changed.
pub(super) fn order(it: &mut Context<'_>, at: &Location, what: &'static str, old: &[String], new: &[String]) {
    reordered(it, at, &ORDER_CHANGED, what, old, new);
}

/// The same by a given rule. Returns whether there were any.
pub(super) fn reordered(
    it: &mut Context<'_>,
    at: &Location,
    rule: &'static Rule,
    what: &'static str,
    old: &[String],
    new: &[String],
) -> bool {
    let stayed = |all: &[String], others: &[String]| -> Vec<String> {
        all.iter().filter(|it| others.contains(it)).cloned().collect()
    };
    let (before, after) = (stayed(old, new), stayed(new, old));
    if before == after {
        return false;
    }
    it.push(at.change(rule, "", Kind::Order(what), Some(Value::List(before)), Some(Value::List(after))));
    true
}
