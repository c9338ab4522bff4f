"""Reads for an instructor's page beside a lesson."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString

from quintain.accounts.models import User
from quintain.catalog import pack_store
from quintain.catalog.queries import LabLink, lab_links
from quintain.packs.model import Module, Topic
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


def notes_page(user: User, module: Module, topic: Topic) -> NotesPage | None:
    """Return the notes of ``topic``, or None if it has no lesson to be seen or nobody wrote notes for it."""
    lesson = pack_store.lesson_of(topic)
    if lesson is None or not lesson.notes:
        return None
    return NotesPage(
        title=lesson.title,
        day=module.day,
        module=module.title,
        module_id=module.id,
        minutes=lesson.minutes,
        lesson_url=reverse("topic", args=[topic.id]),
        sections=tuple(
            NotesSection(section.id, render_inline(section.title), render_markdown(section.markdown))
            for section in lesson.notes
        ),
        labs=lab_links(user, topic.labs),
        topics=tuple(_link(each, here=each.id == topic.id) for each in module.topics),
    )


def _link(topic: Topic, *, here: bool) -> NotesLink:
    lesson = pack_store.lesson_of(topic)
    return NotesLink(topic.title, reverse("notes", args=[topic.id]) if lesson and lesson.notes else "", here)
