//! The package around the modules: `pyproject.toml`, `README.md` and `__init__.py`.

use std::collections::BTreeSet;

use super::example;
use super::names::{self, UNKNOWN};
use super::source::{docstring, lines};
use crate::emit::Publication;
use crate::emit::output::{NOTICE, markdown_notice};
use crate::markdown::{Place, plain};
use crate::text::toml;

pub(in crate::emit) fn pyproject(book: &Publication<'_>) -> String {
    let (name, version) = book.python();
    let package = &book.api.package;
    // The backend builds in no folder of the source, where a file that is no longer generated would stay.
    let mut out = format!(
        "# {NOTICE}\n\n[build-system]\nrequires = [\"flit_core>=4,<5\"]\nbuild-backend = \"flit_core.buildapi\"\n\n[project]\nname = \
         {}\nversion = {}\ndescription = {}\nreadme = \"README.md\"\nrequires-python = \">=3.10\"\ndependencies = []\n",
        toml(name),
        toml(&version),
        toml(&book.description()),
    );
    let mut list = |key: &str, items: &[String]| match items {
        [] => {}
        items => out.push_str(&format!("{key} = [{}]\n", items.join(", "))),
    };
    list("authors", &package.authors.iter().map(|it| author(it)).collect::<Vec<_>>());
    list("keywords", &package.keywords.iter().map(|it| toml(it)).collect::<Vec<_>>());
    // `PyPI` rejects it.
    let private = (!book.is_public()).then(|| toml("Private :: Do Not Upload"));
    list("classifiers", private.as_slice());
    if let Some(license) = &package.license {
        out.push_str(&format!("license = {}\n", toml(license)));
    }
    let urls: Vec<_> = package.texts().filter(|it| it.0 != "license").collect();
    if !urls.is_empty() {
        out.push_str("\n[project.urls]\n");
        out.extend(urls.into_iter().map(|(key, url)| format!("{key} = {}\n", toml(url))));
    }
    out + &format!("\n[tool.flit.module]\nname = {}\n", toml(&book.python_module()))
}

/// An author, who may be written as `Name <email>`.
fn author(text: &str) -> String {
    let email = text.strip_suffix('>').and_then(|it| it.split_once('<')).filter(|it| it.1.contains('@'));
    match email {
        Some((name, email)) if name.trim().is_empty() => format!("{{ email = {} }}", toml(email)),
        Some((name, email)) => format!("{{ name = {}, email = {} }}", toml(name.trim()), toml(email)),
        None => format!("{{ name = {} }}", toml(text)),
    }
}

pub(in crate::emit) fn readme(book: &Publication<'_>) -> String {
    let api = &book.api;
    let (name, _) = book.python();
    let base = names::base(book);
    let mut out = format!(
        "{}# {}\n\nThe errors of the {}, version {}, for Python 3.10 and later. It needs no other package.\n\n",
        markdown_notice(),
        plain(name, Place::Paragraph),
        plain(&api.full_name(), Place::Paragraph),
        api.version,
    );
    out.push_str(&format!("```python\n{}```\n", example::repeating(book)));
    out.push_str(&format!(
        "
Each code has an exception, a subclass of `{base}`, with its payload in `fields`: a frozen dataclass. A response that fits no code of \
         this version is an `{UNKNOWN}`, with the reason and what was received. `decode_error` never raises.

- `code`, `status`, `message`, `issues` (the differences from the contract) and `excerpt` (the start of the body) are in every exception.
- `meaning`, `remediation` and `docs_url` are the documentation of the code.
- `others` are the further errors of the same response, if the API sends several.
- `to_wire(error.fields)` has the names on the wire.

The package sends nothing and waits for nothing: `retry_advice` says whether to send the request again, and after how many seconds.
"
    ));
    out
}

/// The functions of a package, which the module `_api` implements.
pub(in crate::emit) fn init(book: &Publication<'_>) -> String {
    let base = names::base(book);
    let exceptions: BTreeSet<String> = book
        .errors
        .iter()
        .map(|it| names::exception(book, &it.name))
        .chain([base.clone(), UNKNOWN.to_owned()])
        .collect();
    let imports = lines(exceptions.iter().map(String::as_str));
    let functions = ["decode_error", "decode_if_error", "retry_advice", "to_wire"];
    let names = std::iter::once("Advice").chain(exceptions.iter().map(String::as_str)).chain(functions);
    let names: Vec<String> = names.map(|it| format!("\"{it}\"")).collect();
    let all = lines(names.iter().map(String::as_str));
    let about = docstring(&[format!("The errors of the {}, version {}.", book.api.full_name(), book.api.version)], 0);
    format!(
        "# {NOTICE}
{about}
from __future__ import annotations

from collections.abc import Callable as _Callable
from typing import Any as _Any

from ._api import Advice
from ._api import Api as _Api
from ._api import Headers as _Headers
from .errors import (
{imports})

__all__ = [
{all}]

_API: _Api[{base}] = _Api(__name__)


def decode_error(status: int, headers: _Headers, body: bytes | str) -> {base}:
    \"\"\"Decodes the response of an error. It never raises: what does not fit is an `{UNKNOWN}`.

    `headers` is a mapping, as of `httpx` or `requests`, or pairs of name and value; `body` is the body as it was received.
    \"\"\"
    return _API.decode_error(status, headers, body)


def decode_if_error(status: int, headers: _Headers, body: bytes | str) -> {base} | None:
    \"\"\"Decodes a response that may be a success: None if it is one.\"\"\"
    return _API.decode_if_error(status, headers, body)


def retry_advice(
    error: {base},
    attempt: int,
    *,
    method: str,
    idempotency_key: object = None,
    retries: int | None = None,
    max_wait: float = 60.0,
    now: float | None = None,
    random: _Callable[[], float] | None = None,
) -> Advice:
    \"\"\"Whether and when to send a request again, after attempt number `attempt`, starting at 1, has failed with this error.

    A request with an `idempotency_key` may be sent again whatever its method. `retries` and `max_wait`, in seconds, are limits
    in addition to those of the API. `now`, in seconds since 1970, and `random`, a number from 0 to 1, are for tests.
    \"\"\"
    return _API.retry_advice(error, attempt, method, bool(idempotency_key), retries, max_wait, now, random)


def to_wire(payload: object) -> dict[str, _Any]:
    \"\"\"The values of `error.fields`, of an object in it, or of `error.members`, by their names on the wire.

    Fields and headers without a value are omitted.
    \"\"\"
    return _API.to_wire(payload)
"
    )
}
