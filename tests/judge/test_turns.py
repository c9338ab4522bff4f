"""Boxes are opened in turn: few at once, least served first, and what runs long keeps nobody waiting."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial

import pytest

from quintain.judge.turns import FINE_SECONDS, HALF_LIFE_SECONDS, RETURN_SECONDS, YOUNG_SECONDS, Turn, Turns


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


def is_in_line(turns: Turns, length: int, turn: Turn, served: list[Turn]) -> bool:
    """Whether a verdict has come to the line, or has had its box already."""
    return len(turns._waiting) >= length or turn in served


@contextmanager
def waiting(turns: Turns, *line: Turn, watch: Watch) -> Iterator[list[Turn]]:
    """Let verdicts wait in this order; give those that have had their box, in theirs."""
    served: list[Turn] = []
    left = threading.Event()

    def wait(turn: Turn) -> None:
        with turns.take(turn):
            served.append(turn)
            left.wait(5)

    threads = []
    for turn in line:
        length = len(turns._waiting) + 1
        threads.append(threading.Thread(target=wait, args=(turn,)))
        threads[-1].start()
        until(partial(is_in_line, turns, length, turn, served))
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
    turns = Turns(2, clock=watch)
    with ExitStack() as first, turns.take(Turn()):
        first.enter_context(turns.take(Turn()))
        with waiting(turns, third := Turn(), watch=watch) as served:
            assert turns.next() is None
            first.close()
            watch.now += 2 * RETURN_SECONDS
            until(lambda: served == [third])


def test_whoever_had_least_comes_first(watch: Watch) -> None:
    """A student whose programs have run for a minute waits behind one who has just come, though he came before."""
    turns = Turns(1, clock=watch)
    greedy, fresh = Turn(60.0), Turn()
    with ExitStack() as holder:
        holder.enter_context(turns.take(Turn()))
        with waiting(turns, greedy, fresh, watch=watch) as served:
            holder.close()
            watch.now += 2 * RETURN_SECONDS
            until(lambda: served)
            assert served == [fresh]


def test_what_hangs_keeps_nobody_waiting(watch: Watch) -> None:
    """A box that has run for long stands aside, so that the next student's opens; its own verdict waits for it."""
    turns = Turns(1, elders=1, clock=watch)
    hanging, fresh = Turn(), Turn(99.0)
    with ExitStack() as box:
        box.enter_context(turns.take(hanging))
        with waiting(turns, hanging, fresh, watch=watch) as served:
            assert turns.next() is None
            watch.now = 2 * YOUNG_SECONDS
            until(lambda: served == [fresh])
            assert turns.next() is None
            box.close()


def test_only_so_many_stand_aside(watch: Watch) -> None:
    """All boxes together stay bounded, however many hang."""
    turns = Turns(1, elders=2, clock=watch)
    with ExitStack() as hanging:
        for _ in range(3):
            watch.now += 2 * YOUNG_SECONDS
            hanging.enter_context(turns.take(Turn()))
        watch.now += 2 * YOUNG_SECONDS
        with waiting(turns, Turn(), watch=watch) as served:
            assert turns.next() is None
            assert served == []
            hanging.close()
            watch.now += 2 * RETURN_SECONDS


def test_what_runs_counts_as_had(watch: Watch) -> None:
    """Open boxes count from the moment they open, closed ones for ever."""
    turns, turn = Turns(2, clock=watch), Turn()
    with turns.take(turn):
        watch.now = 3.0
        assert turn.had(watch.now) == 3.0
    watch.now = 9.0
    assert turn.had(watch.now) == 3.0


def test_a_box_that_fails_gives_its_place_back(watch: Watch) -> None:
    """Whatever is raised, nobody waits for a place that nobody holds."""
    turns = Turns(1, clock=watch)
    with pytest.raises(ValueError, match="no box"), turns.take(Turn()):
        raise ValueError("no box")
    watch.now += 2 * RETURN_SECONDS
    with turns.take(Turn()):
        assert turns.next() is None


def test_a_place_is_kept_for_a_moment(watch: Watch) -> None:
    """Between two boxes of one who has had little, nobody who has had much slips in; after that moment he does."""
    turns, little, much = Turns(1, clock=watch), Turn(), Turn(60.0)
    with ExitStack() as box:
        box.enter_context(turns.take(little))
        with waiting(turns, much, watch=watch) as served:
            box.close()
            assert turns.next() is None
            watch.now += 2 * RETURN_SECONDS
            until(lambda: served == [much])


def test_boxes_that_run_into_limits_count_more(watch: Watch) -> None:
    """Who hands in what hangs, one after another, waits behind somebody who is judged as often and as long."""
    turns, hanging, honest = Turns(1, clock=watch), Turn(), Turn(2.0)
    turns.fine(hanging)
    assert hanging.had(watch.now) == FINE_SECONDS
    with ExitStack() as holder:
        holder.enter_context(turns.take(Turn()))
        with waiting(turns, hanging, honest, watch=watch) as served:
            holder.close()
            watch.now += 2 * RETURN_SECONDS
            until(lambda: served)
            assert served == [honest]


def test_what_a_student_had_fades(watch: Watch) -> None:
    """All verdicts of a student count together, half as much after five minutes; the nameless have had nothing."""
    turns = Turns(1, clock=watch)
    with turns.take(turns.of("greedy")):
        watch.now = 60.0
    had = turns.of("greedy").had(watch.now)
    assert 50.0 < had <= 60.0
    watch.now += HALF_LIFE_SECONDS
    assert turns.of("greedy").had(watch.now) == pytest.approx(had / 2)
    assert turns.of("").had(watch.now) == 0.0
