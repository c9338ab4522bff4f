"""Makes the pack that a reader of another language sees: the same labs and proofs, with the words of its catalogs.

What a catalog lacks, what is fuzzy in it, and what breaks a rule stays in the language of the source. All that a
verdict depends on, and every digest, is that of the source.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any

from quintain.packs.blocks import CLAIM, cut
from quintain.packs.folder_contents import read_part
from quintain.packs.folders import Unreadable, folder_names
from quintain.packs.model.case import Case
from quintain.packs.model.exercise import Exercise
from quintain.packs.model.exhibit import Exhibit
from quintain.packs.model.lab import Lab, PullRequest
from quintain.packs.model.lesson import Block, Lesson
from quintain.packs.model.pack import Module, Pack, Track, Unit
from quintain.packs.model.question import Question
from quintain.packs.model.source import Section
from quintain.packs.model.translation import Extent, Translation
from quintain.packs.problems import Problem, ProblemCollector, has_errors
from quintain.packs.prose import sections_of
from quintain.packs.pull_requests import TITLE
from quintain.packs.translations.catalogs import (
    FOLDER,
    LANGUAGE,
    Catalog,
    CatalogUnfit,
    is_there,
    path_of,
    read_catalog,
    shown_path,
)
from quintain.packs.translations.messages import NOTES, sources_of, texts_of
from quintain.packs.translations.rules import faults_in
from quintain.packs.translations.units import Kind, has_words, inlines_of, put, shape_of
from quintain.packs.translations.units import Unit as Words
from quintain.packs.translations.values import changes_of


@dataclass(slots=True)
class CatalogTranslator:
    """Translates the messages of one catalog, and keeps what it translated and how often it could."""

    catalog: Catalog
    collector: ProblemCollector
    texts: set[str] = field(default_factory=set)
    titles: dict[str, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    messages: int = 0
    translated: int = 0

    def translate(self, text: str, context: str, kind: Kind) -> str:
        """Return the translation of a message, or the message itself."""
        if not has_words(text):
            return text
        self.messages += 1
        entry = self.catalog.get((context, text))
        if entry is None:
            return text
        if faults := list(faults_in(text, entry.text, kind)):
            for fault in faults:
                message = f"The translation of {ascii(text)[:60]} {fault}."
                self.collector.add("translation.E012", message, line=entry.line)
            return text
        self.translated += 1
        self.texts.update(_as_drawn(entry.text, kind))
        match kind:
            case Kind.HEADING:
                self.titles[entry.text] = text
            case Kind.VALUE:
                self.values[text] = entry.text
            case _:
                pass
        return entry.text

    def translate_value(self, at: str, text: str) -> str:
        """Return the translation of a value of a TOML file, or the value itself."""
        return self.translate(text, at, Kind.VALUE)

    def translate_unit(self, unit: Words) -> str:
        """Return the translation of the words of a block, or the words themselves."""
        return self.translate(unit.text, "", unit.kind)

    def translate_text(self, text: str) -> str:
        """Return a Markdown file in the language; in that of the source if its structure would be another."""
        before = self.translated
        said = put(text, self.translate_unit)
        if shape_of(said) == shape_of(text):
            return said
        self.translated = before
        self.collector.add("translation.E013", "The translated text has other blocks than its source.")
        return text


def languages_of(root: Path) -> tuple[str, ...]:
    """Return the languages that a pack has translations for, by the names of its folders."""
    return tuple(name for name in folder_names(root / FOLDER) if LANGUAGE.fullmatch(name))


def translate_pack(pack: Pack, language: str) -> tuple[Pack, Sequence[Problem]]:
    """Return a loaded pack with the words of its catalogs of a language, and what is wrong with these.

    Args:
        pack: as loaded, not joined to another.
        language: the name of a folder of ``translations/``; one that is not there has no translation of anything.

    """
    translator = _Translator(pack, language)
    said = translator.translated()
    return said, translator.problems


class _Translator:
    def __init__(self, pack: Pack, language: str) -> None:
        self.pack = pack
        self.language = language
        self.problems: list[Problem] = []
        self.texts: set[str] = set()
        self.values: dict[str, str] = {}
        self.parts: dict[str, Extent] = {}
        self.sources = sources_of(pack)

    def translated(self) -> Pack:
        pack = self.pack
        lessons = {name: self._lesson(name, each) for name, each in pack.lessons.items()}
        said = replace(
            pack,
            labs={name: self._lab(name, each) for name, each in pack.labs.items()},
            lessons=lessons,
            exhibits=self._each("exhibits", pack.exhibits),
            exercises=self._each("exercises", pack.exercises),
            cases={name: self._case(name, each) for name, each in pack.cases.items()},
            tracks=tuple(self._track(each, lessons) for each in pack.tracks),
            **self._values(PurePosixPath("pack")),
            **self._rows("principles", "principles", "principles"),
            **self._rows("checklist", "checks", "checklist"),
            **self._rows("glossary", "terms", "terms"),
            **self._rows("assessment", "questions", "assessment"),
        )
        translation = Translation(self.language, frozenset(self.texts), self.values, self.parts)
        return replace(said, translation=translation)

    def _each[Part: (Exhibit, Exercise)](self, kind: str, parts: Mapping[str, Part]) -> Mapping[str, Part]:
        return {name: replace(part, **self._values(PurePosixPath(kind, name))) for name, part in parts.items()}

    def _values(self, catalog: PurePosixPath) -> Mapping[str, Any]:  # values of any field
        """Return the changed attributes of a part that has no more than its TOML."""
        translator = self._translator_of(catalog)
        source = self.sources.get(catalog)
        if translator is None or source is None:
            return {}
        changes = changes_of(source.sheet, source.part, translator.translate_value)
        self._keep(catalog, translator)
        return changes

    def _rows(self, catalog: str, rows: str, attribute: str) -> Mapping[str, Any]:  # as above
        changes = self._values(PurePosixPath(catalog))
        return {attribute: changes[rows]} if changes else {}

    def _lab(self, name: str, lab: Lab) -> Lab:
        catalog = PurePosixPath("labs", name)
        translator = self._translator_of(catalog)
        if translator is None:
            return lab
        texts = self._texts(catalog, translator)
        values = changes_of(self.sources[catalog].sheet, lab, translator.translate_value)
        self._keep(catalog, translator)
        changes: dict[str, Any] = {  # values of any field
            **values,
            "brief": _sections(texts.get("brief.md", ""), lab.brief),
            "hints": _sections(texts.get("hints.md", ""), lab.hints),
            "debrief": texts.get("debrief.md", lab.debrief),
            "pull_request": _pull_request(texts.get("pull_request.md", ""), lab.pull_request),
        }
        return replace(lab, **changes)

    def _lesson(self, name: str, lesson: Lesson) -> Lesson:
        catalog, quiz = PurePosixPath("lessons", name), PurePosixPath("quizzes", name)
        translator, quiz_translator = self._translator_of(catalog), self._translator_of(quiz)
        if translator is None and quiz_translator is None:
            return lesson
        translator = translator or self._without_catalog(catalog)
        quiz_translator = quiz_translator or self._without_catalog(quiz)
        notes_translator = CatalogTranslator(translator.catalog, self._collector(catalog))
        quiz_values = changes_of(self.sources[quiz].sheet, lesson, quiz_translator.translate_value)
        questions: tuple[Question, ...] = quiz_values["questions"]
        values = changes_of(self.sources[catalog].sheet, lesson, translator.translate_value)
        texts = self._texts(catalog, translator, but=NOTES)
        notes = self._texts(catalog, notes_translator, only=NOTES).get(NOTES, "") if lesson.notes else ""
        self._keep(catalog, translator, quiz_translator)
        self._keep(catalog / NOTES, notes_translator)
        said = {source: title for title, source in translator.titles.items()}
        reading = lesson.reading and replace(
            lesson.reading, sections=tuple(said.get(each, each) for each in lesson.reading.sections)
        )
        return replace(
            lesson,
            **values,
            blocks=self._blocks(lesson, texts.get("lesson.md"), questions),
            questions=questions,
            notes=_sections(notes, lesson.notes),
            reading=reading,
            source_titles=dict(translator.titles),
        )

    def _case(self, name: str, case: Case) -> Case:
        catalog = PurePosixPath("cases", name)
        translator = self._translator_of(catalog)
        if translator is None:
            return case
        texts = self._texts(catalog, translator)
        values = changes_of(self.sources[catalog].sheet, case, translator.translate_value)
        self._keep(catalog, translator)
        blocks = self._blocks(case, texts.get("case.md"), ())
        return replace(case, **values, blocks=blocks, source_titles=dict(translator.titles))

    def _track(self, track: Track, lessons: Mapping[str, Lesson]) -> Track:
        changes = self._values(PurePosixPath("tracks", track.id))
        said = replace(track, **changes)
        return replace(said, modules=tuple(_with_lessons(module, lessons) for module in said.modules))

    def _translator_of(self, catalog: PurePosixPath) -> CatalogTranslator | None:
        """Return what translates the messages of a catalog; None if the pack has no such catalog."""
        path = path_of(self.pack.root, self.language, catalog)
        if not is_there(path):
            return None
        collector = self._collector(catalog)
        try:
            return CatalogTranslator(read_catalog(path, self.language), collector)
        except CatalogUnfit as unfit:
            collector.add("translation.E015", unfit.message, line=unfit.line)
            return CatalogTranslator({}, collector)

    def _without_catalog(self, catalog: PurePosixPath) -> CatalogTranslator:
        return CatalogTranslator({}, self._collector(catalog))

    def _collector(self, catalog: PurePosixPath) -> ProblemCollector:
        return ProblemCollector("translation", shown_path(self.language, catalog))

    def _texts(
        self, catalog: PurePosixPath, translator: CatalogTranslator, *, but: str = "", only: str = ""
    ) -> Mapping[str, str]:
        """Return the Markdown files of a folder in the language, without one or one alone."""
        try:
            texts = texts_of(self.pack, catalog)
        except Unreadable:  # it was there when the pack was loaded; whoever loads it again says what is wrong
            return {}
        return {
            name: translator.translate_text(text) for name, text in texts.items() if name != but and only in {"", name}
        }

    def _blocks(self, part: Lesson | Case, markdown: str | None, questions: tuple[Question, ...]) -> tuple[Block, ...]:
        """Cut a translated text as its source was cut, by the same rules; one that breaks a rule is left out."""
        if markdown is None:
            return part.blocks
        tree = read_part(part.folder, "lesson").tree
        collector = self._collector(PurePosixPath(part.folder.parent.name, part.folder.name))
        blocks = cut(markdown, tree, questions, collector)
        if has_errors(collector.problems) or len(blocks) != len(part.blocks):
            for problem in collector.problems:
                collector.add("translation.E013", f"The translated text breaks {problem.id}: {problem.message}")
            self.problems += (problem for problem in collector.problems if problem.id.startswith("translation."))
            return part.blocks
        return blocks

    def _keep(self, catalog: PurePosixPath, *translators: CatalogTranslator) -> None:
        """Keep what was translated of a part, and what is wrong with it."""
        for translator in translators:
            self.texts |= translator.texts
            self.values |= translator.values
            self.problems += translator.collector.problems
        self.parts[str(catalog)] = Extent(
            sum(each.messages for each in translators), sum(each.translated for each in translators)
        )


def _as_drawn(text: str, kind: Kind) -> Iterator[str]:
    """Yield the words of a message as a renderer gets them: a claim about a file is its words alone."""
    for words in inlines_of(text, kind):
        yield CLAIM.sub(lambda match: match[0] if match["ticks"] else match["words"], words)


def _sections(markdown: str, of_source: tuple[Section, ...]) -> tuple[Section, ...]:
    """Cut a translated file at its titles; the ids of its sections are those of the source."""
    if not markdown:
        return of_source
    found = sections_of(markdown, ProblemCollector("lab", PurePosixPath()))
    if len(found) != len(of_source):
        return of_source
    return tuple(replace(each, id=source.id) for each, source in zip(found, of_source, strict=True))


def _pull_request(markdown: str, of_source: PullRequest | None) -> PullRequest | None:
    match = TITLE.fullmatch(markdown)
    if of_source is None or match is None:
        return of_source
    return replace(of_source, title=match["title"].strip(), markdown=match["text"])


def _with_lessons(module: Module, lessons: Mapping[str, Lesson]) -> Module:
    def with_lesson[Each: Unit](unit: Each) -> Each:
        return replace(unit, lesson=lessons.get(unit.id))

    topics = (replace(topic, parts=tuple(map(with_lesson, topic.parts))) for topic in module.topics)
    return replace(module, topics=tuple(map(with_lesson, topics)))
