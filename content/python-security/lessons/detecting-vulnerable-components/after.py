"""Search for the vulnerable call in the syntax tree, also under another name."""

import ast

from shop import MODULES


def calls(source: str) -> bool:
    tree = ast.parse(source)
    names = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "yaml"
        for alias in node.names
        if alias.name == "full_load"
    }
    called = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return any(
        (isinstance(func, ast.Attribute) and func.attr == "full_load")
        or (isinstance(func, ast.Name) and func.id in names)
        for func in called
    )


for name, source in MODULES.items():
    print(f"{name:<9}{'calls it' if calls(source) else 'nothing found'}")
