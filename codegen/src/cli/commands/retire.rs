//! `retire`: an error moved to `retired`.

use crate::cli::args::Retire;
use crate::cli::status::Outcome;
use crate::cli::write::revise::{Spec, write};
use crate::revise::{Retirement, retire};
use crate::text::quoted;

pub(in crate::cli) fn run(arguments: &Retire) -> Outcome {
    let spec = match Spec::read(&arguments.spec) {
        Ok(spec) => spec,
        Err(outcome) => return outcome,
    };
    let code = &arguments.code;
    let retirement = Retirement {
        code: code.clone(),
        since: arguments.since.clone(),
        replacement: arguments.replacement.clone(),
        renamed_to: arguments.renamed_to.clone(),
    };
    write(&spec, retire(&spec.inputs, &retirement), |book| {
        let entry = book.retired.iter().find(|it| it.code == *code)?;
        Some((entry.places.whole(), format!("retired {}", quoted(code))))
    })
}
