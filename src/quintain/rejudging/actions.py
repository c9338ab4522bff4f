"""Writes about runs. None of them changes an attempt, its verdict, or who has proven what."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max, Q
from django.http import HttpRequest
from django.utils import timezone

from quintain.accounts.audit import Action, record
from quintain.accounts.models import User
from quintain.accounts.permissions import require_person
from quintain.attempts.models import Submission
from quintain.attempts.submissions import leases
from quintain.attempts.submissions.queue import shared_queue
from quintain.attempts.submissions.stored import Json, count_attacks, plain, to_json
from quintain.catalog.pack_store import current_pack
from quintain.cohorts.models import Class
from quintain.judge.verdict import Check, Fault, Kind, Outcome, Result, Verdict
from quintain.packs.model.lab import Lab
from quintain.rejudging import queries
from quintain.rejudging.errors import AlreadyJudging, CannotGoOn, CannotStop, NothingToJudge
from quintain.rejudging.models import UNDER_WAY, Item, Reason, Run, State
from quintain.rejudging.permissions import REJUDGE_CLASS, REJUDGE_SERVER

AGAINST: Final = (Outcome.LANDED, Outcome.FAILED)


def ask(
    labs: Sequence[Lab],
    a_class: Class | None,
    *,
    is_of_all: bool,
    by: User | None,
    request: HttpRequest | None = None,
) -> list[Run]:
    """Store runs that wait, one for each lab: for all of them, or for none.

    Raises:
        NothingToJudge: There is no lab, or nobody has an attempt at one of them.
        AlreadyJudging: A run for one of them is under way.

    """
    _require(by, a_class)
    if not labs:
        raise NothingToJudge
    try:
        with transaction.atomic():
            runs = [_ask_one(lab, a_class, is_of_all=is_of_all, by=by) for lab in labs]
            for run, lab in zip(runs, labs, strict=True):
                facts: dict[str, str | int] = {"lab": lab.slug, "attempts": run.total}
                record(Action.REJUDGE, actor=by, request=request, in_class=run.in_class_id, about=None, **facts)
    except IntegrityError as twin:
        raise AlreadyJudging from twin
    return runs


def _ask_one(lab: Lab, a_class: Class | None, *, is_of_all: bool, by: User | None) -> Run:
    found = queries.attempts(lab.uuid, a_class, is_of_all=is_of_all)
    total, last = found.count(), found.order_by().aggregate(last=Max("sequence"))["last"]
    if not total:
        raise NothingToJudge
    return Run.objects.create(
        in_class=a_class, lab=lab.uuid, is_of_all=is_of_all, asked_by=by, total=total, last_sequence=last
    )


def stop(run: Run, *, by: User | None, request: HttpRequest | None = None) -> None:
    """Let a run end with the attempt that is being judged; it can go on later.

    Raises:
        CannotStop: It is not under way.

    """
    _require(by, run.in_class)
    with transaction.atomic():
        if not Run.objects.filter(pk=run.pk, state__in=UNDER_WAY).update(state=State.STOPPED, ended_at=timezone.now()):
            raise CannotStop
        record(Action.STOP_REJUDGING, actor=by, request=request, in_class=run.in_class_id, run=str(run.pk))


def let_go_on(run: Run, *, by: User | None, request: HttpRequest | None = None) -> None:
    """Let a stopped run wait again; what it has judged stays.

    Raises:
        CannotGoOn: It was not stopped.
        AlreadyJudging: Another run for its lab is under way.

    """
    _require(by, run.in_class)
    try:
        with transaction.atomic():
            stopped = Run.objects.filter(pk=run.pk, state=State.STOPPED)
            if not stopped.update(state=State.WAITING, ended_at=None, server=None):
                raise CannotGoOn
            record(Action.RESUME_REJUDGING, actor=by, request=request, in_class=run.in_class_id, run=str(run.pk))
    except IntegrityError as twin:
        raise AlreadyJudging from twin


@transaction.atomic
def claim(run_id: UUID, lab: Lab | None) -> Run | None:
    """Take a run to this process; None if it is not under way, another server has it, or its lab is another one now."""
    mine = Q(server=leases.THIS_SERVER) | Q(server=None)
    rows = Run.objects.filter(pk=run_id, state__in=UNDER_WAY)
    rows = rows if shared_queue() is not None else rows.filter(mine)
    run = rows.select_for_update().first()
    if run is None:
        return None
    if lab is None or run.lab_digest not in {"", lab.digest}:
        _end(run, State.ENDED, Reason.LAB_GONE if lab is None else Reason.LAB_CHANGED)
        return None
    run.server, run.state = leases.THIS_SERVER, State.RUNNING
    run.begun_at = run.begun_at or timezone.now()
    run.lab_digest, run.pack_digest = lab.digest, run.pack_digest or current_pack().digest
    run.save(update_fields=["server", "state", "begun_at", "lab_digest", "pack_digest"])
    return run


def next_attempt(run: Run) -> Submission | None:
    """Return what is to be judged next; if there is nothing any more, end the run."""
    left = queries.attempts(run.lab, run.in_class, is_of_all=run.is_of_all)
    found = left.filter(sequence__gt=run.done_sequence, sequence__lte=run.last_sequence).first()
    if found is None:
        with transaction.atomic():
            if _hold(run):
                _end(run, State.FINISHED)
    return found


@transaction.atomic
def keep(run: Run, submission: Submission, outcome: Verdict | Fault) -> bool:
    """Store what the judge says now; False, and nothing is stored, if the run was stopped or is another server's."""
    if not _hold(run):
        return False
    run.done_sequence = submission.sequence
    run.save(update_fields=["done_sequence"])
    if Submission.objects.select_for_update(no_key=True, of=("self",)).filter(pk=submission.pk).first() is not None:
        Item.objects.update_or_create(run=run, submission=submission, defaults=_facts(submission, outcome))
    return True


def give_back(run: Run) -> None:
    """Let a run of this server wait until a judge takes it again, after a fault of the queue."""
    mine = Run.objects.filter(pk=run.pk, state__in=UNDER_WAY, server=leases.THIS_SERVER)
    mine.update(state=State.WAITING, server=None)


@transaction.atomic
def give_up(run_id: UUID) -> None:
    """End a run that cannot go on, for a reason of ours."""
    run = Run.objects.select_for_update().filter(pk=run_id, state__in=UNDER_WAY).first()
    if run is not None:
        _end(run, State.ENDED, Reason.JUDGE_FAILED)


@transaction.atomic
def take_over(*, is_starting: bool = True, is_alone: bool | None = None) -> list[UUID]:
    """Take over the runs that a stopped server left; return them, oldest first, to be queued."""
    under_way = Run.objects.filter(state__in=UNDER_WAY).order_by("asked_at")
    runs = leases.lock_left(under_way, is_starting=is_starting, is_alone=is_alone)
    Run.objects.filter(pk__in=[run.pk for run in runs]).update(server=leases.THIS_SERVER)
    return [run.pk for run in runs]


@transaction.atomic
def take_waiting() -> list[UUID]:
    """Take the runs that nobody has, oldest first, to be queued."""
    waiting = Run.objects.filter(state=State.WAITING, server=None).order_by("asked_at")
    runs = [run.pk for run in waiting.select_for_update(skip_locked=True)]
    Run.objects.filter(pk__in=runs).update(server=leases.THIS_SERVER)
    return runs


def _require(person: User | None, a_class: Class | None) -> None:
    if a_class is None:
        require_person(person, REJUDGE_SERVER)
    else:
        require_person(person, REJUDGE_CLASS, a_class)


def _hold(run: Run) -> bool:
    """Tell whether a run is still this server's, and keep it so until this transaction ends."""
    mine = Run.objects.filter(pk=run.pk, state=State.RUNNING, server=leases.THIS_SERVER)
    return mine.select_for_update().values_list("pk").first() is not None


def _end(run: Run, state: State, reason: Reason = Reason.NONE) -> None:
    run.state, run.reason, run.ended_at = state, reason, timezone.now()
    run.save(update_fields=["state", "reason", "ended_at"])


def _facts(submission: Submission, outcome: Verdict | Fault) -> dict[str, object]:
    if isinstance(outcome, Fault):
        return {"result": Result.ERROR, "sentence": plain(outcome.message), "fault": to_json(outcome)}
    attacks, stopped = count_attacks(outcome.checks)
    return {
        "result": outcome.result,
        "sentence": plain(outcome.sentence),
        "attacks": attacks,
        "attacks_stopped": stopped,
        "differences": _differences(submission.checks, outcome.checks),
        "fault": to_json(outcome.fault) if outcome.fault else None,
        "seed": outcome.seed,
        "wall_seconds": outcome.wall_seconds,
    }


def _differences(before: Sequence[Json], now: Sequence[Check]) -> list[Json]:
    """Return the checks with another outcome, first those that speak against the attempt now.

    One that is new was nothing before, one that has gone is nothing now.
    """
    old = {str(check["id"]): check for check in before if check.get("kind") != Kind.START}
    new = {check.id: check for check in now if check.kind is not Kind.START}
    pairs = [(name, old.get(name), new.get(name)) for name in [*new, *(name for name in old if name not in new)]]
    found: list[Json] = [
        {
            "id": name,
            "title": check.title if check else str(was.get("title", "")) if was else "",
            "before": str(was.get("outcome", "")) if was else "",
            "now": str(check.outcome) if check else "",
        }
        for name, was, check in pairs
    ]
    differing = (each for each in found if each["before"] != each["now"])
    return sorted(differing, key=lambda each: each["now"] not in AGAINST)
