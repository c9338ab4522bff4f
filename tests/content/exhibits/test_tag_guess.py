"""Every digit is tried at every place again."""

from .recording import data_of, script_of


def test_every_guess_is_counted_again_as_recorded() -> None:
    """The tag of the exhibit has a fixed key, so that the same digits are right."""
    data = data_of("tag-guess")

    assert script_of("tag-guess")["record"]() | {"interpreter": ""} == data | {"interpreter": ""}


def test_one_digit_differs_only_where_the_comparison_stops_early() -> None:
    """At each place but the last, where the tag is accepted, the right digit has one character more."""
    data = data_of("tag-guess")
    early, complete = data["counts"]["stops_early"], data["counts"]["compares_all"]

    for place, counts in enumerate(early[:-1]):
        assert counts.index(max(counts)) == data["digits"].index(data["tag"][place])
        assert sorted(counts) == [place + 1] * 15 + [place + 2]
    assert {count for counts in complete for count in counts} == {64}
