"""What no server should send: `hostile.py FOLDER` for the package of Masko. It prints nothing if all is well."""

from __future__ import annotations

import copy
import json
import pickle
import random
import sys
from importlib import import_module
from typing import Any

sys.path.insert(0, sys.argv[1])
import masko_errors as masko  # noqa: E402
from masko_errors import fields  # noqa: E402

parser: Any = import_module("masko_errors._json")
BODY = '{"error": {"code": "insufficient_credits", "message": "No.", "required": 140, "balance": 50}, "id": [1, "é😀"]}'


def decode(body: bytes | str, status: int = 402, headers: Any = ()) -> Any:
    error = masko.decode_error(status, headers, body)
    masko.decode_if_error(200, headers, body)
    masko.retry_advice(error, 1, method="GET")
    assert isinstance(error, masko.MaskoApiError) and str(error).isprintable()
    return error


def unknown(reason: str, body: bytes | str, **more: Any) -> Any:
    error = decode(body, **more)
    assert isinstance(error, masko.UnknownError) and error.reason == reason, (error, body[:80])
    return error


# Depth, length, encoding.
inside = '{"error": {"code": "insufficient_credits", "required": 140, "balance": 50, "deep": %s}}'
assert isinstance(decode(inside % ("[" * 125 + "]" * 125)), masko.InsufficientCreditsError)
unknown("payload_mismatch", inside % ("[" * 126 + "]" * 126))
for deep in ("[", '{"a":', '[{"a":', BODY[:-1] + ', "deep": ' + "["):
    decode(deep * 100_000)
assert unknown("no_code", "x" * 5_000_000).excerpt == "x" * 1024
unknown("payload_mismatch", BODY + " " * (1 << 20))
error = unknown("no_code", b"<h1>Gr\xfc\xdfe</h1>")
assert error.excerpt == "<h1>Gr\ufffd\ufffde</h1>" and error.issues == ("the body is not UTF-8",)
unknown("encoded", b"\x1f\x8b\x08\x00", headers={"content-encoding": "gzip"})
assert isinstance(decode(BODY, headers={"Content-Encoding": "gzip"}), masko.InsufficientCreditsError)
assert isinstance(decode(b"\xef\xbb\xbf" + BODY.encode()), masko.InsufficientCreditsError)
unknown("no_code", "\ud83d")
cut = '{"error": {"code": "insufficient_credits", "required": 1, "inside": {"a": 1, "list": [1, 2'
assert unknown("payload_mismatch", cut).received == {"required": 1}
decode(bytearray(BODY.encode()))
decode(memoryview(BODY.encode()))

# Numbers: none that `json` reads, and JSON does not have.
number = '{"error": {"code": "insufficient_credits", "required": %s, "balance": %s}}'
for required in ("1", "1.0", "1e0", "18446744073709551615", "9007199254740992.0"):
    found = decode(number % (required, "-9223372036854775808"))
    assert found.fields.required == float(required) or found.fields.required == 2**64 - 1
    assert type(found.fields.required) is int
for required in (
    "true",
    "NaN",
    "Infinity",
    "-1",
    "1.5",
    "1e400",
    "18446744073709551616",
    '"1"',
    "null",
    "[]",
    "9" * 5000,
):
    unknown("payload_mismatch", number % (required, "1"))
for balance in ("-9223372036854775809", "9223372036854775808"):
    unknown("payload_mismatch", number % ("1", balance))

# Duplicates: the last one counts. Half a character is read as U+FFFD.
error = decode(
    '{"error": {"code": "not_found"}, "error": {"code": "insufficient_credits", "required": 1, "required": 2, "balance": 3}}'
)
assert error.fields.required == 2 and "duplicate member `error`" in error.issues
assert decode(r'{"error": {"code": "not_found", "message": "\ud83d cut \ud83d\ude00"}}').message == "\ufffd cut 😀"

# A message writes no line of its own into a log.
error = decode(r'{"error": {"code": "not_found", "message": "nö\nERROR all is lost \u202e"}}')
assert error.message == "nö\nERROR all is lost \u202e" and str(error) == r"nö\nERROR all is lost \u202e"

# Headers of any form, and of none.
for headers in ({"Retry-After": "7"}, [("retry-after", "7")], [(b"RETRY-AFTER", b" 7 ")], {"Retry-After": "6.2"}):
    error = decode('{"error": {"code": "rate_limited"}}', 429, headers)
    assert error.fields.retry_after == 7 and masko.retry_advice(error, 1, method="POST").wait == 7.0
for headers in ({"Retry-After": "soon"}, {"Retry-After": ""}, {"Retry-After": "-1"}, [("Retry-After", b"\xff")]):
    error = decode('{"error": {"code": "rate_limited"}}', 429, headers)
    assert error.fields.retry_after is None and masko.retry_advice(error, 2, method="POST").wait == 2.0
error = decode("", 503, {"Retry-After": "9" * 10_000})
assert masko.retry_advice(error, 1, method="GET") == (None, "too_long")
for date, wait in (
    ("Sun, 06 Nov 1994 08:49:37 GMT", 37),
    ("Sunday, 06-Nov-94 08:49:37 GMT", 37),
    ("Sun Nov  6 08:49:37 1994", 37),
):
    error = decode("", 503, {"Retry-After": date, "Date": "Sun, 06 Nov 1994 08:49:00 GMT"})
    assert masko.retry_advice(error, 1, method="GET").wait == wait, date
for date in ("Mon, 06 Nov 1994 08:49:37 GMT", "Sun, 31 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:49:37 GMT"):
    assert masko.retry_advice(decode("", 503, {"Retry-After": date}), 2, method="GET").wait == 2.0, date

# An exception survives other processes, and can be made by hand.
error = decode(BODY)
for again in (copy.copy(error), copy.deepcopy(error), pickle.loads(pickle.dumps(error))):
    assert type(again) is type(error) and again.__dict__ == error.__dict__ and str(again) == str(error)
made = masko.RateLimitedError("Slow down.", fields.RateLimited(retry_after=61))
assert made.status == 429 and masko.retry_advice(made, 1, method="POST") == (None, "too_long")
assert masko.retry_advice(made, 1, method="POST", max_wait=100).wait == 61.0
assert masko.retry_advice(made, 1, method="POST", max_wait=100, retries=0) == (None, "exhausted")
internal = masko.InternalError("Lost.")
internal.unknown_fields["a"] = internal.unknown_members["a"] = 1
assert masko.InternalError("Lost.").unknown_fields == masko.InternalError("Lost.").unknown_members == {}
assert masko.to_wire(made.fields) == {"Retry-After": 61} and masko.to_wire(fields.RateLimited()) == {}
for other in (None, {}, made, masko.Advice(1.0), type("RateLimited", (), {})()):
    try:
        masko.to_wire(other)
    except TypeError as refused:
        assert "masko_errors.fields" in str(refused)
    else:
        raise AssertionError(other)
assert masko.retry_advice(internal, 1, method="POST") == (None, "not_idempotent")
assert masko.retry_advice(internal, 4000, method="PUT") == (None, "exhausted")
assert masko.retry_advice(internal, 3, method="POST", idempotency_key="k1").wait == 4.0

# Whatever is cut or changed: nothing raises, and the reader that keeps the start agrees with `json`.
chance = random.Random(7)
for at in range(len(BODY)):
    decode(BODY[:at])
    decode(BODY.encode()[:at])
for _ in range(5_000):
    text = list(BODY)
    for _ in range(chance.randint(1, 4)):
        text[chance.randrange(len(text))] = chance.choice('{}[]",:\\ud81e0.-+tnf \x00é')
    changed = "".join(text)
    decode(changed, chance.choice((200, 402, 429, 503)))
    quick, slow = parser.parse(changed), parser._Reader(changed, 127).read()
    assert repr(quick) == repr(slow), (changed, quick, slow)
    try:
        expected = json.loads(changed, parse_constant=parser._constant)
    except ValueError:
        assert not slow.is_whole, changed
    else:
        assert slow.is_whole and (slow.has_lone_surrogate or parser.plain(slow.root[0]) == expected), changed
