"""A client of Masko with `requests`: `with_requests.py URL`."""

from __future__ import annotations

import sys
import time
from itertools import count

import requests
from masko_errors import InsufficientCreditsError, decode_error, decode_if_error, retry_advice


def generate(session: requests.Session, url: str, collection: str) -> requests.Response:
    attempts = count(1)
    while True:
        response = session.post(f"{url}/v1/collections/{collection}/generate")
        if (error := decode_if_error(response.status_code, response.headers, response.content)) is None:
            return response
        wait = retry_advice(error, next(attempts), method="POST", retries=2).wait
        if wait is None:
            raise error
        time.sleep(wait)


with requests.Session() as session:
    session.trust_env = False
    session.post(f"{sys.argv[1]}/reset")
    print(generate(session, sys.argv[1], "c1").status_code)

    response = session.get(f"{sys.argv[1]}/errors/insufficient_credits")
    error = decode_error(response.status_code, response.headers, response.content)
    if isinstance(error, InsufficientCreditsError):
        print(error.fields.required - error.fields.balance, "credits are missing:", error.remediation)
