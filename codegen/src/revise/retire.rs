//! An error that moves from `errors` to `retired`.

use std::collections::BTreeMap;

use super::lists::{List, Place};
use super::write::Entry;
use super::{Refusal, Revision, api, code, read, trees};
use crate::diagnostics::Edit;
use crate::input::Input;
use crate::source::FileId;
use crate::syntax::{Kind, Value};
use crate::text::{nearest, quoted, yaml};

/// How a code is retired.
#[derive(Debug, Clone)]
pub struct Retirement {
    /// The code.
    pub code: String,
    /// The version that retires it; `None`: the book's.
    pub since: Option<String>,
    /// The code to use instead; `None`: that of its deprecation, if it has one.
    pub replacement: Option<String>,
    /// The new name of the same error.
    pub renamed_to: Option<String>,
}

/// The edits that move an error to `retired`. Its comments move with it: those right above it, and those within it.
pub fn retire(inputs: &[Input], retirement: &Retirement) -> Result<Revision, Refusal> {
    let (sources, files) = read(inputs)?;
    let name = &*retirement.code;
    let mut edits = {
        let trees = trees(&sources, &files);
        let errors = List::all(&sources, &trees, "errors");
        let retired = List::all(&sources, &trees, "retired");
        let found: Vec<(&List<'_>, usize)> = errors
            .iter()
            .flat_map(|list| list.items.iter().enumerate().filter(|it| it.1.code == name).map(move |it| (list, it.0)))
            .collect();
        let &[(list, index)] = &*found else { return Err(unsuitable(name, found.len(), &errors, &retired)) };
        let item = &list.items[index];
        let path = quoted(&sources.file(list.file).path);
        let form = |key: &str| {
            Refusal::Unsuitable(format!(
                "`{key}` of {path} has a form that cannot be edited. Write it as a list of lines that begin with `- `"
            ))
        };
        let removed = list.removed(index).ok_or_else(|| form("errors"))?;
        let tree = trees.iter().find(|it| it.0 == list.file).map(|it| &it.1);
        let comments = tree.filter(|_| list.is_block()).map(|it| list.region(item).comments(it)).unwrap_or_default();
        let since =
            retirement.since.clone().or_else(|| api(&trees, "version").map(str::to_owned)).ok_or_else(|| {
                Refusal::Unsuitable(
                    "the book has no `version`. Name the version that retires the code: `--since VERSION`".to_owned(),
                )
            })?;
        let entry = entry(retirement, &since, item.value, &|it| code(&trees, it));
        let target = retired.iter().rfind(|it| !it.items.is_empty());
        let target = target.or_else(|| retired.iter().find(|it| it.has_key()));
        let target =
            target.or_else(|| retired.iter().find(|it| it.file == list.file)).ok_or_else(|| form("retired"))?;
        let is_sorted = target.items.is_sorted_by(|a, b| a.code <= b.code);
        let before = target.items.iter().rposition(|it| !is_sorted || it.code < name);
        let added = target.added("retired", &entry, &comments, before.map_or(Place::First, Place::After));
        let added = added.ok_or_else(|| form("retired"))?;
        let mut edits: BTreeMap<FileId, Vec<Edit>> = BTreeMap::new();
        for edit in [removed, added] {
            edits.entry(edit.span.file).or_default().push(edit);
        }
        edits
    };
    for edits in edits.values_mut() {
        edits.sort_by_key(|it| it.span);
        clip(edits);
    }
    Ok(Revision { sources, edits })
}

/// At the end of a file the new key replaces blank lines that the removal includes.
fn clip(edits: &mut [Edit]) {
    for at in 1..edits.len() {
        let start = edits[at].span.start;
        if edits[at - 1].span.end >= start {
            edits[at - 1].span.end = start;
            // The text before the removed lines ends with a line break.
            if let Some(rest) = edits[at].text.strip_prefix("\n\n") {
                edits[at].text = format!("\n{rest}");
            }
        }
    }
}

fn unsuitable(code: &str, count: usize, errors: &[List<'_>], retired: &[List<'_>]) -> Refusal {
    let has = |lists: &[List<'_>]| lists.iter().flat_map(|it| &it.items).any(|it| it.code == code);
    Refusal::Unsuitable(if count > 1 {
        format!("the code {} is defined {count} times", quoted(code))
    } else if has(retired) {
        format!("the code {} is retired already", quoted(code))
    } else {
        let near = nearest(code, errors.iter().flat_map(|it| &it.items).map(|it| it.code));
        let near = near.map(|it| format!(". Did you mean {}?", quoted(it))).unwrap_or_default();
        format!("the book has no code {}{near}", quoted(code))
    })
}

fn entry(retirement: &Retirement, since: &str, value: Value<'_>, code: &dyn Fn(&str) -> String) -> Entry {
    let mut entry = Entry::new(true);
    entry.yaml("code", &code(&retirement.code));
    entry.yaml("since", &yaml_version(since));
    match (&retirement.renamed_to, &retirement.replacement) {
        (Some(name), _) => entry.yaml("renamed_to", &code(name)),
        (None, Some(other)) => entry.yaml("use", &code(other)),
        (None, None) => {
            let replacement = text(value, "deprecated").and_then(|it| text(it, "use")).and_then(scalar);
            if let Some(it) = replacement {
                entry.yaml("use", &code(it));
            }
        }
    }
    entry
}

/// A version of three numbers is text in YAML.
fn yaml_version(version: &str) -> String {
    if version.matches('.').count() == 2 && !version.contains(' ') { version.to_owned() } else { yaml(version) }
}

fn text<'t>(value: Value<'t>, key: &str) -> Option<Value<'t>> {
    value.pairs().find(|it| it.key == key).map(|it| it.value)
}

fn scalar(value: Value<'_>) -> Option<&str> {
    if let Kind::Scalar(it) = value.kind() { Some(it.as_written().trim_end()) } else { None }
}
