"""Values that the types do not allow, by rule and at random: `untyped.py FOLDER` for the package of Masko. Nothing raises.

It prints nothing if all is well.
"""

from __future__ import annotations

import array
import datetime
import http
import json
import math
import random
import sys
from importlib import import_module
from typing import Any

sys.path.insert(0, sys.argv[1])
import masko_errors as masko  # noqa: E402
from masko_errors import fields  # noqa: E402

retry: Any = import_module("masko_errors._retry")
BODY = '{"error": {"code": "insufficient_credits", "message": "No.", "required": 140, "balance": 50}}'


class Raises:
    """Raises, whatever is done with it."""

    def _raise(self, *_: Any) -> Any:
        raise RuntimeError("no")

    __str__ = __repr__ = __int__ = __index__ = __iter__ = __len__ = __bool__ = __hash__ = __eq__ = __getattr__ = _raise  # type: ignore


def broken() -> Any:
    yield "Retry-After", "7"
    raise RuntimeError("no")


def decode(body: Any, status: Any = 402, headers: Any = ()) -> Any:
    return masko.decode_error(status, headers, body)


# A status is what `int` makes of it, or else 0.
for given, expected in (
    (402, 402),
    (http.HTTPStatus.PAYMENT_REQUIRED, 402),
    ("402", 402),
    (b"402", 402),
    (402.0, 402),
    *((it, 0) for it in (-1, 65536, 10**5000, "9" * 5000, "402 Payment Required", "", None, math.nan, math.inf, [], Raises())),
):
    error = decode(BODY, status=given)
    assert isinstance(error, masko.InsufficientCreditsError) and error.status == expected, expected
# What is not a pair is not a header.
LIMITED = '{"error": {"code": "rate_limited"}}'
for given, expected in (
    ({"Retry-After": "7"}, 7),
    ({b"Retry-After": b"7"}, 7),
    ([(bytearray(b"Retry-After"), bytearray(b"7"))], 7),
    ({"Retry-After": 7}, 7),
    ([["Retry-After", "7"]], 7),
    ([None, 7, "ab", (), ("x",), ("Retry-After", "9", "7"), (None, "9"), ("Retry-After", "7")], 7),
    (iter([("Retry-After", "7")]), 7),
    (broken(), 7),
    ([(Raises(), "9"), ("Retry-After", "7"), ("X", Raises())], 7),
    *((it, None) for it in (None, 7, "Retry-After: 7", b"x", [("Retry-After", None)], [("Retry-After", [])], dict, Raises())),
):
    error = masko.decode_error(429, given, LIMITED)
    assert isinstance(error, masko.RateLimitedError) and error.fields.retry_after == expected, expected
# A body may be JSON that a library has parsed. What is no body at all is empty.
parsed = json.loads(BODY)
for given in (parsed, BODY, BODY.encode(), bytearray(BODY.encode()), memoryview(BODY.encode()), array.array("B", BODY.encode())):
    assert decode(given).fields == fields.InsufficientCredits(required=140, balance=50), given
released = memoryview(b"x")
released.release()
circular: list[Any] = []
circular.append(circular)
for given in (None, 7, True, 0.5, math.nan, [], {}, {"error": None}, {b"a": 1}, {1}, object(), circular, released, Raises(), b"", ""):
    error = decode(given)
    assert isinstance(error, masko.UnknownError) and error.reason == "no_code", given
    if given is None or not isinstance(given, (int, float, list, dict)):
        assert error.excerpt == "", given
# Numbers that are none, and methods.
for max_wait in (-1, math.nan, -math.inf):
    assert masko.retry_advice(decode("", 503), 1, method="GET", max_wait=max_wait).wait == 0.0
    assert masko.retry_advice(decode("", 503, {"Retry-After": "1"}), 1, method="GET", max_wait=max_wait).reason == "too_long"
assert masko.retry_advice(decode("", 503), math.nan, method="GET").reason == "exhausted"  # type: ignore[arg-type]
for now in (math.nan, math.inf, -math.inf):
    error = decode("", 503, {"Retry-After": "Sun, 06 Nov 1994 08:49:37 GMT"})
    assert 0.0 < masko.retry_advice(error, 2, method="GET", now=now, random=lambda: 1.0).wait == 2.0
for method in retry.IDEMPOTENT:
    for spelt in (method, method.lower(), method.title()):
        assert masko.retry_advice(decode("", 503), 1, method=spelt).reason is None, spelt
assert masko.retry_advice(decode("", 503), 1, method="post").reason == "not_idempotent"

# Values of any type, at random.
chance = random.Random(7)


def anything(depth: int = 0) -> Any:
    kinds = 14 if depth < 3 else 11
    few = range(chance.randrange(4))
    return (
        lambda: None,
        lambda: chance.choice((True, False)),
        lambda: chance.choice((0, -1, 402, 429, 2**64, 10**5000, -(10**5000))),
        lambda: chance.choice((0.5, 402.0, math.nan, math.inf, 1e308)),
        lambda: chance.choice(("", "402", "Retry-After", "Content-Encoding", "gzip", "7", BODY, LIMITED, "\ud83d", "\0")),
        lambda: chance.choice((b"", b"429", b"Retry-After", b"\xff", BODY.encode())),
        lambda: bytearray(b"Retry-After"),
        lambda: memoryview(b"429"),
        Raises,
        object,
        lambda: chance.choice((dict, str, range(3), 1j, Ellipsis, datetime.datetime.now())),
        lambda: [anything(depth + 1) for _ in few],
        lambda: tuple(anything(depth + 1) for _ in few),
        lambda: {chance.choice(("error", "code", "Retry-After", None, 7, b"Date")): anything(depth + 1) for _ in few},
    )[chance.randrange(kinds)]()


for _ in range(20_000):
    status, headers, body = anything(), anything(), anything()
    error = masko.decode_error(status, headers, body)
    masko.decode_if_error(status, headers, body)
    assert isinstance(error, masko.MaskoApiError) and type(error.status) is int and str(error).isprintable()
    wait = masko.retry_advice(error, 1, method="GET").wait
    assert wait is None or 0 <= wait <= 60
