"""Values are sent to the database again, interpolated and bound."""

import importlib.util

import pytest

from .recording import data_of, script_of


def test_sqlite_answers_again_as_recorded() -> None:
    """Every value is sent again, interpolated and bound, and the rows and errors are those shown."""
    library = script_of("bind-or-splice")
    for case in data_of("bind-or-splice")["cases"]:
        _, before, after = library["ENDPOINTS"][case["endpoint"]]
        interpolated = {key: value for key, value in case["interpolated"].items() if key != "tree"}
        values = (case["value"], "0000") if after else (case["value"],)

        assert library["ask"](before + case["value"] + after) == interpolated
        assert library["ask"](library["bound_query"](case["endpoint"]), values) == case["bound"]


def test_a_bound_attack_returns_no_row() -> None:
    """Bound, only the normal card has rows; interpolated, other values return rows too, and two break the query."""
    cases = data_of("bind-or-splice")["cases"]

    assert [case["value"] for case in cases if case["bound"].get("rows")] == ["7"]
    assert not any("error" in case["bound"] for case in cases)
    assert [case["value"] for case in cases if "error" in case["interpolated"]] == ["o'brien", "7; DROP TABLE loans"]


@pytest.mark.skipif(importlib.util.find_spec("sqlglot") is None, reason="sqlglot is no part of the classroom")
def test_sqlglot_reads_again_as_recorded() -> None:
    """Where the parser is at hand, it is asked again."""
    again = script_of("bind-or-splice")["record"]()

    assert (again["cases"], again["endpoints"]) == (
        data_of("bind-or-splice")["cases"],
        data_of("bind-or-splice")["endpoints"],
    )
