//! What a client that was built against an old book notices of a server on a new one. It reads many responses with the
//! old book's decoder, and compares what both books promise; it knows no rule and no verdict.

use errbook::{DecodeIssue, UnknownReason, Value};
use errbook_codegen::compat::{Bump, Verdict};
use errbook_codegen::model::{Book, DelayUnit, ErrorDef, Example, Field, Header, HeaderType, Type, When};
use errbook_codegen::wire::Response;

use super::model::{Model, is_clean};

/// What a client notices of one code.
#[derive(Debug)]
pub(crate) struct Noticed {
    pub(crate) code: String,
    pub(crate) level: Verdict,
    /// The part of the contract's version that must be raised at least.
    pub(crate) least: Bump,
    pub(crate) why: String,
}

/// So many responses of each code are read: six values, each in all the ways to leave out what is optional at three depths.
const RESPONSES: usize = 6 << DEPTHS;
const DEPTHS: usize = 3;

/// What a client of the old book notices, code by code.
pub(crate) fn noticed(old: &Book, new: &Book) -> Vec<Noticed> {
    let client = Model::new(old);
    let mut out = Vec::new();
    for before in &old.errors {
        let (level, least, why) = match new.error(&before.code) {
            Some(after) => kept(&client, new, before, after),
            None => gone(new, before),
        };
        out.push(Noticed { code: before.code.clone(), level, least, why });
    }
    // A code with a former name was looked at under that name.
    let is_renamed = |code: &str| {
        new.retired.iter().any(|it| old.error(&it.code).is_some() && it.renamed_to.as_deref() == Some(code))
    };
    for after in new.errors.iter().filter(|it| old.error(&it.code).is_none() && !is_renamed(&it.code)) {
        let (level, why) = added(&client, old, new, after);
        out.push(Noticed { code: after.code.clone(), level, least: Bump::Minor, why });
    }
    out
}

fn gone(new: &Book, before: &ErrorDef) -> (Verdict, Bump, String) {
    let tombstone = new.retired.iter().find(|it| it.code == before.code);
    let was_announced = before.deprecated.is_some() && tombstone.is_some_and(|it| it.renamed_to.is_none());
    let why = "no server sends the code".to_owned();
    if was_announced { (Verdict::Dangerous, Bump::Minor, why) } else { (Verdict::Breaking, Bump::Major, why) }
}

fn added(client: &Model<'_>, old: &Book, new: &Book, after: &ErrorDef) -> (Verdict, String) {
    for example in examples(after) {
        let read = client.read(&Response::new(new, after, &example));
        // A code that is unknown is known to be one, so that a client can fall back on the status.
        let unknown = Err((UnknownReason::CodeUnknown, Some(after.code.clone())));
        if read.outcome != unknown || read.problems != [DecodeIssue::CodeUnknown] {
            return (Verdict::Breaking, format!("it reads no code: {read:?}"));
        }
    }
    // An open book has asked clients to expect that.
    if old.api.open {
        (Verdict::Safe, String::new())
    } else {
        (Verdict::Dangerous, "it does not know the code".to_owned())
    }
}

fn kept(client: &Model<'_>, new: &Book, before: &ErrorDef, after: &ErrorDef) -> (Verdict, Bump, String) {
    if let Some(why) = breaks(client, new, before, after) {
        return (Verdict::Breaking, Bump::Major, why);
    }
    let is_promised_alike = promise(before) == promise(after);
    if let Some(why) = surprises(before, after) {
        return (Verdict::Dangerous, Bump::Minor, why);
    }
    let wire = if is_promised_alike { Bump::None } else { Bump::Minor };
    if words(&before.meaning) != words(&after.meaning) {
        return (Verdict::Dangerous, wire.max(Bump::Patch), "the meaning has other words".to_owned());
    }
    (Verdict::Safe, wire, String::new())
}

/// What no longer works.
fn breaks(client: &Model<'_>, new: &Book, before: &ErrorDef, after: &ErrorDef) -> Option<String> {
    for example in examples(after) {
        for status in &after.statuses {
            let response = Response { status: *status, ..Response::new(new, after, &example) };
            let mut read = client.read(&response);
            if !before.statuses.contains(status) {
                read.problems.retain(|it| !matches!(it, DecodeIssue::Status { .. })); // That is no more than a surprise.
            }
            if !is_clean(before, after, &example.values, &read) {
                return Some(format!("it reads {response:?} as {read:?}"));
            }
        }
    }
    if !before.statuses.contains(&after.status()) {
        return Some(format!("{} instead of {}", after.status(), before.status()));
    }
    if before.retry.when == When::Always && after.retry.when != When::Always {
        return Some("it repeats what has an effect".to_owned());
    }
    let mut sent = before.headers.iter().filter(|it| !it.optional);
    let lost = sent.find(|it| header(after, it).is_none_or(|it| it.optional))?;
    Some(format!("{} may be missing", lost.name))
}

/// What works, and is not as it was.
fn surprises(before: &ErrorDef, after: &ErrorDef) -> Option<String> {
    if before.status() != after.status() {
        return Some(format!("{} instead of {}", after.status(), before.status()));
    }
    if let Some(status) = after.statuses.iter().find(|it| !before.statuses.contains(it)) {
        return Some(format!("{status} is a new status"));
    }
    if before.retry.when == When::Idempotent && after.retry.when == When::Never {
        return Some("it repeats in vain".to_owned());
    }
    for old in &before.headers {
        let now = header(after, old);
        if now.is_none() {
            return Some(format!("{} is never sent", old.name));
        }
        // A delay in seconds may be a plain number or date, all of which it takes for one.
        let is_delay = matches!(&old.ty, HeaderType::Delay { unit } if *unit != DelayUnit::Seconds);
        if is_delay && now.is_some_and(|it| matches!(it.ty, HeaderType::Unsigned | HeaderType::Date)) {
            return Some("it waits for what is no delay".to_owned());
        }
        if matches!(old.ty, HeaderType::Constant { .. }) && now.is_some_and(|it| it.ty != old.ty) {
            return Some(format!("{} has other values", old.name));
        }
    }
    surprises_of_fields(&before.fields, &after.fields)
}

fn surprises_of_fields(before: &[Field], after: &[Field]) -> Option<String> {
    before.iter().find_map(|old| match after.iter().find(|it| it.name == old.name) {
        None => Some(format!("{} is never sent", old.name)),
        Some(now) => surprises_of_type(&old.ty, &now.ty),
    })
}

fn surprises_of_type(before: &Type, after: &Type) -> Option<String> {
    match (before, after) {
        (Type::Enum { values, .. }, Type::Enum { values: now, .. }) => {
            let new = now.iter().find(|it| !values.iter().any(|old| old.value == it.value));
            new.map(|it| format!("it does not know {}", it.value))
        }
        (Type::Enum { .. }, Type::String) => Some("it does not know every word".to_owned()),
        (Type::Delay { .. }, Type::Integer { .. } | Type::Timestamp) => {
            Some("it waits for what is no delay".to_owned())
        }
        (Type::List { of: before }, Type::List { of: after }) => surprises_of_type(before, after),
        (Type::Object { fields: before, .. }, Type::Object { fields: after, .. }) => surprises_of_fields(before, after),
        _ => None,
    }
}

fn header<'a>(entry: &'a ErrorDef, like: &Header) -> Option<&'a Header> {
    entry.headers.iter().find(|it| it.name.eq_ignore_ascii_case(&like.name))
}

/// The words of a text, in small letters.
fn words(text: &str) -> Vec<String> {
    text.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty()).map(str::to_lowercase).collect()
}

/// What an entry promises of its responses. The order of things is no promise, but for the first status.
fn promise(entry: &ErrorDef) -> String {
    let sorted = |mut all: Vec<String>| {
        all.sort_unstable();
        all.join(", ")
    };
    let statuses = sorted(entry.statuses.iter().map(u16::to_string).collect());
    let header = |it: &Header| format!("{}: {:?} {}", it.name.to_ascii_lowercase(), it.ty, it.optional);
    let headers = sorted(entry.headers.iter().map(header).collect());
    let fields = promise_of_fields(&entry.fields);
    format!("{} [{statuses}] {:?} {{{fields}}} {{{headers}}}", entry.status(), entry.retry.when)
}

fn promise_of_fields(all: &[Field]) -> String {
    let one = |it: &Field| format!("{}: {} {}", it.name, promise_of_type(&it.ty), it.optional);
    let mut all: Vec<String> = all.iter().map(one).collect();
    all.sort_unstable();
    all.join(", ")
}

fn promise_of_type(ty: &Type) -> String {
    match ty {
        Type::List { of } => format!("[{}]", promise_of_type(of)),
        Type::Object { fields, .. } => format!("{{{}}}", promise_of_fields(fields)),
        Type::Enum { values, .. } => {
            let mut values: Vec<&str> = values.iter().map(|it| &*it.value).collect();
            values.sort_unstable();
            values.join("|")
        }
        plain => format!("{plain:?}"),
    }
}

/// Payloads of an entry, of various values. Each bit of a number says whether what is optional is left out at one depth.
fn examples(entry: &ErrorDef) -> impl Iterator<Item = Example> {
    (0..RESPONSES).map(|n| {
        let fields = entry.fields.iter().enumerate();
        let fields = fields.map(|(at, it)| {
            (it.name.clone(), is_sent(it.optional, n).then(|| value(&it.ty, (n >> DEPTHS) + at, n >> 1)))
        });
        let headers = entry.payload_headers().enumerate();
        let headers = headers.map(|(at, it)| {
            (it.name.clone(), is_sent(it.optional, n).then(|| header_value(&it.ty, (n >> DEPTHS) + at)))
        });
        Example { title: None, values: fields.chain(headers).collect(), places: None }
    })
}

fn is_sent(is_optional: bool, bits: usize) -> bool {
    !is_optional || bits.is_multiple_of(2)
}

/// One of a type's values.
fn value(ty: &Type, n: usize, bits: usize) -> Value {
    let of = |all: &[Value]| all[n % all.len()].clone();
    let text = |it: &str| Value::from(it);
    match ty {
        Type::String => of(&[text("x"), text("Ada"), text("")]),
        Type::Enum { values, .. } => text(&values[n % values.len()].value),
        Type::Integer { unsigned: false } => of(&[Value::from(-3), Value::from(7), Value::from(i64::MIN)]),
        // Both types of integers have 64 bits. What is beyond 63 of them, no book counts as a value of an integer.
        Type::Integer { unsigned: true } => of(&[Value::from(0), Value::from(7), Value::from(i64::MAX)]),
        Type::Number => of(&[Value::from(-1.5), Value::from(4.25)]),
        Type::Boolean => Value::from(n.is_multiple_of(2)),
        Type::Delay { unit } if *unit != DelayUnit::Date => of(&[Value::from(0), Value::from(30)]),
        Type::Timestamp | Type::Delay { .. } => of(&[text("2026-01-31T12:00:00Z"), text("1999-12-31T23:59:59+01:00")]),
        Type::Any => of(&[
            Value::Object(vec![("x".to_owned(), Value::List(vec![Value::from(1), Value::Null]))]),
            text("x"),
            Value::List(Vec::new()),
            Value::from(7),
            Value::from(true),
            Value::from(-1.5),
        ]),
        Type::List { .. } if n % 3 == 2 => Value::List(Vec::new()),
        Type::List { of } => Value::List(vec![value(of, n, bits), value(of, n + 1, bits)]),
        Type::Object { fields, .. } => {
            let sent = fields.iter().filter(|it| is_sent(it.optional, bits));
            Value::Object(sent.map(|it| (it.name.clone(), value(&it.ty, n, bits >> 1))).collect())
        }
    }
}

fn header_value(ty: &HeaderType, n: usize) -> Value {
    let of = |all: &[Value]| all[n % all.len()].clone();
    let date = || Value::from("Sun, 06 Nov 1994 08:49:37 GMT");
    match ty {
        HeaderType::Integer => of(&[Value::from(-3), Value::from(7), Value::from(i64::MIN)]),
        HeaderType::Unsigned => of(&[Value::from(0), Value::from(7), Value::from(i64::MAX)]),
        HeaderType::String | HeaderType::Constant { .. } => of(&[Value::from("x"), Value::from("a, b")]),
        HeaderType::Delay { unit: DelayUnit::Seconds } => of(&[Value::from(30), date()]),
        HeaderType::Date | HeaderType::Delay { unit: DelayUnit::Date } => date(),
        HeaderType::Delay { .. } => of(&[Value::from(0), Value::from(30)]),
    }
}
