//! What is reported about envelopes beyond the cases of `rules`: one mistake each, with its place and its message.

use errbook_codegen::compile;
use errbook_codegen::input::Input;

/// The findings of a spec with this envelope, keys of `api`, and errors: each as `rule at "text": message`.
fn found(api: &str, envelope: &str, errors: &str) -> Vec<String> {
    let spec = format!(
        "errbook: 1\napi: {{name: Shop, version: 1.0.0, crate: shop-errors{api}}}\nfallback: {{4xx: null, 5xx: null}}\nenvelope: {envelope}\nerrors: [{errors}]\n"
    );
    let compiled = compile(vec![Input::new("shop.yaml", spec.as_str())]);
    let shown = |it: &errbook_codegen::diagnostics::Diagnostic| {
        let span = it.labels[0].span;
        format!("{} at {}: {}", it.rule.id, &spec[span.start as usize..span.end as usize], it.message)
    };
    compiled.diagnostics.iter().map(shown).collect()
}

/// An error with more keys.
macro_rules! error {
    ($code:literal, $more:literal) => {
        concat!("{status: 404, code: ", $code, ", meaning: M., remediation: R.", $more, "}")
    };
}

const GONE: &str = error!("gone", "");

#[test]
#[rustfmt::skip]
fn mistakes_in_envelopes() {
    let mut failures = String::new();
    for (envelope, errors, expected) in [
        // The forms of `envelope`.
        ("gogle", GONE, "unknown-value at gogle: unknown value `gogle` of `envelope`"),
        ("{body: problem-json}", GONE, "unknown-value at problem-json: unknown value `problem-json` of `body`"),
        ("{body: {code: \"{code}\"}, within: null}", GONE, "misplaced-key at within: `within` is not allowed with `body`"),
        ("{body: google, message: text}", GONE, "misplaced-key at message: `message` is not allowed with `body`"),
        ("{body: 5}", GONE, "wrong-type at 5: `body` must be a map, a list, or the name of a preset, found the integer `5`"),
        ("5", GONE, "wrong-type at 5: `envelope` must be a map, or the name of a preset, found the integer `5`"),
        ("[code]", GONE, "wrong-type at [code]: `envelope` must be a map, or the name of a preset, found a list"),
        ("{body: '[\"{code}\"]'}", GONE, "wrong-type at '[\"{code}\"]': `body` must be a template, or the name of a preset, found the text `[\"{code}\"]`"),
        ("{body: {code}}", GONE, "unquoted-placeholder at {code}: `{code}` is not quoted, so YAML reads it as a map"),
        ("{body: {code: \"{code}\", {fields}: }}", GONE, "wrong-type at {fields}: a key must be text"),
        ("{body: [\"{code}\", {a: {code: 1, {b}: 2}}]}", GONE, "wrong-type at {b}: a key must be text"),
        // Placeholders.
        ("{body: {code: \"{code}\", a: \"{}\"}}", GONE, "bad-template at {}: empty placeholder"),
        ("{body: {code: \"{code}\", a: \"{?}\"}}", GONE, "bad-template at {?}: empty placeholder"),
        ("{body: {code: \"{code}\", a: \"a } b\"}}", GONE, "bad-template at }: unmatched `}`"),
        ("{body: {code: \"{code\"}}", GONE, "bad-template at {: unmatched `{`"),
        ("{body: {code: \"{code|}\"}}", GONE, "bad-template at {code|}: the suffix of `{code|}` is not valid"),
        ("{body: {code: \"{code?|null}\"}}", GONE, "bad-template at {code?|null}: the suffix of `{code?|null}` is not valid"),
        ("{body: {code: \"{code}\", a: \"{status:number}\"}}", GONE, "unknown-placeholder at {status:number}: unknown format `number` of the placeholder `status`"),
        ("{body: {code: \"{code}\", a: \"all {fields}\"}}", GONE, "bad-template at {fields}: `fields` is an object, which cannot be a part of a text"),
        ("{body: {code: \"{code}\", a: \"{code}: {message}\"}}", GONE, "bad-template at {message}: a client cannot tell `{code}` and `{message}` apart in one text"),
        ("{body: {\"{code}\": 1, code: \"{code}\"}}", GONE, "bad-template at \"{code}\": a key of a template cannot contain the placeholder `code`"),
        ("{body: {code: \"{code}\", \"a}\": 1}}", GONE, "bad-template at \"a}\": unmatched `}`"),
        ("{body: {code: \"{code}\", a: \"in {by}\"}}", error!("gone", ", fields: {by: {type: list, of: boolean}}"), "bad-template at {by}: `by` is a list, which cannot be a part of a text"),
        ("{headers: {X-By: \"{by}\"}}", error!("gone", ", fields: {by: {type: any, example: 1}}"), "bad-template at {by}: `by` is any JSON, which cannot be a part of a text"),
        // Fields.
        ("{body: {code: \"{code}\"}}", error!("gone", ", fields: {by: {type: boolean}}"), "bad-envelope at by: the envelope has no place for the field `by`"),
        ("{body: {code: \"{code}\", by: \"{code}\", \"{fields}\"}}", error!("gone", ", fields: {by: {type: boolean}}"), "envelope-collision at by: the field `by` has the name of a member of the envelope"),
        ("{body: {error: \"{message}\", \"{fields}\"}}", error!("gone", ", fields: {error: {type: list, of: boolean}}"), "envelope-collision at error: the field `error` has the name of a member of the envelope"),
        // Lists.
        ("{body: [...]}", GONE, "bad-envelope at ...: `...` must follow the only item of its list"),
        ("{body: {code: \"{code}\", all: [{status: \"{status}\"}, ...]}}", GONE, "bad-envelope at ...: the item of this list has neither the code nor the message of an error"),
        // Headers.
        ("{headers: {Content-Length: 5}}", GONE, "bad-header-name at Content-Length: the header `Content-Length` is set by the server"),
        ("{headers: {X Code: a}}", GONE, "bad-header-name at X Code: invalid header name `X Code`"),
        ("{headers: {X-Code: Café}}", GONE, "bad-header-value at Café: invalid header value `Café`"),
        ("{headers: {X-Code: a, x-code: b}}", GONE, "envelope-collision at x-code: `X-Code` and `x-code` are the same header"),
        ("{headers: {X-Code: a}}", error!("gone", ", headers: {x-code: {value: b}}"), "envelope-collision at x-code: the envelope sets the header `x-code` of every error"),
        ("{headers: {X-Code: \"{fields}\"}}", GONE, "bad-template at {fields}: `fields` is an object, which cannot be a part of a text"),
        // Members.
        ("{members: {code: {type: string}}}", GONE, "envelope-collision at code: the member `code` has the name of a built-in placeholder"),
        ("{members: {\"a:b\": {type: string}}}", GONE, "bad-field-name at \"a:b\": `a:b` cannot be the name of a placeholder"),
        ("{body: {code: \"{code}\", a: \"{a}\"}, members: {a: {type: string, default: b}}}", GONE, "misplaced-key at default: `default` requires `per: code`"),
        ("{body: {code: \"{code}\", a: \"{a}\"}, members: {a: {type: string, per: code, default: b, from: path}}}", GONE, "misplaced-key at from: `from` requires `per: response`"),
        ("{body: {code: \"{code}\", a: \"{a}\"}, members: {a: {type: string, per: request}}}", GONE, "unknown-value at request: unknown value `request` of `per`"),
        ("{body: {code: \"{code}\", a: \"{a}\"}, members: {a: {type: string, from: query}}}", GONE, "unknown-value at query: unknown value `query` of `from`"),
        ("{body: {code: \"{code}\", a: \"{a}\"}, members: {a: {type: string, from: time}}}", GONE, "misplaced-key at time: this source supplies a timestamp, and the type is `string`"),
        ("{body: {code: \"{code}\", a: \"{a}\"}, members: {a: {type: integer, from: {header: X-A}}}}", GONE, "misplaced-key at {header: X-A}: this source supplies a string, and the type is `integer`"),
        ("{body: {code: \"{code}\", a: \"{a}\"}, members: {a: {type: string, from: {header: cookie}}}}", GONE, "bad-header-name at cookie: the header `cookie` contains credentials, which a response must not"),
        ("{body: {code: \"{code}\", a: \"{a}\"}, members: {a: {type: integer, per: code, default: one}}}", GONE, "bad-example at one: the default of the member `a` must be a whole number of 64 bits, found the text `one`"),
        ("{body: {code: \"{code}\", a: \"{a}\", b: \"{a-b}\"}, members: {a_b: {type: string}, a-b: {type: string}, a: {type: string}}}", GONE, "field-name-collision at a-b: `a_b` and `a-b` have the same Rust name `a_b`"),
        ("{body: {code: \"{code}\", a: \"{a}\"}, members: {a: {type: integer, minimum: 0, per: code, default: 18446744073709551615}}}", GONE, "bad-example at 18446744073709551615: the default of the member `a` is larger than 2^63 - 1"),
        // `envelope` of an entry.
        ("{body: {code: \"{code}\", a: \"{a}\"}, members: {a: {type: integer, per: code}}}", error!("gone", ", envelope: {a: one}"), "bad-example at one: the value of the member `a` must be a whole number of 64 bits, found the text `one`"),
        ("{body: {code: \"{code}\", a: \"{a}\"}, members: {a: {type: integer}}}", error!("gone", ", envelope: {a: 1}"), "misplaced-key at a: the member `a` has a value for each response, not for each code"),
        ("{body: {code: \"{code}\"}}", error!("gone", ", envelope: {code: lost}"), "wrong-type at lost: `code` in the envelope of an entry can only be `null`, found the text `lost`"),
        ("{body: {code: \"{code}\"}}", error!("gone", ", envelope: [code]"), "wrong-type at [code]: `envelope` of an entry must be a map of members to values, found a list"),
        ("null", error!("gone", ", envelope: {code: null}"), "member-not-sent at null: the template always has `{code}`, and this error has no value for it"),
        // Reading the code.
        ("{body: {error: \"{message}\"}, read_code: {after: \"#\"}}", GONE, "misplaced-key at read_code: `read_code` requires a place for the code"),
        ("{read_code: {before: \"::\"}}", GONE, "wrong-type at \"::\": `before` must be one character, found the text `::`"),
        // A status of a success.
        ("{body: {ok: false, \"{fields}\"}}", "{status: 200, code: gone, meaning: M., remediation: R.}", "bad-status at 200: with 200 a client cannot tell this error from a success"),
        ("{body: {status: \"{status}\"}}", "{status: 200, code: gone, meaning: M., remediation: R.}", "bad-status at 200: with 200 a client cannot tell this error from a success"),
    ] {
        let found = found("", envelope, errors);
        // A member without a place is not what a row is about.
        let found: Vec<&String> = found.iter().filter(|it| !it.starts_with("unused-member")).collect();
        if found != [expected] {
            failures.push_str(&format!("{envelope}\n{found:#?}\nexpected {expected}\n"));
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

/// A body or a preset in place of the keys: the help says where they belong.
#[test]
fn keys_of_the_body() {
    for (envelope, help) in [
        (
            "{error: {code: \"{code}\"}}",
            "If it is a part of the body, put it below `body`: `envelope: {body: {error: …}}`.",
        ),
        (
            "{errors: [{code: \"{code}\"}, ...], ok: false}",
            "If it is a part of the body, put it below `body`: `envelope: {body: {errors: …}}`.",
        ),
        ("{preset: google}", "Write the name of the preset alone: `envelope: google`."),
        ("{bodi: {code: \"{code}\"}}", "Did you mean `body`?"),
    ] {
        let spec = format!(
            "errbook: 1\napi: {{name: Shop, version: 1.0.0, crate: shop-errors}}\nfallback: {{4xx: null, 5xx: null}}\nenvelope: {envelope}\nerrors: [{GONE}]\n"
        );
        let compiled = compile(vec![Input::new("shop.yaml", spec)]);
        let found: Vec<_> = compiled.diagnostics.iter().map(|it| (it.rule.id, it.help.as_deref())).collect();
        assert_eq!(found, [("unknown-key", Some(help))], "{envelope}");
    }
}

/// A header has no code that is not ASCII: it needs another place.
#[test]
#[rustfmt::skip]
fn codes_in_headers() {
    const HEADER: &str = "{headers: {X-Code: \"{code?}\"}, body: {message: \"{message}\"}}";
    const IN_A_TEXT: &str = "{headers: {X-Error: \"shop/{code}\"}, body: {message: \"{message}\"}}";
    const BOTH: &str = "{headers: {X-Code: \"{code}\"}, body: {errors: [{code: \"{code}\"}]}}";
    let entry = |code: &str, more: &str| format!("{{status: 404, code: {code}, meaning: M., remediation: R.{more}}}");
    let invalid = "bad-header-value at é2: the code `é2` cannot be sent in a header";
    for (envelope, errors, expected) in [
        (HEADER, entry("é2", ""), Some(invalid)),
        (IN_A_TEXT, entry("é2", ""), Some(invalid)),
        (HEADER, entry("é2", ", envelope: {code: null}"), None),
        (HEADER, entry("e2", ""), None),
        (BOTH, entry("é2", ""), None),
    ] {
        let mut found = found(", code_style: any", envelope, &errors);
        found.retain(|it| !it.starts_with("unusual-code"));
        assert_eq!(found, Vec::from_iter(expected), "{envelope} {errors}");
    }
}

#[test]
#[rustfmt::skip]
fn integer_codes() {
    let entry = |code: &str, more: &str| format!("{{status: 404, code: {code}, meaning: M., remediation: R.{more}}}");
    let optional = "{body: {code: \"{code?}\", message: \"{message}\"}}";
    for (envelope, errors, expected) in [
        ("null", entry("404", ""), None),
        ("null", entry("0", ""), None),
        ("null", entry("-32601", ""), None),
        ("null", entry("9007199254740991", ""), None),
        ("null", entry("9007199254740992", ""), Some("bad-code at 9007199254740992: `9007199254740992` is not an integer code")),
        ("null", entry("007", ""), Some("bad-code at 007: `007` is not an integer code")),
        ("null", entry("0x10", ""), Some("bad-code at 0x10: `0x10` is not an integer code")),
        ("null", entry("+5", ""), Some("bad-code at +5: `+5` is not an integer code")),
        ("null", entry("\"404\"", ""), Some("bad-code at \"404\": the integer code `404` is in quotes")),
        ("null", entry("gone", ""), Some("bad-code at gone: `gone` is not an integer code")),
        ("null", entry("4.5", ""), Some("wrong-type at 4.5: `code` must be a whole number, found the number `4.5`")),
        (optional, entry("gone", ", envelope: {code: null}"), None),
        (optional, entry("404", ", envelope: {code: null}"), Some("bad-code at 404: `404` is not in snake_case")),
        (optional, entry("Gone", ", envelope: {code: null}"), Some("bad-code at Gone: `Gone` is not in snake_case")),
    ] {
        let found = found(", code_style: integer", envelope, &errors);
        assert_eq!(found.first().map(String::as_str), expected, "{errors}");
        assert!(found.len() <= 1, "{found:#?}");
    }
    let spec = "errbook: 1\napi: {name: Shop, version: 1.0.0, crate: shop-errors, code_style: integer}\nfallback: {404: 404, 4xx: -1, 5xx: null}\nerrors:\n  - {status: 404, code: 404, meaning: M., remediation: R., deprecated: {since: 1.0.0, use: -1}}\n  - {status: 400, code: -1, meaning: M., remediation: R.}\nretired:\n  - {code: 5, since: 1.0.0, use: 404}\n  - {code: 6, since: 1.0.0, renamed_to: -1}\n";
    let compiled = compile(vec![Input::new("shop.yaml", spec)]);
    assert!(compiled.diagnostics.is_empty(), "{:#?}", compiled.diagnostics);
    let book = compiled.book.expect("it has no errors");
    let names: Vec<_> = book.errors.iter().map(|it| (&*it.code, &*it.name)).collect();
    assert_eq!(names, [("-1", "CodeMinus1"), ("404", "Code404")]);
    assert_eq!(book.fallback.code(404), Some("404"));
}

/// A number may be a text without quotes, or an integer code: only the author knows.
#[test]
fn an_integer_code_without_its_style() {
    let spec = format!(
        "errbook: 1\napi: {{name: Shop, version: 1.0.0, crate: shop-errors}}\nerrors: [{}]\n",
        error!("21211", "")
    );
    let compiled = compile(vec![Input::new("shop.yaml", spec)]);
    let [found] = &*compiled.diagnostics else { panic!("{:#?}", compiled.diagnostics) };
    assert_eq!(found.message, "`code` must be text, found the integer `21211`");
    assert!(found.help.as_ref().is_some_and(|it| it.contains("`code_style: integer`")), "{found:?}");
    assert!(found.edits.is_empty());
}

/// The limits of a template.
#[test]
fn large_templates() {
    let body = |count: usize, part: &str| {
        let parts: Vec<String> = (0..count).map(|at| format!("m{at}: {part}")).collect();
        format!("{{body: {{code: \"{{code}}\", {}}}}}", parts.join(", "))
    };
    let members = |count: usize| {
        let all: Vec<String> = (0..count).map(|at| format!("m{at}: {{type: string}}")).collect();
        let places: Vec<String> = (0..count).map(|at| format!("m{at}: \"{{m{at}}}\"")).collect();
        format!("{{body: {{code: \"{{code}}\", {}}}, members: {{{}}}}}", places.join(", "), all.join(", "))
    };
    for (envelope, expected) in [
        (body(63, "{}"), None),
        (body(64, "{}"), Some("the template has 65 objects")),
        (body(199, "1"), None),
        (body(200, "1"), Some("the template has 201 values and placeholders")),
        (members(32), None),
        (members(33), Some("the envelope has 33 members")),
    ] {
        let found = found("", &envelope, GONE);
        let message = found.first().and_then(|it| it.rsplit(": ").next());
        assert_eq!(message, expected);
        assert!(found.len() <= 1, "{found:#?}");
    }
}

/// A template that is a short form is one, and anything more is not.
#[test]
fn short_forms() {
    let short = |envelope: &str| {
        let spec = format!(
            "errbook: 1\napi: {{name: Shop, version: 1.0.0, crate: shop-errors}}\nenvelope: {envelope}\nerrors: [{GONE}]\n"
        );
        let book = compile(vec![Input::new("shop.yaml", spec.as_str())]).book.expect("it has no errors");
        book.short_envelope().map(|it| serde_json::to_string(it).expect("JSON"))
    };
    for (one, other) in [
        ("null", "{body: {error: {code: \"{code}\", message: \"{message}\", \"{fields}\"}}}"),
        (
            "{within: null, code: type, fields: data}",
            "{body: {type: \"{code}\", message: \"{message}\", data: \"{fields}\"}}",
        ),
        ("{message: text}", "{body: {error: {code: \"{code}\", text: \"{message}\", \"{fields}\"}}}"),
    ] {
        assert!(short(one).is_some());
        assert_eq!(short(one), short(other));
    }
    for other in [
        "{body: {error: {message: \"{message}\", code: \"{code}\", \"{fields}\"}}}",
        "{body: {error: {code: \"{code?}\", message: \"{message}\", \"{fields}\"}}}",
        "{body: {a: {error: {code: \"{code}\", message: \"{message}\", \"{fields}\"}}}}",
        "{body: {error: {code: \"{code}\", message: \"{message}\"}}}",
        "{headers: {X-Code: \"{code}\"}}",
        "{content_type: application/error+json}",
        "{read_code: {after: \"#\"}}",
        "google",
    ] {
        assert_eq!(short(other), None, "{other}");
    }
}
