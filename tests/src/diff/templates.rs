//! All pairs of some templates: what is said to clients of a change is what a client of the old book notices. The other
//! random books have no templates.

use std::collections::BTreeSet;

use errbook::DecodeIssue;
use errbook_codegen::Compiled;
use errbook_codegen::compat::{Change, RULES, Verdict, diff};
use errbook_codegen::model::Book;
use errbook_codegen::wire::Response;

use super::model::{Model, is_clean};
use super::pairs::Judge;
use super::{BEFORE, book_of, side};

/// Envelopes whose errors have codes.
static WITH_CODES: &[&str] = &[
    r#"body: {code: "{code}", message: "{message}", "{fields}"}"#,
    r#"body: {code: "{code}", message: "{message}", data: "{fields}"}"#,
    r#"body: {code: "{code}", detail: "{message}", "{fields}"}"#,
    r#"body: {code: "{code}", message: "{message}", by: "{by?}", rest: "{fields}"}"#,
    r#"body: {code: "{code}", message: "{message}", source: {by: "{by?}"}, "{fields}"}"#,
    r#"body: {error: {code: "{code}", message: "{message}", "{fields}"}}"#,
    r#"body: {errors: [{code: "{code}", message: "{message}", "{fields}"}]}"#,
    r#"body: {errors: [{code: "{code}", message: "{message}", "{fields}"}, ...]}"#,
    r#"body: {errors: [{code: "{code}", message: "{message}", meta: "{fields}"}, ...], ok: false}"#,
    r#"body: {ok: false, code: "{code}", message: "{message}", "{fields}"}"#,
    r#"body: {ok: true, code: "{code}", message: "{message}", "{fields}"}"#,
    r#"body: {status: "{status}", code: "{code}", message: "{message}", "{fields}"}"#,
    r#"body: {status: "{status:text}", code: "{code}", message: "{message}", "{fields}"}"#,
    r#"body: {status: 409, code: "{code}", message: "{message}", "{fields}"}"#,
    r#"body: {reason: "{status:phrase}", title: "{meaning}", code: "{code}", message: "{message}", "{fields}"}"#,
    r#"body: {type: "https://a.example/{code}", message: "{message}", "{fields}"}"#,
    r#"body: {type: "https://b.example/{code}", message: "{message}", "{fields}"}"#,
    r#"body: {type: "https://b.example/{code}", code: "{code}", message: "{message}", "{fields}"}"#,
    r#"body: {message: "{message}", "{fields}"}
  headers: {X-Code: "{code}"}"#,
    r#"body: {message: "{message}", "{fields}"}
  headers: {X-Code: "shop#{code}"}
  read_code: {after: '#'}"#,
    r#"body: {code: "{code}", message: "{message}", "{fields}"}
  headers: {X-Code: "{code}", X-Shop: a}"#,
    r#"body: {code: "{code}", message: "{message}", "{fields}"}
  content_type: application/vnd.shop+json"#,
    r#"body: {code: "{code}", message: "{message}", id: "{id}", "{fields}"}
  members: {id: {type: string}}"#,
    r#"body: {code: "{code}", message: "{message}", id: "{id?}", "{fields}"}
  members: {id: {type: string, example: r-1}}"#,
    r#"body: {code: "{code}", message: "{message}", id: "{id|null}", "{fields}"}
  members: {id: {type: string}}"#,
    r#"body: {code: "{code}", message: "{message}", request: {id: "{id}"}, "{fields}"}
  members: {id: {type: string}}"#,
    r#"body: {code: "{code}", message: "{message}", id: "{id}", "{fields}"}
  members: {id: {type: integer}}"#,
    r#"body: {code: "{code}", message: "{message}", id: "{id}", "{fields}"}
  members: {id: {type: any, from: path}}"#,
    r#"body: {code: "{code}", message: "{message}", id: "{id}", "{fields}"}
  members: {id: {type: string, per: code, default: text}}"#,
    r#"body: {code: "{code}", message: "{message}", id: "{id}", "{fields}"}
  members: {id: {type: string, per: code, default: other}}"#,
    r#"body: {code: "{code}", message: "{message}", id: "{id}", "{fields}"}
  members: {id: {type: enum, values: [text, word]}}"#,
    r#"body: {code: "{code}", message: "{message}", kind: "{kind?}", "{fields}"}
  members: {kind: {type: string, per: code, default: lost}}"#,
];

/// Envelopes in which the first error has no code, with its part of them.
static WITHOUT: &[(&str, &str)] = &[
    (r#"body: {kind: lost, code: "{code?}", message: "{message?}", "{fields}"}"#, "{code: null}"),
    (r#"body: {kind: gone, code: "{code?}", message: "{message?}", "{fields}"}"#, "{code: null}"),
    (r#"body: {kind: lost, code: "{code|null}", message: "{message?}", "{fields}"}"#, "{code: null}"),
    (r#"body: {kind: lost, code: "{code?}", message: "{message?}", "{fields}"}"#, "{code: null, message: null}"),
    (r#"body: {kind: lost, code: "{code?}", message: "{message?}", "{fields}"}"#, "{}"),
    (r#"body: {kind: lost, code: "{code?}", message: "{message?}", "{fields}"}"#, "{message: null}"),
    (r#"body: {kind: lost, message: "{message?}", "{fields}"}"#, "{}"),
    (
        r#"body: {kind: "{kind}", code: "{code?}", message: "{message?}", "{fields}"}
  members: {kind: {type: string, per: code, default: lost}}"#,
        "{code: null}",
    ),
    (
        r#"body: {kind: "{kind}", code: "{code?}", message: "{message?}", "{fields}"}
  members: {kind: {type: string, per: code, default: lost}}"#,
        "{code: null, kind: gone}",
    ),
    (
        r#"body: {kind: "{kind?}", code: "{code?}", message: "{message?}", "{fields}"}
  members: {kind: {type: string, per: code, default: null}}"#,
        "{code: null, kind: lost}",
    ),
    (
        r#"body: {kind: "{kind}", code: "{code?}", message: "{message?}", "{fields}"}
  members: {kind: {type: string, example: gone}}"#,
        "{code: null}",
    ),
];

fn book(envelope: &str, own: &str) -> Compiled {
    side(
        BEFORE,
        &format!(
            "envelope:\n  {envelope}\nerrors:\n  - {{status: 409, code: taken, meaning: It is taken., remediation: R., envelope: {own}, fields: {{by: {{type: string, example: Ada}}, n: {{type: integer, example: 7}}}}}}\n  - {{status: 404, code: absent, meaning: It is absent., remediation: R.}}\n"
        ),
    )
}

/// What a client of the old book notices of the errors of the new one.
fn noticed(old: &Book, new: &Book) -> (Verdict, String) {
    let client = Model::new(old);
    let mut worst = (Verdict::Safe, String::new());
    for (before, after) in old.errors.iter().zip(&new.errors) {
        for example in &after.examples {
            let response = Response::new(new, after, example);
            let mut read = client.read(&response);
            let why = format!("{response:?} is read as {read:?}");
            // A deviation is no more than that.
            let is_deviation = |it: &DecodeIssue| matches!(it, DecodeIssue::ConstantDiffers { .. });
            let deviates = read.problems.iter().any(is_deviation);
            read.problems.retain(|it| !is_deviation(it));
            let level = match (is_clean(before, after, &example.values, &read), deviates) {
                (false, _) => Verdict::Breaking,
                (true, true) => Verdict::Dangerous,
                (true, false) => Verdict::Safe,
            };
            if level > worst.0 {
                worst = (level, why);
            }
        }
    }
    worst
}

/// Rules that are right to call a change worse than what this client notices of it, and why.
static STRICT: &[(&str, &str)] = &[
    ("envelope-constant-changed", "other clients compare constants; this one does where an error has no code"),
    ("envelope-member-removed", "other clients read what this one does not, such as the status and the meaning"),
    ("envelope-member-type-changed", "the example may be a value of the old type"),
    ("envelope-member-became-optional", "the examples have a value of every member"),
    ("envelope-member-moved", "an optional member that is never found is no fault to a client"),
    ("envelope-member-source-changed", "the value of a response may be the one that the code had"),
    ("envelope-header-removed", "other clients read the header"),
    ("envelope-header-changed", "other clients read the header"),
    ("content-type-changed", "other clients check the media type"),
    ("code-member-changed", "other clients compare the values of codes"),
    ("code-sent", "other clients recognize the error by the absence of a code"),
    ("message-sent", "other clients recognize the error by the absence of a message"),
    ("message-not-sent", "the template has said that it may be absent"),
    ("envelope-changed", "a response with several errors is not among the examples"),
];

/// Whether a judgement is about templates, so that it is tried here and not with random books.
pub(super) fn is_of_templates((rule, when): Judge) -> bool {
    const OTHERS: &[&str] = &[
        "code-member-changed",
        "code-not-sent",
        "code-sent",
        "code-type-changed",
        "content-type-changed",
        "field-moved",
        "message-not-sent",
        "message-sent",
        "read-code-changed",
    ];
    // A short form is one of the random books.
    let is_of_short = rule == "envelope-changed" && when == "one of them is not at its old place";
    let is_name = rule == "code-renamed" && when == "the code is not sent";
    (rule.starts_with("envelope-") && !is_of_short) || is_name || OTHERS.contains(&rule)
}

/// Judgements that no pair has: all have the same codes.
static ABSENT: &[&str] = &["code-renamed", "code-type-changed"];

#[test]
fn what_is_said_of_templates_is_what_clients_notice() {
    let with: Vec<Compiled> = WITH_CODES.iter().map(|it| book(it, "{}")).collect();
    let without: Vec<Compiled> = WITHOUT.iter().map(|it| book(it.0, it.1)).collect();
    let (mut wrong, mut count, mut seen) = (Vec::new(), 0, BTreeSet::new());
    for books in [&with, &without] {
        for (at, old) in books.iter().enumerate() {
            for (to, new) in books.iter().enumerate().filter(|it| it.0 != at) {
                let (old, new) = (book_of(old), book_of(new));
                let changes = diff(old, new);
                seen.extend(changes.iter().map(|it| (it.rule.id, it.case.when)));
                let said = changes.iter().map(|it| it.impact().client).filter(|it| *it != Verdict::Note).max();
                let said = said.unwrap_or(Verdict::Safe);
                let (level, why) = noticed(old, new);
                let is_strict = |it: &Change| STRICT.iter().any(|strict| strict.0 == it.rule.id);
                let are_strict = changes.iter().any(|it| it.impact().client == said && is_strict(it));
                if said < level || said > level && !are_strict {
                    let rules: Vec<_> = changes.iter().map(|it| (it.rule.id, it.path().to_string())).collect();
                    let texts = if std::ptr::eq(books, &raw const with) {
                        [WITH_CODES[at], WITH_CODES[to]]
                    } else {
                        [WITHOUT[at].0, WITHOUT[to].0]
                    };
                    wrong.push(format!(
                        "{} -> {}: {} is said, {} noticed: {rules:?}\n  {why}",
                        texts[0],
                        texts[1],
                        said.as_str(),
                        level.as_str()
                    ));
                }
                count += 1;
            }
        }
    }
    let known = RULES.iter().flat_map(|rule| rule.cases.iter().map(|it| (rule.id, it.when)));
    let absent = known.filter(|it| is_of_templates(*it) && !seen.contains(it) && !ABSENT.contains(&it.0));
    let absent: Vec<Judge> = absent.collect();
    assert!(absent.is_empty(), "no pair has {absent:?}: add a template");
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
}
