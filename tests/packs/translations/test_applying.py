"""The pack in another language: the words of its catalogs, and all else as its author wrote it."""

import os
from dataclasses import replace
from pathlib import Path, PurePosixPath

import polib
import pytest

from quintain.packs import Pack, load_pack
from quintain.packs.folders import MOST_BYTES
from quintain.packs.model.lesson import Code, Incident, Prose
from quintain.packs.translations import languages_of, take, translate_pack
from quintain.packs.translations.files import problems_of
from tests.packs.conftest import Folder
from tests.packs.translations.saying import MARK, everything, say

LESSON = "translations/de/lessons/paths.po"


@pytest.fixture
def source(pack: Folder) -> Pack:
    """Return a small pack of which each message is translated into German."""
    loaded = load_pack(pack.root)
    assert not take(loaded, "de", everything(loaded)), "the rule keeps all rules"
    return loaded


def german(pack: Folder) -> Pack:
    """Return the pack of a folder, loaded and translated now."""
    return translate_pack(load_pack(pack.root), "de")[0]


def entry(pack: Folder, text: str, name: str = LESSON) -> tuple[polib.POFile, polib.POEntry]:
    """Return a catalog and the entry of a message."""
    catalog = polib.pofile(str(pack.root / name), wrapwidth=0)
    return catalog, next(each for each in catalog if each.msgid == text)


def test_all_words_are_said_in_the_language(source: Pack) -> None:
    """Titles, prose, notes, incidents, questions, exhibits, labs and their parts, cases and tracks."""
    said, problems = translate_pack(source, "de")
    lesson, lab, case = said.lessons["paths"], said.labs["notes"], said.cases["walked"]
    incident = next(block for block in lesson.blocks if isinstance(block, Incident))
    code = next(block for block in lesson.blocks if isinstance(block, Code))
    words = [
        said.title,
        said.objectives[0],
        said.tracks[0].title,
        said.tracks[0].modules[0].topics[0].title,
        lesson.title,
        lesson.summary,
        *(block.markdown for block in lesson.blocks if isinstance(block, Prose) and block.markdown.startswith(MARK)),
        incident.title,
        incident.markdown,
        code.notes[3],
        *(section.title for section in (*lesson.notes, *lab.brief, *lab.hints)),
        lesson.questions[0].prompt,
        lesson.questions[0].options[0].why,
        said.exhibits["path-walk"].caption,
        lab.title,
        lab.exploits[0].title,
        lab.fixes[0].why,
        case.summary,
        case.timeline[0].what,
    ]
    assert not problems
    assert len(words) > 20
    assert all(each.startswith(MARK) for each in words), [each for each in words if not each.startswith(MARK)]
    assert said.translation is not None
    assert said.translation.language == "de"
    assert all(extent.is_whole for extent in said.translation.parts.values())
    assert {"lessons/paths", "labs/notes", "cases/walked"} <= said.translation.parts.keys()


def test_all_else_is_that_of_the_source(source: Pack) -> None:
    """Digests, proofs, uuids, code, tests and answers: a verdict cannot depend on the reader's language."""
    said = translate_pack(source, "de")[0]
    ours, theirs = source.labs["notes"], said.labs["notes"]
    words = {key: getattr(ours, key) for key in ("title", "brief", "hints", "debrief", "find", "exploits", "promises")}
    assert replace(theirs, **words, fixes=ours.fixes) == ours
    assert [replace(each, title="", why="", question="") for each in theirs.fixes] == [
        replace(each, title="", why="", question="") for each in ours.fixes
    ]
    assert [section.id for section in theirs.brief] == [section.id for section in ours.brief]
    assert said.digest == source.digest
    for name, lesson in source.lessons.items():
        other = said.lessons[name]
        assert (other.uuid, other.digest, other.minutes, other.sources) == (
            lesson.uuid,
            lesson.digest,
            lesson.minutes,
            lesson.sources,
        )
        assert [type(block) for block in other.blocks] == [type(block) for block in lesson.blocks]
        for a, b in zip(other.blocks, lesson.blocks, strict=True):
            if isinstance(a, Code) and isinstance(b, Code):
                assert replace(a, notes={}) == replace(b, notes={})
                assert a.notes.keys() == b.notes.keys()
    titles = said.lessons["paths"].source_titles
    assert titles[say("The way up")] == "The way up", "the addresses of sections are those of the source"


def test_what_is_missing_stays_in_the_language_of_the_source(pack: Folder, source: Pack) -> None:
    """Block by block, and the page can tell how much is translated."""
    catalog, missing = entry(pack, "Two dots lead up.")
    missing.msgstr = ""
    catalog.save()
    said = german(pack)
    assert said.translation is not None
    extent = said.translation.parts["lessons/paths"]
    assert extent.messages - extent.translated == 1
    prose = "\n".join(block.markdown for block in said.lessons["paths"].blocks if isinstance(block, Prose))
    assert f"\n## {say('The way up')}\n\nTwo dots lead up." in prose
    assert "Two dots lead up." not in said.translation.translated
    assert say("A path is a way.") in said.translation.translated


def test_a_changed_source_is_not_answered_by_an_old_translation(pack: Folder, source: Pack) -> None:
    """The block is in the language of the source at once, without anybody counting versions."""
    pack.edit("lessons/paths/lesson.md", "Two dots lead up.", "Two dots lead up, always.")
    said = german(pack)
    prose = "\n".join(block.markdown for block in said.lessons["paths"].blocks if isinstance(block, Prose))
    assert "Two dots lead up, always." in prose
    assert f"{MARK} Two dots" not in prose
    assert say("A path is a way.") in prose


def test_fuzzy_entries_are_not_shown(pack: Folder, source: Pack) -> None:
    """A tool has guessed them, or their message has changed."""
    catalog, guessed = entry(pack, "A path is a way.")
    guessed.flags = ["fuzzy"]
    catalog.save()
    block = german(pack).lessons["paths"].blocks[0]
    assert isinstance(block, Prose)
    assert block.markdown.startswith("A path is a way.")


@pytest.mark.parametrize(
    ("text", "translation"),
    [
        ("Two dots lead up.", "<script>alert(1)</script>"),
        ("Two dots lead up.", "Zwei [Punkte](https://evil.example/)"),
        ("Two dots lead up.", "## Eine Überschrift"),
        ("Two dots lead up.", "```exhibit path-walk\n```"),
        ("Two dots lead up.", "Zwei `Punkte`"),
        ("A server that walked", "Ein `Server`"),
        ("this compares folders, not texts", "das vergleicht\n```\n\n# Ordner"),
        ("The way up", "Der Weg\n\nund mehr"),
    ],
)
def test_a_translation_that_breaks_a_rule_is_refused(pack: Folder, source: Pack, text: str, translation: str) -> None:
    """It stays in the language of the source, and the check names the catalog and the line."""
    catalog, broken = entry(pack, text)
    broken.msgstr = translation
    catalog.save()
    loaded = load_pack(pack.root)
    said, problems = translate_pack(loaded, "de")
    assert {(problem.id, str(problem.path)) for problem in problems} == {("translation.E012", LESSON)}
    assert problems[0].line is not None
    assert 1 <= pack.line(LESSON, f'msgid "{text}"') - problems[0].line <= 3, "the line at which the entry begins"
    assert translation not in repr(said.lessons["paths"])
    assert said.lessons["paths"].blocks != loaded.lessons["paths"].blocks, "all others are translated"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"msgid",
        b'msgid "a"\nmsgstr "b',
        b'msgid "a"\nmsgid "b"\nmsgstr ""\nmsgstr[9] "c"\n',
        b"\xff\xfe\x00m",
        b"\0",
        b'"' * 10_000,
        b'msgctxt "\nmsgid [[[\n',
        b'msgid ""\nmsgstr "Language: fr\\n"\n\nmsgid "A path is a way."\nmsgstr "Un chemin"\n',
        b"#~ " * 5_000,
        b"x" * (MOST_BYTES + 1),
        b"/etc/passwd",
    ],
)
def test_a_file_that_is_no_catalog_says_nothing(pack: Folder, source: Pack, content: bytes) -> None:
    """Garbage, another language, too much: the page is as its author wrote it, and nothing falls over."""
    (pack.root / LESSON).write_bytes(content)
    loaded = load_pack(pack.root)
    said, problems = translate_pack(loaded, "de")
    assert said.lessons["paths"].title == "Paths"
    assert all(problem.id == "translation.E015" for problem in problems)
    assert said.labs["notes"].title == say(loaded.labs["notes"].title), "other catalogs are not affected"


@pytest.mark.parametrize("kind", ["link", "folder", "pipe"])
def test_a_catalog_is_a_plain_file(pack: Folder, source: Pack, tmp_path: Path, kind: str) -> None:
    """No link out of the pack is followed, and no pipe is waited for."""
    place = pack.root / LESSON
    secret = tmp_path / "secret.po"
    place.rename(secret)
    match kind:
        case "link":
            place.symlink_to(secret)
        case "folder":
            place.mkdir()
        case _:
            os.mkfifo(place)
    said, problems = translate_pack(load_pack(pack.root), "de")
    assert [problem.id for problem in problems] == ["translation.E015"]
    assert said.lessons["paths"].title == "Paths"


def test_languages_are_folders_with_the_name_of_one(pack: Folder, source: Pack) -> None:
    """Others are told, and never read: a name cannot lead out of the pack."""
    for name in ("pt-BR", "zh-Hant", "deutsch", "..x", "de_DE", "EN"):
        (pack.root / "translations" / name).mkdir()
    pack.write("translations/notes.txt", "x")
    pack.write("translations/de/lessons/gone.po", "x")
    pack.write("translations/de/README.md", "x")
    assert languages_of(pack.root) == ("de", "pt-BR", "zh-Hant")
    found = {(each.id, str(each.path)) for each in problems_of(load_pack(pack.root))}
    assert found == {
        *(("translation.E014", f"translations/{name}") for name in ("deutsch", "..x", "de_DE", "EN", "notes.txt")),
        ("translation.W001", "translations/de/lessons/gone.po"),
        ("translation.W001", "translations/de/README.md"),
    }


def test_a_language_without_catalogs_is_translated_in_nothing(source: Pack) -> None:
    """The pack is as its author wrote it, and says that nothing of it is in that language."""
    said, problems = translate_pack(source, "fr")
    assert not problems
    assert said.translation is not None
    assert (said.translation.translated, dict(said.translation.parts)) == (frozenset(), {})
    assert replace(said, translation=None) == source


def test_the_pack_itself_loads_whatever_its_translations_are(pack: Folder, source: Pack) -> None:
    """A broken catalog cannot keep the course from being taught."""
    pack.write("translations/de/labs/notes.po", "garbage")
    assert load_pack(pack.root).digest == source.digest
    assert [each.path for each in problems_of(load_pack(pack.root))] == [PurePosixPath("translations/de/labs/notes.po")]
