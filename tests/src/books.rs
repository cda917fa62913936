//! Books whose crates are compiled: every feature of the language, awkward names and texts, an empty book, a very large
//! one, and real catalogues.

use std::fmt::Write;

use errbook_codegen::input::Input;

/// A book and its crate.
pub(crate) struct Fixture {
    /// The path of the crate's folder.
    pub(crate) name: &'static str,
    /// The crate's name as Rust has it.
    pub(crate) krate: &'static str,
    /// The minimum number of responses on its page.
    pub(crate) responses: usize,
    pub(crate) inputs: Vec<Input>,
}

pub(crate) fn all() -> Vec<Fixture> {
    let fixture = |name, krate, responses, text: String| Fixture {
        name,
        krate,
        responses,
        inputs: vec![Input::new("book.yaml", text)],
    };
    let mut out = vec![
        fixture("shop", "shop_errors", 7, shop()),
        fixture("awkward", "awkward_errors", 30, awkward()),
        fixture("keywords", "gen_errors", KEYWORDS.len(), keywords()),
        fixture("delays", "delays_errors", 5, delays()),
        fixture("none", "none_errors", 0, head("None", "{name: none-errors, version: 7.0.0-rc.1+b.2}", "")),
        fixture("many", "many_errors", 2000, many(2000)),
    ];
    out.extend(crate::catalogues::fixtures());
    out
}

/// The head of a book, up to `more` keys of `api`.
pub(crate) fn head(name: &str, krate: &str, more: &str) -> String {
    let runtime = crate::specs::root().join("runtime").display().to_string().replace('\\', "/");
    format!(
        "errbook: 1\napi:\n  name: {name}\n  version: 1.0.0\n  crate: {krate}\n  runtime: {{path: \"{runtime}\"}}\n{more}"
    )
}

/// Every kind of field and header, in every place.
pub(crate) fn shop() -> String {
    head("Shop", "shop-errors", "  docs_url: https://shop.example/docs/\n")
        + r#"
retry: {retries: 5, backoff: {initial: 250ms, factor: 1.5, max: 30s}}
errors:
  - status: [409, 422]
    code: out_of_stock
    meaning: There are fewer pieces than were *asked* for.
    remediation: Ask for fewer, or wait until `restock`.
    message: "Only {left} of {wanted} left: {colors}, {place}, {why}, {rate}, {final}, {restock}, {hint}, {extra} {{as is}}."
    since: 1.0.0
    tags: [orders, stock]
    causes:
      - Somebody was faster.
      - "The count was wrong: see `details`."
    details: |
      # More

      Some `code`, <b>HTML</b> and a list:

      - one
      - two
    fields:
      wanted: {type: integer, minimum: 0, doc: How many were asked for., example: 3}
      left: {type: integer, doc: How many there are., example: -1}
      rate: {type: number, doc: How fast they go., example: 2.5}
      final: {type: boolean, doc: Whether there will be no more., example: false}
      restock: {type: timestamp, doc: When there will be more., example: "2026-03-01T09:30:00Z"}
      why: {type: enum, values: [sold, broken, not-yet], doc: Why., example: sold}
      colors: {type: list, of: string, doc: Which are left., example: [red, blue]}
      place:
        type: object
        doc: Where the rest is.
        fields:
          aisle: {type: integer, minimum: 0, example: 7}
          type: {type: enum, values: [shelf, store], example: shelf}
          note: {type: string, optional: true}
      parts:
        type: list
        doc: What is missing of each.
        of: {type: object, fields: {id: {type: string, example: a}, counts: {type: list, of: {type: integer, minimum: 0}, example: [1, 2]}}}
        example: [{id: a, counts: [1, 2]}, {id: b, counts: []}]
      extra: {type: any, doc: Whatever else., example: {a: [1, null, 2.5, "x"]}}
      hint: {type: string, optional: true, doc: What to try., example: Try red.}
      when: {type: timestamp, optional: true}
      ref: {type: string, optional: true, name: reference}
    examples:
      - title: All of it
        values:
          wanted: 3
          left: -1
          rate: 2.5
          final: false
          restock: "2026-03-01T09:30:00Z"
          why: sold
          colors: [red, blue]
          place: {aisle: 7, type: shelf, note: Top.}
          parts: [{id: a, counts: [1, 2]}]
          extra: {a: [1, null, 2.5, x]}
          hint: Try red.
          when: "2026-03-01T09:30:00+01:00"
          ref: r1
      - title: As little as there can be
        values: {wanted: 0, left: 0, rate: 1, final: true, restock: "2026-03-01T09:30:00Z", why: broken, colors: [], place: {aisle: 0, type: store}, parts: [], extra: null}
  - status: 503
    code: closed
    meaning: The shop is closed.
    remediation: Come back later.
    message: "Closed until {Expires}; try again in {Retry-After} s. {X-Left} left, {X-Debt} owed, {X-Note}{X-Clerk}."
    headers:
      Retry-After: {type: delay, doc: How long., example: 30}
      Expires: {type: date, example: "Sun, 06 Nov 1994 08:49:37 GMT"}
      X-Left: {type: integer, minimum: 0, example: 4}
      X-Debt: {type: integer, example: -4}
      X-Note: {type: string, example: Back soon}
      X-Clerk: {type: string, optional: true}
      X-Shop: {value: "main, \"north\""}
    retry: {when: always, retries: 2, backoff: {jitter: none}}
  - status: 401
    code: unauthorized
    meaning: Who are you?
    remediation: Say it.
    headers: {WWW-Authenticate: {value: Bearer}}
    retry: idempotent
  - status: 410
    code: gone
    meaning: It is gone.
    remediation: Forget it.
    deprecated: {since: 1.0.0, use: out_of_stock, note: "They are *one*."}
    fields: {hint: {type: string, optional: true}}
  - status: 418
    code: teapot
    meaning: It is a teapot.
    remediation: Ask for tea.
    deprecated: {since: 1.0.0}
  - {status: 500, code: internal, meaning: It broke., remediation: Try again.}
retired:
  - {code: sold_out, since: 1.0.0, renamed_to: out_of_stock}
  - {code: missing, since: 1.0.0, use: gone}
  - {code: unsaid, since: 1.0.0}
"#
}

/// Rust's own names, texts that try to break out of their context, and a different envelope.
pub(crate) fn awkward() -> String {
    let mut out = head("Awk`ward | <b>API</b>", "awkward_errors", "  code_style: any\n  open: false\n");
    out.push_str("envelope: {within: null, code: \"error code\", message: \"human-message\", fields: \"the details\"}\nerrors:\n");
    let codes = [
        "option",
        "Result",
        "String",
        "list",
        "vec",
        "box",
        "some",
        "None",
        "ok",
        "err",
        "clone",
        "Debug",
        "Default",
        "Into",
        "From",
        "Kind",
        "Payload",
        "Value",
        "Shown",
        "Members",
        "Type",
        "Field",
        "Text",
        "Param",
        "use",
        "self-service",
        "123",
        "a.b/c:d",
        "straße",
        "未找到",
        "E|pipe",
        "`tick`",
        "<b>",
        "[link]",
        "# heading",
        "*/",
        "\\\"",
        "{}",
        "",
        "the_name_of_this_code_is_so_long_that_it_fills_a_line_of_rust_alone",
    ];
    for (at, code) in codes.iter().enumerate() {
        let name = match *code {
            "" | "{}" | "*/" | "\\\"" => format!("    name: Sign{at}\n"),
            _ => String::new(),
        };
        let _ = write!(
            out,
            "  - status: {}\n    code: {}\n{name}    meaning: {}\n    remediation: {}\n    message: {}\n    fields:\n      type: {{type: string, doc: {}, example: {}}}\n      \"a b\": {{type: string, optional: true, example: {}}}\n      self: {{type: list, of: {{type: enum, values: [a, \"x|y\", \"`c`\"]}}, example: [a]}}\n",
            400 + at,
            quoted(code),
            quoted(AWKWARD[at % AWKWARD.len()]),
            quoted(AWKWARD[(at + 1) % AWKWARD.len()]),
            quoted(&format!("{} {{type}}", AWKWARD[(at + 2) % AWKWARD.len()].replace('{', "{{").replace('}', "}}"))),
            quoted(AWKWARD[(at + 3) % AWKWARD.len()]),
            quoted(AWKWARD[(at + 4) % AWKWARD.len()]),
            quoted(AWKWARD[(at + 5) % AWKWARD.len()]),
        );
    }
    out
}

/// The keywords of every edition of Rust, as its Reference lists them. `Self` and `self` give the same names.
pub(crate) static KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn", "else",
    "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod",
    "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super", "trait", "true",
    "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Weak keywords, and names that are always in scope.
static OTHER_WORDS: &[&str] = &["auto", "bool", "default", "macro_rules", "raw", "safe", "str", "u64", "union", "vec"];

/// Every keyword as a code, and as the name of a field, a header, a member of an object and a value of an enumeration.
pub(crate) fn keywords() -> String {
    let words = || KEYWORDS.iter().chain(OTHER_WORDS);
    let listed = |each: &dyn Fn(&str) -> String| words().map(|it| each(it)).collect::<Vec<_>>().join(", ");
    let fields = listed(&|it| format!("\"{it}\": {{type: boolean}}"));
    let optional_fields = listed(&|it| format!("\"{it}\": {{type: integer, optional: true, example: 1}}"));
    let headers = listed(&|it| format!("\"{it}\": {{type: delay}}"));
    let optional_headers = listed(&|it| format!("\"{it}\": {{type: delay, optional: true}}"));
    let named = listed(&|it| format!("\"no {it}\": {{type: boolean, name: {it}_}}"));
    // No variant can be called `Self`, and an enumeration has no `name` for it.
    let values = KEYWORDS.iter().chain(OTHER_WORDS).filter(|it| **it != "self");
    let values: Vec<String> = values.map(|it| quoted(it)).collect();
    let object =
        format!("{{type: object, fields: {{{fields}, inner: {{type: object, fields: {{{optional_fields}}}}}}}}}");
    let mut out = head("Keywords", "gen-errors", "  code_style: any\n") + "errors:\n";
    for (code, more) in [
        ("required", format!("fields: {{{fields}}}")),
        ("optional", format!("fields: {{{optional_fields}}}")),
        ("required headers", format!("headers: {{{headers}}}")),
        ("optional headers", format!("headers: {{{optional_headers}}}")),
        ("named", format!("fields: {{{named}}}")),
        ("nested", format!("fields: {{object: {object}, \"enum\": {{type: enum, values: [{}]}}}}", values.join(", "))),
        ("Self", "name: ApiSelf, fields: {Self: {type: boolean}}".to_owned()),
    ] {
        let _ = writeln!(out, "  - {{status: 400, code: {code}, meaning: M., remediation: R., {more}}}");
    }
    for (at, word) in words().enumerate() {
        let name = if *word == "self" { "name: Itself, " } else { "" };
        let _ = writeln!(
            out,
            "  - {{status: {}, code: \"{word}\", {name}meaning: M., remediation: R., message: \"{{{word}}}\", fields: {{\"{word}\": {{type: string, example: a}}}}}}",
            400 + at
        );
    }
    out
}

/// Texts that try to break out of their context.
pub(crate) static AWKWARD: &[&str] = &[
    "a | b || c \\| d",
    "two\nlines and\r\nmore",
    "# no heading",
    "- no list",
    "1. no list",
    "> no quote",
    "```\nno fence\n```",
    "an `unpaired tick",
    "`` `paired` ``",
    "<script>alert(1)</script> <b>bold",
    "</summary> <!-- no comment --> <Tag> Vec<u8> &amp; a < b",
    "[no link] and [no][link] and [x](https://shop.example/a_b) and ![no](https://shop.example/image.png)",
    "[ref]: https://shop.example",
    "*/ /* // /// //!",
    "\"quotes\" 'quotes' \\ backslash \\n",
    "#[doc = \"no\"] {no} {} }} {{",
    "https://shop.example/a_b?c=d&e=f, and www.shop.example.",
    "no\u{a0}break \u{200b}zero \u{202e}right to left\u{202c}",
    "--- +++ === ~~~ ~~no~~ $x$",
    "| --- | --- |",
    "\u{1b}[31mred ::error::no",
    "*emphasis* _and_ **more** __and__ snake_case_name",
];

pub(crate) fn quoted(text: &str) -> String {
    // YAML reads JSON strings, and with all special characters escaped nothing in the file is hidden.
    let mut out = String::new();
    for c in serde_json::to_string(text).expect("a text").chars() {
        if c.is_ascii() && !c.is_ascii_control() {
            out.push(c);
        } else {
            let _ = write!(out, "\\U{:08x}", u32::from(c));
        }
    }
    out
}

/// Delays in every unit and in every place.
pub(crate) fn delays() -> String {
    head("Delays", "delays-errors", "")
        + r#"
envelope: {within: null, code: type, message: detail, fields: data}
errors:
  - status: 429
    code: slow_down
    meaning: Too fast.
    remediation: Wait.
    message: "Wait for {s} s, {ms} ms, {min} min, until {epoch}, {epoch_ms} or {date}."
    retry: {when: always, backoff: {jitter: none}}
    allow: [missing-header]
    fields:
      s: {type: delay, example: 31}
      ms: {type: delay, unit: ms}
      min: {type: delay, unit: min}
      epoch: {type: delay, unit: epoch}
      epoch_ms: {type: delay, unit: epoch_ms}
      date: {type: delay, unit: date}
      all: {type: list, of: delay}
      limits: {type: list, of: {type: object, fields: {again: {type: delay, unit: ms}, reset: {type: delay, unit: date, optional: true}}}}
  - status: 503
    code: busy
    meaning: Busy.
    remediation: Wait.
    message: "Busy: {X-S}, {X-Ms}, {X-Min}, {X-Epoch}, {X-Epoch-Ms}, {X-Date}."
    retry: {when: idempotent, backoff: {jitter: none}}
    headers:
      Retry-After: {type: delay, optional: true}
      X-S: {type: delay}
      X-Ms: {type: delay, unit: ms}
      X-Min: {type: delay, unit: min}
      X-Epoch: {type: delay, unit: epoch}
      X-Epoch-Ms: {type: delay, unit: epoch_ms}
      X-Date: {type: delay, unit: date}
  - {status: 425, code: later, meaning: Later., remediation: Wait., retry: always, fields: {retry_in: {type: delay, unit: min, optional: true, example: 2}}}
  - {status: 409, code: taken, meaning: Taken., remediation: Wait., retry: always, headers: {X-Reset: {type: delay, unit: epoch_ms}}}
  - {status: 502, code: lost, meaning: Lost., remediation: Wait., retry: always, fields: {"again-at": {type: delay, unit: date}}, headers: {Retry-After: {type: delay}}}
"#
}

/// Very many codes, a third of them with two fields.
pub(crate) fn many(count: usize) -> String {
    let mut out = head("Many", "many-errors", "") + "errors:\n";
    let words = ["account", "balance", "card", "device", "export", "file", "group", "hook", "image", "job"];
    for at in 0..count {
        let code = format!("{}_{}_{at}", words[at % 10], words[at / 10 % 10]);
        let _ = write!(
            out,
            "  - status: {}\n    code: {code}\n    meaning: The {code} failed.\n    remediation: Mend the {code}.\n",
            400 + at % 200
        );
        if at % 3 == 0 {
            out.push_str("    message: \"Needs {needed}, has {name}.\"\n    fields: {needed: {type: integer, minimum: 0, example: 7}, name: {type: string, example: x}}\n");
        }
    }
    out
}
