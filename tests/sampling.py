"""Keeps the suite short: of a test with many cases, a run tries a few, the same ones until their names change.

``@pytest.mark.sample(most=4)`` keeps four cases of each test, chosen by a digest of their names, so the suite does not
grow with labs, forgeries or pages. ``@pytest.mark.whole`` leaves a test out altogether. ``quintain test --all``, which
is ``pytest --all``, runs everything.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LEFT_OUT = pytest.StashKey[int]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--all``."""
    parser.addoption("--all", action="store_true", help="run every case of every test, not a sample")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what the sample does not hold; a case that is asked for by its name is run."""
    if config.getoption("--all") or any("::" in argument for argument in config.args):
        return
    kept = set(map(id, sampled(items)))
    left_out = [item for item in items if id(item) not in kept]
    items[:] = [item for item in items if id(item) in kept]
    config.stash[LEFT_OUT] = len(left_out)
    config.hook.pytest_deselected(items=left_out)


def sampled(items: Iterable[pytest.Item]) -> list[pytest.Item]:
    """Return the items that a sample holds: all without a marker, and so many of each test with one."""
    kept: list[pytest.Item] = []
    cases: dict[str, list[pytest.Item]] = defaultdict(list)
    for item in items:
        if item.get_closest_marker("whole"):
            continue
        if item.get_closest_marker("sample"):
            cases[item.nodeid.partition("[")[0]].append(item)
        else:
            kept.append(item)
    for same in cases.values():
        kept += chosen(same)
    return kept


def chosen(same: Sequence[pytest.Item]) -> list[pytest.Item]:
    """Choose among the cases of one test."""
    marker = same[0].get_closest_marker("sample")
    assert marker is not None
    return sorted(same, key=lambda item: hashlib.sha256(item.nodeid.encode()).digest())[: marker.kwargs["most"]]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say what was left out."""
    left_out = config.stash.get(LEFT_OUT, 0)
    if left_out:
        terminalreporter.write_line(f"{left_out} cases were left out of the sample; quintain test --all runs them.")
