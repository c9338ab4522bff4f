"""Keeps the suite short: of a test with many cases, a run tries a few, drawn anew for each commit.

``@pytest.mark.sample(most=4)`` keeps four cases of each test, chosen by a digest of their names and of the commit, so
the suite does not grow with labs, forgeries or pages, and over the commits all of them are run; with ``of="file"`` or
``of="folder"``, four of all that is marked in there. The output names the commit, and ``--sample COMMIT`` draws the
same ones again. ``@pytest.mark.whole`` leaves a test out altogether. Of what runs in both browsers, or in cold and warm
sandboxes, Firefox and cold sandboxes get a part.

``quintain test --all``, which is ``pytest --all``, runs everything. With ``quintain test --touched``, or ``pytest
--touched``, more cases of the files of tests that are near to what was changed are kept, as many as a run has time for;
``--since COMMIT`` says since when.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.changes import base_of, changed_since, git

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

ROOT = Path(__file__).resolve().parents[1]
TOUCHED_SECONDS = 300
"""What the cases of touched tests may take together of a processor: two and a half minutes in two processes."""
SECONDS = {"matrix": 60.0, "browser": 8.0, "hostile": 2.0, "": 0.5}
"""What a case takes, about, by its mark."""
LEFT_OUT = pytest.StashKey[int]()
PARTS = {"firefox": 24, "cold": 3}
"""Of what is tried in several ways, one case in so many of this way is kept."""
GROUPS: dict[str, Callable[[str], str]] = {
    "test": lambda name: name.partition("[")[0],
    "file": lambda name: name.partition("::")[0],
    "folder": lambda name: name.partition("::")[0].rpartition("/")[0],
}


@dataclass(slots=True)
class Run:
    """What a run of pytest was asked for."""

    tries_every_case: bool = False
    seed: str = ""
    changed: tuple[str, ...] = ()
    """Paths, the latest first; none without ``--touched``."""
    since: str = ""
    """The commit since which they were changed."""

    @property
    def words(self) -> list[str]:
        """The options with which a run inside this one, such as one on a database of its own, tries as many cases."""
        if self.tries_every_case:
            return ["--all"]
        return [f"--sample={self.seed}", *([f"--since={self.since}"] if self.since else [])]


RUN = Run()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--all``, ``--sample``, ``--touched`` and ``--since``."""
    parser.addoption("--all", action="store_true", help="run every case of every test, not a sample")
    parser.addoption("--sample", metavar="WORD", help="draw the cases that a run drew which named this word")
    parser.addoption("--touched", action="store_true", help="run more cases of what this branch changes")
    parser.addoption("--since", metavar="COMMIT", help="run more cases of what was changed since a commit")


def pytest_configure(config: pytest.Config) -> None:
    """Note what is asked for; the options go to all processes of this run, so that they draw the same cases."""
    config.option.sample = config.option.sample or commit()
    if config.option.touched and not config.option.since:
        config.option.since = base_of()
    if config.option.since and not hasattr(config.option, "changed"):
        config.option.changed = changed_since(config.option.since)
    RUN.tries_every_case = config.option.all
    RUN.seed = config.option.sample
    RUN.changed = tuple(getattr(config.option, "changed", ()))
    RUN.since = config.option.since or ""


def commit() -> str:
    """Return the commit that is checked out, or a word for none."""
    return next(iter(git(ROOT, "rev-parse", "--short=12", "HEAD")), "no-commit")


def some[Name](names: Sequence[Name], most: int) -> Sequence[Name]:
    """Return the things that one test looks at in turn: all in a whole run, else a few, drawn by their names."""
    if RUN.tries_every_case:
        return names
    return sorted(names, key=lambda name: place(str(name)))[:most]


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
    if RUN.changed:
        from tests.nearness import near  # noqa: PLC0415  reads all imports of ours

        kept |= set(map(id, touched([item for item in items if id(item) not in kept], near(RUN.changed))))
    left_out = [item for item in items if id(item) not in kept]
    items[:] = [item for item in items if id(item) in kept]
    config.stash[LEFT_OUT] = len(left_out)
    if hasattr(config, "workeroutput"):
        config.workeroutput["left_out"] = len(left_out)
    config.hook.pytest_deselected(items=left_out)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:  # Any: of pytest-xdist, which has no types
    """Note what a process of this run left out; each has collected the same."""
    if left_out := getattr(node, "workeroutput", {}).get("left_out"):
        node.config.stash[LEFT_OUT] = left_out


def is_without_database(item: pytest.Item) -> bool:
    """Tell whether a test uses no database of Django."""
    asked = getattr(item, "fixturenames", ())
    return item.get_closest_marker("django_db") is None and not {"db", "transactional_db"} & set(asked)


def sampled(items: Iterable[pytest.Item]) -> list[pytest.Item]:
    """Return the items that a sample holds."""
    kept: list[pytest.Item] = []
    groups: dict[tuple[str, int], list[pytest.Item]] = defaultdict(list)
    for item in items:
        is_left_out = any(way in item.nodeid and int.from_bytes(rank(item)) % part for way, part in PARTS.items())
        if is_left_out or item.get_closest_marker("whole"):
            continue
        if marker := item.get_closest_marker("sample"):
            groups[GROUPS[marker.kwargs.get("of", "test")](item.nodeid), marker.kwargs["most"]].append(item)
        else:
            kept.append(item)
    return kept + [item for (_, most), same in groups.items() for item in sorted(same, key=rank)[:most]]


def touched(items: Iterable[pytest.Item], steps: Mapping[str, int]) -> list[pytest.Item]:
    """Return more items, of the nearest files first, as long as there is time for what they take."""
    near = [item for item in items if GROUPS["file"](item.nodeid) in steps]
    kept, left = [], float(TOUCHED_SECONDS)
    for item in sorted(near, key=lambda item: (steps[GROUPS["file"](item.nodeid)], rank(item))):
        seconds = next(seconds for mark, seconds in SECONDS.items() if not mark or item.get_closest_marker(mark))
        if seconds <= left:
            kept.append(item)
            left -= seconds
    return kept


def rank(item: pytest.Item) -> bytes:
    """Return where a case stands among its like."""
    return place(item.nodeid)


def place(name: str) -> bytes:
    """Return where a name stands among others: at random, and always there in runs of one commit."""
    return hashlib.sha256(f"{RUN.seed} {name}".encode()).digest()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say what was left out, and how to draw the same cases again."""
    if config.option.since:
        terminalreporter.write_line(f"{len(RUN.changed)} files were changed since {config.option.since}.")
    elif config.option.touched:
        terminalreporter.write_line("No commit is known since which anything could have been changed.")
    if left_out := config.stash.get(LEFT_OUT, 0):
        terminalreporter.write_line(
            f"{left_out} cases were left out of the sample of {RUN.seed}; quintain test --all runs them, "
            f"and quintain test -- --sample {RUN.seed} draws the same sample again."
        )
