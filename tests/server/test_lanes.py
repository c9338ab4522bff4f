"""The waiting line is fair: lanes take turns, and one job of a lane runs at a time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quintain.server.lanes import Lanes, LanesFull


def fill(*jobs: str) -> Lanes[str]:
    """Return a line in which jobs wait; the first letter names the lane."""
    lanes: Lanes[str] = Lanes(100)
    for job in jobs:
        lanes.put(job[0], job)
    return lanes


def test_a_busy_student_does_not_keep_others_waiting() -> None:
    """Ten jobs of one come after the first of the other."""
    lanes = fill("a1", "a2", "a3", "b1")
    assert lanes.take() == ("a", "a1")
    assert lanes.take() == ("b", "b1")


def test_one_job_of_a_lane_runs_at_a_time() -> None:
    """The next one waits until the first is done."""
    lanes = fill("a1", "a2")
    assert lanes.take() == ("a", "a1")
    assert lanes.take() is None
    lanes.done("a")
    assert lanes.take() == ("a", "a2")


def test_lanes_take_turns() -> None:
    """Whoever was served goes to the back."""
    lanes = fill("a1", "a2", "b1", "b2", "c1")
    taken = []
    while job := lanes.take():
        taken.append(job[1])
        lanes.done(job[0])
    assert taken == ["a1", "b1", "c1", "a2", "b2"]


def test_a_full_line_takes_no_more() -> None:
    """It says so, and what waits stays."""
    lanes: Lanes[str] = Lanes(1)
    lanes.put("a", "a1")
    with pytest.raises(LanesFull):
        lanes.put("b", "b1")
    assert len(lanes) == 1


@given(st.lists(st.sampled_from("abc"), max_size=12))
def test_the_order_told_is_the_order_taken(names: list[str]) -> None:
    """With one worker and nothing new, places are exact."""
    lanes = fill(*(f"{name}{number}" for number, name in enumerate(names)))
    told = lanes.order()
    taken = []
    while job := lanes.take():
        taken.append(job[1])
        lanes.done(job[0])
    assert taken == told
