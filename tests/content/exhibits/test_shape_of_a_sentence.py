"""Sentences are read again by Python's own parsers."""

from .recording import data_of, script_of


def test_every_sentence_is_read_again_as_recorded() -> None:
    """All values, spliced and handed over."""
    recorded, again = data_of("shape-of-a-sentence"), script_of("shape-of-a-sentence")["record"]()

    assert {**again, "interpreter": ""} == {**recorded, "interpreter": ""}


def test_a_value_that_is_handed_over_adds_nothing() -> None:
    """It is a leaf or is refused; spliced, most attacks grow branches."""
    cases = data_of("shape-of-a-sentence")["cases"]

    assert {case["handed"].get("new", "refused") for case in cases} == {0, "refused"}
    assert [case["spliced"].get("new") for case in cases] == [0, 2, 3, 5, 0, 0, 2, 2, 0, None, 0, 2, 6, 0, 0]
