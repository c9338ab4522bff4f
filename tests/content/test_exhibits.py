"""The data of an exhibit is what its script records, and its figure is what the script draws of it."""

import importlib.util
import itertools
import json
import platform
import runpy
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from quintain.packs import load_pack
from quintain.packs.model import Show

PACK = Path(__file__).parents[2] / "content" / "python-security"
EXHIBITS = PACK / "exhibits"
NAMES = sorted(path.parent.name for path in EXHIBITS.glob("*/record.py"))


def data_of(name: str) -> Any:  # JSON as it stands in the file
    return json.loads((EXHIBITS / name / "data.json").read_text(encoding="utf-8"))


@cache
def script_of(name: str) -> Mapping[str, Any]:  # whatever the script defines
    """Return what record.py defines; lessons that it imports from are forgotten again."""
    path, modules = list(sys.path), set(sys.modules)
    try:
        return MappingProxyType(runpy.run_path(str(EXHIBITS / name / "record.py")))
    finally:
        sys.path[:] = path
        for module in set(sys.modules) - modules:
            if str(getattr(sys.modules[module], "__file__", "")).startswith(str(PACK)):
                del sys.modules[module]


@pytest.fixture(scope="module")
def steps() -> dict[str, Any]:  # as above
    return data_of("count-the-steps")  # type: ignore[no-any-return]


def test_every_exhibit_is_shown_and_every_lesson_s_exhibit_is_there() -> None:
    """No exhibit lies about unused, and no lesson promises one that is missing."""
    pack = load_pack(PACK)
    shown = {block.exhibit for lesson in pack.lessons.values() for block in lesson.blocks if isinstance(block, Show)}

    assert shown == set(pack.exhibits) == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_the_figure_is_drawn_from_the_data(name: str) -> None:
    """A figure that stands without script shows the numbers that the moving one shows."""
    assert script_of(name)["draw"](data_of(name)) == (EXHIBITS / name / "figure.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_no_exhibit_names_the_machine_that_recorded_it(name: str) -> None:
    """The interpreter is told; the host's name and its folders are not."""
    text = "".join(path.read_text(encoding="utf-8") for path in (EXHIBITS / name).iterdir() if path.is_file())

    assert data_of(name)["interpreter"].split()[0] in {"CPython", "SQLite"}
    assert platform.node() not in text
    assert "/home/" not in text


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


def test_the_heart_is_silent_while_the_match_runs(steps: dict[str, Any]) -> None:
    """No beat stands inside the match, and the silence told is that between the beats."""
    heart = steps["heartbeat"]
    beats, begin, end = heart["beats_seconds"], heart["match_begin_seconds"], heart["match_end_seconds"]

    assert [beat for beat in beats if begin < beat < end - 0.001] == []
    assert heart["silence_seconds"] == pytest.approx(
        max(later - sooner for sooner, later in itertools.pairwise(beats)), abs=0.001
    )


def test_the_machine_is_described_where_time_was_measured(steps: dict[str, Any]) -> None:
    """Interpreter, system and processor are told."""
    assert steps["interpreter"].startswith("CPython 3.13")
    assert set(steps["machine"]) == {"system", "processor", "cores"}


def test_every_order_of_two_withdrawals_runs_again_as_recorded() -> None:
    """Real threads, real lines, all 20 orders of three programs: the outcome hangs on the order alone."""
    recorded, again = data_of("two-tracks"), script_of("two-tracks")["record"]()

    assert {**again, "interpreter": ""} == {**recorded, "interpreter": ""}
    paid = {each["id"]: [run["paid"] for run in each["runs"]] for each in recorded["programs"]}
    assert {key: values.count(160) for key, values in paid.items()} == {"none": 18, "use": 18, "all": 0}


def test_sums_are_those_of_ctypes_and_struct() -> None:
    """All 64 sums, asked again of what comes with Python."""
    dial = script_of("wrap-dial")
    cases = data_of("wrap-dial")["cases"]

    assert [(case["width"], int(case["start"]), int(case["add"])) for case in cases] == list(dial["sums"]())
    for case in cases:
        asked = case["width"], int(case["start"]), int(case["add"])
        assert case["int"] == str(asked[1] + asked[2])
        assert case["ctypes"] == str(dial["by_ctypes"](*asked))
        assert case["struct"] == dial["by_struct"](*asked)


def test_numpy_wraps_as_ctypes_does_and_only_its_scalars_warn() -> None:
    """What NumPy answered agrees with ctypes; a warning stands exactly where a sum left its width."""
    for case in data_of("wrap-dial")["cases"]:
        assert case["array"] == case["ctypes"]
        assert case["scalar"] == case["ctypes"] + (", RuntimeWarning" if case["ctypes"] != case["int"] else "")


@pytest.mark.skipif(importlib.util.find_spec("numpy") is None, reason="NumPy is no part of the classroom")
def test_numpy_answers_again_as_recorded() -> None:
    """Where NumPy is at hand, it is asked again."""
    again = script_of("wrap-dial")["record"]()

    assert again["cases"] == data_of("wrap-dial")["cases"]


def test_sqlite_answers_again_as_recorded() -> None:
    """Every value is sent again, spliced and bound, and the rows and errors are those shown."""
    desk = script_of("bind-or-splice")
    for case in data_of("bind-or-splice")["cases"]:
        _, before, after = desk["DOORS"][case["door"]]
        spliced = {key: value for key, value in case["spliced"].items() if key != "tree"}
        values = (case["value"], "0000") if after else (case["value"],)

        assert desk["ask"](before + case["value"] + after) == spliced
        assert desk["ask"](desk["bound_query"](case["door"]), values) == case["bound"]


def test_a_bound_attack_returns_no_row() -> None:
    """Bound, only the honest card has rows; spliced, seven values return what they should not, or break the query."""
    cases = data_of("bind-or-splice")["cases"]

    assert [case["value"] for case in cases if case["bound"].get("rows")] == ["7"]
    assert not any("error" in case["bound"] for case in cases)
    assert [case["value"] for case in cases if "error" in case["spliced"]] == ["o'brien", "7; DROP TABLE loans"]


@pytest.mark.skipif(importlib.util.find_spec("sqlglot") is None, reason="sqlglot is no part of the classroom")
def test_sqlglot_reads_again_as_recorded() -> None:
    """Where the parser is at hand, it is asked again."""
    again = script_of("bind-or-splice")["record"]()

    assert (again["cases"], again["doors"]) == (
        data_of("bind-or-splice")["cases"],
        data_of("bind-or-splice")["doors"],
    )
