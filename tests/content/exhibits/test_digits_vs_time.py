"""What was measured keeps its shape, and what the limit refuses is refused again."""

import sys

import pytest

from .recording import data_of, script_of


def ways() -> dict[str, list[dict[str, float]]]:
    return {way["id"]: way["points"] for way in data_of("digits-vs-time")["ways"]}


def test_eight_characters_cost_seconds_and_a_text_of_digits_is_refused() -> None:
    """Exponent notation is short and slow; text of digits is long, and stops at the limit."""
    exponent, text = ways()["decimal"], ways()["text"]

    assert all(point["sent"] <= 8 and not point["refused"] for point in exponent)
    assert exponent[-1]["seconds"] > 1
    assert [point["refused"] for point in text] == [point["digits"] > 4300 for point in text]


def test_the_conversion_of_a_decimal_is_quadratic() -> None:
    """Ten times the digits take about a hundred times the time, where times are long enough to be sure."""
    at = {point["digits"]: point["seconds"] for point in ways()["decimal"]}

    assert 50 < at[1_000_000] / at[100_000] < 200


def test_the_limit_is_the_interpreter_s() -> None:
    """4,300 digits are allowed; one more raises."""
    assert data_of("digits-vs-time")["limit"] == sys.int_info.default_max_str_digits == 4300
    with pytest.raises(ValueError, match="Exceeds the limit"):
        int("9" * 4301)


def test_every_way_makes_the_integer_that_it_is_measured_for() -> None:
    """Each input stands for an integer of that many digits."""
    script = script_of("digits-vs-time")

    for name, (_, _, send, use) in script["WAYS"].items():
        if name not in {"str", "hex"}:
            assert len(str(use(send(1000)))) == 1000
