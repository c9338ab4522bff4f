"""Work is done now and then, however often it is asked for."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from itertools import count

import pytest

from quintain.web.rarely import Rarely

PATIENCE_SECONDS = 30.0
LONG_SECONDS = 3600.0

type Make = Callable[[Callable[[], int], float], Rarely[int]]


@pytest.fixture
def make() -> Iterator[Make]:
    """Make one whose thread ends with the test."""
    with ExitStack() as threads:

        def made(work: Callable[[], int], seconds: float) -> Rarely[int]:
            rarely = Rarely(work, seconds, "test")
            threads.enter_context(rarely.thread)
            return rarely

        yield made


def test_a_fresh_result_is_told_again(make: Make) -> None:
    """The work is done for the first who asks alone."""
    rarely = make(partial(next, count(1)), LONG_SECONDS)
    assert [rarely.ask().result(PATIENCE_SECONDS) for _ in range(3)] == [1, 1, 1]


def test_a_stale_result_is_looked_for_again(make: Make) -> None:
    """Those who ask later get what is known then."""
    rarely = make(partial(next, count(1)), -1.0)
    assert [rarely.ask().result(PATIENCE_SECONDS) for _ in range(3)] == [1, 2, 3]


def test_what_still_works_is_waited_for(make: Make) -> None:
    """Even if its result would be stale: a database that hangs is asked once."""
    go, begun = threading.Event(), threading.Semaphore(0)

    def work() -> int:
        begun.release()
        assert go.wait(PATIENCE_SECONDS)
        return 7

    rarely = make(work, -1.0)
    asked = [rarely.ask() for _ in range(3)]
    go.set()
    assert [each.result(PATIENCE_SECONDS) for each in asked] == [7, 7, 7]
    assert begun.acquire(blocking=False)
    assert not begun.acquire(blocking=False)


def test_what_the_work_raises_comes_out(make: Make) -> None:
    """And the next one who asks later may be luckier."""
    outcomes = iter([0, 1])
    rarely = make(lambda: 1 // next(outcomes), -1.0)
    with pytest.raises(ZeroDivisionError):
        rarely.ask().result(PATIENCE_SECONDS)
    assert rarely.ask().result(PATIENCE_SECONDS) == 1
