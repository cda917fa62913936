//! Every pair of types: the verdict for clients on a change from one to the other, checked against how a client of the
//! old type reads random values of the new one.

use std::collections::HashMap;

use errbook_codegen::compat::{Change, Value, Verdict, diff};
use errbook_codegen::wire::Response;

use super::model::{Model, is_clean};
use super::{AFTER, BEFORE, book_of, side};
use crate::hostile::chance::Chance;

/// The number of values tried for each type.
const VALUES: usize = 24;

/// The types of fields. Of each, every value is one that its `value` gives.
static FIELDS: &[&str] = &[
    "type: string",
    "type: enum, values: [sold, lent]",
    "type: enum, values: [sold, lent, lost]",
    "type: timestamp",
    "type: integer",
    "type: integer, minimum: 0",
    "type: number",
    "type: delay",
    "type: delay, unit: epoch_ms",
    "type: delay, unit: date",
    "type: boolean",
    "type: any",
    "type: object, fields: {a: {type: boolean}}",
    "type: list, of: string",
    "type: list, of: {type: enum, values: [sold, lent]}",
    "type: list, of: timestamp",
    "type: list, of: integer",
    "type: list, of: {type: integer, minimum: 0}",
    "type: list, of: {type: list, of: number}",
    "type: list, of: any",
    "type: list, of: delay",
    "type: list, of: {type: list, of: any}",
    "type: list, of: {type: object, fields: {a: {type: boolean}}}",
];

/// Pairs of types of which neither has all values of the other, and of whose values a client reads every one. It has no use
/// for them: they are no words of the enum that it knows, or numbers in another unit.
static BY_CHANCE: &[&str] = &[
    "enum, values: [sold, lent] to timestamp",
    "enum, values: [sold, lent] to delay, unit: date",
    "enum, values: [sold, lent, lost] to timestamp",
    "enum, values: [sold, lent, lost] to delay, unit: date",
    "delay to delay, unit: epoch_ms",
    "delay, unit: epoch_ms to delay",
    "list, of: {type: enum, values: [sold, lent]} to list, of: timestamp",
];

/// A value of a type, as YAML.
fn value(ty: &str, chance: &mut Chance) -> String {
    if let Some(of) = ty.strip_prefix("type: list, of: ") {
        let of = of.strip_prefix('{').and_then(|it| it.strip_suffix('}')).map_or(format!("type: {of}"), str::to_owned);
        let items: Vec<String> = (0..chance.below(3)).map(|_| value(&of, chance)).collect();
        return format!("[{}]", items.join(", "));
    }
    let number = i64::try_from(chance.below(1 << 31)).expect("31 bits");
    match ty {
        "type: string" => format!("\"text {number}\""),
        "type: enum, values: [sold, lent]" => chance.of(&["sold", "lent"]).to_owned(),
        "type: enum, values: [sold, lent, lost]" => chance.of(&["sold", "lent", "lost"]).to_owned(),
        "type: timestamp" | "type: delay, unit: date" => {
            format!("\"20{:02}-01-{:02}T12:00:00Z\"", number % 100, 1 + number % 28)
        }
        "type: integer" => (number - (1 << 30)).to_string(),
        "type: integer, minimum: 0" | "type: delay" | "type: delay, unit: epoch_ms" => number.to_string(),
        "type: number" => format!("{}.5", number - (1 << 30)),
        "type: boolean" => chance.of(&["true", "false"]).to_owned(),
        "type: any" => {
            let any = ["\"a text\"", "-3", "1.5", "true", "[]", "[1, a]", "{b: 1}", "[[x]]"];
            chance.of(&any).to_owned()
        }
        "type: object, fields: {a: {type: boolean}}" => format!("{{a: {}}}", chance.of(&["true", "false"])),
        other => panic!("no values of {other}"),
    }
}

/// What is said to break a client has a value that it does not read, and what is said not to break it has none.
fn agree(what: &str, worst: Option<&Change>, is_read: bool, by_chance: &mut Vec<String>) {
    let breaks = worst.is_some_and(|it| it.impact().client == Verdict::Breaking);
    assert!(is_read || breaks, "{what}: {worst:#?}");
    if is_read && breaks {
        by_chance.push(what.to_owned());
    }
}

#[test]
fn a_changed_field_reads_as_it_is_said_to() {
    let mut chance = Chance::new(1);
    let (mut table, mut by_chance) = (String::new(), Vec::new());
    for old in FIELDS {
        for new in FIELDS {
            let values: Vec<String> =
                (0..VALUES).map(|_| format!("{{values: {{k: {}}}}}", value(new, &mut chance))).collect();
            let spec = |ty: &str, examples: &str| {
                format!(
                    "errors:\n  - {{status: 409, code: taken, meaning: M., remediation: R., fields: {{k: {{{ty}}}}}, examples: [{examples}]}}\n"
                )
            };
            let (before, after) = (side(BEFORE, &spec(old, "")), side(AFTER, &spec(new, &values.join(", "))));
            let (before, after) = (book_of(&before), book_of(&after));
            let client = Model::new(before);
            let entry = &after.errors[0];
            let is_read = entry.examples.iter().all(|it| {
                let read = client.read(&Response::new(after, entry, it));
                is_clean(&before.errors[0], entry, &it.values, &read)
            });
            let changes = diff(before, after);
            let typed: Vec<_> = changes.iter().filter(|it| it.impact().client != Verdict::Note).collect();
            let worst = typed.iter().map(|it| it.impact().client).max().unwrap_or(Verdict::Safe);
            agree(&format!("{} to {}", &old[6..], &new[6..]), typed.first().copied(), is_read, &mut by_chance);
            if let (false, Some(change)) = (old == new, typed.first()) {
                table.push_str(&format!("{:10} {} to {}: {}\n", worst.as_str(), &old[6..], &new[6..], change.rule.id));
            }
        }
    }
    assert_eq!(by_chance, BY_CHANCE);
    insta::assert_snapshot!("fields", table);
}

/// A waiver names the rule, the path and both values. Changes that it cannot tell apart are judged alike.
#[test]
fn changes_of_types_with_one_waiver_have_one_verdict() {
    let mut seen = HashMap::new();
    for form in ["TYPE", "type: list, of: {TYPE}"] {
        let spec = |ty: &str| {
            let field = form.replace("TYPE", ty);
            side(
                BEFORE,
                &format!(
                    "errors:\n  - {{status: 409, code: a, meaning: M., remediation: R., fields: {{k: {{{field}}}}}}}\n"
                ),
            )
        };
        let sides: Vec<_> = FIELDS.iter().map(|ty| (ty, spec(ty))).collect();
        for &(old, ref before) in &sides {
            for &(new, ref after) in &sides {
                for change in diff(book_of(before), book_of(after)) {
                    let text = |it: &Option<Value>| it.as_ref().map(|it| it.as_text().into_owned());
                    let waiver = (change.rule.id, change.path().to_string(), text(&change.from), text(&change.to));
                    let (impact, other) = *seen.entry(waiver).or_insert((change.impact(), (old, new)));
                    assert_eq!(impact, change.impact(), "{other:?} and {old} to {new}: {change:#?}");
                }
            }
        }
    }
}

/// The types of headers, or their constant values, and what they have on the wire.
static HEADERS: &[(&str, &[&str])] = &[
    ("type: string", &["x", "a b", "7"]),
    ("type: integer", &["-3", "7", "-9223372036854775808"]),
    ("type: integer, minimum: 0", &["0", "7", "9223372036854775807"]),
    ("type: delay", &["30", "Sun, 06 Nov 1994 08:49:37 GMT"]),
    ("type: delay, unit: ms", &["0", "30000"]),
    ("type: delay, unit: epoch", &["784111777"]),
    ("type: delay, unit: date", &["Sun, 06 Nov 1994 08:49:37 GMT"]),
    ("type: date", &["Sun, 06 Nov 1994 08:49:37 GMT"]),
    ("value: x", &["x"]),
    ("value: \"7\"", &["7"]),
];

/// The same for headers: constant values, and delays in another unit.
static HEADERS_BY_CHANCE: &[&str] = &[
    "type: string to value: x",
    "type: string to value: \"7\"",
    "type: integer to value: \"7\"",
    "type: integer, minimum: 0 to value: \"7\"",
    "type: delay to type: delay, unit: ms",
    "type: delay to type: delay, unit: epoch",
    "type: delay to type: delay, unit: date",
    "type: delay to value: \"7\"",
    "type: delay, unit: ms to type: delay, unit: epoch",
    "type: delay, unit: ms to value: \"7\"",
    "type: delay, unit: epoch to type: delay, unit: ms",
    "type: delay, unit: epoch to value: \"7\"",
];

#[test]
fn a_changed_header_reads_as_it_is_said_to() {
    let (mut table, mut by_chance) = (String::new(), Vec::new());
    for (old, _) in HEADERS {
        for (new, values) in HEADERS {
            let spec = |ty: &str| {
                format!(
                    "errors:\n  - {{status: 409, code: taken, meaning: M., remediation: R., headers: {{X-A: {{{ty}}}}}}}\n"
                )
            };
            let (before, after) = (side(BEFORE, &spec(old)), side(AFTER, &spec(new)));
            let (before, after) = (book_of(&before), book_of(&after));
            let client = Model::new(before);
            let entry = &after.errors[0];
            let response = Response::new(after, entry, &entry.examples[0]);
            let is_read = values.iter().all(|it| {
                let headers = vec![("X-A".to_owned(), (*it).to_owned())];
                let read = client.read(&Response { headers, ..response.clone() });
                read.outcome.is_ok() && read.problems.is_empty()
            });
            let changes = diff(before, after);
            let worst = changes.iter().map(|it| it.impact().client).max().unwrap_or(Verdict::Safe);
            agree(&format!("{old} to {new}"), changes.first(), is_read, &mut by_chance);
            if let Some(change) = changes.first() {
                table.push_str(&format!("{:10} {old} to {new}: {}\n", worst.as_str(), change.rule.id));
            }
        }
    }
    assert_eq!(by_chance, HEADERS_BY_CHANCE);
    insta::assert_snapshot!("headers", table);
}
