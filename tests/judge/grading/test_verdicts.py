"""A lab and a submission go in, a verdict comes out: with real boxes, on the small labs of this context."""

import re
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from quintain.judge.grading.box_runner import BoxRunner
from quintain.judge.grading.options import GradingOptions
from quintain.judge.judge import Judge
from quintain.judge.loading import read
from quintain.judge.protocol.messages import CheckRun, Mode, Order, unlisted
from quintain.judge.verdict import Event, Finished, Kind, Outcome, Plan, Result, Started, StepKind, Verdict
from quintain.judge.worker.check_runner import CheckResult, attack
from quintain.packs.model.lab import Exploit, Lab
from quintain.packs.model.proof import Proof
from quintain.sandbox import Sandbox
from tests.judge.meeting import run_function

pytestmark = pytest.mark.sample(most=20, of="file")

type Fix = Callable[[str], dict[str, str]]

CONTROL = "def control(box, canary, rng):\n    return box.call('notes:vault', canary.pin) == canary.key\n"
TEST = "def test_note(box, canary):\n    assert box.call('notes:vault', canary.pin) == canary.key\n"
ATTACK = "from quintain.judge import *\ndef attack(box, canary, rng):\n    {}\n"


@pytest.fixture
def write(notes: Lab, tmp_path: Path) -> Callable[..., Lab]:
    """Write a lab with one test, one attack and a control, each of them replaceable."""

    def lab(attack: str = "", *, control: str = CONTROL, test: str = TEST, wanted: str = "", whole: str = "") -> Lab:
        for name, text in {
            "exploits/only.py": whole or ATTACK.format(attack),
            "exploits/control.py": control,
            "tests/test_it.py": test,
            "wanted/test_wish.py": wanted,
        }.items():
            path = tmp_path / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)
        return replace(notes, folder=tmp_path, exploits=(Exploit("only", "The only attack"),), slug="written")

    return lab


def outcomes(verdict: Verdict) -> dict[str, Outcome]:
    return {check.id: check.outcome for check in verdict.checks}


def test_sound_fix_is_proven(judge: Judge, notes: Lab, fix: Fix) -> None:
    """Every visit works, every attack is repelled, and the numbers stand in the sentence."""
    verdict = judge.grade(notes, fix("resolved-path"))
    assert verdict.result is Result.PROVEN, verdict
    assert verdict.sentence == "All three attacks are stopped, and all five tests pass."
    assert (verdict.recognised, verdict.fault) == (None, None)
    assert [check.number for check in verdict.checks] == [1, 2, 3, 4, 5, 1, 2, 3]
    shown = [check for check in verdict.checks if not check.hidden]
    assert all(check.wall_seconds > 0 and check.cpu_seconds > 0 for check in shown)
    assert all(check.sent_bytes > 0 and check.received_bytes > 0 for check in shown)


def test_starter_falls_and_is_not_recognised(judge: Judge, notes: Lab) -> None:
    """The shipped code is no known fix, even where it behaves like one."""
    verdict = judge.grade(notes, {})
    assert verdict.result is Result.STILL_OPEN
    assert verdict.recognised is None
    assert outcomes(verdict)["tests/test_notes.py::test_note"] is Outcome.PASSED


def test_attack_shows_what_was_sent_and_stolen(judge: Judge, notes: Lab) -> None:
    """The timeline of a successful attack, with the attacker's text and the secret marked."""
    verdict = judge.grade(notes, {}, GradingOptions(only=("exploits/up", "plain")))
    up = next(check for check in verdict.checks if check.id == "exploits/up")
    assert (up.outcome, up.sentence, up.variant) == (Outcome.LANDED, "The answer holds the key.", "plain")
    sent, *_, back = up.steps
    (first, last), *_ = sent.marks
    assert (sent.kind, sent.text, sent.text[first:last]) == (
        StepKind.SENT,
        "notes.read('../vault/key.txt')",
        "'../vault/key.txt'",
    )
    (first, last), *_ = back.marks
    assert back.kind is StepKind.CAME_BACK
    assert back.text[first:last].startswith("canary-")


def test_stopped_attack_shows_itself_and_not_the_visitor_after_it(judge: Judge, notes: Lab) -> None:
    """The honest visitor reads the hunted secret, in the same box; that is no evidence of an attack."""
    sound = next(fix for fix in notes.fixes if fix.name == "resolved-path")
    verdict = judge.grade(notes, sound.files)
    stopped = next(check for check in verdict.checks if check.id == "exploits/up")
    sent = [step.text for step in stopped.steps if step.kind is StepKind.SENT]
    assert (stopped.outcome, sent) == (Outcome.REPELLED, ["notes.read('../vault/key.txt')"])
    assert "canary-" not in "".join(step.text for step in stopped.steps)


ASKING = """
import sqlite3

db = sqlite3.connect(":memory:")

def rows(sql):
    return db.execute(sql).fetchall()

def vault(name):
    return rows(f"SELECT 1 WHERE 'x' = '{name}' OR 1")
"""


@pytest.mark.parametrize("end", ["' --", "';--", "'/*"])
def test_line_told_is_the_one_that_made_the_statement(judge: Judge, write: Callable[..., Lab], end: str) -> None:
    """Not the one that was handed it, also where the attacker's text ends the statement and no more was read."""
    lab = write(f'box.call("notes:vault", "x{end}")\n    return happened(True, "it ran", "it did not")')
    verdict = judge.grade(lab, {"notes.py": ASKING}, GradingOptions(only=("exploits/only", "")))
    ran = next(step for check in verdict.checks for step in check.steps if step.label == "SQL as executed")
    (first, last), *_ = ran.marks
    assert (ran.line, f"x{end}"[: last - first]) == (10, ran.text[first:last])
    assert ran.text[first:last].startswith("x'")


def test_hidden_attack_shows_its_class_alone(judge: Judge, notes: Lab) -> None:
    """Neither steps nor variant, unless an author asks."""
    events: list[Event] = []
    verdict = judge.grade(notes, {}, listener=events.append)
    hidden = next(check for check in verdict.checks if check.hidden)
    assert (hidden.title, hidden.outcome, hidden.steps, hidden.variant) == (
        "Held out: a filter is fed",
        Outcome.LANDED,
        (),
        "",
    )
    assert hidden.sentence == "An attack of this kind gets through."
    assert hidden in [event.check for event in events if isinstance(event, Finished)]
    revealed = judge.grade(notes, {}, GradingOptions(reveal_hidden=True))
    assert next(check for check in revealed.checks if check.hidden).steps


def test_hidden_attack_does_not_tell_what_it_cost(judge: Judge, notes: Lab, fix: Fix) -> None:
    """A program that sleeps, works or talks by what it is sent would show that letter by letter."""
    source = fix("resolved-path")["notes.py"].replace("def read(name):", "def read(name):\n    print(name * 100)", 1)
    for together in (True, False):
        verdict = judge.grade(notes, {"notes.py": source}, GradingOptions(together=together))
        costs = {
            check.id: (check.wall_seconds, check.cpu_seconds, check.sent_bytes, check.received_bytes)
            for check in verdict.checks
        }
        assert costs["exploits/doubled"] == (0, 0, 0, 0)
        assert all(costs["exploits/up"])
        revealed = judge.grade(notes, {"notes.py": source}, GradingOptions(reveal_hidden=True, together=together))
        assert next(check for check in revealed.checks if check.hidden).wall_seconds > 0


def test_wrong_fix_is_recognised_by_what_lands_and_by_its_code(judge: Judge, notes: Lab) -> None:
    """Names, layout and comments may be the learner's own."""
    marks = frozenset({"root", "doubled", "test_quiet.py::test_missing_note_names_no_path"})
    notes = replace(notes, proof=Proof(notes.judged, {"replaced-once": marks}))
    source = next(each.files["notes.py"] for each in notes.fixes if each.name == "replaced-once")
    verdict = judge.grade(notes, {"notes.py": "# mine\n" + re.sub(r"\bname\b", "title", source)})
    assert verdict.result is Result.STILL_OPEN
    assert verdict.recognised is not None
    assert verdict.recognised.name == "replaced-once"


def test_locking_down_after_an_attack_lands(judge: Judge, notes: Lab, fix: Fix) -> None:
    """Whoever shuts everyone out has been attacked with success."""
    verdict = judge.grade(notes, fix("locks-down"))
    assert verdict.result is Result.STILL_OPEN
    up = next(check for check in verdict.checks if check.id == "exploits/up")
    assert up.sentence == "After the attack, an honest user does not get through any more."


def test_missing_wish_breaks_only_a_fix_that_holds(judge: Judge, notes: Lab, fix: Fix) -> None:
    """A wanted behaviour counts after the attacks."""
    verdict = judge.grade(notes, fix("talkative"))
    assert verdict.result is Result.BROKEN
    assert " for a fix must also bring this: " in verdict.sentence


def test_listener_hears_the_plan_and_every_check_once(judge: Judge, notes: Lab, fix: Fix) -> None:
    """A page can draw the empty figure first, and fill it check by check, without being called twice at once.

    Nothing tells when a hidden attack begins or ends: its outcome comes last.
    """
    events: list[Event] = []
    busy = threading.Lock()

    def listen(event: Event) -> None:
        assert busy.acquire(blocking=False)
        events.append(event)
        busy.release()

    verdict = judge.grade(notes, fix("listed-names"), listener=listen)
    plan = events[0]
    assert isinstance(plan, Plan)
    assert [check.id for check in plan.checks] == [check.id for check in verdict.checks]
    started = [event.id for event in events if isinstance(event, Started)]
    finished = [event.check for event in events if isinstance(event, Finished)]
    assert sorted(started) == sorted(check.id for check in verdict.checks if not check.hidden)
    assert finished[-1].hidden
    assert events[-1] == Finished(finished[-1])
    assert sorted(finished, key=lambda each: each.id) == sorted(verdict.checks, key=lambda each: each.id)


def test_same_seed_replays_a_verdict(judge: Judge, notes: Lab) -> None:
    """The canaries that leak are the same again; another seed draws others."""
    first, again, other = (judge.grade(notes, {}, GradingOptions(seed=seed)) for seed in (5, 5, 6))
    assert first.seed == 5
    stolen = [
        next(each for each in verdict.checks if each.id == "exploits/up").steps[-1].text
        for verdict in (first, again, other)
    ]
    assert stolen[0] == stolen[1] != stolen[2]


def test_program_that_does_not_start_is_ruled_on_at_once(judge: Judge, notes: Lab) -> None:
    """The first sandbox finds out, before any check begins."""
    events: list[Event] = []
    verdict = judge.grade(notes, {"notes.py": "def read(name):\n    return (\n"}, listener=events.append)
    assert verdict.result is Result.BROKEN
    assert verdict.sentence == "The program does not start: SyntaxError: '(' was never closed, notes.py line 2"
    assert {check.outcome for check in verdict.checks if check.kind is Kind.START} == {Outcome.FAILED}
    assert {check.outcome for check in verdict.checks if check.kind is not Kind.START} == {Outcome.SKIPPED}
    line = next(step for step in verdict.checks[0].steps if step.kind is StepKind.LINE)
    assert (line.line, line.text) == (2, "return (")
    assert not any(isinstance(event, Started) for event in events)


@pytest.mark.whole
def test_program_that_works_for_ever_at_its_start_is_waited_for_once(judge: Judge, notes: Lab) -> None:
    """What counts is its own processor time, so that no check waits for it and no busy machine makes it wait longer."""
    verdict = judge.grade(notes, {"notes.py": "while True:\n    pass\n"})
    assert verdict.result is Result.BROKEN
    assert verdict.sentence == ("The program does not start: It works for more than 4 seconds before it can be asked.")
    assert {check.wall_seconds for check in verdict.checks if check.kind is not Kind.START} == {0.0}


@pytest.mark.whole
def test_three_hangs_are_enough(judge: Judge, count: Lab) -> None:
    """A program that always hangs is broken after a few waits, not after one for each check."""
    hasty = replace(count, run=replace(count.run, limits=replace(count.run.limits, wall_seconds=1.0)))
    verdict = judge.grade(hasty, {"count.py": "while True: pass\n"})
    assert verdict.result is Result.BROKEN
    tried = [check for check in verdict.checks if check.kind is Kind.ATTACK and check.outcome is not Outcome.SKIPPED]
    assert len(tried) <= 2, "one that started beside the third test, and one more if that ended first"


def test_tests_alone_say_nothing_of_attacks(judge: Judge, notes: Lab, fix: Fix) -> None:
    """For a learner at work: the visits, and no more."""
    verdict = judge.run_tests(notes, fix("listed-names"))
    assert verdict.result is Result.PROVEN
    assert verdict.sentence == "All five tests pass."
    assert {check.kind for check in verdict.checks} == {Kind.TEST, Kind.WANTED}
    assert judge.run_tests(notes, {"notes.py": "def read(name): ...\n"}).result is Result.BROKEN


@pytest.mark.parametrize(
    ("attack", "message"),
    [
        ("box.call('notes:read', 'x.txt')", "notes:read"),
        ("pass", "attack returns NoneType"),
        ("return True", "attack returns bool"),
        ("1 / 0", "ZeroDivisionError"),
        ("return Repelled('lazy')", "never gets an answer"),
        ("return leaks(canary.secrte, 'x')", "no canary secrte"),
        ("return happened(None, 'a', 'b')", "True or False"),
        ("import pytest; pytest.skip('later')", "Skipped"),
    ],
)
def test_mistake_of_the_author_is_an_error(judge: Judge, write: Callable[..., Lab], attack: str, message: str) -> None:
    """On a sound fix and on the starter, a broken attack is neither repelled nor landed."""
    if "notes:read" in attack:
        attack, message = attack.replace("read', 'x.txt'", "vault', canary.pin"), "attack returns NoneType"
    lab = write(attack)
    verdict = judge.grade(lab, {})
    assert verdict.result is Result.ERROR
    assert verdict.sentence == "Our judge stopped, not your code. This attempt does not count."
    assert verdict.fault is not None
    assert message in verdict.fault.message
    assert verdict.fault.where.startswith("written/exploits/only.py")
    assert verdict.checks[-1].sentence == "Our judge stopped here, not your code."


@pytest.mark.parametrize(
    ("test", "message"),
    [
        ("def test_a(box):\n    return False\n", "returns bool"),
        ("def test_a(box):\n    assert True\n", "never asks the suspect"),
        ("import pytest\ndef test_a(box):\n    pytest.skip('later')\n", "skips itself"),
        ("import pytest\ndef test_a(box):\n    pytest.xfail('later')\n", "skips itself"),
        ("def test_a(box):\n    yield\n", "returns generator"),
    ],
)
def test_test_that_proves_nothing_is_an_error(judge: Judge, write: Callable[..., Lab], test: str, message: str) -> None:
    """A pass needs evidence."""
    verdict = judge.grade(write("return leaks(canary.key, box.call('notes:vault', canary.pin))", test=test), {})
    assert verdict.checks[0].outcome is Outcome.ERROR
    assert verdict.result is not Result.PROVEN
    lab = write("box.call('notes:vault', canary.pin); return Repelled('no')", test=test)
    verdict = judge.grade(lab, {})
    assert verdict.result is Result.ERROR
    assert verdict.fault is not None
    assert message in verdict.fault.message


@pytest.mark.parametrize(
    ("control", "result"),
    [
        (CONTROL, Result.PROVEN),
        ("def control(box, canary, rng):\n    return False\n", Result.STILL_OPEN),
        ("def control(box, canary, rng):\n    box.call('notes:nothing')\n", Result.STILL_OPEN),
        ("def control(box, canary, rng):\n    return 1\n", Result.ERROR),
        ("def control(box, canary, rng):\n    return canary.other == ''\n", Result.ERROR),
        ("def control(box, canary, rng):\n    {}['x']\n", Result.ERROR),
        ("", Result.ERROR),
    ],
)
def test_control_decides_whether_an_attack_was_repelled(
    judge: Judge, write: Callable[..., Lab], control: str, result: Result
) -> None:
    """Refused by the suspect: landed. Broken by its author: an error."""
    lab = write("box.call('notes:vault', canary.pin); return Repelled('no')", control=control)
    assert judge.grade(lab, {}).result is result


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        ("raise ValueError('no')", Outcome.REPELLED),
        ("raise SystemExit(0)", Outcome.REPELLED),
        ("os._exit(0)", Outcome.LANDED),
        ("os.abort()", Outcome.LANDED),
        ("while True: pass", Outcome.LANDED),
        ("os.write(3, b'early')", Outcome.LANDED),
    ],
)
def test_what_an_attack_does_to_the_suspect_counts(
    judge: Judge, write: Callable[..., Lab], body: str, outcome: Outcome
) -> None:
    """A refusal repels. Death, silence and noise land, whatever the attack was after."""
    lab = write("return leaks(canary.key, box.call('notes:read', 'x'))")
    # So little processor time is used up on a busy machine, too; silence without it would be an error of ours.
    lab = replace(lab, run=replace(lab.run, limits=replace(lab.run.limits, wall_seconds=4.0, cpu_seconds=0.5)))
    source = lab.starter["notes.py"].replace("def read(name):", f"def read(name):\n    import os\n    {body}")
    assert judge.grade(lab, {"notes.py": source}).checks[-1].outcome is outcome


def test_budget_of_time_is_kept(judge: Judge, notes: Lab, fix: Fix) -> None:
    """What had no turn is left out, and the verdict is an error, never a proof."""
    hasty = Judge(judge._sandbox, box_seconds=0.0)
    verdict = hasty.grade(notes, fix("resolved-path"))
    assert verdict.result is Result.ERROR
    assert verdict.fault is not None
    assert verdict.fault.id == "judge.E012"


def test_budget_of_time_counts_no_waiting(judge: Judge, notes: Lab, fix: Fix, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine a verdict comes late; boxes that hardly ran use up a quarter of their time at most."""

    def slowly(runner: BoxRunner, order: Order) -> CheckResult:
        return replace(run_in_box(runner, order), wall_seconds=100.0, waited_seconds=99.0)

    run_in_box = BoxRunner._run_in_box
    monkeypatch.setattr(BoxRunner, "_run_in_box", slowly)
    verdict = Judge(judge._sandbox, box_seconds=800.0).grade(
        notes, fix("resolved-path"), GradingOptions(together=False)
    )
    assert verdict.fault is None, verdict.fault
    assert verdict.result is Result.PROVEN


def test_busy_machine_is_waited_for_some_minutes(
    judge: Judge, notes: Lab, fix: Fix, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program that gets no processor is asked again with more time, and then with much more, before we give up."""
    time_factors: list[int] = []

    def starved(runner: BoxRunner, order: Order) -> CheckResult:
        result = run_in_box(runner, order)
        if order.mode is not Mode.TEST:
            return result
        time_factors.append(order.time_factor)
        if len(time_factors) > 2:
            return result
        waited = 8.0 * order.time_factor
        return replace(result, outcome=Outcome.FAILED, late=True, cpu_seconds=0.1, waited_seconds=waited)

    run_in_box = BoxRunner._run_in_box
    monkeypatch.setattr(BoxRunner, "_run_in_box", starved)
    verdict = judge.grade(
        notes, fix("resolved-path"), GradingOptions(only=("tests/test_notes.py::test_note", ""), together=False)
    )
    assert time_factors == [1, 6, 38], time_factors
    assert verdict.fault is None, verdict.fault
    assert outcomes(verdict) == {"tests/test_notes.py::test_note": Outcome.PASSED}


@pytest.mark.parametrize(
    ("doubts", "runs", "outcome"),
    [
        ([False], 1, Outcome.PASSED),
        ([True, False, False, False], 4, Outcome.PASSED),
        ([True, True, False, False], 4, Outcome.PASSED),
        ([True, False, True, True], 4, Outcome.FAILED),
        ([True, True, True], 3, Outcome.FAILED),
    ],
)
def test_what_may_be_there_by_chance_counts_if_other_secrets_are_there_as_well(  # noqa: PLR0917  pytest's fixtures
    judge: Judge, notes: Lab, fix: Fix, monkeypatch: pytest.MonkeyPatch, doubts: list[bool], runs: int, outcome: Outcome
) -> None:
    """Three times in four runs, each of which draws canaries of its own."""
    labels: dict[str, bool] = {}  # a busy machine may run one again

    def doubtful(runner: BoxRunner, order: Order) -> CheckResult:
        result = run_in_box(runner, order)
        if order.mode is not Mode.TEST:
            return result
        if not labels.setdefault(order.label, doubts[min(len(labels), runs - 1)]):
            return result
        return replace(result, outcome=Outcome.FAILED, doubtful=True)

    run_in_box = BoxRunner._run_in_box
    monkeypatch.setattr(BoxRunner, "_run_in_box", doubtful)
    verdict = judge.grade(
        notes, fix("resolved-path"), GradingOptions(only=("tests/test_notes.py::test_note", ""), together=False)
    )
    assert len(labels) == runs, labels
    assert outcomes(verdict) == {"tests/test_notes.py::test_note": outcome}


def test_runtime_that_cannot_be_made_is_an_error(notes: Lab, tmp_path: Path) -> None:
    """The learner hears that it does not count; the owner what is missing."""
    lab = replace(notes, run=replace(notes.run, programs=("no-such-program",)))
    verdict = Judge(Sandbox(tmp_path)).grade(lab, {})
    assert verdict.result is Result.ERROR
    assert verdict.fault is not None
    assert verdict.fault.id == "judge.E011"
    assert "no-such-program" in verdict.fault.message


def test_never_more_boxes_than_allowed(judge: Judge, notes: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    """Suspects' boxes, over all verdicts of one judge."""
    narrow = Judge(judge._sandbox, boxes=1)
    opened = threading.Semaphore(1)
    sandbox = judge._sandbox
    plain = type(sandbox).open

    def watched(*args: object, **options: object) -> object:
        box = plain(*args, **options)  # type: ignore[arg-type]
        if args[1] == narrow.worker_runtime():
            return box
        assert opened.acquire(blocking=False), "two boxes at once"
        close = box.close

        def closed() -> object:
            if not getattr(box, "counted", False):
                box.counted = True  # type: ignore[attr-defined]
                opened.release()
            return close()

        box.close = closed  # type: ignore[method-assign, assignment]
        return box

    monkeypatch.setattr(type(sandbox), "open", watched)
    verdicts: list[Verdict] = []
    threads = [threading.Thread(target=lambda: verdicts.append(narrow.run_tests(notes, {}))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [verdict.fault for verdict in verdicts] == [None, None]


DRAWN = """
from quintain.judge import happened
def samples(rng):
    return {f"number {rng.randrange(10**9)}": rng.randrange(10**9) for _ in range(2)}
def attack(box, canary, rng, number):
    box.call("notes:vault", canary.pin)
    return happened(number > -1, f"drawn {number}", "not drawn")
"""


def test_drawn_variant_is_the_same_with_the_same_seed(judge: Judge, write: Callable[..., Lab]) -> None:
    """The verdict names the sample, and its seed draws it again; alone, the sample does the same."""
    lab = write(whole=DRAWN)
    first, again, other = (judge.grade(lab, {}, GradingOptions(seed=seed)) for seed in (7, 7, 8))
    said, same, different = (
        (verdict.checks[-1].variant, verdict.checks[-1].sentence) for verdict in (first, again, other)
    )
    assert said == same != different
    assert said[0].startswith("drawn: number ")
    alone = judge.grade(lab, {}, GradingOptions(seed=7, only=("exploits/only", said[0])))
    assert [(check.variant, check.sentence) for check in alone.checks] == [said]


def test_samples_that_are_not_drawn_again_are_a_mistake(judge: Judge, write: Callable[..., Lab]) -> None:
    """What is drawn must come from rng alone, or the verdict could not be repeated."""
    verdict = judge.grade(
        write(whole=DRAWN.replace("rng.randrange", "__import__('random').SystemRandom().randrange", 1)),
        {},
        GradingOptions(reveal_hidden=True),
    )
    assert verdict.result is Result.ERROR
    assert "it must draw by rng alone" in verdict.checks[-1].sentence


def watched(lab: Lab, **audiences: tuple[str, ...]) -> Lab:
    """Say who may see which canary of a lab."""
    changed = {name: replace(lab.canaries[name], audience=audience) for name, audience in audiences.items()}
    return replace(lab, canaries={**lab.canaries, **changed})


def test_secret_in_the_wrong_hands_lands_though_the_attack_looks_elsewhere(
    judge: Judge, write: Callable[..., Lab]
) -> None:
    """The author expected the pin and not the key; the tripwire looks at everything."""
    attack = "note = box.call('notes:read', '../vault/key.txt')\n    return leaks(canary.pin, note)"
    assert judge.grade(write(attack), {}).result is Result.PROVEN
    verdict = judge.grade(watched(write(attack), key=("pin",)), {})
    only = next(check for check in verdict.checks if check.kind is Kind.ATTACK)
    assert verdict.result is Result.STILL_OPEN
    assert only.sentence == "What notes:read returned holds the secret key, which its receiver may not see."
    assert any(step.marks for step in only.steps)


def test_owner_of_a_secret_trips_nobody(judge: Judge, write: Callable[..., Lab]) -> None:
    """Whoever has sent the pin may see the key: the control and the test do."""
    attack = "return leaks(canary.key, box.call('notes:read', canary.name))"
    assert judge.grade(watched(write(attack), key=("pin",), pin=("nobody",)), {}).result is Result.PROVEN


def test_secret_in_the_wrong_hands_fails_a_test(judge: Judge, write: Callable[..., Lab]) -> None:
    """A program that shows a secret to an honest visitor is broken, whatever else the test wants."""
    test = "def test_note(box, canary):\n    assert box.call('notes:read', '../vault/pin.txt')\n"
    lab = watched(
        write("return happened(box.call('notes:vault', '1') == '1', 'yes', 'no')", test=test), pin=("nobody",)
    )
    verdict = judge.grade(lab, {})
    assert verdict.result is Result.BROKEN
    assert (
        verdict.checks[0].sentence == "What notes:read returned holds the secret pin, which its receiver may not see."
    )


BLIND = """
from quintain.judge import happened


def attack(box, canary, rng):
    number = "0 UNION SELECT hex(secret), 1 FROM owner"
    answer = box.http.get("/entry", params={"number": number})
    return happened(answer.status_code == 500, "the app fell", "the app stood")
"""


def test_answer_over_http_trips_the_wire(judge: Judge, guests: Lab, tmp_path: Path) -> None:
    """In any code, from any address; a visitor who has shown the owner's word is the owner."""
    path = tmp_path / "blind.py"
    path.write_text(BLIND)
    run, control = (
        CheckRun(unlisted("blind", Kind.ATTACK), read(path), "attack"),
        read(guests.folder / "exploits" / "control.py"),
    )
    lab = watched(guests, secret=("word",))
    found = run_function(judge, lab, {}, lambda context: attack(context, run, control)).result
    assert found.outcome is Outcome.LANDED
    assert found.sentence == (
        "The answer to GET /entry holds the secret secret, in hexadecimal, which its receiver may not see."
    )


THREE = """
from quintain.judge import happened
variants = {{"a": "a", "b": "b", "c": "c"}}
def attack(box, canary, rng, name):
    box.call("notes:vault", canary.pin)
    return happened(name in {landing!r}, f"landed {{name}}", "not landed")
"""


@pytest.mark.parametrize(("landing", "most"), [("abc", 1), ("c", 2), ("", 1)])
def test_what_fails_in_a_fresh_sandbox_needs_no_other(
    judge: Judge, write: Callable[..., Lab], monkeypatch: pytest.MonkeyPatch, landing: str, most: int
) -> None:
    """The first check there met nothing before it, so its failure counts; a later one comes first in the next."""
    lab = write(whole=THREE.format(landing=landing))
    opened: list[object] = []
    plain = type(judge._sandbox).open

    def watched(*args: object, **options: object) -> object:
        if args[1] != judge.worker_runtime():
            opened.append(args)
        return plain(*args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(type(judge._sandbox), "open", watched)
    start, test = 1, 1
    for seed in range(4):
        opened.clear()
        check = judge.grade(lab, {}, GradingOptions(seed=seed)).checks[-1]
        assert check.outcome is (Outcome.LANDED if landing else Outcome.REPELLED)
        assert check.sentence == (f"Landed {check.variant}." if landing else "Not landed.")
        assert len(opened) <= start + test + most, "no sandbox is opened to fail once more"
        assert check.steps or not landing, "the evidence is there, too"
