//! Things that are the same in another order.

use super::At;
use super::comparison::Comparison;
use super::rule::{Bump, Rule, Verdict, case, rules};

rules! {
    FIELD_ORDER_CHANGED = "field-order-changed":
        "Two arguments of `new` have changed places. What was added or removed does not count.",
        "`new` takes its arguments in this order. Two of one type are swapped, and nothing says so.",
        "Put them back into the old order, and new ones behind them.",
        [case("", Verdict::Safe, Verdict::Breaking, Bump::None, Bump::Major)];
    ORDER_CHANGED = "order-changed":
        "The same things stand in another order, and nothing depends on it.",
        "Readers see it and programs do not.",
        "",
        [case("", Verdict::Safe, Verdict::Safe, Bump::None, Bump::None)];
}

/// Finds things that have stayed and changed places.
pub(super) fn order(it: &mut Comparison<'_>, at: &At, what: &str, old: &[String], new: &[String]) {
    reordered(it, at, &ORDER_CHANGED, what, old, new);
}

/// Whether it has found some.
pub(super) fn reordered(
    it: &mut Comparison<'_>,
    at: &At,
    rule: &'static Rule,
    what: &str,
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
    let (before, after) = (before.join(", "), after.join(", "));
    let message = format!("the order of {what} is another");
    it.push(at.see(rule, "", Some(before), Some(after), message));
    true
}
