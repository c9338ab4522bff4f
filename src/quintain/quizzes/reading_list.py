"""A reader's own list at the end of the course: which topics to read again, why, and where to read on."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from quintain.accounts.models import User
from quintain.accounts.permissions import is_closed, require
from quintain.catalog import pack_store
from quintain.catalog.permissions import READ_COURSE
from quintain.catalog.progress import LabState
from quintain.catalog.sequence import Stop, record_of, stops
from quintain.packs.model.lab import Lab
from quintain.packs.model.lesson import ListReading
from quintain.packs.model.source import Source
from quintain.quizzes.models import Answer

MANY_TRIES = 4
"""From so many verdicts on, a lab counts as one that was hard."""


@dataclass(frozen=True, slots=True)
class TopicToRead:
    """A topic, why it is on the list, and the sources of its lesson that the list asks for."""

    title: str
    url: str
    reasons: tuple[str, ...]
    sources: tuple[Source, ...]


def draw(request: HttpRequest, lists: Iterable[ListReading]) -> Mapping[ListReading, SafeString]:
    """Draw reading lists for the page of a lesson."""
    topics = topics_to_read(require(request, READ_COURSE))
    return {
        wanted: render_to_string(
            "quizzes/reading_list.html", {"topics": tuple(_with_sources(topics, wanted.hosts))}, request
        )
        for wanted in lists
    }


def topics_to_read(user: User) -> tuple[TopicToRead, ...]:
    """Return the topics in which ``user`` answered wrong, or whose labs were hard or are not proven, in their order."""
    states = record_of(user).labs
    wrong = _wrong_answers(user)
    return tuple(
        TopicToRead(lesson.title, reverse("topic", args=[stop.unit.id]), reasons, lesson.sources)
        for stop in stops()
        if (lesson := pack_store.lesson_of(stop.unit)) and not is_closed(user, stop.module.id)
        if (reasons := tuple(_reasons(stop, states, sum(wrong[each.uuid] for each in lesson.questions))))
    )


def _wrong_answers(user: User) -> Counter[UUID]:
    """Count the questions whose last answer is wrong."""
    last: dict[UUID, bool] = {}
    for question, right in Answer.objects.filter(user=user).values_list("question", "right"):
        last.setdefault(question, right)
    return Counter(question for question, right in last.items() if not right)


def _reasons(stop: Stop, states: Mapping[UUID, LabState], wrong: int) -> Iterator[str]:
    if wrong:
        yield ngettext("%(count)s question answered wrong", "%(count)s questions answered wrong", wrong) % {
            "count": wrong
        }
    for lab in stop.labs:
        if lab.uuid in states and (reason := _reason(lab, states[lab.uuid])):
            yield reason


def _reason(lab: Lab, state: LabState) -> str:
    if state.word == "seen":
        return gettext("a solution of lab %(code)s seen, and your own fix not proven") % {"code": lab.code}
    if state.word not in {"todo", "proven"}:
        return gettext("lab %(code)s begun and not proven") % {"code": lab.code}
    if state.proven_at and state.tries >= MANY_TRIES:
        return gettext("lab %(code)s proven at attempt %(count)s") % {"code": lab.code, "count": state.tries}
    return ""


def _with_sources(topics: Iterable[TopicToRead], hosts: tuple[str, ...]) -> Iterator[TopicToRead]:
    """Keep of each topic the sources at these hosts, or all; a topic without any is left out where hosts are named."""
    for topic in topics:
        sources = tuple(each for each in topic.sources if not hosts or _is_at(each.url, hosts))
        if sources or not hosts:
            yield TopicToRead(topic.title, topic.url, topic.reasons, sources)


def _is_at(url: str, hosts: tuple[str, ...]) -> bool:
    host = urlsplit(url).hostname or ""
    return any(host == each or host.endswith(f".{each}") for each in hosts)
