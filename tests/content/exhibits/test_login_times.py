"""Sign-ins were measured: without the dummy hash they show which names exist, and with it they do not."""

from typing import Any

import pytest

from .recording import data_of, script_of


@pytest.fixture(scope="module")
def versions() -> dict[str, Any]:  # as it stands in the file
    return {each["name"]: each for each in data_of("login-times")["versions"]}


def test_the_tables_are_those_of_the_data() -> None:
    """The tables show the times of the bars, and how well the best line sorts them."""
    data = data_of("login-times")

    assert script_of("login-times")["tables"](data) == data["tables"]
    for each in data["versions"]:
        line, right = script_of("login-times")["best_line"](each)
        assert (line, round(right, 4)) == (each["best"], each["right"])


def test_the_same_text_alone_shows_every_name(versions: dict[str, Any]) -> None:
    """The slowest answer for a name that does not exist is faster than the fastest for one that does."""
    assert max(versions["text"]["unknown"]) < min(versions["text"]["known"])
    assert versions["text"]["right"] == 1


def test_the_same_work_hides_the_names(versions: dict[str, Any]) -> None:
    """Even the line that sorts best sorts little better than a coin."""
    assert versions["work"]["right"] < 0.65
