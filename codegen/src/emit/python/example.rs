//! How to handle errors with the generated package.

use crate::emit::Publication;

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
