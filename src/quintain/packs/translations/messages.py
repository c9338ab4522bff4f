"""What of a pack is translated: its messages, by the catalogs that they belong to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from quintain.packs.folders import read_text
from quintain.packs.model.pack import Pack
from quintain.packs.sheets import (
    AssessmentSheet,
    CaseSheet,
    ChecklistSheet,
    ExerciseSheet,
    ExhibitSheet,
    GlossarySheet,
    LabSheet,
    LessonSheet,
    PackSheet,
    PrinciplesSheet,
    QuizSheet,
    TrackSheet,
)
from quintain.packs.translations.units import Kind, has_words, units_of
from quintain.packs.translations.values import values_of

NOTES: Final = "notes.md"
"""What instructors alone read."""
PROSE: Final[Mapping[str, Sequence[str]]] = {
    "lessons": ("lesson.md", NOTES),
    "labs": ("brief.md", "hints.md", "debrief.md", "pull_request.md"),
    "cases": ("case.md",),
}


@dataclass(frozen=True, slots=True)
class Message:
    """Words to translate. ``context`` is the key path of a value of TOML, and empty for Markdown."""

    text: str
    context: str
    kind: Kind
    file: str


@dataclass(frozen=True, slots=True)
class Source:
    """The TOML of a catalog: the file, the class of its sheet, and what was made of it."""

    file: str
    sheet: type
    part: object


@dataclass(frozen=True, slots=True)
class _Rows:
    """A root sheet as it was written: the pack keeps its rows under another name."""

    questions: object = ()
    principles: object = ()
    checks: object = ()
    terms: object = ()


def sources_of(pack: Pack) -> Mapping[PurePosixPath, Source]:
    """Return the TOML of each catalog of a pack, by the catalog's path below the folder of a language."""
    found = {
        PurePosixPath("pack"): Source("pack.toml", PackSheet, pack),
        PurePosixPath("principles"): Source("principles.toml", PrinciplesSheet, _Rows(principles=pack.principles)),
        PurePosixPath("checklist"): Source("checklist.toml", ChecklistSheet, _Rows(checks=pack.checklist)),
        PurePosixPath("glossary"): Source("glossary.toml", GlossarySheet, _Rows(terms=pack.terms)),
        PurePosixPath("assessment"): Source("assessment.toml", AssessmentSheet, _Rows(questions=pack.assessment)),
    }
    found |= {
        PurePosixPath("tracks", each.id): Source(f"tracks/{each.id}.toml", TrackSheet, each) for each in pack.tracks
    }
    kinds: Sequence[tuple[str, str, type, Mapping[str, object]]] = (
        ("labs", "lab.toml", LabSheet, pack.labs),
        ("lessons", "lesson.toml", LessonSheet, pack.lessons),
        ("quizzes", "quiz.toml", QuizSheet, pack.lessons),
        ("exhibits", "exhibit.toml", ExhibitSheet, pack.exhibits),
        ("exercises", "exercise.toml", ExerciseSheet, pack.exercises),
        ("cases", "case.toml", CaseSheet, pack.cases),
    )
    for folder, file, sheet, parts in kinds:
        found |= {
            PurePosixPath(folder, name): Source(f"{folder}/{name}/{file}", sheet, part) for name, part in parts.items()
        }
    return found


def messages_of(pack: Pack) -> Mapping[PurePosixPath, Sequence[Message]]:
    """Return the messages of a pack by their catalogs, each message of a catalog once, in the order of the files.

    Raises:
        Unreadable: A file of the pack has gone since it was loaded.

    """
    found: dict[PurePosixPath, Sequence[Message]] = {}
    for catalog, source in sources_of(pack).items():
        messages = {
            (message.context, message.text): message for message in (*_of_toml(source), *_of_markdown(pack, catalog))
        }
        if messages:
            found[catalog] = tuple(messages.values())
    return found


def texts_of(pack: Pack, catalog: PurePosixPath) -> Mapping[str, str]:
    """Return the Markdown files of a catalog's folder, as far as they are there.

    Raises:
        Unreadable: One of them is no longer readable.

    """
    names = PROSE.get(catalog.parts[0], ()) if len(catalog.parts) > 1 else ()
    folder = pack.root / catalog
    return {name: read_text(folder / name) for name in names if (folder / name).exists()}


def _of_toml(source: Source) -> Iterator[Message]:
    for at, text in values_of(source.sheet, source.part):
        if has_words(text):
            yield Message(text, at, Kind.VALUE, source.file)


def _of_markdown(pack: Pack, catalog: PurePosixPath) -> Iterator[Message]:
    for name, text in texts_of(pack, catalog).items():
        for unit in units_of(text):
            yield Message(unit.text, "", unit.kind, f"{catalog}/{name}")
