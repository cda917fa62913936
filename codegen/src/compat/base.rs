//! A base without the book: a book that seems new may be an old one that was not found.

use super::change::Change;
use super::difference::{Difference, Kind, OtherBook};
use super::impact::{Bump, Verdict, case};
use super::location::{Location, Step};
use super::rule::rules;
use super::value::Value;
use super::wording::{Part, Wording, code, wording};
use crate::model::Api;

rules! {
    BASE_WITHOUT_BOOK = "base-without-book" {
        summary: "The base has no book of this crate, but has other books or an unreadable submodule.",
        rationale: "A book that was both moved and renamed would pass as new, with all its breaking changes.",
        cases: &[case("", Verdict::Policy, Verdict::Policy, Bump::None, Bump::None)],
        message: message,
        help: help,
    }
}

/// How many of the other books are named.
const NAMED: usize = 5;

/// `` `cart-errors` in `cart/spec`, the submodule `contracts` ``.
pub(super) fn named(others: &[OtherBook]) -> Wording {
    let mut out = wording![];
    for (at, other) in others.iter().take(NAMED).enumerate() {
        let folder: Part = if other.folder.is_empty() { "the root folder".into() } else { code(&other.folder) };
        out = out.then(wording![if at > 0 { ", " } else { "" }]).then(match &other.crate_name {
            Some(name) => wording![code(name), " in ", folder],
            None => wording!["the submodule ", folder, ", which cannot be read"],
        });
    }
    match others.len().saturating_sub(NAMED) {
        0 => out,
        more => out.then(wording![" and ", code(&more), " more"]),
    }
}

fn message(it: &Difference) -> Wording {
    let Kind::NoBook { others, .. } = &it.kind else { return it.value_message() };
    wording!["the base has no book of ", it.new_value(), ", only "].then(named(others))
}

fn help(it: &Difference) -> Option<Wording> {
    let Kind::NoBook { others, first } = &it.kind else { return None };
    let mut help = wording!["If the book is new, run the command with `--new-book`."];
    if let Some(first) = first {
        let argument = code(&format!("--base {first}"));
        help = help.then(wording![" If it was renamed, name the folder of its old book: ", argument, "."]);
    }
    if others.iter().any(|it| it.crate_name.is_none()) {
        help = help.then(wording![" If it is in a submodule, fetch that first: the command prints how."]);
    }
    Some(help)
}

/// The policy that fails if the base has other books and not this one.
pub(super) fn policy(api: &Api, others: &[OtherBook], first: Option<String>) -> Change {
    let at = Location::new(None, "api", None, Some(api.places.of("crate"))).below(Step::Key("crate"));
    let kind = Kind::NoBook { others: others.to_vec(), first };
    at.change(&BASE_WITHOUT_BOOK, "", kind, None, Some(Value::plain(&api.crate_name)))
}
