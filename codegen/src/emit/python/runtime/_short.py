"""Decodes the short form, in which the code and the message are siblings, and problem details (RFC 9457)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ._json import Members, is_open
from ._response import Body, Decoded, Head, Timing, has_own_delay, reason, report_status, take_headers
from ._schema import Book, Code, Envelope
from ._values import Issues, field_fits, integer, quoted

PROBLEM = Envelope("code", "detail")
_STANDARD = ("type", "title", "status", "instance")
_MISSING = object()
_MOVED = object()


class Document:
    """The members of a body, by level. Of duplicates, the last one counts."""

    def __init__(self, envelope: Envelope, root: list[Any], issues: Issues) -> None:
        self.envelope = envelope
        self.issues = issues
        self.has_error = False
        self.code: Any = _MISSING
        self.message: Any = _MISSING
        self.top: dict[str, Any] = {}
        self.beside: dict[str, Any] = {}
        self.under: dict[str, Any] = {}
        value = root[0] if root else None
        if envelope.within is None:
            self._read_error(value)
        elif isinstance(value, Members):
            self.top = self._members(value, envelope.within)
            if isinstance(self.top.get(envelope.within), Members):
                self._read_error(self.top.pop(envelope.within))

    def _read_error(self, value: Any) -> None:
        if not isinstance(value, Members):
            return
        self.has_error = True
        envelope = self.envelope
        self.beside = self._members(value, envelope.fields_under)
        self.code = self.beside.pop(envelope.code, _MISSING)
        self.message = self.beside.pop(envelope.message, _MISSING)
        under = envelope.fields_under
        if under is not None and isinstance(self.beside.get(under), Members):
            self.under = self._members(self.beside.pop(under), None, f"{under}.")

    def _members(self, value: Members, object_name: str | None, prefix: str = "") -> dict[str, Any]:
        """The members that were read to their end; of the one that is an object of the envelope, what was read."""
        found: dict[str, Any] = {}
        repeated: dict[str, None] = {}
        for name, item in value:
            if is_open(item) and not (name == object_name and isinstance(item, Members)):
                continue
            if name in found:
                repeated[name] = None
            found[name] = item
        for name in repeated:
            if self.issues.is_full():
                break
            self.issues.push(f"duplicate member {quoted(prefix + name)}")
        return found

    @property
    def fields(self) -> dict[str, Any]:
        """The members of the level that the fields are on."""
        return self.beside if self.envelope.fields_under is None else self.under


def decode(
    book: Book,
    envelope: Envelope,
    root: list[Any],
    head: Head,
    body: Body,
    issues: Issues,
    adapt: Callable[[Document, int | None], None] | None = None,
) -> Decoded:
    """Interprets the members of a body. `adapt` gets the status to compare with if the whole body was read."""
    document = Document(envelope, root, issues)
    if adapt:
        adapt(document, head.status if body.is_complete else None)
    if body.is_complete and not document.has_error:
        issues.push("the body is not an error of this API")
    may_report = body.is_complete and document.has_error
    code = _text(document, document.code, "code", envelope.code, may_report)
    message = _text(document, document.message, "message", envelope.message, may_report)

    row = None if code is None else book.by_code.get(code)
    timing = Timing.of(head)
    values = None
    if row is not None:
        values = _take_fields(document, row) if body.is_complete else None
        if values is not None:
            values += take_headers(row, head, timing, issues)
        else:
            timing.is_unreadable |= has_own_delay(row)
        report_status(row, head.status, issues)
    elif code is not None:
        issues.push("unknown code")
    return Decoded(
        row=None if values is None else row,
        values=values or [],
        code_text=code,
        reason=reason(code, row, body),
        status=head.status,
        message=message,
        unknown_fields=document.beside | document.under,
        unknown_members=document.top,
        issues=issues,
        body=body,
        timing=timing,
    )


def _text(document: Document, value: Any, what: str, name: str, may_report: bool) -> str | None:
    """The code or the message, if it is a string. Any other value is kept."""
    if isinstance(value, str):
        return value
    if value is _MOVED:
        return None
    if value is None or value is _MISSING:
        if may_report:
            document.issues.push(f"missing {what}")
        return None
    document.beside[name] = value
    document.issues.push(f"the {what} is not a string")
    return None


def _take_fields(document: Document, row: Code) -> list[Any] | None:
    members, under = document.fields, document.envelope.fields_under
    prefix = "" if under is None else f"{under}."
    has_fields = True
    for field in row.fields:
        found = [members[field.name]] if field.name in members else []
        has_fields &= field_fits(found, field, prefix + field.name, document.issues)
    return [members.pop(field.name, None) for field in row.fields] if has_fields else None


def adapt_problem(document: Document, status: int | None) -> None:
    """Moves the standard members of problem details out of the error, and restores the names of fields."""
    for name, value in (("code", document.code), ("detail", document.message)):
        # A member of the wrong type is to be ignored (RFC 9457, section 3.1).
        if value is not None and value is not _MISSING and not isinstance(value, str):
            document.top[name] = value
            document.issues.push("the code is not a string" if name == "code" else "the message is not a string")
            setattr(document, "code" if name == "code" else "message", _MOVED)
    fields, document.beside = document.beside, {}
    for name, value in fields.items():
        if name in _STANDARD:
            document.top[name] = value
        else:
            is_escaped = name.endswith("_") and name.rstrip("_") in (*_STANDARD, "code", "detail")
            document.beside[name[:-1] if is_escaped else name] = value
    for name in _STANDARD:
        value = document.top.get(name)
        if value is None:
            continue
        if name != "status":
            if not isinstance(value, str):
                document.issues.push(f"`{name}` is not a string")
            continue
        found = integer(value, 0, 2**16 - 1)
        if found is None:
            document.issues.push("`status` is not an HTTP status")
        elif status is not None and found != status:
            document.issues.push(f"the status in the body is {found}, but the response has a different status")
