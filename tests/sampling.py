"""Keeps the suite short: of a test with many cases, a run tries a few, the same ones until their names change.

``@pytest.mark.sample(most=4)`` keeps four cases of each test, chosen by a digest of their names, so the suite does not
grow with labs, forgeries or pages; with ``of="file"`` or ``of="folder"``, four of all that is marked in there.
``@pytest.mark.whole`` leaves a test out altogether. Of what runs in both browsers, or in cold
and warm sandboxes, Firefox and cold sandboxes get a part.
``quintain test --all``, which is ``pytest --all``, runs everything. ``quintain test --touched`` names the files that
recent commits change, the latest first, in an environment variable: of up to twelve files of tests that are such a
file, or are called like one, every case is kept.
"""

from __future__ import annotations

import hashlib
import os
from collections import Counter, defaultdict
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

ROOT = Path(__file__).resolve().parents[1]
CHANGED = tuple(os.environ.get("QUINTAIN_TOUCHED", "").split())
MOST_TOUCHED = 12
LEFT_OUT = pytest.StashKey[int]()
SWITCH = {"every case": False}
PARTS = {"firefox": 24, "cold": 3}
"""Of what is tried in several ways, one case in so many of this way is kept."""
GROUPS: dict[str, Callable[[str], str]] = {
    "test": lambda name: name.partition("[")[0],
    "file": lambda name: name.partition("::")[0],
    "folder": lambda name: name.partition("::")[0].rpartition("/")[0],
}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--all``."""
    parser.addoption("--all", action="store_true", help="run every case of every test, not a sample")


def pytest_configure(config: pytest.Config) -> None:
    """Note whether this run leaves nothing out."""
    SWITCH["every case"] = bool(config.getoption("--all"))


def some[Name](names: Sequence[Name], most: int) -> Sequence[Name]:
    """Return the things that one test looks at in turn: all in a whole run, else a few, drawn by their names."""
    if SWITCH["every case"]:
        return names
    return sorted(names, key=lambda name: hashlib.sha256(str(name).encode()).digest())[:most]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what the sample does not hold; a case that is asked for by its name is run.

    A process runs all tests of a file, the files with journeys early, as they take longest; but after those with the
    database, which Django refuses to a process whose browsers have begun. Small files come last, so that no process
    waits long for another at the end.
    """
    files = Counter(GROUPS["file"](item.nodeid) for item in items)
    items.sort(
        key=lambda item: (
            is_without_database(item),
            item.get_closest_marker("browser") is None,
            -files[GROUPS["file"](item.nodeid)],
        )
    )
    if config.getoption("--all") or any("::" in argument for argument in config.args):
        return
    kept = set(map(id, sampled(items)))
    left_out = [item for item in items if id(item) not in kept]
    items[:] = [item for item in items if id(item) in kept]
    config.stash[LEFT_OUT] = len(left_out)
    config.hook.pytest_deselected(items=left_out)


def is_without_database(item: pytest.Item) -> bool:
    """Tell whether a test uses no database of Django."""
    asked = getattr(item, "fixturenames", ())
    return item.get_closest_marker("django_db") is None and not {"db", "transactional_db"} & set(asked)


def sampled(items: Iterable[pytest.Item]) -> list[pytest.Item]:
    """Return the items that a sample holds."""
    kept: list[pytest.Item] = []
    groups: dict[tuple[str, int], list[pytest.Item]] = defaultdict(list)
    for item in items:
        if is_touched(item.nodeid):
            kept.append(item)
            continue
        is_left_out = any(way in item.nodeid and int.from_bytes(rank(item)) % part for way, part in PARTS.items())
        if is_left_out or item.get_closest_marker("whole"):
            continue
        if marker := item.get_closest_marker("sample"):
            groups[GROUPS[marker.kwargs.get("of", "test")](item.nodeid), marker.kwargs["most"]].append(item)
        else:
            kept.append(item)
    return kept + [item for (_, most), same in groups.items() for item in sorted(same, key=rank)[:most]]


def tests_of(path: str) -> str:
    """Name the file of tests that a change belongs to: a test's own, or that of a module, packs/test_toml.py."""
    changed = PurePosixPath(path)
    if changed.parts[:2] != ("src", "quintain"):
        return path
    return str(PurePosixPath("tests", *changed.parts[2:-1], f"test_{changed.name}"))


def latest(changed: Iterable[str]) -> frozenset[str]:
    """Return the files of tests that the latest changes belong to."""
    files = dict.fromkeys(name for name in map(tests_of, changed) if (ROOT / name).is_file())
    return frozenset([name for name in files if PurePosixPath(name).match("tests/**/test_*.py")][:MOST_TOUCHED])


TOUCHED = latest(CHANGED)


def is_touched(name: str) -> bool:
    """Tell whether a test is in a file that was touched."""
    return name.partition("::")[0] in TOUCHED


def rank(item: pytest.Item) -> bytes:
    """Return where a case stands among its like: at random, and always there."""
    return hashlib.sha256(item.nodeid.encode()).digest()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say what was left out."""
    left_out = config.stash.get(LEFT_OUT, 0)
    if left_out:
        terminalreporter.write_line(f"{left_out} cases were left out of the sample; quintain test --all runs them.")
