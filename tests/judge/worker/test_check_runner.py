"""When an attack counts as repelled: its author says so, and everything that came back can be looked into."""

import random
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from quintain.judge.errors import LabBroken
from quintain.judge.loading import Script
from quintain.judge.protocol.messages import CheckRun, unlisted
from quintain.judge.suspect.evidence import Log
from quintain.judge.suspect.oracles import Repelled
from quintain.judge.verdict import Kind, Outcome
from quintain.judge.worker import check_runner
from quintain.judge.worker.check_runner import CheckContext, CheckResult, attempt

NOTHING: Any = None  # nothing is asked of it
RUN = CheckRun(unlisted("exploits/up", Kind.ATTACK), Script(Path("exploits/up.py"), ""), "")
UNREADABLE = "notes:read returned an object of the type map"


def attempted(monkeypatch: pytest.MonkeyPatch, *, unreadable: str, answers: int) -> CheckResult:
    """Let an attack that its author calls repelled meet a box from which so many answers came."""
    silent = SimpleNamespace(trip=None)
    box: Any = SimpleNamespace(tripwire=silent, unreadable=unreadable, unreadable_of_twin="", answers=answers)
    monkeypatch.setattr(check_runner, "load", lambda _script: {"attack": lambda *_: Repelled("The path is refused.")})
    return attempt(CheckContext(box, NOTHING, random.Random(1), Log({}), NOTHING), RUN)  # noqa: S311  a test


def test_an_attack_is_repelled_by_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which the judge has read."""
    assert attempted(monkeypatch, unreadable="", answers=1) == CheckResult(Outcome.REPELLED, "The path is refused.")


@pytest.mark.parametrize("answers", [0, 1, 7])
def test_an_answer_into_which_nobody_can_look_repels_nothing(monkeypatch: pytest.MonkeyPatch, answers: int) -> None:
    """However many others could be read: the secret may be in that one."""
    result = attempted(monkeypatch, unreadable=UNREADABLE, answers=answers)
    assert result.outcome is Outcome.LANDED
    assert result.sentence == f"{UNREADABLE}. Nobody can see what is in it, so it repels nothing."


def test_an_attack_without_an_answer_is_the_authors_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    """It cannot know that it was repelled."""
    with pytest.raises(LabBroken, match=r"up\.py never gets an answer"):
        attempted(monkeypatch, unreadable="", answers=0)
