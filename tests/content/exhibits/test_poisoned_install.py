"""A package is installed again, by the real pip, in an environment of its own."""

import pytest

from .recording import data_of, script_of


@pytest.mark.whole
def test_a_pth_file_runs_again_with_any_program() -> None:
    """The wheel with a .pth file is installed again; whatever pip is bundled, the code runs at the same commands."""
    recorded = next(
        each
        for each in data_of("poisoned-install")["scenes"]
        if (each["kind"], each["wheels_only"]) == ("start", False)
    )

    assert script_of("poisoned-install")["run"]("start", wheels_only=False) == recorded["steps"]


def test_each_package_begins_to_run_at_another_command() -> None:
    """Download, any program, import, call: the four moments that the lesson names."""
    first = {
        each["kind"]: next(index for index, step in enumerate(each["steps"]) if step["ran"])
        for each in data_of("poisoned-install")["scenes"]
        if not each["wheels_only"]
    }

    assert first == {"build": 0, "start": 2, "module": 3, "function": 4}


def test_wheels_only_refuses_the_source_distribution_alone() -> None:
    """With --only-binary, no code of a build script runs, and the wheels behave as before."""
    scenes = {(each["kind"], each["wheels_only"]): each["steps"] for each in data_of("poisoned-install")["scenes"]}

    assert not any(step["ran"] for step in scenes["build", True])
    for kind in ("start", "module", "function"):
        assert [step["ran"] for step in scenes[kind, True]] == [step["ran"] for step in scenes[kind, False]]
