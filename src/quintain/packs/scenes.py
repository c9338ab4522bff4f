"""What the scene of a lab lets an exploit do, read from its source: a page that lists it runs no author's code."""

import ast
from dataclasses import dataclass

SCENE = "scene"


@dataclass(frozen=True, slots=True)
class Act:
    """One function that an exploit can import: how it is called, and the first paragraph of its docstring."""

    call: str
    words: str


def acts_of(source: str) -> tuple[Act, ...]:
    """Return what the function ``scene`` returns, in its order; nothing of what is no plain dictionary of functions."""
    scene = next(node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef) and node.name == SCENE)
    functions = {node.name: node for node in scene.body if isinstance(node, ast.FunctionDef)}
    returned = [node.value for node in scene.body if isinstance(node, ast.Return)]
    return tuple(
        _act(str(key.value), value, functions)
        for acts in returned
        if isinstance(acts, ast.Dict)
        for key, value in zip(acts.keys, acts.values, strict=True)
        if isinstance(key, ast.Constant)
    )


def _act(name: str, value: ast.expr, functions: dict[str, ast.FunctionDef]) -> Act:
    function = functions.get(value.id) if isinstance(value, ast.Name) else value
    if isinstance(function, ast.Lambda):
        return Act(f"{name}({ast.unparse(function.args)})", "")
    if isinstance(function, ast.FunctionDef):
        words = (ast.get_docstring(function) or "").partition("\n\n")[0]
        return Act(f"{name}({ast.unparse(function.args)})", " ".join(words.replace("`", "").split()))
    return Act(f"{name}(…)", "")
