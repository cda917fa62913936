"""As much of `httpx` as the documents and the example use: they run without it. `.ci/python` runs them with it."""

from __future__ import annotations

from http.client import HTTPConnection, HTTPMessage
from typing import Any
from urllib.parse import urlsplit


class Response:
    def __init__(self, status_code: int, headers: HTTPMessage, content: bytes) -> None:
        self.status_code = status_code
        self.headers = headers
        self.content = content


def request(method: str, url: str) -> Response:
    parts = urlsplit(url)
    connection = HTTPConnection(parts.netloc, timeout=30)
    try:
        connection.request(method, parts.path or "/")
        response = connection.getresponse()
        return Response(response.status, response.headers, response.read())
    finally:
        connection.close()


class Client:
    def __init__(self, base_url: str = "", trust_env: bool = True) -> None:
        self._base_url = base_url

    def get(self, url: str) -> Response:
        return request("GET", self._base_url + url)

    def post(self, url: str) -> Response:
        return request("POST", self._base_url + url)

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: Any) -> None:
        pass
