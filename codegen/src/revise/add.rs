//! A new error, where it belongs.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::lists::{Item, List, Place};
use super::write::Entry;
use super::{Refusal, Revision, code, read, trees};
use crate::diagnostics::Edit;
use crate::input::Input;
use crate::model::When;
use crate::source::{FileId, Span};
use crate::text::{listed, quoted, yaml};

/// A new error.
#[derive(Debug, Clone)]
pub struct NewError {
    /// The code.
    pub code: String,
    /// Its statuses; the first is the default.
    pub statuses: Vec<u16>,
    /// What happened.
    pub meaning: String,
    /// What the caller should do.
    pub remediation: String,
    /// The message of the response, if it is not the meaning.
    pub message: Option<String>,
    /// Which requests may be retried.
    pub retry: When,
    /// Its tags.
    pub tags: Vec<String>,
}

/// The edits that add an error to a spec: next to the errors with its status, in the order of their codes if they are in
/// that order; else after those with the next lower status. `file` is the path of the file below the spec folder, if it
/// is not chosen by that.
pub fn add(inputs: &[Input], new: &NewError, file: Option<&str>) -> Result<Revision, Refusal> {
    let (sources, files) = read(inputs)?;
    let edit = {
        let trees = trees(&sources, &files);
        let entry = entry(new, &code(&trees, &new.code));
        let path = |file: FileId| &*sources.file(file).path;
        let unsuitable = |file: FileId| {
            let path = quoted(path(file));
            Refusal::Unsuitable(format!(
                "`errors` of {path} has a form to which nothing can be added. Write it as a list of lines that begin with `- `"
            ))
        };
        let mut lists = List::all(&sources, &trees, "errors");
        let mut empty = None;
        if let Some(wanted) = file {
            let found = files.iter().copied().find(|it| path(*it) == wanted).ok_or_else(|| {
                let known = listed(files.iter().map(|it| path(*it)));
                Refusal::Unsuitable(format!("{} is not a file of the spec. Its files are {known}", quoted(wanted)))
            })?;
            lists.retain(|it| it.file == found);
            empty = lists.is_empty().then_some(found);
        }
        if let Some(file) = empty {
            in_empty_file(file, &sources.file(file).text, &entry).ok_or_else(|| unsuitable(file))?
        } else {
            let (list, place) = place(&lists, new).ok_or_else(|| {
                Refusal::Unsuitable("no file of the spec has the key `api`, or contains a map".to_owned())
            })?;
            list.added("errors", &entry, &[], place).ok_or_else(|| unsuitable(list.file))?
        }
    };
    Ok(Revision { edits: BTreeMap::from([(edit.span.file, vec![edit])]), sources })
}

fn entry(new: &NewError, code: &str) -> Entry {
    let mut entry = Entry::new(false);
    let statuses: Vec<String> = new.statuses.iter().map(u16::to_string).collect();
    entry.yaml("status", &if let [one] = &*statuses { one.clone() } else { format!("[{}]", statuses.join(", ")) });
    entry.yaml("code", code);
    entry.text("meaning", &new.meaning);
    entry.text("remediation", &new.remediation);
    if let Some(message) = &new.message {
        entry.text("message", message);
    }
    if new.retry != When::Never {
        entry.yaml("retry", new.retry.as_str());
    }
    if !new.tags.is_empty() {
        let tags: Vec<String> = new.tags.iter().map(|it| yaml(it)).collect();
        entry.yaml("tags", &format!("[{}]", tags.join(", ")));
    }
    entry
}

/// In a file with nothing but comments, which stay at its top.
fn in_empty_file(file: FileId, text: &str, entry: &Entry) -> Option<Edit> {
    let is_empty = text.lines().map(str::trim_start).all(|it| it.is_empty() || it.starts_with('#'));
    is_empty.then_some(())?;
    let end = text.trim_end().len();
    let gap = if end == 0 { "" } else { "\n\n" };
    let at = |offset: usize| u32::try_from(offset).ok();
    let span = Span { file, start: at(end)?, end: at(text.len())? };
    Some(Edit { span, text: format!("{gap}errors:\n{}\n", entry.item(2, false)) })
}

/// The order of codes. Integers are in the order of their values.
fn order(a: &str, b: &str) -> Ordering {
    match (a.parse::<i64>(), b.parse::<i64>()) {
        (Ok(a), Ok(b)) => a.cmp(&b),
        _ => a.cmp(b),
    }
}

/// The list and the place in it.
fn place<'l, 't>(lists: &'l [List<'t>], new: &NewError) -> Option<(&'l List<'t>, Place)> {
    let status = new.statuses.first().copied().unwrap_or(500);
    let all = || lists.iter().flat_map(|list| list.items.iter().enumerate().map(move |(at, item)| (list, at, item)));
    let nearest = all().map(|it| it.2.status).filter(|it| *it <= status && *it > 0).max();
    let group: Vec<(&List<'_>, usize, &Item<'_>)> = all().filter(|it| Some(it.2.status) == nearest).collect();
    if let (Some(&(first_list, first, _)), Some(&(list, last, _))) = (group.first(), group.last()) {
        let is_sorted = group.is_sorted_by(|a, b| a.0.file == b.0.file && order(a.2.code, b.2.code).is_le());
        if nearest != Some(status) || !is_sorted {
            return Some((list, Place::After(last)));
        }
        return Some(match group.iter().rev().find(|it| order(it.2.code, &new.code).is_lt()) {
            Some(&(list, at, _)) => (list, Place::After(at)),
            None => (first_list, first.checked_sub(1).map_or(Place::First, Place::After)),
        });
    }
    let with_items = lists.iter().find(|it| !it.items.is_empty());
    let list =
        with_items.or_else(|| lists.iter().find(|it| it.has_key())).or_else(|| lists.iter().find(|it| it.is_in_head()));
    Some((list?, Place::First))
}
