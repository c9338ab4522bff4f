"""Find calls that format a text which is no constant."""

import ast
import sys
from pathlib import Path


def is_constant(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant)


def suspicious(node: ast.AST) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(value=text, attr="format" | "format_map" | "vformat")):
            return not is_constant(text)
        case ast.BinOp(left=left, op=ast.Mod()):
            return not is_constant(left)
    return False


if __name__ == "__main__":
    for file in sys.argv[1:] or ["before.py", "after.py", "twice.py"]:
        for node in ast.walk(ast.parse(Path(file).read_text())):
            if suspicious(node):
                print(f"{file}:{node.lineno}: {ast.unparse(node)}")
