"""Decodes a response by a form: which error it is, its payload, and its differences from the book."""

from __future__ import annotations

from typing import Any

from ._consume import Consumer
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
    nodes,
)
from ._json import Members
from ._response import Body, Decoded, Head, Timing, has_own_delay, reason, report_status, take_headers
from ._schema import Book, Code, Constant, Each, Field, Form, List, Node, Object, Slot, Template
from ._values import Issues, field_fits, fits, integer, quoted


def decode(book: Book, form: Form, root: list[Any], head: Head, body: Body, issues: Issues) -> Decoded:
    """Interprets the first error of a response, and the others."""
    document = Document(form, form.body)
    for value in root:
        document.read(form.body, value)
    others = document.others
    each = next((node for node in nodes(form.body) if isinstance(node, Each)), None)
    pointer = document.pointer("", each.number) if others and each else ""
    decoded = _one(book, document, head, body, "", True, issues)
    decoded.dropped = document.dropped if others else 0
    rest = Body(is_complete=body.is_complete, is_encoded=body.is_encoded)
    for index, other in enumerate(others, 1):
        decoded.others.append(_one(book, other, head, rest, f"{pointer}/{index}", False, Issues()))
    return decoded


def _one(
    book: Book, document: Document, head: Head, body: Body, prefix: str, is_first: bool, issues: Issues
) -> Decoded:
    """Interprets one error, whose pointer is `prefix`. Only the first one has the headers of the response."""
    _report_repeated(document, prefix, issues)
    own_head = head if is_first else None
    code = document.code()
    code = _code_in_headers(document.form, own_head) if code is None else code
    # A code in a header says nothing about the body.
    is_form = document.code_in is not None or document.has_values()
    is_complete = body.is_complete and is_form
    if not is_form:
        document.take(document.root)
        if body.is_complete:
            issues.push("the body is not an error of this API")
    row = None
    if code is not None:
        row = book.by_code.get(code)
    elif is_complete:
        status = document.status()
        row = identify(book, document, head.status if status is None else status)
    expected_status = head.status if is_first else None
    taken = Consumer(document, code, row, own_head, expected_status, is_complete, prefix, issues)
    own_status = None if is_first else taken.status

    timing = Timing.of(head) if is_first else Timing()
    values = None
    if row:
        # Some servers send the code in a header, and nothing in the body.
        has_no_body = is_first and not body.text and not body.is_encoded
        is_read = body.is_complete or has_no_body
        values = _take_fields(taken, row, issues) if is_read else None
        if values is not None:
            values += take_headers(row, own_head, timing, issues)
        else:
            timing.is_unreadable |= has_own_delay(row)
        status = head.status if is_first else own_status
        if status is not None:
            report_status(row, status, issues)
    elif code is not None:
        issues.push("unknown code")
    elif is_complete and not issues:
        # No error without a code has this form.
        issues.push("the body is not an error of this API")
    if values is None:
        taken.unknown_fields |= taken.fields
    code_text = row.code if code is None and row else code
    return Decoded(
        row=None if values is None else row,
        values=values or [],
        code_text=code_text,
        reason=reason(code_text, row, body),
        status=head.status if own_status is None else own_status,
        message=taken.message,
        unknown_fields=taken.unknown_fields,
        unknown_members=taken.unknown_members,
        issues=issues,
        body=body,
        timing=timing,
        members=taken.members,
    )


def _take_fields(taken: Consumer, row: Code, issues: Issues) -> list[Any] | None:
    found = [[taken.fields[field.name]] if field.name in taken.fields else [] for field in row.fields]
    has_fields = [field_fits(it, field, field.name, issues) for it, field in zip(found, row.fields)]
    return [it[0] if it else None for it in found] if all(has_fields) else None


def _report_repeated(document: Document, prefix: str, issues: Issues) -> None:
    for number in document.repeated:
        issues.push(f"duplicate member {quoted(document.pointer(prefix, number))}")
    for number, names in document.repeated_extras.items():
        for name in names:
            if issues.is_full():
                return
            is_field = number == document.fields_in and isinstance(name, str)
            shown = name if is_field else f"{document.pointer(prefix, number)}/{escaped(name)}"
            issues.push(f"duplicate member {quoted(str(shown))}")


def _code_in_headers(form: Form, head: Head | None) -> str | None:
    for name, node in form.headers if head else ():
        text = head.get(name) if head else None
        code = None if text is None else code_in_header(form, node, text)
        if code is not None:
            return code
    return None


def identify(book: Book, document: Document, status: int) -> Code | None:
    """The only error without a code that a body can be: one that lists the status and whose form the body has."""
    rows = [
        row
        for row in book.codes
        if not row.sends_code and status in row.statuses and _Candidate(document, row).fits(document.root, None)
    ]
    return rows[0] if len(rows) == 1 else None


class _Candidate:
    """An error that a body may be."""

    def __init__(self, document: Document, row: Code) -> None:
        self.document = document
        self.row = row

    def fits(self, node: Node, beside: str | None) -> bool:
        """Whether everything at a node and below it is there, with its type, that must be."""
        value = self.document.place(node)
        if isinstance(node, Constant):
            return node.value is None or isinstance(value, Present)
        if isinstance(node, Slot):
            if node.what == "fields":
                return (value is ABSENT or value is None or isinstance(value, Present)) and self._fields_fit(None)
            return self._slot_fits(node, value, beside)
        if isinstance(node, Template):
            return self._template_fits(node, value)
        if isinstance(node, Object):
            is_other = value is not ABSENT and value is not None and not isinstance(value, Present)
            if is_other and (node.members or node.has_fields):
                return False
            has_members = all(
                self.fits(child, name if node.has_fields else None) for name, child in node.members.items()
            )
            return has_members and (not node.has_fields or self._fields_fit(node))
        return all(self.fits(child, None) for child in node.children())

    def _slot_fits(self, slot: Slot, value: Any, beside: str | None) -> bool:
        is_absent = value is ABSENT or value is None or isinstance(value, str) and value == slot.otherwise
        may_be_absent = is_absent and not slot.is_required
        if slot.what == "code":
            return is_absent  # A code that can be read decides alone.
        if slot.what == "message":
            if self.row.sends_message:
                return isinstance(value, str) and not is_absent
            return is_absent or beside is not None and self._field(beside) is not None
        if slot.what == "status":
            return integer(value, 0, 2**64 - 1) is not None or may_be_absent
        if slot.what == "member":
            if is_absent:
                return not slot.is_required
            return _has_type(value, self.document.form.members[slot.index].type)
        if slot.what == "code_member":
            constant = self.row.code_members[slot.index] if slot.index < len(self.row.code_members) else None
            if constant is None or isinstance(constant, Constant) and constant.value is None:
                return is_absent
            return is_constant(constant, value)
        if slot.what == "field":
            field = self._field(self.document.form.placed_fields[slot.index])
            if not field:
                return True  # It is an extra.
            return field.is_optional if is_absent else _has_type(value, field.type)
        return isinstance(value, str) or may_be_absent

    def _template_fits(self, template: Template, value: Any) -> bool:
        parts = template.parts
        if isinstance(value, str):
            pairs = zip(parts, parts[1:])
            is_readable = not any(isinstance(one, Slot) and isinstance(next_, Slot) for one, next_ in pairs)
            return captures(parts, value) is not None or not is_readable

        def is_required(part: str | Slot) -> bool:
            if isinstance(part, str) or part.what == "code":
                return isinstance(part, str)
            if part.what == "message":
                return self.row.sends_message
            return part.is_required or part.otherwise is not None

        return not all(map(is_required, parts))

    def _fields_fit(self, beside: Object | None) -> bool:
        """Whether the fields without places of their own are there. If no message is sent, a field may be in its place."""
        extras = self.document.fields()
        for field in self.row.fields:
            if field.name in self.document.form.placed_fields:
                continue
            found: list[Any] = [extras[field.name]] if field.name in extras else []
            if not found and beside and not self.row.sends_message:
                node = beside.members.get(field.name)
                value = self.document.place(node) if isinstance(node, Slot) and node.what == "message" else ABSENT
                found = [] if value is ABSENT or value is None else [value]
            if not field_fits(found, field, "", Issues()):
                return False
        return True

    def _field(self, name: str) -> Field | None:
        return next((field for field in self.row.fields if field.name == name), None)


def _has_type(value: Any, kind: Any) -> bool:
    is_value = value is not ABSENT and not isinstance(value, Present)
    return is_value and fits(value, kind, "", Issues())


def is_error(form: Form, root: list[Any], head: Head) -> bool:
    """Whether a response that may be a success is an error: it has all constants of the form that are outside of lists,
    and a code or a message."""
    probe = _Probe(form)
    for value in root:
        probe.look(form.body, value, False)
    has_code = any(
        code_in_header(form, node, text) is not None
        for name, node in form.headers
        for text in [head.get(name)]
        if text is not None
    )
    return not probe.differs and (probe.has_code_or_message or has_code) and probe.has_constants(form.body)


class _Probe:
    def __init__(self, form: Form) -> None:
        self.form = form
        self.seen: set[int] = set()
        self.differs = False
        self.has_code_or_message = False

    def look(self, node: Node, value: Any, is_in_list: bool) -> None:
        if self.differs:
            return
        if isinstance(value, Members):
            members = node.members if isinstance(node, Object) else {}
            for name, item in value:
                if name in members:
                    self.look(members[name], item, is_in_list)
        elif isinstance(value, list):
            items = node.children() if isinstance(node, List) else ()
            for index, item in enumerate(value):
                if isinstance(node, Each):
                    self.look(node.item, item, True)
                elif index < len(items):
                    self.look(items[index], item, True)
        else:
            self._look_at_scalar(node, value, is_in_list)

    def _look_at_scalar(self, node: Node, value: Any, is_in_list: bool) -> None:
        if isinstance(node, Constant) and node.value is not None:
            if not is_in_list:
                self.differs = not is_constant(node, value)
                self.seen.add(node.number)
        elif isinstance(node, Slot) and node.what == "code":
            self.has_code_or_message |= code_at(self.form, node, value) is not None
        elif isinstance(node, Slot) and node.what == "message":
            self.has_code_or_message |= isinstance(value, str)
        elif isinstance(node, Template) and isinstance(value, str):
            self.has_code_or_message |= code_in(self.form, node, value) is not None

    def has_constants(self, node: Node) -> bool:
        """Whether all constants in a node that are outside of lists were found."""
        if isinstance(node, Constant):
            return node.value is None or node.number in self.seen
        return not isinstance(node, Object) or all(map(self.has_constants, node.children()))
