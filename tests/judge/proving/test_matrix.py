"""A lab is proven by running it, and every lie of its author shows."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from quintain.judge.grading.recognition import name_of
from quintain.judge.judge import Judge
from quintain.judge.proving.matrix import CaseDone, CaseKind, CasesListed, Cell, check_lab, matrix_to_json
from quintain.judge.proving.traps import ENDLESS, SLOW, in_a_hurry, replay, traps
from quintain.judge.verdict import Kind
from quintain.packs import load_lab, write_proof
from quintain.packs.model.lab import Expectation, Lab, PlantedFile

pytestmark = [pytest.mark.sample(most=4, of="file"), pytest.mark.matrix]

type Lie = Callable[..., dict[str, Cell]]

LABS = Path(__file__).parents[1] / "labs"


@pytest.mark.whole
@pytest.mark.parametrize("name", ["notes", "guests", "count"])
def test_lab_keeps_what_it_promises(judge: Judge, labs: dict[str, Lab], name: str) -> None:
    """Starter, sound and wrong fixes, traps and reference: all get their verdict, and progress is told."""
    heard: list[CasesListed | CaseDone] = []
    matrix = check_lab(labs[name], judge, heard.append)
    assert matrix.agrees, [(cell.name, cell.problems) for cell in matrix.cells if not cell.agrees]
    assert isinstance(heard[0], CasesListed)
    assert heard[0].names == tuple(cell.name for cell in matrix.cells)
    assert {each.cell.name for each in heard[1:] if isinstance(each, CaseDone)} == set(heard[0].names)
    rows = {cell.kind for cell in matrix.cells}
    assert rows == set(CaseKind) if labs[name].break_ else rows == set(CaseKind) - {CaseKind.REFERENCE}
    assert json.loads(json.dumps(matrix_to_json(matrix)))["agrees"] is True
    wrong = {fix.name for fix in labs[name].wrong_fixes}
    assert set(matrix.signatures) == wrong
    assert all(set(fix.by) <= matrix.signatures[fix.name] for fix in labs[name].wrong_fixes)


@pytest.fixture
def lie(tmp_path: Path, judge: Judge, monkeypatch: pytest.MonkeyPatch) -> Lie:
    """Change a copy of the lab with functions, and check the starter and the fixes that are named."""

    def check(edit: Callable[[Path], object], *cells: str) -> dict[str, Cell]:
        monkeypatch.setattr("quintain.judge.proving.matrix.traps", lambda _lab: ())
        shutil.copytree(LABS / "notes", tmp_path / "notes")
        edit(tmp_path / "notes")
        lab = load_lab(tmp_path / "notes")
        fixes = tuple(fix for fix in lab.fixes if fix.name in cells)
        matrix = check_lab(replace(lab, fixes=fixes, break_=None), judge)
        return {cell.name: cell for cell in matrix.cells}

    return check


def rewrite(path: str, old: str, new: str) -> Callable[[Path], object]:
    def edit(folder: Path) -> None:
        text = (folder / path).read_text()
        assert old in text
        (folder / path).write_text(text.replace(old, new))

    return edit


def test_starter_that_fails_its_own_test_shows(lie: Lie) -> None:
    """Behaviour that must survive has to be there first."""
    cell = lie(rewrite("tests/test_notes.py", "old {canary.text}", "new {canary.text}"))["starter"]
    assert not cell.agrees
    assert cell.problems[0].startswith("The starter fails test_notes.py::test_dotted_name: expected 'new canary-")


def test_attack_that_misses_the_starter_shows(lie: Lie) -> None:
    """A typing error in a path repels nobody."""
    cell = lie(rewrite("exploits/root.py", "/lab/vault", "/lab/fault"))["starter"]
    assert len(cell.problems) == 1
    assert cell.problems[0].startswith("The starter does not fall to root: The program refused: FileNotFoundError")


def test_fix_with_another_verdict_or_another_reason_shows(lie: Lie) -> None:
    """Both the word and the names behind it must be right."""
    old = 'name = "replaced-once"\ntitle = "Replaced once"\nexpect = "still-open"\n'
    old += 'why = "As its title says."\nby = ["root", "doubled"]'
    new = old.replace('"still-open"', '"broken"').replace('["root", "doubled"]', '["test_notes.py::test_note", "root"]')
    cell = lie(rewrite("lab.toml", old, new), "replaced-once")["replaced-once"]
    assert [problem.partition(":")[0] for problem in cell.problems] == [
        "The verdict is still-open",
        "test_notes.py",
    ]
    assert cell.problems[1] == "test_notes.py::test_note does not reject it."


def test_broken_attack_shows_even_behind_a_decided_verdict(lie: Lie) -> None:
    """An error hides behind no other attack that succeeded."""
    cell = lie(rewrite("exploits/root.py", "return leaks(", "return None and leaks("), "no-dots")["no-dots"]
    assert any(problem.startswith("root is an error: notes/exploits/root.py") for problem in cell.problems)


def test_too_few_fixes_show(judge: Judge, notes: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    """One sound fix would make its own way the only right one."""
    monkeypatch.setattr("quintain.judge.proving.matrix.traps", lambda _lab: ())
    lab = replace(notes, fixes=notes.sound_fixes[:1], exploits=notes.exploits[:1], break_=None)
    problems = check_lab(lab, judge).problems
    assert problems == (
        "The lab has 1 sound fixes; it needs 2, so that no single way is the only right one.",
        "The lab has 0 wrong fixes; it needs 5.",
    )


@pytest.mark.whole
def test_only_what_is_named_is_tried(judge: Judge, notes: Lab) -> None:
    """In the order of the matrix; neither the traps nor the lab as a whole are looked at."""
    named = notes.fixes[0].name
    matrix = check_lab(replace(notes, fixes=notes.fixes[:1]), judge, only=[named, "starter"])
    assert [cell.name for cell in matrix.cells] == ["starter", named]
    assert (matrix.problems, matrix.warnings, matrix.notes) == ((), (), ())


def test_lab_whose_tests_never_change_proves_a_parrot(tmp_path: Path, judge: Judge) -> None:
    """The trap works: where values are fixed and attacks are refused by silence, the replay passes, and that shows."""
    shutil.copytree(LABS / "notes", tmp_path / "notes")
    shutil.rmtree(tmp_path / "notes/wanted")
    (tmp_path / "notes/tests/test_notes.py").write_text(
        "def test_note(box):\n    assert box.call('notes:read', 'fixed.txt') == 'a fixed text'\n"
    )
    (tmp_path / "notes/exploits/control.py").write_text(
        "def control(box, canary, rng):\n    return box.call('notes:read', 'fixed.txt') == 'a fixed text'\n"
    )
    lab = load_lab(LABS / "notes")
    files = {**lab.files, "notes/fixed.txt": PlantedFile("a fixed text")}
    lab = replace(lab, folder=tmp_path / "notes", fixes=(), break_=None, files=files)
    cells = {cell.name: cell for cell in check_lab(lab, judge).cells}
    assert cells["parrot"].problems == ("The judge proves it.",)
    assert cells["an empty file"].agrees


def test_a_program_that_never_answers_is_not_waited_for_as_long_as_the_lab_allows(labs: dict[str, Lab]) -> None:
    """All other traps have the lab's own limits, and nothing else of the lab changes."""
    lab = labs["notes"]
    short = in_a_hurry(lab, ENDLESS)
    assert (short.run.limits.wall_seconds, short.run.limits.cpu_seconds) == (0.5, 0.5)
    assert replace(short, run=replace(short.run, limits=lab.run.limits)) == lab
    assert all(in_a_hurry(lab, name) is lab for name, _ in traps(lab) if name != ENDLESS)
    assert ENDLESS in dict(traps(lab))


def test_traps_are_submissions(labs: dict[str, Lab]) -> None:
    """Every trap is made of editable files, in every profile, and none is the starter."""
    for lab in labs.values():
        made = dict(traps(lab))
        assert len(made) == 10
        assert made.keys() >= SLOW
        for files in [*made.values(), replay(lab, [])]:
            assert set(files) <= set(lab.run.editable)
            assert files != {path: lab.starter[path] for path in files}


def test_expected_words_are_those_of_a_verdict() -> None:
    """lab.toml and the judge speak the same language."""
    assert [str(each) for each in Expectation] == ["proven", "still-open", "broken"]


def test_wrong_fix_of_a_proven_lab_is_judged_by_what_its_author_names(
    tmp_path: Path, judge: Judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What else rejects it is in the proof, and stays there.

    Attacks that have not changed since are not inspected.
    """
    monkeypatch.setattr("quintain.judge.proving.matrix.traps", lambda _lab: ())
    monkeypatch.setattr("quintain.judge.proving.matrix.inspect_attacks", lambda *_: pytest.fail("inspected again"))
    shutil.copytree(LABS / "notes", tmp_path / "notes")
    lab = load_lab(tmp_path / "notes")
    names = [fix.name for fix in lab.wrong_fixes]
    write_proof(lab, dict.fromkeys(names, frozenset({"as measured"})))
    proven = load_lab(tmp_path / "notes")
    proven = replace(proven, break_=None)
    matrix = check_lab(proven, judge, whole=False)
    assert matrix.agrees, [cell.problems for cell in matrix.cells]
    assert matrix.signatures == dict.fromkeys(names, frozenset({"as measured"}))
    for fix, cell in zip(lab.fixes, [cell for cell in matrix.cells if cell.kind is CaseKind.FIX], strict=True):
        assert cell.verdict is not None
        tried = {name_of(check) for check in cell.verdict.checks}
        if fix.expect is Expectation.PROVEN:
            assert len(tried) > len(lab.exploits)
        else:
            assert tried == set(fix.by)
    assert json.loads(json.dumps(matrix_to_json(matrix)))["known"] == {name: ["as measured"] for name in names}


@pytest.mark.parametrize("changed", [True, False])
def test_lab_without_a_proof_that_holds_is_judged_by_everything(
    tmp_path: Path, judge: Judge, monkeypatch: pytest.MonkeyPatch, *, changed: bool
) -> None:
    """So is one whose proof was made before something was changed, and any lab if that is asked for."""
    monkeypatch.setattr("quintain.judge.proving.matrix.traps", lambda _lab: ())
    shutil.copytree(LABS / "notes", tmp_path / "notes")
    write_proof(load_lab(tmp_path / "notes"), {})
    if changed:
        path = tmp_path / "notes/tests/test_notes.py"
        path.write_text(path.read_text() + "\n")
    lab = load_lab(tmp_path / "notes")
    wrong = lab.wrong_fixes[0]
    matrix = check_lab(replace(lab, fixes=(wrong,), break_=None), judge, whole=not changed)
    cell = next(cell for cell in matrix.cells if cell.name == wrong.name)
    assert cell.verdict is not None
    assert sum(check.kind is Kind.ATTACK for check in cell.verdict.checks) == len(lab.exploits)
    assert matrix.known == {}
