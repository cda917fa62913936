//! The diff covers every key of a book: every leaf of a spec with all keys is changed in turn, and the diff must report
//! each resulting change of the book. A new key of the book that no change reaches fails too.

use std::collections::{BTreeMap, BTreeSet};

use errbook_codegen::compat::diff;
use errbook_codegen::input::Input;
use errbook_codegen::model::Book;
use errbook_codegen::{Compiled, compile};
use serde_json::Value;

use super::{book_of, report, side_of};
use crate::books;
use crate::specs::drawn;

/// A spec with every key, and its guide.
fn rich() -> (serde_yaml::Value, String) {
    let more = "
  - status: 429
    code: slow
    name: TooSlow
    meaning: Too many.
    remediation: Wait.
    allow: [missing-header]
    retry: {when: idempotent, retries: 2, backoff: {initial: 500ms, factor: 1.25, max: 10s, jitter: none}}
    deprecated: {since: 1.0.0, use: closed, note: See there.}
    fields: {left: {type: integer, minimum: 0, example: 3, doc: D., was: rest, name: rest_left}, again: {type: delay, unit: ms, example: 30}}
    headers: {X-At: {type: date, name: reset, doc: When., example: \"Sun, 06 Nov 1994 08:49:37 GMT\", optional: true}, X-Reset: {type: delay, unit: epoch, example: 30}}
retired:";
    let head = "envelope: {within: errors, code: kind, message: text, fields: values}\nfallback: {404: teapot, 405: null, 4xx: gone, 5xx: internal}\nretry:";
    let text = books::shop().replace("\nretired:", more).replacen("retry:", head, 1);
    let text = text.replace("max: 30s}}", "max: 30s, jitter: full}}");
    let text = text.replace("  docs_url:", "  open: true\n  code_style: snake_case\n  docs_url:");
    let package = "package: {description: Shop's errors., license: MIT, repository: 'https://shop.example/git', homepage: 'https://shop.example', documentation: 'https://shop.example/docs', authors: [Ada, Bob], keywords: [shop, errors], categories: [api-bindings, parsing], publish: [shop, other]}";
    let runtime = "runtime: {version: \"0.1\", git: 'https://shop.example/errbook', rev: abc}\n  ";
    let start = text.find("runtime: {").expect("the fixture has it");
    let end = start + text[start..].find("}\n").expect("it is on one line") + 2;
    let mut text = text;
    text.replace_range(start..end, &format!("{runtime}{package}\n"));
    let text = text.replace("crate: shop-errors", "crate: {name: shop-errors, version: 1.0.0}");
    assert!(text.contains("crate: {name"), "{text}");
    let guide = "# Start\n\nRead.\n\n{{#table}}\n\n{{#table gone slow}}\n\n{{#example gone}}\n\nSee {{#code gone}}.\n";
    (serde_yaml::from_str(&text).expect("it is YAML"), guide.to_owned())
}

/// The same, with an envelope that is a template, and every key of that.
fn rich_template() -> (serde_yaml::Value, String) {
    let (mut spec, guide) = rich();
    let envelope = r#"
body:
  ok: false
  error:
    - kind: "{kind}"
      code: "{code?}"
      detail: "{message|none}"
      about: "https://shop.example/{code|unknown}"
      "{fields}":
      left: "{left?}"
      meta: {id: "{id}", at: "{at?}", path: "{path|null}", trace: "{trace?}", level: "{level?}", empty: {}, none: []}
    - ...
  status: "{status:text}"
headers: {X-Kind: "{kind}", X-Book: a}
content_type: application/vnd.shop+json
read_code: {after: "/", before: ":"}
members:
  kind: {type: string, per: code, default: lost, doc: D., example: found}
  level: {type: integer, minimum: 0, per: code, default: null}
  id: {type: string, doc: D., example: r-1, was: request_id, name: request}
  at: {type: timestamp, from: time}
  path: {type: string, from: path}
  trace: {type: any, from: {header: X-Trace}, example: [1]}
"#;
    spec["envelope"] = serde_yaml::from_str(envelope).expect("it is YAML");
    let own: serde_yaml::Value =
        serde_yaml::from_str("{code: null, message: null, kind: gone, level: 3}").expect("it is YAML");
    let entries = spec["errors"].as_sequence_mut().expect("a list");
    let gone = entries.iter_mut().find(|it| it["code"] == "gone").expect("an entry");
    gone["envelope"] = own;
    let slow = entries.iter_mut().find(|it| it["code"] == "slow").expect("an entry");
    slow["envelope"] = serde_yaml::from_str("{kind: slow}").expect("it is YAML");
    (spec, guide)
}

fn compiled(spec: &serde_yaml::Value, guide: (&str, &str)) -> Compiled {
    let text = serde_yaml::to_string(spec).expect("it can be written");
    compile(vec![Input::new("book.yaml", text), Input::new(guide.0, guide.1)])
}

fn book(spec: &serde_yaml::Value, guide: (&str, &str)) -> Option<Book> {
    compiled(spec, guide).book
}

/// A path into a tree: keys and indices.
type Way = Vec<serde_yaml::Value>;

fn ways(tree: &serde_yaml::Value, way: &mut Way, out: &mut Vec<Way>) {
    let children: Vec<(serde_yaml::Value, &serde_yaml::Value)> = match tree {
        serde_yaml::Value::Mapping(it) => it.iter().map(|(key, value)| (key.clone(), value)).collect(),
        serde_yaml::Value::Sequence(it) => it.iter().enumerate().map(|(n, value)| (n.into(), value)).collect(),
        _ => Vec::new(),
    };
    for (key, child) in children {
        way.push(key);
        out.push(way.clone());
        ways(child, way, out);
        way.pop();
    }
}

fn at<'a>(tree: &'a mut serde_yaml::Value, way: &[serde_yaml::Value]) -> &'a mut serde_yaml::Value {
    way.iter().fold(tree, |tree, key| match key.as_u64() {
        Some(n) if tree.is_sequence() => &mut tree[usize::try_from(n).expect("a small number")],
        _ => tree.get_mut(key).expect("the way was found in it"),
    })
}

/// The same spec without the node at a path.
fn without(spec: &serde_yaml::Value, way: &[serde_yaml::Value]) -> serde_yaml::Value {
    let mut out = spec.clone();
    let (last, parent) = way.split_last().expect("it leads somewhere");
    match at(&mut out, parent) {
        serde_yaml::Value::Mapping(it) => drop(it.shift_remove(last)),
        serde_yaml::Value::Sequence(it) => {
            drop(it.remove(usize::try_from(last.as_u64().expect("an index")).expect("a small number")));
        }
        _ => unreachable!("it has children"),
    }
    out
}

/// Words of one kind.
static WORDS: &[&[&str]] = &[
    &["never", "idempotent", "always"],
    &["none", "full"],
    &["s", "ms", "min", "epoch", "epoch_ms"],
    &["string", "integer", "number", "boolean", "timestamp", "any", "delay", "date"],
    &["snake_case", "camelCase", "any"],
    &["0.9.0", "1.0.0", "1.0.1"],
    &["250ms", "500ms", "7s", "10s", "30s"],
    &["2026-03-01T09:30:00Z", "2026-03-01T09:30:00+01:00", "2026-03-02T09:30:00Z"],
    &["Sun, 06 Nov 1994 08:49:37 GMT", "Mon, 07 Nov 1994 08:49:37 GMT"],
    &["gone", "slow", "closed", "out_of_stock"],
    &["sold", "broken", "shelf", "store"],
    &["response", "code"],
    &["caller", "time", "path"],
    &["application/vnd.shop+json", "text/json"],
    &["{code?}", "{code|null}"],
    &["{id}", "{id?}"],
    &["/", ":"],
];

/// Replacements for a value, the likely ones first. Invalid ones are rejected by the compiler.
fn others(value: &serde_yaml::Value) -> Vec<serde_yaml::Value> {
    match value {
        serde_yaml::Value::Bool(it) => vec![(!it).into()],
        serde_yaml::Value::Number(it) => {
            let number = it.as_i64().unwrap_or(1);
            vec![(number + 1).into(), (number - 1).into(), 1.5.into(), 3.0.into()]
        }
        serde_yaml::Value::String(it) => {
            let kinds = WORDS.iter().filter(|kind| kind.contains(&it.as_str())).copied().flatten();
            let of_kind: Vec<String> = kinds.filter(|word| **word != it).map(|word| (*word).to_owned()).collect();
            let longer = [format!("{it} and more"), format!("{it}x"), format!("{it}_too"), format!("{it}Too")];
            // A word of a kind that is new here.
            let any = WORDS.iter().copied().flatten().map(|word| (*word).to_owned());
            of_kind.into_iter().chain(longer).chain(any).map(serde_yaml::Value::from).collect()
        }
        serde_yaml::Value::Sequence(it) if it.len() > 1 => {
            vec![serde_yaml::Value::Sequence(it.iter().rev().cloned().collect())]
        }
        serde_yaml::Value::Mapping(it) if it.len() > 1 => {
            let mut pairs: Vec<_> = it.iter().map(|(key, value)| (key.clone(), value.clone())).collect();
            pairs.reverse();
            vec![serde_yaml::Value::Mapping(pairs.into_iter().collect())]
        }
        _ => Vec::new(),
    }
}

/// The leaves of a book as it is serialized, each with the kind of place that it is.
fn leaves(value: &Value, path: &str, kind: &str, out: &mut BTreeMap<String, (String, Value)>) {
    match value {
        // What is in an example is anything.
        _ if kind.ends_with(".example") || kind.ends_with(".values[].value") && kind.contains("examples") => {
            out.insert(path.to_owned(), (kind.to_owned(), value.clone()));
        }
        Value::Object(it) if !it.is_empty() => {
            for (key, value) in it {
                leaves(value, &format!("{path}.{key}"), &format!("{kind}.{key}"), out);
            }
        }
        Value::Array(it) if !it.is_empty() => {
            for (n, value) in it.iter().enumerate() {
                leaves(value, &format!("{path}[{n}]"), &format!("{kind}[]"), out);
            }
        }
        leaf => drop(out.insert(path.to_owned(), (kind.to_owned(), leaf.clone()))),
    }
}

fn leaves_of(book: &Book) -> BTreeMap<String, (String, Value)> {
    let mut out = BTreeMap::new();
    leaves(&serde_json::to_value(book).expect("a book is data"), "", "", &mut out);
    out
}

/// The kinds of leaves that are other in another book, or not there.
fn changed(old: &BTreeMap<String, (String, Value)>, new: &BTreeMap<String, (String, Value)>) -> BTreeSet<String> {
    let differs = |(path, it): &(&String, &(String, Value)), other: &BTreeMap<String, (String, Value)>| {
        other.get(*path) != Some(*it)
    };
    let gone = old.iter().filter(|it| differs(it, new));
    gone.chain(new.iter().filter(|it| differs(it, old))).map(|(_, (kind, _))| kind.clone()).collect()
}

/// The kinds of leaves that have no value anywhere in a book. The fields of an object or of a list's items are fields, and the
/// fallback codes of all statuses are of one kind: a status may have none.
fn absent(book: &BTreeMap<String, (String, Value)>) -> BTreeSet<String> {
    let kind = |kind: &str| match kind.strip_prefix(".fallback.") {
        Some(status) if status.parse::<u16>().is_ok() => ".fallback.status".to_owned(),
        _ => kind.replace(".fields[].of.fields[]", ".fields[]").replace(".fields[].fields[]", ".fields[]"),
    };
    let (empty, given): (Vec<_>, Vec<_>) =
        book.values().partition(|(_, value)| value.is_null() || *value == Value::Array(Vec::new()));
    // A source is a path or a repository.
    let path = ".api.runtime.path".to_owned();
    let given: BTreeSet<String> = given.into_iter().map(|it| kind(&it.0)).chain([path]).collect();
    // In a template and in an entry's part of it, `null` is a value.
    let is_value = |kind: &str| kind.starts_with(".envelope.body") || kind.starts_with(".errors[].envelope.");
    let is_given = |kind: &String| {
        given.iter().any(|it| it.strip_prefix(kind).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '['])))
    };
    empty.into_iter().map(|it| kind(&it.0)).filter(|kind| !is_given(kind) && !is_value(kind)).collect()
}

/// A book, and its mutations.
struct Tried {
    old: Book,
    before: BTreeMap<String, (String, Value)>,
    seen: BTreeSet<String>,
    count: usize,
}

impl Tried {
    /// Compares with another book, if it differs. Returns whether it does.
    fn with(&mut self, what: &str, new: Option<Book>) -> bool {
        let Some(new) = new else { return false };
        let kinds = changed(&self.before, &leaves_of(&new));
        // A version alone is not a change: changes are judged against it.
        let is_version = kinds.iter().all(|it| [".api.version", ".api.crate_version"].contains(&it.as_str()));
        for (old, new) in [(&self.old, &new), (&new, &self.old)] {
            let is_seen = kinds.is_empty() || is_version || !diff(old, new).is_empty();
            assert!(is_seen, "{what}: no rule sees a change of {kinds:?}");
        }
        self.count += usize::from(!kinds.is_empty());
        let is_other = !kinds.is_empty();
        self.seen.extend(kinds);
        is_other
    }
}

#[test]
fn every_change_of_a_leaf_is_seen() {
    seen(&rich(), "", 500);
}

#[test]
fn every_change_of_a_template_is_seen() {
    seen(&rich_template(), "envelope", 50);
}

/// Leaves that no single change of the spec reaches: fields need a place, and members are not `optional`.
const FIXED: &[&str] = &[".envelope.body.error[].{fields}", ".envelope.members[].optional"];

/// Changes each leaf of a spec, or only those below a key. At least so many changes are tried.
fn seen((spec, guide): &(serde_yaml::Value, String), key: &str, least: usize) {
    /// So many books are made of changes of one place.
    const ENOUGH: usize = 2;
    let path = "guides/start.md";
    let old = compiled(spec, (path, guide));
    assert!(old.book.is_some(), "{}", drawn(&old));
    let old = book_of(&old).clone();
    let before = leaves_of(&old);
    let mut tried = Tried { old, before, seen: BTreeSet::new(), count: 0 };
    let mut all = Vec::new();
    ways(spec, &mut Vec::new(), &mut all);
    for way in all.iter().filter(|way| key.is_empty() || way.iter().any(|it| *it == key)) {
        let place = way.iter().map(|it| serde_yaml::to_string(it).unwrap_or_default().trim().to_owned());
        let place = place.collect::<Vec<_>>().join(".");
        tried.with(&format!("without {place}"), book(&without(spec, way), (path, guide)));
        let mut made = 0;
        for other in others(at(&mut spec.clone(), way)) {
            let mut changed = spec.clone();
            let what = format!("{place} is {}", serde_yaml::to_string(&other).unwrap_or_default().trim());
            *at(&mut changed, way) = other;
            made += usize::from(tried.with(&what, book(&changed, (path, guide))));
            if made == ENOUGH {
                break;
            }
        }
    }
    let mut elsewhere = spec.clone();
    elsewhere["api"]["runtime"] = serde_yaml::from_str("{path: ../errbook}").expect("it is YAML");
    tried.with("another source of the runtime", book(&elsewhere, (path, guide)));
    let words = [
        ("Start", "Begin"),
        ("Read.", "Look."),
        ("{{#table}}", "{{#table slow}}"),
        ("{{#table gone slow}}", ""),
        ("{{#example gone}}", "{{#example slow}}"),
        ("{{#code gone}}", "{{#code slow}}"),
    ];
    for (from, to) in words {
        tried.with(&format!("{to} for {from}"), book(spec, (path, &guide.replace(from, to))));
    }
    tried.with("another path", book(spec, ("guides/first.md", guide)));
    let absent = absent(&tried.before);
    assert!(absent.is_empty(), "the rich book has no {absent:?}: add the keys");
    let known = tried.before.values().map(|it| &it.0).filter(|it| key.is_empty() || it.contains(&format!(".{key}")));
    let known: BTreeSet<&String> = known.collect();
    let missed: Vec<&&String> =
        known.iter().filter(|it| !tried.seen.contains(**it) && !FIXED.contains(&it.as_str())).collect();
    assert!(missed.is_empty(), "no change of the spec reaches {missed:?}: add one, and a rule that sees it");
    assert!(tried.count > least, "only {} changes were tried", tried.count);
}

#[test]
fn the_version_is_judged() {
    let spec = |version: &str| format!("errbook: 1\napi: {{name: Shop, version: {version}, crate: shop-errors}}\n");
    let (old, new) = (super::side("", &spec("1.0.0")), super::side("", &spec("0.9.0")));
    assert_eq!(report(&old, &new, None).changes[0].change.rule.id, "version-went-back");
    assert!(diff(side_of(&old).book, side_of(&new).book).is_empty());
    assert!(report(&old, &old, None).changes.is_empty());
}
