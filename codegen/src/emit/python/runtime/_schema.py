"""A book's wire format as data: codes, fields, and the form of a response. It knows no value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

# A type is a word (`"string"`, `"delay:s"`), a list of a type, or an object.


class ListOf(NamedTuple):
    """An array whose items have this type."""

    item: Any


class ObjectOf(NamedTuple):
    """An object with these fields, and possibly others."""

    name: str
    """The dataclass."""
    fields: tuple[Field, ...]


class Field(NamedTuple):
    """A field of an object, or a header."""

    name: str
    """On the wire."""
    attribute: str
    """In Python."""
    type: Any
    is_optional: bool = False


class Backoff(NamedTuple):
    """How long to wait if the server does not say."""

    initial: float
    factor: float
    max: float
    has_jitter: bool


class Retry(NamedTuple):
    """Whether to retry: `never`, `idempotent` or `always`."""

    when: str
    retries: int = 0
    backoff: Backoff = Backoff(0.0, 1.0, 0.0, False)


class Code(NamedTuple):
    """A code."""

    code: str
    error: str
    """The exception."""
    statuses: tuple[int, ...]
    retry: Retry
    message: tuple[str | int, ...]
    """Texts, and the indexes of fields and headers."""
    payload: str | None = None
    """The dataclass of its fields."""
    fields: tuple[Field, ...] = ()
    headers: tuple[Field, ...] = ()
    code_members: tuple[Any, ...] = ()
    """Its values of the members that each code has: constants of the form."""
    sends_code: bool = True
    sends_message: bool = True


class Envelope(NamedTuple):
    """The short form: the code and the message are siblings, and the fields are beside or under them."""

    code: str
    message: str
    within: str | None = None
    fields_under: str | None = None


class Node:
    """A value in a form. Nodes are numbered in the order in which they begin."""

    number = 0
    end = 0
    """The number after those of the nodes in it."""

    def children(self) -> tuple[Node, ...]:
        return ()

    def numbered(self, number: int) -> int:
        self.number = number
        end = number + 1
        for child in self.children():
            end = child.numbered(end)
        self.end = end
        return end


class Constant(Node):
    """A text, a number, a boolean or null."""

    def __init__(self, value: str | int | float | bool | None) -> None:
        self.value = value


class Object(Node):
    """An object. Without members it is the constant `{}`."""

    def __init__(self, *members: tuple[str, Node], has_fields: bool = False) -> None:
        self.members = dict(members)
        self.has_fields = has_fields
        """Whether the code's fields are beside the members."""

    def children(self) -> tuple[Node, ...]:
        return tuple(self.members.values())


class List(Node):
    """A list with exactly these items."""

    def __init__(self, *items: Node) -> None:
        self.items = items

    def children(self) -> tuple[Node, ...]:
        return self.items


class Each(Node):
    """A list with one such item for each error."""

    def __init__(self, item: Node) -> None:
        self.item = item

    def children(self) -> tuple[Node, ...]:
        return (self.item,)


class Slot(Node):
    """A value of the error. Of members and fields, there is an index."""

    def __init__(self, what: str, index: int = 0, *, is_required: bool = True, otherwise: str | None = None) -> None:
        self.what = what
        self.index = index
        self.is_required = is_required
        self.otherwise = otherwise
        """The text that is written if there is no value."""


class Template(Node):
    """A text with values in it."""

    def __init__(self, *parts: str | Slot) -> None:
        self.parts = parts
        slots = [part for part in parts if isinstance(part, Slot)]
        self.has_code = any(slot.what == "code" for slot in slots)
        self.has_only_code = self.has_code and all(slot.what == "code" for slot in slots)


@dataclass
class Form:
    """How a book lays out its errors, if the short form cannot describe it."""

    body: Node
    content_type: str = "application/json"
    headers: tuple[tuple[str, Node], ...] = ()
    members: tuple[Field, ...] = ()
    """Those with a value for each response."""
    placed_fields: tuple[str, ...] = ()
    """The fields with places of their own."""
    code_after: str | None = None
    code_before: str | None = None
    has_integer_codes: bool = False

    def __post_init__(self) -> None:
        self.body.numbered(0)


class Book:
    """A whole book."""

    def __init__(self, layout: Envelope | Form, retry: Retry, codes: tuple[Code, ...]) -> None:
        self.layout = layout
        self.retry = retry
        """For errors that the book does not know. Their status decides whether to retry."""
        self.codes = codes
        self.by_code = {row.code: row for row in codes}
        self.statuses = {status for row in codes for status in row.statuses}

    @cached_property
    def dataclasses(self) -> dict[str, tuple[Field, ...]]:
        """The fields of each dataclass, by its name."""
        tops = [(row.payload, (*row.fields, *row.headers)) for row in self.codes if row.payload]
        members: tuple[Field, ...] = getattr(self.layout, "members", ())
        if members:
            tops.append(("Members", members))
        return {name: fields for payload, top in tops for name, fields in _dataclasses(payload, top)}


def _dataclasses(name: str, fields: tuple[Field, ...]) -> Iterator[tuple[str, tuple[Field, ...]]]:
    yield name, fields
    for field in fields:
        kind = field.type
        while isinstance(kind, ListOf):
            kind = kind.item
        if isinstance(kind, ObjectOf):
            yield from _dataclasses(kind.name, kind.fields)
