"""Servers with a parser in four places: what was recorded keeps its shape, and two of them run again."""

import os

import pytest

from .recording import data_of, script_of


def test_only_a_process_of_its_own_serves_everyone_and_refuses_the_attacker() -> None:
    """Five honest requests of five, and a refusal, for each attack; nowhere else."""
    script = script_of("crash-boundary")
    runs = data_of("crash-boundary")["runs"]
    good = {
        each["place"]
        for each in runs
        if all(
            script["right"](run) == 5 and run["answers"][2].startswith("refused")
            for run in runs
            if run["place"] == each["place"]
        )
    }

    assert good == {"worker"}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the servers need fork and resource limits")
@pytest.mark.parametrize(("place", "attack"), [("thread", "crash"), ("worker", "crash"), ("worker", "lie")])
def test_a_server_behaves_again_as_recorded(place: str, attack: str) -> None:
    """A crash ends the server with a thread, and one worker where each picture has its own."""
    recorded = {(run["place"], run["attack"]): run for run in data_of("crash-boundary")["runs"]}

    assert script_of("crash-boundary")["run"](place, attack) == recorded[place, attack]
