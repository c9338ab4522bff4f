"""Files at the root of a pack that it may have or not: what is wrong is told with the file and the line."""

import shutil
from pathlib import Path

import pytest

from quintain.packs import load_pack
from quintain.packs.problems import PackInvalid
from quintain.packs.root_sheets import read_assessment, read_glossary, read_principles
from tests.packs.conftest import Folder

PRINCIPLE = """
[[principles]]
id = "least"
set = "design"
title = "Least privilege"
meaning = "Only what is needed."

[[principles.labs]]
lab = "{lab}"
shows = "How."
"""
QUESTION = """
[[questions]]
id = "{id}"
uuid = "{uuid}"
topic = "{topic}"
prompt = "What?"

[[questions.options]]
text = "This."
why = "So."
right = true

[[questions.options]]
text = "{other}"
why = "No."
"""
UUIDS = ("7b5f0d2a-8f1c-4bb0-9d44-0d3bfa2c5a10", "7b5f0d2a-8f1c-4bb0-9d44-0d3bfa2c5a11")


def question(name: str = "what", number: int = 0, topic: str = "injection", other: str = "That.") -> str:
    """Return a question of the test."""
    return QUESTION.format(id=name, uuid=UUIDS[number], topic=topic, other=other)


def problems_of(root: Path) -> list[str]:
    """Return what is wrong with a pack, each as rule, file and line."""
    with pytest.raises(PackInvalid) as invalid:
        load_pack(root)
    return [f"{each.id} {each.path}:{each.line}" for each in invalid.value.problems if each.id.startswith("pack")]


def test_a_pack_without_the_files_has_neither(tmp_path: Path) -> None:
    """No problem, and nothing to show."""
    assert read_principles(tmp_path) == ((), "", ())
    assert read_assessment(tmp_path) == ((), "", ())


def test_principles_are_read_with_their_labs(tmp_path: Path) -> None:
    """In the order of the file."""
    (tmp_path / "principles.toml").write_text(PRINCIPLE.format(lab="shop"))
    (principle,), _, problems = read_principles(tmp_path)
    assert not problems
    assert (principle.set, principle.labs[0].lab) == ("design", "shop")


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (PRINCIPLE.format(lab="shop") * 2, "pack.E028"),
        (PRINCIPLE.replace('set = "design"\n', ""), "pack.E006"),
        ("principles = 3\n", "pack.E008"),
        ("[[principles]\n", "pack.E004"),
    ],
)
def test_wrong_principles_are_told(tmp_path: Path, text: str, rule: str) -> None:
    """A principle twice, a key that is missing, another type, no TOML."""
    (tmp_path / "principles.toml").write_text(text)
    assert [each.id for each in read_principles(tmp_path)[2]][:1] == [rule]


def test_a_principles_file_that_is_a_link_is_refused(tmp_path: Path) -> None:
    """As every file of a pack."""
    (tmp_path / "other").write_text(PRINCIPLE)
    (tmp_path / "principles.toml").symlink_to("other")
    assert [each.id for each in read_principles(tmp_path)[2]] == ["pack.E010"]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (question() + question(number=1), "pack.E029"),
        (question(other="This."), "pack.E030"),
        (question().replace("right = true", "right = false"), "pack.E030"),
        (question().replace('why = "No."', 'why = "No."\nright = true'), "pack.E030"),
        (question().replace(UUIDS[0], "x"), "pack.E009"),
    ],
)
def test_wrong_questions_are_told(tmp_path: Path, text: str, rule: str) -> None:
    """An id twice, options that are equal, none or two that are right, a uuid that is none."""
    (tmp_path / "assessment.toml").write_text(text)
    assert rule in [each.id for each in read_assessment(tmp_path)[2]]


def test_labs_topics_and_sets_must_be_there(tmp_path: Path) -> None:
    """Told by the pack, with the line of the name."""
    course = Path(__file__).parents[2] / "content" / "python-security"
    root = tmp_path / "pack"
    root.mkdir()
    shutil.copy(course / "pack.toml", root)
    shutil.copytree(course / "tracks", root / "tracks")
    (root / "principles.toml").write_text(PRINCIPLE.format(lab="nowhere"))
    (root / "assessment.toml").write_text(question(topic="nowhere"))
    (root / "glossary.toml").write_text(term(lesson="nowhere"))
    found = problems_of(root)
    assert "pack.E036 glossary.toml:5" in found
    assert "pack.E014 principles.toml:9" in found
    assert "pack.E031 assessment.toml:5" in found


TERM = """
[[terms]]
id = "{id}"
term = "{term}"
lesson = "{lesson}"
definition = "A *meaning*."
aliases = [{aliases}]
"""


def term(id_: str = "salt", term: str = "salt", aliases: str = "", lesson: str = "injection") -> str:
    """Return a term of the glossary."""
    return TERM.format(id=id_, term=term, aliases=aliases, lesson=lesson)


def test_terms_are_read_with_their_names(tmp_path: Path) -> None:
    """The term first, then its aliases; without the file there is none."""
    assert read_glossary(tmp_path) == ((), "", ())
    (tmp_path / "glossary.toml").write_text(term(aliases='"grain"'))
    (read,), _, problems = read_glossary(tmp_path)
    assert not problems
    assert (read.names, read.lesson) == (("salt", "grain"), "injection")


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (term() + term(term="pepper"), "pack.E034"),
        (term() + term("other", aliases='"Salt"'), "pack.E035"),
        (term(aliases='"data flow", "data-flow"'), "pack.E035"),
        (term(term="-salt"), "pack.E009"),
        (term(term="s" * 63), "pack.E009"),
        (term().replace('lesson = "injection"\n', ""), "pack.E006"),
        ("terms = []\n", "pack.E009"),
    ],
)
def test_wrong_terms_are_told(tmp_path: Path, text: str, rule: str) -> None:
    """An id twice, a name of two terms or twice of one, no letter at an end, too long, no lesson, nothing at all."""
    (tmp_path / "glossary.toml").write_text(text)
    assert rule in [each.id for each in read_glossary(tmp_path)[2]]


CHECK = """
[[checks]]
lab = "notes"
ask = "Is it?"
note = "No rule."
"""


@pytest.mark.parametrize(
    ("more", "rule"),
    [
        (CHECK, "pack.E032"),
        ('ruff = ["S608"]\n', "pack.E033"),
        ('seen_in = ["pack.toml"]\n', "pack.E033"),
        ('ruff = ["S608"]\nseen_in = ["nowhere.py"]\n', "pack.E033"),
        ('ruff = ["S608"]\nseen_in = ["../pack.toml"]\n', "pack.E009"),
        ('ruff = ["S608; rm"]\nseen_in = ["pack.toml"]\n', "pack.E009"),
        ('bandit = ["S608"]\n', "pack.E009"),
        ('semgrep = ["x y"]\n', "pack.E009"),
    ],
)
def test_wrong_checks_are_told(pack: Folder, more: str, rule: str) -> None:
    """A lab twice, rules that nobody can try, and ids that are none; they become files of a learner's project."""
    pack.write("checklist.toml", CHECK + more)
    assert [problem.partition(" ")[0] for problem in problems_of(pack.root)] == [rule]


def test_checks_are_part_of_the_pack(pack: Folder) -> None:
    """With them, it has another digest; a lab that is not there is told."""
    before = load_pack(pack.root).digest
    pack.write("checklist.toml", CHECK)
    loaded = load_pack(pack.root)
    assert [check.lab for check in loaded.checklist] == ["notes"]
    assert loaded.digest != before
    pack.write("checklist.toml", CHECK.replace("notes", "nots"))
    assert problems_of(pack.root) == ["pack.E014 checklist.toml:2"]
