//! Small changes of one entry, with the diff's full verdict on each: rule, path and impact.

use errbook_codegen::compat::{Bump, Change, Verdict, diff};

use super::{BEFORE, book_of, side};

fn found(old: &str, new: &str) -> Vec<String> {
    let spec = |entry: &str| {
        let entries: Vec<String> =
            entry.lines().map(|it| format!("  - {{remediation: Check the ID., {it}}}\n")).collect();
        let entries = entries.concat();
        let head = BEFORE.replace("shop-errors}", "shop-errors, code_style: any}");
        side("", &format!("{head}fallback: {{404: null}}\nerrors:\n{entries}"))
    };
    let (old, new) = (spec(old), spec(new));
    let said = |it: &Change| {
        let impact = it.impact();
        let [client, server] = [impact.client, impact.server].map(Verdict::as_str);
        let [contract, of_crate] = [impact.contract, impact.crate_bump].map(Bump::as_str);
        format!("{} {}: {client} {server} {contract} {of_crate}", it.rule.id, it.path())
    };
    diff(book_of(&old), book_of(&new)).iter().map(said).collect()
}

#[rustfmt::skip]
#[test]
fn verdicts_of_fields_headers_and_advice() {
    const FOUND: &str = "status: 404, code: not_found, meaning: There is no such thing.";
    // What follows the entry on both sides, and what is said of the change.
    let cases: [(&str, &str, &[&str]); 26] = [
        ("retry: idempotent", "retry: always", &["retry-added retry: safe safe minor minor"]),
        ("retry: always", "retry: idempotent", &["retry-removed retry: breaking safe major minor"]),
        ("", "retry: always", &["retry-added retry: safe safe minor minor"]),
        ("", "fields: {n: {type: integer, optional: true}}", &["field-added fields.n: safe breaking minor major"]),
        ("", "headers: {X-A: {type: integer, optional: true}}", &["header-added headers.X-A: safe breaking minor major"]),
        ("fields: {k: {type: string}}", "fields: {k: {type: enum, values: [a]}}", &["field-narrowed fields.k.type: safe breaking minor major"]),
        ("fields: {k: {type: enum, values: [a]}}", "fields: {k: {type: string}}", &["field-widened fields.k.type: dangerous breaking minor major"]),
        ("fields: {k: {type: string}}", "fields: {k: {type: timestamp}}", &["field-narrowed fields.k.type: safe breaking minor major"]),
        ("fields: {k: {type: any}}", "fields: {k: {type: integer}}", &["field-narrowed fields.k.type: safe breaking minor major"]),
        ("headers: {X-A: {type: string}}", "headers: {X-A: {type: integer}}", &["header-narrowed headers.X-A.type: safe breaking minor major"]),
        ("headers: {X-A: {type: delay}}", "headers: {X-A: {type: integer, minimum: 0}}", &["header-narrowed headers.X-A.type: safe breaking minor major"]),
        ("headers: {X-A: {type: delay}}", "headers: {X-A: {type: integer}}", &["header-type-changed headers.X-A.type: breaking breaking major major"]),
        ("headers: {X-A: {type: integer, minimum: 0}}", "headers: {X-A: {type: delay}}", &["header-widened headers.X-A.type: breaking breaking major major"]),
        ("headers: {X-A: {type: integer}}", "headers: {X-A: {type: delay}}", &["header-type-changed headers.X-A.type: breaking breaking major major"]),
        ("headers: {X-A: {value: main}}", "headers: {X-A: {type: string}}", &["header-type-changed headers.X-A.type: dangerous breaking minor major"]),
        ("headers: {X-A: {value: main}}", "headers: {X-A: {type: string, optional: true}}", &["header-type-changed headers.X-A.type: breaking breaking major major"]),
        ("headers: {X-A: {type: delay}}", "headers: {X-A: {type: date}}", &["header-narrowed headers.X-A.type: safe breaking minor major"]),
        ("headers: {X-A: {type: date}}", "headers: {X-A: {type: delay}}", &["header-widened headers.X-A.type: breaking breaking major major"]),
        ("headers: {X-A: {type: integer}}", "headers: {X-A: {type: integer, optional: true}}", &["header-became-optional headers.X-A.optional: breaking breaking major major"]),
        ("fields: {n: {type: integer}}", "headers: {n: {type: integer}}", &["field-removed fields.n: breaking breaking major major", "header-added headers.n: safe breaking minor major"]),
        ("fields: {o: {type: object, fields: {a: {type: string}}}}", "fields: {o: {type: object, fields: {b: {type: string}}}}", &["field-added fields.o.fields.b: safe breaking minor major", "field-removed fields.o.fields.a: breaking breaking major major"]),
        ("fields: {k: {type: enum, values: [a, b]}}", "fields: {k: {type: enum, values: [a, c]}}", &["field-narrowed fields.k.values: safe breaking minor major", "field-widened fields.k.values: dangerous safe minor minor"]),
        ("fields: {n: {type: integer}}", "fields: {m: {type: integer, optional: true, was: n}}", &["field-became-optional fields.m.optional: breaking breaking major major", "field-renamed fields.m: breaking breaking major major"]),
        ("message: \"{a} of {b}\", fields: {a: {type: integer}, b: {type: integer}}", "message: \"{b} of {a}\", fields: {a: {type: integer}, b: {type: integer}}", &["message-changed message: safe safe patch patch"]),
        ("", "deprecated: {since: 1.0.0}", &["code-deprecated deprecated: note note minor minor"]),
        ("fields: {l: {type: list, of: any}}", "fields: {l: {type: list, of: string}}", &["field-narrowed fields.l.of.type: safe breaking minor major"]),
    ];
    for (old, new, expected) in cases {
        let with = |more: &str| if more.is_empty() { FOUND.to_owned() } else { format!("{FOUND}, {more}") };
        assert_eq!(found(&with(old), &with(new)), expected, "{old} to {new}");
    }
}

#[test]
fn verdicts_of_codes_statuses_and_meanings() {
    let entry = |status: &str, code: &str, meaning: &str| {
        format!("status: {status}, code: {code}, meaning: {meaning}, allow: [missing-header]")
    };
    let one = |status: &str| entry(status, "not_found", "There is no such thing.");
    let swapped = |a: &str, b: &str| format!("{}\n{}", entry("404", "a", a), entry("404", "b", b));
    let cases: [(String, String, &[&str]); 5] = [
        (one("404"), one("503"), &["status-class-changed status: breaking dangerous major major"]),
        (one("404"), one("[503, 404]"), &["status-class-changed status: breaking dangerous major major"]),
        (one("[404, 410]"), one("[410, 404]"), &["status-default-changed status: dangerous dangerous minor minor"]),
        (
            entry("404", "not_found", "M."),
            entry("404", "NOT_FOUND", "M."),
            &[
                "code-removed code: breaking breaking major major",
                "code-possible-rename code: note note none none",
                "code-added code: safe safe minor minor",
            ],
        ),
        (
            swapped("One.", "Two."),
            swapped("Two.", "One."),
            &[
                "meaning-changed meaning: dangerous dangerous patch patch",
                "meaning-changed meaning: dangerous dangerous patch patch",
            ],
        ),
    ];
    for (old, new, expected) in cases {
        assert_eq!(found(&old, &new), expected, "{old} to {new}");
    }
}
