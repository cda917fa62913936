//! Servers of random books: what is said to them of a change is what the compiler says of a program that uses all of the
//! old crate.

use std::collections::BTreeSet;

use errbook_codegen::compat::{Bump, Impact, RULES, Verdict};

use super::pairs::{Column, Complaint, Judge, Judged, Wrong, judged, missed, pairs};
use super::programs::{Compilation, compiled};
use super::random::Pair;
use super::templates::is_of_templates;

/// So many pairs are compiled.
const PAIRS: usize = 60;

/// Judges that say that a change breaks servers, or ask for a major version of the crate, where every program compiles; and
/// why they are right.
static COMPILES: &[(Judge, &str)] = &[
    (
        ("code-reused", ""),
        "the code was gone from the old crate: a server from before the tombstone has its old meaning",
    ),
    (("tombstone-removed", ""), "neither crate has the code: the next one of that name would be taken for the old one"),
    (("status-removed", ""), "`with_status` takes a number, and ignores one that the code does not have"),
    (("status-class-changed", ""), "a status is no part of a signature"),
    (("status-retry-changed", ""), "a status is no part of a signature"),
    (("status-changed", ""), "a status is no part of a signature"),
    (("envelope-changed", "one of them is not at its old place"), "the envelope is no part of a signature"),
    (("book-closed", ""), "the promise is in the documentation"),
];
/// Those where some programs compile: two arguments of one type are swapped; or the code had a payload before, and a server now has
/// to set a header that the crate sent by itself.
static MAY_COMPILE: &[Judge] =
    &[("field-order-changed", ""), ("header-type-changed", "it was constant, and became optional")];

/// Rules that ask for a minor version of the crate, or may surprise a server, without anything that a program names: the
/// compiler notices nothing if they are made milder.
static UNNAMED: &[&str] = &[
    "book-opened",
    "code-deprecated",
    "code-undeprecated",
    "fallback-changed",
    "meaning-changed",
    "replacement-changed",
    "retry-added",
    "retry-removed",
    "runtime-changed",
    "status-added",
    "status-default-changed",
];

fn compiles(judge: Judge) -> bool {
    COMPILES.iter().any(|it| it.0 == judge)
}

/// Whether a judgement says that the old program needs changes.
fn breaks(impact: Impact) -> bool {
    impact.server == Verdict::Breaking || impact.crate_bump == Bump::Major
}

/// Compares what is said to servers with what the compiler says.
fn complaints(all: &[Judged], compiler: &Compilation) -> Vec<Complaint> {
    let mut out = Vec::new();
    let mut complain = |column, text: &str| {
        let judges: Vec<Judge> = all.iter().map(|it| it.judge).collect();
        out.push((column, format!("{text}: {judges:?}")));
    };
    let is_worst = |column, it: Impact| match column {
        Column::Server => it.server == Verdict::Breaking,
        _ => it.crate_bump == Bump::Major,
    };
    for column in [Column::Server, Column::Crate] {
        let mut worst = all.iter().filter(|it| is_worst(column, it.impact));
        match &compiler.old_on_new {
            Some(error) if worst.all(|it| compiles(it.judge)) => {
                complain(column, &format!("the old program does not compile: {error}"));
            }
            None if !worst.all(|it| compiles(it.judge) || MAY_COMPILE.contains(&it.judge)) => {
                complain(column, "the old program compiles");
            }
            _ => {}
        }
    }
    let bump = all.iter().map(|it| it.impact.crate_bump).max().unwrap_or(Bump::None);
    if let Some(error) = compiler.new_on_old.as_ref().filter(|_| bump < Bump::Minor) {
        complain(Column::Crate, &format!("the new program needs more than the old crate has: {error}"));
    }
    out
}

/// Pairs that show the most: those in which one judge alone breaks servers, each in turn, then those in which one alone
/// gives them something new, then any.
fn chosen(count: usize) -> Vec<(Pair, Vec<Judged>)> {
    let mut seen: BTreeSet<BTreeSet<Judge>> = BTreeSet::new();
    let mut kinds: [Vec<(Pair, Vec<Judged>)>; 3] = Default::default();
    for pair in pairs() {
        let judged = judged(&pair);
        let of = |is_meant: fn(Impact) -> bool| -> BTreeSet<Judge> {
            judged.iter().filter(|it| is_meant(it.impact)).map(|it| it.judge).collect()
        };
        let (breaking, new) = (of(breaks), of(|it| it.crate_bump >= Bump::Minor));
        let kind = match (breaking.len(), new.len()) {
            (1, _) => 0,
            (0, 1) => 1,
            _ => 2,
        };
        if seen.insert(if kind == 0 { breaking } else { new }) {
            kinds[kind].push((pair, judged));
        }
    }
    kinds.into_iter().flatten().take(count).collect()
}

#[test]
fn what_is_said_to_servers_is_what_the_compiler_says() {
    let count = std::env::var("ERRBOOK_COMPILED_PAIRS").ok().and_then(|it| it.parse().ok()).unwrap_or(PAIRS);
    let chosen = chosen(count);
    let compilations = compiled(&chosen.iter().map(|it| it.0.books()).collect::<Vec<_>>());
    for ((pair, judged), compilation) in chosen.iter().zip(&compilations) {
        let complaints = complaints(judged, compilation);
        assert!(complaints.is_empty(), "{}\n{complaints:#?}", pair.shown());
    }
    if count < PAIRS {
        return; // They need not show every wrong verdict.
    }
    let all: Vec<(&[Judged], &Compilation)> = chosen.iter().map(|it| &*it.1).zip(&compilations).collect();
    let is_alone = |judge: Judge| {
        let is_it = |judged: &[Judged]| {
            let mut breaking = judged.iter().filter(|it| breaks(it.impact)).peekable();
            breaking.peek().is_some() && breaking.all(|it| it.judge == judge)
        };
        all.iter().any(|it| is_it(it.0))
    };
    let known = RULES.iter().flat_map(|rule| rule.cases.iter().map(|it| ((rule.id, it.when), it.impact)));
    let known = known.filter(|it| !is_of_templates(it.0));
    let hidden: Vec<Judge> = known.filter(|it| breaks(it.1)).map(|it| it.0).filter(|it| !is_alone(*it)).collect();
    assert!(hidden.is_empty(), "in no pair they alone break servers: {hidden:?}");

    let columns = [Column::Server, Column::Crate];
    let mut milder = missed(columns, Wrong::Milder, &all, complaints);
    milder.retain(|(_, judge)| !compiles(*judge) && !MAY_COMPILE.contains(judge) && !UNNAMED.contains(&judge.0));
    assert!(milder.is_empty(), "{milder:?}");
    let safe: Vec<_> = all.into_iter().filter(|it| !it.0.iter().any(|it| breaks(it.impact))).collect();
    assert!(safe.len() > PAIRS / 10, "{} safe pairs", safe.len());
    let worst = missed(columns, Wrong::Worst, &safe, complaints);
    assert!(worst.is_empty(), "{worst:?}");
}
