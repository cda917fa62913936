//! A report for programs: one JSON object, in the form that `ARCHITECTURE.md` and `codegen/schema/diff.json` fix.

use serde::Serialize;

use super::{Comparison, Edition};
use crate::diff::report::Judged;
use crate::diff::waiver::{Ends, Waiver};
use crate::source::Span;
use crate::text::visible_json;

/// The version of the form. It is raised when something in it goes, or means something else; not for what is added.
pub const SCHEMA_VERSION: u32 = 1;

#[derive(Serialize)]
struct Form<'a> {
    schema_version: u32,
    required: &'static str,
    declared: Declared<'a>,
    sufficient: bool,
    changes: Vec<Row<'a>>,
    since_release: Option<Vec<Row<'a>>>,
}

#[derive(Serialize)]
struct Declared<'a> {
    from: Option<&'a str>,
    to: &'a str,
}

#[derive(Serialize)]
struct Row<'a> {
    rule: &'static str,
    code: Option<&'a str>,
    path: &'a str,
    from: Option<&'a str>,
    to: Option<&'a str>,
    client: &'static str,
    server: &'static str,
    contract: &'static str,
    #[serde(rename = "crate")]
    crate_bump: &'static str,
    message: &'a str,
    help: Option<&'a str>,
    waived: Option<Waived<'a>>,
    old: Option<Place<'a>>,
    new: Option<Place<'a>>,
}

#[derive(Serialize)]
struct Waived<'a> {
    reason: &'a str,
    owner: Option<&'a str>,
    expires: Option<&'a str>,
    until: Option<&'a str>,
}

#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    line: usize,
    column: usize,
}

/// The report as one object. Files are named from their own spec folder, with `/`; lines and columns count from 1,
/// columns in characters.
pub fn json(it: &Comparison<'_>) -> String {
    let report = it.report;
    let form = Form {
        schema_version: SCHEMA_VERSION,
        required: report.required.as_str(),
        declared: Declared { from: report.declared.from.as_deref(), to: &report.declared.to },
        sufficient: report.sufficient,
        changes: rows(&report.changes, it.base, it.head),
        since_release: report.since_release.as_deref().map(|all| rows(all, it.release, it.head)),
    };
    // Plain data with text keys: there is nothing in it that JSON could not hold.
    visible_json(serde_json::to_string_pretty(&form).unwrap_or_default()) + "\n"
}

fn rows<'a>(all: &'a [Judged], old: Option<Edition<'a>>, head: Edition<'a>) -> Vec<Row<'a>> {
    all.iter().map(|it| row(it, old, head)).collect()
}

fn row<'a>(judged: &'a Judged, old: Option<Edition<'a>>, head: Edition<'a>) -> Row<'a> {
    let change = &judged.change;
    Row {
        rule: change.rule.id,
        code: change.code.as_deref(),
        path: &change.path,
        from: change.from.as_deref(),
        to: change.to.as_deref(),
        client: change.effect.client.as_str(),
        server: change.effect.server.as_str(),
        contract: change.effect.contract.as_str(),
        crate_bump: change.effect.crate_bump.as_str(),
        message: &change.message,
        help: change.help.as_deref(),
        waived: judged.waiver().map(waived),
        old: old.zip(change.old).map(|(edition, span)| place(edition, span)),
        new: change.new.map(|span| place(head, span)),
    }
}

fn waived(it: &Waiver) -> Waived<'_> {
    let (expires, until) = match &it.ends {
        None => (None, None),
        Some(Ends::Expires(last)) => (Some(last.as_str()), None),
        Some(Ends::Until(version)) => (None, Some(&**version)),
    };
    Waived { reason: &it.reason, owner: it.owner.as_deref(), expires, until }
}

fn place(edition: Edition<'_>, span: Span) -> Place<'_> {
    let file = edition.sources.file(span.file);
    let at = file.line_column(span.start as usize);
    Place { file: &file.path, line: at.line, column: at.column }
}
