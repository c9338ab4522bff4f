"""Reads for the timetable: the days of the course on the clock."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString

from quintain.accounts.models import User
from quintain.catalog import pack_store
from quintain.catalog.queries import LabLink, lab_links
from quintain.packs.model import Day, Module, Pause, Session, Topic
from quintain.packs.timetable import Slot, clock_of, lay_out, minutes_of
from quintain.web.markdown import render_inline

SHORTEST = 5  # minutes of a gap that are worth a row
STEP = 10


@dataclass(frozen=True, slots=True)
class Entry:
    """One row. ``kind`` is topic, lab, break, lunch or free; ``module`` is named where another begins.

    ``url`` is empty for what is still to come. ``length`` from 1 to 6 says how tall the row is drawn. ``lab`` is the
    link of a lab that learners may open.
    """

    kind: str
    title: str
    minutes: int
    starts: str
    length: int
    url: str = ""
    module: str = ""
    note: SafeString | None = None
    lab: LabLink | None = None
    beside: tuple["Entry", ...] = ()


@dataclass(frozen=True, slots=True)
class DayPlan:
    """A day; without entries nobody has planned it yet."""

    number: int
    begins: str
    ends: str
    entries: tuple[Entry, ...]
    modules: tuple[str, ...]

    def minutes(self, *kinds: str) -> int:
        """Return how many minutes of the day are of these kinds."""
        return sum(entry.minutes for entry in self.entries if entry.kind in kinds)

    @property
    def teaching(self) -> int:
        """Minutes of lessons."""
        return self.minutes("topic")

    @property
    def practice(self) -> int:
        """Minutes of core labs."""
        return self.minutes("lab")

    @property
    def pauses(self) -> int:
        """Minutes without teaching."""
        return self.minutes(*Pause)

    @property
    def stretch(self) -> int:
        """How many sessions are for those who are done, or for the evening."""
        return sum(len(entry.beside) for entry in self.entries)


def timetable(user: User) -> tuple[DayPlan, ...]:
    """Return all days of the course, planned or not."""
    modules = pack_store.modules()
    days = {day.day: day for track in pack_store.current_pack().tracks[:1] for day in track.days}
    slugs = [session.lab for day in days.values() for session in day.sessions if session.lab]
    links = {link.slug: link for link in lab_links(user, slugs)}
    numbers = sorted({module.day for module in modules} | days.keys())
    return tuple(_day(number, days.get(number), modules, links) for number in numbers)


def _day(number: int, day: Day | None, modules: tuple[Module, ...], links: Mapping[str, LabLink]) -> DayPlan:
    todays = [module for module in modules if module.day == number]
    titles = tuple(module.title for module in todays)
    if day is None:
        return DayPlan(number, "", "", (), titles)
    places = {topic.id: (module, topic) for module in todays for topic in module.topics}
    begins, ends = clock_of(minutes_of(day.begins)), clock_of(minutes_of(day.ends))
    return DayPlan(number, begins, ends, _entries(day, places, links), titles)


def _entries(day: Day, places: Mapping[str, tuple[Module, Topic]], links: Mapping[str, LabLink]) -> tuple[Entry, ...]:
    entries: list[Entry] = []
    shown = ""
    clock = minutes_of(day.begins)
    for slot in lay_out(day):
        if slot.starts - clock >= SHORTEST:
            entries.append(_free(clock, slot.starts))
        module = places[slot.session.topic][0].title if slot.session.topic else shown
        entries.append(_entry(slot, places, links, module if module != shown else ""))
        shown, clock = module, slot.ends
    if minutes_of(day.ends) - clock >= SHORTEST:
        entries.append(_free(clock, minutes_of(day.ends)))
    return tuple(entries)


def _free(starts: int, ends: int) -> Entry:
    return Entry("free", "", ends - starts, clock_of(starts), _length(ends - starts))


def _entry(slot: Slot, places: Mapping[str, tuple[Module, Topic]], links: Mapping[str, LabLink], module: str) -> Entry:
    beside = tuple(_named(session, places, links) for session in slot.beside)
    return _named(slot.session, places, links, starts=clock_of(slot.starts), module=module, beside=beside)


def _named(
    session: Session,
    places: Mapping[str, tuple[Module, Topic]],
    links: Mapping[str, LabLink],
    *,
    starts: str = "",
    module: str = "",
    beside: tuple[Entry, ...] = (),
) -> Entry:
    lab = links.get(session.lab)
    topic = places[session.topic][1] if session.topic else None
    return Entry(
        kind=str(session.pause or ("topic" if topic else "lab")),
        title=topic.title if topic else _lab_title(session, lab),
        minutes=session.minutes,
        starts=starts,
        length=_length(session.minutes),
        url=reverse("topic", args=[topic.id]) if topic else lab.url if lab else "",
        module=module,
        note=render_inline(session.note) if session.note else None,
        lab=lab,
        beside=beside,
    )


def _lab_title(session: Session, link: LabLink | None) -> str:
    """Name a lab as the pack does, hidden ones too; one that is only planned as its plan does."""
    if link:
        return f"{link.code} {link.title}"
    lab = pack_store.current_pack().labs.get(session.lab)
    return f"{lab.code} {lab.title}" if lab else session.planned


def _length(minutes: int) -> int:
    return max(1, min(6, round(minutes / STEP)))
