//! Small changes: for each case of each rule, two specs whose difference it reports, and a similar third one for which
//! it does not.

use super::{AFTER, BEFORE};

/// A change that a rule reports, and one that it does not.
pub(crate) struct Case {
    pub(crate) rule: &'static str,
    /// The condition, as the rule declares it.
    pub(crate) when: &'static str,
    pub(crate) old: String,
    pub(crate) new: String,
    /// A different change of the old spec, which the rule does not report.
    pub(crate) other: String,
}

fn case(rule: &'static str, when: &'static str, old: &str, new: &str, other: &str) -> Case {
    Case { rule, when, old: old.to_owned(), new: new.to_owned(), other: other.to_owned() }
}

/// An entry with more keys, in flow style.
macro_rules! entry {
    ($($more:literal),*) => {
        concat!("errors:\n  - {status: 409, code: taken, meaning: It is taken., remediation: Take another., ", $($more,)* "}\n")
    };
}

/// An entry with these fields.
macro_rules! fields {
    ($fields:literal) => {
        entry!("fields: {", $fields, "}")
    };
}

/// An entry with these headers.
macro_rules! headers {
    ($headers:literal) => {
        entry!("headers: {", $headers, "}")
    };
}

const TAKEN: &str = entry!("");
const FIELD: &str = fields!("by: {type: string, example: Ada}");
const CLOSED: &str = "errbook: 1\napi: {name: Shop, version: 1.0.0, crate: shop-errors, open: false}\n";
/// One more entry, whose code has the name of its status.
const NOT_FOUND: &str = "  - {status: 404, code: not_found, meaning: M., remediation: R.}\n";
/// A tombstone for `gone`.
const GONE: &str = "retired:\n  - {code: gone, since: 1.0.0}\n";

/// A head with more keys.
fn head(more: &str) -> String {
    format!("errbook: 1\napi: {{name: Shop, version: 2.0.0, crate: shop-errors, {more}}}\n")
}

/// Two entries, the second with this code.
fn two(code: &str) -> String {
    format!("{TAKEN}  - {{status: 410, code: {code}, meaning: It is gone., remediation: Forget it.}}\n")
}

/// The same with these fallback codes.
fn fallback(keys: &str) -> String {
    format!("fallback: {{{keys}}}\n{}", two("gone"))
}

/// Three entries, of which one is deprecated, and two tombstones; each names another code.
fn names(since: &str, code: &str) -> String {
    let more = format!(
        "  - {{status: 410, code: away, meaning: M., remediation: R., deprecated: {{since: {since}, use: {code}}}}}\n\
         retired:\n  - {{code: old, since: 1.0.0, use: {code}}}\n  - {{code: older, since: 1.0.0, renamed_to: {code}}}\n"
    );
    two("gone") + &more
}

/// An entry with these times.
fn times(since: &str, deprecated: &str, retired: &str) -> String {
    format!(
        "errors:\n  - {{status: 409, code: taken, meaning: M., remediation: R., since: {since}, deprecated: {{{deprecated}}}}}\n\
         retired:\n  - {{code: gone, since: {retired}}}\n"
    )
}

/// An entry with this status, or these.
fn status(status: &str) -> String {
    format!(
        "errors:\n  - {{status: {status}, code: taken, meaning: It is taken., remediation: Take another., allow: [missing-header]}}\n"
    )
}

/// `taken` alone, and a waiver for the end of `gone`.
fn waived(more: &str) -> String {
    format!(
        "{BEFORE}{TAKEN}-----\n- {{rule: code-removed, code: gone, path: code, from: gone, reason: Nobody has it.{more}}}\n"
    )
}

/// All cases.
pub(crate) fn all() -> Vec<Case> {
    let mut out = super::envelopes::cases();
    out.extend(plain());
    out
}

#[rustfmt::skip]
#[allow(clippy::too_many_lines, reason = "a table, with a line for each case")]
fn plain() -> Vec<Case> {
    vec![
        // Codes.
        case("code-added", "the book was open", TAKEN, &two("gone"), &format!("{TAKEN}{GONE}")),
        case("code-added", "the book was closed", &format!("{CLOSED}{TAKEN}"), &(head("open: false") + &two("gone")), TAKEN),
        case("code-removed", "", &two("gone"), TAKEN, &format!("{TAKEN}{GONE}")),
        case("code-retired", "", "errors:\n  - {status: 409, code: taken, meaning: M., remediation: R.}\n  - {status: 410, code: gone, meaning: M., remediation: R., deprecated: {since: 1.0.0, use: taken}}\n", "errors:\n  - {status: 409, code: taken, meaning: M., remediation: R.}\nretired:\n  - {code: gone, since: 2.0.0, use: taken}\n", "errors:\n  - {status: 409, code: taken, meaning: M., remediation: R.}\n"),
        case("code-retired-early", "", &two("gone"), &format!("{TAKEN}{GONE}"), TAKEN),
        case("code-renamed", "the code is sent", fields!("by: {type: string, example: Ada}"), "errors:\n  - {status: 409, code: occupied, meaning: It is taken., remediation: Take another., fields: {by: {type: string, example: Ada}, until: {type: timestamp}}}\nretired:\n  - {code: taken, since: 2.0.0, renamed_to: occupied}\n", "errors:\n  - {status: 409, code: occupied, meaning: It is taken., remediation: Take another., fields: {by: {type: string, example: Ada}}}\nretired:\n  - {code: taken, since: 2.0.0, use: occupied}\n"),
        case("code-possible-rename", "", fields!("by: {type: string, example: Ada}"), "errors:\n  - {status: 409, code: occupied, meaning: It is occupied., remediation: Take another., fields: {by: {type: string, example: Ada}}}\n", "errors:\n  - {status: 409, code: occupied, meaning: It is occupied., remediation: Take another., fields: {by: {type: integer, example: 1}}}\n"),
        case("code-reused", "", &format!("{TAKEN}{GONE}"), &two("gone"), TAKEN),
        case("tombstone-removed", "", &format!("{TAKEN}retired:\n  - {{code: gone, since: 1.0.0, use: taken}}\n"), TAKEN, &format!("{TAKEN}{GONE}")),
        case("tombstone-added", "", TAKEN, &format!("{TAKEN}{GONE}"), &two("gone")),

        // Entries.
        case("name-changed", "", entry!("fields: {by: {type: string, example: Ada}, kind: {type: enum, values: [a, b]}}, headers: {X-A: {type: integer}}"), entry!("name: AlreadyTaken, fields: {by: {type: string, example: Ada, name: owner}, kind: {type: enum, values: [a, b]}}, headers: {X-A: {type: integer, name: a}}"), entry!("name: Taken, fields: {by: {type: string, example: Ada, name: by}, kind: {type: enum, values: [a, b]}}, headers: {X-A: {type: integer, name: x_a}}")),
        case("code-deprecated", "", TAKEN, entry!("deprecated: {since: 2.0.0, note: It comes no more.}"), TAKEN),
        case("code-undeprecated", "", entry!("deprecated: {since: 1.0.0}"), TAKEN, entry!("deprecated: {since: 2.0.0}")),
        case("replacement-changed", "", &names("1.0.0", "gone"), &names("1.0.0", "taken"), &names("2.0.0", "gone")),
        case("since-changed", "", &times("1.0.0", "since: 1.0.0", "1.0.0"), &times("0.8.0", "since: 2.0.0", "0.9.0"), &times("1.0.0", "since: 1.0.0, note: N.", "1.0.0")),

        // Statuses.
        case("status-class-changed", "", TAKEN, &status("501"), &status("410")),
        case("status-class-changed", "", &status("404"), &status("[503, 404]"), &status("[404, 503]")),
        case("status-retry-changed", "", TAKEN, &status("429"), &status("503")),
        case("status-changed", "", TAKEN, &status("410"), &status("[409, 410]")),
        case("status-changed", "", &status("429"), &status("[408, 409]"), &status("409")),
        case("status-changed", "", TAKEN, &status("[410, 409]"), &status("[409, 410]")),
        case("status-added", "", TAKEN, &status("[409, 410]"), &status("[410, 409]")),
        case("status-removed", "", &status("[409, 410]"), &status("[409]"), &status("[410, 409]")),
        case("status-default-changed", "", &status("[409, 410, 422]"), &status("[410, 409, 422]"), &status("[409, 422, 410]")),

        // The envelope.
        case("envelope-changed", "one of them is not at its old place", FIELD, concat!("envelope: {within: null}\n", fields!("by: {type: string, example: Ada}")), concat!("envelope: {within: error, fields: beside}\n", fields!("by: {type: string, example: Ada}"))),
        case("envelope-changed", "one of them is not at its old place", FIELD, concat!("envelope: {code: type}\n", fields!("by: {type: string, example: Ada}")), FIELD),
        case("envelope-changed", "one of them is not at its old place", FIELD, concat!("envelope: {message: detail}\n", fields!("by: {type: string, example: Ada}")), FIELD),
        case("envelope-changed", "one of them is not at its old place", concat!("envelope: {fields: details}\n", fields!("by: {type: string, example: Ada}")), FIELD, concat!("envelope: {fields: details, code: code}\n", fields!("by: {type: string, example: Ada}"))),

        // Fallback codes.
        case("fallback-changed", "", &fallback("404: taken, 4xx: taken, 5xx: null"), &fallback("404: gone, 405: null"), &fallback("405: taken, 404: taken, 4xx: taken")),
        case("fallback-changed", "", TAKEN, &(TAKEN.to_owned() + NOT_FOUND), &(TAKEN.to_owned() + &NOT_FOUND.replace("status: 404", "status: 410"))),
        case("fallback-changed", "", &(TAKEN.to_owned() + NOT_FOUND), &(TAKEN.to_owned() + &NOT_FOUND.replace("not_found", "route_not_found")), &(TAKEN.to_owned() + &NOT_FOUND.replace("remediation: R.", "remediation: R., fields: {id: {type: string, optional: true, example: a}}"))),

        // Retry.
        case("retry-added", "", TAKEN, entry!("retry: idempotent"), concat!("retry: {retries: 5}\n", entry!("retry: never"))),
        case("retry-added", "", TAKEN, entry!("retry: always"), TAKEN),
        case("retry-added", "", entry!("retry: idempotent"), entry!("retry: always"), entry!("retry: {when: idempotent, retries: 9}")),
        case("retry-removed", "every request could be retried", entry!("retry: always"), TAKEN, entry!("retry: {when: always, retries: 9}")),
        case("retry-removed", "every request could be retried", entry!("retry: always"), entry!("retry: idempotent"), entry!("retry: always")),
        case("retry-removed", "idempotent requests could be retried", entry!("retry: idempotent"), TAKEN, entry!("retry: always")),
        case("backoff-changed", "", concat!("retry: {retries: 5}\n", entry!("retry: {when: always, backoff: {initial: 1500ms}}"), "  - {status: 500, code: broken, meaning: M., remediation: R., retry: always}\n"), concat!("retry: {retries: 6, backoff: {jitter: none, factor: 1.5}}\n", entry!("retry: {when: always, backoff: {initial: 2s, max: 90s}}"), "  - {status: 500, code: broken, meaning: M., remediation: R., retry: always}\n"), concat!("retry: {retries: 5, backoff: {initial: 1s}}\n", entry!("retry: {when: always, retries: 5, backoff: {initial: 1500ms}}"), "  - {status: 500, code: broken, meaning: M., remediation: R., retry: idempotent}\n")),

        // Fields.
        case("field-added", "it is required", fields!("by: {type: string, example: Ada}"), fields!("by: {type: string, example: Ada}, until: {type: timestamp}"), fields!("owner: {type: string, example: Ada, was: by}")),
        case("field-added", "it is optional", fields!("by: {type: object, fields: {name: {type: string, example: Ada}}}"), fields!("by: {type: object, fields: {name: {type: string, example: Ada}, id: {type: integer, optional: true, example: 1}}}"), fields!("by: {type: object, fields: {name: {type: string, example: Bob}}}")),
        case("field-added", "it is optional, and the code had no payload before", headers!("X-Shop: {value: a}"), entry!("headers: {X-Shop: {value: a}}, fields: {by: {type: string, optional: true, example: Ada}}"), entry!("headers: {X-Shop: {value: a}}, fields: {by: {type: string, example: Ada}}")),
        case("field-removed", "it is required", fields!("by: {type: string, example: Ada}, room: {type: integer, example: 7}, until: {type: timestamp}"), fields!("by: {type: string, example: Ada}, until: {type: timestamp}, place: {type: object, fields: {room: {type: integer, example: 7}}}"), fields!("until: {type: timestamp}, room: {type: integer, example: 7}, by: {type: string, example: Ada}")),
        case("field-removed", "it is optional", fields!("by: {type: string, optional: true, example: Ada}, until: {type: timestamp}"), fields!("until: {type: timestamp}"), fields!("by: {type: string, example: Ada}, until: {type: timestamp}")),
        case("field-renamed", "", fields!("by: {type: string, example: Ada}"), fields!("owner: {type: string, example: Ada, was: by}"), fields!("owner: {type: string, example: Ada}")),
        case("was-changed", "", fields!("by: {type: string, example: Ada, was: user}, \"a.b\": {type: string, example: a}"), fields!("by: {type: string, example: Ada}, \"a.b\": {type: string, example: a, was: ab}"), fields!("owner: {type: string, example: Ada, was: by}, \"a.b\": {type: string, example: a}")),
        case("field-became-optional", "", fields!("by: {type: string, example: Ada}"), fields!("by: {type: string, optional: true}"), fields!("by: {type: string, example: Ada, optional: false}")),
        case("field-became-required", "", fields!("by: {type: string, example: Ada, optional: true}"), fields!("by: {type: string, example: Ada}"), fields!("by: {type: string, example: Bob, optional: true}")),
        case("field-doc-changed", "", entry!("fields: {by: {type: string, example: Ada, doc: Who has it.}}, headers: {X-A: {type: integer, doc: A.}}"), entry!("fields: {by: {type: string, example: Ada, doc: Who will have it.}}, headers: {X-A: {type: integer}}"), entry!("fields: {by: {type: string, example: Ada, doc: \"Who  has it.\"}}, headers: {X-A: {type: integer, doc: A.}}")),

        // Types.
        case("field-type-changed", "", fields!("by: {type: string, example: \"7\"}"), fields!("by: {type: integer, example: 7}"), fields!("by: {type: any, example: \"8\"}")),
        case("field-type-changed", "", fields!("all: {type: list, of: {type: list, of: boolean}}"), fields!("all: {type: list, of: {type: list, of: string}, example: [[a]]}"), fields!("all: {type: list, of: {type: list, of: any}, example: [[true]]}")),
        case("field-type-changed", "", fields!("by: {type: object, fields: {id: {type: enum, values: [a, b]}}}"), fields!("by: {type: object, fields: {id: {type: object, fields: {a: {type: any, example: 1}}}}}"), fields!("by: {type: object, fields: {id: {type: enum, values: [a, c]}}}")),
        case("field-type-changed", "", fields!("a: {type: delay, example: 3}, b: {type: list, of: {type: delay, unit: epoch}}"), fields!("a: {type: delay, unit: min, example: 3}, b: {type: list, of: {type: delay, unit: epoch_ms}}"), fields!("a: {type: delay, unit: s, example: 4}, b: {type: list, of: {type: delay, unit: epoch}}")),
        case("field-widened", "existing clients cannot read every value", fields!("left: {type: integer, minimum: 0, example: 3}"), fields!("left: {type: integer, example: -3}"), fields!("left: {type: integer, minimum: 0, example: 4}")),
        case("field-widened", "existing clients cannot read every value", fields!("rate: {type: list, of: integer, example: [2]}"), fields!("rate: {type: list, of: number, example: [2.5]}"), fields!("rate: {type: list, of: {type: integer, minimum: 0}, example: [2]}")),
        case("field-widened", "existing clients cannot read every value", fields!("at: {type: timestamp}, why: {type: enum, values: [sold]}, all: {type: list, of: integer, example: [1]}"), fields!("at: {type: string, example: soon}, why: {type: any, example: 1}, all: {type: any, example: 1}"), fields!("at: {type: integer, example: 1}, why: {type: string, example: sold}, all: {type: string, example: a}")),
        case("field-widened", "an enum became a string", fields!("why: {type: list, of: {type: enum, values: [sold, lent]}}"), fields!("why: {type: list, of: string, example: [gone]}"), fields!("why: {type: list, of: {type: enum, values: [sold, lent, lost]}}")),
        case("field-widened", "a value was added to an enum", fields!("why: {type: list, of: {type: enum, values: [sold, lent]}}"), fields!("why: {type: list, of: {type: enum, values: [lost, sold, lent]}}"), fields!("why: {type: list, of: {type: enum, values: [sold]}}")),
        case("field-widened", "a delay became a plain number or date", fields!("a: {type: delay, unit: ms, example: 3}, b: {type: delay, unit: date}, c: {type: list, of: delay}"), fields!("a: {type: integer, minimum: 0, example: 3}, b: {type: timestamp}, c: {type: list, of: {type: integer, minimum: 0}, example: [3]}"), fields!("a: {type: delay, unit: ms, example: 4}, b: {type: delay, unit: date}, c: {type: list, of: {type: delay, unit: s}}")),
        case("field-narrowed", "", fields!("left: {type: integer, example: 3}, rate: {type: number, example: 2}"), fields!("left: {type: integer, minimum: 0, example: 3}, rate: {type: integer, example: 2}"), fields!("left: {type: number, example: 4}, rate: {type: number, example: 2.5}")),
        case("field-narrowed", "", fields!("a: {type: any, example: 1}, b: {type: string, example: x}, c: {type: string, example: x}, d: {type: list, of: any, example: [1]}"), fields!("a: {type: integer, example: 1}, b: {type: enum, values: [x]}, c: {type: timestamp}, d: {type: list, of: string, example: [a]}"), fields!("a: {type: any, example: 2}, b: {type: integer, example: 1}, c: {type: boolean}, d: {type: object, fields: {e: {type: boolean}}}")),
        case("field-narrowed", "", fields!("why: {type: enum, values: [sold, lent, lost]}"), fields!("why: {type: enum, values: [sold, lost]}"), fields!("why: {type: enum, values: [sold, lent, lost, hidden]}")),
        case("field-narrowed", "", fields!("a: {type: integer, minimum: 0, example: 3}, b: {type: timestamp}, c: {type: number, example: 3}"), fields!("a: {type: delay, unit: ms, example: 3}, b: {type: delay, unit: date}, c: {type: delay, unit: epoch}"), fields!("a: {type: integer, minimum: 0, example: 4}, b: {type: string, example: x}, c: {type: any, example: 3}")),
        case("field-order-changed", "", entry!("fields: {from: {type: integer, example: 1}, to: {type: integer, example: 2}, why: {type: string, optional: true, example: a}}, headers: {X-A: {type: integer}, X-B: {type: integer}}"), entry!("fields: {to: {type: integer, example: 2}, why: {type: string, optional: true, example: a}, from: {type: integer, example: 1}}, headers: {X-B: {type: integer}, X-A: {type: integer}}"), entry!("fields: {why: {type: string, optional: true, example: a}, from: {type: integer, example: 1}, by: {type: string, example: a}, to: {type: integer, example: 2}}, headers: {X-A: {type: integer}, X-B: {type: integer}}")),
        case("order-changed", "", "errors:\n  - {status: [409, 410, 411], code: taken, meaning: M., remediation: R., tags: [a, b], causes: [C., D.], fields: {why: {type: enum, values: [sold, lent]}, a: {type: string, example: a, optional: true}}, headers: {X-A: {value: a}, X-B: {value: b}}}\n", "errors:\n  - {status: [409, 411, 410], code: taken, meaning: M., remediation: R., tags: [b, a], causes: [D., C.], fields: {a: {type: string, example: a, optional: true}, why: {type: enum, values: [lent, sold]}}, headers: {X-B: {value: b}, X-A: {value: a}}}\n", "errors:\n  - {code: taken, status: [409, 410, 411], remediation: R., meaning: M., causes: [C., D.], tags: [a, b, c], headers: {X-A: {value: a}, X-B: {value: b}}, fields: {why: {type: enum, values: [sold, lent, lost]}, a: {type: string, example: a, optional: true}}}\n"),

        // Headers.
        case("header-added", "it is required", TAKEN, headers!("Retry-After: {type: delay}"), headers!("Retry-After: {type: delay, optional: true, example: 3}")),
        case("header-added", "it is optional", headers!("X-A: {type: integer}"), headers!("X-A: {type: integer}, X-B: {type: string, optional: true, example: a}"), headers!("x-a: {type: integer}")),
        case("header-added", "it is optional, and the code had no payload before", TAKEN, headers!("X-B: {type: string, optional: true, example: a}"), headers!("X-B: {value: a}")),
        case("header-added", "it is constant", TAKEN, headers!("Cache-Control: {value: no-store}"), headers!("Cache-Control: {type: string, example: no-store}")),
        case("header-removed", "it is required", headers!("X-A: {type: integer}, X-B: {type: integer}"), headers!("X-B: {type: integer}"), headers!("x-b: {type: integer}, x-a: {type: integer}")),
        case("header-removed", "it is optional", headers!("X-A: {type: integer}, X-B: {type: integer, optional: true, example: 1}"), headers!("X-A: {type: integer}"), headers!("X-A: {type: integer}, X-B: {type: integer, example: 1}")),
        case("header-removed", "it is constant", headers!("Cache-Control: {value: no-store}"), TAKEN, headers!("cache-control: {value: no-cache}")),
        case("header-narrowed", "", headers!("X-A: {type: string, example: a}, X-B: {type: delay, example: 3}, X-C: {type: integer, example: 3}"), headers!("X-A: {type: integer, example: 7}, X-B: {type: integer, minimum: 0, example: 3}, X-C: {type: integer, minimum: 0, example: 3}"), headers!("X-A: {type: string, example: b}, X-B: {type: integer, example: 3}, X-C: {type: delay, example: 3}")),
        case("header-narrowed", "", headers!("X-A: {type: integer, minimum: 0, example: 3}, X-B: {type: date}"), headers!("X-A: {type: delay, unit: ms, example: 3}, X-B: {type: delay, unit: date}"), headers!("X-A: {type: integer, example: 4}, X-B: {type: string, example: x}")),
        case("header-widened", "existing clients cannot read every value", headers!("X-A: {type: date, example: \"Sun, 06 Nov 1994 08:49:37 GMT\"}, X-B: {type: integer, minimum: 0, example: 3}"), headers!("X-A: {type: string, example: a}, X-B: {type: delay, example: 3}"), headers!("X-A: {type: integer, example: 7}, X-B: {type: date, example: \"Sun, 06 Nov 1994 08:49:37 GMT\"}")),
        case("header-widened", "a delay became a plain number or date", headers!("X-A: {type: delay, unit: ms, example: 3}, X-B: {type: delay, unit: date}"), headers!("X-A: {type: integer, minimum: 0, example: 3}, X-B: {type: date}"), headers!("X-A: {type: delay, unit: ms, example: 4}, X-B: {type: delay, unit: date, doc: D.}")),
        case("header-type-changed", "it had a type", headers!("X-A: {type: integer, example: 7}"), headers!("X-A: {type: date, example: \"Sun, 06 Nov 1994 08:49:37 GMT\"}"), headers!("X-A: {type: string, example: a}")),
        case("header-type-changed", "it had a type", headers!("X-B: {type: delay, example: 3}"), headers!("X-B: {value: soon}"), headers!("X-B: {type: delay, example: 4}")),
        case("header-type-changed", "it had a type", headers!("X-A: {type: delay, example: 3}, X-B: {type: delay, unit: date}"), headers!("X-A: {type: delay, unit: ms, example: 3}, X-B: {type: delay, unit: epoch}"), headers!("X-A: {type: delay, unit: s, example: 4}, X-B: {type: delay, unit: date, doc: D.}")),
        case("header-type-changed", "it was constant, and became optional", headers!("X-C: {value: c}"), headers!("X-C: {type: string, example: d, optional: true}"), headers!("X-C: {type: string, example: d}")),
        case("header-type-changed", "it was constant", headers!("X-C: {value: c}"), headers!("X-C: {type: string, example: d}"), headers!("X-C: {value: d}")),
        case("header-became-optional", "", headers!("X-A: {type: integer}"), headers!("X-A: {type: integer, optional: true}"), headers!("X-A: {type: integer, doc: D.}")),
        case("header-became-required", "", headers!("X-A: {type: integer, optional: true, example: 1}"), headers!("X-A: {type: integer, example: 1}"), headers!("X-A: {type: integer, optional: true, example: 1, doc: D.}")),
        case("header-value-changed", "", headers!("WWW-Authenticate: {value: Bearer}"), headers!("WWW-Authenticate: {value: Basic}"), headers!("www-authenticate: {value: Bearer}")),

        // Texts.
        case("message-changed", "", entry!("message: \"{a} of {b}\", fields: {a: {type: integer, example: 1}, b: {type: integer, example: 2}}"), entry!("message: \"{b} of {a}\", fields: {a: {type: integer, example: 1}, b: {type: integer, example: 2}}"), entry!("message: \"{a}  of {b}\", fields: {b: {type: integer, example: 2}, a: {type: integer, example: 1}}")),
        case("message-changed", "", "errors:\n  - {status: 409, code: taken, meaning: \"Taken by {by}.\", remediation: R., fields: {by: {type: string, example: Ada}}}\n", "errors:\n  - {status: 409, code: taken, meaning: \"Taken by {by}.\", message: \"Taken by {by}.\", remediation: R., fields: {by: {type: string, example: Ada}}}\n", "errors:\n  - {status: 409, code: taken, meaning: \"Taken by {by}.\", message: \"Taken by {{by}}.\", remediation: R., fields: {by: {type: string, example: Bob}}}\n"),
        case("meaning-reworded", "", TAKEN, "errors:\n  - {status: 409, code: taken, meaning: \"it is `taken`!\", remediation: Take another.}\n", "errors:\n  - {status: 409, code: taken, meaning: \"It is  taken.\", remediation: Take another.}\n"),
        case("meaning-changed", "", TAKEN, "errors:\n  - {status: 409, code: taken, meaning: It may be taken., remediation: Take another.}\n", "errors:\n  - {status: 409, code: taken, meaning: \"It  is taken.\", message: It is taken., remediation: Take another.}\n"),
        case("remediation-changed", "", TAKEN, "errors:\n  - {status: 409, code: taken, meaning: It is taken., remediation: Wait.}\n", "errors:\n  - {status: 409, code: taken, meaning: It is taken., remediation: \"Take\\nanother.\"}\n"),
        case("details-changed", "", entry!("details: \"A\\n\\nB\""), entry!("details: \"A\\n\\nC\""), entry!("details: \"A\\nB\"")),
        case("causes-changed", "", entry!("causes: [Ada has it.]"), entry!("causes: [Ada has it., Bob has it.]"), entry!("causes: [\"Ada  has it.\"]")),
        case("tags-changed", "", entry!("tags: [rooms, plans]"), entry!("tags: [rooms]"), entry!("tags: [plans, rooms]")),
        case("note-changed", "", entry!("deprecated: {since: 1.0.0, note: It comes no more.}"), entry!("deprecated: {since: 1.0.0, note: It will come no more.}"), entry!("deprecated: {since: 2.0.0, note: It comes no more.}")),
        case("allow-changed", "", &status("503"), "errors:\n  - {status: 503, code: taken, meaning: It is taken., remediation: Take another.}\n", &status("[503]")),
        case("formatting-only", "", entry!("details: \"A\\n\\nB\", message: \"It is taken. \", headers: {X-A: {value: a}}"), entry!("details: \"A\\nB\", headers: {x-a: {value: a}}"), entry!("message: \"It is taken. \", headers: {X-A: {value: a}}, details: \"A\\n\\nC\"")),
        case("example-changed", "", entry!("fields: {by: {type: string, example: Ada}, n: {type: any}}, headers: {X-A: {type: integer, example: 1}}, examples: [{title: One, values: {by: Ada, n: 1, X-A: 1}}, {values: {by: B, n: 2, X-A: 2}}]"), entry!("fields: {by: {type: string, example: Bob}, n: {type: any}}, headers: {X-A: {type: integer, example: 2}}, examples: [{title: First, values: {by: Ada, n: {a: [1, null]}, X-A: 3}}]"), entry!("headers: {X-A: {type: integer, example: 1}}, fields: {by: {type: string, example: Ada}, n: {type: any}}, examples: [{title: One, values: {X-A: 1, n: 1, by: Ada}}, {values: {n: 2, X-A: 2, by: B}}]")),
        case("guide-changed", "", &format!("{TAKEN}=====\n# Start\n\nRead this.\n"), &format!("{TAKEN}=====\n# The start\n\nRead {{{{#code taken}}}}.\n"), &format!("{TAKEN}=====\n# Start\n\nRead\nthis.\n")),

        // The book.
        case("api-name-changed", "", TAKEN, &(AFTER.replace("name: Shop", "name: Store") + TAKEN), &(AFTER.replace("name: Shop", "name: \"  Shop\"") + TAKEN)),
        case("crate-changed", "", TAKEN, &(AFTER.replace("shop-errors", "store-errors") + TAKEN), &(AFTER.replace("shop-errors", "{name: shop-errors, version: 3.0.0}") + TAKEN)),
        case("runtime-changed", "", TAKEN, &(head("runtime: {version: \"0.2\", path: ../runtime}") + TAKEN), &(head("runtime: {}") + TAKEN)),
        case("package-changed", "", TAKEN, &(head("package: {license: MIT, authors: [Ada], publish: true}") + TAKEN), &(head("package: {publish: false}") + TAKEN)),
        case("code-style-changed", "", TAKEN, &(head("code_style: any") + TAKEN), &(head("code_style: snake_case") + TAKEN)),
        case("docs-url-changed", "", &(head("docs_url: 'https://a.example/errors'").replace("2.0.0", "1.0.0") + entry!("details: \"See [rooms](/rooms).\", causes: [\"[Ada](/ada)\"]")), &(head("docs_url: 'https://b.example/errors'") + entry!("details: \"See [rooms](/rooms).\", causes: [\"[Ada](/ada)\"]")), &(head("docs_url: 'https://a.example/errors/'") + entry!("details: \"See [rooms](/rooms).\""))),
        case("book-closed", "", TAKEN, &(head("open: false") + TAKEN), &(head("open: true") + TAKEN)),
        case("book-opened", "", &format!("{CLOSED}{TAKEN}"), TAKEN, &(head("open: false") + TAKEN)),

        // Gates.
        case("version-not-raised", "", TAKEN, &(BEFORE.to_owned() + &two("gone")), &(BEFORE.replace("1.0.0", "1.1.0") + &two("gone"))),
        case("version-raised-too-little", "", TAKEN, &(BEFORE.replace("1.0.0", "1.0.1") + &two("gone")), &(BEFORE.replace("1.0.0", "1.1.0") + &two("gone"))),
        case("version-went-back", "", TAKEN, &(BEFORE.replace("1.0.0", "0.9.0") + TAKEN), &(BEFORE.to_owned() + TAKEN)),
        case("waiver-unused", "", &two("gone"), &(waived("") + "- {rule: status-changed, code: taken, path: status, from: 409, to: 410, reason: Nobody looks., owner: Ada, until: 3.0.0}\n"), &waived("")),
        case("waiver-expired", "", &two("gone"), &waived(", expires: 2026-06-14"), &waived(", expires: 2026-06-15")),
    ]
}
