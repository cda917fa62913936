//! `new`: an error added to the spec.

use heck::ToSnakeCase;

use crate::cli::args::New;
use crate::cli::status::{Outcome, status};
use crate::cli::write::revise::{Spec, write};
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
    let outcome = write(&spec, add(&spec.inputs, &new, arguments.file.as_deref()), |book| {
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

/// The code in words: `name_taken` is "Name taken.".
fn meaning(code: &str) -> String {
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
