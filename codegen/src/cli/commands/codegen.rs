//! `codegen`: the crate and its documentation, written or compared.

use std::io::Write;

use crate::cli::args::Codegen;
use crate::cli::called::Called;
use crate::cli::config::Config;
use crate::cli::display::{codegen_command, prefix, shown};
use crate::cli::status::{self, Outcome, answered, failed, status};
use crate::cli::write::inject::Document;
use crate::cli::write::plan::{Plan, Refusal, compile};
use crate::drift::Drift;
use crate::text::{counted, visible};

pub(in crate::cli) fn run(arguments: &Codegen, config: Option<&Config>, called: &Called) -> Outcome {
    let Codegen { spec, out, docs_into, check: is_check, .. } = arguments;
    let refusal = |why, spec| match why {
        Refusal::Spec => spec,
        Refusal::Reasons(reasons) => refused(&reasons),
    };
    let compiled = compile(spec, config, &out.path).map_err(|why| refusal(why, Outcome::Failed));
    let plan = compiled.as_ref().map_err(|outcome| *outcome).and_then(|compiled| {
        status::report(&prefix(&spec.path), compiled);
        let plan = Plan::new(spec, compiled, config, &out.path, docs_into);
        plan.map_err(|why| refusal(why, status::compiled(compiled)))
    });
    if *is_check {
        return plan.map_or_else(|outcome| outcome, |plan| check(arguments, &plan, called));
    }
    let plan = plan.and_then(|plan| match &*plan.refusal() {
        [] => Ok(plan),
        reasons => Err(refused(reasons)),
    });
    match plan {
        Ok(plan) => write(arguments, &plan),
        Err(outcome) => {
            status!("Nothing was written.");
            outcome
        }
    }
}

fn refused(reasons: &[String]) -> Outcome {
    for reason in reasons {
        failed(reason);
    }
    Outcome::Failed
}

/// Shows the differences.
fn check(Codegen { spec, out: folder, docs_into, .. }: &Codegen, plan: &Plan<'_>, called: &Called) -> Outcome {
    let out = &folder.path;
    let outdated = || plan.documents.iter().filter(|it| !it.is_current());
    let drift = match plan.drift() {
        Ok(drift) => drift,
        Err(error) => return failed(error),
    };
    if drift.is_empty() && outdated().next().is_none() {
        let documents = match plan.documents.len() {
            0 => String::new(),
            count => format!(" and {}", counted(count, "document")),
        };
        status!("{}: {}{documents} up to date", shown(out), counted(plan.len(), "file"));
        return Outcome::Success;
    }
    let answer: String = drift.iter().map(line).chain(outdated().map(Document::drift)).collect();
    if answered(&anstream::stdout().write_all(answer.as_bytes())) == Outcome::Failed {
        return Outcome::Failed;
    }
    let reasons = plan.refusal();
    if !reasons.is_empty() {
        refused(&reasons);
        return Outcome::Findings;
    }
    let is_outdated = drift.iter().any(|it| !matches!(it, Drift::Untracked(_)));
    if is_outdated || outdated().next().is_some() {
        let names: Vec<String> =
            is_outdated.then(|| shown(out)).into_iter().chain(outdated().map(Document::name)).collect();
        let verb = if names.len() == 1 { "is" } else { "are" };
        status!("{} {verb} out of date. Run: {}", names.join(", "), codegen_command(called, spec, folder, docs_into));
    }
    refused(&plan.untracked_errors());
    Outcome::Findings
}

fn line(drift: &Drift) -> String {
    let path = visible(drift.path());
    match drift {
        Drift::Missing(_) => format!("missing: {path}\n"),
        Drift::Changed(_, diff) => format!("changed: {path}\n{diff}"),
        Drift::Stale(_) => format!("stale: {path}\n"),
        Drift::Untracked(_) => format!("untracked: {path}\n"),
    }
}

/// Writes changed files, and deletes stale ones.
fn write(Codegen { out, .. }: &Codegen, plan: &Plan<'_>) -> Outcome {
    let out = &out.path;
    match plan.apply() {
        Ok(done) => {
            let (written, deleted) = (done.written.len(), done.deleted.len());
            status!("{}: {written} written, {deleted} deleted, {} unchanged", shown(out), done.unchanged);
        }
        Err(error) => return failed(error),
    }
    for document in plan.documents.iter().filter(|it| !it.is_current()) {
        if let Err(error) = document.write() {
            return failed(error);
        }
        status!("{}: written", document.name());
    }
    refused(&plan.untracked_errors());
    if plan.untracked().next().is_none() { Outcome::Success } else { Outcome::Findings }
}
