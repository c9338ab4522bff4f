"""The course in further languages: what is translated keeps all rules, and judges and shows the same code."""

from dataclasses import fields, replace
from functools import cache
from pathlib import PurePosixPath
from typing import Final

import pytest

from quintain.packs import Pack
from quintain.packs.model.lesson import Ask, Code, Incident, Prose
from quintain.packs.translations import languages_of, translate_pack
from quintain.packs.translations.files import problems_of
from quintain.packs.translations.messages import texts_of
from quintain.packs.translations.units import shape_of
from tests.courses import COURSE, whole_course

LANGUAGES = languages_of(COURSE)
WHOLE = {
    "de": (
        *(
            f"lessons/{name}"
            for name in (
                "introduction",
                "validation-principles",
                "denylists-allowlists",
                "attack-surface",
                "defense-in-depth",
                "validation-vs-transformation",
                "regex-validation",
                "redos",
                "redos-in-python",
                "dealing-with-redos",
            )
        ),
        *(
            f"labs/{name}"
            for name in (
                "tour",
                "order-json",
                "fetch-filter",
                "server-side-state",
                "cross-site-request-forgery",
                "normalise-first",
                "pattern-anchors",
                "redos",
                "user-patterns",
            )
        ),
        "tracks/main",
        "glossary",
    )
}
"""What is offered as translated."""
LEAST: Final = 0.9
"""How much of it must be: authors who change a block need not wait for its translation, which follows."""


@cache
def translated(language: str) -> Pack:
    """Return the course in a language."""
    return translate_pack(whole_course(), language)[0]


def test_no_translation_breaks_a_rule() -> None:
    """Code, links, claims, placeholders and blocks are those of the source, and each catalog belongs to a part."""
    assert "de" in LANGUAGES
    assert not problems_of(whole_course())


@pytest.mark.parametrize(("language", "part"), [(language, part) for language in WHOLE for part in WHOLE[language]])
def test_what_is_offered_is_translated(language: str, part: str) -> None:
    """Nearly no block of it is in English; `quintain translate extract` and `status` show which are."""
    found = translated(language).translation
    assert found is not None
    extent = found.parts[part]
    assert extent.messages > 0
    missing = extent.messages - extent.translated
    assert extent.translated >= LEAST * extent.messages, f"{missing} messages of {part} are new or have changed"


@pytest.mark.parametrize("language", LANGUAGES)
def test_lessons_show_the_same_code(language: str) -> None:
    """Block by block: listings, changes, questions with their right answers, dates; words alone differ."""
    count = 0
    for name, theirs in translated(language).lessons.items():
        ours = whole_course().lessons[name]
        count += theirs is not ours
        assert [type(block) for block in theirs.blocks] == [type(block) for block in ours.blocks], name
        for a, b in zip(theirs.blocks, ours.blocks, strict=True):
            match a, b:
                case Code(), Code():
                    assert replace(a, notes={}) == replace(b, notes={}), name
                    assert a.notes.keys() == b.notes.keys(), name
                case Ask(), Ask():
                    assert a.question.uuid == b.question.uuid, name
                    assert [each.right for each in a.question.options] == [each.right for each in b.question.options]
                case Incident(), Incident():
                    assert (a.date, a.as_of) == (b.date, b.as_of), name
                    assert shape_of(a.markdown) == shape_of(b.markdown), name
                case Prose(), Prose():
                    assert shape_of(a.markdown) == shape_of(b.markdown), name
                case _:
                    assert a == b, name
        assert (theirs.digest, theirs.uuid, theirs.sources) == (ours.digest, ours.uuid, ours.sources), name
    assert count >= 10


@pytest.mark.parametrize("language", LANGUAGES)
def test_labs_are_judged_as_in_the_source(language: str) -> None:
    """All of a lab is equal but its words, and its texts have the same blocks."""
    words = {"title", "brief", "hints", "debrief", "find", "exploits", "fixes", "promises", "pull_request"}
    count = 0
    for name, theirs in translated(language).labs.items():
        ours = whole_course().labs[name]
        count += theirs is not ours
        for field in fields(ours):
            if field.name not in words:
                assert getattr(theirs, field.name) == getattr(ours, field.name), (name, field.name)
        assert theirs.is_proven == ours.is_proven, name
        assert [replace(each, title="", why="", question="") for each in theirs.fixes] == [
            replace(each, title="", why="", question="") for each in ours.fixes
        ]
        assert [replace(each, title="") for each in theirs.exploits] == [
            replace(each, title="") for each in ours.exploits
        ]
        assert [replace(each, text="") for each in theirs.promises] == [
            replace(each, text="") for each in ours.promises
        ]
        if theirs.find and ours.find:
            assert [replace(each, why="") for each in theirs.find.spots] == [
                replace(each, why="") for each in ours.find.spots
            ]
        for parts in ("brief", "hints"):
            assert [each.id for each in getattr(theirs, parts)] == [each.id for each in getattr(ours, parts)], name
            assert [shape_of(each.markdown) for each in getattr(theirs, parts)] == [
                shape_of(each.markdown) for each in getattr(ours, parts)
            ], name
        assert shape_of(theirs.debrief) == shape_of(ours.debrief), name
    assert count >= 9


def test_texts_of_a_catalog_are_those_of_its_folder() -> None:
    """A lab's brief, hints and debrief, a lesson's prose and notes."""
    assert set(texts_of(whole_course(), PurePosixPath("lessons/redos"))) == {"lesson.md", "notes.md"}
    assert set(texts_of(whole_course(), PurePosixPath("labs/redos"))) == {"brief.md", "hints.md", "debrief.md"}
    assert not texts_of(whole_course(), PurePosixPath("pack"))
