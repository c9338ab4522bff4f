"""After an attack, an honest user must get through; a machine that is short of time locks nobody out."""

import random
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from quintain.judge.errors import Died, SuspectFault, TimedOut
from quintain.judge.loading import Script
from quintain.judge.protocol.messages import CheckRun, unlisted
from quintain.judge.suspect.evidence import Log
from quintain.judge.suspect.oracles import Repelled
from quintain.judge.suspect.tripwire import Tripwire
from quintain.judge.verdict import Kind, Outcome
from quintain.judge.worker import check_runner
from quintain.judge.worker.check_runner import LOCKED_OUT, CheckContext, CheckResult, attack, try_honest_user
from quintain.packs.model.lab import Canary, CanaryKind

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


@pytest.mark.parametrize(
    ("fault", "late"), [(Died("The program was ended."), False), (TimedOut("No answer within 8 seconds."), True)]
)
def test_program_that_is_gone_after_the_visit_is_the_learners_fault(
    monkeypatch: pytest.MonkeyPatch, fault: SuspectFault, late: bool
) -> None:
    """Nobody could attack it, and the author of the attack is not told to correct it."""

    def begin(_log: Log) -> None:
        raise fault

    monkeypatch.setattr(check_runner, "load", lambda _script: {"control": lambda *_: True})
    box: Any = SimpleNamespace(begin=begin)
    run = CheckRun(unlisted("exploits/up", Kind.ATTACK), Script(Path("exploits/up.py"), ""), "", after_visit=True)
    context = CheckContext(box, NOTHING, random.Random(1), Log({}), NOTHING)  # noqa: S311  a test
    assert attack(context, run, SCRIPT) == CheckResult(Outcome.LANDED, fault.message, gone=True, late=late)


def test_user_who_is_refused_is_locked_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer came, so nothing was late."""
    assert visit(monkeypatch, lambda *_: False) == CheckResult(Outcome.LANDED, LOCKED_OUT)


@pytest.mark.parametrize("when", ["the attack", "the honest user", "nobody"])
def test_a_secret_that_comes_with_the_honest_user_is_a_leak(monkeypatch: pytest.MonkeyPatch, when: str) -> None:
    """An attack that leaves its catch where the next visitor gets it has succeeded as one that brings it home."""
    tripwire = Tripwire({"key": Canary(CanaryKind.WORD, ("nobody",))}, {"key": "orchidqz"}, {})

    def get(who: str) -> None:
        tripwire.receiver("a visitor").got(["welcome, orchidqz" if who == when else "welcome"])

    def attacked(*_: object) -> Repelled:
        get("the attack")
        return Repelled("The path is refused.")

    def control(*_: object) -> bool:
        get("the honest user")
        return True

    monkeypatch.setattr(check_runner, "load", lambda _script: {"attack": attacked, "control": control})
    box: Any = SimpleNamespace(tripwire=tripwire, unreadable="", unreadable_of_twin="", answers=1)
    run = CheckRun(unlisted("exploits/up", Kind.ATTACK), Script(Path("exploits/up.py"), ""), "")
    context = CheckContext(box, NOTHING, random.Random(1), Log({}), NOTHING)  # noqa: S311  a test
    result = attack(context, run, SCRIPT)
    if when == "nobody":
        assert result == CheckResult(Outcome.REPELLED, "The path is refused.")
    else:
        assert (result.outcome, result.stolen) == (Outcome.LANDED, ("orchidqz",)), f"{when} got the secret"
        assert result.sentence == "A visitor holds the secret key, which its receiver may not see."
