"""The forged orders are placed again."""

from .recording import data_of, script_of


def test_every_forgery_ends_again_as_recorded() -> None:
    """Each source is forged again in both shops, and nothing but the interpreter's version may differ."""
    data = data_of("source-map")

    assert script_of("source-map")["record"]() | {"interpreter": ""} == data | {"interpreter": ""}


def test_each_source_decides_something_and_the_seen_ones_close_one_decision() -> None:
    """Ten sources reach all nine decisions; without those that a form shows, eight are reached still."""
    data = data_of("source-map")
    reached = [{each["decision"] for each in data["forgeries"] if each["step"] > step} for step in (0, 1, 5)]

    assert len(data["forgeries"]) == 10
    assert reached[0] == set(data["decisions"])
    assert reached[0] - reached[1] == {"paper"}
    assert reached[2] == set()
