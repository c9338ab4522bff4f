"""What an operator sees of the judge's jobs, where they are in the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from quintain.accounts.models import User
from quintain.accounts.permissions import require
from quintain.attempts.permissions import SEE_JOBS
from quintain.attempts.submissions.queue import DeadJob, shared_queue


@dataclass(frozen=True, slots=True)
class Line:
    """A job that was given up, as it is shown: when, what it was, whose, and how often it was begun."""

    number: int
    at: datetime | None
    work: str
    person: User | None
    attempts: int


@require_safe
@cache_control(no_store=True)
def judge_jobs(request: HttpRequest) -> HttpResponse:
    """Show how many jobs wait and run, how many judges live, and which jobs were given up."""
    require(request, SEE_JOBS)
    queue = shared_queue()
    overview = queue.overview() if queue else None
    facts = {"overview": overview, "lines": _lines(overview.dead) if overview else ()}
    return render(request, "attempts/jobs.html", facts)


def link(request: HttpRequest, keys: Sequence[str]) -> dict[str, SafeString]:
    """Draw a link to the page where an operator finds the others; nothing where this server judges by itself."""
    if shared_queue() is None:
        return {}
    return {key: render_to_string("attempts/jobs.html#link", {}, request) for key in keys}


def _lines(dead: Sequence[DeadJob]) -> tuple[Line, ...]:
    numbers = {job.user: pk for job in dead if (pk := _uuid(job.user))}
    people = User.objects.in_bulk(set(numbers.values()))
    return tuple(
        Line(job.number, job.ended_at, _work(job.task), people.get(numbers.get(job.user)), job.attempts) for job in dead
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _work(task: str) -> str:
    """Name what a task does; one of another version of Quintain by its dotted name."""
    names = {
        "judge_submission": gettext("Submission"),
        "demonstrate_lab": gettext("Attacks on the original code"),
        "play_round": gettext("Round of an arena"),
        "rejudge_attempts": gettext("Attempts judged again"),
    }
    return names.get(task.rpartition(".")[2], task)
