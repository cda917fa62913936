//! Codes that came, went, or live on under another name.

use std::collections::{BTreeMap, BTreeSet};

use super::comparison::Comparison;
use super::neighbour::{Neighbour, neighbours, stood};
use super::retired::tombstone;
use super::rule::{Bump, Verdict, case, rules};
use super::{At, entry};
use crate::model::{ErrorDef, Field, Retired, Type};
use crate::text::quoted;

rules! {
    CODE_ADDED = "code-added":
        "A code is new.",
        "A client may not know it. An open book has told clients to expect that.",
        "Tell clients before a server sends it. A book that may grow is `open`.",
        [
            case("the book was closed", Verdict::Dangerous, Verdict::Safe, Bump::Minor, Bump::Minor),
            case("the book was open", Verdict::Safe, Verdict::Safe, Bump::Minor, Bump::Minor),
        ];
    CODE_REMOVED = "code-removed":
        "A code is gone and has left no tombstone under `retired`. No version allows that; only a waiver does.",
        "Constants and documentation vanish, and nothing stops the code from being used again for something else.",
        "",
        [case("", Verdict::Breaking, Verdict::Breaking, Bump::Major, Bump::Major)];
    CODE_RETIRED = "code-retired":
        "A code that was deprecated is gone, and has left a tombstone.",
        "It was announced. Callers still name it.",
        "Say in the changelog what callers use instead.",
        [case("", Verdict::Dangerous, Verdict::Breaking, Bump::Minor, Bump::Major)];
    CODE_RETIRED_EARLY = "code-retired-early":
        "A code that was never deprecated is gone. It has left a tombstone.",
        "Nobody was told.",
        "",
        [case("", Verdict::Breaking, Verdict::Breaking, Bump::Major, Bump::Major)];
    CODE_RENAMED = "code-renamed":
        "A code lives on under another name, as its tombstone says.",
        "The code is the contract: old clients do not know the new one.",
        "",
        [case("", Verdict::Breaking, Verdict::Breaking, Bump::Major, Bump::Major)];
    CODE_POSSIBLE_RENAME = "code-possible-rename":
        "One code is gone, one is new, and they have the same status and fields.",
        "If it is one error under two names, its tombstone should say so. The hint makes neither change any better.",
        "",
        [case("", Verdict::Note, Verdict::Note, Bump::None, Bump::None)];
}

pub(super) fn compare(it: &mut Comparison<'_>) {
    let (old, new) = (it.old, it.new);
    let before: BTreeMap<&str, &ErrorDef> = old.errors.iter().map(|it| (&*it.code, it)).collect();
    let after: BTreeMap<&str, &ErrorDef> = new.errors.iter().map(|it| (&*it.code, it)).collect();
    let tombstones: BTreeMap<&str, &Retired> = new.retired.iter().map(|it| (&*it.code, it)).collect();
    let reused: BTreeSet<&str> = old.retired.iter().map(|it| &*it.code).collect();
    // In the order of the files: what stands beside an entry there is not what stands beside it in the book.
    let mut entries: Vec<&ErrorDef> = old.errors.iter().collect();
    entries.sort_by_key(|it| it.places.whole());
    let stayed = |it: &ErrorDef| after.get(&*it.code).copied();
    let in_file = entries.chunk_by(|a, b| a.places.whole().file == b.places.whole().file);
    let in_file = in_file.flat_map(|it| neighbours(it, stayed));
    let beside: Vec<_> = in_file.zip(neighbours(&entries, stayed)).map(|(near, far)| near.or(far)).collect();
    let mut renamed = BTreeSet::new();
    let mut lost = Vec::new();
    for (entry, beside) in entries.iter().zip(beside) {
        if let Some(now) = after.get(&*entry.code) {
            entry::compare(it, entry, now);
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
        let place = tombstone.map(|it| it.places.whole());
        let at = At::new(Some(&entry.code), "code", Some(entry.places.of("code")), place);
        let message = format!("the code {} is called {} now", quoted(&entry.code), quoted(target));
        let change = at.see(&CODE_RENAMED, "", Some(entry.code.clone()), Some(target.to_owned()), message);
        it.push(change.help(format!("Clients must look for {} as well until no old server is left.", quoted(target))));
        // Two codes may become one, which is compared with the first of them; or one that was there before.
        if let Some(now) = after.get(target).filter(|_| !before.contains_key(target) && renamed.insert(target)) {
            entry::compare(it, entry, now);
        }
    }
    let is_new = |it: &&ErrorDef| {
        let code = &*it.code;
        !before.contains_key(code) && !reused.contains(code) && !renamed.contains(code)
    };
    let gained: Vec<&ErrorDef> = new.errors.iter().filter(is_new).collect();
    for entry in &gained {
        let at = At::new(Some(&entry.code), "code", None, Some(entry.places.of("code")));
        let when = if old.api.open { "the book was open" } else { "the book was closed" };
        let message = format!("the code {} is new, with status {}", quoted(&entry.code), entry.status());
        it.push(at.see(&CODE_ADDED, when, None, Some(entry.code.clone()), message));
    }
    possible_renames(it, &lost, &gained);
}

fn removed(it: &mut Comparison<'_>, entry: &ErrorDef, beside: Option<Neighbour<&ErrorDef, &ErrorDef>>) {
    let was = stood(beside.as_ref(), |it| quoted(&it.code));
    let place = beside.map_or(it.new.api.places.whole(), |it| it.now.places.of("code"));
    let at = At::new(Some(&entry.code), "code", Some(entry.places.of("code")), Some(place));
    let message = format!("the code {} is gone, and left no tombstone{was}", quoted(&entry.code));
    let replacement = entry.deprecated.as_ref().and_then(|it| it.replacement.clone());
    let left = Retired {
        code: entry.code.clone(),
        since: it.since.clone(),
        replacement: replacement.filter(|code| it.new.error(code).is_some()),
        renamed_to: None,
        places: entry.places.clone(),
    };
    let help = format!(
        "Leave a tombstone, so that the code is never used again. Under `retired`, with the version that takes it away: \
         `{}`.",
        tombstone(&left)
    );
    it.push(at.see(&CODE_REMOVED, "", Some(entry.code.clone()), None, message).help(help));
}

fn retired(it: &mut Comparison<'_>, entry: &ErrorDef, tombstone: &Retired) {
    let place = Some(tombstone.places.whole());
    let at = At::new(Some(&entry.code), "code", Some(entry.places.of("code")), place);
    let see = |rule, message| at.see(rule, "", Some(entry.code.clone()), tombstone.replacement.clone(), message);
    let instead = tombstone.replacement.as_ref().map(|it| format!("; {} is to be used instead", quoted(it)));
    let instead = instead.unwrap_or_default();
    let code = quoted(&entry.code);
    it.push(if let Some(deprecated) = &entry.deprecated {
        let since = &deprecated.since;
        see(&CODE_RETIRED, format!("the code {code} is retired, deprecated since {since}{instead}"))
    } else {
        let help = "Keep it for now with `deprecated: {since: …}`, and retire it with the next major version.";
        let message = format!("the code {code} is retired without having been deprecated{instead}");
        see(&CODE_RETIRED_EARLY, message).help(help)
    });
}

/// Pairs what is gone with what is new where there is one of each with the same status and fields, and no more.
fn possible_renames(it: &mut Comparison<'_>, lost: &[&ErrorDef], gained: &[&ErrorDef]) {
    let mut alike: BTreeMap<String, (Vec<&ErrorDef>, Vec<&ErrorDef>)> = BTreeMap::new();
    for entry in lost {
        alike.entry(signature(entry)).or_default().0.push(entry);
    }
    for entry in gained {
        alike.entry(signature(entry)).or_default().1.push(entry);
    }
    for (old, new) in alike.values() {
        let ([old], [new]) = (old.as_slice(), new.as_slice()) else { continue };
        let at = At::new(Some(&old.code), "code", Some(old.places.of("code")), Some(new.places.of("code")));
        let (was, is) = (quoted(&old.code), quoted(&new.code));
        let message = format!("{was} may be called {is} now: both have the same status and fields");
        let left = Retired {
            code: old.code.clone(),
            since: it.since.clone(),
            replacement: None,
            renamed_to: Some(new.code.clone()),
            places: new.places.clone(),
        };
        let help = format!("If it is the same error, let its tombstone say so: `{}`.", tombstone(&left));
        let change = at.see(&CODE_POSSIBLE_RENAME, "", Some(old.code.clone()), Some(new.code.clone()), message);
        it.push(change.help(help));
    }
}

/// What two names of one error have in common.
fn signature(entry: &ErrorDef) -> String {
    let fields: Vec<String> = entry.fields.iter().map(field).collect();
    let headers: Vec<String> = entry
        .headers
        .iter()
        .map(|it| format!("{}: {:?} {}", it.name.to_ascii_lowercase(), it.ty, it.optional))
        .collect();
    format!("{:?} {fields:?} {headers:?}", entry.statuses)
}

fn field(it: &Field) -> String {
    format!("{}: {} {}", it.name, ty(&it.ty), it.optional)
}

/// A type without its names in Rust, which follow the code's.
fn ty(it: &Type) -> String {
    match it {
        Type::Enum { values, .. } => format!("enum {:?}", values.iter().map(|it| &it.value).collect::<Vec<_>>()),
        Type::Object { fields, .. } => format!("object {:?}", fields.iter().map(field).collect::<Vec<_>>()),
        Type::List { of } => format!("list {}", ty(of)),
        plain => format!("{plain:?}"),
    }
}
