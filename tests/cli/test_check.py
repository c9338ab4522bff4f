"""What check proves, prints, and ends with."""

import json
from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from rich.console import Console

from quintain.cli import check as module
from quintain.cli.check_report import print_matrix, print_summary
from quintain.cli.main import main
from quintain.judge.proving.matrix import CaseDone, CaseKind, CasesListed, Cell, Matrix, MatrixListener
from quintain.judge.verdict import Check, Kind, Outcome, Step, StepKind, Verdict
from quintain.judge.verdict import Result as Word
from quintain.packs import Lab, load_lab
from quintain.sandbox import RuntimeNotBuilt
from tests.packs.conftest import Folder, new_lab, pack

__all__ = ["pack"]
SECOND = "66666666-6666-4666-8666-666666666666"


def attack(name: str, outcome: Outcome, sentence: str = "", steps: Sequence[Step] = ()) -> Check:
    return Check(f"exploits/{name}", Kind.ATTACK, 1, name, outcome, sentence, steps=tuple(steps))


def cell(kind: CaseKind, name: str, expected: str, got: Word, *checks: Check, problems: Sequence[str] = ()) -> Cell:
    landed = tuple(check.title for check in checks if check.outcome is Outcome.LANDED)
    failed = tuple(check.id.partition("/")[2] for check in checks if check.outcome is Outcome.FAILED)
    verdict = Verdict(got, "", checks, 1, 0.5)
    return Cell(kind, name, expected, got, landed, failed, tuple(problems), 0.5, verdict)


STOLEN = Step(StepKind.SENT, "Called", "notes.read('../x')", marks=((12, 16),))
LANDED = attack("up", Outcome.LANDED, "The answer holds the diary.", [STOLEN])
REPELLED = attack(
    "up", Outcome.REPELLED, "The answer does not hold the diary.", [Step(StepKind.SENT, "Called", "read('./x')")]
)
FAILED = Check("tests/test_notes.py::test_note", Kind.TEST, 1, "Note", Outcome.FAILED, "1 is not 2")
BROKEN = attack("detour", Outcome.ERROR, "notes/exploits/detour.py:3: KeyError: 'x'")
STARTER = cell(CaseKind.STARTER, "starter", "still-open", Word.STILL_OPEN, LANDED)
SOUND = cell(CaseKind.FIX, "contained", "proven", Word.PROVEN, REPELLED)
TRAP = cell(CaseKind.TRAP, "an empty file", "not proven", Word.BROKEN)


class StrawJudge:
    """A judge that opens no box."""

    def runtime(self, lab: Lab) -> None:
        """Refuse the one lab whose packages cannot be had."""
        if lab.run.runtime:
            raise RuntimeNotBuilt("No flask.", "Connect to a network.")


def straw(cells: Sequence[Cell]) -> object:
    def check_lab(lab: Lab, _judge: StrawJudge, listener: MatrixListener, **how: Any) -> Matrix:
        listener(CasesListed(tuple(each.name for each in cells)))
        for each in cells:
            listener(CaseDone(each))
        return Matrix(lab.slug, tuple(cells) * how["repeats"], (), 1.5)

    return check_lab


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every lab agree, without a sandbox."""
    monkeypatch.setattr(module, "make_judge", lambda _boxes: StrawJudge())
    monkeypatch.setattr(module, "check_lab", straw([STARTER, SOUND, TRAP]))


def check(root: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["check", *words, "--pack", str(root)])


@pytest.mark.usefixtures("judged")
def test_labs_that_agree_end_with_status_0(pack: Folder) -> None:
    """Each lab has its table, and the last line counts them."""
    new_lab(pack, "other", uuid=SECOND, code="Z02")
    result = check(pack.root)
    assert result.exit_code == 0, result.output
    assert "Z01 notes agrees" in result.output
    assert "Z02 other agrees" in result.output
    assert "2 of 2 labs agree." in result.output


@pytest.mark.usefixtures("judged")
@pytest.mark.parametrize("name", ["notes", "labs/notes", "labs/notes/"])
def test_lab_is_named_by_slug_or_path(pack: Folder, name: str) -> None:
    """A path completed by the shell is as good as the slug."""
    new_lab(pack, "other", uuid=SECOND, code="Z02")
    output = check(pack.root, name).output
    assert "Z01 notes" in output
    assert "other" not in output


def change(pack: Folder) -> None:
    """Add to a file that is judged."""
    with (pack.root / "labs/notes/tests/test_notes.py").open("a", encoding="utf-8") as file:
        file.write("\n# changed\n")


@pytest.mark.usefixtures("judged")
def test_lab_that_agrees_is_proven_until_it_is_changed(pack: Folder) -> None:
    """The proof is written beside the lab, and ``--unproven`` looks for labs that lack theirs."""
    assert check(pack.root, "--unproven").exit_code == 0
    assert load_lab(pack.root / "labs/notes").is_proven
    assert "There is nothing to prove." in check(pack.root, "--unproven").output
    change(pack)
    assert not load_lab(pack.root / "labs/notes").is_proven
    assert "The lab agrees." in check(pack.root, "--unproven").output


@pytest.mark.usefixtures("judged")
def test_one_fix_is_judged_alone_and_proves_nothing(pack: Folder) -> None:
    """Of one lab, by its name or as starter; another name is told, and so are several labs."""
    result = check(pack.root, "notes", "--fix", "starter")
    assert (result.exit_code, "no proof was written" in result.output) == (0, True)
    assert "agree." not in result.output
    assert not load_lab(pack.root / "labs/notes").is_proven
    wrong = check(pack.root, "notes", "--fix", "startr")
    assert (wrong.exit_code, 'notes has no fix startr. Did you mean "starter"?' in wrong.output) == (1, True)
    new_lab(pack, "other", uuid=SECOND, code="Z02")
    assert "--fix is for one lab" in check(pack.root, "--fix", "starter").output


def test_lab_that_is_changed_meanwhile_is_not_proven(pack: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """The matrix says nothing of what was written while it ran."""

    def meddling(lab: Lab, _judge: StrawJudge, _listener: MatrixListener, **how: Any) -> Matrix:
        change(pack)
        return Matrix(lab.slug, (STARTER,) * how["repeats"], (), 1.5)

    monkeypatch.setattr(module, "make_judge", lambda _boxes: StrawJudge())
    monkeypatch.setattr(module, "check_lab", meddling)
    assert "notes was changed meanwhile; prove it again." in check(pack.root).output
    assert load_lab(pack.root / "labs/notes").proof is None


def test_mismatch_ends_with_status_1(pack: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """One cell that disagrees is enough."""
    monkeypatch.setattr(module, "make_judge", lambda _boxes: StrawJudge())
    bad = cell(CaseKind.FIX, "contained", "proven", Word.STILL_OPEN, LANDED, problems=["The verdict is still-open: x"])
    monkeypatch.setattr(module, "check_lab", straw([STARTER, bad]))
    result = check(pack.root)
    assert result.exit_code == 1
    assert "The lab disagrees." in result.output
    assert load_lab(pack.root / "labs/notes").proof is None


@pytest.mark.usefixtures("judged")
def test_invalid_lab_ends_with_status_2_and_runs_nothing(pack: Folder) -> None:
    """Problems are told with clickable places; nothing is judged."""
    pack.edit("labs/notes/lab.toml", "minutes = 15", "minutes = 0")
    result = check(pack.root)
    assert result.exit_code == 2
    assert "labs/notes/lab.toml:6" in result.output
    assert "agree" not in result.output


@pytest.mark.usefixtures("judged")
def test_other_labs_in_pieces_do_not_count(pack: Folder) -> None:
    """An author of one lab need not wait for the authors of others."""
    new_lab(pack, "other", uuid=SECOND, code="Z02")
    (pack.root / "labs/other/brief.md").unlink()
    assert check(pack.root, "notes").exit_code == 0
    assert check(pack.root, "other").exit_code == 2
    assert check(pack.root).exit_code == 2


@pytest.mark.usefixtures("judged")
def test_unknown_lab_is_told_with_the_nearest(pack: Folder) -> None:
    """A slip of the pen is answered by the slug that was meant."""
    result = check(pack.root, "note")
    assert result.exit_code == 1
    assert 'Did you mean "notes"?' in result.output


@pytest.mark.usefixtures("judged")
def test_packages_that_cannot_be_had_end_with_status_3(pack: Folder) -> None:
    """A lab without its packages is not the author's mistake."""
    new_lab(pack, "web", "http", SECOND, "Z02")
    result = check(pack.root, "web")
    assert result.exit_code == 3
    assert "No flask.\nConnect to a network." in result.output


@pytest.mark.usefixtures("judged")
def test_json_holds_everything_and_nothing_else_is_printed(pack: Folder) -> None:
    """Programs get verdicts with their evidence, and problems with their lines."""
    found = json.loads(check(pack.root, "--json").stdout)
    assert (found["agrees"], found["problems"]) == (True, [])
    (lab,) = found["labs"]
    assert (lab["lab"], lab["agrees"]) == ("notes", True)
    assert lab["cells"][0]["verdict"]["checks"][0]["steps"][0]["text"] == "notes.read('../x')"
    pack.edit("labs/notes/lab.toml", "minutes = 15", "minutes = 0")
    found = json.loads(check(pack.root, "--json").stdout)
    assert (found["agrees"], found["labs"]) == (False, [])
    assert [(problem["id"], problem["line"]) for problem in found["problems"]] == [("lab.E009", 6)]


def printed(lab: Lab, *cells: Cell, verbose: bool = False, problems: Sequence[str] = ()) -> str:
    console = Console(file=StringIO(), width=120)
    print_matrix(lab, Matrix("notes", cells, tuple(problems), 2.0), console, verbose=verbose)
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


@pytest.fixture
def lab(pack: Folder) -> Lab:
    """Give the sound lab."""
    return load_lab(pack.root / "labs/notes")


def test_table_shows_which_attack_landed_on_which_fix(lab: Lab) -> None:
    """One column an attack, numbered as in the legend; tests that failed stand by name."""
    wrong = cell(CaseKind.FIX, "no-folders", "broken", Word.BROKEN, REPELLED, FAILED)
    rows = [line.split() for line in printed(lab, STARTER, SOUND, wrong, TRAP).splitlines()]
    assert ["✓", "starter", "still-open", "still-open", "●", "·", "·", "0.5"] in rows
    assert ["✓", "contained", "proven", "proven", "○", "·", "·", "0.5"] in rows
    assert ["✓", "no-folders", "broken", "broken", "○", "·", "·", "note", "0.5"] in rows
    assert ["✓", "1", "traps", "not", "proven", "not", "proven", "0.5"] in rows
    assert ["1", "up", "2", "detour", "3", "doubled", "●", "succeeded", "○", "stopped"] in rows


def test_traps_are_shown_one_by_one_when_asked_or_proven(lab: Lab) -> None:
    """A trap that the judge proves is never hidden in a sum."""
    assert "an empty file" in printed(lab, TRAP, verbose=True)
    proven = cell(CaseKind.TRAP, "parrot", "not proven", Word.PROVEN, problems=["The judge proves it."])
    output = printed(lab, TRAP, proven)
    assert "an empty file" not in output
    assert "✗ parrot\n  The judge proves it." in output


def test_disagreement_comes_with_its_evidence(lab: Lab) -> None:
    """A sound fix that falls shows the attack; a wrong one that stands shows what failed to reject it."""
    fallen = cell(
        CaseKind.FIX, "contained", "proven", Word.STILL_OPEN, LANDED, problems=["The verdict is still-open: x"]
    )
    output = printed(lab, fallen)
    assert "exploits/up: succeeded. The answer holds the diary." in output
    assert "Called:\n      notes.read('../x')" in output
    standing = cell(
        CaseKind.FIX, "begins-alike", "still-open", Word.STILL_OPEN, REPELLED, problems=["up does not reject it."]
    )
    output = printed(lab, standing)
    assert "exploits/up: stopped." in output
    assert "read('./x')" in output


def test_starter_that_stands_shows_the_attack_in_vain(lab: Lab) -> None:
    """An attack that the shipped code repels proves nothing, so the author sees what it did."""
    output = printed(
        lab, cell(CaseKind.STARTER, "starter", "still-open", Word.PROVEN, REPELLED, problems=["It does not fall."])
    )
    assert "exploits/up: stopped." in output


def test_error_of_an_exploit_is_told_once(lab: Lab) -> None:
    """One slip in an exploit shows in every row, and is explained in one place, with its line."""
    rows = [
        cell(
            CaseKind.FIX, fix.name, fix.expect, Word.ERROR, BROKEN, problems=[f"detour is an error: {BROKEN.sentence}"]
        )
        for fix in lab.fixes
    ]
    output = printed(lab, *rows)
    assert output.count("detour.py:3") == 1
    assert "✗ exploits/detour is an error on 7 rows" in output


def test_problem_of_the_lab_as_a_whole_is_told(lab: Lab) -> None:
    """What concerns no single row stands below the table."""
    assert "✗ The lab has 1 sound fixes" in printed(lab, STARTER, problems=["The lab has 1 sound fixes; it needs 2."])


def test_summary_counts_labs() -> None:
    """The last line is the one to read."""
    console = Console(file=StringIO(), width=120)
    print_summary([Matrix("a", (STARTER,), (), 1.0), Matrix("b", (), ("x",), 2.0)], console)
    assert isinstance(console.file, StringIO)
    assert console.file.getvalue() == "\n1 of 2 labs agree.  3.0 s\n"


@pytest.mark.whole
@pytest.mark.matrix
@pytest.mark.parametrize("profile", ["function", "http", "command"])
def test_every_scaffold_proves_itself(pack: Folder, profile: str) -> None:
    """A new author's first check agrees, and a wrong expectation is caught by the real judge."""
    lock = Path(__file__).parents[2] / "content/python-security/runtimes/web.txt"
    (pack.root / "runtimes/web.txt").write_text(lock.read_text(encoding="utf-8"), encoding="utf-8")
    new_lab(pack, "mine", profile, SECOND, "Z02")
    result = check(pack.root, "mine", "--json")
    found = json.loads(result.stdout)
    assert result.exit_code == 0, [row for row in found["labs"][0]["cells"] if not row["agrees"]]
    assert {row["name"] for row in found["labs"][0]["cells"]} >= {"starter", "contained", "no-folders", "parrot"}


@pytest.mark.whole
@pytest.mark.matrix
def test_wrong_expectation_is_caught(pack: Folder) -> None:
    """An author who names the wrong attack is told so, with what the attack did."""
    pack.edit("labs/notes/lab.toml", 'by = ["detour"]', 'by = ["doubled"]')
    result = check(pack.root, "notes")
    assert result.exit_code == 1
    assert "✗ no-leading-dots\n  doubled does not reject it.\n  exploits/doubled" in result.output
