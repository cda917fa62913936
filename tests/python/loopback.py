"""Runs the Python of the documents, and an example, against a server: `loopback.py URL PACKAGE FILE.md ... EXAMPLE.py`.

Statements of the documents have a `response` of the server. A function `send` of theirs is called.
"""

from __future__ import annotations

import re
import runpy
import sys
from pathlib import Path

url, package, *documents, example = sys.argv[1:]
sys.path.insert(0, package)

import httpx  # noqa: E402
import masko_errors as masko  # noqa: E402

count = sends = 0
for document in documents:
    text = Path(document).read_text(encoding="utf-8")
    code = Path(document).stem if "/errors/" in Path(document).as_posix() else "insufficient_credits"
    for block in re.findall(r"^```python\n(.*?)^```$", text, re.DOTALL | re.MULTILINE):
        names = {"__name__": "document", "url": f"{url}/errors/{code}"}
        names["response"] = httpx.request("GET", f"{url}/errors/{code}")
        exec(compile(block, document, "exec"), names)
        count += 1
        if "send" not in names:
            continue
        sends += 1
        httpx.request("POST", f"{url}/reset")
        assert names["send"]("POST", f"{url}/v1/collections/c1/generate").status_code == 200
        try:
            names["send"]("GET", f"{url}/errors/not_found")
        except masko.NotFoundError as error:
            assert error.code == "not_found" and error.status == 404, error
        else:
            raise AssertionError(f"{document}: an error was taken for a success")
sys.argv[1:] = [url]
runpy.run_path(example, run_name="__main__")
print(f"{count} blocks, {sends} with `send`")
