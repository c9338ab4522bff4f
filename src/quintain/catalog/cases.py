"""Reads for the page of one case study: its timeline with the time that passed between, and its blocks."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from quintain.catalog import pack_store
from quintain.catalog.lesson import BlockView, Heading, block_views, headings_of
from quintain.catalog.queries import CaseLink, TopicLink, case_links, find_topic, topic_links
from quintain.packs.constraints import CheckedOn
from quintain.packs.model.case import Case, Moment, Turn
from quintain.packs.model.source import Source
from quintain.web.markdown import render_inline

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
DAYS_OF_A_MONTH = 30.44
DAYS_OF_A_YEAR = 365.25
# How far two moments are apart on the page: one step for each factor of about sixty.
SPANS = (HOUR, DAY, timedelta(days=60), timedelta(days=700))


@dataclass(frozen=True, slots=True)
class MomentView:
    """One row of the timeline.

    ``day`` is empty where it is that of the row above; ``gap`` says how long after that row this one is, and ``span``,
    from 0 to 4, how wide apart to draw them.
    """

    iso: str
    day: str
    time: str
    what: SafeString
    kind: Turn
    gap: str
    span: int


@dataclass(frozen=True, slots=True)
class CasePage:
    """The page of a case study."""

    title: str
    summary: SafeString
    date: str
    minutes: int
    moments: tuple[MomentView, ...]
    blocks: tuple[BlockView, ...]
    headings: tuple[Heading, ...]
    sources: tuple[Source, ...]
    topics: tuple[TopicLink, ...]
    cases: tuple[CaseLink, ...]
    as_of: CheckedOn | None = None


def case_page(slug: str) -> CasePage | None:
    """Return the page of a case study, or None if there is none that learners may see."""
    case = next((case for case in pack_store.cases() if case.slug == slug), None)
    if case is None:
        return None
    return CasePage(
        title=case.title,
        summary=render_inline(case.summary),
        date=f"{case.date.day} {case.date:%B %Y}",
        minutes=case.minutes,
        moments=_moments(case),
        blocks=block_views(case.blocks, source_titles=case.source_titles),
        headings=headings_of(case.blocks, source_titles=case.source_titles),
        sources=case.sources,
        topics=topic_links(place[1] for topic in case.topics if (place := find_topic(topic))),
        cases=case_links(here=case),
        as_of=case.as_of,
    )


def _moments(case: Case) -> tuple[MomentView, ...]:
    before: tuple[Moment | None, ...] = (None, *case.timeline)
    return tuple(_moment(moment, earlier) for moment, earlier in zip(case.timeline, before, strict=False))


def _moment(moment: Moment, earlier: Moment | None) -> MomentView:
    passed = _passed(earlier, moment) if earlier else None
    day = _day(moment)
    return MomentView(
        iso=moment.at.isoformat(),
        day="" if earlier and _day(earlier) == day else day,
        time=_time(moment.at) if isinstance(moment.at, datetime) else "",
        what=render_inline(moment.what),
        kind=moment.kind,
        gap=_in_words(passed) if passed else "",
        span=sum(passed >= span for span in SPANS) if passed else 0,
    )


def _day(moment: Moment) -> str:
    return f"{moment.at.day} {moment.at:%B %Y}"


def _time(at: datetime) -> str:
    offset = at.utcoffset()
    return f"{at:%H:%M} UTC" if not offset else f"{at:%H:%M} {at:%:z}"


def _passed(earlier: Moment, later: Moment) -> timedelta:
    """Return the time between two moments, in whole days where one of them has no time of the day."""
    if isinstance(earlier.at, datetime) and isinstance(later.at, datetime):
        return later.at - earlier.at
    return timedelta(days=later.at.toordinal() - earlier.at.toordinal())


def _in_words(passed: timedelta) -> str:
    days = passed.days
    if passed < HOUR:
        minutes = passed.seconds // 60
        return ngettext("%(count)d minute later", "%(count)d minutes later", minutes) % {"count": minutes}
    if passed < DAY:
        hours = passed.seconds // 3600
        return ngettext("%(count)d hour later", "%(count)d hours later", hours) % {"count": hours}
    if days < 2 * DAYS_OF_A_MONTH:
        return ngettext("%(count)d day later", "%(count)d days later", days) % {"count": days}
    if days < 2 * DAYS_OF_A_YEAR:
        months = round(days / DAYS_OF_A_MONTH)
        return ngettext("%(count)d month later", "%(count)d months later", months) % {"count": months}
    years = round(days / DAYS_OF_A_YEAR)
    return ngettext("%(count)d year later", "%(count)d years later", years) % {"count": years}
