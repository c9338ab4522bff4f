"""What the watch uploads, and which minutes earn points."""

import pytest
from helpers import DAILY_MINUTES, POINTS_A_MINUTE, balances

from quintain.judge import Raised


def test_minutes_earn_points(box, canary, rng):
    """Each minute earns ten points, on every day of the week."""
    before, week = box.call("club:balance", canary.sam_card), box.call("club:week", canary.sam_card)
    minutes = [rng.randrange(1, 50) for _ in range(7)]
    box.call("club:upload", canary.sam_card, minutes)
    assert box.call("club:balance", canary.sam_card) - before == sum(minutes) * POINTS_A_MINUTE
    assert box.call("club:week", canary.sam_card) == [old + new for old, new in zip(week, minutes, strict=True)]


def test_limit_of_a_day(box, canary, rng):
    """A day has 180 minutes that count, in one upload or in several. Beyond that, the upload is refused as a whole."""
    box.call("club:upload", canary.lena_card, [180, 0, 0, 100, 0, 0, 0])
    box.call("club:upload", canary.lena_card, [0, 0, 0, 80, 0, 0, 0])
    before, week = balances(box, canary), [180, 0, 0, 180, 0, 0, 0]
    assert box.call("club:week", canary.lena_card) == week
    for minutes in [
        [1, 0, 0, 0, 0, 0, 0],
        [0, 0, 5, 1, 0, 0, 0],
        [0, 0, 0, 0, 0, 0, DAILY_MINUTES + 1],
        [0, 0, 0, 0, 0, rng.randrange(182, 256), 0],
        [0, 0, 0, 0, rng.randrange(256, 1_440), 0, 0],
        [0, 0, 0, rng.randrange(2, 70), 0, 0, 7],
    ]:
        with pytest.raises(Raised):
            box.call("club:upload", canary.lena_card, minutes)
        assert box.call("club:week", canary.lena_card) == week
    assert balances(box, canary) == before
    box.call("club:upload", canary.lena_card, [0, 7, 0, 0, 0, 0, 180])
    assert box.call("club:week", canary.lena_card) == [180, 7, 0, 180, 0, 0, 180]


def test_negative_minutes_are_refused(box, canary, rng):
    """A negative number of minutes is refused, whatever the other days have."""
    box.call("club:upload", canary.imke_card, [20, 0, 0, 0, 0, 0, 0])
    before, week = balances(box, canary), box.call("club:week", canary.imke_card)
    for minutes in [[-1, 0, 0, 0, 0, 0, 0], [0, 9, 0, 0, 0, 0, -5], [-rng.randrange(1, 20), 60, 0, 0, 0, 0, 0]]:
        with pytest.raises(Raised):
            box.call("club:upload", canary.imke_card, minutes)
    assert balances(box, canary) == before
    assert box.call("club:week", canary.imke_card) == week


def test_weeks_are_apart(box, canary):
    """The minutes of one member are not those of another."""
    before = box.call("club:week", canary.southwind_card)
    box.call("club:upload", canary.northwind_card, [0, 0, 0, 0, 0, 0, 3])
    assert box.call("club:week", canary.southwind_card) == before


def test_unknown_card_is_refused(box, rng):
    """Without a card of a member, nothing happens."""
    for question in [("club:balance",), ("club:upload", [1] * 7), ("club:order", [["bottle", 1]])]:
        with pytest.raises(Raised):
            box.call(question[0], str(rng.randrange(10**8, 10**9)), *question[1:])
