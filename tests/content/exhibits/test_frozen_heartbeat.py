"""The heart stands still beside a match, and beside nothing else."""

from itertools import pairwise
from typing import Any

import pytest

from .recording import data_of, script_of


@pytest.fixture(scope="module")
def ways() -> dict[str, Any]:  # as it stands in the file
    return {way["name"]: way for way in data_of("frozen-heartbeat")["ways"]}


def test_the_table_and_the_counts_are_those_of_the_beats(ways: dict[str, Any]) -> None:
    """What is told as missed is counted in the beats recorded."""
    script = script_of("frozen-heartbeat")

    assert script["tables"](data_of("frozen-heartbeat")) == data_of("frozen-heartbeat")["tables"]
    assert {name: way["missed"] for name, way in ways.items()} == {
        name: script["missed"](way["beats"], way["begin"], way["end"]) for name, way in ways.items()
    }


def test_no_beat_comes_within_the_match(ways: dict[str, Any]) -> None:
    """The silence is as long as the match, but for the beats at its edges."""
    match = ways["match"]
    silence = max(later - sooner for sooner, later in pairwise(match["beats"]))

    assert [beat for beat in match["beats"] if match["begin"] < beat < match["end"] - 0.001] == []
    assert silence > match["end"] - match["begin"]


def test_only_the_match_in_this_process_costs_beats(ways: dict[str, Any]) -> None:
    """A loop that takes as much processor time costs none, and the same match costs none from another process."""
    assert [name for name, way in ways.items() if way["missed"]] == ["match"]
    assert ways["loop"]["cpu_seconds"] > 0.9 * ways["match"]["cpu_seconds"]
    assert ways["process"]["cpu_seconds"] > 0.9 * ways["match"]["cpu_seconds"]


def test_a_match_still_silences_a_heart() -> None:
    """Run again, the heart loses the beats of the match."""
    script = script_of("frozen-heartbeat")
    run = script["beat_beside"](script["match"])

    assert run["missed"] >= 0.7 * (run["end"] - run["begin"]) / script["PERIOD"]
