"""Tests that are near to a change are found by imports, by name, and by room."""

import grimp
import pytest

from tests import nearness

GRAPH = (
    ("tests.accounts.test_throttle", "quintain.accounts.limits.throttle"),
    ("quintain.accounts.limits.rate_limits", "quintain.accounts.limits.throttle"),
    ("tests.cohorts.test_joining", "quintain.accounts.limits.rate_limits"),
    ("quintain.cohorts.views", "quintain.accounts.limits.rate_limits"),
    ("tests.cohorts.test_pages", "quintain.cohorts.views"),
    ("tests.accounts.test_sockets", "tests.people"),
)


@pytest.fixture(autouse=True)
def _few_imports(monkeypatch: pytest.MonkeyPatch) -> None:
    """Know few modules; the files of tests are the real ones."""
    graph = grimp.ImportGraph()
    for importer, imported in GRAPH:
        graph.add_import(importer=importer, imported=imported)
    monkeypatch.setattr(nearness, "imports", lambda: graph)


def test_tests_are_as_near_as_their_imports() -> None:
    """In one step or two; by three it is no longer near, and what has changed itself is nearest."""
    changed = [
        "src/quintain/accounts/limits/throttle.py",
        "tests/arena/test_rounds.py",
        "docs/labs.md",
        "tests/test_gone.py",
    ]
    assert list(nearness.near(changed).items()) == [
        ("tests/arena/test_rounds.py", 0),
        ("tests/accounts/test_throttle.py", 1),
        ("tests/cohorts/test_joining.py", 2),
    ]


def test_what_tests_share_is_near_to_them() -> None:
    """A change of a fixture's module reaches those that import it."""
    assert nearness.near(["tests/people.py"]) == {"tests/accounts/test_sockets.py": 1}


def test_what_nothing_imports_has_the_tests_of_its_room() -> None:
    """A template, a view that Django finds by name, a program of a box: all tests of its folder, or of that above."""
    of_room = nearness.near(["src/quintain/catalog/templates/catalog/home.html"])
    assert set(of_room.values()) == {2}
    assert "tests/catalog/test_timetable.py" in of_room
    assert {name.rpartition("/")[0] for name in of_room} == {"tests/catalog"}
    assert nearness.near(["src/quintain/sandbox/inside/init.py"]) == {"tests/sandbox/inside/test_init.py": 1}
    assert nearness.near(["src/quintain/__init__.py", "pyproject.toml", "frontend/src/main.ts"]) == {}


def test_the_real_imports_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of the tests, too."""
    monkeypatch.undo()
    assert nearness.near(["src/quintain/accounts/limits/throttle.py"])["tests/accounts/test_throttle.py"] == 1
    near = nearness.near(["tests/nearness.py"])
    assert (near["tests/test_nearness.py"], near["tests/test_sampling.py"]) == (1, 2)
