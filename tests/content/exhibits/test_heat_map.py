"""The town is made again and counted again."""

import json

from .recording import data_of, script_of


def test_the_town_comes_out_again_as_recorded() -> None:
    """The seed gives the same 900 runners on each interpreter; only its version may differ."""
    recorded, again = data_of("heat-map"), script_of("heat-map")["record"]()

    again = json.loads(json.dumps(again))  # cells are pairs here, and lists there
    assert {**again, "interpreter": ""} == {**recorded, "interpreter": ""}


def test_a_threshold_on_people_hides_single_persons_and_a_difference_shows_them() -> None:
    """On runs, the keen runner stays visible; on people nobody is alone, but two maps can still be subtracted."""
    script, data = script_of("heat-map"), data_of("heat-map")

    assert [script["alone"](data, "runs", least) for least in (1, 20, 40)] == [30, 27, 27]
    assert [script["alone"](data, "people", least) for least in (1, 2, 20)] == [30, 0, 0]
    assert script["seen"](data, "people", 20) == 32
