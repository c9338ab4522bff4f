"""After an attack, an honest user must get through; a machine that is short of time locks nobody out."""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from quintain.judge.errors import Died, SuspectFault, TimedOut
from quintain.judge.loading import Script
from quintain.judge.suspect.evidence import Log
from quintain.judge.verdict import Outcome
from quintain.judge.worker import check_runner
from quintain.judge.worker.check_runner import LOCKED_OUT, CheckContext, CheckResult, try_honest_user

NOTHING: Any = None  # nothing is asked of it
CONTEXT = CheckContext(NOTHING, NOTHING, random.Random(1), Log({}), NOTHING)  # noqa: S311  a test
SCRIPT = Script(Path("exploits/control.py"), "")


def visit(monkeypatch: pytest.MonkeyPatch, control: Callable[..., object]) -> CheckResult | None:
    """Let this honest user try."""
    monkeypatch.setattr(check_runner, "load", lambda _script: {"control": control})
    return try_honest_user(CONTEXT, SCRIPT)


def test_user_who_gets_through_is_not_locked_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """True is what control returns then."""
    assert visit(monkeypatch, lambda *_: True) is None


@pytest.mark.parametrize(
    ("fault", "late"),
    [
        (TimedOut("No answer within 8 seconds."), True),
        (TimedOut("It used up its processor time.", worked=True), False),
        (Died("It is gone."), False),
    ],
)
def test_late_answer_is_told_apart_from_a_program_that_cannot_answer(
    monkeypatch: pytest.MonkeyPatch, fault: SuspectFault, late: bool
) -> None:
    """What came too late without having worked is marked, so that it is tried once more, alone."""

    def control(*_: object) -> bool:
        raise fault

    assert visit(monkeypatch, control) == CheckResult(Outcome.LANDED, LOCKED_OUT, late=late)


def test_user_who_is_refused_is_locked_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer came, so nothing was late."""
    assert visit(monkeypatch, lambda *_: False) == CheckResult(Outcome.LANDED, LOCKED_OUT)
