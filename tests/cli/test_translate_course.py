"""``quintain translate`` for a course: what translators type, and what it tells them."""

import json
from pathlib import Path

import polib
import pytest
from click.testing import CliRunner, Result

from quintain.cli.check import translation_problems
from quintain.cli.translate import translate
from quintain.packs import load_pack, survey_pack
from quintain.packs.translations import take
from tests.packs.conftest import Folder, pack
from tests.packs.translations.saying import everything

__all__ = ["pack"]


def run(*words: str | Path) -> Result:
    """Run the command as a person does."""
    return CliRunner().invoke(translate, list(map(str, words)))


@pytest.fixture
def german(pack: Folder) -> Folder:
    """Give a pack that is translated into German."""
    loaded = load_pack(pack.root)
    take(loaded, "de", everything(loaded))
    return pack


def test_a_translator_begins_with_one_lesson(pack: Folder) -> None:
    """The catalog is named, and how many messages it has."""
    done = run("extract", "de", "lessons/paths", "--pack", pack.root)
    assert done.exit_code == 0, done.output
    assert "translations/de/lessons/paths.po" in done.output
    assert "1 catalogs written" in done.output
    again = run("extract", "de", "--pack", pack.root)
    assert "0 catalogs written" in again.output
    everything_else = run("extract", "de", "--all", "--pack", pack.root)
    assert (pack.root / "translations/de/labs/notes.po").is_file(), everything_else.output


def test_copies_are_taken(pack: Folder, tmp_path: Path) -> None:
    """What breaks a rule is told with status 1."""
    copies = Folder(tmp_path / "copies")
    copies.write("quizzes/paths/quiz.toml.json", json.dumps({"Up": "Nach oben", "Nowhere": "<b>Nirgends</b>"}))
    done = run("take", "de", copies.root, "--pack", pack.root)
    assert done.exit_code == 1
    assert "translation.E012" in done.output
    said = polib.pofile(str(pack.root / "translations/de/quizzes/paths.po"))
    assert {each.msgid: each.msgstr for each in said}["Up"] == "Nach oben"


def test_the_status_counts_and_names_mistakes(german: Folder) -> None:
    """A mistake fails with --strict alone."""
    done = run("status", "--pack", german.root, "--strict")
    assert done.exit_code == 0, done.output
    assert "lessons/paths" in done.output
    german.edit("translations/de/quizzes/paths.po", 'msgstr "Über Up"', 'msgstr "Über `Up`"')
    done = run("status", "--pack", german.root)
    assert (done.exit_code, "translation.E012" in done.output) == (0, True)
    assert run("status", "--pack", german.root, "--strict").exit_code == 1


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("extract", "../x"), "A language is written as de or pt-BR."),
        (("extract", "de", "lessons/nothing"), "The pack has no catalog lessons/nothing."),
        (("take", "de", "/nowhere"), "does not exist"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(pack: Folder, words: tuple[str, ...], sentence: str) -> None:
    """And no traceback is shown."""
    done = run(*words, "--pack", pack.root)
    assert done.exit_code in {1, 2}
    assert sentence in done.output
    assert "Traceback" not in done.output


def test_a_broken_pack_is_not_translated(pack: Folder) -> None:
    """Its problems are told first."""
    pack.write("pack.toml", "broken = [")
    done = run("extract", "de", "--pack", pack.root)
    assert done.exit_code == 2
    assert "pack.E004" in done.output


def test_the_check_of_a_lab_tells_of_its_translations(german: Folder) -> None:
    """And the check of all labs, of all translations."""
    german.write("translations/de/labs/notes.po", "garbage")
    german.write("translations/de/lessons/gone.po", "x")
    survey = survey_pack(german.root)
    assert [each.id for each in translation_problems(survey, ["notes"])] == ["translation.E015"]
    assert {each.id for each in translation_problems(survey, None)} == {"translation.E015", "translation.W001"}
    german.write("pack.toml", "broken = [")
    assert translation_problems(survey_pack(german.root), None) == []
