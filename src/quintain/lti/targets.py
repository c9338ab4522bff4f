"""What a link of a platform opens: a lesson, a lab or a day of the course, by its address here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from quintain.catalog import pack_store
from quintain.lti.errors import LaunchRefused
from quintain.packs.model.lab import Lab
from quintain.packs.model.pack import Module, Unit

_PATH: Final = re.compile(r"/(?:(?P<kind>labs|topics)/(?P<slug>[a-z0-9-]{1,100})/|timetable/)?")
_DAY: Final = re.compile(r"day=(?P<day>[1-9][0-9]?)")


class Kind(StrEnum):
    """What there is to link."""

    LESSON = "lesson"
    LAB = "lab"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Target:
    """A page that a link opens. ``lab`` is that of a lab, of which there are scores."""

    path: str
    lab: UUID | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that an instructor can link. ``key`` names it in a form, ``path`` is its address for the platform."""

    key: str
    kind: Kind
    title: str
    path: str
    lab: UUID | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """What can be linked of a module, with the day on which it is taught."""

    title: str
    day: int
    choices: tuple[Choice, ...]


def base_of(request: HttpRequest) -> str:
    """Return the address of this classroom as platforms know it, without a slash at its end."""
    return str(settings.PUBLIC_URL).rstrip("/") or request.build_absolute_uri("/").rstrip("/")


def read_target(address: str, base: str) -> Target:
    """Return the page that a link opens; without an address, or for that of launches, the course.

    Raises:
        LaunchRefused: It is not an address of this classroom, or of no page that can be linked.

    """
    if not address:
        return Target("/")
    try:
        parts = urlsplit(address)
    except ValueError:
        raise LaunchRefused("a target elsewhere") from None
    if f"{parts.scheme}://{parts.netloc}".lower() != base.lower():
        raise LaunchRefused("a target elsewhere")
    if parts.path in {reverse("lti-launch"), reverse("lti-login")}:
        return Target("/")
    found = _PATH.fullmatch(parts.path or "/")
    if found is None:
        raise LaunchRefused("a target that cannot be linked")
    if found["kind"] == "labs":
        lab = pack_store.find_lab(found["slug"])
        return Target(parts.path, lab.uuid if lab else None)
    if parts.path == reverse("timetable"):
        day = _DAY.fullmatch(parts.query)
        return Target(f"{parts.path}#day-{day['day']}" if day else parts.path)
    return Target(parts.path or "/")


def groups() -> tuple[Group, ...]:
    """Return what can be linked: each day, and the lessons and labs of each module."""
    days = Group(
        gettext("Days"),
        0,
        tuple(
            Choice(
                f"day:{number}",
                Kind.DAY,
                gettext("Day %(number)s of the course") % {"number": number},
                f"{reverse('timetable')}?day={number}",
            )
            for number in range(1, pack_store.current_pack().days + 1)
        ),
    )
    shown = {lab.slug: lab for lab in pack_store.shown_labs()}
    return (
        days,
        *(Group(module.title, module.day, tuple(_of_module(module, shown))) for module in pack_store.modules()),
    )


def chosen(keys: list[str]) -> tuple[Choice, ...]:
    """Return what was ticked, in the order of the course; what there is not is left out."""
    wanted = set(keys)
    return tuple(choice for group in groups() for choice in group.choices if choice.key in wanted)


def _of_module(module: Module, shown: dict[str, Lab]) -> Iterator[Choice]:
    for topic in module.topics:
        for unit in (topic, *topic.parts):
            yield from _of_unit(unit, shown)


def _of_unit(unit: Unit, shown: dict[str, Lab]) -> Iterator[Choice]:
    if pack_store.lesson_of(unit) is not None:
        yield Choice(f"lesson:{unit.id}", Kind.LESSON, unit.title, reverse("topic", args=[unit.id]))
    for slug in unit.labs:
        if lab := shown.get(slug):
            yield Choice(f"lab:{slug}", Kind.LAB, f"{lab.code} {lab.title}", reverse("lab", args=[slug]), lab.uuid)
