//! Codes that may have been renamed: a removed and an added entry that mostly agree.

use std::collections::{BTreeMap, BTreeSet};

use super::prose::vocabulary;
use crate::model::{ErrorDef, Field, Type};

/// An aspect by which two entries are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is a key of an entry")]
pub enum Aspect {
    Code,
    Meaning,
    Remediation,
    Message,
    Fields,
    Status,
}

impl Aspect {
    /// Its noun.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Meaning => "meaning",
            Self::Remediation => "remediation",
            Self::Message => "message",
            Self::Fields => "fields",
            Self::Status => "status",
        }
    }

    /// Its weight.
    fn weight(self) -> f64 {
        match self {
            Self::Meaning => 3.0,
            Self::Code => 2.0,
            Self::Remediation | Self::Message | Self::Fields => 1.5,
            Self::Status => 1.0,
        }
    }
}

/// The similarity of two entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// Aspects that are the same.
    pub same: Vec<Aspect>,
    /// Aspects that are similar.
    pub similar: Vec<Aspect>,
    /// Aspects that differ.
    pub different: Vec<Aspect>,
}

/// The minimum weighted share in which two entries agree.
const ENOUGH: f64 = 0.6;

/// The minimum share for a similar aspect.
const SIMILAR: f64 = 0.5;

/// The minimum share for a code with a different spelling.
const RESPELLED: f64 = 0.9;

/// The maximum number of pairs compared. Beyond it, only pairs with the same code or meaning.
const MOST_PAIRS: usize = 50_000;

/// Pairs of entries, the most similar first, each entry in at most one pair. `all`: every entry of the old book.
pub(super) fn pairs<'e>(
    all: &[ErrorDef],
    lost: &[&'e ErrorDef],
    gained: &[&'e ErrorDef],
) -> Vec<(&'e ErrorDef, &'e ErrorDef, Evidence)> {
    let mut advice: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in all {
        *advice.entry(&entry.remediation).or_default() += 1;
    }
    let traits = |it: &&'e ErrorDef| Traits::of(it, advice.get(&*it.remediation).is_some_and(|it| *it > 1));
    let (old, new): (Vec<Traits<'_>>, Vec<Traits<'_>>) =
        (lost.iter().map(traits).collect(), gained.iter().map(traits).collect());
    let mut found: Vec<(f64, usize, usize, Evidence)> = Vec::new();
    for (a, b) in candidates(&old, &new) {
        let (score, evidence) = old[a].compare(&new[b]);
        if score >= ENOUGH {
            found.push((score, a, b, evidence));
        }
    }
    let codes = |it: &(f64, usize, usize, Evidence)| (&*lost[it.1].code, &*gained[it.2].code);
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| codes(a).cmp(&codes(b))));
    let (mut olds, mut news) = (BTreeSet::new(), BTreeSet::new());
    let is_free = |it: &(f64, usize, usize, Evidence)| {
        !olds.contains(&it.1) && !news.contains(&it.2) && olds.insert(it.1) && news.insert(it.2)
    };
    found.into_iter().filter(is_free).map(|(_, a, b, evidence)| (lost[a], gained[b], evidence)).collect()
}

fn candidates(old: &[Traits<'_>], new: &[Traits<'_>]) -> Vec<(usize, usize)> {
    if old.len().saturating_mul(new.len()) <= MOST_PAIRS {
        return (0..old.len()).flat_map(|a| (0..new.len()).map(move |b| (a, b))).collect();
    }
    let mut by_name: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (b, it) in new.iter().enumerate() {
        for name in [&*it.code, &*it.entry.meaning] {
            by_name.entry(name).or_default().push(b);
        }
    }
    let mut out = BTreeSet::new();
    for (a, it) in old.iter().enumerate() {
        for name in [&*it.code, &*it.entry.meaning] {
            out.extend(
                by_name.get(name).into_iter().flatten().take(MOST_PAIRS / old.len().max(1) + 1).map(|b| (a, *b)),
            );
        }
    }
    out.into_iter().collect()
}

/// The aspects of an entry.
struct Traits<'e> {
    entry: &'e ErrorDef,
    /// The code without letter case and separators.
    code: String,
    meaning: Vec<String>,
    /// `None`: several errors share the advice, so it does not identify one.
    remediation: Option<Vec<String>>,
    message: Option<Vec<String>>,
    members: Vec<String>,
}

impl<'e> Traits<'e> {
    fn of(entry: &'e ErrorDef, is_common: bool) -> Self {
        let headers = entry.headers.iter().map(|it| format!("{}: {}", it.name.to_ascii_lowercase(), it.ty.word()));
        let mut members: Vec<String> = entry.fields.iter().map(member).chain(headers).collect();
        members.sort_unstable();
        Self {
            entry,
            code: entry.code.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect(),
            meaning: vocabulary(&entry.meaning),
            remediation: (!is_common).then(|| vocabulary(&entry.remediation)),
            message: entry.message.is_given.then(|| vocabulary(&entry.message.template)),
            members,
        }
    }

    /// The weighted share in which they agree, and the aspects.
    fn compare(&self, new: &Self) -> (f64, Evidence) {
        let is_same_code = !self.code.is_empty() && self.code == new.code;
        let code = if is_same_code { 1.0 } else { strsim::normalized_damerau_levenshtein(&self.code, &new.code) };
        let mut shares = vec![(Aspect::Code, code), (Aspect::Meaning, shared(&self.meaning, &new.meaning))];
        if let (Some(old), Some(new)) = (&self.remediation, &new.remediation) {
            shares.push((Aspect::Remediation, shared(old, new)));
        }
        if let (Some(old), Some(new)) = (&self.message, &new.message) {
            shares.push((Aspect::Message, shared(old, new)));
        }
        // Two codes without a payload do not count as having the same payload.
        if !(self.members.is_empty() && new.members.is_empty()) {
            shares.push((Aspect::Fields, shared(&self.members, &new.members)));
        }
        shares.push((Aspect::Status, f64::from(u8::from(self.entry.statuses == new.entry.statuses))));
        // A corrected misspelling is stronger evidence than two codes about one subject, unless a number changed.
        let digits = |it: &str| it.chars().filter(char::is_ascii_digit).collect::<String>();
        let is_respelled = code >= RESPELLED && digits(&self.code) == digits(&new.code);
        let weight = |it: Aspect| if it == Aspect::Code && is_respelled { 2.0 * it.weight() } else { it.weight() };
        let total: f64 = shares.iter().map(|it| weight(it.0)).sum();
        let score = shares.iter().map(|it| weight(it.0) * it.1).sum::<f64>() / total;
        let of = |is_in: &dyn Fn(f64) -> bool| shares.iter().filter(|it| is_in(it.1)).map(|it| it.0).collect();
        let evidence = Evidence {
            same: of(&|it| it >= 1.0),
            similar: of(&|it| (SIMILAR..1.0).contains(&it)),
            different: of(&|it| it < SIMILAR),
        };
        (if is_same_code { 1.0 + score } else { score }, evidence)
    }
}

fn member(it: &Field) -> String {
    format!("{}: {}", it.name, ty(&it.ty))
}

/// A type without its names in Rust, which follow the code's.
fn ty(it: &Type) -> String {
    match it {
        Type::Enum { values, .. } => format!("enum {:?}", values.iter().map(|it| &it.value).collect::<Vec<_>>()),
        Type::Object { fields, .. } => format!("object {:?}", fields.iter().map(member).collect::<Vec<_>>()),
        Type::List { of } => format!("list {}", ty(of)),
        plain => format!("{plain:?}"),
    }
}

/// The share of items common to two sorted lists.
fn shared(a: &[String], b: &[String]) -> f64 {
    let (mut common, mut at) = (0_u32, 0);
    for item in a {
        while at < b.len() && b[at] < *item {
            at += 1;
        }
        if at < b.len() && b[at] == *item {
            common += 1;
            at += 1;
        }
    }
    let total = u32::try_from(a.len() + b.len()).unwrap_or(u32::MAX);
    if total == 0 { 1.0 } else { f64::from(2 * common) / f64::from(total) }
}
