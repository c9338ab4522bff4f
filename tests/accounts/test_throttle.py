"""Tries run out and come back with time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quintain.accounts import throttle
from quintain.accounts.throttle import Rate, Throttle

SLOW = Rate(3, 10)


def test_tries_run_out_and_come_back() -> None:
    """Three at once, then one every ten seconds."""
    now = [1000.0]
    limits = Throttle(lambda: now[0])
    bucket = ("x", SLOW)
    assert [limits.take([bucket]) for _ in range(4)] == [0, 0, 0, 10]
    now[0] += 4
    assert limits.take([bucket]) == 6
    now[0] += 6
    assert [limits.take([bucket]), limits.take([bucket])] == [0, 10]
    now[0] += 1000
    assert [limits.take([bucket]) for _ in range(4)] == [0, 0, 0, 10]


def test_what_is_given_back_counts_no_more() -> None:
    """A right secret is no guess."""
    limits = Throttle(lambda: 5.0)
    for _ in range(100):
        assert limits.take([("x", SLOW)]) == 0
        limits.give_back([("x", SLOW), ("never taken from", SLOW)])
    assert [limits.take([("never taken from", SLOW)]) for _ in range(4)] == [0, 0, 0, 10]


def test_asking_how_long_takes_nothing() -> None:
    """The longest wait of all buckets; none for no bucket."""
    limits = Throttle(lambda: 5.0)
    limits.take([("used", Rate(1, 30))])
    for _ in range(5):
        assert limits.wait([("x", SLOW), ("used", Rate(1, 30))]) == 30
    assert limits.wait([("x", SLOW)]) == limits.wait([]) == 0
    assert [limits.take([("x", SLOW)]) for _ in range(4)] == [0, 0, 0, 10]


def test_what_adding_leaves_over_is_no_wait() -> None:
    """A sum of tenths is not whole; a microsecond is nobody's wait, and two are."""
    now = [0.1]
    limits = Throttle(lambda: now[0])
    rate = Rate(1, 0.2)
    limits.take([("x", rate)])
    now[0] = 0.3 - 9e-7
    assert limits.wait([("x", rate)]) == 0
    now[0] = 0.3 - 2e-6
    assert limits.wait([("x", rate)]) > 0


def test_all_is_forgotten_when_asked_for() -> None:
    """As between tests."""
    limits = Throttle(lambda: 5.0)
    for _ in range(4):
        limits.take([("x", SLOW)])
    limits.clear()
    assert limits.take([("x", SLOW)]) == 0


def test_all_buckets_or_none() -> None:
    """A try that one bucket refuses costs no other."""
    limits = Throttle(lambda: 5.0)
    for _ in range(3):
        limits.take([("empty", SLOW)])
    for _ in range(10):
        assert limits.take([("full", SLOW), ("empty", SLOW)]) == 10
    assert [limits.take([("full", SLOW)]) for _ in range(3)] == [0, 0, 0]


@given(st.lists(st.tuples(st.integers(0, 30), st.booleans()), max_size=60))
def test_never_more_than_the_rate(steps: list[tuple[int, bool]]) -> None:
    """However long the waits between are, at most the burst and one for every ten seconds are given."""
    now = [0.0]
    limits = Throttle(lambda: now[0])
    given_ = 0
    for wait, _ in steps:
        now[0] += wait
        given_ += limits.take([("x", SLOW)]) == 0
    assert given_ <= SLOW.tries + now[0] / SLOW.seconds


def test_many_names_take_bounded_memory() -> None:
    """Those that are full soonest are forgotten; one that is nearly empty stays."""
    limits = Throttle(lambda: 1.0)
    for _ in range(3):
        limits.take([("guessed at", SLOW)])
    for number in range(throttle.MOST_BUCKETS + 10):
        limits.take([(f"name {number}", Rate(3, 1))])
    assert len(limits._full_at) <= throttle.MOST_BUCKETS
    assert limits.take([("guessed at", SLOW)]) > 0


def test_half_of_the_buckets_stay_when_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that are full latest; what is full already is not kept for a moment."""
    monkeypatch.setattr(throttle, "MOST_BUCKETS", 4)
    now = [0.0]
    limits = Throttle(lambda: now[0])
    for number in range(1, 5):
        limits.take([(f"{number}", Rate(2, number))])
    assert len(limits._full_at) == 4
    limits.take([("5", Rate(2, 5))])
    assert sorted(name for name, _ in limits._full_at) == ["4", "5"]
    now[0] = 4.0
    for number in range(6, 9):
        limits.take([(f"{number}", Rate(2, number))])
    assert sorted(name for name, _ in limits._full_at) == ["7", "8"]


def test_buckets_of_one_name_are_told_apart_by_their_rates(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also when both are full at the same moment, and one has to be forgotten."""
    monkeypatch.setattr(throttle, "MOST_BUCKETS", 2)
    limits = Throttle(lambda: 0.0)
    for tries in (1, 2, 3):
        limits.take([("x", Rate(tries, 5))])
    assert [rate.tries for _, rate in limits._full_at] == [3]


def test_threads_do_not_meet_in_the_middle() -> None:
    """The time is read, and the buckets are changed, while nobody else may; each act is one."""
    held: list[bool] = []

    def now() -> float:
        held.append(limits._lock.locked())
        return 5.0

    limits = Throttle(now)
    assert limits.take([("x", SLOW)]) == 0
    assert limits.wait([("x", SLOW)]) == 0
    assert held == [True, True]

    class Watched(dict[tuple[str, Rate], float]):
        def __contains__(self, key: object) -> bool:
            held.append(limits._lock.locked())
            return super().__contains__(key)

        def clear(self) -> None:
            held.append(limits._lock.locked())
            super().clear()

    limits._full_at = Watched(limits._full_at)
    limits.give_back([("x", SLOW)])
    limits.clear()
    assert held == [True] * 4
    assert not limits._lock.locked()
