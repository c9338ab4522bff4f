"""What the wall and the projector show; every dataclass here is handed to a template as it is.

A seat is *stuck* when its student is here, has begun a lab that is not proven, and has made no progress for ten
minutes. Progress is a phase begun, a flaw found, or a verdict in which more attacks were stopped than ever before.
Minutes are counted from when the student came back, if that was later: nobody is stuck over lunch or over night.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from quintain.accounts.sessions.presence import PAGES, is_here
from quintain.attempts.progress.class_progress import Try, Work, latest_work
from quintain.attempts.queries import unread_comments
from quintain.catalog.pack_store import lab_of_uuid
from quintain.catalog.queries import place_of_lab
from quintain.cohorts.models import Class, Seat
from quintain.dashboards.alike import Mistake, mistakes
from quintain.helpqueue.models import Hand
from quintain.helpqueue.queries import raised_hands
from quintain.judge.verdict import Result
from quintain.pacing.queries import PollView, pace_of, poll_view
from quintain.packs.model.lab import Lab

STUCK_MINUTES: Final = 10
PHASES: Final = ("find", "break", "fix", "seen", "proven")
MOST_MARKS: Final = 12


@dataclass(frozen=True, slots=True)
class HandView:
    """A raised hand: ``seat`` is 0 for somebody who has no seat any more."""

    id: int
    seat: int
    name: str
    minutes: int
    question: str
    taken_by: str
    student_url: str
    take_url: str
    lower_url: str
    answer_url: str


@dataclass(frozen=True, slots=True)
class CommentToRead:
    """What a student has written on a line of an attempt, and no instructor has read yet."""

    id: int
    name: str
    line: int
    number: int
    lab_title: str
    text: str
    at: datetime
    url: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A part of a strip: a phase from ``start``, ``width`` wide, in percent, and how many ``minutes`` it took."""

    phase: str
    start: float
    width: float
    minutes: int


@dataclass(frozen=True, slots=True)
class StripMark:
    """A verdict on a strip, ``at`` percent."""

    result: str
    at: float


@dataclass(frozen=True, slots=True)
class Strip:
    """The time in each phase, and the verdicts, on a line as long as the lab is planned, or as it took."""

    bars: tuple[Bar, ...]
    marks: tuple[StripMark, ...]


@dataclass(frozen=True, slots=True)
class SeatCard:
    """A seat. Without ``name`` it is free; without ``work`` its student has not begun.

    ``minutes`` are those in the phase, ``idle_minutes`` those without progress, ``away_minutes`` those since somebody
    who is not here was last seen. ``is_elsewhere``: in another lab than most.
    """

    number: int
    name: str = ""
    url: str = ""
    is_here: bool = False
    away_minutes: int | None = None
    work: Work | None = None
    strip: Strip | None = None
    minutes: int = 0
    idle_minutes: int = 0
    is_stuck: bool = False
    is_elsewhere: bool = False
    hand: HandView | None = None

    @property
    def is_free(self) -> bool:
        """Whether nobody has the seat."""
        return not self.name

    @property
    def is_done(self) -> bool:
        """Whether the lab is proven."""
        return self.work is not None and self.work.phase == "proven"

    @property
    def phase_word(self) -> str:
        """Name the phase."""
        return phase_word(self.work.phase if self.work else "")

    @property
    def verdict(self) -> str:
        """Say what the last verdict was, in the phase *fix*: ``still-open``, ``broken`` or nothing."""
        if self.work is None or self.work.phase != "fix" or self.work.state.result == Result.PROVEN:
            return ""
        return self.work.state.result or ""

    @property
    def detail(self) -> str:
        """Say in a few words how far the student is in the phase."""
        work = self.work
        if work is None:
            return ""
        if work.is_judged_now:
            return gettext("being tried now")
        if work.phase == "find" and work.lab.find is not None:
            return gettext("%(found)s of %(of)s found") % {"found": work.found, "of": len(work.lab.find.spots)}
        if work.phase == "fix" and work.recognised:
            return work.recognised
        if work.phase == "fix" and work.state.attacks:
            facts = {"stopped": work.state.attacks_stopped, "attacks": work.state.attacks}
            return gettext("%(stopped)s of %(attacks)s attacks stopped") % facts
        return ""

    @property
    def need(self) -> tuple[bool, int, int, int]:
        """Return what sorts the seats by need: the least first."""
        waits = self.hand is None
        minutes = -(self.hand.minutes if self.hand else 0)
        return waits, minutes, -self.idle_minutes if self.work and not self.is_done and self.is_here else 0, self.number


@dataclass(frozen=True, slots=True)
class Tally:
    """How many seats are in each phase of the lab in which most are, and how many are not."""

    find: int = 0
    break_: int = 0
    fix: int = 0
    seen: int = 0
    proven: int = 0
    elsewhere: int = 0
    not_begun: int = 0


@dataclass(frozen=True, slots=True)
class Wall:
    """A class at work. ``lab`` is the one in which most seats are; ``list_`` the seats in the order that was chosen."""

    id: UUID
    title: str
    is_archived: bool
    zone: ZoneInfo
    lab: Lab | None
    tally: Tally
    cards: tuple[SeatCard, ...]
    hands: tuple[HandView, ...]
    order: str = "seat"
    mistakes: tuple[Mistake, ...] = ()

    @property
    def free(self) -> int:
        """How many seats nobody has."""
        return sum(card.is_free for card in self.cards)

    @property
    def unasked(self) -> tuple[SeatCard, ...]:
        """The stuck seats whose students did not ask; who has made no progress for longest comes first."""
        stuck = [card for card in self.cards if card.is_stuck and card.hand is None]
        return tuple(sorted(stuck, key=lambda card: (-card.idle_minutes, card.number)))

    @property
    def list_(self) -> tuple[SeatCard, ...]:
        """The taken seats in the order that was chosen."""
        taken = [card for card in self.cards if not card.is_free]
        return tuple(sorted(taken, key=lambda card: card.need) if self.order == "need" else taken)


@dataclass(frozen=True, slots=True)
class Column:
    """A phase on the projector: a ring for each seat, sorted by what they show, so that no place tells of a seat."""

    phase: str
    word: str
    works: tuple[Work, ...]


@dataclass(frozen=True, slots=True)
class Projector:
    """Counts of a class, without names and seats."""

    id: UUID
    title: str
    lab: Lab | None
    day: int
    columns: tuple[Column, ...]
    tally: Tally
    poll: PollView | None
    timer_ends_at: datetime | None
    timer_note: str


def phase_word(phase: str) -> str:
    """Name a phase."""
    words = {
        "find": gettext("Find"),
        "break": gettext("Break"),
        "fix": gettext("Fix"),
        "seen": gettext("Solution seen"),
        "proven": gettext("Proven"),
    }
    return words.get(phase, gettext("Not begun"))


def wall(a_class: Class, order: str = "seat", *, compares: bool = True) -> Wall:
    """Return the wall of a class, in as many queries for twelve seats as for one.

    Where nobody sees who makes the same mistake, nothing is compared.
    """
    now = timezone.now()
    seats = tuple(a_class.seats.select_related("membership__person"))
    people = {seat.membership.person.pk: seat for seat in seats if seat.membership}
    work = latest_work(people.keys())
    raised: Iterable[Hand] = () if a_class.archived_at else raised_hands(a_class.pk)
    hands = tuple(_hand(a_class, hand, people.get(hand.person_id), now) for hand in raised)
    by_seat = {hand.seat: hand for hand in hands}
    main = _main_lab(work.values())
    facts = _Facts(a_class, work, main, PAGES.back_since(), now)
    cards = tuple(_card(facts, seat, by_seat.get(seat.number)) for seat in seats)
    return Wall(
        id=a_class.pk,
        title=a_class.title,
        is_archived=a_class.archived_at is not None,
        zone=ZoneInfo(a_class.time_zone),
        lab=main,
        tally=_tally(cards),
        cards=cards,
        hands=hands,
        order="need" if order == "need" else "seat",
        mistakes=mistakes(
            [seat.membership for seat in seats if seat.membership],
            {person: (last,) for person, last in work.items()},
            main,
        )
        if compares and main
        else (),
    )


def comments_to_read(a_class: Class) -> tuple[CommentToRead, ...]:
    """Return what students have written on their attempts in labs of the course, and no instructor has read yet."""
    return tuple(
        CommentToRead(
            id=comment.pk,
            name=workspace.user.display_name,
            line=comment.line,
            number=comment.submission.number or 0,
            lab_title=lab.title,
            text=comment.text,
            at=comment.written_at,
            url=reverse("class-attempt", args=[a_class.pk, workspace.user_id, lab.slug, comment.submission.number])
            + f"#comment-{comment.pk}",
        )
        for comment in unread_comments(a_class.pk)
        for workspace in [comment.submission.workspace]
        for lab in [lab_of_uuid(workspace.lab)]
        if lab is not None and comment.author_id == workspace.user_id
    )


def projector(a_class: Class) -> Projector:
    """Return the counts of a class."""
    shown = wall(a_class, compares=False)
    works = [card.work for card in shown.cards if card.work and not card.is_elsewhere]
    place = place_of_lab(shown.lab.slug) if shown.lab else None
    pace = pace_of(a_class)
    return Projector(
        id=a_class.pk,
        title=a_class.title,
        lab=shown.lab,
        day=place[0].day if place else 1,
        columns=tuple(
            Column(
                phase,
                phase_word(phase),
                tuple(sorted((each for each in works if each.phase == phase), key=lambda each: each.state.word)),
            )
            for phase in PHASES
            if phase != "seen" or shown.tally.seen
        ),
        tally=shown.tally,
        poll=poll_view(a_class, None),
        timer_ends_at=pace.timer_ends_at,
        timer_note=pace.timer_note,
    )


def _hand(a_class: Class, hand: Hand, seat: Seat | None, now: datetime) -> HandView:
    return HandView(
        id=hand.pk,
        seat=seat.number if seat else 0,
        name=hand.person.display_name,
        minutes=_minutes(now - hand.raised_at),
        question=hand.question,
        taken_by=hand.taken_by.display_name if hand.taken_by else "",
        student_url=reverse("class-student", args=[a_class.pk, hand.person_id]),
        take_url=reverse("take-hand", args=[a_class.pk, hand.pk]),
        answer_url=reverse("answer-hand", args=[a_class.pk, hand.pk]),
        lower_url=reverse("lower-hand", args=[a_class.pk, hand.pk]),
    )


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the cards of a class have in common."""

    a_class: Class
    works: Mapping[UUID, Work]
    main: Lab | None
    back: Mapping[UUID, datetime]
    now: datetime


def _card(facts: _Facts, seat: Seat, hand: HandView | None) -> SeatCard:
    if seat.membership is None:
        return SeatCard(seat.number)
    person, now = seat.membership.person, facts.now
    work, here, came = facts.works.get(person.pk), is_here(person, now), facts.back.get(person.pk) or person.back_at
    minutes = _minutes(now - _later(work.since, came)) if work else 0
    idle = _minutes(now - _later(work.progress_at, came)) if work else 0
    goes_on = work is not None and work.phase not in {"seen", "proven"} and facts.a_class.archived_at is None
    return SeatCard(
        number=seat.number,
        name=person.display_name,
        url=reverse("class-student", args=[facts.a_class.pk, person.pk]),
        is_here=here,
        away_minutes=_minutes(now - person.seen_at) if person.seen_at and not here else None,
        work=work,
        strip=_strip(work, now) if work else None,
        minutes=minutes,
        idle_minutes=idle,
        is_stuck=goes_on and here and idle >= STUCK_MINUTES,
        is_elsewhere=work is not None and work.lab is not facts.main,
        hand=hand,
    )


def _later(one: datetime, other: datetime | None) -> datetime:
    return one if other is None else max(one, other)


def _minutes(span: timedelta) -> int:
    return max(0, int(span.total_seconds() // 60))


def minute_words(minutes: int) -> str:
    """Write a time out, short."""
    if minutes < 120:  # noqa: PLR2004  two hours
        return ngettext("%(count)s min", "%(count)s min", minutes) % {"count": minutes}
    if minutes < 48 * 60:
        return gettext("%(count)s h") % {"count": minutes // 60}
    return gettext("%(count)s days") % {"count": minutes // 60 // 24}


def _main_lab(works: Iterable[Work]) -> Lab | None:
    """Return the lab in which most seats are; of two, the one in which something was done last."""
    works = tuple(works)
    counts = Counter(work.lab.slug for work in works)
    touched: dict[str, datetime] = {}
    for work in works:
        touched[work.lab.slug] = _later(work.progress_at, touched.get(work.lab.slug))
    return max((work.lab for work in works), key=lambda lab: (counts[lab.slug], touched[lab.slug]), default=None)


def _tally(cards: Iterable[SeatCard]) -> Tally:
    cards = tuple(cards)
    here = Counter(card.work.phase for card in cards if card.work and not card.is_elsewhere)
    return Tally(
        find=here["find"],
        break_=here["break"],
        fix=here["fix"],
        seen=here["seen"],
        proven=here["proven"],
        elsewhere=sum(card.is_elsewhere for card in cards),
        not_begun=sum(not card.is_free and card.work is None for card in cards),
    )


def _strip(work: Work, now: datetime) -> Strip:
    start = work.spans[0].start
    end = work.spans[-1].end or now
    whole = max((end - start).total_seconds(), work.lab.minutes * 60.0, 1.0)

    def percent(at: datetime) -> float:
        return round(min(max((at - start).total_seconds() / whole * 100, 0.0), 100.0), 1)

    def bar(phase: str, begin: datetime, end: datetime) -> Bar:
        return Bar(phase, percent(begin), round(percent(end) - percent(begin), 1), _minutes(end - begin))

    bars = (bar(span.phase, span.start, span.end or now) for span in work.spans)
    shown: tuple[Try, ...] = work.tries[-MOST_MARKS:]
    marks = tuple(StripMark(attempt.result, min(max(percent(attempt.at), 2.5), 97.5)) for attempt in shown)
    return Strip(tuple(bar for bar in bars if bar.width > 0), marks)
