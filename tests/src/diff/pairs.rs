//! Random pairs of books, judged: what is said to clients of a change is what a client of the old book notices. Verdicts
//! that are made wrong on purpose are caught.

use std::collections::BTreeSet;

use errbook_codegen::compat::{Bump, Change, Impact, RULES, Verdict, diff};

use super::noticed::{Noticed, noticed};
use super::random::Pair;
use super::templates::is_of_templates;
use super::witnesses::UNSEEN;

/// So many pairs are judged.
const PAIRS: u64 = 2_400;

/// Pairs, the same ones in each run. `ERRBOOK_PAIRS` is how many a person wants to try.
pub(crate) fn pairs() -> impl Iterator<Item = Pair> {
    let count = std::env::var("ERRBOOK_PAIRS").ok().and_then(|it| it.parse().ok()).unwrap_or(PAIRS);
    (0..count).map(Pair::of)
}

/// A rule, and the circumstances in which it judged.
pub(crate) type Judge = (&'static str, &'static str);

/// A judgement as a value, which a test may make wrong.
#[derive(Debug, Clone)]
pub(crate) struct Judged {
    pub(crate) judge: Judge,
    code: Option<String>,
    pub(crate) impact: Impact,
}

pub(crate) fn judged(pair: &Pair) -> Vec<Judged> {
    let (old, new) = pair.books();
    let one = |it: &Change| {
        let judge = (it.rule.id, it.case.when);
        Judged { judge, code: it.code().map(str::to_owned), impact: it.impact() }
    };
    diff(old, new).iter().map(one).collect()
}

/// A part of a judgement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Column {
    Client,
    Server,
    Contract,
    Crate,
}

/// A step by which a judgement is made wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Wrong {
    /// One step better than it is.
    Milder,
    /// As bad as can be.
    Worst,
}

/// The same judgements, of which those of one judge are wrong in one column. `None`: they cannot be wrong in this way.
fn made_wrong(all: &[Judged], judge: Judge, column: Column, wrong: Wrong) -> Option<Vec<Judged>> {
    let verdict = |it: &mut Verdict| {
        // To programs a note is as safe as what is called so.
        let to = match (wrong, *it) {
            (Wrong::Worst, Verdict::Breaking | Verdict::Policy) | (Wrong::Milder, Verdict::Safe | Verdict::Note) => {
                None
            }
            (Wrong::Worst, _) => Some(Verdict::Breaking),
            (Wrong::Milder, Verdict::Breaking) => Some(Verdict::Dangerous),
            (Wrong::Milder, _) => Some(Verdict::Safe),
        };
        to.map(|to| *it = to)
    };
    let bump = |it: &mut Bump| {
        // Nothing tells a patch from no change but documents.
        let to = match (wrong, *it) {
            (Wrong::Worst, Bump::Major) | (Wrong::Milder, Bump::None | Bump::Patch) => None,
            (Wrong::Worst, _) => Some(Bump::Major),
            (Wrong::Milder, Bump::Major) => Some(Bump::Minor),
            (Wrong::Milder, Bump::Minor) => Some(Bump::Patch),
        };
        to.map(|to| *it = to)
    };
    let mut all = all.to_vec();
    let mut is_wrong = false;
    for Judged { impact, .. } in all.iter_mut().filter(|it| it.judge == judge) {
        is_wrong |= match column {
            Column::Client => verdict(&mut impact.client),
            Column::Server => verdict(&mut impact.server),
            Column::Contract => bump(&mut impact.contract),
            Column::Crate => bump(&mut impact.crate_bump),
        }
        .is_some();
    }
    is_wrong.then_some(all)
}

/// What is wrong with judgements: in which column, and why.
pub(crate) type Complaint = (Column, String);

/// Wrong judgements that no complaint shows, of those that can be made of some. Each comes with what was observed.
pub(crate) fn missed<T>(
    columns: [Column; 2],
    wrong: Wrong,
    all: &[(&[Judged], &T)],
    complaints: fn(&[Judged], &T) -> Vec<Complaint>,
) -> BTreeSet<(Column, Judge)> {
    let judges: BTreeSet<Judge> = all.iter().flat_map(|it| it.0).map(|it| it.judge).collect();
    let mut out = BTreeSet::new();
    for (judge, column) in judges.into_iter().flat_map(|judge| columns.map(|column| (judge, column))) {
        let made = all.iter().filter_map(|(it, observed)| Some((made_wrong(it, judge, column, wrong)?, observed)));
        let mut is_caught = made.map(|(it, observed)| complaints(&it, observed).iter().any(|it| it.0 == column));
        if is_caught.next().is_some_and(|first| !first && !is_caught.any(|it| it)) {
            out.insert((column, judge));
        }
    }
    out
}

/// Judges that are right to call a change worse than what a client notices of it, and why.
static STRICT: &[(Judge, &str)] = &[
    (
        ("envelope-changed", "one of them is not at its old place"),
        "the body is the same where what moved is not in it: the fields of an error that has none",
    ),
    (("field-renamed", ""), "an optional field that is never found is no fault to a client"),
    (
        ("field-type-changed", ""),
        "two types may share values, such as an enum's and a timestamp's, or delays in two units",
    ),
    (
        ("header-type-changed", "it had a type"),
        "a constant value, or a delay in another unit, may be one of the old type",
    ),
];

fn is_strict(judge: Judge) -> bool {
    STRICT.iter().any(|it| it.0 == judge) || UNSEEN.iter().any(|it| it.0 == judge.0)
}

/// Compares what is said to clients with what they notice.
fn complaints(all: &[Judged], noticed: &Vec<Noticed>) -> Vec<Complaint> {
    let mut out = Vec::new();
    for it in noticed {
        let own = || all.iter().filter(|judged| judged.code.as_ref().is_none_or(|code| *code == it.code));
        let level = |judged: &Judged| Some(judged.impact.client).filter(|it| *it != Verdict::Note);
        let said = own().filter_map(level).max().unwrap_or(Verdict::Safe);
        let bump = own().map(|it| it.impact.contract).max().unwrap_or(Bump::None);
        let are_strict =
            own().any(|it| is_strict(it.judge) && (it.impact.client == said || it.impact.contract == bump));
        let mut complain = |column, text| {
            let judges: Vec<Judge> = own().map(|it| it.judge).collect();
            out.push((column, format!("{}: {text}; {} {judges:?}", it.code, it.why)));
        };
        if said < it.level || said > it.level && !are_strict {
            complain(Column::Client, format!("{} is said, and {} noticed", said.as_str(), it.level.as_str()));
        }
        if bump < it.least {
            complain(Column::Contract, format!("{} is asked for, and {} needed", bump.as_str(), it.least.as_str()));
        }
        if bump == Bump::Major && it.level < Verdict::Breaking && !are_strict {
            complain(Column::Contract, "a major version is asked for, and nothing breaks".to_owned());
        }
    }
    out
}

/// Rules whose verdict is about what no response shows, but for those of `UNSEEN`: the ways in which it may be wrong without
/// a client that notices, and why.
static UNCAUGHT: &[(&str, Wrong, &[Column], &str)] = &[
    ("book-opened", Wrong::Milder, &[Column::Contract], "the documentation alone tells clients"),
    ("code-deprecated", Wrong::Milder, &[Column::Contract], "the documentation alone tells clients"),
    ("code-undeprecated", Wrong::Milder, &[Column::Contract], "the documentation alone tells clients"),
    ("replacement-changed", Wrong::Milder, &[Column::Contract], "the documentation alone tells clients"),
    ("fallback-changed", Wrong::Worst, &[Column::Client, Column::Contract], "no response that is tried shows it"),
    ("tombstone-added", Wrong::Worst, &[Column::Client, Column::Contract], "neither book has the code"),
];

#[test]
fn what_is_said_to_clients_is_what_they_notice() {
    let all: Vec<(Vec<Judged>, Vec<Noticed>)> = pairs()
        .map(|pair| {
            let (old, new) = pair.books();
            let (judged, noticed) = (judged(&pair), noticed(old, new));
            let complaints = complaints(&judged, &noticed);
            assert!(complaints.is_empty(), "{}\n{complaints:#?}", pair.shown());
            (judged, noticed)
        })
        .collect();
    // What no pair has, no pair proves. A policy is about the pull request, and not about two books.
    let judges: BTreeSet<Judge> = all.iter().flat_map(|it| &it.0).map(|it| it.judge).collect();
    let rules = RULES.iter().filter(|it| !it.is_policy());
    let known = rules.flat_map(|rule| rule.cases.iter().map(|it| (rule.id, it.when)));
    let absent: Vec<Judge> = known.filter(|it| !judges.contains(it) && !is_of_templates(*it)).collect();
    assert!(absent.is_empty(), "no pair has {absent:?}: let the random books have such changes");

    let all: Vec<(&[Judged], &Vec<Noticed>)> = all.iter().map(|it| (&*it.0, &it.1)).collect();
    for wrong in [Wrong::Milder, Wrong::Worst] {
        let missed = missed([Column::Client, Column::Contract], wrong, &all, complaints);
        let missed: BTreeSet<(Column, &str)> = missed.into_iter().map(|(column, judge)| (column, judge.0)).collect();
        let listed =
            UNCAUGHT.iter().filter(|it| it.1 == wrong).flat_map(|it| it.2.iter().map(|column| (*column, it.0)));
        let unseen = UNSEEN.iter().filter(|_| wrong == Wrong::Milder);
        let unseen = unseen.flat_map(|it| [Column::Client, Column::Contract].map(|column| (column, it.0)));
        assert_eq!(missed, listed.chain(unseen).collect(), "{wrong:?}");
    }
}
