//! Witnesses: for each change that breaks clients, a response that a client built with the old book cannot read.

use std::fmt::Write;

use errbook_codegen::compat::{Change, Value, Verdict, diff};
use errbook_codegen::model::{Book, DelayUnit, ErrorDef};
use errbook_codegen::wire::Response;

use super::cases::{Case, all};
use super::model::{Model, is_clean};
use super::{AFTER, BEFORE, book_of, side};

/// Changes that affect clients although no response shows it, with the reason.
pub(super) static UNSEEN: &[(&str, &str)] = &[
    ("book-closed", "it is a promise about codes to come: no response of today breaks it"),
    ("code-reused", "a client from before the tombstone reads it, and takes it for the old error"),
    ("fallback-changed", "responses that no handler made are not among those that are tried"),
    ("tombstone-removed", "it is a guard that is gone: the next code of that name would be misread"),
];

fn responses<'a>(book: &'a Book, entry: &'a ErrorDef) -> impl Iterator<Item = Response> + 'a {
    entry.examples.iter().map(|it| Response::new(book, entry, it))
}

/// The unit of a delay.
fn unit(ty: Option<&Value>) -> Option<DelayUnit> {
    let ty = ty?.as_text();
    DelayUnit::WORDS.iter().map(|it| it.1).find(|unit| unit.delay() == ty)
}

/// The reason why a client of the old book fails.
fn witness(old: &Book, new: &Book, change: &Change) -> Option<String> {
    let client = Model::new(old);
    let entries = new.errors.iter().filter(|it| {
        // A renamed entry is found by its new code.
        let renamed = change.to.as_ref().filter(|_| change.rule.id == "code-renamed").map(Value::as_text);
        change.code().is_none_or(|code| renamed.as_deref().unwrap_or(code) == it.code)
    });
    for entry in entries {
        let before = old.error(&entry.code);
        if before.is_none() && change.rule.id != "code-renamed" {
            continue; // That it is unknown is what the client expects of it.
        }
        for (example, response) in entry.examples.iter().zip(responses(new, entry)) {
            let read = client.read(&response);
            if !before.is_some_and(|before| is_clean(before, entry, &example.values, &read)) {
                let untyped = read.outcome.err().map(|it| format!("{:?} ", it.0)).unwrap_or_default();
                return Some(format!("it reads {untyped}{:?}", read.problems));
            }
        }
        let before = before?;
        if let (Some(was), Some(is)) = (unit(change.from.as_ref()), unit(change.to.as_ref())) {
            return Some(format!("it takes a wait in `{}` for one in `{}`", is.as_str(), was.as_str()));
        }
        if before.retry.when != entry.retry.when {
            return Some(format!("it retries {:?}, and is to retry {:?}", before.retry.when, entry.retry.when));
        }
        for (was, is) in responses(old, before).zip(responses(new, entry)) {
            let has = |name: &str| is.headers.iter().any(|it| it.0.eq_ignore_ascii_case(name));
            if let Some((name, _)) = was.headers.iter().find(|it| !has(&it.0)) {
                return Some(format!("it looks for {name}, which does not come"));
            }
            let mut constants = before.constant_headers().filter(|it| !is.headers.iter().any(|other| other.1 == it.1));
            if let Some((header, value)) = constants.next() {
                return Some(format!("it finds something else than {value} in {}", header.name));
            }
        }
    }
    // A response that is no longer sent: the new book does not have the response that the client expects.
    let entry = old.error(change.code()?)?;
    let server = Model::new(new);
    let reads: Vec<_> = responses(old, entry).map(|it| server.read(&it)).collect();
    reads.iter().all(|it| it.outcome.is_err()).then(|| "it waits for a code that no server sends".to_owned())
}

#[test]
fn what_breaks_clients_has_a_witness() {
    let (mut table, mut missing) = (String::new(), Vec::new());
    for Case { rule, when, old, new, .. } in all() {
        let (old, new) = (side(BEFORE, &old), side(AFTER, &new));
        let (old, new) = (book_of(&old), book_of(&new));
        for change in diff(old, new) {
            if change.rule.id != rule || change.impact().client != Verdict::Breaking {
                continue;
            }
            let unseen = UNSEEN.iter().find(|it| it.0 == rule).map(|it| it.1);
            let found = witness(old, new, &change);
            if found.is_some() == unseen.is_some() {
                missing.push(format!("{rule} {when} at {}: {found:?}", change.path()));
            }
            let _ = writeln!(table, "{rule} at {}: {}", change.path(), found.as_deref().or(unseen).unwrap_or_default());
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
    insta::assert_snapshot!(table);
}
