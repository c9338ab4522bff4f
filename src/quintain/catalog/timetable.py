"""Reads for the timetable: the days of the course on the clock."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString

from quintain.accounts.models import User
from quintain.catalog import pack_store
from quintain.catalog.queries import LabLink, ModuleCard, Tally, TopicLink, module_cards, tally_of
from quintain.catalog.sequence import record_of
from quintain.packs.class_time import Omission, omissions
from quintain.packs.model.day import Day, Pause, Session
from quintain.packs.timetable import Slot, clock_of, lay_out, minutes_of
from quintain.web.markdown import render_inline

SHORTEST = 5  # minutes of a gap that are worth a row
STEP = 10


@dataclass(frozen=True, slots=True)
class Entry:
    """One row. ``kind`` is topic, lab, break, lunch or free; ``module`` is named where another begins.

    ``url`` is empty for what is still to come. ``length`` from 1 to 6 says how tall the row is drawn. ``lab`` is the
    link of a lab that learners may open, ``topic`` that of a topic or part.
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
    topic: TopicLink | None = None
    beside: tuple["Entry", ...] = ()


@dataclass(frozen=True, slots=True)
class DayPlan:
    """A day; without entries nobody has planned it yet."""

    number: int
    begins: str
    ends: str
    entries: tuple[Entry, ...]
    modules: tuple[str, ...]
    tally: Tally

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


@dataclass(frozen=True, slots=True)
class Links:
    """The links of everything that learners may open: labs by slug, topics by id with the title of their module."""

    labs: Mapping[str, LabLink]
    topics: Mapping[str, tuple[str, TopicLink]]


@dataclass(frozen=True, slots=True)
class ShortDay:
    """What a class that is short of time can leave out on a day."""

    day: int
    omissions: tuple[Omission, ...]


@pack_store.kept_with_pack
def short_days() -> tuple[ShortDay, ...]:
    """Return for each planned day the core labs that a class can leave out, the one first that is missed least."""
    labs = {lab.slug: lab for lab in pack_store.shown_labs()}
    modules = pack_store.modules()
    return tuple(ShortDay(day.day, omissions(day, modules, labs)) for day in pack_store.days())


def timetable(user: User) -> tuple[DayPlan, ...]:
    """Return all days of the course, planned or not."""
    cards = module_cards(record_of(user))
    days = {day.day: day for day in pack_store.days()}
    links = Links(
        {lab.slug: lab for card in cards for lab in card.labs},
        {topic.id: (card.title, topic) for card in cards for topic in card.topics},
    )
    numbers = sorted({card.day for card in cards} | days.keys())
    return tuple(
        _day(number, days.get(number), [card for card in cards if card.day == number], links) for number in numbers
    )


def _day(number: int, day: Day | None, cards: Collection[ModuleCard], links: Links) -> DayPlan:
    titles, tally = tuple(card.title for card in cards), tally_of(cards)
    if day is None:
        return DayPlan(number, "", "", (), titles, tally)
    begins, ends = clock_of(minutes_of(day.begins)), clock_of(minutes_of(day.ends))
    return DayPlan(number, begins, ends, _entries(day, links), titles, tally)


def _entries(day: Day, links: Links) -> tuple[Entry, ...]:
    entries: list[Entry] = []
    shown = ""
    clock = minutes_of(day.begins)
    for slot in lay_out(day):
        if slot.starts - clock >= SHORTEST:
            entries.append(_free(clock, slot.starts))
        module = links.topics[slot.session.topic][0] if slot.session.topic else shown
        entries.append(_entry(slot, links, module if module != shown else ""))
        shown, clock = module, slot.ends
    if minutes_of(day.ends) - clock >= SHORTEST:
        entries.append(_free(clock, minutes_of(day.ends)))
    return tuple(entries)


def _free(starts: int, ends: int) -> Entry:
    return Entry("free", "", ends - starts, clock_of(starts), _length(ends - starts))


def _entry(slot: Slot, links: Links, module: str) -> Entry:
    beside = tuple(_named(session, links) for session in slot.beside)
    return replace(_named(slot.session, links), starts=clock_of(slot.starts), module=module, beside=beside)


def _named(session: Session, links: Links) -> Entry:
    lab = links.labs.get(session.lab)
    topic = links.topics[session.topic][1] if session.topic else None
    return Entry(
        kind=str(session.pause or ("topic" if topic else "lab")),
        title=topic.title if topic else _lab_title(session, lab),
        minutes=session.minutes,
        starts="",
        length=_length(session.minutes),
        url=topic.url if topic else lab.url if lab else "",
        note=render_inline(session.note) if session.note else None,
        lab=lab,
        topic=topic,
    )


def _lab_title(session: Session, link: LabLink | None) -> str:
    """Name a lab as the pack does, hidden ones too; one that is only planned as its plan does."""
    if link:
        return f"{link.code} {link.title}"
    lab = pack_store.current_pack().labs.get(session.lab)
    return f"{lab.code} {lab.title}" if lab else session.planned


def _length(minutes: int) -> int:
    return max(1, min(6, round(minutes / STEP)))
