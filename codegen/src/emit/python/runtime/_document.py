"""The values of a body by the nodes of a form. It knows neither codes nor types.

A value is stored at the number of its node. Everything without a node of its own is an extra, by the number of the object
or list that it is in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from ._json import Members, is_open
from ._schema import Constant, Each, Form, List, Node, Object, Slot, Template
from ._values import integer

MAX_ERRORS = 32
ABSENT: Any = object()
T = TypeVar("T")


class Present:
    """The constant itself, or an object or a list, whose contents are at their own nodes."""

    def __init__(self, index: int | None = None) -> None:
        self.index = index
        """The index of an item in a received list."""


class Document:
    """The values of one error, whose root is the body or an item of the list of errors."""

    def __init__(self, form: Form, root: Node) -> None:
        self.form = form
        self.root = root
        self.places: dict[int, Any] = {}
        self.extras: dict[int, dict[str | int, Any]] = {}
        self.repeated: dict[int, None] = {}
        """The nodes that were found more than once."""
        self.repeated_extras: dict[int, dict[str | int, None]] = {}
        self.fields_in: int | None = None
        """The object that has the code's fields, if it was found."""
        self.code_in: int | None = None
        """The first code that was found on its own."""
        self.code_in_text: int | None = None
        """The first code that was found in a longer text."""
        self.has_lost_code = False
        """Whether a code was discarded: there may be one at a place that was not noted."""
        self.others: list[Document] = []
        self.dropped = 0

    def place(self, node: Node) -> Any:
        return self.places.get(node.number, ABSENT)

    def take(self, node: Node) -> Any:
        return self.places.pop(node.number, ABSENT)

    def fields(self) -> dict[str | int, Any]:
        """The members beside the fields, and the fields."""
        return {} if self.fields_in is None else self.extras.get(self.fields_in, {})

    def read(self, node: Node, value: Any) -> None:
        """Stores a value at a node and those below it. Of a value that was not read to its end, only what has nodes."""
        if isinstance(value, Members) and is_object(node):
            self._begin(node, has_fields=not isinstance(node, Object) or node.has_fields)
            members = node.members if isinstance(node, Object) else {}
            for name, item in value:
                if name in members:
                    self.read(members[name], item)
                elif not is_open(item):
                    self._add_extra(node, name, item)
        elif isinstance(value, list) and not isinstance(value, Members) and isinstance(node, Each):
            self._begin(node)
            for index, item in enumerate(value):
                document = self._other(node.item) if index else self
                if document:
                    document.read(node.item, item)
                    if not document.places:
                        # Nothing was read of an item that breaks off.
                        self.others.pop()
        elif isinstance(value, list) and not isinstance(value, Members) and isinstance(node, List) and node.items:
            self._begin(node)
            for index, item in enumerate(value):
                self._read_item(node, index, item)
        elif not is_open(value):
            self._put_value(node, value)

    def _put_value(self, node: Node, value: Any) -> None:
        self._put(node, Present() if is_constant(node, value) else value)
        if not isinstance(value, str):
            return
        if isinstance(node, Slot) and node.what == "code":
            if self.code_in is None and value != node.otherwise and not self.form.has_integer_codes:
                self.code_in = node.number
        elif isinstance(node, Template) and node.has_code and self.code_in is None and self.code_in_text is None:
            if code_in(self.form, node, value) is not None:
                self.code_in_text = node.number

    def _put(self, node: Node, value: Any) -> None:
        if node.number in self.places:
            self._forget(node)
        self.places[node.number] = value

    def _begin(self, node: Node, *, has_fields: bool = False) -> None:
        self._put(node, Present())
        if has_fields:
            self.fields_in = node.number

    def _add_extra(self, node: Node, name: str | int, value: Any) -> None:
        extras = self.extras.setdefault(node.number, {})
        if name in extras:
            self.repeated_extras.setdefault(node.number, {})[name] = None
        extras[name] = value

    def _forget(self, node: Node) -> None:
        """Discards what is below a node, in favor of a later value."""
        self.repeated[node.number] = None
        inside = range(node.number, node.end)
        for number in inside:
            self.places.pop(number, None)
            self.extras.pop(number, None)
            self.repeated_extras.pop(number, None)
        if self.fields_in in inside:
            self.fields_in = None
        if self.code_in in inside:
            self.code_in, self.has_lost_code = None, True
        if self.code_in_text in inside:
            self.code_in_text, self.has_lost_code = None, True
        if any(isinstance(it, Each) for it in nodes(node)):
            self.others, self.dropped = [], 0

    def _other(self, item: Node) -> Document | None:
        """Begins another error of the response, if there is room."""
        if len(self.others) + 1 >= MAX_ERRORS:
            self.dropped += 1
            return None
        self.others.append(Document(self.form, item))
        return self.others[-1]

    def _read_item(self, node: List, index: int, value: Any) -> None:
        """Stores an item where its constants are, or else at its index, if there are no constants."""
        free = [item for item in node.items if item.number not in self.places]
        if is_open(value):
            found = next((item for item in free if isinstance(value, Members) and _may_be(item, value)), None)
        else:
            found = next((item for item in free if has_constants(item) and _has_its_constants(item, value)), None)
        by_index = node.items[index] if index < len(node.items) else None
        # Where items are found by constants, one is read as a whole before it gets its place.
        may_be_by_index = not has_constants(node) if is_open(value) else by_index and not has_constants(by_index)
        if not found and by_index in free and may_be_by_index:
            found = by_index
        if found:
            self.read(found, value)
            place = self.place(found)
            if isinstance(place, Present):
                place.index = index
        elif not is_open(value):
            self._add_extra(node, index, value)

    def pointer(self, prefix: str, number: int) -> str:
        """The JSON pointer to a node."""
        return prefix + self._pointer(self.root, number)

    def _pointer(self, node: Node, number: int) -> str:
        names: list[str | int] = list(node.members) if isinstance(node, Object) else []
        for index, child in enumerate(node.children()):
            if child.number <= number < child.end:
                place = self.place(child)
                found = place.index if isinstance(place, Present) and isinstance(node, List) else None
                name = names[index] if names else index if found is None else found
                return f"/{escaped(name)}{self._pointer(child, number)}"
        return ""

    def has_values(self) -> bool:
        """Whether any value of the form was found."""
        null = {it.number for it in nodes(self.root) if isinstance(it, Constant) and it.value is None}
        return any(
            number != self.root.number and not (isinstance(value, Present) and number in null)
            for number, value in self.places.items()
        )

    def code(self) -> str | None:
        """The code. It is found on its own, or else in a longer text."""

        def on_its_own(node: Node) -> str | None:
            if not isinstance(node, Slot) or node.what != "code" or self.code_in not in (None, node.number):
                return None
            return code_at(self.form, node if self.code_in is None else Slot("code"), self.place(node))

        def in_a_text(node: Node) -> str | None:
            text = self.place(node)
            if not isinstance(node, Template) or not isinstance(text, str):
                return None
            return code_in(self.form, node, text) if self.code_in_text in (None, node.number) else None

        code = None
        if self.code_in is not None or self.form.has_integer_codes or self.has_lost_code:
            code = find(self.root, on_its_own)
        if code is None and (self.code_in_text is not None or self.has_lost_code):
            code = find(self.root, in_a_text)
        return code

    def status(self) -> int | None:
        """The status in the body."""

        def found(node: Node) -> int | None:
            return status_of(node, self.place(node)) if isinstance(node, Slot) else None

        return find(self.root, found)


def status_of(slot: Slot, value: Any) -> int | None:
    """A status as a number, or as a text."""
    if slot.what == "status":
        return integer(value, 0, 2**16 - 1)
    if slot.what == "status_text" and isinstance(value, str):
        return status_in(value)
    return None


def status_in(text: str) -> int | None:
    digits = text[1:] if text.startswith("+") else text
    is_number = 0 < len(digits) <= 64 and digits.isascii() and digits.isdigit()
    return integer(int(digits), 0, 2**16 - 1) if is_number else None


def nodes(node: Node) -> Iterator[Node]:
    """A node and those in it, in their order."""
    yield node
    for child in node.children():
        yield from nodes(child)


def find(node: Node, f: Callable[[Node], T | None]) -> T | None:
    """The first result for a node or one in it."""
    return next((found for found in map(f, nodes(node)) if found is not None), None)


def is_object(node: Node) -> bool:
    """Whether a node is an object with members or fields. `{}` is a constant."""
    return (
        isinstance(node, Object)
        and bool(node.members or node.has_fields)
        or (isinstance(node, Slot) and node.what == "fields")
    )


def is_constant(node: Node, value: Any) -> bool:
    """Whether a value is the constant of a node."""
    if isinstance(node, Constant):
        constant = node.value
        if isinstance(constant, bool) or constant is None or isinstance(constant, str):
            return type(value) is type(constant) and bool(value == constant)
        if isinstance(constant, int):
            return integer(value, constant, constant) is not None
        return isinstance(value, (int, float)) and not isinstance(value, bool) and float(value) == constant
    if isinstance(node, List) and isinstance(value, list) and not isinstance(value, Members):
        return len(node.items) == len(value) and all(map(is_constant, node.items, value))
    if isinstance(node, Object) and isinstance(value, Members):
        return len(node.members) == len(value) and all(
            any(key == name and is_constant(item, found) for key, found in value) for name, item in node.members.items()
        )
    return False


def has_constants(node: Node) -> bool:
    """Whether an item has constants, by which it is found at any index."""
    if isinstance(node, Constant):
        return node.value is not None
    return isinstance(node, (Object, List)) and any(map(has_constants, node.children()))


def _has_its_constants(node: Node, value: Any) -> bool:
    if isinstance(node, Object) and isinstance(value, Members):
        members = dict(value)
        wanted = ((name, item) for name, item in node.members.items() if has_constants(item))
        return all(name in members and _has_its_constants(item, members[name]) for name, item in wanted)
    if isinstance(node, List) and isinstance(value, list) and not isinstance(value, Members):
        wanted_items = (item for item in node.items if has_constants(item))
        return all(any(_has_its_constants(item, found) for found in value) for item in wanted_items)
    return is_constant(node, value) if isinstance(node, Constant) else not has_constants(node)


def _may_be(node: Node, value: Members) -> bool:
    """Whether an item that was not read to its end begins with a constant of a node without lists."""
    if not value or not isinstance(node, Object) or any(isinstance(it, (List, Each)) for it in nodes(node)):
        return False
    name, first = value[0]
    constant = node.members.get(name)
    return isinstance(constant, Constant) and constant.value is not None and is_constant(constant, first)


def captures(parts: tuple[str | Slot, ...], text: str) -> list[tuple[Slot, str]] | None:
    """The values in a text; None if it does not match. A value runs to the first occurrence of the text after it."""
    found, matches = _captures(parts, text)
    return found if matches else None


def _captures(parts: tuple[str | Slot, ...], text: str) -> tuple[list[tuple[Slot, str]], bool]:
    found: list[tuple[Slot, str]] = []
    for index, part in enumerate(parts):
        if isinstance(part, str):
            if not text.startswith(part):
                return found, False
            text = text[len(part) :]
            continue
        after = parts[index + 1] if index + 1 < len(parts) else None
        if after is None:
            end = len(text)
        elif not isinstance(after, str):
            return found, False
        elif index + 2 == len(parts):
            end = len(text) - len(after) if text.endswith(after) else -1
        else:
            end = text.find(after)
        if end < 0:
            return found, False
        value, text = text[:end], text[end:]
        if value != part.otherwise:
            found.append((part, value))
    return found, not text


def code_in(form: Form, template: Template, text: str) -> str | None:
    """The code in a text with other values."""
    if not template.has_code:
        return None
    found, matches = _captures(template.parts, text)
    code = next((value for slot, value in found if slot.what == "code"), None)
    if matches:
        return None if code is None else read_code(form, code)
    return read_code(form, text) if form.code_after or form.code_before else None


def code_in_header(form: Form, node: Node, text: str) -> str | None:
    """The code in the value of a header."""
    if isinstance(node, Template):
        return code_in(form, node, text)
    is_code = isinstance(node, Slot) and node.what == "code" and node.otherwise != text
    return read_code(form, text) if is_code else None


def code_at(form: Form, slot: Slot, value: Any) -> str | None:
    """The code at a place of its own. An integer that comes as a text is read too."""
    if isinstance(value, str):
        if value == slot.otherwise:
            return None
        code = read_code(form, value)
        return code if not form.has_integer_codes or _is_integer(code) else None
    number = integer(value, -(2**63), 2**63 - 1) if form.has_integer_codes else None
    return None if number is None else str(number)


def read_code(form: Form, text: str) -> str:
    """The part of a text that is the code."""
    if form.code_before:
        text = text.split(form.code_before, 1)[0]
    return text.rsplit(form.code_after, 1)[-1] if form.code_after else text


def _is_integer(text: str) -> bool:
    digits = text[1:] if text.startswith("-") else text
    if not (0 < len(digits) < 20 and digits.isascii() and digits.isdigit()):
        return False
    return str(int(text)) == text and -(2**63) <= int(text) < 2**63


def escaped(name: str | int) -> str:
    """A name as a part of a JSON pointer (RFC 6901)."""
    return str(name).replace("~", "~0").replace("/", "~1")
