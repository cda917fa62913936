"""Runs a generated package over a file of conformance cases: `conformance.py FOLDER MODULE FILE`.

It prints each case that differs, and exits with 1 if there is one. It needs nothing but the package.
"""

from __future__ import annotations

import json
import pickle
import sys
from datetime import datetime
from importlib import import_module
from typing import Any

folder, name, file = sys.argv[1:4]
sys.path.insert(0, folder)
package = import_module(name)


def is_equal(one: Any, other: Any) -> bool:
    """Numbers are equal whatever their type; `True` is not 1."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(is_equal(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(is_equal, one, other))
    return isinstance(one, bool) == isinstance(other, bool) and one == other


def on_wire(error: Any, attribute: str) -> dict[str, Any]:
    return package.to_wire(getattr(error, attribute)) if hasattr(error, attribute) else {}


def shown(error: Any) -> dict[str, Any]:
    """An error as the file has it."""
    is_unknown = isinstance(error, package.UnknownError)
    assert (error.code is None) == is_unknown and isinstance(error.message, str) and "\n" not in str(error)
    assert type(error).__name__ in package.__all__
    return {
        "code": error.code,
        "code_text": error.code_text if is_unknown else error.code,
        "reason": error.reason if is_unknown else None,
        "status": error.status,
        "message": error.message,
        "fields": None if is_unknown else on_wire(error, "fields"),
        "received": error.received if is_unknown else {},
        "unknown": error.unknown_fields,
    }


def differences(row: dict[str, Any]) -> list[str]:
    found: list[str] = []

    def compare(what: str, said: Any, expected: Any) -> None:
        if not is_equal(said, expected):
            found.append(f"{what}: {said!r}, not {expected!r}")

    def compare_error(where: str, said: dict[str, Any], expected: dict[str, Any]) -> None:
        for key, value in said.items():
            # Without a message in the response, the package has a text of its own.
            if key != "message" or expected[key] is not None:
                compare(where + key, value, expected[key])

    status, body = row["status"], row["body"]
    headers = [(key, value) for key, value in row["headers"]]
    error = package.decode_error(status, headers, body)
    expected = row["error"]
    compare_error("", shown(error), expected)
    # A member that may be `null` is None, as one that is absent.
    members = {name: value for name, value in expected["members"].items() if value is not None}
    compare("members", on_wire(error, "members"), members)
    compare("dropped", error.dropped_errors, expected["dropped"])
    compare("number of others", len(error.others), len(expected["others"]))
    for index, (other, wanted) in enumerate(zip(error.others, expected["others"])):
        compare_error(f"others[{index}].", shown(other), wanted)
    compare("is_error", package.decode_if_error(status, headers, body) is not None, row["is_error"])
    now = datetime.fromisoformat(row["now"].replace("Z", "+00:00")).timestamp()
    for copy in (error, pickle.loads(pickle.dumps(error))):
        for method, wanted in row["retry"].items():
            for attempt, expected_advice in enumerate(wanted, 1):
                advice = package.retry_advice(copy, attempt, method=method, now=now, random=lambda: 1.0)
                said = advice.reason if advice.wait is None else round(advice.wait * 1000)
                if isinstance(said, int) and isinstance(expected_advice, int) and abs(said - expected_advice) <= 1:
                    continue
                compare(f"{method}, attempt {attempt}", said, expected_advice)
    # An iterator can be read once.
    read_once = package.decode_if_error(status, iter(headers), body)
    compare("is_error of an iterator", read_once is not None, row["is_error"])
    if read_once is not None:
        compare("as an iterator", shown(read_once), shown(error))
    # Bytes and mappings of headers are the same response.
    if len({key.lower() for key, _ in headers}) == len(headers):
        again = package.decode_error(status, dict(headers), body.encode())
        compare("as bytes", shown(again), shown(error))
    return found


count = failures = 0
with open(file, encoding="utf-8") as lines:
    for line in lines:
        row = json.loads(line)
        found = differences(row)
        count += 1
        failures += bool(found)
        for difference in found:
            print(f"{row['case']}: {difference}")
print(f"{count} cases, {failures} differ")
sys.exit(1 if failures or not count else 0)
