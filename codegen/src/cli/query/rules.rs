//! The rules of `check` and of `diff` in one form, to be explained.

use std::sync::LazyLock;

use serde::Serialize;

use crate::compat;
use crate::diagnostics::{self, Severity};

/// A rule, for people and for programs.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct Rule {
    pub(super) id: &'static str,
    /// The command that applies it.
    command: &'static str,
    /// The severity of its diagnostics; `None` for a rule of `diff`, whose verdict depends on the case.
    severity: Option<&'static str>,
    summary: &'static str,
    /// The verdicts of a rule of `diff`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    cases: Vec<Case>,
    /// The body of its page: paragraphs of Markdown.
    #[serde(skip)]
    meaning: String,
}

/// The verdict of a rule of `diff` on a change.
#[derive(Debug, Serialize)]
struct Case {
    /// The condition; `None` if it always applies.
    when: Option<&'static str>,
    client: &'static str,
    server: &'static str,
    contract: &'static str,
    #[serde(rename = "crate")]
    crate_bump: &'static str,
}

/// All rules.
pub(super) static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    let of_check = diagnostics::RULES.iter().map(|it| of_check(it));
    of_check.chain(compat::RULES.iter().map(|it| of_diff(it))).collect()
});

impl Rule {
    /// Its page, as Markdown.
    pub(super) fn page(&self) -> String {
        format!("# {}\n\n{}\n\n{}\n", self.id, self.summary, self.meaning)
    }
}

fn of_check(rule: &diagnostics::Rule) -> Rule {
    let diagnostics::Rule { id, severity, summary, .. } = *rule;
    let (article, weight) = match severity {
        Severity::Error => ("an", "Nothing is generated until it is fixed.".to_owned()),
        Severity::Warning => {
            ("a", format!("A warning does not fail the command. `allow: [{id}]` silences it for an error of the book."))
        }
    };
    let severity = severity.as_str();
    let meaning = format!(
        "`check` reports it as {article} {severity}, with its place and how to fix it. {weight}\n\n{}",
        rule.example_in_markdown()
    );
    Rule { id, command: "check", severity: Some(severity), summary, cases: Vec::new(), meaning }
}

fn of_diff(rule: &compat::Rule) -> Rule {
    let compat::Rule { id, summary, rationale, fix, cases, .. } = *rule;
    let cases: Vec<Case> = cases.iter().map(case).collect();
    let mut meaning = format!("{rationale}\n\n");
    if !fix.is_empty() {
        meaning.push_str(&format!("{fix}\n\n"));
    }
    if rule.is_policy() {
        meaning.push_str("`diff` reports it, and always fails.");
    } else {
        meaning.push_str("The verdicts of `diff`, and the version that each requires:\n\n");
        meaning.push_str(&table(&cases));
    }
    Rule { id, command: "diff", severity: None, summary, cases, meaning }
}

fn case(case: &compat::Case) -> Case {
    let compat::Impact { client, server, contract, crate_bump } = case.impact;
    Case {
        when: Some(case.when).filter(|it| !it.is_empty()),
        client: client.as_str(),
        server: server.as_str(),
        contract: contract.as_str(),
        crate_bump: crate_bump.as_str(),
    }
}

fn table(cases: &[Case]) -> String {
    let mut out = "| When | Client | Server | Contract | Crate |\n| --- | --- | --- | --- | --- |\n".to_owned();
    for Case { when, client, server, contract, crate_bump } in cases {
        let when = when.unwrap_or("always");
        out.push_str(&format!("| {when} | {client} | {server} | {contract} | {crate_bump} |\n"));
    }
    out
}
