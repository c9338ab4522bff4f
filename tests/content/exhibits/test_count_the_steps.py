"""Steps are counted by a rule that a real walk follows, and times were measured."""

import itertools
from typing import Any

import pytest

from .recording import data_of, script_of


@pytest.fixture(scope="module")
def steps() -> dict[str, Any]:  # as above
    return data_of("count-the-steps")  # type: ignore[no-any-return]


def test_the_table_of_steps_is_that_of_the_data(steps: dict[str, Any]) -> None:
    """The table shows the very numbers of the curves."""
    assert script_of("count-the-steps")["tables"](steps) == steps["tables"]


def test_steps_are_those_of_a_walk(steps: dict[str, Any]) -> None:
    """The shipped step counts follow the rule, and the rule follows a backtracker that is really walked."""
    measure = script_of("count-the-steps")

    assert {row["pattern"]: row["steps"] for row in steps["patterns"]} == {
        source: measure["steps_of"](walk, rule) for source, (walk, rule) in measure["PATTERNS"].items()
    }


def test_times_grow_as_the_steps_do(steps: dict[str, Any]) -> None:
    """One letter more doubles the time of the nested pattern; the two sound ones stay below a millionth of a second."""
    nested, plain, possessive = ([row["cpu_seconds"] for row in entry["times"]] for entry in steps["patterns"])

    assert all(1.5 < more / less < 2.5 for less, more in itertools.pairwise(nested))
    assert max(plain + possessive) < 1e-6


def test_the_machine_is_described_where_time_was_measured(steps: dict[str, Any]) -> None:
    """Interpreter, system and processor are told."""
    assert steps["interpreter"].startswith("CPython 3.13")
    assert set(steps["machine"]) == {"system", "processor", "cores"}
