"""Tries run out and come back with time."""

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
        limits.give_back([("x", SLOW)])


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
