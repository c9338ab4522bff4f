"""The search: it finds what no attack tries, convicts nobody by chance, and ends when it has to."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from quintain.judge.errors import SubmissionRefused
from quintain.judge.grading.box_scheduler import BoxScheduler, Usage
from quintain.judge.judge import Judge
from quintain.judge.stopping import StopSwitch
from quintain.judge.verdict import Difference, Result, SearchResult
from quintain.packs import load_lab
from quintain.packs.model.lab import Lab

pytestmark = pytest.mark.slow

NOTES = Path(__file__).parents[1] / "labs/notes"
MODEL: Final = '''
from quintain.judge import numbers, rule, texts

NAMES = texts("{name}.txt", "{name}..old.txt", "other.txt", "..", "../vault/key.txt")


@rule(name=NAMES)
def read(play, name):
    """Somebody reads the note {name}."""
    return play.box.call("notes:read", play.fill(name))


@rule(pin=texts("{pin}", "123", ""), often=numbers(1, 2))
def vault(play, pin, often):
    """Somebody opens the vault {often} times with {pin}."""
    return [play.box.call("notes:vault", play.fill(pin)) for _ in range(often)]
'''
SECONDS: Final = 6.0

type Notes = Callable[..., Lab]


@pytest.fixture
def lab(tmp_path: Path) -> Notes:
    """Make the lab with functions, with a model and little time for each call."""

    def make(model: str = MODEL, wall_seconds: float = 8.0) -> Lab:
        shutil.copytree(NOTES, tmp_path / "notes")
        (tmp_path / "notes/model.py").write_text(model)
        sheet = tmp_path / "notes/lab.toml"
        sheet.write_text(sheet.read_text() + f"\n[run.limits]\nwall_seconds = {wall_seconds}\n")
        return load_lab(tmp_path / "notes")

    return make


def with_hole(lab: Lab, old: str, new: str, before: str = "") -> dict[str, str]:
    """Put something into a sound fix."""
    text = dict(next(fix.files for fix in lab.fixes if fix.name == "resolved-path"))["notes.py"]
    assert old in text
    return {"notes.py": text.replace(old, new).replace("HERE =", f"{before}\nHERE =", 1)}


def search(judge: Judge, lab: Lab, files: dict[str, str], cpu_seconds: float = SECONDS) -> SearchResult:
    result = judge.search(lab, files, seed=1, cpu_seconds=cpu_seconds)
    assert result.fault is None, result.fault
    return result


def test_sound_fix_holds(judge: Judge, lab: Notes) -> None:
    """Two sound fixes that are written in different ways are alike to the model, and the result says what was done."""
    notes = lab()
    for fix in notes.sound_fixes:
        result = search(judge, notes, dict(fix.files), 2.0)
        assert result.finding is None, fix.name
        assert result.rounds >= 1
        assert result.calls > result.sequences > 0
        assert 2.0 <= result.cpu_seconds < 8.0
    assert result.seed == 1


def test_what_all_refuse_is_still_open(judge: Judge, lab: Notes) -> None:
    """A decision that is remembered is found, as the two calls that it takes, and with what a sound fix answers."""
    notes = lab()
    hole = with_hole(
        notes,
        "if pin != (HERE",
        'if pin == (HERE / "vault/pin.txt").read_text(): SEEN.append(pin)\n    if not SEEN and pin != (HERE',
        "SEEN = []",
    )
    finding = search(judge, notes, hole).finding
    assert finding is not None
    assert (finding.difference, finding.result) == (Difference.GIVES, Result.STILL_OPEN)
    assert [step.words for step in finding.steps] == [
        "Somebody opens the vault 1 times with '{pin}'",
        "Somebody opens the vault 1 times with '123'",
    ]
    assert "PermissionError" in finding.expected
    assert finding.sentence.startswith("After 2 calls, your program accepts what every sound fix refuses")
    assert finding.evidence, "no timeline beside the finding"


def test_what_all_give_is_broken(judge: Judge, lab: Notes) -> None:
    """A fix that serves its users only three times is found."""
    notes = lab()
    hole = with_hole(
        notes,
        "path = (HERE",
        'SEEN.append(name)\n    if len(SEEN) > 3: raise ValueError("busy")\n    path = (HERE',
        "SEEN = []",
    )
    finding = search(judge, notes, hole).finding
    assert finding is not None
    assert (finding.difference, finding.result, len(finding.steps)) == (Difference.REFUSES, Result.BROKEN, 4)


@pytest.mark.parametrize(
    "branch",
    [
        'if name == "debug-7261": return (HERE / "vault/key.txt").read_text()',
        'if len(name) == 47: return ""',
        'import re\n    if re.fullmatch("[A-Z]{3}-[0-9]{4}", name): return ""',
        'if name.partition("|")[0] == "other.txt" and "|" in name: return ""',
    ],
)
def test_rare_branch_is_met_by_what_the_source_says(judge: Judge, lab: Notes, branch: str) -> None:
    """A constant, a length, a pattern and a separator of the submission are among what is drawn."""
    notes = lab()
    finding = search(judge, notes, with_hole(notes, "path = (HERE", f"{branch}\n    path = (HERE"), 12.0).finding
    assert finding is not None, branch
    assert finding.result is Result.STILL_OPEN
    assert len(finding.steps) == 1


@pytest.mark.parametrize(
    ("what", "most_seconds"),
    [
        ("import os; os._exit(0)", 60),
        ('return "x" * 6_000_000', 60),
        ("return iter(())", 60),
        ("import time; time.sleep(60)", 60),
    ],
)
def test_program_that_stops_answering_is_broken(judge: Judge, lab: Notes, what: str, most_seconds: float) -> None:
    """It ends itself, floods us, gives what nobody can read, or hangs: that is found, and does not hang the search."""
    notes = lab(wall_seconds=1.0)
    hole = with_hole(notes, "path = (HERE", f'if name.startswith("other"):\n        {what}\n    path = (HERE')
    result = search(judge, notes, hole)
    assert result.finding is not None
    assert result.finding.result is not Result.PROVEN
    assert len(result.finding.steps) <= 12
    assert result.wall_seconds < most_seconds


def test_chance_convicts_nobody(judge: Judge, lab: Notes) -> None:
    """A program that once in a while answers in another way gets no verdict of the search by that."""
    notes = lab()
    hole = with_hole(notes, "path = (HERE", "from random import random\n    path = (HERE")
    hole["notes.py"] = hole["notes.py"].replace(
        "return path.read_text()", 'return path.read_text() + ("x" if random() < 0.02 else "")'
    )
    result = search(judge, notes, hole)
    assert result.finding is None, result.finding


def test_search_goes_on_where_it_was(judge: Judge, lab: Notes) -> None:
    """The same seed and round draw the same sequences, and the next round draws others."""
    notes = lab()
    files = dict(notes.sound_fixes[0].files)
    told: list[SearchResult] = []
    first = judge.search(notes, files, seed=7, cpu_seconds=2.0, listener=told.append)
    assert [each.sequences for each in told] == list(range(1, len(told) + 1))
    assert told[-1].calls == first.calls
    again = judge.search(notes, files, seed=7, cpu_seconds=2.0)
    later = judge.search(notes, files, seed=7, first_round=first.rounds, cpu_seconds=1.0)
    shared = min(len(told), again.sequences) - 1
    assert shared > 1
    assert later.rounds > first.rounds


@pytest.mark.parametrize(
    ("model", "words"),
    [
        ("import nothing_there", "cannot be loaded"),
        ("x = 1", "has no rule"),
        ("from quintain.judge import rule\n@rule(a=1)\ndef f(play, a): ...", "no strategy of Hypothesis for a"),
        ("from quintain.judge import rule\n@rule()\ndef f(play): 1 / 0", "ZeroDivisionError"),
        ("from quintain.judge import rule\n@rule()\ndef f(play): raise SystemExit", "ends itself"),
        (
            "from quintain.judge import rule\n@rule()\ndef f(play): play.box.call('notes:read', object())",
            "cannot cross",
        ),
        ("from quintain.judge import rule\n@rule()\ndef f(play): play.client('a')", "for the profile http"),
        ("raise SystemExit", "ends itself"),
    ],
)
def test_fault_of_the_model_is_the_authors(judge: Judge, lab: Notes, model: str, words: str) -> None:
    """It is told as such, and no submission is blamed for it."""
    notes = lab(model)
    result = judge.search(notes, dict(notes.sound_fixes[0].files), seed=1, cpu_seconds=3.0)
    assert result.finding is None
    assert result.fault is not None
    assert words in result.fault.message
    assert result.fault.id.startswith("judge.E00")


def test_model_without_end_is_the_authors(judge: Judge, lab: Notes, monkeypatch: pytest.MonkeyPatch) -> None:
    """It ends with the time of the judge's own sandbox."""
    monkeypatch.setattr("quintain.judge.grading.judge_box.GRACE_SECONDS", 1.0)
    notes = lab("while True: ...", wall_seconds=0.5)
    result = judge.search(notes, dict(notes.sound_fixes[0].files), seed=1, cpu_seconds=3.0)
    assert result.fault is not None
    assert result.fault.message == "model.py does not come to an end."


def test_lab_without_a_model_is_not_searched(judge: Judge, notes: Lab) -> None:
    """The caller is told."""
    with pytest.raises(SubmissionRefused, match=r"no model\.py"):
        judge.search(notes, {})


def test_search_can_be_stopped(judge: Judge, lab: Notes) -> None:
    """From the listener, as from another thread; nothing is found by that."""
    notes, stop = lab(), StopSwitch()
    result = judge.search(
        notes, dict(notes.sound_fixes[0].files), seed=1, cpu_seconds=60.0, stop=stop, listener=lambda _: stop.stop()
    )
    assert result.is_stopped
    assert (result.finding, result.fault) == (None, None)
    assert result.sequences == 1
    stopped = judge.search(notes, {}, stop=stop)
    assert stopped.is_stopped
    assert stopped.sequences == 0


def test_place_is_given_back_between_sequences(judge: Judge, lab: Notes, monkeypatch: pytest.MonkeyPatch) -> None:
    """A learner who waits comes in between: one place is held, for one sequence at a time."""
    entered: list[Usage] = []
    enter = BoxScheduler._enter

    def note(scheduler: BoxScheduler, usage: Usage, watch: Callable[[], None]) -> float:
        entered.append(usage)
        assert not scheduler._open, "two places at once"
        return enter(scheduler, usage, watch)

    monkeypatch.setattr(BoxScheduler, "_enter", note)
    notes = lab()
    result = judge.search(notes, dict(notes.sound_fixes[0].files), seed=1, cpu_seconds=2.0)
    assert result.sequences <= len(entered) <= result.sequences + 1
    assert all(usage.spent_seconds == float("inf") for usage in entered), "learners do not come first"
