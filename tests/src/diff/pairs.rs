//! Random pairs of books: where the diff says that a code's change is safe for clients, a client of the old book reads each
//! of the new book's responses as it was meant.

use std::fmt::Write;

use errbook::{DecodeIssue, UnknownReason};
use errbook_codegen::compat::{Verdict, diff};
use errbook_codegen::model::Book;
use errbook_codegen::wire::Response;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::model::{Model, is_clean};
use super::{book_of, side};

/// A book, as far as clients see it.
#[derive(Debug, Clone)]
struct Spec {
    open: bool,
    envelope: usize,
    entries: Vec<Option<Entry>>,
}

#[derive(Debug, Clone)]
struct Entry {
    status: usize,
    retry: usize,
    fields: Vec<Option<Field>>,
    headers: Vec<Option<(usize, bool)>>,
    /// Whether its fields are in reverse order.
    reversed: bool,
}

#[derive(Debug, Clone)]
struct Field {
    ty: Ty,
    optional: bool,
    /// Which value its example has.
    pick: usize,
}

#[derive(Debug, Clone)]
enum Ty {
    Plain(usize),
    List(Box<Ty>),
    Object(Vec<Option<Field>>),
}

static CODES: &[&str] = &["taken", "gone", "broken"];
static NAMES: &[&str] = &["a", "b", "c"];
static ENVELOPES: &[&str] = &["", "envelope: {within: null}\n", "envelope: {fields: data}\n"];
static STATUSES: &[&str] = &["409", "410", "[409, 410]", "[410, 409]", "429", "501"];
static RETRIES: &[&str] = &["never", "idempotent", "always", "{when: always, retries: 7}"];
/// Types with values of theirs.
static PLAIN: &[(&str, &[&str])] = &[
    ("type: string", &["x", "Ada"]),
    ("type: number", &["-1.5", "4"]),
    ("type: integer", &["-3", "7"]),
    ("type: integer, minimum: 0", &["0", "9223372036854775807"]),
    ("type: boolean", &["true", "false"]),
    ("type: timestamp", &["\"2026-01-31T12:00:00Z\"", "\"1999-12-31T23:59:59+01:00\""]),
    ("type: enum, values: [sold, lent]", &["sold", "lent"]),
    ("type: enum, values: [lent, lost]", &["lent", "lost"]),
    ("type: delay", &["0", "30"]),
    ("type: delay, unit: epoch_ms", &["1769860800000", "0"]),
    ("type: delay, unit: date", &["\"2026-01-31T12:00:00Z\"", "\"1999-12-31T23:59:59+01:00\""]),
    ("type: any", &["{x: [1, null]}", "[]"]),
];
static HEADERS: &[(&str, &str)] = &[
    ("type: integer", "7"),
    ("type: integer, minimum: 0", "8"),
    ("type: string", "x"),
    ("type: delay", "30"),
    ("type: delay, unit: ms", "30000"),
    ("type: delay, unit: date", "\"Sun, 06 Nov 1994 08:49:37 GMT\""),
    ("type: date", "\"Sun, 06 Nov 1994 08:49:37 GMT\""),
    ("value: \"7\"", ""),
    ("value: x", ""),
];

fn members(field: impl Strategy<Value = Field> + Clone + 'static) -> impl Strategy<Value = Vec<Option<Field>>> + Clone {
    prop::collection::vec(prop::option::weighted(0.6, field), NAMES.len())
}

fn field() -> impl Strategy<Value = Field> + Clone {
    let plain = (0..PLAIN.len()).prop_map(Ty::Plain);
    let ty = plain.prop_recursive(2, 8, 3, |inner| {
        let field = (inner.clone(), any::<bool>(), 0..2_usize);
        let field = field.prop_map(|(ty, optional, pick)| Field { ty, optional, pick });
        // An object has a member: without one it is nothing to a reader.
        let object = members(field).prop_filter("an empty object", |it| it.iter().any(Option::is_some));
        prop_oneof![inner.prop_map(|it| Ty::List(Box::new(it))), object.prop_map(Ty::Object)]
    });
    (ty, any::<bool>(), 0..2_usize).prop_map(|(ty, optional, pick)| Field { ty, optional, pick }).boxed()
}

fn entry() -> impl Strategy<Value = Entry> + Clone {
    let header = prop::option::weighted(0.3, (0..HEADERS.len(), any::<bool>()));
    let headers = prop::collection::vec(header, NAMES.len());
    (0..STATUSES.len(), 0..RETRIES.len(), members(field()), headers, any::<bool>())
        .prop_map(|(status, retry, fields, headers, reversed)| Entry { status, retry, fields, headers, reversed })
        .boxed()
}

fn spec() -> impl Strategy<Value = Spec> {
    let entries = prop::collection::vec(prop::option::weighted(0.8, entry()), CODES.len());
    (any::<bool>(), 0..ENVELOPES.len(), entries).prop_map(|(open, envelope, entries)| Spec { open, envelope, entries })
}

/// Which parts of a book come from a second one: most stay.
struct Mix<'a>(std::slice::Iter<'a, u8>);

impl Mix<'_> {
    fn one<T: Clone>(&mut self, old: &T, other: &T) -> T {
        if self.0.next().is_some_and(|it| *it == 0) { other.clone() } else { old.clone() }
    }

    fn each<T: Clone>(
        &mut self,
        old: &[Option<T>],
        other: &[Option<T>],
        both: impl Fn(&mut Self, &T, &T) -> T,
    ) -> Vec<Option<T>> {
        let one = |(old, other): (&Option<T>, &Option<T>)| match (old, other) {
            (Some(old), Some(other)) => Some(both(self, old, other)),
            (Some(it), None) if self.0.next() != Some(&0) => Some(both(self, it, it)),
            _ => self.one(old, other),
        };
        old.iter().zip(other).map(one).collect()
    }

    fn field(&mut self, old: &Field, other: &Field) -> Field {
        let ty = match (&old.ty, &other.ty) {
            (Ty::Object(old), Ty::Object(other)) => {
                let members = self.each(old, other, Self::field);
                Ty::Object(if members.iter().all(Option::is_none) { old.clone() } else { members })
            }
            // Its neighbours are those that are nearest to it: wider, or narrower.
            (Ty::Plain(at), Ty::Plain(other)) => Ty::Plain(match self.0.next() {
                Some(0) => *other,
                Some(1) => (at + 1) % PLAIN.len(),
                Some(2) => (at + PLAIN.len() - 1) % PLAIN.len(),
                _ => *at,
            }),
            (old, other) => self.one(old, other),
        };
        Field { ty, optional: self.one(&old.optional, &other.optional), pick: self.one(&old.pick, &other.pick) }
    }

    fn entry(&mut self, old: &Entry, other: &Entry) -> Entry {
        Entry {
            status: self.one(&old.status, &other.status),
            retry: self.one(&old.retry, &other.retry),
            fields: self.each(&old.fields, &other.fields, Self::field),
            headers: self.each(&old.headers, &other.headers, Self::one),
            reversed: self.one(&old.reversed, &other.reversed),
        }
    }

    fn spec(&mut self, old: &Spec, other: &Spec) -> Spec {
        Spec {
            open: self.one(&old.open, &other.open),
            envelope: self.one(&old.envelope, &other.envelope),
            entries: self.each(&old.entries, &other.entries, Self::entry),
        }
    }
}

fn ty_text(ty: &Ty) -> String {
    match ty {
        Ty::Plain(at) => PLAIN[*at].0.to_owned(),
        Ty::List(of) => format!("type: list, of: {{{}}}", ty_text(of)),
        Ty::Object(members) => format!("type: object, fields: {{{}}}", fields_text(members, false)),
    }
}

fn fields_text(all: &[Option<Field>], reversed: bool) -> String {
    let one = |(name, field): (&&str, &Option<Field>)| {
        let field = field.as_ref()?;
        Some(format!("{name}: {{{}, optional: {}}}", ty_text(&field.ty), field.optional))
    };
    let mut out: Vec<String> = NAMES.iter().zip(all).filter_map(one).collect();
    if reversed {
        out.reverse();
    }
    out.join(", ")
}

/// A value of a type: all of it, or as little as there can be.
fn value(ty: &Ty, pick: usize, full: bool) -> String {
    match ty {
        Ty::Plain(at) => PLAIN[*at].1[pick].to_owned(),
        Ty::List(_) if !full && pick == 0 => "[]".to_owned(),
        Ty::List(of) => format!("[{}]", value(of, pick, full)),
        Ty::Object(members) => format!("{{{}}}", values(members, full)),
    }
}

fn values(all: &[Option<Field>], full: bool) -> String {
    let one = |(name, field): (&&str, &Option<Field>)| {
        let field = field.as_ref().filter(|it| full || !it.optional)?;
        Some(format!("{name}: {}", value(&field.ty, field.pick, full)))
    };
    NAMES.iter().zip(all).filter_map(one).collect::<Vec<_>>().join(", ")
}

/// The headers' declarations, and the values of those that carry something.
fn headers(all: &[Option<(usize, bool)>], full: bool) -> (String, String) {
    let (mut declared, mut values) = (Vec::new(), Vec::new());
    for (name, header) in NAMES.iter().zip(all) {
        let Some((at, optional)) = header else { continue };
        let (ty, value) = HEADERS[*at];
        let is_payload = !value.is_empty();
        let optional = *optional && is_payload;
        declared.push(format!("X-{name}: {{{ty}{}}}", if optional { ", optional: true" } else { "" }));
        if is_payload && (full || !optional) {
            values.push(format!("X-{name}: {value}"));
        }
    }
    (declared.join(", "), values.join(", "))
}

fn text(spec: &Spec, version: &str) -> String {
    let Spec { open, envelope, entries } = spec;
    let mut out = format!(
        "errbook: 1\napi: {{name: Shop, version: {version}, crate: shop-errors, open: {open}}}\n{}errors:\n",
        ENVELOPES[*envelope]
    );
    for (code, entry) in CODES.iter().zip(entries) {
        let Some(Entry { status, retry, fields, headers: all, reversed }) = entry else { continue };
        let example = |full: bool| {
            let parts = [values(fields, full), headers(all, full).1];
            let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|it| !it.is_empty()).collect();
            format!("{{values: {{{}}}}}", parts.join(", "))
        };
        let _ = writeln!(
            out,
            "  - {{status: {}, code: {code}, meaning: M., remediation: R., retry: {}, fields: {{{}}}, headers: {{{}}}, examples: [{}, {}]}}",
            STATUSES[*status],
            RETRIES[*retry],
            fields_text(fields, *reversed),
            headers(all, true).0,
            example(true),
            example(false),
        );
    }
    out
}

/// How many codes were said to be safe for clients: those that were there before, and new ones.
#[derive(Debug, Default)]
struct Tally {
    kept: usize,
    changed: usize,
    new: usize,
}

/// Looks whether what is said to be safe is.
fn check(old: &Book, new: &Book, tally: &mut Tally) -> Result<(), TestCaseError> {
    let changes = diff(old, new);
    let client = Model::new(old);
    for entry in &new.errors {
        let own = || changes.iter().filter(|it| it.code().is_none_or(|it| it == entry.code));
        if own().any(|it| it.impact().client > Verdict::Note) {
            continue;
        }
        let before = old.error(&entry.code);
        let responses = entry.examples.iter().flat_map(|it| entry.statuses.iter().map(move |status| (it, *status)));
        for (example, status) in responses {
            let response = Response { status, ..Response::new(&new.envelope, entry, example) };
            let read = client.read(&response);
            let found = || format!("{own:#?}\n{response:#?}\n{read:#?}", own = own().collect::<Vec<_>>());
            let Some(before) = before else {
                // The docs of an open book announce new codes, and the client recognizes it as one.
                let unknown = Err((UnknownReason::CodeUnknown, Some(entry.code.clone())));
                prop_assert!(old.api.open, "{}", found());
                prop_assert_eq!(&read.outcome, &unknown, "{}", found());
                prop_assert_eq!(&read.problems, &[DecodeIssue::CodeUnknown], "{}", found());
                continue;
            };
            prop_assert!(is_clean(before, entry, &example.values, &read), "{}", found());
            // It repeats nothing that it must not.
            prop_assert!(before.retry.when as u8 <= entry.retry.when as u8, "{}", found());
        }
        match before {
            None => tally.new += 1,
            Some(_) if own().next().is_some() => tally.changed += 1,
            Some(_) => tally.kept += 1,
        }
    }
    Ok(())
}

#[test]
fn what_is_said_to_be_safe_for_clients_is() {
    const PAIRS: u32 = 1_000;
    let pairs = std::env::var("ERRBOOK_PAIRS").ok().and_then(|it| it.parse().ok()).unwrap_or(PAIRS);
    // No file is written where it fails: the seed is the same in each run.
    let config = Config { cases: pairs, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let tally = std::cell::RefCell::new(Tally::default());
    let picks = prop::collection::vec(0..16_u8, 128);
    let outcome = runner.run(&(spec(), spec(), picks), |(old, other, picks)| {
        let new = Mix(picks.iter()).spec(&old, &other);
        let (old, new) = (side("", &text(&old, "1.0.0")), side("", &text(&new, "2.0.0")));
        check(book_of(&old), book_of(&new), &mut tally.borrow_mut())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
    let Tally { kept, changed, new } = tally.into_inner();
    let least = usize::try_from(pairs).unwrap_or(usize::MAX) / 20;
    assert!(kept > least && changed > least && new > least / 5, "{kept} kept, {changed} changed, {new} new");
}
