"""Boxes are opened by turns: few at once, least served first, and what runs long keeps nobody waiting."""

import math
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial

import pytest

from quintain.judge.grading.box_scheduler import (
    BACKGROUND,
    HALF_LIFE_SECONDS,
    LONG_RUNNING_SECONDS,
    PENALTY_SECONDS,
    RETURN_SECONDS,
    BoxScheduler,
    Usage,
)


class Watch:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def watch() -> Watch:
    return Watch()


def until(holds: Callable[[], object]) -> None:
    """Wait for something that another thread does."""
    for _ in range(500):
        if holds():
            return
        time.sleep(0.01)
    pytest.fail("it did not happen within five seconds")


def is_in_line(scheduler: BoxScheduler, length: int, usage: Usage, served: list[Usage]) -> bool:
    """Whether a verdict has come to the line, or has had its box already."""
    return len(scheduler._waiting) >= length or usage in served


@contextmanager
def waiting(scheduler: BoxScheduler, *line: Usage, watch: Watch) -> Iterator[list[Usage]]:
    """Let verdicts wait in this order; give those that have had their box, in theirs."""
    served: list[Usage] = []
    left = threading.Event()

    def wait(usage: Usage) -> None:
        with scheduler.acquire(usage):
            served.append(usage)
            left.wait(5)

    threads = []
    for usage in line:
        length = len(scheduler._waiting) + 1
        threads.append(threading.Thread(target=wait, args=(usage,)))
        threads[-1].start()
        until(partial(is_in_line, scheduler, length, usage, served))
    yield served
    left.set()
    for thread in threads:
        for _ in range(50):
            watch.now += RETURN_SECONDS  # nobody who left comes back
            thread.join(0.1)
            if not thread.is_alive():
                break
        assert not thread.is_alive()


def test_no_more_boxes_than_there_are(watch: Watch) -> None:
    """Two are open, the third waits, and comes in when one of them goes."""
    scheduler = BoxScheduler(2, clock=watch)
    with ExitStack() as first, scheduler.acquire(Usage()):
        first.enter_context(scheduler.acquire(Usage()))
        with waiting(scheduler, third := Usage(), watch=watch) as served:
            assert scheduler.next() is None
            first.close()
            watch.now += 2 * RETURN_SECONDS
            until(lambda: served == [third])


def test_whoever_had_least_comes_first(watch: Watch) -> None:
    """A student whose programs have run for a minute waits behind one who has just come, though he came before."""
    scheduler = BoxScheduler(1, clock=watch)
    greedy, fresh = Usage(60.0), Usage()
    with ExitStack() as holder:
        holder.enter_context(scheduler.acquire(Usage()))
        with waiting(scheduler, greedy, fresh, watch=watch) as served:
            holder.close()
            watch.now += 2 * RETURN_SECONDS
            until(lambda: served)
            assert served == [fresh]


def test_what_nobody_waits_for_comes_last(watch: Watch) -> None:
    """What runs in the background has had nothing, and waits behind a student who has had much."""
    scheduler = BoxScheduler(1, clock=watch)
    background, greedy = scheduler.of(f"{BACKGROUND}arena"), scheduler.of("greedy")
    greedy.spent_seconds = 600.0
    with ExitStack() as holder:
        holder.enter_context(scheduler.acquire(Usage()))
        with waiting(scheduler, background, greedy, watch=watch) as served:
            holder.close()
            watch.now += 2 * RETURN_SECONDS
            until(lambda: served)
            assert served == [greedy]
    assert scheduler.served_seconds(f"{BACKGROUND}arena") == math.inf
    assert f"{BACKGROUND}arena" not in scheduler._users


def test_what_hangs_keeps_nobody_waiting(watch: Watch) -> None:
    """A box that has run for long stands aside, so that the next student's opens; its own verdict waits for it."""
    scheduler = BoxScheduler(1, long_running=1, clock=watch)
    hanging, fresh = Usage(), Usage(99.0)
    with ExitStack() as box:
        box.enter_context(scheduler.acquire(hanging))
        with waiting(scheduler, hanging, fresh, watch=watch) as served:
            assert scheduler.next() is None
            watch.now = 2 * LONG_RUNNING_SECONDS
            until(lambda: served == [fresh])
            assert scheduler.next() is None
            box.close()


def test_only_so_many_stand_aside(watch: Watch) -> None:
    """All boxes together stay bounded, however many hang."""
    scheduler = BoxScheduler(1, long_running=2, clock=watch)
    with ExitStack() as hanging:
        for _ in range(3):
            watch.now += 2 * LONG_RUNNING_SECONDS
            hanging.enter_context(scheduler.acquire(Usage()))
        watch.now += 2 * LONG_RUNNING_SECONDS
        with waiting(scheduler, Usage(), watch=watch) as served:
            assert scheduler.next() is None
            assert served == []
            hanging.close()
            watch.now += 2 * RETURN_SECONDS


def test_what_runs_counts_as_had(watch: Watch) -> None:
    """Open boxes count from the moment they open, closed ones for ever."""
    scheduler, usage = BoxScheduler(2, clock=watch), Usage()
    with scheduler.acquire(usage):
        watch.now = 3.0
        assert usage.total(watch.now) == 3.0
    watch.now = 9.0
    assert usage.total(watch.now) == 3.0


def test_a_box_that_fails_gives_its_place_back(watch: Watch) -> None:
    """Whatever is raised, nobody waits for a place that nobody holds."""
    scheduler = BoxScheduler(1, clock=watch)
    with pytest.raises(ValueError, match="no box"), scheduler.acquire(Usage()):
        raise ValueError("no box")
    watch.now += 2 * RETURN_SECONDS
    with scheduler.acquire(Usage()):
        assert scheduler.next() is None


def test_a_place_is_kept_for_a_moment(watch: Watch) -> None:
    """Between two boxes of one who has had little, nobody who has had much slips in; after that moment he does."""
    scheduler, little, much = BoxScheduler(1, clock=watch), Usage(), Usage(60.0)
    with ExitStack() as box:
        box.enter_context(scheduler.acquire(little))
        with waiting(scheduler, much, watch=watch) as served:
            box.close()
            assert scheduler.next() is None
            watch.now += 2 * RETURN_SECONDS
            until(lambda: served == [much])


def test_boxes_that_run_into_limits_count_more(watch: Watch) -> None:
    """Who hands in what hangs, one after another, waits behind somebody who is judged as often and as long."""
    scheduler, hanging, honest = BoxScheduler(1, clock=watch), Usage(), Usage(2.0)
    scheduler.add_penalty(hanging)
    assert hanging.total(watch.now) == PENALTY_SECONDS
    with ExitStack() as holder:
        holder.enter_context(scheduler.acquire(Usage()))
        with waiting(scheduler, hanging, honest, watch=watch) as served:
            holder.close()
            watch.now += 2 * RETURN_SECONDS
            until(lambda: served)
            assert served == [honest]


def test_what_a_student_has_counts_though_others_come_before_the_first_box(watch: Watch) -> None:
    """A verdict that waits long for its first box would otherwise be free, and those of a busy class often do."""
    scheduler = BoxScheduler(1, clock=watch)
    greedy = scheduler.of("greedy")
    watch.now += 60.0
    scheduler.of("neighbour")
    with scheduler.acquire(greedy):
        watch.now += 60.0
    assert scheduler.served_seconds("greedy") > 50.0
    assert scheduler.served_seconds("neighbour") == scheduler.served_seconds("nobody") == 0.0


def test_a_student_who_has_left_is_forgotten(watch: Watch) -> None:
    """However many come in a year, what is kept is of those who came lately."""
    scheduler = BoxScheduler(1, clock=watch)
    with scheduler.acquire(scheduler.of("guest")):
        watch.now += 0.1
    watch.now += 2 * HALF_LIFE_SECONDS
    scheduler.of("neighbour")
    assert set(scheduler._users) == {"neighbour"}


def test_what_a_student_had_fades(watch: Watch) -> None:
    """All verdicts of a student count together, half as much after five minutes; the nameless have had nothing."""
    scheduler = BoxScheduler(1, clock=watch)
    with scheduler.acquire(scheduler.of("greedy")):
        watch.now = 60.0
    before = scheduler.of("greedy").total(watch.now)
    assert 50.0 < before <= 60.0
    watch.now += HALF_LIFE_SECONDS
    assert scheduler.of("greedy").total(watch.now) == pytest.approx(before / 2)
    assert scheduler.of("").total(watch.now) == 0.0
