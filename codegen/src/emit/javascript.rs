//! A code in JavaScript: a function on `fetch` alone, as a reader can copy it. It knows what is on the wire, and nothing
//! of Rust.

use super::markdown::retry::delay_header;
use crate::model::{Backoff, Envelope, ErrorDef, Header, Jitter, When};
use crate::text::visible_json;

/// Where more seconds are asked for, a client hands the error back instead of waiting.
const LONGEST_WAIT: u64 = 3600;

/// A paragraph, and a function.
pub(super) fn handling(envelope: &Envelope, entry: &ErrorDef) -> String {
    let is_repeated = entry.retry.when != When::Never && entry.retry.backoff.retries > 0;
    let (about, code) = if is_repeated {
        (
            "`send` takes what `fetch` takes, gives what it gives, and tries again as is said above.",
            repeating(envelope, entry),
        )
    } else {
        (
            "`send` takes what `fetch` takes, and gives what it gives. What it throws tells this error from all others.",
            telling(envelope, entry),
        )
    };
    format!("{about}\n\n```js\n{code}```\n")
}

/// A function that throws an error of its own for this code.
fn telling(envelope: &Envelope, entry: &ErrorDef) -> String {
    let mut carried = vec![format!("{}: error{}", key(&envelope.code), member(&envelope.code))];
    match &envelope.fields_under {
        Some(under) if !entry.fields.is_empty() => carried.push(format!("{}: error{}", key(under), member(under))),
        Some(_) => {}
        None => carried.extend(entry.fields.iter().map(|it| format!("{}: error{}", key(&it.name), member(&it.name)))),
    }
    let header = |it: &Header| format!("{}: response.headers.get({})", key(&it.name), text(&it.name));
    carried.extend(entry.payload_headers().map(header));
    let carried: Vec<String> = carried.iter().map(|it| format!("      {it},\n")).collect();
    format!(
        "async function send(url, options = {{}}) {{
  const response = await fetch(url, options);
  if (response.ok) return response;

  {body}
  if ({code} === {wanted}) {{
    throw Object.assign(new Error(error{message}), {{
{}    }});
  }}
  throw new Error({other});
}}
",
        carried.concat(),
        body = body(envelope, "  "),
        code = optional("error", &envelope.code),
        wanted = text(&entry.code),
        message = member(&envelope.message),
        other = failure(envelope),
    )
}

/// A function that sends a request again.
fn repeating(envelope: &Envelope, entry: &ErrorDef) -> String {
    let own = backoff(&entry.retry.backoff);
    let (wait, is_too_long) = match delay_header(entry) {
        Some(name) => (
            format!(
                "const header = response.headers.get({}) ?? \"\";
    // A proxy may say until when to wait, instead of how long.
    const asked = /^\\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
    const seconds = asked >= 0 ? asked : {own};",
                text(name)
            ),
            format!(" || seconds > {LONGEST_WAIT}"),
        ),
        None => (format!("const seconds = {own};"), String::new()),
    };
    let (methods, is_unsafe) = match entry.retry.when {
        When::Idempotent => (
            "  // Any other request may have been carried out already.
  const isIdempotent = [\"GET\", \"HEAD\", \"PUT\", \"DELETE\"].includes((options.method ?? \"GET\").toUpperCase());
",
            " || !isIdempotent",
        ),
        _ => ("", ""),
    };
    format!(
        "async function send(url, options = {{}}) {{
{methods}  for (let attempt = 0; ; attempt++) {{
    const response = await fetch(url, options);
    if (response.ok) return response;

    {body}
    {wait}
    if ({code} !== {wanted} || attempt === {retries}{is_too_long}{is_unsafe}) {{
      throw Object.assign(new Error({other}), {{ status: response.status, error }});
    }}
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  }}
}}
",
        body = body(envelope, "    "),
        code = optional("error", &envelope.code),
        wanted = text(&entry.code),
        retries = entry.retry.backoff.retries,
        other = failure(envelope),
    )
}

/// Lines that read the error.
fn body(envelope: &Envelope, indentation: &str) -> String {
    let about = "// A proxy on the way may answer with something else than JSON.";
    let body = "await response.json().catch(() => null);";
    match &envelope.within {
        Some(within) => format!(
            "{about}\n{indentation}const body = {body}\n{indentation}const error = {};",
            optional("body", within)
        ),
        None => format!("{about}\n{indentation}const error = {body}"),
    }
}

/// What is said of any other error.
fn failure(envelope: &Envelope) -> String {
    format!("{} ?? `HTTP ${{response.status}}`", optional("error", &envelope.message))
}

/// The seconds of a wait.
fn backoff(backoff: &Backoff) -> String {
    let Backoff { initial_ms, factor, max_ms, jitter, .. } = backoff;
    let (initial, longest) = (seconds(*initial_ms), seconds(*max_ms));
    let chance = if *jitter == Jitter::Full { "Math.random() * " } else { "" };
    if *factor <= 1.0 {
        return format!("{chance}{initial}");
    }
    let start = if *initial_ms == 1000 { String::new() } else { format!("{initial} * ") };
    format!("{chance}Math.min({start}{factor} ** attempt, {longest})")
}

fn seconds(ms: u64) -> String {
    format!("{}.{:03}", ms / 1000, ms % 1000).trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// How a member of something is read.
fn member(name: &str) -> String {
    if is_name(name) { format!(".{name}") } else { format!("[{}]", text(name)) }
}

/// The same of something that may not be there.
fn optional(of: &str, name: &str) -> String {
    let dot = if is_name(name) { "" } else { "." };
    format!("{of}?{dot}{}", member(name))
}

/// A name of an object's member.
fn key(name: &str) -> String {
    match name {
        // It would set what the object inherits.
        "__proto__" => "[\"__proto__\"]".to_owned(),
        _ if is_name(name) => name.to_owned(),
        _ => text(name),
    }
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_' || c == '$')
        && text.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_' || it == b'$')
}

/// A text of JSON is one of JavaScript.
fn text(text: &str) -> String {
    visible_json(serde_json::to_string(text).unwrap_or_default())
}
