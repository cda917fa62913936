//! `codegen`: the crate and the documentation, written or compared.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::documents::Document;
use super::plan::{Plan, Refused, refused};
use super::words::{codegen_command, shell, shown};
use super::{Outcome, SpecFolder, folder, spec, talk, unanswered};
use crate::Compiled;
use crate::output::{Drift, MANIFEST, Output, manifest, visible};

/// The differences between a folder and what a spec is compiled to, with the command that mends them.
///
/// The error says why they cannot be told: the spec has mistakes, or something cannot be read.
pub fn drift(spec_folder: &Path, out: &Path) -> Result<Vec<Drift>, String> {
    match Plan::make(&SpecFolder::new(spec_folder), out, &[], |_, _| ()) {
        Ok(plan) => Ok(plan.drift),
        Err(Refused::Folder(why)) => Err(why),
        Err(Refused::Spec(_) | Refused::Document) => {
            Err(format!("the spec has errors: run `cargo xtask check --spec {}`", shell(spec_folder)))
        }
    }
}

fn talk_of(folder: &Path, compiled: &Compiled) {
    spec::talk_of(&spec::prefix(folder), compiled);
}

/// Shows what is different, and writes nothing.
pub(super) fn check(spec: &SpecFolder, out: &Path, documents: &[PathBuf]) -> Outcome {
    let plan = match Plan::make(spec, out, documents, talk_of) {
        Ok(plan) => plan,
        Err(why) => return refused(&why),
    };
    let stale = || plan.documents.iter().filter(|it| !it.is_current());
    if plan.drift.is_empty() && stale().next().is_none() {
        let own =
            if plan.documents.is_empty() { String::new() } else { format!(", and {} of yours", plan.documents.len()) };
        talk!("{}: {} files{own}, all as they should be", shown(out), plan.outputs.len());
        return Outcome::Fine;
    }
    let answer: String = plan.drift.iter().map(line).chain(stale().map(Document::drift)).collect();
    if let Err(error) = anstream::stdout().write_all(answer.as_bytes()) {
        return unanswered(&error);
    }
    if plan.refuse(out) {
        return Outcome::Findings; // The command would refuse too.
    }
    let is_ours = |it: &Drift| !matches!(it, Drift::Stranger(_));
    if plan.drift.iter().any(is_ours) || stale().next().is_some() {
        let what = if plan.drift.iter().any(is_ours) { shown(out) } else { "A table".to_owned() };
        talk!("{what} is not what the spec says. To mend it: {}", codegen_command(spec, out, documents));
    }
    plan.report_strangers(out);
    Outcome::Findings
}

fn line(drift: &Drift) -> String {
    let path = visible(drift.path());
    match drift {
        Drift::Missing(_) => format!("missing: {path}\n"),
        Drift::Changed(_, diff) => format!("changed: {path}\n{diff}"),
        Drift::LeftOver(_) => format!("left over: {path}\n"),
        Drift::Stranger(_) => format!("not generated: {path}\n"),
    }
}

/// Writes what changed, and deletes what is no longer made.
pub(super) fn write(spec: &SpecFolder, out: &Path, documents: &[PathBuf]) -> Outcome {
    let plan = match Plan::make(spec, out, documents, talk_of) {
        Ok(plan) => plan,
        Err(why) => {
            let outcome = refused(&why);
            talk!("Nothing was written.");
            return outcome;
        }
    };
    if plan.refuse(out) {
        talk!("Nothing was written.");
        return Outcome::Failed;
    }
    match apply(out, &plan) {
        Ok((written, deleted)) => {
            let unchanged = plan.outputs.len() - written;
            talk!("{}: {written} written, {deleted} deleted, {unchanged} unchanged", shown(out));
        }
        Err(error) => {
            talk!("error: {error}");
            return Outcome::Failed;
        }
    }
    for document in plan.documents.iter().filter(|it| !it.is_current()) {
        if let Err(error) = document.write() {
            talk!("error: {error}");
            return Outcome::Failed;
        }
        talk!("{}: written", document.name());
    }
    plan.report_strangers(out);
    if plan.strangers().next().is_none() { Outcome::Fine } else { Outcome::Findings }
}

/// Makes the folder what it should be. Should this be cut off, everything that was written by then is owned: the
/// manifest names new and old files first.
fn apply(out: &Path, plan: &Plan) -> io::Result<(usize, usize)> {
    let Plan { outputs, found, drift, .. } = plan;
    let wanted: BTreeSet<&str> =
        drift.iter().filter(|it| matches!(it, Drift::Missing(_) | Drift::Changed(..))).map(Drift::path).collect();
    let left_over: Vec<&str> = drift.iter().filter(|it| matches!(it, Drift::LeftOver(_))).map(Drift::path).collect();
    let is_new = |path: &&str| *path != MANIFEST && !found.manifest.as_ref().is_some_and(|it| it.contains(*path));
    if wanted.iter().any(is_new) {
        let old = found.manifest.iter().flatten().map(String::as_str);
        folder::write(out, &manifest(outputs.iter().map(|it| &*it.path).chain(old)))?;
    }
    // One of these may lie where a folder is to be.
    for path in &left_over {
        folder::delete(out, path)?;
    }
    let (last, files): (Vec<&Output>, Vec<&Output>) = outputs.iter().partition(|it| it.path == MANIFEST);
    for output in files.into_iter().chain(last).filter(|it| wanted.contains(&*it.path)) {
        folder::write(out, output)?;
    }
    Ok((wanted.len(), left_over.len()))
}
