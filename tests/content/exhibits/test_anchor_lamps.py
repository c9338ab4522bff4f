"""Anchors and checks are asked again."""

from .recording import data_of, script_of


def test_every_place_and_span_is_found_again_as_recorded() -> None:
    """All anchors in all values, and all checks of the lesson."""
    recorded, again = data_of("anchor-lamps"), script_of("anchor-lamps")["record"]()

    assert {**again, "interpreter": ""} == {**recorded, "interpreter": ""}


def test_a_dollar_has_one_lamp_more_than_the_end() -> None:
    r"""Behind a last line end both hold; before it, ``$`` alone."""
    case = next(each for each in data_of("anchor-lamps")["cases"] if each["text"] == "anna\n")

    assert case["anchors"]["$"] == [4, 5]
    assert case["anchors"][r"\Z"] == [5]
    assert case["anchors"]["$ with re.M"] == [4, 5]
