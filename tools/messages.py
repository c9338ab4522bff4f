"""Writes the TypeScript types of what the server sends from the dataclasses that it sends."""

import ast
import importlib
import re
from dataclasses import fields, is_dataclass
from inspect import getdoc
from pathlib import Path
from types import ModuleType, UnionType
from typing import Any, Literal, TypeAliasType, Union, get_args, get_origin, get_type_hints

ROOT = Path(__file__).resolve().parent.parent
TARGETS = {
    "quintain.attempts.reports.messages": ROOT / "frontend" / "src" / "live" / "messages.ts",
    "quintain.coedit.messages": ROOT / "frontend" / "src" / "pairing" / "messages.ts",
    "quintain.preview.messages": ROOT / "frontend" / "src" / "program" / "messages.ts",
}
HEAD = "/** What the server sends. `just messages` writes this file from src/{}.py: change that one. */\n"
PLAIN = {str: "string", int: "number", float: "number", bool: "boolean", type(None): "null"}


def type_of(hint: Any) -> str:
    """Return the TypeScript type of an annotation.

    Raises:
        TypeError: JSON has no such value, or the scripts need none so far.

    """
    if hint in PLAIN:
        return PLAIN[hint]
    if isinstance(hint, TypeAliasType) or is_dataclass(hint):
        return str(hint.__name__)  # type: ignore[union-attr]  # a class or an alias
    given = get_args(hint)
    match get_origin(hint):
        case origin if origin is Literal:
            return " | ".join(f'"{value}"' for value in given)
        case origin if origin in {UnionType, Union}:
            return " | ".join(type_of(each) for each in given)
        case origin if origin is tuple and given[1:] == (...,):
            inner = type_of(given[0])
            return f"({inner})[]" if " | " in inner else f"{inner}[]"
        case origin if origin is not None and origin.__name__ == "Mapping":
            return f"Record<{type_of(given[0])}, {type_of(given[1])}>"
    message = f"{hint} has no TypeScript type here"
    raise TypeError(message)


def interface(shape: type) -> str:
    """Return a dataclass as an interface; what its base has is taken over."""
    base = next((each.__name__ for each in shape.__bases__ if is_dataclass(each)), None)
    own = shape.__annotations__
    hints = get_type_hints(shape)
    lines = [f"  {field.name}: {type_of(hints[field.name])};" for field in fields(shape) if field.name in own]
    about = re.sub(r"\s+", " ", (getdoc(shape) or "").replace("``", "`"))
    extends = f" extends {base}" if base else ""
    return "\n".join((f"/** {about} */", f"export interface {shape.__name__}{extends} {{", *lines, "}"))


def typescript(module: ModuleType) -> str:
    """Return all types of a module, in its order."""
    tree = ast.parse(Path(str(module.__file__)).read_text())
    parts = [HEAD.format(module.__name__.replace(".", "/"))]
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            parts.append(interface(getattr(module, node.name)) + "\n")
        elif isinstance(node, ast.TypeAlias):
            parts.append(f"export type {node.name.id} = {type_of(getattr(module, node.name.id).__value__)};\n")
    return "\n".join(parts)


def main() -> None:
    """Write all files anew."""
    for name, target in TARGETS.items():
        target.write_text(typescript(importlib.import_module(name)))


if __name__ == "__main__":
    main()
