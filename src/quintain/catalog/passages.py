"""What of the course is searched: its pages cut at their headings, as plain text."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, Protocol

from django.urls import reverse

from quintain.accounts.models import User
from quintain.accounts.permissions import may
from quintain.catalog import pack_store
from quintain.catalog.glossary import shown_weaknesses
from quintain.catalog.lesson import address_of
from quintain.catalog.permissions import READ_NOTES
from quintain.catalog.queries import place_of_lab
from quintain.catalog.terms import term_url
from quintain.packs.model.case import Case
from quintain.packs.model.exercise import Exercise
from quintain.packs.model.exhibit import Exhibit
from quintain.packs.model.lab import Lab
from quintain.packs.model.lesson import Block, Change, Code, Incident, Lesson, Practise, Prose, Show
from quintain.packs.model.pack import Module, Pack, Unit
from quintain.packs.prose import blocks_of, titles_of
from quintain.web.glossary import TERMS
from quintain.web.markdown import plain_text

NOTES: Final = "notes"
"""The key of instructors' notes, which is given to nobody else."""


class Kind(StrEnum):
    """What a passage is a part of."""

    LESSON = "lesson"
    LAB = "lab"
    CASE = "case"
    TERM = "term"
    WEAKNESS = "weakness"
    NOTES = "notes"
    HINT = "hint"
    DEBRIEF = "debrief"


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a page that can be found, as plain text.

    ``module`` is the one that must be open for the reader; empty where none has to be. ``key`` names what a reader
    must have been given to read it; empty where everybody who takes part may.
    """

    kind: Kind
    title: str
    heading: str
    body: str
    url: str
    module: str = ""
    key: str = ""

    @property
    def page(self) -> str:
        """What passages are told together as: their page; a term of the glossary is one by itself."""
        return self.url if self.kind in {Kind.TERM, Kind.WEAKNESS} else self.url.partition("#")[0]


class PassageSource(Protocol):
    """A room above this one that has passages of its own."""

    def passages(self, labs: Iterable[Lab]) -> Iterable[Passage]:
        """Return the passages about these labs, each with a key."""

    def keys_of(self, user: User) -> Iterable[str]:
        """Return the keys of the passages that somebody may read now."""


_sources: dict[str, PassageSource] = {}


def register(name: str, source: PassageSource) -> None:
    """Let a room bring passages of its own."""
    _sources[name] = source


def keys_of(user: User) -> frozenset[str] | None:
    """Return the keys of the passages that somebody may read now, beside those without a key; None is every key.

    An instructor reads all of them: what is written for instructors, and what learners come to by and by.
    """
    if may(user, READ_NOTES):
        return None
    return frozenset[str]().union(*(source.keys_of(user) for source in _sources.values()))


def passages_of(pack: Pack) -> Iterator[Passage]:
    """Yield all passages of a pack that somebody may read: of a draft there are none."""
    for module in pack_store.modules():
        for unit in module.units:
            if lesson := pack_store.lesson_of(unit):
                yield from _of_lesson(pack, module, unit, lesson)
    labs = pack_store.shown_labs()
    for lab in labs:
        yield from _of_lab(lab)
    for case in pack_store.cases():
        yield from _of_case(pack, case)
    for term in pack_store.shown_terms():
        yield Passage(Kind.TERM, term.term, ", ".join(term.aliases), plain_text(term.definition), term_url(term))
    page = reverse("glossary")
    for word in TERMS:
        yield Passage(Kind.TERM, word.title, "", word.meaning, f"{page}#{word.id}")
    for weakness in shown_weaknesses():
        yield Passage(Kind.WEAKNESS, f"{weakness.cwe} {weakness.name}", "", "", f"{page}#{weakness.cwe}")
    for source in _sources.values():
        yield from source.passages(labs)


def module_of_lab(lab: Lab) -> str:
    """Return the id of the module that must be open for those who work on a lab; empty if the lab is in none."""
    place = place_of_lab(lab.slug)
    return place[0].id if place else ""


def _of_lesson(pack: Pack, module: Module, unit: Unit, lesson: Lesson) -> Iterator[Passage]:
    url = reverse("topic", args=[unit.id])
    weaknesses = "\n".join(f"{each.cwe} {each.name}" for each in lesson.weaknesses)
    whole = Passage(Kind.LESSON, lesson.title, "", f"{plain_text(lesson.summary)}\n{weaknesses}", url, module.id)
    yield from _sections(whole, lesson, pack)
    notes = reverse("notes", args=[unit.id])
    for section in lesson.notes:
        yield Passage(
            Kind.NOTES, lesson.title, section.title, plain_text(section.markdown), f"{notes}#{section.id}", key=NOTES
        )


def _of_lab(lab: Lab) -> Iterator[Passage]:
    url, module = reverse("lab", args=[lab.slug]), module_of_lab(lab)
    title = f"{lab.code} {lab.title}"
    weaknesses = "\n".join(f"{cwe} {lab.weakness(cwe).name}" for cwe in lab.cwe)
    yield Passage(Kind.LAB, title, "", weaknesses, url, module)
    for step in lab.brief:
        yield Passage(Kind.LAB, title, step.title, plain_text(step.markdown), f"{url}#step-{step.id}", module)
    if lab.promises:
        body = "\n".join(plain_text(promise.text) for promise in lab.promises)
        yield Passage(Kind.LAB, title, "Promises", body, f"{url}#promises", module)
    if change := lab.pull_request:
        address = reverse("pull-request", args=[lab.slug])
        yield Passage(Kind.LAB, title, change.title, plain_text(change.markdown), address, module)


def _of_case(pack: Pack, case: Case) -> Iterator[Passage]:
    moments = "\n".join(plain_text(moment.what) for moment in case.timeline)
    body = f"{plain_text(case.summary)}\n{moments}"
    whole = Passage(Kind.CASE, case.title, "", body, reverse("case", args=[case.slug]))
    yield from _sections(whole, case, pack)


def _sections(whole: Passage, part: Lesson | Case, pack: Pack) -> Iterator[Passage]:
    """Yield a page's passages, one for each heading; ``whole`` begins the one before the first."""
    current = whole
    for block in part.blocks:
        if not isinstance(block, Prose):
            current = replace(current, body=f"{current.body}\n{_words_of(block, pack)}")
            continue
        for title, text in _cut(block.markdown):
            if title:
                yield current
                url = f"{whole.url}#{address_of(title, part.source_titles)}"
                current = replace(whole, heading=plain_text(title), body=plain_text(text), url=url)
            else:
                current = replace(current, body=f"{current.body}\n{plain_text(text)}")
    yield current


def _cut(markdown: str) -> Iterator[tuple[str, str]]:
    """Cut prose at its H2 titles; the first part has none."""
    lines = markdown.split("\n")
    titles = titles_of(blocks_of(markdown))
    starts = [*(start for start, _, _ in titles), len(lines)]
    if before := "\n".join(lines[: starts[0]]).strip():
        yield "", before
    for (_, after, title), end in zip(titles, starts[1:], strict=True):
        yield title, "\n".join(lines[after:end])


def _words_of(block: Block, pack: Pack) -> str:
    """Return the words of a block as its page shows them at once: no answers, and no code that is closed at first."""
    match block:
        case Code(closed=False):
            return "\n".join((block.text, *map(plain_text, block.notes.values())))
        case Change():
            before = frozenset(block.before_text.splitlines())
            return "\n".join(line for line in block.after_text.splitlines() if line not in before)
        case Incident():
            return f"{plain_text(block.title)}\n{plain_text(block.markdown)}"
        case Show():
            return _about(pack.exhibits.get(block.exhibit), lambda exhibit: (exhibit.title, exhibit.caption))
        case Practise():
            return _about(pack.exercises.get(block.exercise), lambda exercise: (exercise.title, exercise.about))
        case _:
            return ""


def _about[Part: (Exhibit, Exercise)](part: Part | None, texts: Callable[[Part], Iterable[str]]) -> str:
    return "\n".join(map(plain_text, texts(part))) if part else ""
