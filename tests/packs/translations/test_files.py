"""What translators work on: catalogs that are written, written again after a change, filled from copies, counted."""

import json
import os
from pathlib import Path, PurePosixPath

import polib
import pytest

from quintain.packs import Pack, load_pack
from quintain.packs.translations import CatalogUnfit, extract, progress_of, read_copies, take
from quintain.packs.translations.units import put
from tests.packs.conftest import Folder
from tests.packs.translations.saying import everything, say

LESSON = "translations/de/lessons/paths.po"
COUNTED = PurePosixPath(LESSON)


@pytest.fixture
def source(pack: Folder) -> Pack:
    """Return a small pack."""
    return load_pack(pack.root)


def entries(pack: Folder, name: str = LESSON) -> polib.POFile:
    """Return a catalog as it is now."""
    return polib.pofile(str(pack.root / name), wrapwidth=0)


def counted(pack: Folder) -> tuple[int, int, int, int]:
    """Return the numbers of the lesson's catalog: messages, translated, stale and missing."""
    files, _ = progress_of(load_pack(pack.root), "de")
    file = next(each for each in files if each.path == COUNTED)
    return file.messages, file.translated, file.stale, file.missing


def test_catalogs_have_the_messages_in_the_order_of_the_files(pack: Folder, source: Pack) -> None:
    """Values have their key as context; a translator sees what a block is, and the file that it is in."""
    done = extract(source, "de")
    first, *_ = catalog = entries(pack)
    assert catalog.metadata["Language"] == "de"
    assert (first.msgctxt, first.msgid, first.msgstr) == ("title", "Paths", "")
    prose = next(each for each in catalog if each.msgid == "A path is a way.")
    assert not prose.msgctxt
    assert (prose.comment, prose.occurrences) == ("paragraph", [("lessons/paths/lesson.md", "")])
    assert COUNTED in done.written
    assert counted(pack) == (len(catalog), 0, 0, len(catalog))
    quiz = entries(pack, "translations/de/quizzes/paths.po")
    assert "questions.dots.prompt" in {each.msgctxt for each in quiz}


def test_writing_again_changes_nothing(pack: Folder, source: Pack) -> None:
    """Not a byte, so that version control shows what translators did."""
    take(source, "de", everything(source))
    before = {path: path.read_bytes() for path in (pack.root / "translations").rglob("*.po")}
    assert extract(source, "de").written == ()
    assert {path: path.read_bytes() for path in (pack.root / "translations").rglob("*.po")} == before


def test_a_changed_message_becomes_fuzzy_and_a_gone_one_obsolete(pack: Folder, source: Pack) -> None:
    """The translation stays for whoever looks at it again; readers see the original until then."""
    take(source, "de", everything(source))
    messages, *rest = counted(pack)
    assert rest == [messages, 0, 0]
    pack.edit("lessons/paths/lesson.md", "Two dots lead up.", "Two dots lead up to the folder.")
    pack.edit("lessons/paths/lesson.md", "The end.\n", "")
    done = extract(load_pack(pack.root), "de")
    assert (done.new, done.stale, done.written) == (0, 1, (COUNTED,))
    catalog = entries(pack)
    changed = next(each for each in catalog if each.msgid.startswith("Two dots"))
    assert (changed.msgstr, changed.previous_msgid) == (say("Two dots lead up."), "Two dots lead up.")
    assert changed.fuzzy
    assert [each.msgid for each in catalog.obsolete_entries()] == ["The end."]
    assert counted(pack) == (messages - 1, messages - 2, 1, 0)
    take(load_pack(pack.root), "de", {PurePosixPath("lessons/paths"): {changed.msgid: "Zwei Punkte führen nach oben."}})
    assert counted(pack) == (messages - 1, messages - 1, 0, 0)
    pack.edit("lessons/paths/lesson.md", "## In short", "The end.\n\n## In short")
    extract(load_pack(pack.root), "de")
    assert counted(pack) == (messages, messages, 0, 0), "what comes back has its translation again"


def test_a_moved_value_keeps_its_translation(pack: Folder, source: Pack) -> None:
    """Its key is another, its words are the same."""
    take(source, "de", everything(source))
    pack.edit("quizzes/paths/quiz.toml", 'id = "dots"', 'id = "points"')
    pack.edit("lessons/paths/lesson.md", "```question dots", "```question points")
    name = "translations/de/quizzes/paths.po"
    extract(load_pack(pack.root), "de")
    assert all(each.msgstr == say(each.msgid) and not each.fuzzy for each in entries(pack, name))


def test_only_named_catalogs_are_written(pack: Folder, source: Pack) -> None:
    """Others are left alone; a name that is none is refused with the nearest."""
    extract(source, "de", ["lessons/paths"])
    assert [path.name for path in (pack.root / "translations").rglob("*.po")] == ["paths.po"]
    extract(source, "de", with_new=False)
    assert [path.name for path in (pack.root / "translations").rglob("*.po")] == ["paths.po"]
    with pytest.raises(CatalogUnfit, match=r"no catalog lessons/path\. Did you mean \"lessons/paths\"\?"):
        extract(source, "de", ["lessons/path"])


@pytest.mark.parametrize("language", ["../../x", "deutsch", "", "de/..", "DE"])
def test_no_language_leads_elsewhere(pack: Folder, source: Pack, language: str) -> None:
    """A catalog is only ever written below the folder of translations."""
    with pytest.raises(CatalogUnfit, match="A language is written as"):
        extract(source, language)
    assert not (pack.root / "translations").exists()


def test_a_broken_catalog_is_not_written_over(pack: Folder, source: Pack) -> None:
    """A translator may still rescue it."""
    pack.write(LESSON, "garbage\n")
    with pytest.raises(CatalogUnfit):
        extract(source, "de")
    assert (pack.root / LESSON).read_text() == "garbage\n"


def test_a_catalog_that_is_half_written_is_never_seen(
    pack: Folder, source: Pack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If the disk fails, what was there before is there."""
    extract(source, "de", ["lessons/paths"])
    before = (pack.root / LESSON).read_bytes()

    def fail(*_: object) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="No space"):
        take(source, "de", {PurePosixPath("lessons/paths"): {"Paths": "Pfade"}})
    assert (pack.root / LESSON).read_bytes() == before


def test_translated_copies_fill_the_catalogs(pack: Folder, source: Pack, tmp_path: Path) -> None:
    """Markdown with the same blocks, and values of TOML by their originals."""
    copies = Folder(tmp_path / "copies")
    for name in ("lesson.md", "notes.md"):
        text = (pack.root / "lessons/paths" / name).read_text()
        copies.write(f"lessons/paths/{name}", put(text, lambda unit: say(unit.text)))
    copies.write(
        "lessons/paths/lesson.toml.json", json.dumps({"Paths": "Pfade", "Where a name leads.": "Wohin?", "x": 1})
    )
    found, problems = read_copies(source, copies.root)
    assert not problems
    assert not take(source, "de", found)
    messages, *rest = counted(pack)
    assert rest == [messages, 0, 0]
    assert next(each.msgstr for each in entries(pack) if each.msgid == "Paths") == "Pfade"


@pytest.mark.parametrize(
    ("name", "content", "rule"),
    [
        ("lessons/paths/lesson.md", "Nur ein Absatz.\n", "translation.E013"),
        ("lessons/paths/lesson.md", "## Titel\n\nAbsatz\n", "translation.E013"),
        ("lessons/paths/lesson.toml.json", "[]", "translation.E015"),
        ("lessons/paths/lesson.toml.json", "{", "translation.E015"),
        ("lessons/paths/lesson.toml.json", "[" * 100_000, "translation.E015"),
        ("labs/notes/lab.toml.json", '"x"', "translation.E015"),
    ],
)
def test_copies_that_do_not_match_are_told(source: Pack, tmp_path: Path, name: str, content: str, rule: str) -> None:
    """And fill nothing."""
    copies = Folder(tmp_path / "copies")
    copies.write(name, content)
    found, problems = read_copies(source, copies.root)
    assert [problem.id for problem in problems] == [rule]
    assert not found


def test_a_broken_translation_is_not_taken(pack: Folder, source: Pack) -> None:
    """The others of its file are."""
    words = {"A path is a way.": "Ein [Pfad](https://evil.example/)", "The end.": "Das Ende."}
    problems = take(source, "de", {PurePosixPath("lessons/paths"): words})
    assert [problem.id for problem in problems] == ["translation.E012"]
    said = {each.msgid: each.msgstr for each in entries(pack)}
    assert (said["A path is a way."], said["The end."]) == ("", "Das Ende.")
