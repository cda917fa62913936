"""Takes the values of a document out of the places of its form, and compares them with the book."""

from __future__ import annotations

from typing import Any

from . import _json
from ._document import (
    ABSENT,
    Document,
    Present,
    captures,
    code_at,
    code_in,
    code_in_header,
    escaped,
    is_constant,
    is_object,
    read_code,
    status_in,
    status_of,
)
from ._response import Head
from ._schema import Code, Constant, Each, List, Node, Object, Slot, Template
from ._values import Issues, fits

_TEXTS_OF_THE_BOOK = ("status_phrase", "meaning", "remediation", "docs_url")


class Consumer:
    """Takes the values of one error."""

    def __init__(
        self,
        document: Document,
        code: str | None,
        row: Code | None,
        head: Head | None,
        expected_status: int | None,
        is_complete: bool,
        prefix: str,
        issues: Issues,
    ) -> None:
        self.document = document
        self.form = document.form
        self.code = code
        self.row = row
        """What the book has for the error, if it is known."""
        self.expected_status = expected_status
        """The status that the body must repeat."""
        self.is_complete = is_complete
        self.prefix = prefix
        """The pointer to the error."""
        self.issues = issues
        self.message: str | None = None
        self.status: int | None = None
        self.members: dict[int, Any] = {}
        self.unknown_fields: dict[str, Any] = {}
        self.unknown_members: dict[str, Any] = {}
        self.fields: dict[str, Any] = {}
        """The code's fields, those that were found."""
        self._no_code: Slot | Template | None = None
        self._no_message: Slot | Template | None = None
        self._is_not_text = False
        if row:
            self._sort_in(row)
        self._take(document.root, None)
        if head:
            self._take_headers(head)
        if self._no_code:
            self._missing(self._no_code) if code is not None else self._report("missing code")
        if self._no_message and not self._is_not_text:
            self._missing(self._no_message) if self.message is not None else self._report("missing message")
        self._take_extras()

    def _sort_in(self, row: Code) -> None:
        beside = self.document.fields()
        for field in row.fields:
            if field.name in beside and field.name not in self.form.placed_fields:
                self.fields[field.name] = beside.pop(field.name)

    def _pointer(self, node: Node) -> str:
        return self.document.pointer(self.prefix, node.number)

    def _report(self, issue: str) -> None:
        if self.is_complete:
            self.issues.push(issue)

    def _missing(self, node: Node) -> None:
        self._report(f"missing member `{self._pointer(node)}`")

    def _keep(self, node: Node, value: Any) -> None:
        self.unknown_members[self._pointer(node)] = value

    def _wrong(self, node: Node, value: Any, problem: str) -> None:
        """Reports a value that differs, and keeps it."""
        self._keep(node, value)
        self.issues.push(f"`{self._pointer(node)}` {problem}")

    def _copies_differ(self, node: Node) -> None:
        self.issues.push(f"`{self._pointer(node)}` differs from the other places of the same value")

    def _take(self, node: Node, beside: str | None) -> None:
        """Takes the value of a node. `beside` is the name of a member that the fields are beside."""
        if isinstance(node, (Object, List)) and not node.children() and not is_object(node):
            self._take_empty_constant(node)
        elif isinstance(node, Constant):
            self._take_constant(node)
        elif isinstance(node, (Object, List, Each)):
            if self._is_there(node):
                names = list(node.members) if isinstance(node, Object) and node.has_fields else []
                for index, child in enumerate(node.children()):
                    self._take(child, names[index] if names else None)
        elif isinstance(node, Slot) and node.what == "fields":
            self._is_there(node)
        elif isinstance(node, Slot):
            self._take_slot(node, beside)
        elif isinstance(node, Template):
            self._take_template(node)

    def _take_constant(self, node: Constant) -> None:
        if node.value is None:
            self._take_empty_constant(node)
            return
        value = self.document.take(node)
        if value is ABSENT:
            self._missing(node)
        elif not isinstance(value, Present):
            self._wrong(node, value, "is not the value in the book")

    def _take_empty_constant(self, node: Node) -> None:
        """`null`, `{}` or `[]`: what is there instead is kept, and says nothing."""
        value = self.document.take(node)
        if value is not ABSENT and not isinstance(value, Present):
            self._keep(node, value)

    def _is_there(self, node: Node) -> bool:
        """Whether an object or a list was found."""
        if isinstance(self.document.place(node), Present):
            return True
        value = self.document.take(node)
        if value is not ABSENT and value is not None:
            self._wrong(node, value, f"is not an {'array' if isinstance(node, (List, Each)) else 'object'}")
        elif self._is_required(node):
            self._missing(node)
        # The code and the message are reported by name.
        self._note_absent(node)
        return False

    def _note_absent(self, node: Node) -> None:
        if isinstance(node, Slot) and node.is_required:
            self._absent(node, node.what)
        for child in node.children():
            self._note_absent(child)

    def _is_required(self, node: Node) -> bool:
        """Whether a node has anything that every such error sends, apart from the code, the message and the fields."""
        if isinstance(node, Constant):
            return node.value is not None
        if isinstance(node, Slot):
            if node.what in ("code", "message", "fields", "field"):
                return False
            return node.is_required and (node.what != "code_member" or self._constant(node.index) is not None)
        return any(map(self._is_required, node.children()))

    def _constant(self, index: int) -> Node | None:
        """The code's own value of a member."""
        values = self.row.code_members if self.row else ()
        node: Node | None = values[index] if index < len(values) else None
        return None if isinstance(node, Constant) and node.value is None else node

    def _absent(self, node: Slot | Template, what: str) -> None:
        """Notes an empty place of the code or the message."""
        if what == "code" and (not self.row or self.row.sends_code):
            self._no_code = self._no_code or node
        elif what == "message" and (not self.row or self.row.sends_message):
            self._no_message = self._no_message or node

    def _take_slot(self, slot: Slot, beside: str | None) -> None:
        if slot.what == "code":
            self._take_code(slot)
            return
        value = self.document.place(slot)
        if self.row and slot.what in _TEXTS_OF_THE_BOOK and value is not ABSENT:
            return
        constant = self._constant(slot.index) if slot.what == "code_member" else None
        if isinstance(constant, Constant) and isinstance(constant.value, str) and constant.value == value:
            return
        self.document.take(slot)
        is_null = value is None and not self._may_be_null(slot)
        if value is ABSENT or is_null or isinstance(value, str) and value == slot.otherwise:
            self._take_absent(slot)
        elif slot.what == "message":
            self._take_message(slot, value, beside)
        elif slot.what in ("status", "status_text"):
            status = status_of(slot, value)
            if status is None:
                self._wrong(slot, value, "is not an HTTP status")
            else:
                self._take_status(status)
        elif slot.what in _TEXTS_OF_THE_BOOK:
            self._keep(slot, value)
        else:
            self._take_value(slot, value, slot)

    def _may_be_null(self, slot: Slot) -> bool:
        return slot.what == "field" or slot.what == "member" and self.form.members[slot.index].type == "any"

    def _take_absent(self, slot: Slot) -> None:
        if slot.what == "message":
            if slot.is_required:
                self._absent(slot, "message")
        elif slot.what == "field" or slot.what == "code_member" and self._constant(slot.index) is None:
            pass
        elif slot.is_required and self.row:
            self._missing(slot)

    def _take_code(self, slot: Slot) -> None:
        if self.document.code_in == slot.number and not self.form.has_integer_codes:
            return  # It is the code that was read.
        value = self.document.take(slot)
        code = code_at(self.form, slot, value)
        if code is not None:
            if code != self.code:
                self._copies_differ(slot)
            if self.form.has_integer_codes and isinstance(value, str):
                self.issues.push(f"`{self._pointer(slot)}` is not an integer")
        elif value is ABSENT or value is None:
            if slot.is_required:
                self._absent(slot, "code")
        elif isinstance(value, str) and value == slot.otherwise:
            pass
        elif self.form.has_integer_codes:
            self._wrong(slot, value, "is not an integer")
        else:
            self._keep(slot, value)
            self.issues.push("the code is not a string")

    def _take_message(self, node: Slot | Template, value: Any, beside: str | None) -> None:
        if self.row and not self.row.sends_message:
            # A field may have the name of the message's member.
            is_field = any(field.name == beside for field in self.row.fields) and beside not in self.fields
            if is_field and beside is not None:
                self.fields[beside] = value
                return
            if isinstance(value, str):
                self.message = value
                return
        if not isinstance(value, str):
            self._is_not_text = True
            self._keep(node, value)
            self.issues.push("the message is not a string")
        elif self.message is None:
            self.message = value
        elif self.message != value:
            self._copies_differ(node)

    def _take_status(self, found: int) -> None:
        self.status = found if self.status is None else self.status
        if self.expected_status is not None and self.expected_status != found:
            self.issues.push(f"the status in the body is {found}, but the response has a different status")

    def _take_value(self, slot: Slot, value: Any, node: Node) -> None:
        """A value of the response, of the code or of a field."""
        if slot.what == "member":
            member = self.form.members[slot.index]
            if not fits(value, member.type, member.name, self.issues):
                self._keep(node, value)
            elif not _json.is_same(self.members.setdefault(slot.index, value), value):
                self._copies_differ(node)
        elif slot.what == "code_member":
            constant = self._constant(slot.index)
            if not self.row:
                self._keep(node, value)
            elif not constant or not is_constant(constant, value):
                self._wrong(node, value, "is not the value in the book")
        elif slot.what == "field":
            name = self.form.placed_fields[slot.index]
            if self.row and any(field.name == name for field in self.row.fields):
                if not _json.is_same(self.fields.setdefault(name, value), value):
                    self._copies_differ(node)
            elif value is not None:
                self.unknown_fields[name] = value

    def _take_template(self, template: Template) -> None:
        is_the_code = self.document.code_in_text == template.number and self.document.code_in is None
        if is_the_code and not self.form.has_integer_codes and template.has_only_code:
            return  # It is the code that was read.
        text = self.document.take(template)
        if text is ABSENT or text is None:
            if template.has_code and self.code is None:
                self._absent(template, "code")
            elif all(map(self._is_required_part, template.parts)):
                self._missing(template)
        elif not isinstance(text, str):
            self._wrong(template, text, "is not a string")
        else:
            self._take_text(template, text)

    def _is_required_part(self, part: str | Slot) -> bool:
        if isinstance(part, str):
            return True
        if part.what == "code":
            return self.row is not None and self.row.sends_code
        if part.what == "message":
            return self.row is not None and self.row.sends_message
        if part.what == "code_member" and part.is_required:
            return self._constant(part.index) is not None
        return part.is_required or part.otherwise is not None

    def _take_text(self, template: Template, text: str) -> None:
        found = captures(template.parts, text)
        if found is None:
            # A code that is read from a longer text may have any text around it.
            code = code_in(self.form, template, text)
            if code is None or code != self.code:
                self._wrong(template, text, "is not the value in the book")
            return
        for slot, value in found:
            if slot.what == "code":
                if self.code != read_code(self.form, value):
                    self._copies_differ(template)
            elif slot.what == "message":
                self._take_message(template, value, None)
            elif slot.what in ("status", "status_text"):
                status = status_in(value)
                if status is not None:
                    self._take_status(status)
            elif slot.what == "code_member":
                if self.row and _text_of(self._constant(slot.index)) != value:
                    self._wrong(template, value, "is not the value in the book")
            elif slot.what == "member":
                self._take_value(slot, typed(value, self.form.members[slot.index].type), template)
            elif slot.what == "field":
                name = self.form.placed_fields[slot.index]
                kinds = [field.type for field in (self.row.fields if self.row else ()) if field.name == name]
                self._take_value(slot, typed(value, kinds[0] if kinds else "string"), template)

    def _take_headers(self, head: Head) -> None:
        """Compares the values in headers with those in the body. Missing ones are not reported: proxies drop headers."""
        for name, node in self.form.headers:
            text = head.get(name)
            if text is None:
                continue
            code = code_in_header(self.form, node, text)
            if code is not None:
                if self.code != code:
                    self.issues.push(f"`{name}` differs from the other places of the same value")
                continue
            found: list[tuple[Slot, str]] = []
            if isinstance(node, Slot) and node.otherwise != text:
                found = [(node, text)]
            elif isinstance(node, Template):
                found = captures(node.parts, text) or []
            for slot, value in found:
                if slot.what == "member":
                    self._take_from_header(name, slot.index, value)

    def _take_from_header(self, name: str, index: int, text: str) -> None:
        kind = self.form.members[index].type
        value = typed(text, kind)
        if index in self.members:
            if not _json.is_same(self.members[index], value):
                self.issues.push(f"`{name}` differs from the other places of the same value")
        elif fits(value, kind, name, Issues()):
            self.members[index] = value
        else:
            self.issues.push(f"invalid header `{name}`")

    def _take_extras(self) -> None:
        """What has no place: the members beside the fields are fields that the book does not have."""
        for number, extras in self.document.extras.items():
            parent = None
            for name, value in extras.items():
                if number == self.document.fields_in and isinstance(name, str):
                    self.unknown_fields[name] = value
                    continue
                parent = self.document.pointer(self.prefix, number) if parent is None else parent
                self.unknown_members[f"{parent}/{escaped(name)}"] = value


def typed(text: str, kind: Any) -> Any:
    """A value from a text. An invalid one stays a text, which does not have the type."""
    if kind in ("string", "timestamp", "any"):
        return text
    parsed = _json.parse(text)
    return parsed.root[0] if parsed.is_whole and not parsed.has_lone_surrogate else text


def _text_of(constant: Node | None) -> str | None:
    """A constant in a text."""
    if constant is None:
        return None
    value = constant.value if isinstance(constant, Constant) else ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
