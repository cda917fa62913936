//! Small changes of envelopes that are templates: for each case of each rule, as in `cases`.

use super::cases::Case;

/// One entry, with these keys.
fn entry(keys: &str) -> String {
    format!("errors:\n  - {{status: 409, code: taken, meaning: It is taken., remediation: Take another.{keys}}}\n")
}

/// A template, and a book with one entry.
fn body(body: &str) -> String {
    format!("envelope:\n  body: {body}\n{}", entry(""))
}

/// The same with more keys of the envelope.
fn with(template: &str, more: &str) -> String {
    format!("envelope:\n  body: {template}\n  {more}\n{}", entry(""))
}

/// The same with more keys of the entry.
fn of(template: &str, more: &str, keys: &str) -> String {
    format!("envelope:\n  body: {template}\n{more}{}", entry(keys))
}

/// A member with a value for each response.
fn response(value: &str, member: &str) -> String {
    with(
        &format!("{{code: \"{{code}}\", message: \"{{message}}\", id: {value}}}"),
        &format!("members: {{id: {{{member}}}}}"),
    )
}

/// A member with a value for each code.
fn per_code(member: &str, keys: &str) -> String {
    of(
        "{type: \"{type?}\", code: \"{code?}\", message: \"{message}\"}",
        &format!("  members: {{type: {{per: code, {member}}}}}\n"),
        keys,
    )
}

const PLAIN: &str = r#"{code: "{code}", message: "{message}", "{fields}"}"#;
const CODELESS: &str = r#"{type: lost, code: "{code?}", message: "{message?}", "{fields}"}"#;
const FIELDS: &str = ", fields: {by: {type: string, example: Ada}}";

#[rustfmt::skip]
pub(super) fn cases() -> Vec<Case> {
    let case = |rule, when, old: &str, new: &str, other: &str| Case { rule, when, old: old.to_owned(), new: new.to_owned(), other: other.to_owned() };
    let any = "any response may lack it";
    let code = "only errors that have no value for it lack it";
    let caller = "the server's own code must set it";
    let supplied = "its value is supplied";
    let told = "errors are recognized by it";
    let not_told = "every error has its code and a status of 400 or more";
    vec![
        case("envelope-changed", "one of them is not at its old place", &body(PLAIN), &body(r#"{type: "{code}", message: "{message}", "{fields}"}"#), &body(r#"{"{fields}", message: "{message}", code: "{code}"}"#)),
        case("envelope-changed", "one of them is not at its old place", &of(r#"{error: {code: "{code}", id: 7, message: "{message}", "{fields}"}}"#, "", FIELDS), &of(r#"{errors: [{code: "{code}", id: 7, message: "{message}", "{fields}"}]}"#, "", FIELDS), &format!("envelope:\n  body: {{error: {{code: \"{{code}}\", id: 7, message: \"{{message}}\", \"{{fields}}\"}}}}\n  content_type: application/json\n{}", entry(FIELDS))),
        case("envelope-changed", "one of them is not at its old place", &of(PLAIN, "", FIELDS), &of(r#"{code: "{code}", detail: "{message}", data: "{fields}"}"#, "", FIELDS), &format!("envelope: {{within: null}}\n{}", entry(FIELDS))),
        case("envelope-changed", "one of them is not at its old place", &format!("envelope: json-api\n{}", entry("")), &format!("envelope: problem+json\n{}", entry("")), &with(r#"{errors: [{id: "{id?}", status: "{status:text}", code: "{code}", title: "{meaning}", detail: "{message}", links: {about: "{about?}"}, meta: "{fields}"}, ...]}"#, "content_type: application/vnd.api+json\n  members: {id: {type: string}, about: {type: string}}")),
        case("envelope-changed", "a response can have several errors", &body(r#"{errors: [{code: "{code}", message: "{message}"}]}"#), &body(r#"{errors: [{code: "{code}", message: "{message}"}, ...]}"#), &body(r#"{errors: [{code: "{code}", message: "{message}", n: 1}]}"#)),
        case("envelope-changed", "one of them is not at its old place", &body(r#"{type: "https://shop.example/{code}", message: "{message}"}"#), &body(r#"{type: "https://store.example/{code}", message: "{message}"}"#), &body(r#"{message: "{message}", type: "https://shop.example/{code}"}"#)),
        case("envelope-changed", "a response has one error only", &body(r#"{errors: [{code: "{code}", message: "{message}"}, ...]}"#), &body(r#"{errors: [{code: "{code}", message: "{message}"}]}"#), &body(r#"{errors: [{code: "{code}", message: "{message}", n: 1}, ...]}"#)),
        case("envelope-member-added", caller, &response(r#""{id?}""#, "type: string"), &with(r#"{code: "{code}", message: "{message}", id: "{id?}", by: "{by}"}"#, "members: {id: {type: string}, by: {type: string}}"), &response(r#""{id}""#, "type: string")),
        case("envelope-member-added", supplied, &body(PLAIN), &body(r#"{code: "{code}", message: "{message}", "{fields}", status: "{status}", ok: false}"#), &body(r#"{message: "{message}", code: "{code}", "{fields}"}"#)),
        case("envelope-member-removed", "every response had it, and the crate has a type for it", &response(r#""{id}""#, "type: string"), &body(PLAIN), &response(r#""{id?}""#, "type: string")),
        case("envelope-member-removed", "it was optional, and the crate has a type for it", &response(r#""{id?}""#, "type: string"), &body(PLAIN), &response(r#""{id}""#, "type: string")),
        case("envelope-member-removed", "every response had it", &body(r#"{code: "{code}", message: "{message}", status: "{status}", ok: false}"#), &body(PLAIN), &body(r#"{code: "{code}", message: "{message}", status: "{status:text}", ok: true}"#)),
        case("envelope-member-removed", "it was optional", &format!("errbook: 1\napi: {{name: Shop, version: 1.0.0, crate: shop-errors, docs_url: 'https://a.example/errors'}}\n{}", body(r#"{code: "{code}", message: "{message}", url: "{docs_url?}"}"#)), &body(r#"{code: "{code}", message: "{message}", url: "{docs_url?}"}"#), &format!("errbook: 1\napi: {{name: Shop, version: 2.0.0, crate: shop-errors, docs_url: 'https://b.example/errors'}}\n{}", body(r#"{code: "{code}", message: "{message}", url: "{docs_url?}"}"#))),
        case("envelope-member-moved", "every response had it", &response(r#""{id}""#, "type: string"), &with(r#"{code: "{code}", message: "{message}", request: {id: "{id}"}}"#, "members: {id: {type: string}}"), &with(r#"{code: "{code}", message: "{message}", id: "{request_id}"}"#, "members: {request_id: {type: string, was: id}}")),
        case("envelope-member-moved", "it was optional", &response(r#""{id?}""#, "type: string"), &with(r#"{code: "{code}", message: "{message}", request: {id: "{id}"}}"#, "members: {id: {type: string}}"), &response(r#""{id}""#, "type: string")),
        case("envelope-member-became-optional", any, &response(r#""{id}""#, "type: string"), &response(r#""{id|null}""#, "type: string"), &response(r#""{id}""#, "type: string, example: a")),
        case("envelope-member-became-optional", code, &body(r#"{code: "{code}", message: "{message}"}"#), &body(r#"{code: "{code|null}", message: "{message?}"}"#), &body(r#"{message: "{message}", code: "{code}"}"#)),
        case("envelope-member-became-required", caller, &response(r#""{id?}""#, "type: string"), &response(r#""{id}""#, "type: string"), &response(r#""{id|null}""#, "type: string")),
        case("envelope-member-became-required", supplied, &response(r#""{id?}""#, "type: string, from: path"), &response(r#""{id}""#, "type: string, from: path"), &response(r#""{id?}""#, "type: string")),
        case("envelope-member-type-changed", "existing clients cannot read every value", &response(r#""{id}""#, "type: string"), &response(r#""{id}""#, "type: integer"), &response(r#""{id}""#, "type: string, doc: D.")),
        case("envelope-member-type-changed", "existing clients read the new values as text or numbers", &response(r#""{id}""#, "type: enum, values: [a, b]"), &response(r#""{id}""#, "type: string"), &response(r#""{id}""#, "type: enum, values: [a, b, c]")),
        case("envelope-member-type-changed", "every value of the new type is one of the old", &response(r#""{id}""#, "type: any"), &response(r#""{id}""#, "type: string"), &response(r#""{id?}""#, "type: any")),
        case("envelope-member-type-changed", "the status became a text or a number", &body(r#"{code: "{code}", message: "{message}", status: "{status}"}"#), &body(r#"{code: "{code}", message: "{message}", status: "{status:text}"}"#), &body(r#"{code: "{code}", message: "{message}", status: 409}"#)),
        case("envelope-member-type-changed", "each code has its own value", &per_code("type: string, default: lost", ""), &per_code("type: any, default: lost", ""), &per_code("type: string, default: gone", "")),
        case("envelope-member-source-changed", "each response has its own value", &response(r#""{id}""#, "type: string, from: path"), &response(r#""{id}""#, "type: string, from: {header: X-Id}"), &response(r#""{id?}""#, "type: string, from: path")),
        case("envelope-member-source-changed", "each code has its own value, and each response had", &response(r#""{id}""#, "type: string"), &response(r#""{id}""#, "type: string, per: code, default: a"), &response(r#""{id}""#, "type: string, from: path")),
        case("envelope-member-source-changed", "each response has its own value, and each code had", &per_code("type: string, default: lost", ""), &with(r#"{type: "{type?}", code: "{code?}", message: "{message}"}"#, "members: {type: {type: string}}"), &per_code("type: string, default: gone", "")),
        case("envelope-member-source-changed", "each response has its own value, and errors were recognized by that of their code", &per_code("type: string, default: lost", ", envelope: {code: null}"), &of(r#"{type: "{type?}", code: "{code?}", message: "{message}"}"#, "  members: {type: {type: string}}\n", ", envelope: {code: null}"), &per_code("type: string, default: gone", ", envelope: {code: null}")),
        case("envelope-constant-changed", not_told, &body(r#"{ok: false, code: "{code}", message: "{message}", url: "https://a.example/{code}"}"#), &body(r#"{ok: true, code: "{code}", message: "{message}", url: "https://b.example/{code}"}"#), &body(r#"{code: "{code}", ok: false, message: "{message}", url: "https://a.example/{code}"}"#)),
        case("envelope-constant-changed", told, &of(CODELESS, "", ", envelope: {code: null}"), &of(&CODELESS.replace("lost", "gone"), "", ", envelope: {code: null}"), &of(CODELESS, "", ", envelope: {code: null, message: null}")),
        case("code-member-changed", not_told, &per_code("type: string, default: lost", ", envelope: {type: gone}"), &per_code("type: string, default: lost", ", envelope: {type: away}"), &per_code("type: string, default: away", ", envelope: {type: gone}")),
        case("code-member-changed", told, &per_code("type: string", ", envelope: {code: null, type: gone}"), &per_code("type: string", ", envelope: {code: null, type: away}"), &per_code("type: string, doc: D.", ", envelope: {code: null, type: gone}")),
        case("code-member-changed", "the code has no value any longer, and every error had one", &of(r#"{kind: "{kind}", code: "{code}"}"#, "  members: {kind: {type: string, per: code}}\n", ", envelope: {kind: lost}"), &of(r#"{kind: "{kind?}", code: "{code}"}"#, "  members: {kind: {type: string, per: code}}\n", ", envelope: {kind: null}"), &of(r#"{kind: "{kind}", code: "{code}"}"#, "  members: {kind: {type: string, per: code}}\n", ", envelope: {kind: gone}")),
        case("code-not-sent", "", &of(CODELESS, "", ""), &of(CODELESS, "", ", envelope: {code: null}"), &of(CODELESS, "", ", envelope: {message: null}")),
        case("code-renamed", "the code is not sent", &of(CODELESS, "", ", envelope: {code: null}"), &(of(CODELESS, "", ", envelope: {code: null}").replace("code: taken", "code: held") + "retired:\n  - {code: taken, since: 2.0.0, renamed_to: held}\n"), &(of(CODELESS, "", "").replace("code: taken", "code: held") + "retired:\n  - {code: taken, since: 2.0.0, renamed_to: held}\n")),
        case("code-sent", "", &of(CODELESS, "", ", envelope: {code: null}"), &of(CODELESS, "", ""), &of(CODELESS, "", ", envelope: {code: null, message: null}")),
        case("message-not-sent", "the error has its code", &of(CODELESS, "", ""), &of(CODELESS, "", ", envelope: {message: null}"), &of(CODELESS, "", ", envelope: {code: null}")),
        case("message-sent", "the error has its code", &of(CODELESS, "", ", envelope: {message: null}"), &of(CODELESS, "", ""), &of(CODELESS, "", ", envelope: {code: null, message: null}")),
        case("message-not-sent", "the error has no code, and is recognized by its form", &of(CODELESS, "", ", envelope: {code: null}"), &of(CODELESS, "", ", envelope: {code: null, message: null}"), &of(CODELESS, "", "")),
        case("message-sent", "the error has no code, and is recognized by its form", &of(CODELESS, "", ", envelope: {code: null, message: null}"), &of(CODELESS, "", ", envelope: {code: null}"), &of(CODELESS, "", ", envelope: {message: null}")),
        case("field-moved", "", &of(PLAIN, "", FIELDS), &of(r#"{code: "{code}", message: "{message}", source: {by: "{by?}"}, "{fields}"}"#, "", FIELDS), &of(PLAIN, "", ", fields: {owner: {type: string, example: Ada, was: by}}")),
        case("code-type-changed", "", &number("any", "'21211'"), &number("integer", "21211"), &number("any", "'21211'").replace("It is", "It was")),
        case("content-type-changed", "", &with(PLAIN, "content_type: application/json"), &with(PLAIN, "content_type: application/vnd.shop+json"), &body(PLAIN)),
        case("envelope-header-added", "", &body(PLAIN), &with(PLAIN, "headers: {X-Error-Code: \"{code}\"}"), &with(PLAIN, "content_type: application/vnd.shop+json")),
        case("envelope-header-removed", not_told_header(), &with(PLAIN, "headers: {X-Error-Code: \"{code}\"}"), &body(PLAIN), &with(PLAIN, "headers: {x-error-code: \"{code}\"}")),
        case("envelope-header-removed", "only it has the code", &with(r#"{message: "{message}"}"#, "headers: {X-Error-Code: \"{code}\"}"), &body(r#"{code: "{code}", message: "{message}"}"#), &with(r#"{message: "{message}"}"#, "headers: {X-Error-Code: \"{code}:\"}\n  read_code: {before: \":\"}")),
        case("envelope-header-changed", not_told_header(), &with(PLAIN, "headers: {X-Shop: a}"), &with(PLAIN, "headers: {X-Shop: b}"), &with(PLAIN, "headers: {x-shop: a}")),
        case("envelope-header-changed", "only it has the code", &with(r#"{message: "{message}"}"#, "headers: {X-Error-Code: \"{code}\"}"), &with(r#"{message: "{message}"}"#, "headers: {X-Error-Code: \"shop#{code}\"}\n  read_code: {after: \"#\"}"), &with(r#"{message: "{message}"}"#, "headers: {x-error-code: \"{code}\"}")),
        case("read-code-changed", "", &body(PLAIN), &with(PLAIN, "read_code: {after: \"#\", before: \":\"}"), &with(PLAIN, "content_type: text/json")),
    ]
}

fn not_told_header() -> &'static str {
    "the code is elsewhere too"
}

/// A book with a code that looks like a number.
fn number(style: &str, code: &str) -> String {
    format!(
        "errbook: 1\napi: {{name: Shop, version: 1.0.0, crate: shop-errors, code_style: {style}}}\nerrors:\n  - {{status: 409, code: {code}, name: Taken, meaning: It is taken., remediation: Take another.}}\n"
    )
}
