//! Errors in JavaScript: functions to copy, which need only `fetch`. They depend on the wire format, not on Rust.

use errbook::__private::IDEMPOTENT_METHODS;

use crate::emit::docs::retry::{Delay, delays};
use crate::model::{Backoff, DelayUnit, ErrorDef, Jitter, ShortForm, When};
use crate::text::visible_json;

/// The maximum wait of a client, in seconds. If the server asks for more, the client throws the error.
const LONGEST_WAIT: u64 = 3600;

/// A paragraph, and a function that throws every error: the same for every code.
pub(in crate::emit::docs) fn reference(envelope: &ShortForm) -> String {
    format!(
        "`send` has the arguments and the result of `fetch`. It throws every error, with its status and code.

```js
async function send(url, options = {{}}) {{
  const response = await fetch(url, options);
  if (response.ok) return response;

  {body}
  throw Object.assign(new Error({failure}), {{
    status: response.status,
    code: {code},
    error,
  }});
}}
```
",
        body = body(envelope, "  "),
        code = optional("error", &envelope.code),
        failure = failure(envelope),
    )
}

/// A paragraph, and a function that retries, for codes with retry advice.
pub(in crate::emit::docs) fn handling(envelope: &ShortForm, entry: &ErrorDef) -> String {
    let code = repeating(envelope, entry);
    format!("`send` has the arguments and the result of `fetch`, and retries this error.\n\n```js\n{code}```\n")
}

/// A function that sends a request again.
fn repeating(envelope: &ShortForm, entry: &ErrorDef) -> String {
    let own = backoff(&entry.retry.backoff);
    let delays = delays(entry);
    let mut wait = String::new();
    if let Some(header) = delays.iter().find(|delay| is_seconds_or_date(delay)) {
        wait = format!(
            "const header = response.headers.get({}) ?? \"\";
    // A proxy may send a date instead of seconds.
    ",
            text(header.name)
        );
    }
    let asked: Vec<String> = delays.iter().map(|delay| asked(envelope, delay)).collect();
    wait += &match &*asked {
        [] => format!("const seconds = {own};"),
        [one] => format!("const asked = {one};\n    const seconds = asked > 0 ? asked : {own};"),
        several => format!(
            "const asked = Math.max(...[
      {},
    ].filter((seconds) => seconds > 0));
    const seconds = asked > 0 ? asked : {own};",
            several.join(",\n      ")
        ),
    };
    let is_too_long = if asked.is_empty() { String::new() } else { format!(" || seconds > {LONGEST_WAIT}") };
    let (methods, is_unsafe) = match entry.retry.when {
        When::Idempotent => (
            format!(
                "  // The server may have carried out any other request.
  const idempotent = {IDEMPOTENT_METHODS:?};
  const isIdempotent = idempotent.includes((options.method ?? \"GET\").toUpperCase());
"
            ),
            " || !isIdempotent",
        ),
        _ => (String::new(), ""),
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

/// Whether it is a header in seconds, which may be a date instead.
fn is_seconds_or_date(delay: &Delay<'_>) -> bool {
    delay.is_header && delay.unit == DelayUnit::Seconds
}

/// The seconds that a delay asks for; not a number or not positive if it is missing.
fn asked(envelope: &ShortForm, delay: &Delay<'_>) -> String {
    if is_seconds_or_date(delay) {
        return "/^\\d+(\\.\\d+)?$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000"
            .to_owned();
    }
    let value = if delay.is_header {
        format!("response.headers.get({})", text(delay.name))
    } else {
        let under = envelope.fields_under.as_ref().map_or("error".to_owned(), |name| optional("error", name));
        optional(&under, delay.name)
    };
    match delay.unit {
        DelayUnit::Seconds => value,
        DelayUnit::Millis => format!("{value} / 1000"),
        DelayUnit::Minutes => format!("{value} * 60"),
        DelayUnit::EpochSeconds => format!("{value} - Date.now() / 1000"),
        DelayUnit::EpochMillis => format!("({value} - Date.now()) / 1000"),
        DelayUnit::Date => format!("(Date.parse({value}) - Date.now()) / 1000"),
    }
}

/// Lines that read the error.
fn body(envelope: &ShortForm, indentation: &str) -> String {
    let about = "// A proxy may answer with something other than JSON.";
    let body = "await response.json().catch(() => null);";
    match &envelope.within {
        Some(within) => format!(
            "{about}\n{indentation}const body = {body}\n{indentation}const error = {};",
            optional("body", within)
        ),
        None => format!("{about}\n{indentation}const error = {body}"),
    }
}

/// The message of an error.
fn failure(envelope: &ShortForm) -> String {
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

/// The expression that reads a member.
fn member(name: &str) -> String {
    if is_name(name) { format!(".{name}") } else { format!("[{}]", text(name)) }
}

/// The same for an optional object.
fn optional(of: &str, name: &str) -> String {
    let dot = if is_name(name) { "" } else { "." };
    format!("{of}?{dot}{}", member(name))
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_' || c == '$')
        && text.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_' || it == b'$')
}

/// A JSON string is a valid JavaScript string.
fn text(text: &str) -> String {
    visible_json(serde_json::to_string(text).unwrap_or_default())
}
