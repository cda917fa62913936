"""The functions of the package. What only decoding needs is imported by the first response."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Any, Generic, Literal, NamedTuple, Protocol, TypeVar, Union

from ._error import ApiError

if TYPE_CHECKING:
    from ._response import Decoded, Head
    from ._schema import Book

E = TypeVar("E", bound=ApiError)


class HasItems(Protocol):
    """A mapping of headers: of `httpx`, `requests`, `urllib`, or a `dict`."""

    def items(self) -> Iterable[tuple[str, str]]: ...


Headers = Union[HasItems, Iterable[tuple[Union[str, bytes], Union[str, bytes]]]]
"""The headers of a response: a mapping, or pairs of name and value."""


class Advice(NamedTuple):
    """Whether and when to send a request again."""

    wait: float | None
    """How long to wait, in seconds; None if it should not be sent again."""
    reason: Literal["permanent", "not_idempotent", "exhausted", "too_long"] | None = None
    """Why it should not be sent again."""


class Api(Generic[E]):
    """The functions of a package whose exceptions have this base."""

    def __init__(self, package: str) -> None:
        self._package = package

    def _module(self, name: str) -> Any:
        return import_module(f"{self._package}.{name}")

    def decode_error(self, status: int, headers: Headers, body: bytes | str) -> E:
        from . import _response

        return self._decoded(_response.Head(status, headers), _response.content(body))

    def decode_if_error(self, status: int, headers: Headers, body: bytes | str) -> E | None:
        from . import _decode, _response

        # The headers may be an iterator, which can be read once.
        head, content = _response.Head(status, headers), _response.content(body)
        return self._decoded(head, content) if _decode.is_error(self._book(), head, content) else None

    def retry_advice(
        self,
        error: E,
        attempt: int,
        method: str,
        has_key: bool,
        retries: int | None,
        max_wait: float,
        now: float | None,
        random: Callable[[], float] | None,
    ) -> Advice:
        from . import _retry

        limits = _retry.Limits(retries, max_wait, now, random)
        wait, reason = _retry.advice(self._book(), error, attempt, method, has_key, limits)
        return Advice(wait, reason)

    def to_wire(self, payload: object) -> dict[str, Any]:
        from . import _values

        fields = self._book().dataclasses.get(type(payload).__name__)
        if fields is None or not type(payload).__module__.startswith(f"{self._package}."):
            raise TypeError(f"{type(payload).__name__} is not a class of {self._package}.fields")
        return _values.wire_fields(payload, fields)

    def _book(self) -> Book:
        book: Book = self._module("_book").BOOK
        return book

    def _decoded(self, head: Head, content: bytes) -> E:
        from . import _decode

        book = self._book()
        return self._built(book, _decode.response(book, head, content))

    def _built(self, book: Book, decoded: Decoded) -> E:
        """The exception for a decoded error."""
        from . import _json, _values

        errors, row = self._module("errors"), decoded.row
        wire: list[Any] = []
        parts: dict[str, Any] = {}
        if row and row.payload:
            types = self._module("fields")
            headers = decoded.values[len(row.fields) :]
            values = [_values.read_field(it, field, types) for it, field in zip(decoded.values, row.fields)] + headers
            fields = (*row.fields, *row.headers)
            parts["fields"] = getattr(types, row.payload)(**{it.attribute: value for it, value in zip(fields, values)})
            wire = [_values.wire(value, it.type) for value, it in zip(values, row.fields)] + headers
        unknown = {name: _json.plain(value) for name, value in decoded.unknown_fields.items()}
        parts["unknown_fields"] = unknown if row else {}
        if not row:
            parts |= {"code_text": decoded.code_text, "reason": decoded.reason, "received": unknown}
        message = decoded.message
        if message is None:
            message = _template(row.message, wire) if row else _unknown(decoded)
        kind: type[E] = getattr(errors, row.error if row else "UnknownError")
        error = kind.__new__(kind, message)
        error.__dict__.update(
            parts,
            message=message,
            status=decoded.status,
            unknown_members={name: _json.plain(value) for name, value in decoded.unknown_members.items()},
            issues=tuple(decoded.issues),
            excerpt=decoded.body.excerpt,
            dropped_errors=decoded.dropped,
            others=tuple(self._built(book, other) for other in decoded.others),
            _timing=decoded.timing,
            _received_members=decoded.members,
        )
        members = getattr(book.layout, "members", ())
        if members:
            types = self._module("fields")
            read = {
                field.attribute: _values.read_field(decoded.members.get(index), field, types)
                for index, field in enumerate(members)
            }
            error.__dict__["members"] = types.Members(**read)
        return error


def _template(parts: tuple[str | int, ...], wire: list[Any]) -> str:
    from ._values import in_text

    return "".join(part if isinstance(part, str) else in_text(wire[part]) for part in parts)


def _unknown(decoded: Decoded) -> str:
    from ._values import quoted

    code = None if decoded.code_text is None else quoted(decoded.code_text)
    if code and decoded.reason == "payload_mismatch":
        text = f"{code} with a payload that does not fit"
    elif code:
        text = f"unknown error {code}"
    elif decoded.reason == "encoded":
        text = "compressed body, which the client did not decode"
    else:
        text = "no readable error code"
    return f"{text} (HTTP {decoded.status})"
