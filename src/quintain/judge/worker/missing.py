"""A program imports a package that is not there: whose fault that is, and what the learner can use instead."""

import ast
import re
import sys
from collections.abc import Sequence
from typing import Final

from quintain.judge.errors import Raised, RuntimeLacks
from quintain.packs.model.lab import Lab

PINNED: Final = re.compile(r"^([A-Za-z0-9][\w.-]*)==", re.MULTILINE)
NO_MODULE: Final = re.compile(r"No module named '([^']+)'")


def packages_of(lab: Lab) -> tuple[str, ...]:
    """Name the packages of a lab's runtime, as its lock file does; none if it cannot be read."""
    try:
        text = "" if lab.lock is None else lab.lock.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ()
    return tuple(PINNED.findall(text))


def hint_about(error: Raised, lab: Lab, packages: Sequence[str]) -> str:
    """Say which packages there are, if the program wants another one; nothing if that is not what is wrong.

    Raises:
        RuntimeLacks: the lab's own code wants it, so that nobody could solve the lab.

    """
    match = NO_MODULE.search(error.text) if error.names[0] in {"ModuleNotFoundError", "ImportError"} else None
    name = match[1].partition(".")[0] if match else ""
    if not name or name in sys.stdlib_module_names or {f"{name}.py", f"{name}/__init__.py"} & set(lab.starter):
        return ""
    if name in _imported(lab):
        raise RuntimeLacks(
            f"The lab's own code imports {name}, and its runtime {lab.run.runtime!r} has no such package."
        )
    there = (
        f"besides the standard library there are {', '.join(packages)}" if packages else "there is the standard library"
    )
    return f"The package {name} is not installed in this lab; {there}."


def _imported(lab: Lab) -> set[str]:
    names: set[str] = set()
    for path, source in lab.starter.items():
        if not path.endswith(".py"):
            continue
        try:
            tree = ast.parse(source)
        except (SyntaxError, ValueError):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                names.update(alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.partition(".")[0])
    return names
