//! Every rule, with a spec that breaks it and one that does not: the example beside the rule, or a longer case here.
//! The diagnostics of the first are a snapshot.

use std::collections::BTreeSet;

use errbook_codegen::diagnostics::{RULES, Rule, Spec};
use errbook_codegen::input::{Content, Input};
use errbook_codegen::{Compiled, compile};

use crate::specs::{drawn, one, raw};

struct Case {
    rule: &'static str,
    bad: Vec<Input>,
    good: Vec<Input>,
}

fn case(rule: &'static str, bad: &str, good: &str) -> Case {
    Case { rule, bad: one(bad), good: one(good) }
}

fn files(files: &[(&str, &str)]) -> Vec<Input> {
    files.iter().map(|(path, text)| Input::new(*path, *text)).collect()
}

fn with_waivers(waivers: &str) -> Vec<Input> {
    [one(ENTRY), files(&[("waivers.yaml", waivers)])].concat()
}

fn with_guide(guide: &str) -> Vec<Input> {
    let mut inputs = one(ENTRY);
    inputs.push(Input::new("guides/start.md", guide));
    inputs
}

fn with_fields(guide: &str) -> Vec<Input> {
    let mut inputs = one(concat!(
        "errors:\n  - {status: 409, code: taken, meaning: It is taken., remediation: Take another., ",
        "fields: {by: {type: string, example: Ada}, cart: {type: object, fields: {lines: {type: boolean}}}, parts: {type: list, of: {type: object, fields: {id: {type: boolean}}}}}, headers: {Retry-After: {type: delay}}}\n",
        "  - {status: 409, code: free, meaning: It is free., remediation: Take it.}\n"
    ));
    inputs.push(Input::new("guides/start.md", guide));
    inputs
}

const ENTRY: &str =
    "errors:\n  - {status: 404, code: not_found, meaning: No such thing., remediation: Check the ID.}\n";

/// An entry with more keys, in flow style.
macro_rules! entry {
    ($more:literal) => {
        concat!(
            "errors:\n  - {status: 409, code: taken, meaning: It is taken., remediation: Take another., ",
            $more,
            "}\n"
        )
    };
}

/// The example of each rule, as `explain` shows it.
fn examples() -> Vec<Case> {
    let inputs = |spec: &Spec| files(&spec.files());
    let case = |rule: &&'static Rule| {
        let example = rule.example.as_ref()?;
        Some(Case { rule: rule.id, bad: inputs(&example.breaking), good: inputs(&example.fixed) })
    };
    RULES.iter().filter_map(case).collect()
}

fn cases() -> Vec<Case> {
    examples().into_iter().chain(longer()).collect()
}

/// Cases that are longer than an example, or not about a spec's text.
#[rustfmt::skip]
fn longer() -> Vec<Case> {
    vec![
        Case { rule: "unreadable-file", bad: vec![Input { path: "shop.yaml".to_owned(), content: Content::Unreadable("permission denied".to_owned()) }], good: one(ENTRY) },
        Case { rule: "file-too-large", bad: vec![Input { path: "shop.yaml".to_owned(), content: Content::TooLarge { length: 100_000_000, cap: 1 << 26 } }], good: one(ENTRY) },
        Case { rule: "not-utf8", bad: vec![Input::new("shop.yaml", b"errbook: 1\napi: {name: Caf\xe9}\n")], good: raw("\u{feff}errbook: 1\napi: {name: Café, version: 1.0.0, crate: cafe-errors}\n") },
        Case { rule: "ignored-file", bad: [one(ENTRY), files(&[("more.yml", "errors: []\n")])].concat(), good: [one(ENTRY), files(&[("more.yaml", "errors: []\n"), ("notes.txt", "")])].concat() },
        case("yaml-syntax", "errors:\n  - status: 404\n    meaning: Not there: gone\n", "errors:\n  - {status: 404, code: gone, meaning: \"Not there: gone\", remediation: Look elsewhere.}\n"),
        case("yaml-feature", "errors: &all\n  - {status: 404, code: !!str not_found, meaning: No such thing., remediation: *all}\n", ENTRY),
        Case { rule: "nesting-too-deep", bad: raw(&"[".repeat(100)), good: one(ENTRY) },
        case("missing-key", "errors:\n  - status: 404\n    code: not_found\n    remediation: Check the ID.\n    headers: {Z: {type: null}}\n    fields: {a: {type: list, of: null}, b: {type: enum}, c: {type: object, fields: ~}}\n", ENTRY),
        case("wrong-type", entry!("details: 5, tags: [1.10, no], message: null"), entry!("details: \"5\", tags: [\"1.10\", no], message: null, fields: {a: {type: string, example: b, minimum: null, of: ~, values: }}, retry: {when: never, retries: null}")),
        case("text-too-long", &entry!("note: MANY").replace("note: MANY", &format!("message: {}", "x".repeat((1 << 20) + 1))), &entry!("note: MANY").replace("note: MANY", &format!("message: {}", "x".repeat(1 << 20)))),
        Case { rule: "two-apis", bad: files(&[("a.yaml", "errbook: 1\napi: {name: Shop, version: 1.0.0, crate: shop-errors}\n"), ("b.yaml", "api: {name: Stall, version: 1.0.0, crate: stall-errors}\nretry: {retries: 2}\n")]), good: files(&[("a.yaml", "errbook: 1\napi: {name: Shop, version: 1.0.0, crate: shop-errors}\nfallback: {4xx: null, 5xx: null}\n"), ("b.yaml", ENTRY)]) },
        Case { rule: "bad-fallback", bad: raw("errbook: 1\napi: {name: Shop, version: 1.0.0, crate: shop-errors}\nfallback: {404: gnoe, 406: lost, 4XX: gone, 3xx: gone, 200: gone, 0404: gone, not_found: gone, 405: failed, 5xx: gone, 413: full, 415: old}\nerrors:\n  - {status: [410, 501], code: gone, meaning: M., remediation: R.}\n  - {status: 413, code: full, meaning: M., remediation: R., fields: {left: {type: integer, example: 1}, most: {type: integer, example: 2}}}\n  - {status: 500, code: failed, meaning: M., remediation: R.}\nretired:\n  - {code: old, since: 1.0.0, use: gone}\n"), good: raw("errbook: 1\napi: {name: Shop, version: 1.0.0, crate: shop-errors}\nfallback: {404: gone, 405: null, 413: full, 429: slow, 4xx: gone, 500: ~, 501: gone, 5xx: failed}\nerrors:\n  - {status: [410, 501], code: gone, meaning: M., remediation: R.}\n  - {status: 413, code: full, meaning: M., remediation: R., fields: {left: {type: integer, optional: true, example: 1}}}\n  - {status: 429, code: slow, meaning: M., remediation: R., headers: {Retry-After: {type: delay}}}\n  - {status: 500, code: failed, meaning: M., remediation: R.}\n") },
        Case { rule: "no-fallback", bad: raw("errbook: 1\napi: {name: Shop, version: 1.0.0, crate: shop-errors}\nfallback: {405: null}\nerrors:\n  - {status: 400, code: bad_request, meaning: M., remediation: R.}\n  - {status: 413, code: too_large, meaning: M., remediation: R., fields: {most: {type: integer, example: 2}}}\n  - {status: 415, code: unsupported_media_type, meaning: M., remediation: R.}\n"), good: raw("errbook: 1\napi: {name: Shop, version: 1.0.0, crate: shop-errors, code_style: any}\nerrors:\n  - {status: 404, code: NOT_FOUND, meaning: M., remediation: R.}\n  - {status: 405, code: methodNotAllowed, meaning: M., remediation: R., headers: {Allow: {type: string, example: GET}}}\n  - {status: 413, code: content-too-large, meaning: M., remediation: R.}\n  - {status: 415, code: UnsupportedMediaType, meaning: M., remediation: R.}\n  - {status: 500, code: internal, meaning: M., remediation: R.}\n") },
        Case { rule: "unsupported-version", bad: raw("errbook: 2\napi: {title: Shop}\n"), good: one(ENTRY) },
        Case { rule: "bad-version", bad: raw("errbook: 1\napi: {name: Shop, version: 1.0, crate: shop-errors}\n"), good: raw("errbook: 1\napi: {name: Shop, version: 1.0.0-rc.1, crate: shop-errors}\n") },
        Case { rule: "bad-link", bad: raw("errbook: 1\napi: {name: Shop, version: 1.0.0, crate: shop-errors, docs_url: shop.example/errors}\nerrors:\n  - {status: 404, code: not_found, meaning: \"No [such](javascript:alert(1)) thing.\", remediation: \"See [this](ftp://shop.example/ids), or <ids@shop.example>.\"}\n"), good: raw("errbook: 1\napi: {name: Shop, version: 1.0.0, crate: shop-errors, docs_url: 'https://shop.example/errors'}\nfallback: {4xx: null, 5xx: null}\nerrors:\n  - {status: 404, code: not_found, meaning: \"No [such](https://shop.example/such) thing.\", remediation: \"Write to [us](mailto:ids@shop.example), or to <ids@shop.example>.\"}\n") },
        case("bad-duration", "retry: {backoff: {initial: 5, max: 1 h}}\n", "retry: {backoff: {initial: 500ms, max: 1h}}\n"),
        case("bad-retry", entry!("retry: {when: sometimes, retries: 1000, backoff: {factor: 0.5, initial: 5s, max: 1s}}"), entry!("retry: {when: always, retries: 5, backoff: {factor: 1.5, initial: 1s, max: 5s, jitter: none}}")),
        case("envelope-collision", entry!("fields: {code: {type: string, doc: Which one., example: A}}"), "envelope: {fields: details}\nerrors:\n  - {status: 409, code: taken, meaning: It is taken., remediation: Take another., fields: {code: {type: string, doc: Which one., example: A}}}\n"),
        case("bad-envelope", "envelope:\n  body: {errors: [{code: \"{code}\", \"{fields}\", meta: \"{fields}\"}, ..., 1], more: [{code: \"{code}\"}, ...], at: [{id: 1}, ...], \"{fields}\": 5, big: 1e999}\n", "envelope:\n  body: {errors: [{code: \"{code}\", \"{fields}\"}, ...], more: [{code: \"{code}\"}, {id: 1}, [], {}], at: ..., big: 1e300}\n"),
        case("unquoted-placeholder", "envelope:\n  body:\n    code: {code}\n    list: [{status:text}, {message|null}, {\"{fields}\"}]\n    none: {docs_url|null}\n  headers: {X-Code: {code}}\n", "envelope:\n  body:\n    code: \"{code}\"\n    list: [\"{status:text}\", \"{message|null}\", {\"{fields}\"}]\n    none: \"{docs_url|null}\"\n  headers: {X-Code: \"{code}\"}\n"),
        case("unknown-member", "envelope:\n  body: {code: \"{cod}\", id: \"{reqest_id?}\", at: \"by {bye}\"}\n  members: {request_id: {type: string, example: r}, kind: {type: string, per: code, default: k}}\n  headers: {X-Id: \"{request_id}\", X-Kind: \"{kind}\"}\nerrors:\n  - {status: 409, code: taken, meaning: It is taken., remediation: Take another., envelope: {knid: a}, fields: {by: {type: string, example: Ada}}}\n", "envelope:\n  body: {code: \"{code}\", id: \"{request_id?}\", at: \"by {by}\"}\n  members: {request_id: {type: string, example: r}, kind: {type: string, per: code, default: k}}\n  headers: {X-Id: \"{request_id}\", X-Kind: \"{kind}\"}\nerrors:\n  - {status: 409, code: taken, meaning: It is taken., remediation: Take another., envelope: {kind: a}, fields: {by: {type: string, example: Ada}}}\n"),
        case("missing-member", "envelope:\n  body: {code: \"{code}\", type: \"{type}\", level: \"{level}\"}\n  members: {type: {type: string, per: code}, level: {type: integer, per: code}}\nerrors:\n  - {status: 409, code: taken, meaning: It is taken., remediation: Take another.}\n  - {status: 409, code: lost, meaning: It is lost., remediation: Find it., envelope: {type: a}}\n", "envelope:\n  body: {code: \"{code}\", type: \"{type}\", level: \"{level?}\"}\n  members: {type: {type: string, per: code}, level: {type: integer, per: code, default: null}}\nerrors:\n  - {status: 409, code: lost, meaning: It is lost., remediation: Find it., envelope: {type: a}}\n"),
        case("member-not-sent", "envelope:\n  body: {code: \"{code}\", type: \"{type}\", by: \"{by}\", at: \"at {at}\", doc: \"{docs_url}\"}\n  members: {type: {type: string, per: code, default: null}}\nerrors:\n  - {status: 409, code: taken, meaning: It is taken., remediation: Take another., envelope: {code: null, type: a}, fields: {by: {type: string, optional: true, example: Ada}, at: {type: string, example: noon}}}\n  - {status: 404, code: lost, meaning: It is lost., remediation: Find it.}\n", "envelope:\n  body: {code: \"{code?}\", type: \"{type|null}\", by: \"{by|nobody}\", at: \"at {at?}\", doc: \"{docs_url?}\"}\n  members: {type: {type: string, per: code, default: null}}\nerrors:\n  - {status: 409, code: taken, meaning: It is taken., remediation: Take another., envelope: {code: null, type: a}, fields: {by: {type: string, optional: true, example: Ada}, at: {type: string, example: noon}}}\n  - {status: 404, code: lost, meaning: It is lost., remediation: Find it.}\n"),
        case("indistinct-errors", "envelope:\n  body: {error: \"{message}\", \"{fields}\"}\nerrors:\n  - {status: [404, 410], code: lost, meaning: It is lost., remediation: Find it.}\n  - {status: 410, code: gone, meaning: It is gone., remediation: Forget it., fields: {at: {type: boolean}}}\n  - {status: 409, code: taken, meaning: It is taken., remediation: Take another., fields: {by: {type: string, example: Ada}}}\n  - {status: 409, code: held, meaning: It is held., remediation: Wait., fields: {by: {type: timestamp}}}\n", "envelope:\n  body: {error: \"{message}\", type: \"{type|null}\", \"{fields}\"}\n  members: {type: {type: string, per: code, default: null}}\nerrors:\n  - {status: 410, code: lost, meaning: It is lost., remediation: Find it., envelope: {type: a}}\n  - {status: 410, code: gone, meaning: It is gone., remediation: Forget it., envelope: {type: b}}\n  - {status: 409, code: taken, meaning: It is taken., remediation: Take another., fields: {by: {type: string, example: Ada}}}\n  - {status: 409, code: held, meaning: It is held., remediation: Wait., fields: {by: {type: boolean}}}\n  - {status: 422, code: bad, meaning: It is bad., remediation: Repair it.}\n  - {status: 422, code: worse, meaning: Much is bad., remediation: Repair it., envelope: {message: null}, fields: {error: {type: list, of: {type: object, fields: {ok: {type: boolean}}}}}}\n"),
        case("bad-content-type", "envelope: {content_type: text/html}\n", "envelope: {content_type: \"application/vnd.shop+json; charset=utf-8\"}\n"),
        case("duplicate-code", "errors:\n  - {status: 404, code: not_found, meaning: No such thing., remediation: Check the ID.}\n  - {status: 410, code: not_found, meaning: It is gone., remediation: Forget it.}\n", "errors:\n  - {status: [404, 410], code: not_found, meaning: No such thing., remediation: Check the ID.}\n"),
        case("unknown-code-reference", "errors:\n  - {status: 404, code: not_found, meaning: M., remediation: R., deprecated: {since: 1.0.0, use: not_fond}}\n  - {status: 409, code: a, meaning: M., remediation: R., deprecated: {since: 1.0.0, use: b}}\n  - {status: 409, code: b, meaning: M., remediation: R., deprecated: {since: 1.0.0, use: a}}\nretired:\n  - {code: c, since: 1.0.0, use: d}\n  - {code: d, since: 1.0.0, renamed_to: e}\n  - {code: e, since: 1.0.0, use: d}\n  - {code: f, since: 1.0.0, use: g}\n  - {code: g, since: 1.0.0, use: a}\n", "errors:\n  - {status: 404, code: not_found, meaning: No such thing., remediation: Check the ID.}\n  - {status: 410, code: gone, meaning: It is gone., remediation: Forget it., deprecated: {since: 1.0.0, use: not_found, note: They are one.}}\n"),
        case("bad-status", "errors:\n  - {status: [404, 199, 404], code: not_found, meaning: No such thing., remediation: Check the ID.}\n", ENTRY),
        case("missing-header", "errors:\n  - {status: [401, 405], code: stop, meaning: Stop., remediation: Go.}\n  - {status: 503, code: closed, meaning: Closed., remediation: Wait.}\n  - {status: 426, code: old, meaning: Old., remediation: Upgrade.}\n", "envelope: {headers: {www-authenticate: \"Bearer error={code}\"}}\nerrors:\n  - {status: 401, code: stop, meaning: Stop., remediation: Go.}\n  - {status: 426, code: old, meaning: Old., remediation: Upgrade., headers: {upgrade: {value: \"HTTP/3.0, websocket\"}}}\n  - {status: 400, code: late, meaning: Late., remediation: Upgrade., headers: {Upgrade: {type: string, optional: true}}}\n  - {status: 503, code: closed, meaning: Closed., remediation: Wait., allow: [missing-header]}\n"),
        case("deprecated-in-future", entry!("deprecated: {since: 1.0.1}"), entry!("deprecated: {since: 1.0.0-rc.1}")),
        case("unused-allow", entry!("allow: [unusual-status, bad-code, unusual-statos]"), "errors:\n  - {status: 304, code: same, meaning: M., remediation: R., allow: [unusual-status]}\n"),
        case("bad-field-name", entry!("fields: {\"+1\": {type: string, example: a}, \"\": {type: string, name: nothing}, \"…\": {type: string}}"), entry!("fields: {\"+1\": {type: string, example: a}, \"…\": {type: string, name: dots, example: b}}")),
        case("field-name-collision", entry!("fields: {retry-after: {type: string, example: a}, Type: {type: string, example: b, was: retry-after}, type: {type: string, example: c}}, headers: {Retry-After: {type: delay}, X-Id: {value: a}, x-id: {type: string, name: other}}"), entry!("fields: {retry-after: {type: string, name: retry_date, example: a}, type: {type: string, example: b}}, headers: {Retry-After: {type: delay}}")),
        case("bad-header-name", entry!("headers: {Retry After: {type: delay}, Content-Length: {type: integer}}"), entry!("headers: {Retry-After: {type: delay}}")),
        case("bad-header-value", entry!("headers: {Link: {value: \"a\\r\\nSet-Cookie: b\"}}"), entry!("headers: {Link: {value: \"<https://shop.example>; rel=help\"}}")),
        case("bad-example", entry!("fields: {left: {type: integer, example: three}, at: {type: timestamp, example: \"2026-02-30T00:00:00Z\"}, id: {type: string, example: 7}}, headers: {Retry-After: {type: delay, example: -1}}, examples: [{values: {left: 1, it: 2, at: \"2026-02-28T00:00:00Z\", id: a}}, {values: {left: 1, id: a, Retry-After: 3}}]"), entry!("fields: {left: {type: integer, example: 3}}, headers: {Retry-After: {type: delay, optional: true}}, examples: [{title: None left, values: {left: 0}}]")),
        case("bad-template", entry!("message: \"Taken } by {by {} x {\", fields: {by: {type: string, example: Ada}}"), entry!("message: \"Taken {{}} by {by}\", fields: {by: {type: string, example: Ada}}")),
        case("unknown-placeholder", entry!("message: \"Taken by {bye}, {since}, {Retry-Afetr}\", fields: {by: {type: string, example: Ada}}, headers: {Retry-After: {type: delay}}"), entry!("message: \"Taken by {by} for {Retry-After} s\", fields: {by: {type: string, example: Ada}}, headers: {Retry-After: {type: delay}}")),
        case("relative-link", entry!("details: \"See [the guide](guide.md), [below](#ids) and [the site](/ids).\""), entry!("details: \"See [the guide](https://shop.example/guide).\"")),
        case("comment-in-text", "errors:\n  - status: 404 # not found\n    code: gone\n    meaning: Parcel #1 of the list is gone.\n    remediation: Ask again,\n      see issue  #12 of \"the\" tracker.\n", "errors:\n  - status: 404 #404\n    code: gone #gone\n    meaning: The parcel is gone. # Ann has checked it\n    remediation: \"Ask again, see issue #12.\" #12\n    message: 'Parcel #1 is gone.' #1\n    details: |\n      See issue #12.\n    causes: #12\n      - Nobody called.\n    tags: [a, b] #12\n"),
        case("raw-html", entry!("details: \"Some <b>bold</b> text.\""), entry!("details: \"Some **bold** text, and `<b>`.\"")),
        case("unusual-code", "errors:\n  - {status: 401, code: 2fa_required, meaning: A second factor is needed., remediation: Send it., headers: {WWW-Authenticate: {value: Bearer}}}\n  - {status: 404, code: not__found, meaning: No such thing., remediation: Check the ID.}\n", "errors:\n  - {status: 404, code: not__found, meaning: No such thing., remediation: Check the ID., allow: [unusual-code]}\n"),
        case("bad-since", entry!("since: 1.2.0, deprecated: {since: 0.9.0}"), entry!("since: 0.9.0, deprecated: {since: 0.9.0}")),
        case("missing-example", entry!("message: \"{left} left of {lot}.\", fields: {left: {type: integer}, lot: {type: object, fields: {id: {type: string}, is_open: {type: boolean}, note: {type: string, optional: true}}}}, headers: {X-Lot: {type: string}, X-Next: {type: date}}"), entry!("message: \"{left} left of {lot}.\", fields: {left: {type: integer}, lot: {type: string, example: A-1}}, headers: {X-Lot: {type: string}}, examples: [{values: {left: 1, lot: A-1, X-Lot: A-1}}]")),
        case("unused-field", entry!("message: It is taken., fields: {by: {type: string, optional: true}, since: {type: string, optional: true}}, examples: [{values: {by: null}}, {values: {since: Monday}}]"), entry!("message: \"Taken by {by}.\", fields: {by: {type: string, optional: true}, since: {type: string, optional: true, example: Monday}, final: {type: boolean}}")),
        case("control-character", "# The end of \u{202e}this line is not what it seems.\nerrors:\n  - {status: 404, code: not_found, meaning: \"No\\u200b such thing.\", remediation: \"Check\u{ad}\u{2060} the ID.\"}\n", "# می‌خواهم\nerrors:\n  - {status: 404, code: not_found, meaning: \"No\\u200b such thing.\", remediation: \"Check\u{ad} the ID 👩‍🚀.\", allow: [control-character]}\n"),
        Case { rule: "bad-date", bad: with_waivers("- {rule: meaning-changed, code: not_found, path: meaning, from: A, to: B, reason: R., expires: 2026-02-30}\n- {rule: meaning-changed, code: not_found, path: meaning, from: A, to: C, reason: R., expires: 1.1.0}\n"), good: with_waivers("- {rule: meaning-changed, code: not_found, path: meaning, from: A, to: B, reason: R., owner: Ada, expires: 2024-02-29}\n- {rule: status-changed, code: not_found, path: status, from: 404, to: 410, reason: R., until: 1.1.0}\n") },
        Case { rule: "unknown-field-reference", bad: with_fields("# Start\n\n{{#field taken bye}} and {{#field taken cart.line}} and {{#field taken Retry-Aftre}}, and {{#field free by}}.\n"), good: with_fields("# Start\n\n{{#field taken by}} and {{#field taken cart.lines}} and {{#field taken parts[].id}} and {{#field taken retry-after}}.\n") },
        Case { rule: "unknown-directive", bad: with_guide("# Start\n\n{{#tabel}}\n\nSee {{#table}} and {{#code}} and {{#code not_found\n"), good: with_guide("# Start\n\n{{#table}}\n\n{{#table not_found}}\n\nSee {{#code not_found}}.\n\n```text\n{{#tabel}}\n```\n") },
    ]
}

fn ids(compiled: &Compiled) -> BTreeSet<&'static str> {
    compiled.diagnostics.iter().map(|it| it.rule.id).collect()
}

#[test]
fn a_mistake_is_found_and_causes_no_other() {
    let longer: BTreeSet<&str> = longer().iter().map(|it| it.rule).collect();
    for (at, case) in cases().into_iter().enumerate() {
        let compiled = compile(case.bad);
        assert_eq!(ids(&compiled), BTreeSet::from([case.rule]), "{}", drawn(&compiled));
        let is_shown = at >= examples().len() || !longer.contains(case.rule);
        if !is_shown {
            continue; // The longer case shows more.
        }
        insta::with_settings!({snapshot_path => "../snapshots/rules", prepend_module_to_snapshot => false, description => case.rule}, {
            insta::assert_snapshot!(case.rule, drawn(&compiled));
        });
    }
}

/// A unit belongs to a delay, and says what an example is.
#[test]
fn units_of_delays() {
    const WHOLE: &str = "a whole number from 0 to 2^64 - 1";
    const NOT_NEGATIVE: &str = "a whole number that is not negative";
    const HTTP: &str = "a date such as `Sun, 06 Nov 1994 08:49:37 GMT`";
    const RFC_3339: &str = "a timestamp in the format of RFC 3339, such as `2026-01-31T12:00:00Z`";
    let example = |what: &str, expected: &str| format!("bad-example: the example of {what} must be {expected}, found ");
    for (members, expected) in [
        ("fields: {a: {type: delay, example: 0}}", None),
        ("fields: {a: {type: delay, unit: null, example: 30}}", None),
        ("fields: {a: {type: delay, unit: ms, example: 18446744073709551615}}", None),
        (
            "fields: {a: {type: delay, unit: epoch}, b: {type: delay, unit: epoch_ms}, c: {type: delay, unit: min}}",
            None,
        ),
        ("fields: {a: {type: delay, unit: date, example: 2026-01-31T12:00:00+01:00}}", None),
        ("fields: {a: {type: list, of: delay}, b: {type: list, of: {type: delay, unit: date}}}", None),
        ("headers: {X-A: {type: delay, unit: s, example: \"Sun, 06 Nov 1994 08:49:37 GMT\"}}", None),
        ("headers: {X-A: {type: delay, unit: date, example: \"Sun, 06 Nov 1994 08:49:37 GMT\"}}", None),
        ("headers: {X-A: {type: delay, unit: ms, example: 30}, X-B: {type: delay, unit: epoch}}", None),
        (
            "fields: {a: {type: integer, unit: ms, example: 1}}",
            Some("misplaced-key: `unit` requires `type: delay`".to_owned()),
        ),
        (
            "fields: {a: {type: list, of: {type: timestamp, unit: date}}}",
            Some("misplaced-key: `unit` requires `type: delay`".to_owned()),
        ),
        (
            "fields: {a: {type: delay, minimum: 0}}",
            Some("misplaced-key: `minimum` requires `type: integer`".to_owned()),
        ),
        ("headers: {X-A: {type: date, unit: date}}", Some("misplaced-key: `unit` requires `type: delay`".to_owned())),
        (
            "headers: {X-A: {type: delay, minimum: 0}}",
            Some("misplaced-key: `minimum` requires `type: integer`".to_owned()),
        ),
        ("headers: {X-A: {value: x, unit: s}}", Some("misplaced-key: `unit` is not allowed with `value`".to_owned())),
        ("fields: {a: {type: delay, unit: sec}}", Some("unknown-value: unknown value `sec` of `unit`".to_owned())),
        ("headers: {X-A: {type: delay, unit: h}}", Some("unknown-value: unknown value `h` of `unit`".to_owned())),
        ("fields: {a: {type: delay, example: -1}}", Some(example("the field `a`", WHOLE))),
        ("fields: {a: {type: delay, unit: ms, example: 1.5}}", Some(example("the field `a`", WHOLE))),
        ("fields: {a: {type: delay, unit: epoch, example: soon}}", Some(example("the field `a`", WHOLE))),
        ("fields: {a: {type: delay, unit: date, example: 30}}", Some(example("the field `a`", RFC_3339))),
        ("fields: {a: {type: delay, example: [1]}}", Some(example("the field `a`", "a whole number"))),
        (
            "headers: {X-A: {type: delay, unit: ms, example: \"Sun, 06 Nov 1994 08:49:37 GMT\"}}",
            Some(example("the header `X-A`", NOT_NEGATIVE)),
        ),
        ("headers: {X-A: {type: delay, unit: date, example: 30}}", Some(example("the header `X-A`", HTTP))),
    ] {
        let spec = format!("errors:\n  - {{status: 409, code: taken, meaning: M., remediation: R., {members}}}\n");
        let found = compile(one(&spec));
        let found: Vec<String> = found.diagnostics.iter().map(|it| format!("{}: {}", it.rule.id, it.message)).collect();
        let is_expected = match (&*found, &expected) {
            ([], None) => true,
            ([found], Some(expected)) => found.starts_with(expected),
            _ => false,
        };
        assert!(is_expected, "{members}: {found:?}, and not {expected:?}");
    }
}

#[test]
fn what_is_right_is_not_called_wrong() {
    let mut all = String::new();
    for case in cases() {
        let compiled = compile(case.good);
        if !compiled.diagnostics.is_empty() || compiled.book.is_none() {
            all.push_str(&format!("{}: {}\n", case.rule, drawn(&compiled)));
        }
    }
    assert!(all.is_empty(), "{all}");
}

#[test]
fn every_rule_has_a_case() {
    let known: BTreeSet<&str> = RULES.iter().map(|it| it.id).collect();
    assert_eq!(known.len(), RULES.len(), "duplicate id");
    // The command line reports the first two, and the third needs ten thousand others.
    let elsewhere = ["bad-package-name", "no-spec", "toml-syntax", "too-many-findings"];
    let tried: BTreeSet<&str> = cases().iter().map(|it| it.rule).chain(elsewhere).collect();
    assert_eq!(known, tried);
}

/// An edit fixes its mistake.
#[test]
fn edits_fix() {
    let mut count = 0;
    for case in cases() {
        let compiled = compile(case.bad.clone());
        for finding in compiled.diagnostics.iter().filter(|it| !it.edits.is_empty()) {
            count += 1;
            let mut inputs = case.bad.clone();
            for edit in &finding.edits {
                let path = &compiled.sources.file(edit.span.file).path;
                let input = inputs.iter_mut().find(|it| it.path == *path).expect("the edit is of one of the files");
                let Content::Bytes(bytes) = &mut input.content else { panic!("a file that was read") };
                bytes.splice(edit.span.start as usize..edit.span.end as usize, edit.text.bytes());
            }
            let fixed = compile(inputs);
            let place = finding.labels[0].span.start;
            assert!(
                !fixed.diagnostics.iter().any(|it| it.rule == finding.rule && it.labels[0].span.start == place),
                "{}\n{}",
                finding.message,
                drawn(&fixed)
            );
        }
    }
    assert!(count >= 4, "only {count} edits were tried");
}

/// The specs that break no rule.
pub(crate) fn accepted() -> impl Iterator<Item = Vec<Input>> {
    cases().into_iter().map(|it| it.good)
}

/// The specs that break one.
pub(crate) fn refused() -> impl Iterator<Item = Vec<Input>> {
    cases().into_iter().map(|it| it.bad)
}
