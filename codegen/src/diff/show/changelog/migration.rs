//! What people have to do about a change that breaks, in words.

use crate::diff::Change;
use crate::diff::rule::{Bump, Verdict};
use crate::model::ErrorDef;

/// What has changed, in one sentence without its end.
pub(super) fn told(change: &Change) -> String {
    let name = member(change);
    let (from, to) = (change.from.as_deref(), change.to.as_deref());
    match (change.rule.id, from, to) {
        ("field-type-changed" | "field-widened" | "field-narrowed", Some(from), Some(to)) => {
            format!("`{name}` is now {}, and was {}", a(to), a(from))
        }
        ("field-widened", _, None) => format!("`{name}` may be negative now"),
        ("field-narrowed", None, _) => format!("`{name}` is never negative now"),
        ("field-widened", None, Some(word)) => format!("`{name}` may be `{word}` now"),
        ("field-narrowed", Some(word), None) => format!("`{name}` is never `{word}` any more"),
        ("field-became-optional" | "header-became-optional", ..) => format!("`{name}` may be absent now"),
        ("field-became-required" | "header-became-required", ..) => format!("`{name}` is always there now"),
        _ => {
            // Where it stood among others is of use in a spec alone.
            let message = change.message.split("; it stood ").next().unwrap_or_default();
            message.to_owned()
        }
    }
}

/// For each party that is broken, what it has to do. `entry` is the code's own in the new book.
pub(super) fn migration(change: &Change, entry: Option<&ErrorDef>) -> Vec<(&'static str, String)> {
    let effect = change.effect;
    let client = (effect.client == Verdict::Breaking || effect.contract == Bump::Major).then(|| client(change));
    let server =
        (effect.server == Verdict::Breaking || effect.crate_bump == Bump::Major).then(|| server(change, entry));
    client.map(|it| ("Clients", it)).into_iter().chain(server.map(|it| ("Servers", it))).collect()
}

fn client(change: &Change) -> String {
    let name = member(change);
    let (from, to) = (change.from.as_deref().unwrap_or("nothing"), change.to.as_deref().unwrap_or("nothing"));
    match change.rule.id {
        "code-removed" | "code-retired" | "code-retired-early" => match &change.to {
            Some(to) => format!("look for `{to}`; `{from}` is sent no more."),
            None => format!("do not wait for `{from}`: it is sent no more."),
        },
        "code-renamed" => format!("look for `{to}`, and for `{from}` too until no old server is left."),
        "code-reused" | "tombstone-removed" => {
            "forget what this code once meant: programs that still know it would read a new error as the old one."
                .to_owned()
        }
        "status-class-changed" | "status-retry-changed" | "status-changed" => {
            format!(
                "expect HTTP {to} where it was {from}. What decides by status, such as a retry in a proxy, decides anew."
            )
        }
        "envelope-changed" => {
            "read errors in their new shape. A program that was built before finds neither code nor message in them."
                .to_owned()
        }
        "retry-removed" => "do not send the request again after this error.".to_owned(),
        "retry-condition-changed" if to == "always" => "any request may be sent again after this error.".to_owned(),
        "retry-condition-changed" => "send the request again only if twice does the same as once.".to_owned(),
        "field-removed" | "header-removed" => format!("do not expect `{name}`."),
        "field-renamed" => format!("read `{to}` in place of `{from}`."),
        "header-type-changed" => match to.strip_prefix("value: ") {
            Some(value) => format!("expect `{name}` to be `{value}`, always."),
            None => format!("read `{name}` as {}.", a(to)),
        },
        "field-widened" if change.to.is_none() => format!("expect `{name}` to be negative. {WITHOUT_PAYLOAD}"),
        "field-type-changed" | "field-widened" => format!("read `{name}` as {}. {WITHOUT_PAYLOAD}", a(to)),
        "field-became-optional" => format!("expect `{name}` to be absent. {WITHOUT_PAYLOAD}"),
        "header-became-optional" => format!("expect `{name}` to be absent."),
        "book-closed" => {
            "the codes are all that there are: nothing is said any more of codes that come later.".to_owned()
        }
        _ => lower(change.rule.why),
    }
}

/// What becomes of a payload that does not fit.
const WITHOUT_PAYLOAD: &str = "A program that was built before knows the code, and keeps the payload as it came.";

fn server(change: &Change, entry: Option<&ErrorDef>) -> String {
    let name = member(change);
    let (from, to) = (change.from.as_deref().unwrap_or("nothing"), change.to.as_deref().unwrap_or("nothing"));
    // The type of the code's payload, or its variant.
    let ty = entry.map_or("its type", |it| &it.name);
    let key = change.path.rsplit('.').next().unwrap_or_default();
    // What lies deeper is built by a type of its own.
    let new = if name.contains(['.', '[']) { "new".to_owned() } else { format!("{ty}::new") };
    let is_optional = entry.is_some_and(|it| {
        let fields = it.fields.iter().filter(|it| it.optional).map(|it| &it.name);
        fields.chain(it.headers.iter().filter(|it| it.optional).map(|it| &it.name)).any(|it| *it == name)
    });
    match change.rule.id {
        "code-removed" | "code-retired" | "code-retired-early" => match &change.to {
            Some(to) => format!("return `{to}` where `{from}` was returned: its constant and type are gone."),
            None => format!("return another code where `{from}` was returned: its constant and type are gone."),
        },
        "code-renamed" => {
            format!("name `{to}` where `{from}` was named: the constant and the type are called otherwise.")
        }
        "code-reused" | "tombstone-removed" => "look at every place that names the code.".to_owned(),
        "name-changed" => format!("write `{to}` where `{from}` was written."),
        "status-removed" => format!("answer with another of the code's statuses where it was {from}."),
        "status-class-changed" | "status-retry-changed" | "status-changed" | "status-default-changed" => {
            format!("the code is sent with HTTP {to}, unless another of its statuses is asked for.")
        }
        "envelope-changed" => {
            "nothing is to be written otherwise. What reads bodies, tests among it, reads them anew.".to_owned()
        }
        "field-added" | "header-added" if is_optional => {
            format!("the variant `ErrorKind::{ty}` holds a payload now: build it with `{ty}::new()`.")
        }
        "field-added" | "header-added" => format!("give `{new}` a value for `{name}`."),
        "field-removed" | "header-removed" => format!("do not give `{name}`: there is no place for it."),
        "field-renamed" => format!("name `{to}` where `{from}` was named."),
        "header-type-changed" if to.starts_with("value: ") => format!("do not give `{name}`: it is always the same."),
        "field-type-changed" | "header-type-changed" => format!("give `{name}` as {}.", a(to)),
        "field-widened" | "field-narrowed" if key == "type" => format!("give `{name}` as {}.", a(to)),
        "field-widened" | "field-narrowed" if key == "minimum" => {
            let ty = if change.to.is_some() { "u64" } else { "i64" };
            format!("give `{name}` as `{ty}`.")
        }
        "field-narrowed" => format!("do not send `{from}`: its variant is gone."),
        "field-became-optional" => {
            format!("`{new}` does not take `{name}`: there is a method that sets it, and to read it gives an `Option`.")
        }
        "header-became-optional" => format!("`{new}` does not take `{name}`: there is a method that sets it."),
        "field-became-required" | "header-became-required" => {
            format!("give `{name}` to `{new}`: the method that has set it is gone.")
        }
        "field-order-changed" => format!("give the arguments of `{new}` in this order: {to}. They were {from}."),
        "book-closed" => "nothing is to be written otherwise.".to_owned(),
        "crate-changed" => format!("depend on `{to}` in place of `{from}`."),
        _ => lower(change.rule.why),
    }
}

/// The field or header that a change is about, as it is called on the wire, with those that hold it: `shipping.address`,
/// `items[].price`.
fn member(change: &Change) -> String {
    let mut out = String::new();
    let mut is_name = false;
    for part in parts(&change.path) {
        match part {
            name if is_name => {
                out.push_str(if out.is_empty() { "" } else { "." });
                out.push_str(name);
                is_name = false;
            }
            "fields" | "headers" => is_name = true,
            "of" => out.push_str("[]"),
            // A key of it.
            _ => break,
        }
    }
    out
}

/// The parts of a path. One in quotes may have dots in it.
fn parts(path: &str) -> impl Iterator<Item = &str> {
    let (mut is_quoted, mut is_escaped) = (false, false);
    path.split(move |c: char| {
        let is_end = c == '.' && !is_quoted;
        is_quoted ^= c == '"' && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        is_end
    })
}

/// What a field or header holds, in words: `a string`.
fn a(ty: &str) -> String {
    match ty {
        "any" => "anything".to_owned(),
        "enum" | "integer" | "object" => format!("an {ty}"),
        "boolean" | "date" | "delay" | "list" | "number" | "string" | "timestamp" => format!("a {ty}"),
        other => format!("`{other}`"),
    }
}

/// A sentence as it stands behind a colon.
fn lower(sentence: &str) -> String {
    let mut chars = sentence.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}
