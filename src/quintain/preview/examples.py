"""A request to begin with: what a learner finds in *Request* when it is opened first."""

import ast
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from quintain.packs.model.lab import Lab

METHODS: Final = frozenset({"get", "post", "put", "patch", "delete"})


@dataclass(frozen=True, slots=True)
class Call:
    """A request that a file of the lab makes: ``http.post("/login", data={"name": name})``."""

    method: str
    path: str
    params: Mapping[str, str]
    data: Mapping[str, str]
    json: Mapping[str, str]

    @property
    def has_body(self) -> bool:
        """Whether it sends a form or JSON."""
        return bool(self.data or self.json)


def example_of(lab: Lab) -> str:
    """Write a request that the lab's program answers: the first form or JSON that is sent to it, else its front page.

    The lab's start of an exploit and its tests tell what can be asked. Nothing is taken from them that a learner does
    not see in the original code, the brief and that start: another path is left out, and another value is replaced.
    """
    return _example(lab.folder, lab.digest, lab.front, _seen(lab), lab.break_.starter if lab.break_ else "")


def _seen(lab: Lab) -> str:
    """Return all that a learner of the lab can read anyway."""
    start = (lab.folder / lab.break_.starter).read_text("utf-8") if lab.break_ and lab.break_.starter else ""
    return "\n".join([*lab.starter.values(), *(step.markdown for step in lab.brief), start])


@lru_cache(maxsize=64)
def _example(folder: Path, _digest: str, front: str, seen: str, starter: str) -> str:
    files = [folder / starter] if starter else []
    files += sorted((folder / "tests").glob("*.py"))
    for file in files:
        for call in _calls(file.read_text(encoding="utf-8"), seen):
            if call.has_body:
                return _written(call)
    return f"GET {front} HTTP/1.1\nHost: lab.test\nConnection: close\n\n"


def _written(call: Call) -> str:
    query = f"?{urlencode(call.params)}" if call.params else ""
    body = json.dumps(dict(call.json)) if call.json else urlencode(call.data)
    return f"{call.method} {call.path}{query} HTTP/1.1\nHost: lab.test\nConnection: close\n\n{body}"


def _calls(source: str, seen: str) -> Iterator[Call]:
    """Find the requests in a file, in their order, whose path a learner has seen."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    for node in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        match node:
            case ast.Call(func=ast.Attribute(attr=method), args=[ast.Constant(value=str(path)), *_]) if (
                method in METHODS and path.startswith("/") and path in seen
            ):
                fields = {keyword.arg: keyword.value for keyword in node.keywords}
                params, data, body = (_values(fields.get(name), seen) for name in ("params", "data", "json"))
                yield Call(method.upper(), path, params, data, body)


def _values(node: ast.expr | None, seen: str) -> dict[str, str]:
    """Read the fields of a dict as it is written; what is no text that a learner has seen becomes an example."""
    if not isinstance(node, ast.Dict):
        return {}
    values: dict[str, str] = {}
    for key, value in zip(node.keys, node.values, strict=True):
        match key, value:
            case ast.Constant(value=str(name)), ast.Constant(value=str(text)) if name in seen and text in seen:
                values[name] = text
            case ast.Constant(value=str(name)), _ if name in seen:
                values[name] = f"some-{name}"
    return values
