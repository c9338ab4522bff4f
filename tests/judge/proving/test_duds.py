"""Variants that succeed on nothing, attacks that fail by their own call, and labs that a list of bad words passes."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from quintain.judge.grading.submission import accept
from quintain.judge.grading.variants import Played
from quintain.judge.judge import Judge
from quintain.judge.profiles.client import CLOSED
from quintain.judge.profiles.stand_ins import ASYNCHRONOUS
from quintain.judge.proving.duds import inspect_attacks
from quintain.judge.proving.word_filters import (
    LONGEST,
    NOT_EDITABLE,
    Runs,
    bad_words,
    obstacle,
    word_filter,
)
from quintain.judge.verdict import Kind, Outcome
from quintain.packs import load_lab
from quintain.packs.model.lab import Lab, Profile

if TYPE_CHECKING:
    from quintain.judge.suspect.box import Recording

LABS = Path(__file__).parents[1] / "labs"
HEAD = '"""A path from the root."""\n\nfrom quintain.judge import leaks\n\n'
ATTACK = 'def attack(box, canary, rng, path):\n    return leaks(canary.key, box.call("notes:read", path), "the key")\n'

type Edited = Callable[..., Lab]


@pytest.fixture
def edited(tmp_path: Path) -> Edited:
    """Write files into a copy of the lab with functions."""

    def edit(**files: str) -> Lab:
        shutil.copytree(LABS / "notes", tmp_path / "notes")
        for name, text in files.items():
            (tmp_path / "notes" / f"{name.replace('__', '/')}.py").write_text(text)
        return load_lab(tmp_path / "notes")

    return edit


@pytest.mark.matrix
def test_a_variant_that_lands_on_nothing_is_told(judge: Judge, edited: Edited) -> None:
    """One variant that succeeds hides another that never could; the warning names file, line and variant."""
    variants = 'variants = {\n    "right": "/lab/vault/key.txt",\n    "misspelt": "/lab/fault/key.txt",\n}\n\n\n'
    problems = inspect_attacks(edited(exploits__root=HEAD + variants + ATTACK), judge).problems
    (dud,) = (problem for problem in problems if problem.id == "lab.W006")
    assert (str(dud.path), dud.line) == ("labs/notes/exploits/root.py", 7)
    assert dud.message.startswith("The variant misspelt succeeds on no submission of the matrix: The program refused:")


@pytest.mark.matrix
def test_an_attack_that_fails_by_its_own_call_is_told(judge: Judge, edited: Edited) -> None:
    """A wrong argument is refused by everybody, and a crash behind a variant that succeeded is seen by nobody else."""
    variants = 'variants = {"right": "/lab/vault/key.txt", "two": "two", "crash": "crash"}\n\n\n'
    attack = (
        "def attack(box, canary, rng, path):\n"
        '    args = ("a", "b") if path == "two" else (path[9999],) if path == "crash" else (path,)\n'
        '    return leaks(canary.key, box.call("notes:read", *args), "the key")\n'
    )
    problems = inspect_attacks(edited(exploits__root=HEAD + variants + attack), judge).problems
    found = {problem.id: problem.message for problem in problems if "two" in problem.message}
    assert "lab.W007" in found
    assert "positional argument" in found["lab.W007"]
    (crash,) = (problem for problem in problems if "crash" in problem.message)
    assert crash.id == "lab.W007"
    assert "IndexError" in crash.message


@pytest.mark.matrix
def test_a_list_of_bad_words_that_is_proven_is_told(judge: Judge, edited: Edited) -> None:
    """Attacks that all send one word which no test sends are stopped by that word."""
    fixed = HEAD + ATTACK.replace(", path", "").replace(", rng, path", ", rng")
    same = fixed.replace('"notes:read"', '"notes:read", "/lab/vault/key.txt"')
    quiet = (
        "def test_missing_note_names_no_path(box, canary):\n"
        '    assert box.call("notes:read", f"{canary.name}.txt") == canary.text\n'
    )
    lab = edited(exploits__root=same, exploits__up=same, exploits__doubled=same, wanted__test_quiet=quiet)
    problems = inspect_attacks(lab, judge).problems
    (told,) = (problem for problem in problems if problem.id == "lab.W008")
    assert '"vault"' in told.message


@pytest.mark.matrix
@pytest.mark.parametrize("name", ["notes", "guests", "count"])
def test_a_lab_of_each_profile_can_be_inspected(judge: Judge, labs: dict[str, Lab], name: str) -> None:
    """Their attacks succeed, and a list is tried on each."""
    inspection = inspect_attacks(labs[name], judge)
    assert inspection.notes == ()
    assert [problem.message for problem in inspection.problems if problem.id == "lab.W007"] == []


def played(kind: Kind, check: str, *texts: str) -> Played:
    recording: Recording = [({"do": "call", "target": "notes:read", "args": [text]}, None) for text in texts]
    return Played(check, kind, "", Outcome.LANDED, "", recording)


def test_bad_words_are_those_that_attacks_alone_send_every_time() -> None:
    """Neither words of tests, nor those drawn at random, nor those of the honest user are on the list."""
    original = (
        played(Kind.TEST, "tests/a", "tea for two"),
        played(Kind.ATTACK, "exploits/a", "tea UNION%20select drawn1"),
    )
    sound = (played(Kind.ATTACK, "exploits/a", "tea UNION select drawn2", "select honest"),)
    assert bad_words(Runs(original, sound)) == {"union"}


def test_long_words_are_listed_by_their_beginning(notes: Lab) -> None:
    """A text of a megabyte, as attacks on patterns send, leaves room for the program that it is to be refused by."""
    runs = Runs([played(Kind.ATTACK, "exploits/a", "x" * 2**20)], [played(Kind.ATTACK, "exploits/a", "x" * 2**20)])
    words = bad_words(runs)
    assert words == {"x" * LONGEST}
    accept(notes, word_filter(notes, words))
    (text,) = word_filter(notes, words).values()
    space: dict[str, object] = {"__file__": str(notes.folder / "starter/notes.py"), "__name__": "notes"}
    exec(compile(text, "notes.py", "exec"), space)  # noqa: S102  the lab's own program
    assert space["_is_bad"]("x" * 99)  # type: ignore[operator]
    assert not space["_is_bad"]("xyz")  # type: ignore[operator]


def test_a_filter_that_cannot_be_built_says_why(notes: Lab, guests: Lab) -> None:
    """By profile, by who may edit, and by the language of the app."""
    assert obstacle(notes) == obstacle(guests) == ""
    assert obstacle(replace(notes, run=replace(notes.run, profile=Profile.CLIENT))) == CLOSED
    assert obstacle(replace(guests, run=replace(guests.run, target="other:app"))) == NOT_EDITABLE
    (path,) = guests.run.editable
    assert obstacle(replace(guests, starter={path: "import starlette\n"})) == ASYNCHRONOUS


def test_a_filter_of_a_package_begins_in_its_init(guests: Lab) -> None:
    """The target of an app names a module, which may be a package."""
    (path,) = guests.run.editable
    init = f"{path.removesuffix('.py')}/__init__.py"
    package = replace(guests, run=replace(guests.run, editable=(init,)), starter={init: guests.starter[path]})
    assert obstacle(package) == ""
    assert set(word_filter(package, frozenset({"etc"}))) == {init}


def test_a_filter_is_the_original_program_with_a_list(notes: Lab) -> None:
    """It refuses what holds a word of the list, and is the original program else."""
    (text,) = word_filter(notes, frozenset({"etc"})).values()
    space: dict[str, object] = {"__file__": str(notes.folder / "starter/notes.py"), "__name__": "notes"}
    exec(compile(text, "notes.py", "exec"), space)  # noqa: S102  the lab's own program
    read = space["read"]
    assert callable(read)
    with pytest.raises(ValueError, match="refused"):
        read("/ETC/passwd")
    with pytest.raises(OSError, match="missing"):
        read("missing")
