//! `codegen`: the crate and the documentation, written or compared.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use super::{Outcome, folder, spec, talk};
use crate::emit::emit;
use crate::output::{Drift, Folder, MANIFEST, Output, compare, manifest};

/// The differences between a folder and what a spec is compiled to, with the command that mends them.
///
/// The error says why they cannot be told: the spec has mistakes, or something cannot be read.
pub fn drift(spec_folder: &Path, out: &Path) -> Result<Vec<Drift>, String> {
    let compiled = spec::read(spec_folder);
    let Some(book) = compiled.book else {
        return Err(format!("the spec has errors: run `cargo xtask check --spec {}`", spec_folder.display()));
    };
    let outputs = emit(&book);
    let folder = folder::read(out, &outputs).map_err(|error| error.to_string())?;
    Ok(compare(&outputs, &folder))
}

/// Shows what is different, and writes nothing.
pub(super) fn check(spec_folder: &Path, out: &Path) -> Outcome {
    let (outputs, found) = match prepare(spec_folder, out) {
        Ok(prepared) => prepared,
        Err(outcome) => return outcome,
    };
    let drift = compare(&outputs, &found);
    if drift.is_empty() {
        talk!("{}: {} files, all as they should be", out.display(), outputs.len());
        return Outcome::Fine;
    }
    let mut answer = String::new();
    for it in &drift {
        answer.push_str(&match it {
            Drift::Missing(path) => format!("missing: {path}\n"),
            Drift::Changed(path, diff) => format!("changed: {path}\n{diff}"),
            Drift::LeftOver(path) => format!("left over: {path}\n"),
            Drift::Stranger(path) => format!("not generated: {path}\n"),
        });
    }
    if io::Write::write_all(&mut anstream::stdout(), answer.as_bytes()).is_err() {
        return Outcome::Failed;
    }
    let (strangers, ours): (Vec<_>, Vec<_>) = drift.iter().partition(|it| matches!(it, Drift::Stranger(_)));
    if !ours.is_empty() {
        talk!("{} is not what the spec says. To mend it: {}", out.display(), command(spec_folder, out));
    }
    report_strangers(&strangers, out);
    Outcome::Findings
}

/// Writes what changed, and deletes what is no longer made.
pub(super) fn write(spec_folder: &Path, out: &Path) -> Outcome {
    let (outputs, found) = match prepare(spec_folder, out) {
        Ok(prepared) => prepared,
        Err(outcome) => return outcome,
    };
    let drift = compare(&outputs, &found);
    let strangers: Vec<&Drift> = drift.iter().filter(|it| matches!(it, Drift::Stranger(_))).collect();
    let in_the_way = strangers.iter().any(|it| outputs.iter().any(|output| output.path == it.path()));
    if in_the_way {
        report_strangers(&strangers, out);
        talk!("nothing was written");
        return Outcome::Failed;
    }
    match apply(out, &outputs, &found, &drift) {
        Ok((written, deleted)) => {
            talk!("{}: {written} written, {deleted} deleted, {} unchanged", out.display(), outputs.len() - written);
        }
        Err(error) => {
            talk!("error: {error}");
            return Outcome::Failed;
        }
    }
    report_strangers(&strangers, out);
    if strangers.is_empty() { Outcome::Fine } else { Outcome::Findings }
}

/// What is to be there and what is there; says why where that cannot be told.
fn prepare(spec_folder: &Path, out: &Path) -> Result<(Vec<Output>, Folder), Outcome> {
    let compiled = spec::read(spec_folder);
    if !compiled.diagnostics.is_empty() {
        spec::show(spec_folder, &compiled);
    }
    let Some(book) = &compiled.book else {
        talk!("nothing was written");
        return Err(spec::outcome(&compiled));
    };
    let outputs = emit(book);
    let found = folder::read(out, &outputs).and_then(|it| Ok((it, folder::is_empty(out)?)));
    match found {
        Ok((found, is_empty)) if found.manifest.is_some() || is_empty => Ok((outputs, found)),
        Ok(_) => {
            talk!("error: {} is not empty, and has no {MANIFEST} that says which files are codegen's", out.display());
            talk!("Nothing was written. Name an empty folder or a new one: `--out DIR`.");
            Err(Outcome::Failed)
        }
        Err(error) => {
            talk!("error: {error}");
            Err(Outcome::Failed)
        }
    }
}

fn apply(out: &Path, outputs: &[Output], found: &Folder, drift: &[Drift]) -> io::Result<(usize, usize)> {
    let wanted: BTreeSet<&str> =
        drift.iter().filter(|it| matches!(it, Drift::Missing(_) | Drift::Changed(..))).map(Drift::path).collect();
    let left_over: Vec<&str> = drift.iter().filter(|it| matches!(it, Drift::LeftOver(_))).map(Drift::path).collect();
    // Should this be cut off, everything that was written by then is owned: the manifest names new and old files first.
    let owned = found.manifest.iter().flatten();
    let is_new = |path: &&str| *path != MANIFEST && !found.manifest.as_ref().is_some_and(|it| it.contains(*path));
    if wanted.iter().any(is_new) {
        let old = owned.map(|path| Output { path: path.clone(), contents: String::new() });
        let both: Vec<Output> = outputs.iter().cloned().chain(old).collect();
        folder::write(out, &manifest(&both))?;
    }
    let (last, files): (Vec<&Output>, Vec<&Output>) = outputs.iter().partition(|it| it.path == MANIFEST);
    for output in files.iter().filter(|it| wanted.contains(&*it.path)) {
        folder::write(out, output)?;
    }
    for path in &left_over {
        folder::delete(out, path)?;
    }
    for output in last.iter().filter(|it| wanted.contains(&*it.path)) {
        folder::write(out, output)?;
    }
    Ok((wanted.len(), left_over.len()))
}

fn report_strangers(strangers: &[&Drift], out: &Path) {
    for it in strangers {
        talk!(
            "error: {} was not written by codegen, and lies where its files lie. Move it away, or delete it.",
            out.join(it.path()).display()
        );
    }
}

/// The command that mends a folder.
fn command(spec_folder: &Path, out: &Path) -> String {
    let mut command = "cargo xtask codegen".to_owned();
    if spec_folder != Path::new("spec") {
        command.push_str(&format!(" --spec {}", shell(spec_folder)));
    }
    if out != Path::new("generated") {
        command.push_str(&format!(" --out {}", shell(out)));
    }
    command
}

/// A path as a shell reads it.
fn shell(path: &Path) -> String {
    let text = path.display().to_string();
    let is_plain = text.chars().all(|c| c.is_ascii_alphanumeric() || "/._-+".contains(c));
    if is_plain { text } else { format!("'{}'", text.replace('\'', "'\\''")) }
}
