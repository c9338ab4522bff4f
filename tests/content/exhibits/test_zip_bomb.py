"""Every upload is unpacked again, in every way."""

import pytest

from .recording import data_of, script_of


def test_every_upload_gives_again_what_was_recorded() -> None:
    """What comes out is as recorded; how small an upload is may differ a little with the library that compresses."""
    recorded, again = data_of("zip-bomb"), script_of("zip-bomb")["record"]()

    assert [each["cases"] for each in again["uploads"]] == [each["cases"] for each in recorded["uploads"]]
    weights = [each["weight"] for each in recorded["uploads"]]
    assert [each["weight"] for each in again["uploads"]] == pytest.approx(weights, rel=0.1)


def test_only_the_budget_keeps_both_limits() -> None:
    """The declared sizes let three of four attacks through; the budget refuses all four, and the homework passes."""
    data = data_of("zip-bomb")
    accepted = {
        way: [
            each["name"]
            for each in data["uploads"]
            for case in each["cases"]
            if case["way"] == way and case["accepted"]
        ]
        for way in data["ways"]
    }

    assert accepted == {
        "no limit": ["homework", "zeros", "nested", "many files", "gzip"],
        "declared size": ["homework", "nested", "many files", "gzip"],
        "budget": ["homework"],
    }


def test_a_refusal_comes_at_the_limit() -> None:
    """A budget reads one byte or one file more than allowed, and no further."""
    data = data_of("zip-bomb")
    refused = [
        case for each in data["uploads"] for case in each["cases"] if case["way"] == "budget" and not case["accepted"]
    ]

    assert all(case["bytes"] <= data["mostBytes"] + 1 and case["files"] <= data["mostFiles"] + 1 for case in refused)
