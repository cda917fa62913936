//! Which code replaces a response that no handler made: by the book's `fallback`, and by the names of its codes.

use errbook_codegen::compile;
use errbook_codegen::model::Book;
use masko_errors::Error;

use crate::specs::{book, drawn, raw};

/// A book with these lines in its head, and these entries.
fn spec(head: &str, entries: &[&str]) -> String {
    let mut out = format!(
        "errbook: 1\napi: {{name: Shop, version: 1.0.0, crate: shop-errors, code_style: any}}\n{head}\nerrors:\n"
    );
    for entry in entries {
        out.push_str(&format!("  - {{meaning: M., remediation: R., {entry}}}\n"));
    }
    out
}

/// The code for each of these statuses.
fn codes<'a>(book: &'a Book, statuses: &[u16]) -> Vec<&'a str> {
    statuses.iter().map(|it| book.fallback.code(*it).unwrap_or("-")).collect()
}

/// Keys of the head, entries, and the code for each of some statuses.
type Case<'a> = (&'a str, &'a [&'a str], &'a [u16], &'a [&'a str]);

/// Every name of a status, by the status.
static NAMES: &[(u16, &str)] = &[
    (400, "bad_request invalid_request"),
    (401, "unauthorized unauthenticated"),
    (403, "forbidden permission_denied"),
    (404, "not_found route_not_found"),
    (405, "method_not_allowed"),
    (406, "not_acceptable"),
    (408, "request_timeout timeout timed_out"),
    (413, "payload_too_large content_too_large too_large"),
    (415, "unsupported_media_type"),
    (422, "unprocessable_entity unprocessable_content"),
    (429, "too_many_requests rate_limited"),
    (500, "internal internal_error internal_server_error"),
    (503, "service_unavailable unavailable"),
    (504, "gateway_timeout"),
];

#[test]
fn a_code_with_the_name_of_its_status_is_its_fallback_in_any_style() {
    for (status, names) in NAMES {
        for name in names.split(' ') {
            let words: Vec<&str> = name.split('_').collect();
            let upper: String = words.iter().map(|it| it[..1].to_uppercase() + &it[1..]).collect();
            let lower = upper[..1].to_lowercase() + &upper[1..];
            for code in [name.to_owned(), name.to_uppercase(), words.join("-"), words.join("."), upper, lower] {
                let book = book(raw(&spec("", &[&format!("status: [{status}, 499], code: {code}")])));
                // For its default alone, whatever else it lists.
                let own: Vec<u16> = (400..600).filter(|it| book.fallback.code(*it).is_some()).collect();
                assert_eq!((own, book.fallback.code(*status)), (vec![*status], Some(&*code)), "{code}");
            }
            // With another status it is an error like any other.
            let book = book(raw(&spec("", &[&format!("status: [418, {status}], code: {name}")])));
            assert!((400..600).all(|it| book.fallback.code(it).is_none()), "{name}");
        }
    }
}

#[rustfmt::skip]
#[test]
fn the_first_rule_that_applies_decides() {
    const EXEMPT: &[u16] = &[401, 407, 408, 425, 426, 429, 503];
    const BAD: &str = "status: 400, code: bad_request";
    const MISSING: &str = "status: 404, code: not_found";
    const GONE: &str = "status: [410, 404], code: gone";
    const BROKEN: &str = "status: 500, code: broken";
    let cases: &[Case<'_>] = &[
        // Neither the alphabetical order nor a listed status matters.
        ("", &["status: 404, code: album_not_found", "status: 404, code: order_not_found"], &[404, 405], &["-", "-"]),
        ("", &[GONE], &[404, 410], &["-", "-"]),
        // By name: one, two, with fields that are required or optional, with a required header.
        ("", &[MISSING, "status: 404, code: album_not_found"], &[404], &["not_found"]),
        ("", &[MISSING, "status: 404, code: route_not_found"], &[404], &["-"]),
        ("", &[MISSING, "status: 410, code: route_not_found"], &[404, 410], &["not_found", "-"]),
        ("", &[MISSING, "status: 404, code: route_not_found, fields: {id: {type: string, example: a}}"], &[404], &["not_found"]),
        ("", &["status: 404, code: not_found, fields: {id: {type: string, example: a}}"], &[404], &["-"]),
        ("", &["status: 404, code: not_found, fields: {id: {type: string, example: a, optional: true}}"], &[404], &["not_found"]),
        ("", &["status: 429, code: rate_limited, headers: {Retry-After: {type: delay}}"], &[429], &["rate_limited"]),
        // A status's own key is before its name, `null` too.
        ("fallback: {404: gone}", &[MISSING, GONE], &[404, 405], &["gone", "-"]),
        ("fallback: {404: null, 4xx: gone}", &[MISSING, GONE], &[404, 405], &["-", "gone"]),
        // Which settles it where two codes have a name.
        ("fallback: {404: not_found}", &[MISSING, "status: 404, code: route_not_found"], &[404], &["not_found"]),
        // A name is before the class, and the class is for the rest.
        ("fallback: {4xx: bad_request, 5xx: broken}", &[BAD, MISSING, BROKEN], &[400, 404, 405, 422, 499, 500, 502, 599], &["bad_request", "not_found", "bad_request", "bad_request", "bad_request", "broken", "broken", "broken"]),
        ("fallback: {4xx: bad_request}", &[BAD, MISSING, "status: 404, code: route_not_found"], &[404, 500], &["bad_request", "-"]),
        ("fallback: {4xx: null, 5xx: null}", &[BAD, MISSING], &[400, 404, 405, 500], &["bad_request", "not_found", "-", "-"]),
        // Except for statuses with a specific meaning, unless they have their own key or code.
        ("fallback: {4xx: bad_request, 5xx: broken}", &[BAD, BROKEN], EXEMPT, &["-"; 7]),
        ("fallback: {401: bad_request, 408: bad_request, 503: broken, 4xx: bad_request, 5xx: broken}", &[BAD, BROKEN], EXEMPT, &["bad_request", "-", "bad_request", "-", "-", "-", "broken"]),
        ("fallback: {4xx: bad_request}", &[BAD, "status: 401, code: unauthorized", "status: 408, code: timeout"], EXEMPT, &["unauthorized", "-", "timeout", "-", "-", "-", "-"]),
        // No status below 400 is one of an error.
        ("fallback: {4xx: bad_request, 5xx: broken}", &[BAD, BROKEN], &[200, 303, 399], &["-", "-", "-"]),
    ];
    for (head, entries, statuses, expected) in cases {
        let text = spec(head, entries);
        let compiled = compile(raw(&text));
        let book = compiled.book.as_ref().unwrap_or_else(|| panic!("{text}{}", drawn(&compiled)));
        assert_eq!(codes(book, statuses), *expected, "{text}");
    }
}

/// The generated lookup agrees with the compiled table: the code, and the status that it is sent with.
#[test]
fn an_error_for_each_status() {
    let book = book(crate::specs::masko());
    let mut count = 0;
    for status in 0..1000 {
        let error = Error::for_status(status);
        let Some(code) = book.fallback.code(status).filter(|_| (400..600).contains(&status)) else {
            assert!(error.is_none(), "{status}");
            continue;
        };
        if code == "rate_limited" {
            assert!(error.is_none(), "its header is required");
            continue;
        }
        count += 1;
        let error = error.unwrap_or_else(|| panic!("{status} has {code}"));
        let entry = book.error(code).expect("it is in the book");
        let expected = if entry.statuses.contains(&status) { status } else { entry.status() };
        assert_eq!((error.code_text(), error.status()), (Some(code), expected), "{status}");
        assert_eq!(error.encode().status, expected);
    }
    assert_eq!(count, 200 - 6);
}

/// One warning a book, at `fallback` if there is one.
#[test]
fn one_warning_lists_the_usual_statuses() {
    const MISSING: &str = "status: 404, code: not_found";
    for (head, entries, expected) in [
        ("", vec![], None),
        ("", vec![MISSING], Some("2:1 the statuses 405, 413, 415 and 500")),
        ("fallback: {405: null, 4xx: null}", vec![MISSING], Some("3:11 the status 500")),
        ("fallback: {5xx: null, 415: not_found}", vec![MISSING], Some("3:11 the statuses 405 and 413")),
        ("fallback: {4xx: not_found, 500: null}", vec![MISSING], None),
        ("fallback: {4xx: lost}", vec![MISSING], None),
    ] {
        let compiled = compile(raw(&spec(head, &entries)));
        let found: Vec<String> = compiled
            .diagnostics
            .iter()
            .filter(|it| it.rule.id == "no-fallback")
            .map(|it| {
                let span = it.labels[0].span;
                let at = compiled.sources.file(span.file).line_column(span.start as usize);
                format!("{}:{} {}", at.line, at.column, it.message.trim_start_matches("no fallback code for "))
            })
            .collect();
        assert_eq!(found, expected.map(str::to_owned).into_iter().collect::<Vec<_>>(), "{head}");
    }
}

/// A hint never names a code that the book does not have.
#[test]
fn a_retired_code_is_replaced_by_one_that_exists() {
    let head = "errbook: 1\napi: {name: Shop, version: 1.2.0, crate: shop-errors}\nfallback: {4xx: gone}\n";
    let errors = "errors:\n  - {status: 404, code: lost, meaning: M., remediation: R.}\n";
    for (key, expected) in [
        ("use: lost", "Did you mean `lost`?"),
        ("renamed_to: lost", "Did you mean `lost`?"),
        ("use: nowhere", "Use a code that is defined under `errors`, or `null`."),
        ("use: gone", "Use a code that is defined under `errors`, or `null`."),
    ] {
        let spec = format!("{head}{errors}retired:\n  - {{code: gone, since: 1.0.0, {key}}}\n");
        let found = compile(raw(&spec)).diagnostics;
        let fallback = found.iter().find(|it| it.rule.id == "bad-fallback").expect("it is reported");
        assert_eq!(fallback.help.as_deref(), Some(expected), "{key}");
    }
}
