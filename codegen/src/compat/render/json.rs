//! A report for programs: one JSON object, in the form that `ARCHITECTURE.md` and `codegen/schema/diff.json` define.

use std::borrow::Cow;

use serde::Serialize;

use super::{Comparison, Snapshot, base};
use crate::compat::difference::Ends;
use crate::compat::report::Assessment;
use crate::compat::value::Value;
use crate::compat::version::Raise;
use crate::compat::waiver::Waiver;
use crate::source::Span;
use crate::text::{Lazy, pretty_json};

/// The version of the form. It is raised when a member is removed or changes its meaning, and not for additions.
pub const SCHEMA_VERSION: u32 = 1;

#[derive(Serialize)]
struct Form<'a, R> {
    schema_version: u32,
    required: &'static str,
    declared: Declared<'a>,
    sufficient: bool,
    versions: Versions<'a>,
    base: base::Form<'a>,
    release: Option<base::Form<'a>>,
    changes: R,
    since_release: Option<R>,
}

#[derive(Serialize)]
struct Declared<'a> {
    from: Option<&'a str>,
    to: &'a str,
}

#[derive(Serialize)]
struct Versions<'a> {
    contract: Version<'a>,
    #[serde(rename = "crate")]
    of_crate: Version<'a>,
}

#[derive(Serialize)]
struct Version<'a> {
    from: Option<&'a str>,
    to: &'a str,
    required: &'static str,
    sufficient: bool,
}

#[derive(Serialize)]
struct Row<'a> {
    rule: &'static str,
    code: Option<&'a str>,
    path: Cow<'a, str>,
    from: Option<Cow<'a, str>>,
    to: Option<Cow<'a, str>>,
    client: &'static str,
    server: &'static str,
    contract: &'static str,
    #[serde(rename = "crate")]
    crate_bump: &'static str,
    message: String,
    help: Option<String>,
    waived: Option<Waived<'a>>,
    old: Option<Place<'a>>,
    new: Option<Place<'a>>,
}

#[derive(Serialize)]
struct Waived<'a> {
    reason: &'a str,
    owner: Option<&'a str>,
    expires: Option<String>,
    until: Option<&'a str>,
}

#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    line: usize,
    column: usize,
}

/// The report as one object. File paths are relative to their own spec folder, with `/`; lines and columns count from
/// 1, columns in characters.
pub fn json(it: &Comparison<'_>) -> String {
    let report = it.report;
    let form = Form {
        schema_version: SCHEMA_VERSION,
        required: report.required.as_str(),
        declared: Declared { from: report.declared.from.as_deref(), to: &report.declared.to },
        sufficient: report.sufficient,
        versions: Versions {
            contract: version(&report.versions.contract),
            of_crate: version(&report.versions.of_crate),
        },
        base: it.base_form(),
        release: it.release_form(),
        changes: rows(&report.changes, it.base, it.head),
        since_release: report.since_release.as_deref().map(|all| rows(all, it.release, it.head)),
    };
    // Plain data with text keys always serializes.
    pretty_json(&form)
}

fn version(it: &Raise) -> Version<'_> {
    Version { from: it.from.as_deref(), to: &it.to, required: it.required.as_str(), sufficient: it.sufficient }
}

fn rows<'a>(all: &'a [Assessment], old: Option<Snapshot<'a>>, head: Snapshot<'a>) -> impl Serialize + 'a {
    Lazy(all.iter().map(move |it| row(it, old, head)))
}

fn row<'a>(assessment: &'a Assessment, old: Option<Snapshot<'a>>, head: Snapshot<'a>) -> Row<'a> {
    let change = &assessment.change;
    let impact = change.impact();
    Row {
        rule: change.rule.id,
        code: change.code(),
        path: change.path().as_text(),
        from: change.from.as_ref().map(Value::as_text),
        to: change.to.as_ref().map(Value::as_text),
        client: impact.client.as_str(),
        server: impact.server.as_str(),
        contract: impact.contract.as_str(),
        crate_bump: impact.crate_bump.as_str(),
        message: change.message_with_anchor().to_string(),
        help: change.help().map(|it| it.to_string()),
        waived: assessment.waiver().map(waived),
        old: old.zip(change.location.old).map(|(snapshot, span)| place(snapshot, span)),
        new: change.location.new.map(|span| place(head, span)),
    }
}

fn waived(it: &Waiver) -> Waived<'_> {
    let (expires, until) = match &it.ends {
        None => (None, None),
        Some(Ends::Expires(last)) => (Some(last.to_string()), None),
        Some(Ends::Until(version)) => (None, Some(&**version)),
    };
    Waived { reason: &it.reason, owner: it.owner.as_deref(), expires, until }
}

fn place(snapshot: Snapshot<'_>, span: Span) -> Place<'_> {
    let file = snapshot.sources.file(span.file);
    let at = file.line_column(span.start as usize);
    Place { file: &file.path, line: at.line, column: at.column }
}
