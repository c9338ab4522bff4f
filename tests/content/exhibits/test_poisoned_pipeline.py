"""The model of the pipeline runs again."""

from .recording import data_of, script_of


def test_every_set_of_changes_has_the_same_attacks_again() -> None:
    """All 32 workflows, with all five attacks."""
    assert script_of("poisoned-pipeline")["record"]() | {"interpreter": ""} == data_of("poisoned-pipeline") | {
        "interpreter": ""
    }


def test_all_changes_together_stop_everything_and_the_trigger_stops_three() -> None:
    """What the caption says."""
    sets = data_of("poisoned-pipeline")["sets"]

    assert [sum(sets[number]) for number in (0, 1, len(sets) - 1)] == [5, 2, 0]
