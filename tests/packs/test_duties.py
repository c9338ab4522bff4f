"""A live lab shows a wrong fix of each class of mistakes, or says why there is none."""

from quintain.packs import Severity, load_lab
from quintain.packs.model.lab import Duty
from tests.packs.conftest import Folder

LAB = "labs/notes"
SHEET = f"{LAB}/lab.toml"


def live(pack: Folder) -> None:
    pack.edit(SHEET, 'status = "draft"', 'status = "live"')


def ids(pack: Folder) -> list[str]:
    return [problem.id for problem in pack.problems() if problem.id != "lab.W003"]


def reasons(*without: Duty) -> str:
    lines = [f'{duty} = "There is nothing of the kind."' for duty in Duty if duty not in without]
    return "\n".join(["[duties]", *lines, "", ""])


def add(pack: Folder, text: str) -> None:
    sheet = (pack.root / SHEET).read_text(encoding="utf-8")
    (pack.root / SHEET).write_text(sheet + "\n" + text, encoding="utf-8")


def give_duty(pack: Folder, fix: str, duty: str) -> None:
    pack.edit(SHEET, f'name = "{fix}"', f'name = "{fix}"\nduty = "{duty}"')


def test_a_live_lab_is_told_which_classes_it_lacks(pack: Folder) -> None:
    """The warning names each class, and the line where to begin."""
    live(pack)
    (problem,) = (problem for problem in pack.problems() if problem.id == "lab.W005")
    assert (problem.level, problem.line) == (Severity.WARNING, pack.line(SHEET, "status"))
    assert all(duty in problem.message for duty in Duty)
    assert load_lab(pack.root / LAB).slug == "notes"


def test_a_draft_is_not_asked(pack: Folder) -> None:
    """Its fixes are still being written."""
    assert pack.problems() == ()


def test_a_wrong_fix_or_a_reason_is_enough(pack: Folder) -> None:
    """Each class needs one of both, and not both."""
    live(pack)
    wrong = load_lab(pack.root / LAB).wrong_fixes[0].name
    give_duty(pack, wrong, "deny-list")
    add(pack, reasons(Duty.DENY_LIST))
    assert ids(pack) == []
    lab = load_lab(pack.root / LAB)
    assert next(fix for fix in lab.fixes if fix.name == wrong).duty is Duty.DENY_LIST
    assert lab.duties["race"] == "There is nothing of the kind."


def test_a_class_with_both_is_wrong(pack: Folder) -> None:
    """A fix shows that the class can be in the lab, so the reason is false."""
    give_duty(pack, load_lab(pack.root / LAB).wrong_fixes[0].name, "race")
    add(pack, reasons())
    (problem,) = pack.problems()
    assert (problem.id, problem.line) == ("lab.E055", pack.line(SHEET, 'race = "There'))


def test_sound_fixes_have_no_duty(pack: Folder) -> None:
    """A duty is a class of mistakes."""
    give_duty(pack, load_lab(pack.root / LAB).sound_fixes[0].name, "race")
    assert ids(pack) == ["lab.E054"]


def test_unknown_classes_and_empty_reasons_are_refused(pack: Folder) -> None:
    """A typing error must not count as a reason."""
    add(pack, '[duties]\nrase = "None."\nrace = " "\n')
    assert ids(pack) == ["lab.E009", "lab.E009"]


def test_marks_name_sound_fixes(pack: Folder) -> None:
    """A mark for another fix would never fit."""
    add(pack, '[[mutants]]\nfix = "nobody"\noperator = "guard-dropped"\nwhy = "Equal."\n')
    assert ids(pack) == ["lab.E056"]
