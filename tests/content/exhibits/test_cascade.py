"""A breach is walked through again, with one control in place at a time."""

from .recording import data_of, script_of


def test_every_walk_is_taken_again_as_recorded() -> None:
    """The steps reached and the people affected follow from the steps alone."""
    recorded, again = data_of("cascade"), script_of("cascade")["record"]()

    assert {**again, "interpreter": ""} == {**recorded, "interpreter": ""}


def test_without_a_control_the_commissioner_s_number_comes_out() -> None:
    """244,000 with names, 77,000 and 108,000 cards, 612 accounts; no control makes it worse."""
    walks = data_of("cascade")["walks"]

    assert walks[0]["people"] == 244_000 + 77_000 + 108_000 + 612
    assert all(walk["people"] < walks[0]["people"] for walk in walks[1:])
