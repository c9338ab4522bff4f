"""Which files of tests are near to what was changed: by imports, by name, and by room.

A test is as many steps away from a module as imports lie between them. What no test imports, since Django or a sandbox
loads it by name, is as near to the tests of its room as what they import by two steps.
"""

from __future__ import annotations

from collections import deque
from functools import cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

import grimp

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT: Final = Path(__file__).resolve().parents[1]
MOST_STEPS: Final = 2
"""By three steps, half of all modules have more than seventeen files of tests, and the widest 245."""


def near(changed: Iterable[str]) -> dict[str, int]:
    """Return the files of tests that are near to changed paths, and in how many steps; the nearest come first."""
    found: dict[str, int] = {}
    for path in changed:
        for name, steps in _near(path):
            found[name] = min(steps, found.get(name, steps))
    return dict(sorted(found.items(), key=lambda pair: pair[1]))


def _near(path: str) -> Iterator[tuple[str, int]]:
    if is_test(path):
        yield path, 0
    module = module_of(path)
    is_reached = False
    for name, steps in importers(module) if module else ():
        file = f"{name.replace('.', '/')}.py"
        if is_test(file):
            is_reached = True
            yield file, steps
    if path.startswith("src/quintain/"):
        changed = PurePosixPath(path.removeprefix("src/quintain/"))
        own = f"tests/{changed.with_name(f'test_{changed.name}')}"
        if is_test(own):
            yield own, 1
        if not is_reached:
            yield from ((name, MOST_STEPS) for name in of_room(changed))


def is_test(path: str) -> bool:
    """Tell whether this is a file of tests that is still there."""
    return PurePosixPath(path).full_match("tests/**/test_*.py") and (ROOT / path).is_file()


def module_of(path: str) -> str:
    """Return the name of a module of ours, or nothing."""
    parts = PurePosixPath(path).with_suffix("").parts
    if PurePosixPath(path).suffix != ".py" or parts[:1] not in {("src",), ("tests",)}:
        return ""
    return ".".join(parts[1:] if parts[0] == "src" else parts).removesuffix(".__init__")


def of_room(changed: PurePosixPath) -> list[str]:
    """Return the tests of the folder that mirrors that of a path, or of the next one above it that has any."""
    for folder in (changed.parent, *changed.parent.parents):
        tests = sorted((ROOT / "tests" / folder).glob("test_*.py")) if folder.parts else []
        if tests:
            return [str(test.relative_to(ROOT)) for test in tests]
    return []


def importers(module: str) -> Iterator[tuple[str, int]]:
    """Yield the modules that import one, and in how many steps, up to ``MOST_STEPS``."""
    graph = imports()
    if module not in graph.modules:
        return
    steps, waiting = {module: 0}, deque([module])
    while waiting:
        name = waiting.popleft()
        if steps[name] == MOST_STEPS:
            continue
        for importer in sorted(graph.find_modules_that_directly_import(name) - steps.keys()):
            steps[importer] = steps[name] + 1
            waiting.append(importer)
            yield importer, steps[importer]


@cache
def imports() -> grimp.ImportGraph:
    """Read who imports whom: about a second."""
    return grimp.build_graph("quintain", "tests", cache_dir=None)
