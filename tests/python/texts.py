"""Compares the texts of a package with those of its spec: `texts.py FOLDER FILE`."""

import importlib
import json
import sys

sys.path.insert(0, sys.argv[1])
package = importlib.import_module("shop_errors")
with open(sys.argv[2], encoding="utf-8") as file:
    texts = json.load(file)
for row, text in zip(importlib.import_module("shop_errors._book").BOOK.codes, texts, strict=True):
    exception = getattr(package, row.error)
    assert exception.meaning == exception.remediation == text, (exception.meaning, text)
    body = json.dumps({"error": {"code": row.code, "f": text}})
    error = package.decode_error(400, {}, body)
    assert type(error) is exception and error.message == text, (error.message, text)
