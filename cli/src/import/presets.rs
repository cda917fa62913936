//! The preset of a body, if a body of the preset has the same members with the same content.

use serde_json::Value as Json;

use super::bodies::Node;
use super::draft::{Entry, Fact};
use super::envelope::{Body, Site, Step, values};
use super::shape::Shape;

/// The preset whose members a body has, and no others. `root` is the union of all bodies.
pub(super) fn preset(
    body: &Node,
    root: &Shape,
    site: &Site,
    media_type: Option<&str>,
    bodies: &[&Body],
    rows: &[Entry],
) -> Option<&'static str> {
    let (code, message) = (site.code.as_deref()?, site.message.as_deref());
    let members = object(body);
    let have = |names: &[&str]| bodies.iter().all(|body| names.iter().all(|it| body.shape.member(it).is_some()));
    let free = |names: &[&str]| !rows.iter().any(|it| it.fields.iter().any(|it| names.contains(&&*it.name)));
    match (site.path.as_slice(), media_type) {
        ([], None) if code == "error" && message == Some("error_description") => {
            only(members, &["error", "error_description", "error_uri", FIELDS]).then_some("oauth2")
        }
        ([Step::Member(within)], None) if within == "error" && code == "status" && members.len() == 1 => {
            let inner = object(&members[0].1);
            let is_status = slot(inner, "code") == Some("{status}");
            (is_status && only(inner, &["code", "message", "status", FIELDS])).then_some("google")
        }
        ([Step::Member(within)], None) if within == "error" && code == "code" && message == Some("message") => {
            let inner = members.iter().find(|it| it.0 == "error").map(|it| object(&it.1)).unwrap_or_default();
            let is_rpc = have(&["jsonrpc", "id"]) && only(members, &["jsonrpc", "id", "error"]);
            let is_version = root.member("jsonrpc").is_some_and(|it| is_always(it, "2.0"));
            let is_inner = only(inner, &["code", "message", "data"])
                && (slot(inner, "data") == Some("{fields}") || rows.iter().all(|it| it.fields.is_empty()));
            let are_numbers = rows.iter().all(|it| it.code.parse::<i64>().is_ok());
            (is_rpc && is_version && is_inner && are_numbers && free(&["id"])).then_some("json-rpc")
        }
        ([Step::Member(errors), Step::Item, Step::Member(extensions)], None)
            if errors == "errors" && extensions == "extensions" && code == "code" && message.is_none() =>
        {
            let item = members.iter().find(|it| it.0 == "errors").map(|it| item(&it.1)).unwrap_or_default();
            let inner = item.iter().find(|it| it.0 == "extensions").map(|it| object(&it.1)).unwrap_or_default();
            let is_null = |it: &Shape| it.example.is_none() && it.values.is_empty() && it.members().is_empty();
            let is_graphql = have(&["data"]) && only(members, &["errors", "data"]);
            let has_data = root.member("data").is_some_and(is_null);
            let is_item = item.iter().any(|it| it.0 == "message") && only(item, &["message", "path", "extensions"]);
            (is_graphql && has_data && is_item && only(inner, &["code", FIELDS]) && free(&["path"]))
                .then_some("graphql")
        }
        _ => None,
    }
}

/// The messages of a preset that has them in another object than the codes.
pub(super) fn messages(preset: &str, bodies: &[Body], site: &Site, rows: &mut [Entry]) {
    if preset != "graphql" {
        return;
    }
    for body in bodies {
        let message = body.shape.member("errors").and_then(|it| it.item()?.member("message"));
        let codes = site.codes(&body.shape);
        // Of several items the union has the example of the first.
        let ([code], Some(message)) = (codes.as_slice(), message) else { continue };
        let Some(text) = values(message).into_iter().next() else { continue };
        if let Some(row) = rows.iter_mut().find(|it| it.code == code.value) {
            row.example_messages.push(Fact::new(text.value, text.at));
        }
    }
}

/// The key of a code's fields.
const FIELDS: &str = "{fields}";

fn object(node: &Node) -> &[(String, Node)] {
    if let Node::Object(members) = node { members } else { &[] }
}

fn item(node: &Node) -> &[(String, Node)] {
    if let Node::Each(item) = node { object(item) } else { &[] }
}

fn only(members: &[(String, Node)], allowed: &[&str]) -> bool {
    members.iter().all(|it| allowed.contains(&&*it.0))
}

fn slot<'n>(members: &'n [(String, Node)], name: &str) -> Option<&'n str> {
    let found = members.iter().find(|it| it.0 == name)?;
    if let Node::Slot(text) = &found.1 { Some(text) } else { None }
}

/// Whether a member has one text, as far as the source shows.
fn is_always(shape: &Shape, text: &str) -> bool {
    match shape.values.as_slice() {
        [] => shape.example.as_ref().and_then(Json::as_str) == Some(text),
        values => values.iter().all(|it| it.value.as_str() == Some(text)),
    }
}
