"""Writes about searches behind verdicts. What a search finds changes the verdict, and says so."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext

from quintain.attempts.models import Kind, Search, SearchState, State, Submission, Workspace
from quintain.attempts.solutions.shown import is_shown_solution
from quintain.attempts.submissions.stored import plain, to_json
from quintain.judge.verdict import Check, Difference, Fault, Finding, Outcome, Result, SearchResult, Step, StepKind
from quintain.judge.verdict import Kind as CheckKind
from quintain.packs.model.lab import Lab

CLAIM: Final = timedelta(minutes=15)
"""After this, the process that had a search is taken for dead, and another one goes on with it."""
CLOCK_SHARE: Final = 10
"""A search ends at the latest when ten times its budget has passed by the clock while it was at work."""
CHECK_ID: Final = "search"


def begin_search(submission: Submission, lab: Lab | None) -> None:
    """Have a fix searched that was just proven, if its lab has a model and the operator gives time to it."""
    if lab is None or not lab.has_model or not settings.SEARCH_SECONDS or submission.is_check:
        return
    Search.objects.get_or_create(submission=submission, defaults={"budget_seconds": settings.SEARCH_SECONDS})


def has_search() -> bool:
    """Tell whether there is a search that this process could take."""
    return _due().exists()


def free_claims() -> None:
    """Let the searches go on that this process's predecessor had, when nobody else uses the database."""
    Search.objects.filter(state=SearchState.WAITING).update(claim=None, claimed_at=None)


@transaction.atomic
def claim() -> Search | None:
    """Take the search of the learner for whom least was searched so far; None if there is none to do."""
    rows = _due().order_by("used_seconds", "asked_at", "pk")
    search = rows.select_for_update(skip_locked=True, of=("self",)).first()
    if search is None:
        return None
    search.claim = uuid4()
    Search.objects.filter(pk=search.pk).update(claim=search.claim, claimed_at=Now())
    return search


@transaction.atomic
def keep(search: Search, result: SearchResult) -> Search | None:
    """Store what a slice of a search has done; None, and nothing is stored, if another process has the search."""
    row = _held(search)
    if row is None:
        return None
    row.seed, row.rounds, row.claim, row.claimed_at = result.seed, result.rounds, None, None
    row.sequences += result.sequences
    row.calls += result.calls
    row.unclear += result.unclear
    row.used_seconds += max(result.cpu_seconds, result.wall_seconds / CLOCK_SHARE)
    if result.fault is not None:
        _end(row, SearchState.ENDED, result.fault)
    elif result.finding is not None:
        _strike(row.submission, result.finding)
        _end(row, SearchState.FOUND)
    elif row.used_seconds >= row.budget_seconds:
        Submission.objects.filter(pk=row.submission_id).update(events=F("events") + 1)
        _end(row, SearchState.HELD)
    row.save()
    return row


@transaction.atomic
def give_up(search: Search, fault: Fault) -> None:
    """End a search that cannot go on, for a reason that is not the learner's."""
    row = _held(search)
    if row is not None:
        _end(row, SearchState.ENDED, fault)
        row.save()


def _due() -> QuerySet[Search]:
    return Search.objects.filter(Q(claim=None) | Q(claimed_at__lt=Now() - CLAIM), state=SearchState.WAITING)


def _held(search: Search) -> Search | None:
    rows = Search.objects.filter(pk=search.pk, state=SearchState.WAITING, claim=search.claim)
    return rows.select_for_update(of=("self",)).select_related("submission__workspace").first()


def _end(row: Search, state: SearchState, fault: Fault | None = None) -> None:
    row.state, row.ended_at, row.claim, row.claimed_at = state, timezone.now(), None, None
    row.fault = to_json(fault) if fault else None


def _strike(submission: Submission, finding: Finding) -> None:
    """Let the verdict say what was found; the lab is proven no longer if no other attempt proves it."""
    checks = [*submission.checks, to_json(_check_of(finding, submission))]
    submission.result, submission.sentence = finding.result, plain(finding.sentence)
    submission.checks, submission.events = checks, submission.events + 1
    if finding.difference is Difference.GIVES:
        submission.attacks += 1
    submission.save(update_fields=["result", "sentence", "checks", "events", "attacks"])
    workspace = Workspace.objects.select_for_update().get(pk=submission.workspace_id)
    workspace.proven_at = _proven_at(workspace)
    if workspace.proven_at is None:
        workspace.proof_lost_at = timezone.now()
    workspace.save(update_fields=["proven_at", "proof_lost_at", "touched_at"])


def _proven_at(workspace: Workspace) -> datetime | None:
    proofs = workspace.submissions.filter(kind=Kind.VERDICT, state=State.FINISHED, result=Result.PROVEN)
    own = (each for each in proofs.select_related("workspace").order_by("sequence") if not is_shown_solution(each))
    first = next(own, None)
    return first.finished_at if first else None


def _check_of(finding: Finding, submission: Submission) -> Check:
    """Return the check by which pages show what was found, with the sequence as its evidence."""
    is_attack = finding.difference is Difference.GIVES
    steps = [
        step
        for number, each in enumerate(finding.steps, start=1)
        for step in (
            Step(StepKind.SENT, gettext("Call %(number)s") % {"number": number}, plain(each.words)),
            Step(StepKind.CAME_BACK, gettext("What your fix answered"), plain(each.answer)),
        )
    ]
    steps.append(Step(StepKind.CAME_BACK, gettext("What every sound fix answers there"), plain(finding.expected)))
    number = 1 + sum(check.get("kind") == CheckKind.ATTACK for check in submission.checks)
    check = Check(CHECK_ID, CheckKind.TEST, 0, gettext("Found by the search behind the verdict"), Outcome.FAILED)
    if is_attack:
        check = replace(check, kind=CheckKind.ATTACK, number=number, outcome=Outcome.LANDED)
    return replace(check, sentence=plain(finding.sentence), steps=tuple(steps))
