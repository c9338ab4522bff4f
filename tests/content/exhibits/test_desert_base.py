"""The synthetic world is made again, and the seven steps are taken again."""

from .recording import data_of, script_of


def test_the_steps_come_out_again_as_recorded() -> None:
    """The seed gives the same people on each interpreter; only its version may differ."""
    recorded, again = data_of("desert-base"), script_of("desert-base")["record"]()

    assert {**again, "interpreter": ""} == {**recorded, "interpreter": ""}


def test_a_threshold_shows_the_base_and_a_rule_for_regions_hides_it() -> None:
    """Ten people are in every cell of the fence, a hundred in no region of the desert."""
    large = [step["large"] for step in data_of("desert-base")["steps"]]

    assert large == ["62", "32 of 32", "32 of 32", "3 of 30", "13", "10 of 16", "0 of 32"]
