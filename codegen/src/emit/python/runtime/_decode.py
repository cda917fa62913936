"""Reads a response: limits, encoding, excerpt, and in which layout. It never fails."""

from __future__ import annotations

import re
from typing import Any

from . import _form, _json, _short
from ._json import Members
from ._response import Body, Decoded, Head
from ._schema import Book, Envelope
from ._values import Issues, quoted

_MAX_BODY = 1 << 20
_MAX_EXCERPT = 1 << 10
_PROBLEM_TYPE = "application/problem+json"
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def response(book: Book, head: Head, body: bytes) -> Decoded:
    """Decodes a response."""
    layout = book.layout
    media_type = (head.get("Content-Type") or "").split(";")[0].rstrip(" \t").lower()
    if media_type != _PROBLEM_TYPE or not isinstance(layout, Envelope) and layout.content_type == _PROBLEM_TYPE:
        return _decode(book, head, body)
    # Some books use problem details as their own form: what fits better counts.
    details = _decode(book, head, body, is_problem=True)
    if _misfit(details) == (0, 0):
        return details
    own = _decode(book, head, body)
    return own if _misfit(own) < _misfit(details) else details


def _misfit(decoded: Decoded) -> tuple[int, int]:
    """A known code outweighs any number of issues."""
    ranks = {"payload_mismatch": 1, "code_unknown": 2}
    return (0 if decoded.row else ranks.get(decoded.reason, 3), len(decoded.issues))


def _decode(book: Book, head: Head, body: bytes, *, is_problem: bool = False) -> Decoded:
    issues = Issues()
    encoding = _encoding(head, body)
    if encoding is None:
        body = body.removeprefix(b"\xef\xbb\xbf")
        text, is_complete = _text(body, issues)
        parsed = _json.parse(text)
        if parsed.has_lone_surrogate:
            issues.push("the body has an unpaired surrogate escape")
        if is_complete and not parsed.is_whole:
            issues.push("the body is not valid JSON")
        read = Body(text, _excerpt(body, text), is_complete and parsed.is_whole)
        root = parsed.root
    else:
        issues.push(f"the body is compressed ({quoted(encoding)}), and the client did not decode it")
        read, root = Body(is_complete=False, is_encoded=True), []
    if is_problem:
        return _short.decode(book, _short.PROBLEM, root, head, read, issues, _short.adapt_problem)
    if isinstance(book.layout, Envelope):
        return _short.decode(book, book.layout, root, head, read, issues)
    return _form.decode(book, book.layout, root, head, read, issues)


def is_error(book: Book, head: Head, body: bytes) -> bool:
    """Whether a response is an error. One with a status of success is, if the book has such a status and the body has the
    constants of its form."""
    status = head.status
    if status >= 400 or status >= 300 and status in book.statuses:
        return True
    if not 200 <= status < 300 or not any(200 <= it < 300 for it in book.statuses):
        return False
    if _encoding(head, body) is not None:
        return False
    # If the body is invalid, what was read until then decides.
    text, _ = _decoded(body.removeprefix(b"\xef\xbb\xbf"))
    root = _json.parse(text, is_strict=False).root
    if isinstance(book.layout, Envelope):
        return any(_has_code_or_message(book.layout, value) for value in root)
    return _form.is_error(book.layout, root, head)


def _has_code_or_message(envelope: Envelope, value: Any) -> bool:
    members = value if isinstance(value, Members) else Members()
    if envelope.within is not None:
        inside = [item for name, item in members if name == envelope.within and isinstance(item, Members)]
        members = Members(pair for item in inside for pair in item)
    return any(name in (envelope.code, envelope.message) and isinstance(item, str) for name, item in members)


def _encoding(head: Head, body: bytes) -> str | None:
    """The encoding of a body that the client did not decode. If the body is text, the header is a leftover."""
    encoding = head.get("Content-Encoding")
    if not encoding or encoding.lower() == "identity":
        return None
    start = body[:_MAX_BODY]
    _, error = _decoded(start)
    # A character cut off at the end does not indicate an encoding.
    is_invalid = error is not None and not _is_cut_off(error)
    return encoding if is_invalid or _CONTROL.search(start) else None


def _decoded(body: bytes) -> tuple[str, UnicodeDecodeError | None]:
    """The part of a body before the first byte that is not UTF-8."""
    try:
        return body.decode(), None
    except UnicodeDecodeError as error:
        return body[: error.start].decode(), error


def _is_cut_off(error: UnicodeDecodeError) -> bool:
    return error.reason == "unexpected end of data"


def _text(body: bytes, issues: Issues) -> tuple[str, bool]:
    """The part of a body that is text, and whether it is the whole body."""
    is_short = len(body) <= _MAX_BODY
    if not is_short:
        issues.push("the body is longer than 1 MiB")
    text, error = _decoded(body[:_MAX_BODY])
    # A character cut off by the limit does not make the body invalid.
    if error and (is_short or not _is_cut_off(error)):
        issues.push("the body is not UTF-8")
    return text, is_short and not error


def _excerpt(body: bytes, text: str) -> str:
    """The start of a body. Of what is not UTF-8, replacement characters."""
    start = body[: _MAX_EXCERPT + 4].decode(errors="replace").encode()
    if len(text) > _MAX_EXCERPT:
        start = text[:_MAX_EXCERPT].encode()
    return start[:_MAX_EXCERPT].decode(errors="ignore")
