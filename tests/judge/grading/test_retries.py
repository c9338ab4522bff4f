"""A check that a busy machine kept waiting, or whose finding may be chance, is run again before it counts."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from quintain.judge.errors import JudgeFault, TooBusy
from quintain.judge.grading.retries import Retries
from quintain.judge.loading import Script
from quintain.judge.protocol.messages import CheckRun, Mode, Order, unlisted
from quintain.judge.verdict import Outcome
from quintain.judge.worker.check_runner import CheckResult

SECONDS = 10.0
ORDER = Order((CheckRun(unlisted("tests/it"), Script(Path("it.py"), ""), "test_it"),), "tests/it/", Mode.TEST, 0)

PASSED = CheckResult(Outcome.PASSED)
FAILED = CheckResult(Outcome.FAILED)


def late(waited_seconds: float, cpu_seconds: float = 0.0) -> CheckResult:
    """A check without an answer in time, of which the boxes waited so long for a processor."""
    return CheckResult(Outcome.FAILED, gone=True, late=True, waited_seconds=waited_seconds, cpu_seconds=cpu_seconds)


class FakePool:
    """Opens no box: gives the results that a test wants, one for each run, and keeps what was asked for."""

    def __init__(self, results: Iterable[CheckResult | Exception]) -> None:
        self._results = iter(results)
        self.asked: list[tuple[int, bool]] = []
        self.labels: list[str] = []

    def run(self, order: Order, *, alone: bool = False) -> CheckResult:
        """Give the next result."""
        self.asked.append((order.time_factor, alone))
        self.labels.append(order.label)
        result = next(self._results)
        if isinstance(result, Exception):
            raise result
        return result


def test_answer_in_time_counts_at_once() -> None:
    """Also a wrong one: nothing kept the program from it."""
    for result in (PASSED, FAILED):
        pool = FakePool([result])
        assert Retries(pool, SECONDS).run(ORDER) is result
        assert pool.asked == [(1, False)]


@pytest.mark.parametrize(
    ("result", "runs"),
    [
        (late(2.4), 1),
        (late(2.6), 2),
        (CheckResult(Outcome.FAILED, waited_seconds=9.0), 1),
        (CheckResult(Outcome.PASSED, waited_seconds=9.0), 1),
    ],
)
def test_late_answer_is_tried_again_if_a_quarter_of_the_time_was_waiting(result: CheckResult, runs: int) -> None:
    """A program that sleeps waits for no processor, and one that has answered was not kept from it."""
    pool = FakePool([result, PASSED])
    assert Retries(pool, SECONDS).run(ORDER) is (result if runs == 1 else PASSED)
    assert len(pool.asked) == runs


def test_second_run_has_six_times_the_time_and_nothing_beside_it() -> None:
    """What the machine kept waiting once is not kept waiting by our own other boxes."""
    pool = FakePool([late(5), FAILED])
    assert Retries(pool, SECONDS).run(ORDER) is FAILED
    assert pool.asked == [(1, False), (6, True)]


def test_third_run_has_five_minutes() -> None:
    """A verdict that comes late is better than none; the share of waiting is one of the longer time."""
    pool = FakePool([late(5), late(16), PASSED])
    assert Retries(pool, SECONDS).run(ORDER) is PASSED
    assert pool.asked == [(1, False), (6, True), (30, True)]


def test_third_run_never_has_less_time_than_the_second() -> None:
    """Of a lab that gives each check some minutes."""
    pool = FakePool([late(90), late(900), PASSED])
    assert Retries(pool, 180.0).run(ORDER) is PASSED
    assert pool.asked == [(1, False), (6, True), (6, True)]


def test_second_run_counts_if_it_hardly_waited() -> None:
    """The program had six times its time then, and did not answer."""
    hung = late(14)
    pool = FakePool([late(5), hung])
    assert Retries(pool, SECONDS).run(ORDER) is hung
    assert pool.asked == [(1, False), (6, True)]


def test_second_run_counts_if_the_program_has_worked() -> None:
    """More than half of its usual time on a processor: it was not kept from its answer, however long it waited."""
    busy = late(59, cpu_seconds=5.1)
    assert Retries(FakePool([late(5), busy]), SECONDS).run(ORDER) is busy
    idle = late(59, cpu_seconds=4.9)
    assert Retries(FakePool([late(5), idle, PASSED]), SECONDS).run(ORDER) is PASSED


def test_machine_that_stays_busy_is_our_failure() -> None:
    """Nobody in the box is to blame, so there is no verdict; the error says what to do."""
    pool = FakePool([late(5), late(50), late(299)])
    with pytest.raises(TooBusy, match=r"it waited 299\.0 seconds to run") as caught:
        Retries(pool, SECONDS).run(ORDER)
    assert (caught.value.id, caught.value.remedy) == ("judge.E014", "Submit again when the machine is less busy.")
    assert pool.asked == [(1, False), (6, True), (30, True)]


def test_box_that_breaks_is_tried_once_more() -> None:
    """One may break; a second one that does is told."""
    pool = FakePool([JudgeFault("broken"), PASSED])
    assert Retries(pool, SECONDS).run(ORDER) is PASSED
    assert pool.asked == [(1, False), (6, True)]
    with pytest.raises(JudgeFault, match="broken twice"):
        Retries(FakePool([JudgeFault("broken"), JudgeFault("broken twice")]), SECONDS).run(ORDER)


def test_nothing_is_tried_again_without_time_for_it() -> None:
    """Some traps of a lab hang on purpose, and a verdict about them may take whatever there is."""
    slow = late(9)
    pool = FakePool([slow])
    assert Retries(pool, SECONDS, when_busy=False).run(ORDER) is slow
    assert pool.asked == [(1, False)]
    with pytest.raises(JudgeFault, match="broken"):
        Retries(FakePool([JudgeFault("broken")]), SECONDS, when_busy=False).run(ORDER)


def test_first_of_a_batch_counts_unless_it_was_kept_waiting_or_is_in_doubt() -> None:
    """It met a fresh box, and is run alone otherwise."""
    retries = Retries(FakePool([]), SECONDS)
    assert retries.counts(FAILED)
    assert retries.counts(late(2.4))
    assert not retries.counts(late(2.6))
    assert not retries.counts(CheckResult(Outcome.LANDED, doubtful=True))
    assert Retries(FakePool([]), SECONDS, when_busy=False).counts(late(2.6))


DOUBT = CheckResult(Outcome.LANDED, doubtful=True)
REPELLED = CheckResult(Outcome.REPELLED)
LANDED = CheckResult(Outcome.LANDED)


@pytest.mark.parametrize(
    ("results", "counted"),
    [
        ([DOUBT, REPELLED, REPELLED, REPELLED], REPELLED),
        ([DOUBT, DOUBT, REPELLED, REPELLED], REPELLED),
        ([DOUBT, DOUBT, REPELLED, DOUBT], DOUBT),
        ([DOUBT, DOUBT, DOUBT], DOUBT),
        ([DOUBT, LANDED], LANDED),
        ([DOUBT, REPELLED, FAILED], FAILED),
    ],
)
def test_finding_in_doubt_is_looked_for_with_other_secrets(results: list[CheckResult], counted: CheckResult) -> None:
    """Three of four runs must have it; another finding is in no doubt, and ends the look."""
    pool = FakePool(results)
    assert Retries(pool, SECONDS).run(ORDER) is counted
    assert (
        pool.labels
        == [
            "tests/it/",
            "tests/it//again/1",
            "tests/it//again/2",
            "tests/it//again/3",
        ][: len(results)]
    )


def test_look_at_a_finding_in_doubt_is_tried_again_on_a_busy_machine() -> None:
    """With the same secrets, as it was not answered."""
    pool = FakePool([DOUBT, late(5), REPELLED, REPELLED, REPELLED])
    assert Retries(pool, SECONDS).run(ORDER) is REPELLED
    assert pool.labels == ["tests/it/", *["tests/it//again/1"] * 2, "tests/it//again/2", "tests/it//again/3"]
