"""Work that grows convicts; a program that a busy machine kept from working does not."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from quintain.judge.errors import TimedOut
from quintain.judge.worker.growth import CAP_SECONDS, CapReached, GrowthProbe


class Clock:
    """A box of which nothing is known but how much processor time it has had."""

    def __init__(self) -> None:
        self.burnt = 0.0

    def cpu_seconds(self) -> float:
        """Return the processor time so far."""
        return self.burnt

    @contextmanager
    def watched(self, watch: Callable[[], None]) -> Iterator[None]:
        """Look at the end, as at any other moment."""
        yield
        watch()


def probe_of(burns: float, error: TimedOut | None) -> GrowthProbe:
    """Return a probe of a program that burns so much at each question, and then answers or not."""
    box: Any = Clock()

    def send(_made: object) -> object:
        box.burnt += burns
        if error:
            raise error
        return None

    return GrowthProbe(box, send, lambda size: "x" * size)


@pytest.mark.parametrize("burns", [0.0, CAP_SECONDS / 2])
def test_a_late_answer_without_work_is_no_growth(burns: float) -> None:
    """It is tried once more, with nothing beside it, as any check that answers late."""
    with pytest.raises(TimedOut, match="No answer"):
        probe_of(burns, TimedOut("No answer within 5 seconds.")).measure(33, CAP_SECONDS)


@pytest.mark.parametrize(
    ("burns", "error"),
    [
        (2 * CAP_SECONDS, TimedOut("No answer within 5 seconds.")),
        (0.0, TimedOut("The program used up its processor time.", worked=True)),
        (2 * CAP_SECONDS, None),
    ],
    ids=["late, and busy", "stopped by its limit", "over the cap"],
)
def test_a_call_that_works_until_it_is_stopped_is_growth(burns: float, error: TimedOut | None) -> None:
    """By whatever it is stopped."""
    with pytest.raises(CapReached):
        probe_of(burns, error).measure(33, CAP_SECONDS)
