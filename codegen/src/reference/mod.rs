//! The reference of the spec language, as far as it is generated from the registries: tables between marker lines of
//! `docs/`, and the schemas for editors.
//!
//! A part begins with a line such as `<!-- reference:keys api -->` and ends with `<!-- /reference -->`.

mod schema;
mod tables;

use crate::lower::EXAMPLE;
use crate::lower::key::Map;
use crate::lower::keys::error::{ERROR, RETIRED};
use crate::lower::keys::fields::FIELD;
use crate::lower::keys::head::{API, ENVELOPE, ROOT};
use crate::lower::keys::headers::HEADER;
use crate::lower::keys::retry::{BOOK_RETRY, ERROR_RETRY};
use crate::waivers::WAIVER;

/// The maps that have a section in the reference: the map, the section's anchor, and a noun for one such map.
#[rustfmt::skip]
static SECTIONS: &[(&Map, &str, &str)] = &[
    (&ROOT, "a-file", "map"),
    (&API, "api", "map"),
    (&ENVELOPE, "envelope", "map"),
    (&BOOK_RETRY, "retry", "map"),
    (&ERROR_RETRY, "retry", "map"),
    (&ERROR, "an-error", "error"),
    (&FIELD, "a-field", "field"),
    (&HEADER, "a-header", "header"),
    (&EXAMPLE, "examples", "example"),
    (&RETIRED, "retired-codes", "retired code"),
    (&WAIVER, "waivers", "waiver"),
];

/// The generated files of this repository's documentation, and those with generated parts.
pub static FILES: &[&str] =
    &["docs/spec.md", "docs/rules.md", "docs/errbook.schema.json", "docs/errbook-waivers.schema.json"];

/// One of [`FILES`] as it should be. `text` is its current text, of which everything outside of the markers is kept.
pub fn updated(path: &str, text: &str) -> Result<String, String> {
    match path {
        "docs/errbook.schema.json" => Ok(schema::of_specs()),
        "docs/errbook-waivers.schema.json" => Ok(schema::of_waivers()),
        _ => with_parts(text).map_err(|why| format!("{path}: {why}")),
    }
}

/// A text with its generated parts replaced.
fn with_parts(text: &str) -> Result<String, String> {
    const END: &str = "<!-- /reference -->";
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find("<!-- reference:") {
        let (before, part) = rest.split_at(start);
        let (name, _) = part["<!-- reference:".len()..].split_once(" -->").ok_or("a marker has no end")?;
        let end = part.find(END).ok_or_else(|| format!("the part `{name}` has no end: add `{END}`"))?;
        let table = tables::part(name).ok_or_else(|| format!("unknown part `{name}`"))?;
        out.push_str(&format!("{before}<!-- reference:{name} -->\n\n{table}\n{END}"));
        rest = &part[end + END.len()..];
    }
    Ok(out + rest)
}

/// A row of the table of changes: a rule of the diff, in one of its cases.
struct Change {
    id: &'static str,
    /// The circumstances, as they follow "when"; empty if the rule has one case.
    when: &'static str,
    client: &'static str,
    server: &'static str,
    contract: &'static str,
    crate_bump: &'static str,
    summary: &'static str,
    rationale: &'static str,
}

/// The registry of the diff, as the reference needs it.
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
