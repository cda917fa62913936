//! Codes that were added, removed or renamed.

use std::collections::{BTreeMap, BTreeSet};

use super::error;
use super::retired::tombstone;
use crate::compat::context::Context;
use crate::compat::difference::{Difference, Kind};
use crate::compat::impact::{Bump, Section, Verdict, case};
use crate::compat::location::Location;
use crate::compat::matching::{Neighbour, neighbours};
use crate::compat::renames::{self, Aspect, Evidence};
use crate::compat::rule::{Rule, rules};
use crate::compat::value::Value;
use crate::compat::wording::{Part, Wording, code, text, wording};
use crate::model::{ErrorDef, Retired};
use crate::text::yaml;

/// The book tells clients to expect unknown codes.
const OPEN: &str = "the book was open";
/// The book does not.
const CLOSED: &str = "the book was closed";
/// Whether a client sees the code.
const SENT: &str = "the code is sent";
const NOT_SENT: &str = "the code is not sent";

rules! {
    CODE_ADDED = "code-added" {
        summary: "A code was added.",
        rationale: "A client may not know it. An open book tells clients to expect that.",
        fix: "Tell clients before a server sends it. If codes may be added at any time, set `open: true`.",
        cases: &[
            case(CLOSED, Verdict::Dangerous, Verdict::Safe, Bump::Minor, Bump::Minor),
            case(OPEN, Verdict::Safe, Verdict::Safe, Bump::Minor, Bump::Minor),
        ],
        section: Section::Added,
        message: |it| match &it.kind {
            Kind::CodeAdded { status } => {
                wording!["the code ", new_code(it), " was added, with status ", text(status)]
            }
            _ => it.value_message(),
        },
    }
    CODE_REMOVED = "code-removed" {
        summary: "A code was removed without a tombstone under `retired`. No version allows that; only a waiver does.",
        rationale: "Its constant and its documentation disappear, and nothing prevents reuse of the code for a different error.",
        cases: &[case("", Verdict::Breaking, Verdict::Breaking, Bump::Major, Bump::Major)],
        needs_waiver: true,
        section: Section::Removed,
        message: |it| wording!["the code ", old_code(it), " was removed without a tombstone"],
        help: |it| match &it.kind {
            Kind::CodeRemoved { tombstone: left, .. } => Some(wording![
                "Add a tombstone under `retired`, so that the code is never reused: ",
                code(&tombstone(left)), "."
            ]),
            _ => None,
        },
        clients: Some(no_longer_sent),
        servers: Some(no_longer_built),
    }
    CODE_RETIRED = "code-retired" {
        summary: "A deprecated code was removed, with a tombstone.",
        rationale: "Its deprecation was announced, but callers may still use it.",
        fix: "Name the replacement in the changelog.",
        cases: &[case("", Verdict::Dangerous, Verdict::Breaking, Bump::Minor, Bump::Major)],
        section: Section::Removed,
        message: was_retired,
        clients: Some(no_longer_sent),
        servers: Some(no_longer_built),
    }
    CODE_RETIRED_EARLY = "code-retired-early" {
        summary: "A code that was never deprecated was removed, with a tombstone.",
        rationale: "Its removal was not announced.",
        cases: &[case("", Verdict::Breaking, Verdict::Breaking, Bump::Major, Bump::Major)],
        section: Section::Removed,
        message: was_retired,
        help: |it| match &it.kind {
            Kind::CodeRetired { deprecating, .. } => Some(wording![
                "Keep it for now with ", code(&format!("deprecated: {{since: {}}}", yaml(deprecating))),
                ", and retire it in the next major version."
            ]),
            _ => None,
        },
        clients: Some(no_longer_sent),
        servers: Some(no_longer_built),
    }
    CODE_RENAMED = "code-renamed" {
        summary: "A code was renamed, according to its tombstone.",
        rationale: "The code is the contract: existing clients do not know the new one. A code that is not sent is a name in Rust and in the docs.",
        cases: &[
            case(SENT, Verdict::Breaking, Verdict::Breaking, Bump::Major, Bump::Major),
            case(NOT_SENT, Verdict::Safe, Verdict::Breaking, Bump::None, Bump::Major),
        ],
        message: |it| wording!["the code ", old_code(it), " was renamed to ", new_code(it)],
        help: |it| Some(if it.case.when == SENT {
            wording!["Clients must handle ", new_code(it), " too, until every server is updated."]
        } else {
            wording!["Responses stay the same. To keep the Rust names as well, set `name` to the old one."]
        }),
        clients: Some(|it| wording![
            "handle ", it.new_value(), ", and ", it.old_value(), " too until every server is updated."
        ]),
        servers: Some(|it, _| wording![
            "use ", it.new_value(), " instead of ", it.old_value(), ": the constant and the type were renamed."
        ]),
    }
    CODE_POSSIBLE_RENAME = "code-possible-rename" {
        summary: "A code was removed and another added, and they mostly agree in code, meaning, remediation, message, fields and status.",
        rationale: "If they are the same error under two names, declare that in the tombstone. This note changes neither verdict.",
        cases: &[case("", Verdict::Note, Verdict::Note, Bump::None, Bump::None)],
        message: |it| match &it.kind {
            Kind::PossibleRename { evidence, status, .. } => {
                let renamed = wording!["the code ", old_code(it), " may have been renamed to ", new_code(it), ": "];
                renamed.then(agreement(evidence, *status))
            }
            _ => it.value_message(),
        },
        help: |it| match &it.kind {
            Kind::PossibleRename { tombstone: left, .. } => {
                Some(wording!["If it is the same error, declare that in its tombstone: ", code(&tombstone(left)), "."])
            }
            _ => None,
        },
    }
}

/// The similarities and differences: "same meaning and fields; the status was 400".
fn agreement(it: &Evidence, status: u16) -> Wording {
    let mut clauses: Vec<Wording> = Vec::new();
    for (how, aspects) in [("same ", &it.same), ("similar ", &it.similar), ("different ", &it.different)] {
        // The note is about the codes, so their difference is omitted; the status is described below.
        let is_said = |it: &&Aspect| match it {
            Aspect::Code => how == "similar ",
            Aspect::Status => how == "same ",
            _ => true,
        };
        let nouns: Vec<&'static str> = aspects.iter().filter(is_said).map(|it| it.as_str()).collect();
        if let [first, rest @ ..] = nouns.as_slice() {
            let mut clause = wording![how, *first];
            for (at, noun) in rest.iter().enumerate() {
                clause = clause.then(wording![if at + 1 == rest.len() { " and " } else { ", " }, *noun]);
            }
            clauses.push(clause);
        }
    }
    if it.same.contains(&Aspect::Code) {
        clauses.push(wording!["the codes differ only in letter case and separators"]);
    }
    if it.different.contains(&Aspect::Status) {
        clauses.push(wording!["the status was ", text(&status)]);
    }
    let mut out = Wording::default();
    for (at, clause) in clauses.into_iter().enumerate() {
        out = if at == 0 { clause } else { out.then(wording!["; "]).then(clause) };
    }
    out
}

/// A code is never shortened: two long ones may share a prefix.
fn old_code(it: &Difference) -> Part {
    it.old_value()
}

fn new_code(it: &Difference) -> Part {
    it.new_value()
}

fn was_retired(it: &Difference) -> Wording {
    let retired = match &it.kind {
        Kind::CodeRetired { deprecated: Some(since), .. } => {
            wording!["the code ", old_code(it), ", deprecated since ", text(since), ", was retired"]
        }
        _ => wording!["the code ", old_code(it), " was retired without being deprecated first"],
    };
    match &it.to {
        Some(_) => retired.then(wording!["; its replacement is ", new_code(it)]),
        None => retired,
    }
}

fn no_longer_sent(it: &Difference) -> Wording {
    match &it.to {
        Some(_) => wording!["handle ", it.new_value(), "; ", it.old_value(), " is no longer sent."],
        None => wording!["do not wait for ", it.old_value(), ": it is no longer sent."],
    }
}

fn no_longer_built(it: &Difference, _: &str) -> Wording {
    let other = if it.to.is_some() { it.new_value() } else { "another code".into() };
    wording!["return ", other, " instead of ", it.old_value(), ": its constant and its type were removed."]
}

pub(in crate::compat) fn compare(it: &mut Context<'_>) {
    let (old, new) = (it.old, it.new);
    let before: BTreeMap<&str, &ErrorDef> = old.errors.iter().map(|it| (&*it.code, it)).collect();
    let after: BTreeMap<&str, &ErrorDef> = new.errors.iter().map(|it| (&*it.code, it)).collect();
    let tombstones: BTreeMap<&str, &Retired> = new.retired.iter().map(|it| (&*it.code, it)).collect();
    let reused: BTreeSet<&str> = old.retired.iter().map(|it| &*it.code).collect();
    let entries = in_file_order(old);
    let beside = beside(&entries, &after);
    let mut renamed = BTreeSet::new();
    let mut lost = Vec::new();
    for (entry, beside) in entries.iter().zip(beside) {
        if let Some(now) = after.get(&*entry.code) {
            error::compare(it, entry, now);
            continue;
        }
        let tombstone = tombstones.get(&*entry.code).copied();
        let Some(target) = tombstone.and_then(|it| it.renamed_to.as_deref()) else {
            if tombstone.is_none_or(|it| it.replacement.is_none()) {
                lost.push(*entry);
            }
            match tombstone {
                Some(tombstone) => retired(it, entry, tombstone),
                None => removed(it, entry, beside),
            }
            continue;
        };
        let at = of_code(&entry.code, Some(entry), tombstone.map(|it| it.places.whole()));
        let (from, to) = (Some(Value::plain(&entry.code)), Some(Value::plain(target)));
        let now = after.get(target);
        let is_sent = old.sends_code(entry) || now.is_none_or(|now| new.sends_code(now));
        let when = if is_sent { SENT } else { NOT_SENT };
        it.push(at.change(&CODE_RENAMED, when, Kind::Renamed, from, to));
        // Two codes may be merged into one, which is compared with the first of them, or into an existing one.
        if let Some(now) = after.get(target).filter(|_| !before.contains_key(target) && renamed.insert(target)) {
            error::compare(it, entry, now);
        }
    }
    let is_new = |it: &&ErrorDef| {
        let code = &*it.code;
        !before.contains_key(code) && !reused.contains(code) && !renamed.contains(code)
    };
    let gained: Vec<&ErrorDef> = new.errors.iter().filter(is_new).collect();
    for entry in &gained {
        let at = of_code(&entry.code, None, Some(entry.places.of("code")));
        let kind = Kind::CodeAdded { status: entry.status() };
        let when = if old.api.open { OPEN } else { CLOSED };
        it.push(at.change(&CODE_ADDED, when, kind, None, Some(Value::plain(&entry.code))));
    }
    possible_renames(it, &lost, &gained);
}

/// The neighbours of an entry in its file differ from those in the book.
fn in_file_order(book: &crate::model::Book) -> Vec<&ErrorDef> {
    let mut entries: Vec<&ErrorDef> = book.errors.iter().collect();
    entries.sort_by_key(|it| it.places.whole());
    entries
}

/// For each entry the nearest one that still exists: in its own file, or else in any.
fn beside<'e, 'n>(
    entries: &[&'e ErrorDef],
    after: &BTreeMap<&str, &'n ErrorDef>,
) -> Vec<Option<Neighbour<&'e ErrorDef, &'n ErrorDef>>> {
    let stayed = |it: &ErrorDef| after.get(&*it.code).copied();
    let files = entries.chunk_by(|a, b| a.places.whole().file == b.places.whole().file);
    let in_file = files.flat_map(|it| neighbours(it, stayed));
    in_file.zip(neighbours(entries, stayed)).map(|(near, far)| near.or(far)).collect()
}

fn of_code(code: &str, old: Option<&ErrorDef>, new: Option<crate::source::Span>) -> Location {
    Location::new(Some(code), "code", old.map(|it| it.places.of("code")), new)
}

fn removed(it: &mut Context<'_>, entry: &ErrorDef, beside: Option<Neighbour<&ErrorDef, &ErrorDef>>) {
    let place = beside.map_or(it.new.api.places.whole(), |it| it.now.places.of("code"));
    let replacement = entry.deprecated.as_ref().and_then(|it| it.replacement.clone());
    let tombstone = Retired {
        code: entry.code.clone(),
        since: it.version_of(retirement(entry)),
        replacement: replacement.filter(|code| it.new.error(code).is_some()),
        renamed_to: None,
        places: entry.places.clone(),
    };
    let kind = Kind::CodeRemoved { anchor: beside.map(|it| it.anchor(|it| it.code.clone())), tombstone };
    let at = of_code(&entry.code, Some(entry), Some(place));
    it.push(at.change(&CODE_REMOVED, "", kind, Some(Value::plain(&entry.code)), None));
}

fn retired(it: &mut Context<'_>, entry: &ErrorDef, tombstone: &Retired) {
    let at = of_code(&entry.code, Some(entry), Some(tombstone.places.whole()));
    let deprecated = entry.deprecated.as_ref().map(|it| it.since.clone());
    let deprecating = it.version_of(&error::CODE_DEPRECATED);
    let to = tombstone.replacement.as_ref().map(Value::plain);
    it.push(at.change(
        retirement(entry),
        "",
        Kind::CodeRetired { deprecated, deprecating },
        Some(Value::plain(&entry.code)),
        to,
    ));
}

/// The rule that reports the retirement of a code.
fn retirement(entry: &ErrorDef) -> &'static Rule {
    if entry.deprecated.is_some() { &CODE_RETIRED } else { &CODE_RETIRED_EARLY }
}

/// Pairs removed and added codes that are similar.
fn possible_renames(it: &mut Context<'_>, lost: &[&ErrorDef], gained: &[&ErrorDef]) {
    for (old, new, evidence) in renames::pairs(&it.old.errors, lost, gained) {
        let tombstone = Retired {
            code: old.code.clone(),
            since: it.version_of(&CODE_RENAMED),
            replacement: None,
            renamed_to: Some(new.code.clone()),
            places: new.places.clone(),
        };
        let at = of_code(&old.code, Some(old), Some(new.places.of("code")));
        let (from, to) = (Some(Value::plain(&old.code)), Some(Value::plain(&new.code)));
        let kind = Kind::PossibleRename { tombstone, evidence, status: old.status() };
        it.push(at.change(&CODE_POSSIBLE_RENAME, "", kind, from, to));
    }
}
