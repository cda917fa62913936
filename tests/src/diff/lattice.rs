//! Every pair of types: what a change from one to the other is said to do to clients, against what a client of the old type
//! reads of random values of the new one.

use errbook_codegen::compat::{Change, Verdict, diff};
use errbook_codegen::wire::Response;

use super::model::{Model, is_clean};
use super::{AFTER, BEFORE, book_of, side};

/// A generator of numbers, the same in each run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    fn pick<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[usize::try_from(self.next()).expect("31 bits") % all.len()]
    }
}

/// So many values of a type are tried.
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
    "type: list, of: integer",
    "type: list, of: {type: list, of: number}",
    "type: list, of: any",
    "type: list, of: delay",
];

/// A value of a type, as YAML.
fn value(ty: &str, random: &mut Random) -> String {
    if let Some(of) = ty.strip_prefix("type: list, of: ") {
        let of = of.strip_prefix('{').and_then(|it| it.strip_suffix('}')).map_or(format!("type: {of}"), str::to_owned);
        let items: Vec<String> = (0..random.next() % 3).map(|_| value(&of, random)).collect();
        return format!("[{}]", items.join(", "));
    }
    let number = i64::try_from(random.next()).expect("31 bits");
    match ty {
        "type: string" => format!("\"text {number}\""),
        "type: enum, values: [sold, lent]" => random.pick(&["sold", "lent"]).to_owned(),
        "type: enum, values: [sold, lent, lost]" => random.pick(&["sold", "lent", "lost"]).to_owned(),
        "type: timestamp" | "type: delay, unit: date" => {
            format!("\"20{:02}-01-{:02}T12:00:00Z\"", number % 100, 1 + number % 28)
        }
        "type: integer" => (number - (1 << 30)).to_string(),
        "type: integer, minimum: 0" | "type: delay" | "type: delay, unit: epoch_ms" => number.to_string(),
        "type: number" => format!("{}.5", number - (1 << 30)),
        "type: boolean" => random.pick(&["true", "false"]).to_owned(),
        "type: any" => {
            let any = ["\"a text\"", "-3", "1.5", "true", "[]", "[1, a]", "{b: 1}", "[[x]]"];
            random.pick(&any).to_owned()
        }
        "type: object, fields: {a: {type: boolean}}" => format!("{{a: {}}}", random.pick(&["true", "false"])),
        other => panic!("no values of {other}"),
    }
}

/// What is said not to break is read, and of what is only widened and breaks there is a value that is not. Of two types that
/// share some values, such as an enum and a timestamp, clients may happen to read the other's.
fn agree(what: &str, worst: Option<&Change>, is_read: bool) {
    let breaks = worst.is_some_and(|it| it.impact().client == Verdict::Breaking);
    let is_widened = worst.is_some_and(|it| it.rule.id.ends_with("-widened"));
    assert!(is_read || breaks, "{what}: {worst:#?}");
    assert!(!is_read || !breaks || !is_widened, "{what}: {worst:#?}");
}

#[test]
fn a_changed_field_reads_as_it_is_said_to() {
    let mut random = Random(1);
    let mut table = String::new();
    for old in FIELDS {
        for new in FIELDS {
            let values: Vec<String> =
                (0..VALUES).map(|_| format!("{{values: {{k: {}}}}}", value(new, &mut random))).collect();
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
                let read = client.read(&Response::new(&after.envelope, entry, it));
                is_clean(&before.errors[0], entry, &it.values, &read)
            });
            let changes = diff(before, after);
            let typed: Vec<_> = changes.iter().filter(|it| it.impact().client != Verdict::Note).collect();
            let worst = typed.iter().map(|it| it.impact().client).max().unwrap_or(Verdict::Safe);
            agree(&format!("{old} to {new}"), typed.first().copied(), is_read);
            if let (false, Some(change)) = (old == new, typed.first()) {
                table.push_str(&format!("{:10} {} to {}: {}\n", worst.as_str(), &old[6..], &new[6..], change.rule.id));
            }
        }
    }
    insta::assert_snapshot!("fields", table);
}

/// The types of headers, and what they have on the wire.
static HEADERS: &[(&str, &[&str])] = &[
    ("string", &["x", "a b", "7"]),
    ("integer", &["-3", "7", "-9223372036854775808"]),
    ("integer, minimum: 0", &["0", "7", "9223372036854775807"]),
    ("delay", &["30", "Sun, 06 Nov 1994 08:49:37 GMT"]),
    ("delay, unit: ms", &["0", "30000"]),
    ("delay, unit: epoch", &["784111777"]),
    ("delay, unit: date", &["Sun, 06 Nov 1994 08:49:37 GMT"]),
    ("date", &["Sun, 06 Nov 1994 08:49:37 GMT"]),
];

#[test]
fn a_changed_header_reads_as_it_is_said_to() {
    let mut table = String::new();
    for (old, _) in HEADERS {
        for (new, values) in HEADERS {
            let spec = |ty: &str| {
                format!(
                    "errors:\n  - {{status: 409, code: taken, meaning: M., remediation: R., headers: {{X-A: {{type: {ty}}}}}}}\n"
                )
            };
            let (before, after) = (side(BEFORE, &spec(old)), side(AFTER, &spec(new)));
            let (before, after) = (book_of(&before), book_of(&after));
            let client = Model::new(before);
            let entry = &after.errors[0];
            let response = Response::new(&after.envelope, entry, &entry.examples[0]);
            let is_read = values.iter().all(|it| {
                let headers = vec![("X-A".to_owned(), (*it).to_owned())];
                let read = client.read(&Response { headers, ..response.clone() });
                read.outcome.is_ok() && read.problems.is_empty()
            });
            let changes = diff(before, after);
            let worst = changes.iter().map(|it| it.impact().client).max().unwrap_or(Verdict::Safe);
            agree(&format!("{old} to {new}"), changes.first(), is_read);
            if let Some(change) = changes.first() {
                table.push_str(&format!("{:10} {old} to {new}: {}\n", worst.as_str(), change.rule.id));
            }
        }
    }
    insta::assert_snapshot!("headers", table);
}
