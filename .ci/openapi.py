"""Reads every example with the classes that `openapi-python-client` made, and writes it again. See `openapi`."""

import importlib
import json
import pathlib
import sys

folder = pathlib.Path(sys.argv[1])
sys.path.insert(0, str(folder))
models = importlib.import_module("client.models")
for module in (folder / "client/api").rglob("[a-z]*.py"):
    importlib.import_module(".".join(module.relative_to(folder).with_suffix("").parts))
components = json.loads((folder / "openapi.json").read_text())["components"]
count = 0
for name in components["schemas"]:
    for content in components["responses"][name]["content"].values():
        for example in content["examples"]:
            body = components["examples"][example]["value"]
            read = getattr(models, name).from_dict(body)
            if read.to_dict() != body:
                sys.exit(f"error: {name}, {example}: {body} is read as {read}")
            count += 1
print(f"openapi-python-client: {count} examples are read and written")
