"""Values by their types: what fits, what becomes of it in Python, and the same on the wire again. It converts nothing."""

from __future__ import annotations

import json
import re
from math import ceil, isfinite
from types import ModuleType
from typing import TYPE_CHECKING, Any

from . import _dates
from ._json import Members, plain
from ._schema import Field, ListOf, ObjectOf

if TYPE_CHECKING:
    from decimal import Decimal

MAX = 2**64 - 1
_EXPECTED = {
    "string": "a string",
    "integer": "an integer",
    "unsigned": "a non-negative integer",
    "number": "a number",
    "boolean": "a boolean",
    "timestamp": "an RFC 3339 date and time",
    "delay:date": "an RFC 3339 date and time",
}
_HEADER_TEXT = re.compile(r"[!-~](?:[!-~ \t]*[!-~])?|")
_DECIMAL = re.compile(r"([0-9]+)(?:\.([0-9]+))?")


class Issues(list[str]):
    """Differences from the book: at most 32."""

    def push(self, issue: str) -> None:
        if not self.is_full():
            self.append(issue)

    def is_full(self) -> bool:
        return len(self) >= 32


def integer(value: Any, least: int, most: int) -> int | None:
    """The value as an integer. As in JSON Schema, `3.0` is one, up to 2^53."""
    if isinstance(value, float) and abs(value) <= 2.0**53 and value.is_integer():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return value if least <= value <= most else None


def is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and isfinite(value)


def quoted(text: str) -> str:
    """A received text in backticks, escaped and truncated."""
    shown = "".join(map(_escaped, text[:80]))
    return f"`{shown}{'…' if len(text) > 80 else ''}`"


def _escaped(char: str) -> str:
    plain_escape = {"\0": "\\0", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\\": "\\\\", "'": "\\'", '"': '\\"'}
    if char in plain_escape:
        return plain_escape[char]
    return char if char.isprintable() else f"\\u{{{ord(char):x}}}"


def fits(value: Any, kind: Any, path: str, issues: Issues) -> bool:
    """Whether a value has a type. Each mismatch becomes an issue."""
    if kind == "any":
        return True
    if isinstance(kind, ListOf):
        if isinstance(value, list) and not isinstance(value, Members):
            return _list_fits(value, kind.item, path, issues)
        expected, has_type = "an array", False
    elif isinstance(kind, ObjectOf):
        if isinstance(value, Members):
            return _object_fits(value, kind.fields, path, issues)
        expected, has_type = "an object", False
    else:
        expected, has_type = _EXPECTED.get(kind, "a non-negative number"), _has_word(value, kind)
    if not has_type:
        issues.push(f"{quoted(path)} is not {expected}")
    return has_type


def _has_word(value: Any, word: str) -> bool:
    if word == "string":
        return isinstance(value, str)
    if word in ("integer", "unsigned"):
        return integer(value, *_bounds(word)) is not None
    if word == "number":
        return is_number(value)
    if word == "boolean":
        return isinstance(value, bool)
    if word in ("timestamp", "delay:date"):
        return isinstance(value, str) and _dates.timestamp(value) is not None
    return is_number(value) and value >= 0


def _bounds(word: str) -> tuple[int, int]:
    return (0, MAX) if word == "unsigned" else (-(2**63), 2**63 - 1)


def _list_fits(items: list[Any], kind: Any, path: str, issues: Issues) -> bool:
    has_type = True
    for index, item in enumerate(items):
        has_type &= fits(item, kind, f"{path}[{index}]", issues)
        if not has_type and issues.is_full():
            break
    return has_type


def _object_fits(value: Members, fields: tuple[Field, ...], path: str, issues: Issues) -> bool:
    has_type = True
    for field in fields:
        found = [item for name, item in value if name == field.name]
        has_type &= field_fits(found[-1:], field, f"{path}.{field.name}", issues)
        if len(found) > 1:
            issues.push(f"duplicate member {quoted(f'{path}.{field.name}')}")
    return has_type


def field_fits(found: list[Any], field: Field, path: str, issues: Issues) -> bool:
    """Whether a member, present or not, fits. `null` is absent, except for a required field of type `any`."""
    if not found or found[0] is None and (field.is_optional or field.type != "any"):
        if not field.is_optional:
            issues.push(f"missing member {quoted(path)}")
        return field.is_optional
    return fits(found[0], field.type, path, issues)


def read(value: Any, kind: Any, types: ModuleType) -> Any:
    """A value that has its type, in Python."""
    if isinstance(kind, ListOf):
        return tuple(read(item, kind.item, types) for item in value)
    if isinstance(kind, ObjectOf):
        members = dict(value)
        read_fields = {field.attribute: read_field(members.get(field.name), field, types) for field in kind.fields}
        return getattr(types, kind.name)(**read_fields)
    if kind in ("integer", "unsigned"):
        return integer(value, *_bounds(kind))
    if kind == "number":
        return float(value)
    if kind == "any":
        return plain(value)
    return _delay(value, kind) if kind.startswith("delay:") and not isinstance(value, str) else value


def read_field(value: Any, field: Field, types: ModuleType) -> Any:
    return None if value is None else read(value, field.type, types)


def _delay(value: int | float, kind: str) -> int | float:
    """A wait without decimals is an integer. A time is rounded up to one."""
    if isinstance(value, int):
        return min(value, MAX)
    if kind in ("delay:epoch", "delay:epoch_ms") or float(value).is_integer():
        return min(ceil(value), MAX)
    rounded = rounded_to_billionths(value)
    return int(rounded) if rounded == rounded.to_integral_value() else float(rounded)


def rounded_to_billionths(number: float) -> Decimal:
    """A number whose decimals after the ninth are rounded up."""
    from decimal import ROUND_CEILING, Context, Decimal

    context = Context(prec=400, rounding=ROUND_CEILING)
    return Decimal(repr(number)).quantize(Decimal("1E-9"), context=context)


def wire(value: Any, kind: Any) -> Any:
    """A value of a payload as it is on the wire, without absent fields."""
    if value is None:
        return None
    if isinstance(kind, ListOf):
        return [wire(item, kind.item) for item in value]
    if isinstance(kind, ObjectOf):
        return wire_fields(value, kind.fields)
    return value


def wire_fields(payload: Any, fields: tuple[Field, ...]) -> dict[str, Any]:
    values = ((field, wire(getattr(payload, field.attribute), field.type)) for field in fields)
    # `null` is a value of a required field that may be anything.
    return {field.name: value for field, value in values if value is not None or _may_be_null(field)}


def _may_be_null(field: Field) -> bool:
    return bool(field.type == "any") and not field.is_optional


def in_text(value: Any) -> str:
    """A value on the wire, in a text."""
    if isinstance(value, list) and not any(isinstance(item, (list, dict)) for item in value):
        return ", ".join(map(_one_in_text, value))
    return _one_in_text(value)


def _one_in_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return re.sub(r"e([+-])0*", lambda it: "e-" if it[1] == "-" else "e", text) if isinstance(value, float) else text


def header(text: str, kind: str) -> Any:
    """The value of a header, or None if it is unreadable."""
    if kind == "delay:s":
        seconds = rounded_up(text)
        return _dates.http_text(text) if seconds is None else seconds
    if kind in ("date", "delay:date"):
        return _dates.http_text(text)
    if kind.startswith("delay:"):
        return rounded_up(text)
    if kind == "string":
        return text if _HEADER_TEXT.fullmatch(text) else None
    # Without a limit, converting digits to an integer takes quadratic time.
    if not re.fullmatch("-?[0-9]{1,64}" if kind == "integer" else "[0-9]{1,64}", text):
        return None
    return integer(int(text), *_bounds(kind))


def rounded_up(text: str) -> int | None:
    """A number in digits, whose fraction is rounded up."""
    found = _DECIMAL.fullmatch(text)
    if not found:
        return None
    whole, fraction = found.groups(default="")
    count = MAX if len(whole.lstrip("0")) > 20 else int(whole[-20:])
    return min(count + bool(fraction.strip("0")), MAX)
