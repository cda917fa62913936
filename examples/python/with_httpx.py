"""A client of Masko with `httpx`: `with_httpx.py URL`."""

from __future__ import annotations

import sys
import time
from itertools import count

import httpx
from masko_errors import InsufficientCreditsError, decode_error, decode_if_error, retry_advice


def generate(client: httpx.Client, collection: str) -> httpx.Response:
    attempts = count(1)
    while True:
        response = client.post(f"/v1/collections/{collection}/generate")
        if (error := decode_if_error(response.status_code, response.headers, response.content)) is None:
            return response
        wait = retry_advice(error, next(attempts), method="POST", retries=2).wait
        if wait is None:
            raise error
        time.sleep(wait)


with httpx.Client(base_url=sys.argv[1], trust_env=False) as client:
    client.post("/reset")
    print(generate(client, "c1").status_code)

    response = client.get("/errors/insufficient_credits")
    error = decode_error(response.status_code, response.headers, response.content)
    if isinstance(error, InsufficientCreditsError):
        print(error.fields.required - error.fields.balance, "credits are missing:", error.remediation)
