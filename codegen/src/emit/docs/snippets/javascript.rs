//! Errors in JavaScript: functions to copy, which need only `fetch`. They depend on the wire format, not on Rust.

use errbook::__private::IDEMPOTENT_METHODS;

use super::reading::{Reading, text};
use crate::emit::docs::retry::{Delay, delays};
use crate::model::{Backoff, Book, DelayUnit, ErrorDef, Jitter, When};

/// The maximum wait of a client, in seconds. If the server asks for more, the client throws the error.
const LONGEST_WAIT: u64 = 3600;

/// A paragraph, and a function that throws every error: the same for every code.
pub(in crate::emit::docs) fn reference(book: &Book) -> String {
    let reading = Reading::of(book);
    let code = reading.code().map(|it| format!("\n    code: {it},")).unwrap_or_default();
    let what = if code.is_empty() { "its status and the error" } else { "its status and code" };
    format!(
        "`send` has the arguments and the result of `fetch`. It throws every error, with {what}.

```js
async function send(url, options = {{}}) {{
  const response = await fetch(url, options);
  {read}
  throw Object.assign(new Error({failure}), {{
    status: response.status,{code}
    error,
  }});
}}
```
",
        read = read(&reading, reading.is_no_error(), "  "),
        failure = reading.failure(),
    )
}

/// A paragraph, and a function that retries, for codes with retry advice.
pub(in crate::emit::docs) fn handling(book: &Book, entry: &ErrorDef) -> String {
    let code = repeating(book, entry);
    format!("`send` has the arguments and the result of `fetch`, and retries this error.\n\n```js\n{code}```\n")
}

/// Lines that return a success, and read an error.
fn read(reading: &Reading<'_>, is_no_error: Option<String>, indentation: &str) -> String {
    match is_no_error {
        None => {
            format!("if (response.ok) return response;\n\n{indentation}{}", reading.declared("response", indentation))
        }
        Some(is_no_error) => format!(
            "{}\n{indentation}// An error may have the status of a success.\n{indentation}if (response.ok && {is_no_error}) return response;\n",
            reading.declared("response.clone()", indentation)
        ),
    }
}

/// A function that sends a request again.
fn repeating(book: &Book, entry: &ErrorDef) -> String {
    let reading = Reading::of(book);
    let own = backoff(&entry.retry.backoff);
    let delays = delays(book, entry);
    let mut wait = String::new();
    if let Some(header) = delays.iter().find(|delay| is_seconds_or_date(delay)) {
        wait = format!(
            "const header = response.headers.get({}) ?? \"\";
    // A proxy may send a date instead of seconds.
    ",
            text(header.name)
        );
    }
    let asked: Vec<String> = delays.iter().map(|delay| asked(&reading, delay)).collect();
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
    {read}
    {wait}
    if ({is_other} || attempt === {retries}{is_too_long}{is_unsafe}) {{
      throw Object.assign(new Error({other}), {{ status: response.status, error }});
    }}
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  }}
}}
",
        read = read(&reading, reading.is_no_error().filter(|_| entry.is_success()), "    "),
        is_other = reading.is_other(entry),
        retries = entry.retry.backoff.retries,
        other = reading.failure(),
    )
}

/// Whether it is a header in seconds, which may be a date instead.
fn is_seconds_or_date(delay: &Delay<'_>) -> bool {
    delay.is_header() && delay.unit == DelayUnit::Seconds
}

/// The seconds that a delay asks for; not a number or not positive if it is missing.
fn asked(reading: &Reading<'_>, delay: &Delay<'_>) -> String {
    if is_seconds_or_date(delay) {
        return "/^\\d+(\\.\\d+)?$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000"
            .to_owned();
    }
    let value = match &delay.place {
        Some(what) => reading.value(what),
        None => format!("response.headers.get({})", text(delay.name)),
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
