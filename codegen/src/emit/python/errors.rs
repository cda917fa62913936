//! `errors.py`: an exception for each code.

use super::names::{self, UNKNOWN};
use super::source::docstring;
use crate::emit::output::NOTICE;
use crate::emit::rust::doc_comments;
use crate::model::{Book, ErrorDef};
use crate::text::toml;
use crate::urls::page_url;

pub(in crate::emit) fn emit(book: &Book) -> String {
    let base = names::base(book);
    let has_members = book.envelope.response_members().next().is_some();
    let has_fields = has_members || book.errors.iter().any(ErrorDef::has_payload);
    let typing = if has_fields { "from typing import TYPE_CHECKING\n\n" } else { "" };
    let lazy = if has_fields { "from ._error import Lazy as _Lazy\n" } else { "" };
    let fields = if has_fields { FIELDS } else { "" };
    let (members, init) = if has_members { MEMBERS } else { ("", "") };
    let about = docstring(&[format!("An error of the {}: the base of all exceptions.", book.api.full_name())], 4);
    let mut out = format!(
        "# {NOTICE}
\"\"\"An exception for each code.\"\"\"

from __future__ import annotations

{typing}from ._error import ApiError as _ApiError
{lazy}from ._error import Unknown as _Unknown
{fields}

class {base}(_ApiError):
{about}
{members}    others: tuple[{base}, ...] = ()
    \"\"\"The other errors of the same response: at most 31.\"\"\"
{init}

class {UNKNOWN}(_Unknown, {base}):
    \"\"\"An error that this package cannot type, with everything that was received.\"\"\"
"
    );
    for entry in &book.errors {
        out.push_str(&class(book, entry, &base));
    }
    out
}

/// The module of dataclasses. It takes Python some milliseconds, so it is imported when one of its names is needed.
const FIELDS: &str = "
if TYPE_CHECKING:
    from . import fields as _fields
else:
    _fields = _Lazy(f\"{__package__}.fields\")
";

/// The attribute of the members of the response, and the constructor of an error that was not received.
const MEMBERS: (&str, &str) = (
    "    members: _fields.Members
    \"\"\"The members of the response.\"\"\"
",
    "
    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message, status)
        self.members = _fields.Members()
",
);

fn class(book: &Book, entry: &ErrorDef, base: &str) -> String {
    let url = page_url(&book.api, &entry.code);
    let mut about: Vec<String> = doc_comments::entry(entry).split(String::is_empty).map(|it| it.join("\n")).collect();
    about.extend(url.clone());
    let name = names::exception(book, &entry.name);
    let (about, code, status) = (docstring(&about, 4), toml(&entry.code), entry.status());
    let (meaning, remediation) = (toml(&entry.meaning), toml(&entry.remediation));
    let mut out = format!(
        "

class {name}({base}):
{about}
    code = {code}
    status = {status}
    meaning = {meaning}
    remediation = {remediation}
"
    );
    if let Some(url) = url {
        out.push_str(&format!("    docs_url = {}\n", toml(&url)));
    }
    if entry.has_payload() {
        let payload = names::dataclass(&entry.name);
        out.push_str(&format!(
            "    fields: _fields.{payload}
    \"\"\"The payload.\"\"\"

    def __init__(self, message: str, fields: _fields.{payload}, status: int | None = None) -> None:
        super().__init__(message, status)
        self.fields = fields
"
        ));
    }
    out
}
