//! Writing: the output folder, the tables in documents, and files of the spec.

mod comparison;
pub(super) mod inject;
pub(super) mod out_dir;
mod overlap;
pub(super) mod plan;
pub(super) mod revise;
pub(super) mod spec;

use std::fmt;
use std::path::Path;

use super::args::SpecFolder;
use super::config::Config;
use super::display::prefix;
use crate::Compiled;
use crate::diagnostics::render::{Terminal, terminal};
use crate::drift::Drift;
use plan::{Plan, Refusal};

/// The result of [`generate`], with paths below the output folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Generated {
    /// The files that were missing or had other contents.
    pub written: Vec<String>,
    /// The files that are no longer generated.
    pub deleted: Vec<String>,
    /// The number of unchanged files.
    pub unchanged: usize,
    /// Files that were not generated, in folders for generated files. They are never deleted.
    pub untracked: Vec<String>,
}

/// The reason why nothing was generated or compared: mistakes in the spec, with their places, or an unusable folder or
/// file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GenerateError(String);

impl fmt::Display for GenerateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for GenerateError {}

/// Compiles a spec folder, and updates an output folder: only files that changed are written, each atomically. What is
/// written follows the `errbook.toml` beside the spec folder, if there is one.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let folder = std::env::temp_dir().join(format!("errbook-doc-{}", std::process::id()));
/// # std::fs::create_dir_all(folder.join("spec"))?;
/// # let (spec, out) = (folder.join("spec"), folder.join("generated"));
/// std::fs::write(spec.join("shop.yaml"), "
/// errbook: 1
/// api: {name: Shop, version: 1.0.0, crate: shop-errors}
/// errors:
///   - {status: 404, code: not_found, meaning: No such thing., remediation: Check the ID.}
/// ")?;
/// let generated = errbook_codegen::generate(&spec, &out)?;
/// assert!(generated.written.contains(&"src/lib.rs".to_owned()));
/// assert!(errbook_codegen::drift(&spec, &out)?.is_empty());
/// # std::fs::remove_dir_all(&folder)?;
/// # Ok(())
/// # }
/// ```
pub fn generate(spec: &Path, out: &Path) -> Result<Generated, GenerateError> {
    with_plan(spec, out, |plan| match &*plan.refusal() {
        [] => plan.apply().map_err(|error| GenerateError(error.to_string())),
        reasons => Err(GenerateError(reasons.join("\n"))),
    })
}

/// The differences between an output folder and the outputs of a spec folder. Nothing is written.
pub fn drift(spec: &Path, out: &Path) -> Result<Vec<Drift>, GenerateError> {
    with_plan(spec, out, |plan| plan.drift().map_err(|error| GenerateError(error.to_string())))
}

/// The width of diagnostics as plain text.
const WIDTH: usize = 120;

fn with_plan<T>(
    spec: &Path,
    out: &Path,
    run: impl FnOnce(&Plan<'_>) -> Result<T, GenerateError>,
) -> Result<T, GenerateError> {
    let refused = |compiled: Option<&Compiled>, why: Refusal| match why {
        Refusal::Reasons(reasons) => GenerateError(reasons.join("\n")),
        Refusal::Spec => GenerateError(compiled.map(|it| errors(spec, it)).unwrap_or_default()),
    };
    let config = Config::find(Some(spec)).map_err(|why| GenerateError(why.text(false, WIDTH)))?;
    let spec = &SpecFolder::new(spec);
    let compiled = plan::compile(spec, config.as_ref(), out).map_err(|why| refused(None, why))?;
    let plan = Plan::new(spec, &compiled, config.as_ref(), out, &[]).map_err(|why| refused(Some(&compiled), why))?;
    run(&plan)
}

/// The diagnostics of a spec as plain text.
fn errors(folder: &Path, compiled: &Compiled) -> String {
    let options = Terminal { prefix: &prefix(folder), colour: false, width: WIDTH };
    terminal(&compiled.sources, &compiled.diagnostics, options).trim_end().to_owned()
}
