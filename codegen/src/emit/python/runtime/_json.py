"""JSON with a limited depth. What precedes an error is kept. It knows no book."""

from __future__ import annotations

import json
import re
from math import isinf
from typing import Any, NamedTuple

_LEVELS = 127
_SPACE = re.compile(r"[ \t\n\r]*")
_STRING = re.compile(r'"([^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*)*)"')
_ESCAPE = re.compile(r"\\u([dD][89abAB]..)\\u([dD][c-fC-F]..)|\\u(....)|\\(.)", re.ASCII)
_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_NUMBER = re.compile(r"(-?(?:0|[1-9]\d*))(\.\d+)?([eE][+-]?\d+)?", re.ASCII)
_WORDS = {"null": None, "true": True, "false": False}


class Members(list[tuple[str, Any]]):
    """An object: its members in their order, with duplicates."""

    is_open = False


class Items(list[Any]):
    """An array that was read with care. One that was read at once is a plain list."""

    is_open = False


class Parsed(NamedTuple):
    """What was read of a text."""

    root: list[Any]
    """The value, or nothing."""
    is_whole: bool
    has_lone_surrogate: bool


def parse(text: str, *, is_strict: bool = True) -> Parsed:
    """Reads a text. Of an invalid one, everything before the error. Without `is_strict`, at any depth."""
    # With so few brackets it cannot be too deep.
    if not is_strict or text.count("{") + text.count("[") <= _LEVELS and "\\ud" not in text and "\\uD" not in text:
        try:
            read = json.loads(
                text, object_pairs_hook=Members, parse_int=_integer, parse_float=_float, parse_constant=_constant
            )
        except (ValueError, RecursionError):
            pass
        else:
            return Parsed([read], True, False)
    return _Reader(text, _LEVELS if is_strict else len(text)).read()


def is_open(value: Any) -> bool:
    """Whether the text ends within a value."""
    return isinstance(value, (Members, Items)) and value.is_open


def plain(value: Any) -> Any:
    """A value in Python's own types. Of duplicate members the last one counts."""
    if isinstance(value, Members):
        return {name: plain(item) for name, item in value}
    return [plain(item) for item in value] if isinstance(value, list) else value


def is_same(left: Any, right: Any) -> bool:
    """Whether two values are equal. `1`, `1.0` and `True` are not."""
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(is_same, left, right))
    if isinstance(left, tuple) and isinstance(right, tuple):
        return bool(left[0] == right[0]) and is_same(left[1], right[1])
    return type(left) is type(right) and bool(left == right)


def _integer(digits: str) -> int | float:
    # An integer of more than 64 bits is a float, and so is the negative zero.
    if digits != "-0" and len(digits) <= 20:
        number = int(digits)
        if -(2**63) <= number < 2**64:
            return number
    return _float(digits)


def _float(digits: str) -> float:
    number = float(digits)
    if isinf(number):
        raise ValueError("the number is too large")
    return number


def _constant(word: str) -> Any:
    raise ValueError(f"{word} is not JSON")


class _Reader:
    """Reads a text without recursion."""

    def __init__(self, text: str, levels: int) -> None:
        self.text = text
        self.levels = levels
        self.at = 0
        self.has_lone_surrogate = False

    def read(self) -> Parsed:
        root = Items()
        try:
            self._read(root)
            is_whole = True
        except ValueError:
            is_whole = False
        return Parsed(root, is_whole, self.has_lone_surrogate)

    def _read(self, root: Items) -> None:
        stack: list[Members | Items] = [root]
        key = ""
        while True:
            char = self._next()
            if char in ("{", "["):
                if len(stack) > self.levels:
                    raise ValueError("too many levels")
                value = Members() if char == "{" else Items()
                value.is_open = True
                _add(stack[-1], key, value)
                stack.append(value)
                self.at += 1
                if self._next() != _end(value):
                    if isinstance(value, Members):
                        key = self._key()
                    continue
            else:
                _add(stack[-1], key, self._scalar(char))
            # After a value: a comma, or the end of its container.
            while True:
                char, container = self._next(), stack[-1]
                if container is root:
                    if char:
                        raise ValueError("more than one value")
                    return
                self.at += 1
                if char == ",":
                    if isinstance(container, Members):
                        key = self._key()
                    break
                if char != _end(container):
                    raise ValueError("neither a comma nor an end")
                container.is_open = False
                stack.pop()

    def _next(self) -> str:
        """The next character that is no space, or nothing at the end."""
        space = _SPACE.match(self.text, self.at)
        self.at = space.end() if space else self.at
        return self.text[self.at : self.at + 1]

    def _key(self) -> str:
        self._next()
        key = self._string()
        if self._next() != ":":
            raise ValueError("no colon")
        self.at += 1
        return key

    def _scalar(self, char: str) -> Any:
        if char == '"':
            return self._string()
        for word, value in _WORDS.items():
            if self.text.startswith(word, self.at):
                self.at += len(word)
                return value
        return self._number()

    def _string(self) -> str:
        found = _STRING.match(self.text, self.at)
        if not found:
            raise ValueError("no string")
        self.at = found.end()
        raw = found[1]
        return _ESCAPE.sub(self._unescaped, raw) if "\\" in raw else raw

    def _unescaped(self, escape: re.Match[str]) -> str:
        high, low, unit, char = escape.groups()
        if high:
            return chr(0x10000 + (int(high, 16) - 0xD800 << 10) + int(low, 16) - 0xDC00)
        if char:
            return _ESCAPES.get(char, char)
        code = int(unit, 16)
        if 0xD800 <= code < 0xE000:
            self.has_lone_surrogate = True
            return "\ufffd"
        return chr(code)

    def _number(self) -> int | float:
        found = _NUMBER.match(self.text, self.at)
        if not found:
            raise ValueError("no value")
        whole, fraction, exponent = found.groups()
        after = self.text[found.end() : found.end() + 1]
        if not exponent and (after in ("e", "E") or not fraction and after in (".", *"0123456789")):
            raise ValueError("half a number")
        self.at = found.end()
        return _float(found[0]) if fraction or exponent else _integer(whole)


def _add(container: Members | Items, key: str, value: Any) -> None:
    if isinstance(container, Members):
        container.append((key, value))
    else:
        container.append(value)


def _end(container: Members | Items) -> str:
    return "}" if isinstance(container, Members) else "]"
