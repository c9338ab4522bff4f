"""Promises of a lab: each check names one, each has a check, and what is wrong is told with its file and line."""

import pytest

from quintain.packs import load_lab
from quintain.packs.model.lab import Lab
from quintain.packs.promise_rules import MOST_WORDS
from quintain.packs.prose import words_in
from tests.courses import whole_course
from tests.packs.conftest import Folder

LAB = "labs/notes"
SHEET = f"{LAB}/lab.toml"
BRIEF = f"{LAB}/brief.md"
TESTS = f"{LAB}/tests/test_notes.py"
BEGINS = 'title = "A harmless beginning"\npromise = "'
EATS = 'title = "Dots for a filter to eat"\npromise = "'
RULES = ("lab.W010", "lab.W011", "lab.W012", "lab.W013", "lab.W014")


@pytest.fixture
def live(pack: Folder) -> Folder:
    """The lab that `quintain new lab` writes, shown to learners."""
    pack.edit(SHEET, 'status = "draft"', 'status = "live"')
    return pack


def warnings(pack: Folder) -> list[tuple[str, str, int | None, str]]:
    """Return what is told about promises: id, file, line, sentence."""
    return [
        (problem.id, str(problem.path), problem.line, problem.message)
        for problem in pack.problems()
        if problem.id in RULES
    ]


def text_of(pack: Folder, path: str) -> str:
    return (pack.root / path).read_text(encoding="utf-8")


def add_promise(pack: Folder, name: str, text: str) -> None:
    """Add a promise that nothing checks to those of the sheet."""
    before, row, after = text_of(pack, SHEET).partition("[[exploits]]")
    sheet = f'{before}[[promises]]\nid = "{name}"\ntext = "{text}"\n\n{row}{after}'
    (pack.root / SHEET).write_text(sheet, encoding="utf-8")


def without_promises(pack: Folder) -> None:
    """Take all promises out of the sheet, and the names of them out of the attacks."""
    kept, _, rest = text_of(pack, SHEET).partition("[[promises]]")
    rest = rest[rest.index("[[exploits]]") :].replace('promise = "inside-notes"\n', "")
    (pack.root / SHEET).write_text(kept + rest, encoding="utf-8")


def test_a_new_lab_has_promises_and_a_short_brief(live: Folder) -> None:
    """Authors begin with an example to which nothing can be objected."""
    assert warnings(live) == []
    lab = load_lab(live.root / LAB)
    assert [promise.id for promise in lab.promises] == ["inside-notes", "every-note", "diary"]


def test_a_check_finds_the_number_of_its_promise(live: Folder) -> None:
    """Numbers begin with 1; a test that is named is not among the others of its file."""
    lab = load_lab(live.root / LAB)
    checks = ("exploits/up", "tests/test_notes.py::test_note", "tests/test_notes.py::test_wrong_key_is_refused")
    assert [lab.promise_of(check) for check in checks] == [1, 2, 3]
    assert [lab.promise_of(check) for check in ("exploits/none", "tests/test_else.py::test_note", "start", "")] == [
        None, None, None, None,
    ]  # fmt: skip


def test_tests_of_both_folders_are_named_alike(live: Folder) -> None:
    """A promise does not tell what the original lacks, so it does not name the folder."""
    path = live.root / LAB / "wanted/test_new.py"
    path.parent.mkdir()
    path.write_text("def test_new(box):\n    assert box\n", encoding="utf-8")
    assert warnings(live) == [
        ("lab.W011", f"{LAB}/wanted/test_new.py", 1, "The test test_new checks no promise."),
    ]  # fmt: skip
    live.edit(SHEET, 'tests = ["test_notes.py"]', 'tests = ["test_notes.py", "test_new.py::test_new"]')
    assert warnings(live) == []
    assert load_lab(live.root / LAB).promise_of("wanted/test_new.py::test_new") == 2


def test_a_promise_that_nothing_checks_is_told(live: Folder) -> None:
    """A sentence that no verdict depends on is no promise."""
    add_promise(live, "free", "All is well.")
    assert warnings(live) == [
        ("lab.W010", SHEET, live.line(SHEET, 'id = "free"') - 1, "Nothing checks the promise free."),
    ]  # fmt: skip


def test_a_check_that_names_no_promise_is_told_at_its_own_place(live: Folder) -> None:
    """A test is told in its file, an attack in its row."""
    live.edit(SHEET, 'tests = ["test_notes.py"]', 'tests = ["test_notes.py::test_name_with_dots"]')
    live.edit(SHEET, f'{BEGINS}inside-notes"', 'title = "A harmless beginning"')
    row = live.line(SHEET, 'name = "detour"') - 1
    assert warnings(live) == [
        ("lab.W011", SHEET, row, "The attack detour checks no promise."),
        ("lab.W011", TESTS, live.line(TESTS, "def test_note("), "The test test_note checks no promise."),
        (
            "lab.W011", TESTS, live.line(TESTS, "def test_note_in_a_folder"),
            "The test test_note_in_a_folder checks no promise.",
        ),
        (
            "lab.W011", TESTS, live.line(TESTS, "def test_note_with_the_words"),
            "The test test_note_with_the_words_of_an_attack checks no promise.",
        ),
    ]  # fmt: skip


def test_a_promise_of_hidden_attacks_alone_is_told(live: Folder) -> None:
    """Its sentence is public, so it would tell what they try."""
    add_promise(live, "no-way", "Nothing is cut out of a name.")
    live.edit(SHEET, f"{EATS}inside-notes", f"{EATS}no-way")
    (told,) = warnings(live)
    assert told[0] == "lab.W014"
    assert told[3] == "Only hidden attacks check the promise no-way."
    live.edit(SHEET, f"{BEGINS}inside-notes", f"{BEGINS}no-way")
    assert warnings(live) == []


def test_a_long_brief_is_told_with_its_count(live: Folder) -> None:
    """All phases count together; the last word that fits is allowed."""
    free = MOST_WORDS - words_in(text_of(live, BRIEF))
    (live.root / BRIEF).write_text(text_of(live, BRIEF) + "word " * free, encoding="utf-8")
    assert warnings(live) == []
    (live.root / BRIEF).write_text(text_of(live, BRIEF) + "word " * 3, encoding="utf-8")
    assert warnings(live) == [("lab.W012", BRIEF, 1, "The brief has 203 words, 3 too many.")]


def test_a_lab_without_promises_is_told_once(live: Folder) -> None:
    """However long its brief is, and however many checks it has."""
    without_promises(live)
    (live.root / BRIEF).write_text(text_of(live, BRIEF) + "word " * 300, encoding="utf-8")
    assert warnings(live) == [("lab.W013", SHEET, live.line(SHEET, "status"), "The lab has no promises.")]


def test_a_lab_for_finding_only_needs_no_promise(live: Folder) -> None:
    """It has nothing to keep; its brief is as short as others."""
    (live.root / SHEET).write_text(text_of(live, SHEET).split("# What a fix must keep")[0], encoding="utf-8")
    for folder in ("exploits", "fixes", "tests"):
        (live.root / LAB / folder).rename(live.root / folder)
    assert warnings(live) == []
    (live.root / BRIEF).write_text(text_of(live, BRIEF) + "word " * 300, encoding="utf-8")
    assert [told[0] for told in warnings(live)] == ["lab.W012"]


def test_a_draft_is_not_asked(pack: Folder) -> None:
    """Its tests are still being written, and its brief, too."""
    without_promises(pack)
    assert pack.problems() == ()


def test_names_that_lead_nowhere_are_errors(pack: Folder) -> None:
    """With the file, the line and what was probably meant."""
    pack.edit(SHEET, "test_notes.py::test_wrong_key_is_refused", "test_notes.py::test_wrong_key_is_refusd")
    pack.edit(SHEET, 'title = "Two dots lead up"\npromise = "inside-notes"', 'title = "Up"\npromise = "inside-note"')
    told = {problem.id: problem for problem in pack.problems()}
    assert set(told) == {"lab.E070", "lab.E071"}
    assert 'Did you mean "test_notes.py::test_wrong_key_is_refused"?' in told["lab.E070"].message
    assert told["lab.E070"].line == pack.line(SHEET, "is_refusd")
    assert 'Did you mean "inside-notes"?' in told["lab.E071"].message
    assert told["lab.E071"].line == pack.line(SHEET, 'promise = "inside-note"')


def test_nothing_is_named_twice(pack: Folder) -> None:
    """Neither a promise nor a test: a check that fails has one sentence to lead to."""
    pack.edit(SHEET, 'id = "every-note"', 'id = "diary"')
    assert [(problem.id, problem.message) for problem in pack.problems()] == [
        ("lab.E021", 'The promise "diary" is there twice.'),
    ]  # fmt: skip
    pack.edit(SHEET, 'id = "diary"\ntext = "Every', 'id = "every-note"\ntext = "Every')
    pack.edit(SHEET, 'tests = ["test_notes.py::test_owner', 'tests = ["test_notes.py", "test_notes.py::test_owner')
    assert [(problem.id, problem.message) for problem in pack.problems()] == [
        ("lab.E072", "every-note names test_notes.py, too."),
    ]  # fmt: skip


def test_promises_are_no_part_of_the_proof(live: Folder) -> None:
    """They may be reworded, and moved to other checks, and the lab stays proven; it is another lab for its pages."""
    before = load_lab(live.root / LAB)
    live.edit(SHEET, "No name leads out of", "No path leads out of")
    live.edit(
        SHEET, 'title = "Two dots lead up"\npromise = "inside-notes"', 'title = "Two dots lead up"\npromise = "diary"'
    )
    after = load_lab(live.root / LAB)
    assert (after.judged, after.mutated) == (before.judged, before.mutated)
    assert after.digest != before.digest


def test_marks_of_tables_are_no_words() -> None:
    """What a reader reads counts, in tables and code, too."""
    assert words_in("## Find\n\n| a | `b c` |\n|---|---|\n| 1 | / |\n\n- `x = 1`\n") == 7


PROMISING = [lab for lab in whole_course().labs.values() if lab.promises or not lab.is_fixed]


@pytest.mark.parametrize("lab", PROMISING, ids=lambda lab: lab.slug)
def test_labs_of_the_course_keep_what_they_promise(lab: Lab) -> None:
    """A promise is read at once: 55 words at most."""
    assert all(promise.text.endswith(".") and words_in(promise.text) <= 55 for promise in lab.promises)
    assert sum(words_in(section.title) + words_in(section.markdown) for section in lab.brief) <= MOST_WORDS
