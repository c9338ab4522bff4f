"""Reads for the page of what can be taken home."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext

from quintain.accounts.models import User
from quintain.accounts.permissions import may
from quintain.catalog import pack_store
from quintain.courseware.contents import holds, parts_of
from quintain.courseware.editions import FORMATS, WHOLE, Audience, Edition, Scope, editions_of
from quintain.downloads.cache import Cache
from quintain.downloads.permissions import TAKE_HOME, closed_modules
from quintain.downloads.under_way import State, Word, state_of
from quintain.packs.model.lesson import Lesson
from quintain.packs.model.pack import Unit
from quintain.web.nearest import Place


@dataclass(frozen=True, slots=True)
class FileRow:
    """One file. ``size_bytes`` is None while it is not made; ``name`` is its format, and its paper if it has pages.

    ``estimate`` says how large it becomes, such as "about 5 MB".
    """

    key: str
    name: str
    url: str
    size_bytes: int | None
    estimate: str
    state: State | None
    can_be_made: bool = True
    """Whether this server has the packages that its format needs."""

    @property
    def is_under_way(self) -> bool:
        """Whether it waits or is being made."""
        return self.size_bytes is None and self.state is not None and self.state.word is not Word.FAILED

    @property
    def has_failed(self) -> bool:
        """Whether the last attempt to make it failed."""
        return self.size_bytes is None and self.state is not None and self.state.word is Word.FAILED


@dataclass(frozen=True, slots=True)
class ScopeRow:
    """A part of the course, or all of it, with its files; none while ``closed`` names modules that are not open yet."""

    id: str
    title: str
    files: tuple[FileRow, ...]
    closed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shelf:
    """What one audience can have: the whole course and its days, and the lesson that was asked for."""

    audience: Audience
    rows: tuple[ScopeRow, ...]


@dataclass(frozen=True, slots=True)
class LessonChoice:
    """A lesson to choose."""

    id: str
    title: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class LessonGroup:
    """The lessons of a module."""

    title: str
    lessons: tuple[LessonChoice, ...]


@dataclass(frozen=True, slots=True)
class CoursewarePage:
    """What a person can take home. ``missing`` are packages without which this server makes nothing."""

    shelves: tuple[Shelf, ...]
    lessons: tuple[LessonGroup, ...]
    missing: tuple[str, ...]

    @property
    def is_busy(self) -> bool:
        """Whether a file that is shown waits or is being made."""
        return any(file.is_under_way for shelf in self.shelves for row in shelf.rows for file in row.files)


def places() -> Iterator[Place]:
    """Return the room's page, for error pages that look for the nearest."""
    yield Place(gettext("Take it home"), reverse("courseware"))


def courseware_page(user: User, lesson: str = "") -> CoursewarePage:
    """Return what ``user`` can have; ``lesson`` is the id of a topic whose lesson is shown as well, if there is one."""
    titles = {unit.id: found.title for unit, found in _lessons()}
    # The one that was asked for is first, below the form.
    scopes = [(Scope(lesson=lesson), titles[lesson])] if lesson in titles else []
    scopes.append((WHOLE, gettext("The whole course")))
    days = sorted({module.day for module in pack_store.modules()})
    scopes += [(Scope(day=day), gettext("Day %(day)s") % {"day": day}) for day in days]
    return CoursewarePage(
        shelves=tuple(_shelves(user, scopes)),
        lessons=tuple(_groups(lesson)),
        missing=tuple(dict.fromkeys(package for each in FORMATS.values() for package in each.missing)),
    )


def _shelves(user: User, scopes: Iterable[tuple[Scope, str]]) -> Iterator[Shelf]:
    for audience in Audience:
        rows = tuple(row for scope, title in scopes if (row := _row(user, scope, title, audience)))
        if rows:
            yield Shelf(audience, rows)


def _row(user: User, scope: Scope, title: str, audience: Audience) -> ScopeRow | None:
    editions = [edition for edition in editions_of(scope, audience) if may(user, TAKE_HOME, edition)]
    if not editions or not holds(pack_store.current_pack(), editions[0]):
        return None
    closed = tuple(module.title for module in closed_modules(user, editions[0]))
    parts = parts_of(pack_store.current_pack(), editions[0])
    files = () if closed else tuple(_file(edition, parts) for edition in editions)
    return ScopeRow(f"{audience}{scope.key}", title, files, closed)


def _file(edition: Edition, parts: int) -> FileRow:
    digest = pack_store.current_pack().digest
    return FileRow(
        key=edition.key,
        name=_name(edition),
        url=reverse("courseware-edition", args=[edition.key]),
        size_bytes=Cache(settings.DATA.courseware, digest).size_bytes(edition),
        estimate=_about(edition.estimate_bytes(parts)),
        state=state_of(digest, edition.key),
        can_be_made=not edition.format.missing,
    )


def _about(size_bytes: int) -> str:
    if (hundreds := max(round(size_bytes / 2**10 / 100), 1)) < 10:  # noqa: PLR2004  that is about 1 MB
        return gettext("about %(size)s KB") % {"size": 100 * hundreds}
    return gettext("about %(size)s MB") % {"size": round(size_bytes / 2**20)}


def _name(edition: Edition) -> str:
    paper = {"a4": "A4", "letter": "Letter"}.get(str(edition.paper), "")
    return f"{edition.format.ending.upper()}, {paper}" if paper else edition.format.ending.upper()


def _lessons() -> Iterator[tuple[Unit, Lesson]]:
    for module in pack_store.modules():
        for unit in module.units:
            if lesson := pack_store.lesson_of(unit):
                yield unit, lesson


def _groups(chosen: str) -> Iterator[LessonGroup]:
    for module in pack_store.modules():
        lessons = tuple(
            LessonChoice(unit.id, lesson.title, unit.id == chosen)
            for unit in module.units
            if (lesson := pack_store.lesson_of(unit))
        )
        if lessons:
            yield LessonGroup(module.title, lessons)
