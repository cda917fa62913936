//! Responses of the whole book: unknown codes, what is no error of the book, broken bodies, waits.

use errbook::Value;

use super::codes::UNKNOWN;
use super::values::RETRY_AFTER;
use super::{Case, NOW, json};
use crate::model::{Book, CodeStyle, ErrorDef, When};

/// The most places of one body that differ.
const MOST: usize = 40;

pub(super) fn cases(book: &Book, out: &mut Vec<Case>) {
    foreign(out);
    let Some(entry) = sample(book) else { return };
    let Some(example) = entry.examples.first() else { return };
    let usual = Case::of(String::new(), book, entry, example);
    unknown(book, entry, out);
    broken(&usual, out);
    places(&usual, out);
    let status = if entry.statuses.contains(&500) { 418 } else { 500 };
    out.push(Case { status, ..usual.named(format!("{}: a status that the book does not list", entry.code)) });
    out.push(Case { status: 200, ..usual.named(format!("{}: a status of success", entry.code)) });
    waits(book, out);
}

/// The error whose response is changed: one with fields that sends its code.
fn sample(book: &Book) -> Option<&ErrorDef> {
    let score = |it: &&ErrorDef| {
        (book.sends_code(it), !it.is_success(), !it.fields.is_empty(), it.payload_headers().next().is_some())
    };
    let best = book.errors.iter().map(|it| score(&it)).max()?;
    book.errors.iter().find(|it| score(it) == best)
}

/// Responses of proxies, and successes.
fn foreign(out: &mut Vec<Case>) {
    for status in [404, 429, 502, 503] {
        out.push(Case::plain(&format!("HTML, {status}"), status, "text/html", "<html><h1>Error</h1></html>"));
        out.push(Case::plain(&format!("no body, {status}"), status, "text/plain", ""));
    }
    for body in ["null", "[]", "{}", "7", "\"text\"", "{\"error\":null}", "{\"error\":\"text\"}", "Not Found"] {
        out.push(Case::plain(&format!("{body}, 500"), 500, "application/json", body));
    }
    for (status, body) in [(200, "{}"), (200, "<html>"), (204, ""), (302, ""), (304, "")] {
        out.push(Case::plain(&format!("no error: {body:?}, {status}"), status, "application/json", body));
    }
}

/// Errors with a code that the book does not have. Their status decides whether to retry.
fn unknown(book: &Book, entry: &ErrorDef, out: &mut Vec<Case>) {
    let mut entry = entry.clone();
    entry.code = match book.api.code_style {
        CodeStyle::Integer => {
            let largest = book.errors.iter().filter_map(|it| it.code.parse::<i64>().ok()).max();
            (largest.unwrap_or_default() + 1).to_string()
        }
        _ => UNKNOWN.to_owned(),
    };
    let Some(example) = entry.examples.first() else { return };
    if book.error(&entry.code).is_some() || !book.sends_code(&entry) {
        return;
    }
    let usual = Case::of(String::new(), book, &entry, example);
    for status in [entry.status(), 400, 408, 409, 425, 429, 500, 501, 502, 503, 504, 522] {
        let case = Case { status, ..usual.named(format!("an unknown code, {status}")) };
        out.push(case.named(format!("an unknown code, {status}, Retry-After")).with_header("Retry-After", "5"));
        out.push(case);
    }
}

/// Bodies that are not wholly JSON, and ones that are in an encoding.
fn broken(usual: &Case, out: &mut Vec<Case>) {
    let body = &usual.body;
    let cut = |end: usize| body.char_indices().map(|it| it.0).take_while(|it| *it <= end).last().unwrap_or_default();
    for (what, end) in [("half", body.len() / 2), ("all but the end", body.len() - 1)] {
        let body = body[..cut(end)].to_owned();
        out.push(Case { body, ..usual.named(format!("truncated: {what} of the body")) });
    }
    let texts = [
        ("a byte-order mark", format!("\u{feff}{body}")),
        ("white space around", format!("\r\n\t {body}\n")),
        ("text after the end", format!("{body} x")),
        ("a text before", format!("x {body}")),
        ("a list around", format!("[{body}]")),
    ];
    out.extend(texts.map(|(what, body)| Case { body, ..usual.named(what) }));
    let encoded = usual.named("text with Content-Encoding").with_header("Content-Encoding", "gzip");
    let body = "\u{1f}\u{8}\u{0}\u{4}".to_owned();
    out.push(Case { body, ..encoded.named("a body in an encoding that the client did not decode") });
    out.push(encoded);
    out.push(Case { headers: Vec::new(), ..usual.named("no headers") });
}

/// The body without one of its members, with `null` for it, and with a value of another type.
fn places(usual: &Case, out: &mut Vec<Case>) {
    let Ok(body) = serde_json::from_str::<Value>(&usual.body) else { return };
    let mut found = Vec::new();
    pointers(&body, &mut Vec::new(), &mut found);
    for path in found.into_iter().take(MOST) {
        let place = format!("/{}", path.iter().map(Step::name).collect::<Vec<_>>().join("/"));
        let mut with = |what: &str, new: &dyn Fn(&Value) -> Option<Value>| {
            let body = json(&changed(&body, &path, new));
            out.push(Case { body, ..usual.named(format!("{place} {what}")) });
        };
        with("is missing", &|_| None);
        with("is null", &|_| Some(Value::Null));
        with("has another type", &|value| {
            Some(if matches!(value, Value::String(_)) { Value::from(7) } else { Value::from("7") })
        });
        if let Some((Step::Member(name), object)) = path.split_last() {
            let body = again(&body, object, name);
            out.push(Case { body, ..usual.named(format!("{place} is there again, and truncated")) });
        }
    }
}

/// A body that ends in a list, the second value of a member of the object at a path.
fn again(body: &Value, object: &[Step], name: &str) -> String {
    const END: &str = "the end";
    let added = |value: &Value| match value {
        Value::Object(members) => {
            let last = (name.to_owned(), Value::from(END));
            Some(Value::Object(members.iter().cloned().chain([last]).collect()))
        }
        _ => None,
    };
    let body = if object.is_empty() { added(body) } else { Some(changed(body, object, &added)) };
    let text = body.as_ref().map(json).unwrap_or_default();
    text.rfind(&format!("{END:?}")).map_or(String::new(), |end| format!("{}[1", &text[..end]))
}

/// A step into a body.
#[derive(Clone)]
pub(super) enum Step {
    Member(String),
    Item(usize),
}

impl Step {
    fn name(&self) -> String {
        match self {
            Self::Member(name) => name.clone(),
            Self::Item(index) => index.to_string(),
        }
    }
}

/// The paths of all members and items of a body.
fn pointers(value: &Value, path: &mut Vec<Step>, out: &mut Vec<Vec<Step>>) {
    let mut below = |step, value| {
        path.push(step);
        out.push(path.clone());
        pointers(value, path, out);
        path.pop();
    };
    match value {
        Value::Object(members) => members.iter().for_each(|(name, it)| below(Step::Member(name.clone()), it)),
        Value::List(items) => items.iter().enumerate().for_each(|(index, it)| below(Step::Item(index), it)),
        _ => {}
    }
}

/// A body in which a function changes or removes the value at a path.
pub(super) fn changed(body: &Value, path: &[Step], new: &dyn Fn(&Value) -> Option<Value>) -> Value {
    let Some((step, rest)) = path.split_first() else { return body.clone() };
    let next = |value: &Value| if rest.is_empty() { new(value) } else { Some(changed(value, rest, new)) };
    match (body, step) {
        (Value::Object(members), Step::Member(wanted)) => {
            let member = |(name, value): &(String, Value)| {
                Some((name.clone(), if name == wanted { next(value)? } else { value.clone() }))
            };
            Value::Object(members.iter().filter_map(member).collect())
        }
        (Value::List(items), Step::Item(wanted)) => {
            let item =
                |(index, value): (usize, &Value)| if index == *wanted { next(value) } else { Some(value.clone()) };
            Value::List(items.iter().enumerate().filter_map(item).collect())
        }
        (body, _) => body.clone(),
    }
}

/// Waits that responses name, with clocks of servers and caches.
fn waits(book: &Book, out: &mut Vec<Case>) {
    let retried =
        [When::Always, When::Idempotent].iter().find_map(|when| book.errors.iter().find(|it| it.retry.when == *when));
    let known = retried.and_then(|it| Some(Case::of(it.code.clone(), book, it, it.examples.first()?)));
    let proxy = Case::plain("HTML, 503", 503, "text/html", "<html>");
    for usual in known.iter().chain([&proxy]) {
        for value in RETRY_AFTER {
            out.push(usual.named(format!("{}: Retry-After {value:?}", usual.name)).with_header("Retry-After", value));
        }
        // A server whose clock is an hour late, and the same response from a cache.
        let date = usual.clone().with_header("Retry-After", "Wed, 31 Dec 2025 23:00:30 GMT");
        let date = date.with_header("Date", "Wed, 31 Dec 2025 23:00:00 GMT");
        out.push(date.named(format!("{}: a date by the clock of the server", usual.name)));
        out.push(date.named(format!("{}: a date from a cache, at {}", usual.name, NOW.0)).with_header("Age", "3600"));
    }
}
