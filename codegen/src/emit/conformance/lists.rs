//! Responses with several errors, in a form with a list of them.

use errbook::Value;

use super::responses::{Step, changed};
use super::{Case, json};
use crate::model::{Book, Entry, Node};

/// More errors than a decoder keeps.
const MANY: usize = 40;

pub(super) fn cases(book: &Book, out: &mut Vec<Case>) {
    let mut path = Vec::new();
    if !list(&book.envelope.body, &mut path) {
        return;
    }
    let all: Vec<Case> = book
        .errors
        .iter()
        .filter_map(|it| Some(Case::of(it.code.clone(), book, it, it.examples.first()?)))
        .take(MANY)
        .collect();
    let items: Vec<Value> = all.iter().filter_map(|it| item(&serde_json::from_str(&it.body).ok()?, &path)).collect();
    let Some(first) = all.first() else { return };
    let Ok(body) = serde_json::from_str::<Value>(&first.body) else { return };
    let of = |items: &[Value]| json(&changed(&body, &path, &|_| Some(Value::List(items.to_vec()))));
    out.extend(truncated(&of(&[items[0].clone(), items[0].clone()]), &json(&items[0]), first));
    let mut with = |name: String, items: Vec<Value>| out.push(Case { body: of(&items), ..first.named(name) });
    for (case, item) in all.iter().zip(&items).take(8) {
        with(format!("two errors: {} and {}", first.name, case.name), vec![items[0].clone(), item.clone()]);
    }
    with(format!("{MANY} errors"), items.iter().cycle().take(MANY).cloned().collect());
    let others = [
        ("null", Value::Null),
        ("a number", 7.into()),
        ("an empty object", Value::Object(Vec::new())),
        ("a list", Value::List(Vec::new())),
    ];
    for (what, other) in others {
        with(format!("the second error is {what}"), vec![items[0].clone(), other.clone()]);
        with(format!("the first error is {what}"), vec![other, items[0].clone()]);
    }
    with("no errors".to_owned(), Vec::new());
}

/// Bodies that end in or after the second of two errors, whose text is `item`.
fn truncated(body: &str, item: &str, usual: &Case) -> Vec<Case> {
    let Some(start) = body.rfind(item) else { return Vec::new() };
    let (before, whole) = (&body[..start], &body[..start + item.len()]);
    let members = item.trim_end_matches('}');
    let without_last = item.rfind(",\"").map_or(item, |end| &item[..end]);
    let cases = [
        ("after the second error", whole.to_owned()),
        ("before the last member of the second error", format!("{before}{without_last}")),
        ("after a copy of each member of the second error", format!("{before}{members},{}", &members[1..])),
    ];
    cases.map(|(what, body)| Case { body, ..usual.named(format!("truncated: {what}")) }).into()
}

/// The path of the list that has an item for each error; whether there is one.
fn list(node: &Node, path: &mut Vec<Step>) -> bool {
    let mut below = |step: Step, node: &Node| {
        path.push(step);
        let is_found = list(node, path);
        if !is_found {
            path.pop();
        }
        is_found
    };
    match node {
        Node::Each(_) => true,
        Node::Object(entries) => entries.iter().any(|it| match it {
            Entry::Member { name, node, .. } => below(Step::Member(name.clone()), node),
            Entry::Fields { .. } => false,
        }),
        Node::List(items) => items.iter().enumerate().any(|(index, it)| below(Step::Item(index), it)),
        Node::Constant(_) | Node::Slot(_) | Node::Text(_) => false,
    }
}

/// The error in a body.
fn item(body: &Value, path: &[Step]) -> Option<Value> {
    let list = path.iter().try_fold(body, |value, step| match step {
        Step::Member(name) => value.get(name),
        Step::Item(index) => value.as_list()?.get(*index),
    });
    list?.as_list()?.first().cloned()
}
