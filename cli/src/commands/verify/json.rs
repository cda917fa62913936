//! Responses recorded as JSON: HAR files, and JSON Lines.

use std::borrow::Cow;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{Part, Recorded};

#[derive(Deserialize)]
struct Har<'a> {
    #[serde(borrow)]
    log: Log<'a>,
}

#[derive(Deserialize)]
struct Log<'a> {
    #[serde(borrow)]
    entries: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct Entry<'a> {
    #[serde(borrow)]
    response: Response<'a>,
}

#[derive(Deserialize)]
struct Response<'a> {
    status: i64,
    #[serde(borrow, default)]
    headers: Vec<Header<'a>>,
    #[serde(borrow)]
    content: Option<Content<'a>>,
}

#[derive(Deserialize)]
struct Header<'a> {
    #[serde(borrow)]
    name: Cow<'a, str>,
    #[serde(borrow)]
    value: Cow<'a, str>,
}

#[derive(Deserialize)]
struct Content<'a> {
    #[serde(borrow)]
    text: Option<Cow<'a, str>>,
    #[serde(borrow)]
    encoding: Option<Cow<'a, str>>,
    #[serde(default)]
    size: i64,
}

/// The responses of a HAR file; `None` if it is no HAR file. Requests without a response have the status 0, and are left
/// out.
pub(super) fn har(bytes: &[u8]) -> Option<Vec<Part>> {
    let har: Har<'_> = serde_json::from_slice(bytes).ok()?;
    let part = |(index, entry): (usize, &&RawValue)| {
        let place = format!(" entry {}", index + 1);
        let entry: Entry<'_> = match serde_json::from_str(entry.get()) {
            Ok(entry) => entry,
            Err(error) => return Some((place, Err(unexpected(&error)))),
        };
        let status = u16::try_from(entry.response.status).ok().filter(|it| *it > 0)?;
        Some((place, recorded(status, entry.response)))
    };
    Some(har.log.entries.iter().enumerate().filter_map(part).collect())
}

fn recorded(status: u16, response: Response<'_>) -> Result<Recorded, String> {
    let headers = response.headers.into_iter().map(|it| (it.name.into_owned(), it.value.into_owned())).collect();
    let content = response.content;
    let body = match content.map(|it| (it.text, it.encoding, it.size)) {
        Some((Some(text), Some(encoding), _)) if encoding == "base64" => {
            Some(STANDARD.decode(text.as_bytes()).map_err(|_| "the body is not Base64".to_owned())?)
        }
        Some((Some(text), _, _)) => Some(text.into_owned().into_bytes()),
        Some((None, _, size)) if size > 0 => None,
        _ => Some(Vec::new()),
    };
    Ok(Recorded::decoded(status, headers, body))
}

/// A line of JSON Lines. Other keys are ignored.
#[derive(Deserialize)]
struct Line<'a> {
    status: Option<u16>,
    #[serde(borrow)]
    headers: Option<Headers<'a>>,
    #[serde(borrow)]
    body: Option<&'a RawValue>,
    #[serde(borrow)]
    response: Option<&'a RawValue>,
}

/// Headers as an object, as pairs, or as objects with `name` and `value`.
#[derive(Deserialize)]
#[serde(untagged)]
enum Headers<'a> {
    Pairs(Vec<(String, String)>),
    Named(#[serde(borrow)] Vec<Header<'a>>),
    Object(std::collections::BTreeMap<String, OneOrMany>),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

/// The responses of JSON Lines.
pub(super) fn lines(bytes: &[u8]) -> Vec<Part> {
    let mut out = Vec::new();
    for (index, line) in bytes.split(|it| *it == b'\n').enumerate() {
        if !line.trim_ascii().is_empty() {
            out.push((format!(":{}", index + 1), of_line(line)));
        }
    }
    out
}

fn of_line(line: &[u8]) -> Result<Recorded, String> {
    let text = std::str::from_utf8(line).map_err(|_| "the line is not UTF-8".to_owned())?;
    let parse = |text| serde_json::from_str::<Line<'_>>(text).map_err(|error| unexpected(&error));
    let mut found = parse(text)?;
    if let (None, Some(response)) = (found.status, found.response) {
        found = parse(response.get())?;
    }
    let status = found.status.ok_or("no `status`")?;
    let headers = match found.headers {
        None => Vec::new(),
        Some(Headers::Pairs(pairs)) => pairs,
        Some(Headers::Named(named)) => {
            named.into_iter().map(|it| (it.name.into_owned(), it.value.into_owned())).collect()
        }
        Some(Headers::Object(map)) => {
            let pairs = |(name, value): (String, OneOrMany)| {
                let values = match value {
                    OneOrMany::One(value) => vec![value],
                    OneOrMany::Many(values) => values,
                };
                values.into_iter().map(move |value| (name.clone(), value))
            };
            map.into_iter().flat_map(pairs).collect()
        }
    };
    // A text is the body itself; other JSON is the body as a value.
    let body = match found.body.map(RawValue::get) {
        None => None,
        Some(text) if text.starts_with('"') => {
            let text: String = serde_json::from_str(text).map_err(|error| unexpected(&error))?;
            Some(text.into_bytes())
        }
        Some(value) => Some(value.as_bytes().to_vec()),
    };
    Ok(Recorded::decoded(status, headers, body))
}

/// An error of the parser, without the value that it is about.
fn unexpected(error: &serde_json::Error) -> String {
    let what = match error.classify() {
        serde_json::error::Category::Data => "not a recorded response: expected `status`, `headers` and `body`",
        _ => "not valid JSON",
    };
    format!("{what} (column {})", error.column())
}
