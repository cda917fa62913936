"""A response, and what was found in it: the types that the parts of the decoder share."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from . import _dates, _values
from ._schema import Code, Field
from ._values import Issues


class Head:
    """A status and headers. Names are case-insensitive, and the first of several counts.

    Neither it nor `content` raises, whatever a caller gives.
    """

    def __init__(self, status: Any, headers: Any) -> None:
        self.status = _status(status)
        self._headers: dict[str, str | None] = {}
        for name, value in _pairs(headers):
            key, text = _text(name, "latin-1"), _text(value, "utf-8")
            if key is not None:
                self._headers.setdefault(key.lower(), None if text is None else text.strip(" \t"))

    def has(self, name: str) -> bool:
        return name.lower() in self._headers

    def get(self, name: str) -> str | None:
        """The value of a header, without surrounding spaces; None if it is absent or not UTF-8."""
        return self._headers.get(name.lower())


def _status(status: Any) -> int:
    """What `int` makes of a status; 0, which is no status, if that fails or is not one."""
    try:
        number = int(status)
    except Exception:
        return 0
    return number if 0 <= number < 2**16 else 0


def _pairs(headers: Any) -> Iterator[tuple[Any, Any]]:
    """The pairs of name and value up to the first failure. Anything else is omitted."""
    try:
        for item in headers.items() if hasattr(headers, "items") else headers:
            if isinstance(item, (tuple, list)) and len(item) == 2:
                yield item[0], item[1]
    except Exception:
        return


def _text(value: Any, encoding: str) -> str | None:
    """A text, or what `str` makes of a value; None if it is unreadable."""
    try:
        return value.decode(encoding) if isinstance(value, (bytes, bytearray)) else str(value)
    except Exception:
        return None


def content(body: Any) -> bytes:
    """The bytes of a body: a text, a buffer, or JSON that a library has parsed. Anything else has none."""
    try:
        if body is None:
            return b""
        if isinstance(body, str):
            return body.encode("utf-8", "surrogatepass")
        try:
            return memoryview(body).tobytes()
        except TypeError:
            return json.dumps(body).encode()
    except Exception:
        return b""


@dataclass
class Body:
    """The body that a document was read from."""

    text: str = ""
    """The part that is text."""
    excerpt: str = ""
    is_complete: bool = True
    """Whether the whole body was read, so that what is missing was not sent."""
    is_encoded: bool = False


@dataclass
class Timing:
    """The timing headers of a response."""

    retry_after: int | None = None
    """In seconds."""
    retry_at: int | None = None
    """In seconds since 1970."""
    sent: int | None = None
    """When the server sent the response, by its own clock."""
    is_unreadable: bool = False
    """Whether there is an unreadable wait."""

    @classmethod
    def of(cls, head: Head) -> Timing:
        asked, sent = head.get("Retry-After"), head.get("Date")
        after = None if asked is None else _values.rounded_up(asked)
        at = None if asked is None or after is not None else _dates.http(asked)
        is_unreadable = head.has("Retry-After") and after is None and at is None
        # A response with `Age` comes from a cache.
        sent_at = None if sent is None or head.has("Age") else _dates.http(sent)
        return cls(after, at, sent_at, is_unreadable)


@dataclass
class Decoded:
    """What a response, or an item of a list of errors, means."""

    row: Code | None
    """The code, if its payload fits."""
    values: list[Any]
    """Its fields as they were read, and its headers."""
    code_text: str | None
    reason: str
    """Why there is no row."""
    status: int
    message: str | None
    unknown_fields: dict[str, Any]
    unknown_members: dict[str, Any]
    issues: Issues
    body: Body
    timing: Timing
    members: dict[int, Any] = field(default_factory=dict)
    """The values of the response's members, by index."""
    others: list[Decoded] = field(default_factory=list)
    dropped: int = 0
    """How many further errors were not kept."""


def reason(code: str | None, row: Code | None, body: Body) -> str:
    """Why an error could not be typed."""
    if code is None:
        return "encoded" if body.is_encoded else "no_code"
    return "code_unknown" if row is None else "payload_mismatch"


def take_headers(row: Code, head: Head | None, timing: Timing, issues: Issues) -> list[Any]:
    """The values of a code's headers. Only the first error of a response has them."""
    return [_take_header(header, head, timing, issues) for header in row.headers]


def _take_header(header: Field, head: Head | None, timing: Timing, issues: Issues) -> Any:
    if head is None:
        return None
    if not head.has(header.name):
        if not header.is_optional:
            issues.push(f"missing header {_values.quoted(header.name)}")
        return None
    text = head.get(header.name)
    value = None if text is None else _values.header(text, header.type)
    if value is None:
        issues.push(f"invalid header {_values.quoted(header.name)}")
        timing.is_unreadable |= header.type.startswith("delay:")
    return value


def has_own_delay(row: Code) -> bool:
    """Whether a payload contains a wait other than `Retry-After`."""
    headers = (header for header in row.headers if header.name.lower() != "retry-after")
    return any(has_delay(it.type) for it in (*row.fields, *headers))


def has_delay(kind: Any) -> bool:
    if isinstance(kind, str):
        return kind.startswith("delay:")
    return any(has_delay(it) for it in ([kind.item] if hasattr(kind, "item") else [it.type for it in kind.fields]))


def report_status(row: Code, status: int, issues: Issues) -> None:
    """Reports a status that the book does not list for the code."""
    if status not in row.statuses:
        issues.push(f"unexpected status for this code, expected {' or '.join(map(str, row.statuses))}")
