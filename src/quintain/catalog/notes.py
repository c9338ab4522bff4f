"""Reads for an instructor's page beside a lesson."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString

from quintain.accounts.models import User
from quintain.catalog import pack_store
from quintain.catalog.queries import LabLink, lab_links
from quintain.catalog.sequence import record_of
from quintain.packs.model.pack import Module, Topic, Unit
from quintain.web.markdown import render_inline, render_markdown


@dataclass(frozen=True, slots=True)
class NotesSection:
    """One section of the notes."""

    id: str
    title: SafeString
    html: SafeString


@dataclass(frozen=True, slots=True)
class NotesLink:
    """A topic of the module in the list beside the notes; ``url`` is empty where it has none."""

    title: str
    url: str
    here: bool
    part: bool = False


@dataclass(frozen=True, slots=True)
class NotesPage:
    """The notes of one lesson. ``minutes`` are the lesson's; each lab has its own."""

    title: str
    day: int
    module: str
    module_id: str
    minutes: int
    lesson_url: str
    sections: tuple[NotesSection, ...]
    labs: tuple[LabLink, ...]
    topics: tuple[NotesLink, ...]

    @property
    def neighbours(self) -> tuple[NotesLink | None, NotesLink | None]:
        """The notes before and behind these in the module."""
        written = [topic for topic in self.topics if topic.url]
        at = next(index for index, topic in enumerate(written) if topic.here)
        return written[at - 1] if at else None, written[at + 1] if at + 1 < len(written) else None


def notes_page(user: User, module: Module, unit: Unit) -> NotesPage | None:
    """Return the notes of a topic or part, or None if it has no lesson to be seen or nobody wrote notes for it."""
    lesson = pack_store.lesson_of(unit)
    if lesson is None or not lesson.notes:
        return None
    return NotesPage(
        title=lesson.title,
        day=module.day,
        module=module.title,
        module_id=module.id,
        minutes=lesson.minutes,
        lesson_url=reverse("topic", args=[unit.id]),
        sections=tuple(
            NotesSection(section.id, render_inline(section.title), render_markdown(section.markdown))
            for section in lesson.notes
        ),
        labs=lab_links(record_of(user), unit.labs),
        topics=tuple(_link(each, here=each.id == unit.id) for each in module.units),
    )


def _link(unit: Unit, *, here: bool) -> NotesLink:
    lesson = pack_store.lesson_of(unit)
    url = reverse("notes", args=[unit.id]) if lesson and lesson.notes else ""
    return NotesLink(unit.title, url, here, part=not isinstance(unit, Topic))
