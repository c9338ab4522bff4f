"""The outcomes of the race follow from the hours of its events."""

from .recording import data_of, script_of


def test_the_outcomes_are_computed_again() -> None:
    """Nothing in the data was changed by hand."""
    assert script_of("patch-race")["record"]() | {"interpreter": ""} == data_of("patch-race") | {"interpreter": ""}


def test_no_single_delay_avoids_every_attack_and_two_delays_do() -> None:
    """The point of the exhibit."""
    data = data_of("patch-race")
    single = [sum(each["lost"][at] for each in data["events"]) for at in range(len(data["delays"]))]
    week = next(index for index, each in enumerate(data["delays"]) if each["hours"] == 168)

    assert min(single) > 0
    assert not any(each["lost"][0 if each["kind"] == "exploit" else week] for each in data["events"])
