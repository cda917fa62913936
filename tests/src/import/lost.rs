//! What a source says is in the book or in the report: patterns that take some values, cells without a column, quotes
//! without an end, keys of another form.

use errbook_cli::import::Options;

use super::{book_of, read, said, text_of, with_status};

const GUARDS: &str = r#"
#[derive(thiserror::Error)]
pub enum Error {
    #[error("busy")]
    Busy { wait: u32 },
    #[error("stale")]
    Stale(u8),
    #[error("locked")]
    Locked { by: Owner },
    #[error("wrong type {type}")]
    Wrong { r#type: String },
    #[error("old type {r#type}, field {}", .r#field)]
    Old { r#type: String, r#field: u32 },
    #[error("other")]
    Other,
}

impl Error {
    fn status(&self) -> StatusCode {
        match self {
            Self::Busy { wait } if *wait > 5 => StatusCode::SERVICE_UNAVAILABLE,
            Self::Busy { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Stale(age) if *age > 5 => StatusCode::GONE,
            Self::Locked { by: Owner::Other } => StatusCode::LOCKED,
            Self::Wrong { r#type: _ } | Self::Old { .. } => StatusCode::BAD_REQUEST,
            _ => StatusCode::CONFLICT,
        }
    }
}
"#;

/// An arm with a guard takes some values of its variant. What follows takes the others.
#[test]
fn arms_that_take_some_values_leave_the_others() {
    let book = book_of(&read("error.rs", GUARDS, &Options::default()));
    let statuses = |code: &str| book.error(code).map(|it| it.statuses.clone());
    assert_eq!(statuses("busy"), Some(vec![503, 429]));
    assert_eq!(statuses("stale"), Some(vec![410, 409]));
    assert_eq!(statuses("locked"), Some(vec![423, 409]));
    assert_eq!(statuses("wrong"), Some(vec![400]));
    assert_eq!(statuses("other"), Some(vec![409]));
}

/// `r#type` is how Rust writes the name `type`.
#[test]
fn raw_names_are_names() {
    let book = book_of(&read("error.rs", GUARDS, &Options::default()));
    for (code, message, fields) in
        [("wrong", "wrong type {type}", &["type"][..]), ("old", "old type {type}, field {field}", &["type", "field"])]
    {
        let error = book.error(code).expect("it is a variant");
        assert_eq!(error.message.template, message);
        assert_eq!(error.fields.iter().map(|it| &*it.name).collect::<Vec<_>>(), fields);
    }
}

#[test]
fn cells_without_a_column_are_reported() {
    let cases = [
        (
            "a.md",
            "| Status | Code | Meaning |\n|--|--|--|\n| 404 | `gone` | See a|b. |\n| 400 | `bad` | Bad. |\n",
            "a.md:3:",
        ),
        ("a.csv", "status,code,meaning\n404,gone,See a,b.\n400,bad,Bad.\n", "a.csv:2:1"),
        (
            "a.html",
            "<table><tr><th>Status<th>Code<th>Meaning<tr><td>404<td>gone<td>See a<td>b.<tr><td>400<td>bad<td>Bad.</table>",
            "a.html:1:",
        ),
    ];
    for (path, text, place) in cases {
        let done = read(path, text, &Options::default());
        let left: Vec<String> = said(&done).lines().filter(|it| it.contains("more cells")).map(str::to_owned).collect();
        assert_eq!(left.len(), 1, "{path}: {}", said(&done));
        assert!(left[0].contains(place) && left[0].contains("the text `b.` of `gone`"), "{path}: {left:?}");
        assert_eq!(book_of(&done).errors.len(), 2, "{path}");
    }
}

/// A cell over all columns is a heading within the table, and no code. A code may be its own text.
#[test]
fn headings_within_a_table_are_no_codes() {
    let html = "<table><tr><th>Code<th>Meaning<tr><td colspan=2>Orders<tr><td>bad_a<br>bad_b<td>Bad.<tr><td>Gone<td>Gone</table>";
    let done = read("a.html", format!("<h1>Errors</h1>{html}"), &with_status(400));
    assert_eq!(book_of(&done).errors.iter().map(|it| &*it.code).collect::<Vec<_>>(), ["Gone", "bad_a", "bad_b"]);
    assert!(said(&done).contains("the row `Orders`: one cell has all its columns"), "{}", said(&done));
}

/// A range does not say which of its statuses occur.
#[test]
fn ranges_of_statuses_are_reported() {
    for (cell, statuses) in [
        ("400-404", &[422][..]),
        ("500 – 599", &[422]),
        ("5xx", &[422]),
        ("400, 404", &[400, 404]),
        ("404 - Not Found", &[404]),
        ("409/410", &[409, 410]),
    ] {
        let table = format!("| Status | Code | Meaning |\n|--|--|--|\n| {cell} | `a_b` | M. |\n| 400 | `c_d` | M. |\n");
        let done = read("a.md", table, &with_status(422));
        assert_eq!(book_of(&done).error("a_b").expect("a row").statuses, statuses, "{cell}: {}", said(&done));
        assert_eq!(said(&done).contains("is a range"), statuses == [422], "{cell}: {}", said(&done));
    }
}

/// A quote without an end takes all rows after it into one cell.
#[test]
fn quotes_of_csv_end() {
    let broken = [
        "status,code,meaning\n400,a,\"Bad.\n404,b,None.\n",
        "status;code;meaning\n400;a;\"Bad \"\"x\"\"\n",
        "\"status,code,meaning\n400,a,Bad.\n",
    ];
    for text in broken {
        let done = read("a.csv", text, &Options { kind: Some(errbook_cli::import::Kind::Csv), ..Options::default() });
        assert!(said(&done).contains("a quote is not closed"), "{text}: {}", said(&done));
    }
    let valid = [
        "status,code,meaning\n400,a,\"Bad,\nand \"\"worse\"\".\"",
        "status,code,meaning\n400,a,\"Bad.\"\n\n",
        "status,code,meaning\n400,a,a 5\" disk\n",
        "status,code,meaning\n400,a,\"\"",
    ];
    for text in valid {
        assert_eq!(book_of(&read("a.csv", text, &Options::default())).errors.len(), 1, "{text}");
    }
}

/// A spreadsheet is imported for its codes: numbers are codes, also without statuses.
#[test]
fn numbers_of_a_spreadsheet_are_codes() {
    let done = read("a.csv", "code,description\n1001,It is gone.\n1002,It is late.\n", &with_status(400));
    assert_eq!(book_of(&done).errors.iter().map(|it| &*it.code).collect::<Vec<_>>(), ["1001", "1002"]);
}

#[test]
fn keys_of_another_form_are_reported() {
    let cases = [
        (r#"{"id": "string"}"#, 1),
        (r#""id, name""#, 1),
        ("7", 1),
        (r#"[{"name": "id"}, "total", {"type": "string"}]"#, 2),
        ("[]", 0),
        ("null", 0),
        (r#"[{"name": "id"}]"#, 0),
    ];
    for (value, expected) in cases {
        for key in ["fields", "headers"] {
            let record = format!("{{\"code\": \"a_b\", \"status\": 400, \"meaning\": \"M.\", \"{key}\": {value}}}");
            let done = read("a.jsonl", record, &Options::default());
            let found = done.report.notes.iter().filter(|it| it.why.as_ref().is_some_and(|it| it.contains("`name`")));
            assert_eq!(found.count(), expected, "{key}: {value}: {}", said(&done));
            assert_eq!(book_of(&done).errors.len(), 1, "{key}: {value}");
        }
    }
}

/// A table of very many columns is none of errors.
#[test]
fn wide_tables_end() {
    let row = |cell: &str| format!("|{}\n", format!("{cell}|").repeat(20_000));
    let wide = [row("code"), row("-"), row("b")].concat();
    let done = read(
        "a.md",
        format!("{wide}\n| Status | Code | Meaning |\n|--|--|--|\n| 404 | `a_b` | M. |\n"),
        &Options::default(),
    );
    assert_eq!(book_of(&done).errors.len(), 1);
    assert!(said(&done).contains("the table `code | code |"), "{}", said(&done));
}

/// A document of two responses with these examples.
fn responses(first: &str, second: &str) -> String {
    let response = |status: u16, example: &str| {
        format!(
            "        '{status}': {{description: It is {status}., content: {{application/json: {{example: {example}}}}}}}\n"
        )
    };
    let head = "openapi: 3.1.0\ninfo: {title: Bank, version: 1.0.0}\npaths:\n  /a:\n    post:\n      responses:\n";
    [head.to_owned(), response(404, first), response(409, second)].concat()
}

/// A body that has the members of a preset, and no others, is the preset. Any other is a template.
#[test]
fn bodies_of_presets_are_presets() {
    let graphql = |code: &str, more: &str| {
        format!("{{data: null, errors: [{{message: Text of {code}., extensions: {{code: {code}{more}}}}}]}}")
    };
    let rpc = |code: &str, more: &str| {
        format!("{{jsonrpc: '2.0', id: null, error: {{code: {code}, message: Text of {code}.{more}}}}}")
    };
    let cases = [
        (responses(&graphql("GONE_A", ""), &graphql("TAKEN_B", ", owner: ada")), Some("graphql")),
        (responses(&graphql("GONE_A", "").replace("data: null, ", ""), &graphql("TAKEN_B", "")), None),
        (responses(&graphql("GONE_A", "").replace("[{", "[{locations: [], "), &graphql("TAKEN_B", "")), None),
        (responses(&graphql("GONE_A", ""), &graphql("TAKEN_B", ", path: x")), None),
        (responses(&rpc("-32601", ", data: {method: x}"), &rpc("-32602", "")), Some("json-rpc")),
        (responses(&rpc("method_none", ""), &rpc("params_bad", "")), None),
        (responses(&rpc("-32601", ", data: x"), &rpc("-32602", "")), None),
        (responses(&rpc("-32601", ", data: {id: x}"), &rpc("-32602", "")), None),
        (responses(&rpc("-32601", "").replace("2.0", "1.0"), &rpc("-32602", "").replace("2.0", "1.0")), None),
        (responses(&rpc("-32601", "").replace("id: null, ", ""), &rpc("-32602", "").replace("id: null, ", "")), None),
        (
            responses("{error: gone_a, error_description: It is gone.}", "{error: taken_b, error_description: No.}"),
            Some("oauth2"),
        ),
    ];
    for (document, expected) in cases {
        let done = read("api.yaml", document.clone(), &Options::default());
        let book = book_of(&done);
        assert_eq!(book.envelope.preset, expected, "{document}{}", said(&done));
        assert_eq!(book.errors.len(), 2, "{document}");
        if expected.is_some_and(|it| it != "oauth2") {
            let messages: Vec<String> = book.errors.iter().map(|it| it.message.template.clone()).collect();
            let texts: Vec<String> = book.errors.iter().map(|it| format!("Text of {}.", it.code)).collect();
            assert_eq!(messages, texts, "{document}");
        }
    }
}

/// A body that lists errors: a template whose item is repeated.
#[test]
fn a_list_of_errors_is_a_template() {
    let document = r"
openapi: 3.0.3
info: {title: Orders, version: 1.0.0}
paths:
  /orders:
    post:
      responses:
        '400':
          description: The request is not valid.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Errors'}
              examples:
                one: {value: {errors: [{code: invalid_value, message: The value is not valid., field: name}]}}
                two: {value: {errors: [{code: duplicate, message: It exists., field: id}, {code: invalid_value, message: The value is not valid., field: id}]}}
        '404':
          description: There is no such order.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Errors'}
              example: {errors: [{code: not_found, message: There is no order.}]}
components:
  schemas:
    Errors:
      type: object
      required: [errors]
      properties:
        errors:
          type: array
          items: {type: object, required: [code, message], properties: {code: {type: string}, message: {type: string}, field: {type: string}}}
";
    let done = read("api.yaml", document, &Options::default());
    let book = book_of(&done);
    let codes: Vec<(u16, &str)> = book.errors.iter().map(|it| (it.status(), &*it.code)).collect();
    assert_eq!(codes, [(400, "duplicate"), (400, "invalid_value"), (404, "not_found")]);
    insta::assert_snapshot!("list_of_errors", format!("{}\n{}", done.report.text(&done.sources), text_of(&done)));
}
