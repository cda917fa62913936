"""A response, and what was found in it: the types that the parts of the decoder share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol, Union

from . import _dates, _values
from ._schema import Code, Field
from ._values import Issues


class HasItems(Protocol):
    """A mapping of headers: of `httpx`, `requests`, `urllib`, or a `dict`."""

    def items(self) -> Iterable[tuple[str, str]]: ...


Headers = Union[HasItems, Iterable[tuple[Union[str, bytes], Union[str, bytes]]]]
"""The headers of a response: a mapping, or pairs of name and value."""


class Head:
    """A status and headers. Names are case-insensitive, and the first of several counts."""

    def __init__(self, status: int, headers: Headers) -> None:
        self.status = status
        self._headers: dict[str, str | None] = {}
        source: Any = headers
        for name, value in source.items() if hasattr(source, "items") else source:
            self._headers.setdefault(_text(name, "latin-1").lower(), _trimmed(value))

    def has(self, name: str) -> bool:
        return name.lower() in self._headers

    def get(self, name: str) -> str | None:
        """The value of a header, without surrounding spaces; None if it is absent or not UTF-8."""
        return self._headers.get(name.lower())


def _text(value: str | bytes, encoding: str) -> str:
    return value.decode(encoding) if isinstance(value, bytes) else str(value)


def _trimmed(value: str | bytes) -> str | None:
    try:
        return _text(value, "utf-8").strip(" \t")
    except UnicodeDecodeError:
        return None


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
