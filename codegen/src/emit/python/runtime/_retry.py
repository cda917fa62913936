"""Advice after a failed attempt. The loop and the waiting are up to the caller."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from math import isfinite
from typing import Any, Literal, NamedTuple, Union

from . import _dates, _values
from ._error import ApiError, Unknown
from ._response import Timing
from ._schema import Backoff, Book, Code, Field, ListOf, ObjectOf, Retry

Reason = Literal["permanent", "not_idempotent", "exhausted", "too_long"]
Outcome = tuple[Union[float, None], Union[Reason, None]]

# Those of HTTP (RFC 9110, section 9.2.2; RFC 10008), and those of WebDAV that only read.
IDEMPOTENT = ("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "QUERY", "PROPFIND", "REPORT", "SEARCH")
_ALWAYS = (425, 429)
_IF_IDEMPOTENT = (408, 500, 502, 503, 504, 520, 521, 522, 523, 524, 527, 529, 530, 598, 599)
_SECOND = 1_000_000_000
# By unit, in nanoseconds.
_UNITS = {"delay:s": _SECOND, "delay:ms": 1_000_000, "delay:min": 60 * _SECOND}
_TIMES = {"delay:epoch": _SECOND, "delay:epoch_ms": 1_000_000}


class Limits(NamedTuple):
    """Limits of the caller, in addition to those of the book."""

    retries: int | None
    max_wait: float
    now: float | None
    random: Callable[[], float] | None


def advice(book: Book, error: ApiError, attempt: int, method: str, has_key: bool, limits: Limits) -> Outcome:
    """What to do after attempt number `attempt`, starting at 1: a wait in seconds, or the reason to give up."""
    row = _row(book, error)
    retry = row.retry if row else Retry(_of_status(error.status), book.retry.retries, book.retry.backoff)
    if retry.when == "never":
        return None, "permanent"
    if retry.when == "idempotent" and not has_key and method.upper() not in IDEMPOTENT:
        return None, "not_idempotent"
    # A number that is not one (NaN) ends a loop, and does not wait.
    if not attempt <= (retry.retries if limits.retries is None else min(retry.retries, limits.retries)):
        return None, "exhausted"
    limits = limits._replace(max_wait=limits.max_wait if limits.max_wait > 0 else 0.0)
    timing: Timing = error._timing or Timing()
    if timing.sent is not None:
        now = timing.sent * _SECOND
    elif limits.now is not None and isfinite(limits.now):
        now = round(limits.now * _SECOND)
    else:
        now = time.time_ns()
    wait = max(_waits(book, error, now), default=None)
    if wait is not None and wait > limits.max_wait * _SECOND:
        return None, "too_long"
    # Waits that are always in the past would use up all attempts at once.
    if wait is not None and (timing.is_unreadable or attempt <= 1 or wait):
        seconds = wait / _SECOND
        return max(seconds, _backed_off(retry.backoff, attempt, limits, True) if timing.is_unreadable else 0.0), None
    return _backed_off(retry.backoff, attempt, limits, timing.is_unreadable), None


def _row(book: Book, error: ApiError) -> Code | None:
    code = error.code_text if isinstance(error, Unknown) else error.code
    return None if code is None else book.by_code.get(code)


def _of_status(status: int) -> str:
    return "always" if status in _ALWAYS else "idempotent" if status in _IF_IDEMPOTENT else "never"


def _backed_off(backoff: Backoff, attempt: int, limits: Limits, is_full: bool) -> float:
    """The wait if the server does not say. `is_full`: without jitter."""
    longest = min(backoff.max, limits.max_wait)
    try:
        wait = min(backoff.initial * backoff.factor ** max(attempt - 1, 0), longest)
    except OverflowError:
        wait = longest
    if not backoff.has_jitter or is_full:
        return wait
    if limits.random:
        return wait * limits.random()
    import random

    return wait * random.random()


def _waits(book: Book, error: ApiError, now: int) -> Iterator[int]:
    """The waits that an error names, or another error of the same response, in nanoseconds."""
    for other in getattr(error, "others", ()):
        yield from _waits(book, other, now)
    row, timing = _row(book, error), error._timing
    if timing:
        yield from _retry_after(row, timing, now)
    fields: list[tuple[Field, Any, bool]] = []
    payload = getattr(error, "fields", None)
    if row and payload is not None:
        fields += [(it, getattr(payload, it.attribute), False) for it in row.fields]
        fields += [(it, getattr(payload, it.attribute), True) for it in row.headers]
    members: tuple[Field, ...] = getattr(book.layout, "members", ())
    fields += [(it, error._received_members.get(index), False) for index, it in enumerate(members)]
    for field, value, is_header in fields:
        for kind, found in _delays(field.type, value):
            wait = _wait(kind, found, now, is_header)
            if wait is not None:
                yield wait


def _retry_after(row: Code | None, timing: Timing, now: int) -> Iterator[int]:
    """`Retry-After`, whether or not the book lists it. Some APIs send a number in another unit."""
    if timing.retry_at is not None:
        yield max(timing.retry_at * _SECOND - now, 0)
    if timing.retry_after is not None:
        kinds = [it.type for it in (row.headers if row else ()) if it.name.lower() == "retry-after"]
        is_delay = bool(kinds) and kinds[0].startswith("delay:")
        in_unit = _wait(kinds[0], timing.retry_after, now, True) if is_delay else None
        yield timing.retry_after * _SECOND if in_unit is None else in_unit


def _delays(kind: Any, value: Any) -> Iterator[tuple[str, Any]]:
    """Each delay in a value of a payload, or of a member as it was received."""
    if value is None:
        return
    if isinstance(kind, ListOf):
        for item in value:
            yield from _delays(kind.item, item)
    elif isinstance(kind, ObjectOf):
        for field in kind.fields:
            found = dict(value).get(field.name) if isinstance(value, list) else getattr(value, field.attribute)
            yield from _delays(field.type, found)
    elif kind.startswith("delay:"):
        yield kind, value


def _wait(kind: str, value: Any, now: int, is_header: bool) -> int | None:
    if isinstance(value, str):
        seconds = _dates.http(value) if is_header else _dates.timestamp(value)
        return None if seconds is None else max(max(seconds, 0) * _SECOND - now, 0)
    count = _values.integer(value, 0, _values.MAX)
    if kind in _TIMES:
        return None if count is None else max(count * _TIMES[kind] - now, 0)
    if kind not in _UNITS:
        return None
    if count is None:
        return int(_values.rounded_to_billionths(value) * _UNITS[kind])
    return count * _UNITS[kind]
