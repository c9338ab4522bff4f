"""Report comparisons of a digest with == or !=."""

import ast
from pathlib import Path


def is_digest(node):
    return isinstance(node, ast.Call) and getattr(node.func, "attr", "") in {"digest", "hexdigest"}


for path in map(Path, ("before.py", "after.py")):
    lines = [
        node.lineno
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Compare) and any(map(is_digest, [node.left, *node.comparators]))
    ]
    print(path.name, lines)
