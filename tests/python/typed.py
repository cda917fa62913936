"""What type checkers know of the package of Masko. It is checked, and not run."""

from __future__ import annotations

import httpx
import requests
from masko_errors import (
    Advice,
    InsufficientCreditsError,
    MaskoApiError,
    RateLimitedError,
    UnknownError,
    decode_error,
    decode_if_error,
    fields,
    retry_advice,
)
from typing_extensions import assert_type


def narrows(error: MaskoApiError) -> None:
    match error:
        case InsufficientCreditsError(fields=payload):
            assert_type(payload, fields.InsufficientCredits)
            assert_type(payload.required, int)
            assert_type(error.fields.balance, int)
        case RateLimitedError():
            assert_type(error.fields.retry_after, int | str | None)
        case UnknownError(reason="code_unknown"):
            assert_type(error.code_text, str | None)
        case _:
            assert_type(error, MaskoApiError)
    assert_type(error.code, str | None)
    assert_type(error.remediation, str)
    assert_type(error.docs_url, str | None)
    assert_type(error.others, tuple[MaskoApiError, ...])


def catches() -> None:
    try:
        raise InsufficientCreditsError("No.", fields.InsufficientCredits(required=140, balance=50))
    except InsufficientCreditsError as error:
        assert_type(error.fields.required, int)


def reads(one: httpx.Response, other: requests.Response) -> None:
    assert_type(decode_error(one.status_code, one.headers, one.content), MaskoApiError)
    assert_type(decode_if_error(other.status_code, other.headers, other.content), MaskoApiError | None)
    error = decode_error(429, [(b"Retry-After", b"7")], "")
    decode_error(429, [("Retry-After", "7")], b"")
    decode_error(429, {}, "")
    assert_type(retry_advice(error, 1, method="POST", idempotency_key="k1", random=lambda: 0.5), Advice)


def mistakes(error: InsufficientCreditsError) -> None:
    error.fields.required = 1  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
    error.fields.credits  # type: ignore[attr-defined]  # pyright: ignore
    fields.InsufficientCredits(required=1)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    InsufficientCreditsError("No.")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
