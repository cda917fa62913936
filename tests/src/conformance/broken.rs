//! Responses that break off, which conformance files have few of: in members that are there twice, and in lists.

use errbook::Value;
use errbook_codegen::emit::Decoder;
use errbook_codegen::model::Book;

use super::file;

/// What the decoder says of bodies like the longest example of a book, broken off after every fifth character.
fn rows(book: &Book, bodies: fn(&str) -> Vec<String>) -> String {
    let file = file(book);
    let rows = file.lines().map(|it| serde_json::from_str::<serde_json::Value>(it).expect("JSON"));
    let examples = rows.filter(|it| it["case"].as_str().is_some_and(|it| it.ends_with(": example 1")));
    let row = examples.max_by_key(|it| it["body"].as_str().map(str::len)).expect("an example");
    let headers: Vec<(String, String)> = serde_json::from_value(row["headers"].clone()).expect("pairs");
    let (status, body) = (row["status"].as_u64().expect("a status"), row["body"].as_str().expect("a text"));
    let status = u16::try_from(status).expect("a status");
    let decoder = Decoder::new(book);
    let mut out = String::new();
    for body in bodies(body) {
        for (end, _) in body.char_indices().skip(1).step_by(5) {
            let line = decoder.line(&format!("{end} of {body}"), status, &headers, &body[..end]);
            out.extend(line.map(|it| it + "\n"));
        }
    }
    assert!(out.lines().count() > 200, "{}", book.api.name);
    out
}

/// Those in which an object has a member twice.
pub(crate) fn in_members(book: &Book) -> String {
    rows(book, repeated_members)
}

/// Those in which a list has a further item.
pub(crate) fn in_lists(book: &Book) -> String {
    rows(book, further_items)
}

/// A body, and those in which the first member of an object has another value in front of it.
fn repeated_members(body: &str) -> Vec<String> {
    let mut out = vec![body.to_owned()];
    for (at, _) in body.match_indices("{\"") {
        let end = body[at + 2..].find('"').map(|it| at + 2 + it).expect("the end of a name");
        let (before, name, rest) = (&body[..at], &body[at + 1..=end], &body[at + 1..]);
        out.extend(["{}", "[]", "null", "7"].map(|value| format!("{before}{{{name}:{value},{rest}")));
    }
    out
}

/// Bodies in which a list has another item in front of its first object, or after it.
fn further_items(body: &str) -> Vec<String> {
    let mut out = Vec::new();
    for (at, _) in body.match_indices("[{") {
        let mut items = serde_json::Deserializer::from_str(&body[at + 1..]).into_iter::<Value>();
        let first = items.next().expect("an item").expect("JSON");
        let (before, (item, rest)) = (&body[..=at], body[at + 1..].split_at(items.byte_offset()));
        for other in ["null".to_owned(), "[[1]]".to_owned(), "{}".to_owned(), begun(&first), item.to_owned()] {
            out.extend([format!("{before}{other},{item}{rest}"), format!("{before}{item},{other}{rest}")]);
        }
        // A second value of what an item begins with, which does not end.
        let name = item.split(':').next().expect("a member");
        out.push(format!("{before}{},{}:[1, 1, 1", &item[..item.len() - 1], &name[1..]));
    }
    out
}

/// An item that begins like another one and has its objects twice, and nothing else: it lacks constants.
fn begun(item: &Value) -> String {
    let Value::Object(members) = item else { panic!("an object: {item:?}") };
    let text = |(name, value): &(String, Value)| format!("{name:?}:{}", serde_json::to_string(value).expect("JSON"));
    let objects = members[1..].iter().filter(|it| matches!(it.1, Value::Object(_)));
    let twice = objects.flat_map(|it| [text(&(it.0.clone(), Value::Object(Vec::new()))), text(it)]);
    format!("{{{}}}", std::iter::once(text(&members[0])).chain(twice).collect::<Vec<_>>().join(","))
}
