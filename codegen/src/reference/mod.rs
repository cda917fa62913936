//! The parts of this repository's documents that are generated from the registries: text between marker lines, and the
//! schemas for editors.
//!
//! A part begins with a line such as `<!-- reference:keys api -->` and ends with `<!-- /reference -->`, also in the
//! docs of a module. In a file that is neither Rust nor Markdown, these are comments after `#`.

mod schema;
mod tables;

pub use schema::{of_specs as spec_schema, of_waivers as waivers_schema};

use crate::lower::EXAMPLE;
use crate::lower::key::Map;
use crate::lower::keys::envelope::{ENVELOPE, MEMBER};
use crate::lower::keys::error::{ERROR, RETIRED};
use crate::lower::keys::fields::FIELD;
use crate::lower::keys::head::{API, CRATE, ROOT};
use crate::lower::keys::headers::HEADER;
use crate::lower::keys::retry::{BOOK_RETRY, ERROR_RETRY};
use crate::waivers::WAIVER;

/// The maps that have a section in the reference: the map, the section's anchor, and a noun for one such map.
#[rustfmt::skip]
static SECTIONS: &[(&Map, &str, &str)] = &[
    (&ROOT, "a-file", "map"),
    (&API, "api", "map"),
    (&CRATE, "crate", "map"),
    (&ENVELOPE, "envelope", "map"),
    (&MEMBER, "a-member", "member"),
    (&BOOK_RETRY, "retry", "map"),
    (&ERROR_RETRY, "retry", "map"),
    (&ERROR, "an-error", "error"),
    (&FIELD, "a-field", "field"),
    (&HEADER, "a-header", "header"),
    (&EXAMPLE, "examples", "example"),
    (&RETIRED, "retired-codes", "retired code"),
    (&WAIVER, "waivers", "waiver"),
];

/// The files of this repository that are generated from the registries, and those with generated parts.
pub static FILES: &[&str] = &[
    "docs/spec.md",
    "docs/rules.md",
    "docs/errbook.schema.json",
    "docs/errbook-waivers.schema.json",
    "runtime/src/lib.rs",
    "ARCHITECTURE.md",
    ".gitattributes",
];

/// The updated text of one of [`FILES`]. `text` is its current text, of which everything outside of the markers is
/// kept.
pub fn updated(path: &str, text: &str) -> Result<String, String> {
    match path {
        "docs/errbook.schema.json" => Ok(spec_schema()),
        "docs/errbook-waivers.schema.json" => Ok(waivers_schema()),
        _ => with_parts(text).map_err(|why| format!("{path}: {why}")),
    }
}

/// A text with its generated parts replaced.
fn with_parts(text: &str) -> Result<String, String> {
    let mut out = String::new();
    let mut open = None;
    for line in text.split_inclusive('\n') {
        let prefix = if line.starts_with(MODULE_DOCS) { MODULE_DOCS } else { "" };
        match (marker(&line[prefix.len()..]), open) {
            (None, None) => out.push_str(line),
            (None, Some(_)) => {}
            (Some(Marker::Start(name)), None) => {
                let part = tables::part(name).ok_or_else(|| format!("unknown part `{name}`"))?;
                out.push_str(line);
                for line in ["", part.trim_end(), ""].iter().flat_map(|text| text.split('\n')) {
                    out.push_str(format!("{prefix}{line}").trim_end());
                    out.push('\n');
                }
                open = Some(name);
            }
            (Some(Marker::End), Some(_)) => {
                out.push_str(line);
                open = None;
            }
            (Some(Marker::Start(_)), Some(name)) => return Err(unfinished(name)),
            (Some(Marker::End), None) => return Err("the end of a part without its start".to_owned()),
        }
    }
    open.map_or(Ok(out), |name| Err(unfinished(name)))
}

fn unfinished(name: &str) -> String {
    format!("the part `{name}` has no end: add a line `<!-- /reference -->`, or `# /reference`")
}

/// The prefix of a line of a module's docs.
const MODULE_DOCS: &str = "//! ";

/// The first or the last line of a generated part.
enum Marker<'t> {
    /// With the part's name.
    Start(&'t str),
    End,
}

fn marker(line: &str) -> Option<Marker<'_>> {
    let line = line.trim_end();
    let in_markdown = line.strip_prefix("<!-- ").and_then(|it| it.strip_suffix(" -->"));
    match in_markdown.or(line.strip_prefix("# "))? {
        "/reference" => Some(Marker::End),
        comment => comment.strip_prefix("reference:").map(Marker::Start),
    }
}

/// A row of the table of changes: a rule of the diff, in one of its cases.
struct Change {
    id: &'static str,
    /// The condition, as it follows "when"; empty if the rule has only one case.
    when: &'static str,
    client: &'static str,
    server: &'static str,
    contract: &'static str,
    crate_bump: &'static str,
    summary: &'static str,
    rationale: &'static str,
}

/// The registry of the diff, in the form that the reference needs.
fn changes() -> Vec<Change> {
    let of = |rule: &'static crate::compat::Rule| {
        rule.cases.iter().map(move |case| Change {
            id: rule.id,
            when: case.when,
            client: case.impact.client.as_str(),
            server: case.impact.server.as_str(),
            contract: case.impact.contract.as_str(),
            crate_bump: case.impact.crate_bump.as_str(),
            summary: rule.summary,
            rationale: rule.rationale,
        })
    };
    crate::compat::RULES.iter().copied().flat_map(of).collect()
}

/// The ids that a waiver may name, previous ones included.
fn waivable() -> Vec<&'static str> {
    let rules = crate::compat::RULES.iter().copied().filter(|it| !it.is_policy());
    let mut ids: Vec<&'static str> = rules.flat_map(|it| std::iter::once(&it.id).chain(it.aliases).copied()).collect();
    // Several rules may share a previous id.
    let mut seen = std::collections::BTreeSet::new();
    ids.retain(|it| seen.insert(*it));
    ids
}
