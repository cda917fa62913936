//! Rules as they are explained, whichever command goes by them: a function for each registry makes one form of all.

use std::sync::LazyLock;

use serde::Serialize;

use crate::diagnostic::{self, Severity};

/// A rule, for people and for programs.
#[derive(Debug, Serialize)]
pub(super) struct Rule {
    /// What it is called.
    pub(super) id: &'static str,
    /// The command that goes by it.
    command: &'static str,
    severity: &'static str,
    summary: &'static str,
    /// What it means for whoever has met it: a paragraph of Markdown.
    #[serde(skip)]
    meaning: String,
}

/// Every rule there is.
pub(super) static RULES: LazyLock<Vec<Rule>> =
    LazyLock::new(|| diagnostic::RULES.iter().map(|it| of_check(it)).collect());

impl Rule {
    /// Its page, as Markdown.
    pub(super) fn page(&self) -> String {
        format!("# {}\n\n{}\n\n{}\n", self.id, self.summary, self.meaning)
    }
}

fn of_check(rule: &diagnostic::Rule) -> Rule {
    let diagnostic::Rule { id, severity, summary } = *rule;
    let (article, weight) = match severity {
        Severity::Error => ("an", "Nothing is generated as long as there is one.".to_owned()),
        Severity::Warning => (
            "a",
            format!(
                "A warning holds nothing up. One that is found in an entry, and is meant, is silenced there by `allow: \
                 [{id}]`."
            ),
        ),
    };
    let severity = severity.as_str();
    let meaning =
        format!("`cargo xtask check` reports it as {article} {severity}, with its place and how to mend it. {weight}");
    Rule { id, command: "check", severity, summary, meaning }
}
