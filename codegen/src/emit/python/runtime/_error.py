"""The base of the exceptions, and how one is made of a decoded response."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib import import_module
from typing import Any, ClassVar, Literal

Reason = Literal["code_unknown", "payload_mismatch", "encoded", "no_code"]
"""Why an error could not be typed."""

# A terminal or a log viewer interprets them, or they change the direction of text.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


class ApiError(Exception):
    """An error of the API. `str` gives its message, with control characters escaped."""

    code: str | None = None
    """The code on the wire; None for an error that could not be typed."""
    meaning: ClassVar[str] = ""
    """What happened."""
    remediation: ClassVar[str] = ""
    """What to do about it."""
    docs_url: ClassVar[str | None] = None
    """The page of the code."""
    status: int = 500
    """The HTTP status."""
    message: str
    """The message as it was received, or else that of the book."""
    unknown_fields: Mapping[str, Any]
    """Fields that the book does not have."""
    unknown_members: Mapping[str, Any]
    """Members of the body outside of the error; in some layouts by JSON pointer."""
    issues: tuple[str, ...] = ()
    """The differences from the book: at most 32."""
    excerpt: str = ""
    """The start of the body: at most 1 KiB. Empty in `others`."""
    dropped_errors: int = 0
    """How many further errors of the same response were not kept."""
    _timing: Any = None
    _received_members: Mapping[int, Any]

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.unknown_fields = {}
        self.unknown_members = {}
        self._received_members = {}
        if status is not None:
            self.status = status

    def __str__(self) -> str:
        return _CONTROL.sub(lambda char: char[0].encode("unicode_escape").decode(), self.message)

    def __reduce__(self) -> tuple[Any, ...]:
        # The default would call the constructor with the message alone.
        return _remade, (type(self), self.message), self.__dict__


def _remade(kind: type[ApiError], message: str) -> ApiError:
    return kind.__new__(kind, message)


class Unknown(ApiError):
    """An error that could not be typed, with what was received."""

    code_text: str | None
    """The code as it was received; None if there was none."""
    reason: Reason
    """Why it could not be typed."""
    received: Mapping[str, Any]
    """The fields as they were received."""

    def __init__(
        self,
        message: str,
        status: int | None = None,
        *,
        code_text: str | None = None,
        reason: Reason = "no_code",
        received: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(message, status)
        self.code_text = code_text
        self.reason = reason
        self.received = received or {}


class Lazy:
    """A module that is imported when one of its names is needed."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        return getattr(import_module(self._name), name)
