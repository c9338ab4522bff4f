"""A learner's progress in each lab, as the catalog asks for it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from functools import cache
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from quintain.accounts.models import User
from quintain.attempts.models import File, HintUse, Kind, Marking, Submission, Workspace
from quintain.attempts.sentences import say_verdict
from quintain.catalog.progress import Dot, LabState, LastTry, Phase
from quintain.judge.verdict import Outcome, Result
from quintain.packs.model.lab import Lab

ANY_USER: Final = UUID(int=1)
ANY_LAB: Final = UUID(int=2)


@dataclass(frozen=True, slots=True)
class LastAttempt:
    """What the state of a lab tells of its last counted verdict; ``number`` counts from 1."""

    number: int
    result: str
    sentence: str
    attacks: int
    attacks_stopped: int
    finished_at: datetime | None


class Progress:
    """The catalog's progress reader."""

    def states(self, user: User, labs: Iterable[Lab]) -> Mapping[UUID, LabState]:
        """Return the state of each lab in one query, however many labs there are."""
        labs = tuple(labs)
        spaces = _workspaces(user, labs)
        return {lab.uuid: _state_in(spaces, lab) for lab in labs}

    def last_try(self, user: User, lab: Lab) -> LastTry | None:
        """Return the last counted verdict's figure, and where in the learner's code an attack came through."""
        submission = (
            Submission.objects.filter(workspace__user=user, workspace__lab=lab.uuid, number__isnull=False)
            .exclude(result="")
            .order_by("-number")
            .first()
        )
        if submission is None:
            return None
        dots = tuple(
            Dot(check["kind"], check["number"], check["outcome"], check["title"]) for check in submission.checks
        )
        file, line = _place(submission)
        sentence = say_verdict(submission.result, submission.sentence, submission.checks)
        return LastTry(dots, file, line, submission.files.get(file, ""), sentence)


def workspace_and_state(user: User, lab: Lab) -> tuple[Workspace | None, LabState]:
    """Return the learner's place in a lab, if there is one, and how far the learner is there."""
    spaces = _workspaces(user, [lab])
    return spaces.get(lab.uuid), _state_in(spaces, lab)


def _state_in(spaces: Mapping[UUID, Workspace], lab: Lab) -> LabState:
    space = spaces.get(lab.uuid)
    return state_of(lab, space, _last_attempt(space) if space else None)


def _workspaces(user: User, labs: Iterable[Lab]) -> dict[UUID, Workspace]:
    """Return the learner's places in labs by the labs' UUIDs."""
    wanted = {lab.uuid for lab in labs}
    only = next(iter(wanted)) if len(wanted) == 1 else None
    statement, given = _statement(is_of_one_lab=only is not None)
    asked: dict[object, UUID | None] = {ANY_USER: user.pk, ANY_LAB: only}
    spaces = Workspace.objects.raw(statement, [_as_kept(asked[each]) if each in asked else each for each in given])
    return {space.lab: space for space in spaces if space.lab in wanted}


@cache
def _statement(*, is_of_one_lab: bool) -> tuple[str, tuple[object, ...]]:
    """Return the SQL of a learner's places and its parameters, with ``ANY_USER`` and ``ANY_LAB`` for two of them.

    Every page of a lab asks it, and to put it together takes Django three times as long as the database needs.
    """
    rows = Workspace.objects.filter(user=ANY_USER)
    rows = begun(rows.filter(lab=ANY_LAB) if is_of_one_lab else rows).annotate(last_attempt=_last_attempts())
    statement, given = rows.query.sql_with_params()
    marks = {_as_kept(mark): mark for mark in (ANY_USER, ANY_LAB)}
    return statement, tuple(marks.get(each, each) for each in given)


def _as_kept(uuid: UUID | None) -> object:
    """Return a UUID as the database keeps it."""
    return Workspace._meta.get_field("lab").get_db_prep_value(uuid, connection)  # noqa: SLF001  as Django documents it


def begun(spaces: QuerySet[Workspace]) -> QuerySet[Workspace]:
    """Return workspaces with what `state_of` reads of them: which phases are begun, and whether any is.

    A place is only checked if nothing was done there but to try the browser before a class.
    """
    here = OuterRef("pk")
    return spaces.annotate(
        only_checked=_only_checked(),
        files_changed=Exists(File.objects.filter(workspace=here)),
        markings_made=Exists(Marking.objects.filter(workspace=here)),
        exploit_written=F("exploit__saved_at"),
        runs=Exists(Submission.objects.filter(workspace=here, kind=Kind.EXPLOIT)),
        verdicts=Exists(Submission.objects.filter(workspace=here, kind=Kind.VERDICT)),
    )


def worked_in(spaces: QuerySet[Workspace]) -> QuerySet[Workspace]:
    """Return workspaces without those where only the browser was tried."""
    return spaces.annotate(only_checked=_only_checked()).filter(only_checked=False)


def _only_checked() -> Q:
    here = OuterRef("pk")
    submissions = Submission.objects.filter(workspace=here)
    return (
        Q(Exists(submissions.filter(is_check=True)))
        & ~Exists(submissions.filter(is_check=False))
        & ~Exists(Marking.objects.filter(workspace=here))
        & ~Exists(HintUse.objects.filter(workspace=here))
        & Q(revision=0, exploit__saved_at=None, break_skipped_at=None)
    )


def _last_attempts() -> Subquery:
    """Return the last counted and finished attempt of a workspace as one JSON object, so that it costs no query."""
    counted = Submission.objects.filter(workspace=OuterRef("pk"), number__isnull=False).exclude(result="")
    facts = JSONObject(**{field.name: field.name for field in fields(LastAttempt)})
    return Subquery(counted.order_by("-number").values(fact=facts)[:1])


def _last_attempt(space: Workspace) -> LastAttempt | None:
    """Return what `_last_attempts` found; SQLite writes a time without its zone, which is UTC."""
    written = vars(space)["last_attempt"]
    if written is None:
        return None
    facts = json.loads(written)
    if facts["finished_at"] is not None:
        finished_at = datetime.fromisoformat(facts["finished_at"])
        facts["finished_at"] = finished_at.replace(tzinfo=finished_at.tzinfo or UTC)
    return LastAttempt(**facts)


def state_of(lab: Lab, space: Workspace | None, attempt: LastAttempt | Submission | None) -> LabState:
    """Return the state of a lab from a workspace out of `begun`, and its last counted attempt."""
    if space is None or getattr(space, "only_checked", False):
        find, break_, fix = (Phase.TODO if has else None for has in (lab.find, lab.break_, lab.is_fixed))
        return LabState(find=find, break_=break_, fix=fix)
    return LabState(
        find=_find_phase(lab, space),
        break_=_break_phase(lab, space),
        fix=_fix_phase(lab, space, attempt),
        result=attempt.result if attempt else None,
        sentence=attempt.sentence if attempt else "",
        attacks_stopped=attempt.attacks_stopped if attempt else 0,
        attacks=attempt.attacks if attempt else 0,
        tries=attempt.number or 0 if attempt else 0,
        touched_at=space.touched_at,
        tried_at=attempt.finished_at if attempt else None,
        proven_at=space.proven_at,
        seen_at=space.solution_seen_at,
        proof_lost_at=space.proof_lost_at,
    )


def _find_phase(lab: Lab, space: Workspace) -> Phase | None:
    if lab.find is None:
        return None
    if space.found_at:
        return Phase.DONE
    return Phase.WORK if getattr(space, "markings_made", 0) else Phase.TODO


def _break_phase(lab: Lab, space: Workspace) -> Phase | None:
    if lab.break_ is None:
        return None
    if space.broken_at:
        return Phase.DONE
    if space.break_skipped_at:
        return Phase.SKIPPED
    return Phase.WORK if getattr(space, "exploit_written", None) or getattr(space, "runs", 0) else Phase.TODO


def _fix_phase(lab: Lab, space: Workspace, attempt: LastAttempt | Submission | None) -> Phase | None:
    if not lab.is_fixed:
        return None
    if space.proven_at:
        return Phase.DONE
    if space.solution_seen_at:
        return Phase.SEEN
    if attempt:
        return {Result.STILL_OPEN: Phase.OPEN, Result.BROKEN: Phase.BROKEN}.get(Result(attempt.result), Phase.WORK)
    return Phase.WORK if getattr(space, "files_changed", 0) or getattr(space, "verdicts", 0) else Phase.TODO


def _place(submission: Submission) -> tuple[str, int]:
    for check in submission.checks:
        if check["outcome"] == Outcome.LANDED:
            for step in check["steps"]:
                if step["file"] in submission.files and step["line"]:
                    return step["file"], step["line"]
    return "", 0
