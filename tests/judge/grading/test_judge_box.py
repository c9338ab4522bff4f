"""The judge's sandbox: tests and attacks run in it, apart from the server, and its troubles are told, not shared."""

import os
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from quintain.judge.errors import JudgeFault
from quintain.judge.grading import judge_box
from quintain.judge.grading.box_runner import limits_of
from quintain.judge.grading.judge_box import JudgeBox
from quintain.judge.grading.options import GradingOptions
from quintain.judge.harness.inside.frames import HEADER
from quintain.judge.judge import Judge
from quintain.judge.protocol.messages import MOST_BYTES, DeadlinePassed, ServerEnd, TimeLimit, WorkerEnd
from quintain.judge.verdict import Outcome, Result, Verdict
from quintain.packs.model.lab import Exploit, Lab
from quintain.sandbox import Box
from quintain.sandbox.delegation import find_cgroup_root

pytestmark = pytest.mark.sample(most=12, of="file")

CONTROL = "def control(box, canary, rng):\n    return box.call('notes:vault', canary.pin) == canary.key\n"
TEST = "def test_note(box, canary):\n    assert box.call('notes:vault', canary.pin) == canary.key\n"

LANDS = (
    "from quintain.judge import leaks\n"
    "def attack(box, canary, rng):\n"
    "    return leaks(canary.key, box.call('notes:vault', canary.pin), 'the key')\n"
)

type Say = Callable[[str], Verdict]


@pytest.fixture
def lab_with(notes: Lab, tmp_path: Path) -> Callable[[str, str], Lab]:
    """Write a lab with one test and one attack."""

    def lab(test: str, attack: str) -> Lab:
        for name, text in {
            "exploits/only.py": attack,
            "exploits/control.py": CONTROL,
            "tests/test_it.py": test,
        }.items():
            path = tmp_path / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)
        return replace(notes, folder=tmp_path, exploits=(Exploit("only", "The only attack"),), slug="written")

    return lab


@pytest.fixture
def say(judge: Judge, lab_with: Callable[[str, str], Lab]) -> Say:
    """Let an attack fail with what an expression says of the judge's sandbox."""

    def said(expression: str) -> Verdict:
        attack = f"def attack(box, canary, rng):\n    raise RuntimeError({expression})\n"
        verdict = judge.grade(lab_with(TEST, attack), {}, GradingOptions(reveal_hidden=True))
        assert verdict.result is Result.ERROR
        return verdict

    return said


def test_judge_box_holds_nothing_of_the_servers(say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither its process nor its environment, nor the pack with its solutions."""
    monkeypatch.setenv("QUINTAIN_SECRET", "of the server")
    verdict = say(
        "repr([__import__('os').getpid(), 'QUINTAIN_SECRET' in __import__('os').environ,"
        " __import__('pathlib').Path(__file__).exists(), sorted(__import__('os').listdir('/'))])"
    )
    assert verdict.fault is not None
    pid, secret, pack, rest = verdict.fault.message.removeprefix("RuntimeError: [").split(", ", 3)
    assert (pid == str(os.getpid()), secret, pack) == (False, "False", "False")
    assert "'work'" not in rest


def test_judge_box_writes_nothing_but_scratch(say: Say) -> None:
    """It is read-only but for what goes away with it."""
    verdict = say("[__import__('os').access(place, 2) for place in ('/', '/usr', '/box', '/etc', '/tmp')]")
    assert verdict.fault is not None
    assert verdict.fault.message == "RuntimeError: [False, False, False, False, True]"


def test_judge_box_reaches_no_network(judge: Judge, lab_with: Callable[[str, str], Lab]) -> None:
    """A server of this machine is not there."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        attack = f"import socket\ndef attack(box, canary, rng):\n    socket.create_connection(('127.0.0.1', {port}))\n"
        verdict = judge.grade(lab_with(TEST, attack), {}, GradingOptions(reveal_hidden=True))
    assert verdict.fault is not None
    assert "ConnectionRefusedError" in verdict.fault.message


def test_attack_that_never_ends_is_named(
    judge: Judge, lab_with: Callable[[str, str], Lab], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The author's loop stops itself alone: the sandbox is given up, and the test has had another one."""
    monkeypatch.setattr(judge_box, "GRACE_SECONDS", 1.0)
    lab = lab_with(TEST, "def attack(box, canary, rng):\n    while True:\n        pass\n")
    lab = replace(lab, run=replace(lab.run, limits=replace(lab.run.limits, wall_seconds=1.0)))
    verdict = judge.grade(lab, {}, GradingOptions(reveal_hidden=True))
    assert [check.outcome for check in verdict.checks] == [Outcome.PASSED, Outcome.ERROR]
    assert verdict.fault is not None
    assert (verdict.fault.id, verdict.fault.message) == ("judge.E004", "only.py does not come to an end.")


@pytest.mark.parametrize("together", [True, False])
def test_attack_on_a_busy_machine_is_late_and_no_error(
    judge: Judge, lab_with: Callable[[str, str], Lab], monkeypatch: pytest.MonkeyPatch, *, together: bool
) -> None:
    """Time in which the judge's own sandbox waits for a processor is not taken from its checks."""
    lab = lab_with(TEST, LANDS)
    monkeypatch.setattr(judge_box, "GRACE_SECONDS", -limits_of(lab).wall_seconds)  # so no time is left at all
    monkeypatch.setattr(JudgeBox, "waited_seconds", lambda _: 2 * time.monotonic())
    verdict = judge.grade(lab, {}, GradingOptions(reveal_hidden=True, together=together))
    assert verdict.fault is None, verdict.fault
    assert [check.outcome for check in verdict.checks] == [Outcome.PASSED, Outcome.LANDED]


def test_file_that_never_ends_is_an_error(
    judge: Judge, lab_with: Callable[[str, str], Lab], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even the names of its variants cannot be had."""
    monkeypatch.setattr(judge_box, "LISTING_SECONDS", 1.0)
    verdict = judge.grade(lab_with(TEST, "while True:\n    pass\n"), {})
    assert verdict.result is Result.ERROR
    assert verdict.fault is not None
    assert "does not come to an end" in verdict.fault.message


@pytest.mark.parametrize(
    "end", ["import os; os._exit(0)", "import os; os.kill(os.getpid(), 9)", "import os; os.write(3, b'\\xff' * 64)"]
)
def test_judge_box_that_breaks_down_is_ours(judge: Judge, lab_with: Callable[[str, str], Lab], end: str) -> None:
    """Whatever its end looks like, it proves nothing, and the next run has another sandbox."""
    verdict = judge.grade(
        lab_with(TEST, f"def attack(box, canary, rng):\n    {end}\n"), {}, GradingOptions(reveal_hidden=True)
    )
    assert verdict.result is Result.ERROR
    assert [check.outcome for check in verdict.checks] == [Outcome.PASSED, Outcome.ERROR]
    assert verdict.fault is not None
    assert verdict.fault.id == "judge.E010"


def test_evidence_is_bounded(judge: Judge, lab_with: Callable[[str, str], Lab]) -> None:
    """However much a suspect sends and an author looks at, a reader gets a page of it."""
    attack = (
        "from quintain.judge import happened\n"
        "def attack(box, canary, rng):\n"
        "    for _ in range(500):\n        box.read('notes.py')\n"
        "    box.call('notes:vault', 'x' * 200_000)\n"
        "    return happened(False, 'a', 'b' * 3000)\n"
    )
    check = judge.grade(lab_with(TEST, attack), {}).checks[-1]
    assert check.outcome is Outcome.REPELLED
    assert sum(len(step.text) for step in check.steps) < 100_000


@pytest.mark.parametrize(
    "missing",
    [
        pytest.param(
            "cpu_seconds", marks=pytest.mark.skipif(find_cgroup_root() is None, reason="no control groups here")
        ),
        "open_meter",
    ],
)
def test_worker_knows_what_a_suspect_has_used(say: Say, monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    """It reads that itself, hundreds of times in some verdicts; where it cannot, it asks the server."""
    monkeypatch.setattr(Box, missing, lambda _box: None)
    verdict = say("(box.call('notes:vault', canary.pin), box.cpu_seconds())[1]")
    assert verdict.fault is not None
    assert 0 < float(verdict.fault.message.removeprefix("RuntimeError: ")) < 1


@pytest.fixture
def ends() -> Iterator[tuple[ServerEnd, socket.socket]]:
    """The server's end of a channel, and a worker that says what a test wants."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ServerEnd(ours), theirs


@pytest.mark.parametrize(
    ("said", "message"),
    [
        (HEADER.pack(MOST_BYTES + 1), "announced"),
        (HEADER.pack(2) + b"[]", "cannot be read"),
        (HEADER.pack(3) + b"{}}", "cannot be read"),
        (HEADER.pack(14) + b'{"a":1,"a":2}\n', "cannot be read"),
        (HEADER.pack(9) + b'{"a":NaN}', "cannot be read"),
        (b"\0\0", "ended in the middle"),
        (HEADER.pack(20) + b'{"want"', "ended in the middle"),
    ],
)
def test_worker_is_read_as_strictly_as_a_suspect(
    ends: tuple[ServerEnd, socket.socket], said: bytes, message: str
) -> None:
    """Its tests have met the suspect: too much, half a message and no JSON are our own failure."""
    server_end, theirs = ends
    theirs.sendall(said)
    theirs.shutdown(socket.SHUT_WR)
    with pytest.raises(JudgeFault, match=message):
        server_end.receive(TimeLimit(float("inf"), lambda: 0.0))


def test_silent_worker_misses_the_deadline(ends: tuple[ServerEnd, socket.socket]) -> None:
    """Nobody waits for ever."""
    server_end, _ = ends
    with pytest.raises(DeadlinePassed):
        server_end.receive(TimeLimit(0.0, lambda: 0.0))


def test_what_goes_down_and_up_arrives(ends: tuple[ServerEnd, socket.socket]) -> None:
    """A large thing with descriptors on the way down; on the way up plain data, with lone surrogates mended."""
    server_end, theirs = ends
    worker_end = WorkerEnd(theirs)
    with socket.socket() as lent:
        server_end.send({"text": "x" * 1000}, [lent.fileno()] * 2, TimeLimit(float("inf"), lambda: 0.0))
        thing, handles = worker_end.receive() or (None, [])
        assert (thing, len(handles)) == ({"text": "x" * 1000}, 2)
        for each in handles:
            os.close(each)
    worker_end.send({"said": "a\ud800b"})
    assert server_end.receive(TimeLimit(float("inf"), lambda: 0.0)) == {"said": "a?b"}
