"""Every text is changed, checked and looked at again."""

from .recording import data_of, script_of


def test_every_text_comes_out_again_as_recorded() -> None:
    """All texts, through all changes, with the check in all places; only versions may differ."""
    recorded, again = data_of("microscope"), script_of("microscope")["record"]()

    assert {**again, "interpreter": ""} == {**recorded, "interpreter": ""}


def test_each_change_behind_the_check_lets_something_through() -> None:
    """Fewer commands run the further down the check stands, none behind the last change; the honest never suffer."""
    data = data_of("microscope")
    counts = [sum(each["outcomes"][after] == "RUNS" for each in data["texts"]) for after in range(len(data["places"]))]

    assert counts == [8, 7, 3, 2, 0]
    assert all(set(each["outcomes"]) == {"shown"} for each in data["texts"] if not each["attack"])
