"""How checks come to a verdict, without boxes: which run again, which are left out, and what a listener hears."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from quintain.judge.grading import grader
from quintain.judge.grading.judge_box import BatchResult
from quintain.judge.grading.options import GradingOptions
from quintain.judge.grading.retries import Retries
from quintain.judge.grading.session import Session
from quintain.judge.loading import Script
from quintain.judge.protocol.messages import CheckRun, Mode, Order
from quintain.judge.verdict import Event, Finished, Outcome, Result, Started, Verdict
from quintain.judge.worker.check_runner import CheckResult
from quintain.packs.model.lab import Lab

SECONDS = 10.0
LATE = CheckResult(Outcome.FAILED, gone=True, late=True, waited_seconds=5.0)


class FakeRunner:
    """Opens no box: everything goes well but for what a test wants otherwise, by the label of an order."""

    def __init__(self) -> None:
        self.boxes, self.box_seconds, self.is_out_of_time = 1, 0.0, False
        self.failing: dict[str, list[CheckResult | Exception]] = {}
        self.failing_first: list[CheckResult] = []
        self.fails_behind_others = False
        self.alone: list[str] = []
        self.batches: list[tuple[str, ...]] = []

    def run(self, order: Order, *, alone: bool = False) -> CheckResult:
        """Run one check."""
        if order.mode is not Mode.LOAD:
            self.alone.append(order.label + " alone" * alone)
        if results := self.failing.get(order.label):
            result = results.pop(0)
            if isinstance(result, Exception):
                raise result
            return result
        return _good(order.first)

    def run_batch(self, order: Order, report: Callable[[CheckResult], None]) -> BatchResult:
        """Run several checks."""
        self.batches.append(tuple(run.label for run in order.runs))
        if self.failing_first:
            return BatchResult(failure=self.failing_first.pop(0))
        if self.fails_behind_others:
            report(_good(order.first))
            return BatchResult(is_well=False)
        for run in order.runs:
            report(_good(run))
        return BatchResult(is_well=True)


def _good(run: CheckRun) -> CheckResult:
    return CheckResult(Outcome.REPELLED if run.is_attack else Outcome.PASSED)


class FakeJudgeBoxes:
    """Knows the names of variants without running a file."""

    @contextmanager
    def borrow(self) -> Iterator["FakeJudgeBoxes"]:
        """Lend itself."""
        yield self

    def list_variants(self, scripts: tuple[Script, ...]) -> tuple[tuple[str, ...], ...]:
        """Name two variants of each attack."""
        return tuple(("first", "second") for _ in scripts)


@pytest.fixture
def runner() -> FakeRunner:
    """What runs without boxes."""
    return FakeRunner()


type Grade = Callable[..., Verdict]


@pytest.fixture
def grade(runner: FakeRunner, notes: Lab, monkeypatch: pytest.MonkeyPatch) -> Grade:
    """Reach a verdict on the lab with functions."""

    @contextmanager
    def open_session(_resources: object, lab: Lab, files: dict[str, str], options: GradingOptions) -> Iterator[Session]:
        assert options.seed is not None
        retries = Retries(runner, SECONDS, when_busy=options.retry_when_busy)
        yield Session(lab, files, options, options.seed, FakeJudgeBoxes(), runner, retries)  # type: ignore[arg-type]

    def graded(options: GradingOptions | None = None, listener: Callable[[Event], None] | None = None) -> Verdict:
        sound = next(fix.files for fix in notes.fixes if fix.name == "resolved-path")
        return grader.grade(None, notes, sound, options or GradingOptions(), listener)  # type: ignore[arg-type]

    monkeypatch.setattr(grader, "open_session", open_session)
    return graded


NOTE = "tests/test_notes.py::test_note"


def test_first_of_a_batch_that_was_kept_waiting_is_run_again_alone(grade: Grade, runner: FakeRunner) -> None:
    """A busy machine refutes nobody."""
    runner.failing_first = [LATE, LATE]
    verdict = grade()
    assert verdict.result is Result.PROVEN, verdict
    assert verdict.seed
    again = {batch[0] for batch in runner.batches[:2]}
    assert again <= set(runner.alone)


def test_first_of_a_batch_that_was_kept_waiting_fails_where_nothing_is_run_again(
    grade: Grade, runner: FakeRunner
) -> None:
    """That is for programs that hang on purpose."""
    runner.failing_first = [LATE]
    verdict = grade(GradingOptions(retry_when_busy=False))
    assert [check.outcome for check in verdict.checks].count(Outcome.FAILED) == 1
    assert runner.batches[0][0] not in runner.alone


def test_check_on_a_machine_that_stays_busy_is_an_error_of_ours(grade: Grade, runner: FakeRunner) -> None:
    """With its own error, and no word about the learner's code."""
    only = GradingOptions(only=(NOTE, ""), together=False)
    runner.failing[f"{NOTE}/"] = [replace(LATE, waited_seconds=seconds) for seconds in (5.0, 50.0, 299.0)]
    verdict = grade(only)
    assert verdict.result is Result.ERROR
    assert verdict.fault is not None
    assert (verdict.fault.id, verdict.fault.remedy) == ("judge.E014", "Submit again when the machine is less busy.")
    assert [check.sentence for check in verdict.checks] == ["Our judge stopped here, not your code."]
    assert runner.alone == [f"{NOTE}/", f"{NOTE}/ alone", f"{NOTE}/ alone"]
    runner.failing[f"{NOTE}/"] = [LATE]
    assert grade(only).result is Result.PROVEN


def test_error_of_one_check_is_no_verdict_though_all_others_are_well(grade: Grade, runner: FakeRunner) -> None:
    """Nothing is proven without evidence for every check; an author is told more than a learner."""
    for reveal_hidden, sentence in ((False, "Our judge stopped here, not your code."), (True, "OSError: gone")):
        runner.failing[f"{NOTE}/"] = [OSError("gone")]
        verdict = grade(GradingOptions(together=False, reveal_hidden=reveal_hidden))
        assert verdict.result is Result.ERROR
        assert verdict.fault is not None
        assert verdict.fault.message == "OSError: gone"
        assert next(check.sentence for check in verdict.checks if check.outcome is Outcome.ERROR).endswith(sentence)


def test_nothing_runs_once_it_is_refuted_unless_everything_is_wanted(grade: Grade, runner: FakeRunner) -> None:
    """For an author who looks for what decides."""
    for run_all in (True, False):
        runner.alone.clear()
        runner.failing[f"{NOTE}/"] = [CheckResult(Outcome.FAILED, "No.")]
        verdict = grade(GradingOptions(seed=3, together=False, run_all=run_all))
        assert verdict.result is Result.BROKEN
        assert (len(runner.alone) == 11) == run_all, runner.alone
        assert any(check.outcome is Outcome.SKIPPED for check in verdict.checks) != run_all


def test_a_verdict_has_a_fault_only_if_it_is_an_error(grade: Grade, runner: FakeRunner) -> None:
    """A learner is not told that our judge broke down where it did not."""
    assert grade().fault is None
    runner.failing[f"{NOTE}/"] = [CheckResult(Outcome.FAILED, "No.")]
    verdict = grade(GradingOptions(together=False))
    assert (verdict.result, verdict.fault) == (Result.BROKEN, None)


def test_a_box_is_shared_no_more_where_checks_failed_twice_behind_others(grade: Grade, runner: FakeRunner) -> None:
    """Each such failure costs a box, and only what fails in a fresh one counts; so at last each check has its own."""
    runner.fails_behind_others = True
    verdict = grade(GradingOptions(seed=3))
    assert verdict.result is Result.PROVEN, verdict
    names = [frozenset(each) for each in runner.batches]
    times = [sum(bool(batch & other) for other in names) for batch in names]
    assert max(times) == 2, runner.batches
    assert runner.alone, "the others had boxes of their own"


def test_three_tests_without_an_answer_are_enough(grade: Grade, runner: FakeRunner) -> None:
    """A program that always hangs is not waited for once more by each check."""
    runner.failing = {f"{name}/": [replace(LATE, late=False)] for name in _tests(grade)}
    runner.alone.clear()
    verdict = grade(GradingOptions(seed=3, together=False))
    tests = [label for label in runner.alone if not label.startswith("exploits/")]
    assert (verdict.result, len(tests)) == (Result.BROKEN, 3 + len(_wanted(runner.alone)))


def _tests(grade: Grade) -> list[str]:
    return [check.id for check in grade().checks if check.id.startswith("tests/")]


def _wanted(labels: list[str]) -> list[str]:
    return [label for label in labels if label.startswith("wanted/")]


def test_program_that_does_not_start_is_told_once(grade: Grade, runner: FakeRunner) -> None:
    """No check begins, and each is told to be left out once."""
    runner.failing["start"] = [CheckResult(Outcome.FAILED, "No.", cause="SyntaxError: no, notes.py line 1")]
    events: list[Event] = []
    verdict = grade(listener=events.append)
    assert verdict.sentence == "The program does not start: SyntaxError: no, notes.py line 1"
    assert not runner.alone
    assert not runner.batches
    finished = [event.check.id for event in events if isinstance(event, Finished)]
    assert finished == [check.id for check in verdict.checks[1:]]
    assert not any(isinstance(event, Started) for event in events)
