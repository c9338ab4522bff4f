# ruff: noqa: E501  the tables show one broken file a line
"""A lesson's folder: cut into blocks, or answered with id, line and remedy."""

import shutil
from datetime import date
from pathlib import PurePosixPath

import pytest

from quintain.packs import Lesson, load_pack
from quintain.packs.coverage import coverage_of
from quintain.packs.lessons import read_lesson
from quintain.packs.model.lesson import Ask, Change, Code, Incident, Prose, Show
from tests.packs.conftest import Break, Folder

FOLDER = "lessons/paths"
PROSE = f"{FOLDER}/lesson.md"
SHEET = f"{FOLDER}/lesson.toml"
NOTES = f"{FOLDER}/notes.md"
QUESTIONS = "quizzes/paths/quiz.toml"


STANDARDS = '[standards]\ncwe = ["CWE-22"]\ntop10 = ["A01:2025"]\nasvs = ["1.2.4"]\n'


def edit(name: str, old: str, new: str) -> Break:
    return lambda pack: pack.edit(name, old, new)


BROKEN: dict[str, tuple[Break, str, str, int | None]] = {
    "no lesson.md": (lambda pack: (pack.root / PROSE).unlink(), "lesson.E001", PROSE, None),
    "key missing": (edit(SHEET, "minutes = 5\n", ""), "lesson.E006", SHEET, 1),
    "source's address": (edit(SHEET, "https://cwe", "cwe"), "lesson.E009", SHEET, 8),
    "no H2": (lambda pack: pack.write(PROSE, "A path is a way."), "lesson.E026", PROSE, 1),
    "no end": (edit(PROSE, "## In short", "### In short"), "lesson.E033", PROSE, 1),
    "block unknown": (edit(PROSE, "```include guard", "```inlcude guard"), "lesson.E014", PROSE, 7),
    "block in a list": (edit(PROSE, "```exhibit path-walk\n```", "- x\n  ```exhibit path-walk\n  ```"), "lesson.E019", PROSE, 20),
    "pasted Python": (edit(PROSE, "```console", "```python"), "lesson.E015", PROSE, 22),
    "include without file": (edit(PROSE, "include guard.py lines=2-3 mark=3", "include"), "lesson.E019", PROSE, 7),
    "include's file missing": (edit(PROSE, "guard.py", "gard.py"), "lesson.E016", PROSE, 7),
    "include's file outside": (edit(PROSE, "guard.py", "../../pack.toml"), "lesson.E016", PROSE, 7),
    "include's option": (edit(PROSE, "mark=3", "marks=3"), "lesson.E019", PROSE, 7),
    "closed is not yes": (edit(PROSE, "mark=3", "mark=3 closed=no"), "lesson.E019", PROSE, 7),
    "lines beyond": (edit(PROSE, "lines=2-3", "lines=2-9"), "lesson.E017", PROSE, 7),
    "lines upside down": (edit(PROSE, "lines=2-3", "lines=3-2"), "lesson.E017", PROSE, 7),
    "lines no range": (edit(PROSE, "lines=2-3", "lines=all"), "lesson.E017", PROSE, 7),
    "mark not shown": (edit(PROSE, "mark=3", "mark=1"), "lesson.E018", PROSE, 7),
    "mark no list": (edit(PROSE, "mark=3", "mark=x"), "lesson.E019", PROSE, 7),
    "note not shown": (edit(PROSE, "line 3:", "line 1:"), "lesson.E018", PROSE, 7),
    "note no note": (edit(PROSE, "line 3:", "3:"), "lesson.E019", PROSE, 8),
    "shown code is no Python": (edit(f"{FOLDER}/guard.py", "def inside", "df inside"), "lesson.E020", f"{FOLDER}/guard.py", 3),
    "question unknown": (edit(PROSE, "question dots", "question dot"), "lesson.E021", PROSE, 12),
    "question full": (edit(PROSE, "question dots\n", "question dots\nWhere?\n"), "lesson.E019", PROSE, 12),
    "question twice": (edit(PROSE, "```question dots\n```", "```question dots\n```\n```question dots\n```"), "lesson.E022", PROSE, 14),
    "question never asked": (edit(PROSE, "```question dots\n```\n", ""), "quiz.E016", QUESTIONS, None),
    "incident without date": (edit(PROSE, "2021-10-05 ", ""), "lesson.E024", PROSE, 15),
    "incident on no day": (edit(PROSE, "2021-10-05", "2021-13-05"), "lesson.E024", PROSE, 15),
    "incident without title": (edit(PROSE, " A server that walked", ""), "lesson.E024", PROSE, 15),
    "incident without source": (edit(PROSE, "](https", "](ftp"), "lesson.E025", PROSE, 15),
    "exhibit's name": (edit(PROSE, "exhibit path-walk", "exhibit Path"), "lesson.E019", PROSE, 19),
    "exhibit missing": (lambda pack: shutil.rmtree(pack.root / "exhibits/path-walk"), "lesson.W001", PROSE, None),
    "incident without as_of": (edit(PROSE, " as_of=2026-11-27", ""), "lesson.E024", PROSE, 15),
    "answer in code shown by nothing": (edit(QUESTIONS, 'text = "Up"', 'text = "`..`"'), "quiz.E019", QUESTIONS, 1),
    "as_of no date": (edit(PROSE, "as_of=2026-11-27", "as_of=soon"), "lesson.E024", PROSE, 15),
    "as_of before the incident": (edit(PROSE, "as_of=2026-11-27", "as_of=2020-01-01"), "lesson.E024", PROSE, 15),
    "claim not in the file": (edit(PROSE, "Two dots", "[Two dots](guard.py)"), "lesson.E035", PROSE, 5),
    "claim's file missing": (edit(PROSE, "Two dots", "[Two dots](gard.py)"), "lesson.E016", PROSE, 5),
    "change of equal files": (edit(PROSE, "include guard.py lines=2-3 mark=3\nline 3: this compares folders,\nnot texts\n", "change guard.py guard.py\n"), "lesson.E036", PROSE, 7),
    "change of one file": (edit(PROSE, "include guard.py lines=2-3 mark=3", "change guard.py"), "lesson.E019", PROSE, 7),
    "change's file missing": (edit(PROSE, "include guard.py lines=2-3 mark=3\nline 3: this compares folders,\nnot texts\n", "change guard.py after.py\n"), "lesson.E016", PROSE, 7),
    "standards without their sections": (edit(SHEET, "[[sources]]", STANDARDS + "[[sources]]"), "lesson.E033", PROSE, 1),
    "requirement unknown": (edit(SHEET, "[[sources]]", STANDARDS.replace("1.2.4", "1.2.99") + "[[sources]]"), "lesson.E032", SHEET, 9),
    "weakness unknown": (edit(SHEET, "[[sources]]", STANDARDS.replace("CWE-22", "CWE-99999") + "[[sources]]"), "lesson.E032", SHEET, 7),
    "category of another year": (edit(SHEET, "[[sources]]", STANDARDS.replace(":2025", ":2021") + "[[sources]]"), "lesson.E009", SHEET, 8),
    "reading of no section": (edit(SHEET, "[[sources]]", '[reading]\nminutes = 3\nsections = ["The way down"]\n[[sources]]'), "lesson.E034", SHEET, 8),
    "answer shown by nothing": (edit(QUESTIONS, 'id = "dots"\n', 'id = "dots"\nshown_by = "walk.py"\n'), "quiz.E018", QUESTIONS, 3),
    "notes missing": (lambda pack: (pack.root / NOTES).unlink(), "lesson.W002", NOTES, None),
    "notes empty": (lambda pack: pack.write(NOTES, ""), "lesson.E027", NOTES, 1),
    "notes without titles": (lambda pack: pack.write(NOTES, "Five minutes."), "lesson.E027", NOTES, 1),
    "notes begin before the first title": (edit(NOTES, "## Timing", "# Notes\n\n## Timing"), "lesson.E027", NOTES, 1),
    "notes' title": (edit(NOTES, "## Ask the room", "## Ask"), "lesson.E027", NOTES, 12),
    "notes' order": (edit(NOTES, "## Timing\n\n5 minutes. Take your time.", "## Ask the room\n\nX.\n\n## Timing\n\nX."), "lesson.E027", NOTES, 1),
    "notes' title too few": (edit(NOTES, "## Show live\n", ""), "lesson.E027", NOTES, 22),
    "notes' title too many": (edit(NOTES, "## Show live", "## Show live\n\nX.\n\n## More"), "lesson.E027", NOTES, 20),
    "notes' section without text": (edit(NOTES, "- They compare texts.\n", ""), "lesson.E027", NOTES, 8),
    "notes with a block": (edit(NOTES, "5 minutes. Take your time.", "```include guard.py\n```"), "lesson.E014", NOTES, 3),
    "notes of another length": (edit(NOTES, "5 minutes.", "7 minutes."), "lesson.E037", NOTES, 3),
    "notes without a length": (edit(NOTES, "5 minutes. Take", "Take"), "lesson.E037", NOTES, 3),
    "notes that do not add up": (edit(NOTES, "- 2 minutes: the", "- 3 minutes: the"), "lesson.E037", NOTES, 3),
    "notes without parts": (edit(NOTES, "- 3 minutes: the way up.\n- 2 minutes: the question.", "One after the other."), "lesson.E037", NOTES, 3),
    "notes with Python": (edit(NOTES, "```pycon", "```python"), "lesson.E015", NOTES, 20),
    "notes too large": (lambda pack: pack.write(NOTES, "x" * 300_000), "lesson.E003", NOTES, None),
    "notes no text": (lambda pack: (pack.root / NOTES).write_bytes(b"\xff"), "lesson.E002", NOTES, 1),
    "two right options": (edit(QUESTIONS, 'one dot."', 'one dot."\nright = true'), "quiz.E014", QUESTIONS, 1),
    "no right option": (edit(QUESTIONS, "right = true\n", ""), "quiz.E014", QUESTIONS, 1),
    "same option twice": (edit(QUESTIONS, '"Nowhere"', '"Up"'), "quiz.E015", QUESTIONS, 1),
    "option without why": (edit(QUESTIONS, 'why = "That is one dot."\n', ""), "quiz.E006", QUESTIONS, 9),
    "question's id": (edit(QUESTIONS, 'id = "dots"', 'id = "Dots"'), "quiz.E009", QUESTIONS, 2),
    "quiz without questions": (lambda pack: pack.write(QUESTIONS, ""), "quiz.E006", QUESTIONS, 1),
    "quiz missing": (lambda pack: (pack.root / QUESTIONS).unlink(), "quiz.E001", QUESTIONS, None),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_broken_lesson_answers_with_id_and_line(pack: Folder, name: str) -> None:
    """Whatever is wrong is told with the id, the file and the line."""
    how, rule, path, line = BROKEN[name]
    how(pack)
    found = {(problem.id, str(problem.path), problem.line) for problem in pack.problems()}
    assert (rule, path, line) in found, found


def lesson_of(pack: Folder) -> Lesson:
    lesson, _ = read_lesson(pack.root / FOLDER)
    assert lesson is not None
    return lesson


def test_lesson_is_cut_into_blocks(pack: Folder) -> None:
    """Prose, code, question, incident and exhibit stand in the order of lesson.md; other fences stay in the prose."""
    lesson = lesson_of(pack)
    opening, code, ask, incident, show, rest = lesson.blocks
    assert opening == Prose("A path is a way.\n\n## The way up\n\nTwo dots lead up.")
    assert isinstance(code, Code)
    assert (code.path, code.language, code.first, code.marked) == (PurePosixPath("guard.py"), "python", 2, (3,))
    assert code.text.startswith("ROOT = ")
    assert code.notes == {3: "this compares folders, not texts"}
    assert isinstance(ask, Ask)
    assert (ask.question.id, [option.right for option in ask.question.options]) == ("dots", [True, False])
    assert isinstance(incident, Incident)
    assert (incident.date, incident.title) == (date(2021, 10, 5), "A server that walked")
    assert show == Show("path-walk")
    ends = "## In short\n\n- A path is resolved.\n\n## What to do on Monday\n\n- Look for dots."
    assert rest == Prose(f"```console\n$ cat ../x\n```\n\nThe end.\n\n{ends}")
    assert lesson.sources[0].title == "CWE-22"


def test_a_claim_is_read_without_its_link(pack: Folder) -> None:
    """Words that a file of the folder contains are held to it, and shown as plain words."""
    pack.edit(PROSE, "Two dots lead", "[Two](guard.py) dots lead")
    pack.edit(f"{FOLDER}/guard.py", "ROOT = ", "# Two\nROOT = ")
    opening = lesson_of(pack).blocks[0]
    assert opening == Prose("A path is a way.\n\n## The way up\n\nTwo dots lead up.")


def test_an_answer_is_shown_when_it_is_asked_for(pack: Folder) -> None:
    """An include says so for its own lines alone."""
    pack.edit(PROSE, "mark=3", "mark=3 closed=yes")
    assert [block.closed for block in lesson_of(pack).blocks if isinstance(block, Code)] == [True]


@pytest.mark.parametrize(
    "code", ["See `a[0](b)` there.", "See ``a`[0](b)``.", "~~~\na[0](b)\n~~~", "```text\na[0](b)\n```", "    a[0](b)"]
)
def test_code_is_no_claim(pack: Folder, code: str) -> None:
    """What looks like a link in a code span or a block of code is code, and a claim beside it is still held."""
    pack.edit(PROSE, "Two dots lead up.", f"Two dots.\n\n{code}\n\n[ROOT](guard.py) and `[x](y)`.")
    assert lesson_of(pack).blocks[0] == Prose(
        f"A path is a way.\n\n## The way up\n\nTwo dots.\n\n{code}\n\nROOT and `[x](y)`."
    )


def test_a_change_holds_both_files(pack: Folder) -> None:
    """A change block names two files that differ, and keeps the whole text of both."""
    pack.write(f"{FOLDER}/after.py", "ROOT = 1\n")
    pack.edit(
        PROSE,
        "include guard.py lines=2-3 mark=3\nline 3: this compares folders,\nnot texts\n",
        "change guard.py after.py\n",
    )
    change = lesson_of(pack).blocks[1]
    assert isinstance(change, Change)
    assert (change.before, change.after, change.after_text) == (
        PurePosixPath("guard.py"),
        PurePosixPath("after.py"),
        "ROOT = 1\n",
    )
    assert "ROOT" in change.before_text


def test_an_incident_says_when_its_sources_were_checked(pack: Folder) -> None:
    """The option as_of belongs to the incident, and not to its title."""
    incident = lesson_of(pack).blocks[3]
    assert isinstance(incident, Incident)
    assert (incident.as_of, incident.title) == (date(2026, 11, 27), "A server that walked")


def test_a_lesson_with_standards_and_its_sections_is_whole(pack: Folder) -> None:
    """The three sections that developers ask for, and what is for reading, are kept with the lesson."""
    reading = '[reading]\nminutes = 3\nsections = ["In your framework", "How to find it"]\n'
    pack.edit(SHEET, "[[sources]]", STANDARDS + reading + "[[sources]]")
    titles = ("What an attacker gains", "In your framework", "How to find it")
    pack.edit(PROSE, "The end.", "\n".join(f"## {title}\n\nMuch.\n" for title in titles))
    lesson = lesson_of(pack)
    assert lesson.standards is not None
    assert lesson.reading is not None
    assert (lesson.standards.asvs, lesson.reading.minutes) == (("1.2.4",), 3)
    assert pack.problems() == ()


ABSENT = '[[absent]]\nsection = "An exhibit or an exercise"\nreason = "A table is the picture."\n\n'


def test_a_lesson_may_say_why_it_has_no_picture(pack: Folder) -> None:
    """Of a lesson without an exhibit and without an exercise, the reason is kept, and coverage counts no gap."""
    pack.edit(SHEET, "[[sources]]", ABSENT + "[[sources]]")
    pack.edit(PROSE, "```exhibit path-walk\n```", "")
    kept = [(each.section, each.reason) for each in lesson_of(pack).absent]
    assert kept == [("An exhibit or an exercise", "A table is the picture.")]
    coverage = coverage_of(load_pack(pack.root))
    assert coverage.topics[0].pictureless == "A table is the picture."
    assert [gap.where for gap in coverage.gaps if gap.what.startswith("Lessons without an exhibit")] == []


def test_a_lesson_with_a_picture_cannot_say_that_it_has_none(pack: Folder) -> None:
    """A reason that is no longer true is reported where it is written, with its remedy."""
    pack.edit(SHEET, "[[sources]]", ABSENT + "[[sources]]")
    found = [problem for problem in pack.problems() if problem.id == "lesson.E039"]
    assert [problem.message for problem in found] == [
        "lesson.md has an exhibit or an exercise, which [[absent]] says it lacks."
    ]


def test_notes_are_cut_into_their_four_sections(pack: Folder) -> None:
    """The instructor's notes are sections with titles, and no part of what learners read."""
    lesson = lesson_of(pack)
    assert [(section.id, section.title) for section in lesson.notes] == [
        ("timing", "Timing"),
        ("what-people-get-wrong", "What people get wrong"),
        ("ask-the-room", "Ask the room"),
        ("show-live", "Show live"),
    ]
    assert lesson.notes[1].markdown == "- They compare texts."
    assert "compare texts" not in repr(lesson.blocks)


def test_a_draft_may_wait_for_its_notes(pack: Folder) -> None:
    """Only a live lesson without notes is warned of, and it loads all the same."""
    (pack.root / NOTES).unlink()
    assert lesson_of(pack).notes == ()
    pack.edit(SHEET, '"live"', '"draft"')
    assert pack.problems() == ()


def test_include_without_lines_shows_the_whole_file(pack: Folder) -> None:
    """An include that names only a file shows all of it, numbered from 1."""
    pack.edit(PROSE, " lines=2-3 mark=3", "")
    code = lesson_of(pack).blocks[1]
    assert isinstance(code, Code)
    assert (code.first, code.text.count("\n"), code.marked) == (1, 2, ())


def test_question_twice_in_the_quiz(pack: Folder) -> None:
    """Two questions of one id cannot be told apart."""
    with (pack.root / QUESTIONS).open("a", encoding="utf-8") as file:
        file.write((pack.root / QUESTIONS).read_text(encoding="utf-8").replace("4444-", "5555-"))
    lesson, problems = read_lesson(pack.root / FOLDER)
    assert lesson is None
    assert [(problem.id, problem.line, problem.message) for problem in problems] == [
        ("quiz.E012", 13, "The id dots stands twice.")
    ]


@pytest.mark.parametrize(("kind", "rule"), [("lessons", "lesson.E010"), ("quizzes", "quiz.E010")])
def test_folder_that_is_a_link_is_refused(pack: Folder, kind: str, rule: str) -> None:
    """Nothing outside of the pack becomes part of a lesson or quiz."""
    (pack.root / kind / "paths").rename(pack.root.parent / "elsewhere")
    (pack.root / kind / "paths").symlink_to(pack.root.parent / "elsewhere")
    assert (rule, f"{kind}/paths") in {(problem.id, str(problem.path)) for problem in pack.problems()}
