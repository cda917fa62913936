//! How to handle errors with the generated package.

use super::names;
use crate::emit::Publication;
use crate::model::ErrorDef;

/// A function that sends a request until it succeeds, or should not be sent again.
pub(in crate::emit) fn repeating(book: &Publication<'_>) -> String {
    format!(
        "import time
from itertools import count

import httpx
from {module} import decode_if_error, retry_advice


def send(method: str, url: str) -> httpx.Response:
    attempts = count(1)
    while True:
        response = httpx.request(method, url)
        if (error := decode_if_error(response.status_code, response.headers, response.content)) is None:
            return response
        wait = retry_advice(error, next(attempts), method=method).wait
        if wait is None:
            raise error
        time.sleep(wait)
",
        module = book.python_module(),
    )
}

/// Statements that read any error, and the payload of one.
pub(in crate::emit) fn reading(book: &Publication<'_>, entry: &ErrorDef) -> String {
    let exception = names::exception(book, &entry.name);
    let shown = shown(entry);
    format!(
        "from {module} import {exception}, decode_if_error

error = decode_if_error(response.status_code, response.headers, response.content)
if isinstance(error, {exception}):
    print({shown})
elif error:
    raise error
",
        module = book.python_module(),
    )
}

/// The attributes of a payload, or else the message.
fn shown(entry: &ErrorDef) -> String {
    let fields = entry.fields.iter().map(|it| &it.rust_name);
    let names = fields.chain(entry.payload_headers().map(|it| &it.rust_name));
    let shown: Vec<String> = names.map(|it| format!("error.fields.{}", names::attribute(it))).collect();
    if shown.is_empty() { "error.message".to_owned() } else { shown.join(", ") }
}
