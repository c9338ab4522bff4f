"""Checks that share a box: each begins with nothing of the one before it, and with all of its own time."""

import random
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from quintain.judge.errors import LabBroken, TimedOut
from quintain.judge.grading import box_runner
from quintain.judge.grading.box_runner import MOST_TIMES, BoxRunner, limits_of
from quintain.judge.loading import Script
from quintain.judge.protocol.messages import CheckRun, Mode, Order, unlisted
from quintain.judge.suspect.box import SuspectBox
from quintain.judge.suspect.evidence import Log
from quintain.judge.suspect.oracles import Repelled
from quintain.judge.suspect.tracebacks import Uncaught
from quintain.judge.verdict import Kind, Outcome
from quintain.judge.worker import check_runner
from quintain.judge.worker.check_runner import CheckContext, CheckResult, attack
from quintain.packs.model.lab import Lab
from quintain.sandbox import Limits

NOTHING: Any = None  # nothing is asked of it
WALL_SECONDS = 8.0
SCRIPT = Script(Path("exploits/up.py"), "")
AFTER_VISIT = CheckRun(unlisted("exploits/up", Kind.ATTACK), SCRIPT, "attack", after_visit=True)


class Clock:
    """A clock, and the processor time of a box, that a test moves."""

    def __init__(self) -> None:
        self.now, self.worked = 1000.0, 0.0

    def monotonic(self) -> float:
        """Say what time it is."""
        return self.now

    def cpu_seconds(self) -> float:
        """Say how much the box has worked."""
        return self.worked


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The time of these tests."""
    clock = Clock()
    monkeypatch.setattr(time, "monotonic", clock.monotonic)
    return clock


@pytest.fixture
def box(notes: Lab, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[SuspectBox]:
    """A box in which nothing runs."""

    @dataclass
    class Handle:
        channel: socket.socket
        cpu_seconds: Any = clock.cpu_seconds

        def record(self) -> None:
            """Nobody writes down what is started."""

    @dataclass
    class Files:
        paths: frozenset[str] = frozenset()

        def orders(self) -> list[str]:
            """Plant nothing."""
            return []

    monkeypatch.setattr(SuspectBox, "_ask", lambda *_, **__: {})
    files: Any = Files()
    with socket.socket(socket.AF_UNIX) as channel:
        yield SuspectBox(Handle(channel), notes.run, files, Log({}), WALL_SECONDS)  # type: ignore[arg-type]  # as far as it is asked


def test_nothing_of_a_check_is_left_for_the_next_one(box: SuspectBox) -> None:
    """Neither answers, nor starts that failed, nor what it raised, nor a secret that it gave away."""
    thrown: Any = object()
    trip: Any = object()
    box._answers, box.raised, box.asked, box.unreadable = 3, "ValueError", "from read()", "an answer"
    box._starts.append("SyntaxError")
    box.uncaught = Uncaught(thrown, at_start=True)
    box.tripwire.trip = trip
    assert (box.answers, box.failed_start) == (3, "SyntaxError")
    log = Log({})
    box.begin(log)
    left: list[object] = [box.answers, box.failed_start, box.uncaught, box.tripwire.trip]
    assert left == [0, "", None, None]
    assert (box.raised, box.asked, box.unreadable) == ("", "", "")
    assert box._log is log


def test_each_check_has_the_time_of_a_check(box: SuspectBox, clock: Clock) -> None:
    """By the clock and of the processor, whatever the one before it has used; a check that has used all is told so."""
    assert box.share_of_time() < 0.1
    clock.now += WALL_SECONDS
    clock.worked += box._cpu_seconds + 0.5
    assert box.share_of_time() >= 1
    with pytest.raises(TimedOut):
        box._look_at_work()
    box.begin(Log({}))
    assert box.share_of_time() < 0.1
    box._look_at_work()
    clock.worked += box._cpu_seconds + 0.5
    with pytest.raises(TimedOut):
        box._look_at_work()


def attacked(box: SuspectBox, lab: Lab, monkeypatch: pytest.MonkeyPatch, *, asks: bool) -> CheckResult:
    """Let an honest user ask, then an attack that asks or does not, then the user again."""

    def answer() -> None:
        box._answers += 1

    def control(*_: object) -> bool:
        answer()
        return True

    def attack_(*_: object) -> Repelled:
        if asks:
            answer()
        return Repelled("The path is refused.")

    monkeypatch.setattr(check_runner, "load", lambda _script: {"attack": attack_, "control": control})
    context = CheckContext(box, NOTHING, random.Random(1), Log({}), lab)  # noqa: S311  a test
    return attack(context, AFTER_VISIT, SCRIPT)


def test_answers_to_an_honest_user_are_none_to_the_attack(
    box: SuspectBox, notes: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An attack that asked nothing itself has repelled nothing, however many others were answered before it."""
    assert attacked(box, notes, monkeypatch, asks=True).outcome is Outcome.REPELLED
    with pytest.raises(LabBroken, match="never gets an answer"):
        attacked(box, notes, monkeypatch, asks=False)


def opened(lab: Lab, monkeypatch: pytest.MonkeyPatch, order: Order) -> Limits:
    """Return the limits of the box that is opened for one order."""
    limits: list[Limits] = []

    @contextmanager
    def lend(*_: object, **__: object) -> Iterator[Any]:
        yield Lent()

    class Lent:
        acquire = borrow = lend

        def serve_check(self, *_: object) -> CheckResult:
            """Say that all is well."""
            return CheckResult(Outcome.REPELLED)

    @contextmanager
    def open_box(_lab: Lab, _sandbox: object, _runtime: object, wanted: Limits) -> Iterator[None]:
        limits.append(wanted)
        yield

    monkeypatch.setattr(box_runner, "open_box", open_box)
    lent: Any = Lent()
    resources = box_runner.Resources(lent, lent, lent, lent, 1, 60.0)
    BoxRunner(lab, resources, NOTHING, NOTHING, lent).run(order)
    return limits[0]


def test_an_attack_after_a_visit_has_the_time_of_two_checks(notes: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that an honest user who is slow takes nothing of the attack's; without one it has that of one check."""
    one = opened(notes, monkeypatch, Order((replace(AFTER_VISIT, after_visit=False),), "up", Mode.ATTACK, 0))
    two = opened(notes, monkeypatch, Order((AFTER_VISIT,), "up", Mode.ATTACK, 0))
    assert one == limits_of(notes)
    assert (two.wall_seconds, two.cpu_seconds) == (2 * one.wall_seconds, 2 * one.cpu_seconds)
    assert (two.memory_mebibytes, two.processes) == (one.memory_mebibytes, one.processes)


def test_a_slow_machine_gives_more_time_by_the_clock_and_none_of_the_processor(
    notes: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What has worked for all of the usual time has had it."""
    usual = limits_of(notes)
    late = opened(notes, monkeypatch, Order((AFTER_VISIT,), "up", Mode.ATTACK, 0, time_factor=4))
    assert late.wall_seconds == 8 * usual.wall_seconds
    assert late.cpu_seconds == min(2 * usual.cpu_seconds, 2 * usual.wall_seconds)


def test_many_checks_in_one_box_have_the_time_of_six(notes: Lab) -> None:
    """A program that hangs in each of forty is not waited for forty times."""
    usual = limits_of(notes)
    assert limits_of(notes, 6).wall_seconds == 6 * usual.wall_seconds
    assert limits_of(notes, 40) == limits_of(notes, MOST_TIMES) == limits_of(notes, 6)
