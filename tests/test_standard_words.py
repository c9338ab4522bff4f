"""The check of standard words finds what its table names, and leaves code, sources and exceptions alone."""

import subprocess
import sys
from pathlib import Path

import pytest
from quintain_tools.standard_words import TABLE, Allowed, Found, Table, check, check_course, prose_lines, read_table

RULES = read_table()

SENTENCES = (
    ("The server answers late.", "response"),
    ("Ask twice: Django answers with status 404.", "status"),
    ("The first digit is the right digit.", "correct"),
    ("A token that is right opens the page.", "is-correct"),
    ("A template is a text with gaps.", "replacement-field"),
    ("A FIFO is no link.", "is-no"),
    ("Every value is bound, also a number.", "also"),
    ("Use a list in place of a string.", "in-place-of"),
    ("After a restart, the number comes again.", "comes-again"),
    ("It parses files of strangers.", "of-strangers"),
    ("The key is in a memory dump.", "core-dump"),
    ("There is no limit on the number of tries.", "rate-limiting"),
    ("The attacker tries all possible codes.", "brute-force"),
    ("A program tries leaked passwords.", "credential-stuffing"),
    ("They have precomputed tables.", "rainbow-table"),
    ("This is an exponential pattern.", "catastrophic-backtracking"),
    ("Send the old token again.", "replay"),
    ("Both read, change and write back.", "lost-update"),
    ("Hold the lock for the whole of it.", "critical-section"),
    ("The public index has the internal name, too.", "dependency-confusion"),
    ("Wait three days before you take a new version.", "cooldown"),
)


def found_in(folder: Path, text: str, *, name: str = "lesson.md", table: Table = RULES) -> list[Found]:
    """Return what the check finds in one text."""
    path = folder / name
    path.write_text(text)
    return list(check(path, table, set(), name=name))


@pytest.mark.parametrize(("line", "rule"), SENTENCES)
def test_each_rule_finds_its_words(tmp_path: Path, line: str, rule: str) -> None:
    """A rule that finds nothing would let the old words come back."""
    assert [place.rule for place in found_in(tmp_path, f"{line}\n")] == [rule], f"{line!r} should be found by {rule}"


def test_every_rule_has_a_sentence_above() -> None:
    """A rule that is added without a test of its own is never seen to find anything."""
    tested = {rule for _, rule in SENTENCES}
    rules = {*(rule.id for rule in RULES.words), *(rule.id for rule in RULES.terms)}
    assert tested == rules, f"rules without a sentence, or the other way round: {tested ^ rules}"


@pytest.mark.parametrize(
    "text",
    [
        "Ask yourself this question; the answer is in the log.\n",
        "There is no limit here, and it is no longer needed.\n",
        "The right column is for the attack; a right can be taken away right after it.\n",
        "They also read the file, also called a log.\n",
        "Call `server.answer(right_code)`.\n",
        "[The page](https://example.org/the-answer-is-no-answer) tells more.\n",
        "```console\nthe server answers late\n```\n",
        "````text\n```include a.py\nthe server answers late\n```\n````\n",
        "Send the old token again: this is a replay.\n",
        "A limit on guesses, by rate limiting.\n",
    ],
)
def test_other_meanings_code_and_addresses_are_let_through(tmp_path: Path, text: str) -> None:
    """A check that complains about plain English or about code would be switched off."""
    assert found_in(tmp_path, text) == [], text


def test_notes_on_code_are_prose(tmp_path: Path) -> None:
    """Learners read the notes below a line of code as they read the text."""
    text = "Look:\n\n```include guard.py lines=1-2\nline 1: A FIFO is no link.\n```\n"
    assert [(place.number, place.rule) for place in found_in(tmp_path, text)] == [(4, "is-no")]


def test_of_toml_only_texts_are_read(tmp_path: Path) -> None:
    """Ids, addresses and titles of other people's pages are not ours to rewrite."""
    text = (
        '# it is no text\nid = "comes again"\nurl = "https://example.org/answers"\ntitle = "It comes again"\n'
        '[[sources]]\ntitle = "Questions in place of files"\n'
    )
    assert [(place.number, place.rule) for place in found_in(tmp_path, text, name="quiz.toml")] == [(4, "comes-again")]


def test_what_a_class_says_in_notes_is_an_answer(tmp_path: Path) -> None:
    """Notes tell the instructor which answers are usual; an HTTP error is a response there, too."""
    folder = tmp_path / "lessons"
    folder.mkdir()
    text = "The usual answer is a proxy. It answers with status 500.\n"
    path = folder / "notes.md"
    path.write_text(text)
    found = [place.rule for place in check(path, RULES, set(), name="lessons/notes.md")]
    assert found == ["status"]


def test_an_exception_covers_its_words_and_no_others(tmp_path: Path) -> None:
    """What is allowed at one place of a line is still found at the next."""
    row = Allowed("is-no", "lesson.md", "This is no place", "a quotation")
    table = Table(RULES.words, RULES.terms, (row,))
    text = "This is no place. That is no place.\nThis is no link.\n"
    assert [place.number for place in found_in(tmp_path, text, table=table)] == [1, 2]


def test_an_exception_of_another_file_does_not_count(tmp_path: Path) -> None:
    """Else one exception would open the whole course."""
    row = Allowed("is-no", "other.md", "This is no place", "a quotation")
    table = Table(RULES.words, RULES.terms, (row,))
    assert [place.rule for place in found_in(tmp_path, "This is no place.\n", table=table)] == ["is-no"]


def test_an_exception_that_nothing_needs_is_reported(tmp_path: Path) -> None:
    """Exceptions of sentences that are gone would pile up."""
    row = Allowed("is-no", "pack/lessons/a/lesson.md", "This is no place", "a quotation")
    said = check_course(tmp_path, Table(RULES.words, RULES.terms, (row,)))
    assert said == ["pack/lessons/a/lesson.md: the exception of 'This is no place' (is-no) is not needed"]


def test_the_command_names_file_line_words_and_reason(tmp_path: Path) -> None:
    """An author learns from the line alone what to write instead."""
    text = tmp_path / "pack" / "lessons" / "a" / "lesson.md"
    text.parent.mkdir(parents=True)
    text.write_text("One.\n\nA FIFO is no link.\n")
    said = check_course(tmp_path, Table(RULES.words, RULES.terms, ()))
    assert len(said) == 1
    assert said[0].startswith("pack/lessons/a/lesson.md:3: is no link ==> is not a: ")
    assert said[0].endswith("(is-no)")


def test_the_course_holds_and_so_does_the_command() -> None:
    """The gate runs the module; its status is what stops a change."""
    done = subprocess.run(
        (sys.executable, "-m", "quintain_tools.standard_words"), check=False, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", ""), done.stdout


def test_ids_of_rules_are_unique_and_exceptions_have_reasons() -> None:
    """An exception names a rule by its id, and tells why."""
    ids = [*(rule.id for rule in RULES.words), *(rule.id for rule in RULES.terms)]
    assert len(set(ids)) == len(ids), f"twice in {TABLE.name}: {sorted(i for i in ids if ids.count(i) > 1)}"
    assert [row for row in RULES.allowed if row.rule not in ids or not row.reason.strip()] == []


def test_a_fence_that_is_never_closed_ends_with_the_file(tmp_path: Path) -> None:
    """A broken lesson is reported by the pack's own checks; this one must only not fail."""
    path = tmp_path / "lesson.md"
    path.write_text("Before.\n```text\nA FIFO is no link.\n")
    assert [line for _, line in prose_lines(path)] == ["Before."]
