//! `new`: an error added to the spec.

use std::path::Path;

use heck::ToSnakeCase;

use crate::cli::args::New;
use crate::cli::status::{Outcome, status};
use crate::cli::write::revise::{Spec, write};
use crate::input::Input;
use crate::revise::{NewError, add};
use crate::text::quoted;

pub(in crate::cli) fn run(arguments: &New) -> Outcome {
    let spec = match Spec::read(&arguments.spec) {
        Ok(spec) => spec,
        Err(outcome) => return outcome,
    };
    let code = &arguments.code;
    let status = arguments.status.first().copied().unwrap_or_default();
    let new = NewError {
        code: code.clone(),
        statuses: arguments.status.clone(),
        meaning: arguments.meaning.clone().unwrap_or_else(|| meaning(code)),
        remediation: arguments.remediation.clone().unwrap_or_else(|| remediation(status).to_owned()),
        message: arguments.message.clone(),
        retry: arguments.retry.into(),
        tags: arguments.tag.clone(),
    };
    let file = arguments.file.as_deref().map(|it| below(&arguments.spec.path, &spec.inputs, it));
    let outcome = write(&spec, add(&spec.inputs, &new, file.as_deref()), |book| {
        let entry = book.error(code)?;
        Some((entry.places.whole(), format!("added {}", quoted(code))))
    });
    let derived = [("meaning", &arguments.meaning), ("remediation", &arguments.remediation)];
    let derived: Vec<&str> = derived.iter().filter(|it| it.1.is_none()).map(|it| it.0).collect();
    if outcome == Outcome::Success && !derived.is_empty() {
        status!("note: edit the derived {}", derived.join(" and "));
    }
    outcome
}

/// A file as its path below the spec folder. It may be written as seen from the current folder too, as messages do.
fn below(folder: &Path, inputs: &[Input], file: &str) -> String {
    if inputs.iter().any(|it| it.path == file) {
        return file.to_owned();
    }
    let full = || Path::new(file).canonicalize().ok()?.strip_prefix(folder.canonicalize().ok()?).ok().map(portable);
    full().unwrap_or_else(|| file.to_owned())
}

fn portable(path: &Path) -> String {
    let names: Vec<_> = path.components().map(|it| it.as_os_str().to_string_lossy()).collect();
    names.join("/")
}

/// The code in words: `name_taken` is "Name taken.". A number says nothing.
fn meaning(code: &str) -> String {
    if !code.contains(char::is_alphabetic) {
        return "The request failed.".to_owned();
    }
    let words = code.to_snake_case().replace('_', " ");
    let mut rest = words.chars();
    match rest.next() {
        Some(first) => format!("{}{}.", first.to_uppercase(), rest.as_str()),
        None => "The request failed.".to_owned(),
    }
}

/// What a caller can usually do.
fn remediation(status: u16) -> &'static str {
    if status < 500 { "Change the request, then send it again." } else { "Send the request again later." }
}
