"""Floats are listed and compared again."""

from .recording import data_of, script_of


def test_every_ruler_and_every_comparison_is_made_again() -> None:
    """Neighbours of floats, and comparisons with a limit, are those that were recorded."""
    recorded, again = data_of("float-ruler"), script_of("float-ruler")["record"]()

    assert {**again, "interpreter": ""} == {**recorded, "interpreter": ""}


def test_whole_numbers_are_lost_from_two_to_the_fifty_third_on() -> None:
    """Below, each whole number is a float; from there on, some become a neighbour."""
    for ruler in data_of("float-ruler")["rulers"]:
        lost = [step for step, becomes in enumerate(ruler["becomes"]) if becomes != step]

        assert bool(lost) == (ruler["exponent"] >= 53)
        assert len(ruler["marks"]) == 8 / ruler["gap"] + 1 or ruler["gap"] > 8


def test_nan_is_neither_above_the_limit_nor_within_it() -> None:
    """With float every comparison is false; Decimal raises."""
    nan = next(each for each in data_of("float-ruler")["specials"] if each["text"] == "nan")

    assert (nan["above"], nan["within"], nan["finite"]) == ("False", "False", "False")
    assert (nan["decimal_above"], nan["decimal_within"]) == ("InvalidOperation", "InvalidOperation")
