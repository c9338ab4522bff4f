"""What several people do in their labs, for those who teach them: in as many queries for twelve people as for one."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from quintain.attempts.models import (
    UNDER_WAY,
    FoundSpot,
    HintUse,
    Kind,
    Marking,
    SearchState,
    Submission,
    Workspace,
)
from quintain.attempts.progress.learner_progress import begun, state_of, worked_in
from quintain.catalog.pack_store import current_pack, shown_labs
from quintain.catalog.progress import LabState
from quintain.judge.verdict import Result
from quintain.packs.model.lab import Lab
from quintain.web import course_words

MOST_TRIES = 30
LONGEST_PHASE: Final = timedelta(minutes=60)
"""A phase that is left open overnight is no work of a night: more than this is not counted."""
NO_COLUMNS = ("checks", "files", "exploit", "assault", "fault")


@dataclass(frozen=True, slots=True)
class Try:
    """A counted verdict."""

    result: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Span:
    """The time in one phase: find, break or fix; without an end, it goes on."""

    phase: str
    start: datetime
    end: datetime | None


@dataclass(frozen=True, slots=True)
class LastFiles:
    """The files of a person's last verdict in a lab that is not proven, and how many attacks succeeded."""

    person: UUID
    lab: UUID
    files: Mapping[str, str]
    landed: int


@dataclass(frozen=True, slots=True)
class Work:
    """One person's work in one lab.

    ``phase`` is find, break, fix, seen or proven, and ``since`` when it began. ``tries`` are the last counted verdicts,
    the oldest first. ``progress_at`` is the last step forward: a phase begun, a flaw found, or a verdict in which more
    attacks were stopped than ever before. ``recognised`` is the title of the known fix that the last verdict named.
    """

    lab: Lab
    state: LabState
    phase: str
    since: datetime
    spans: tuple[Span, ...]
    tries: tuple[Try, ...]
    progress_at: datetime
    recognised: str
    hints: int
    found: int
    is_judged_now: bool


@dataclass(frozen=True, slots=True)
class Proven:
    """When somebody began a lab, and proved it."""

    begun_at: datetime
    proven_at: datetime


def proven_labs(people: Collection[UUID]) -> Mapping[UUID, Mapping[UUID, Proven]]:
    """Return which labs people have proven, by the person and the lab; in one query."""
    spaces = Workspace.objects.filter(user__in=people, proven_at__isnull=False)
    proven: defaultdict[UUID, dict[UUID, Proven]] = defaultdict(dict)
    for person, lab, begun_at, proven_at in spaces.values_list("user", "lab", "created_at", "proven_at"):
        if proven_at is not None:
            proven[person][lab] = Proven(begun_at, proven_at)
    return proven


def labs_in_search(people: Collection[UUID]) -> Mapping[UUID, frozenset[UUID]]:
    """Return the labs, by the person, behind whose every proof a search still goes on; in one query."""
    proofs = Submission.objects.filter(workspace=OuterRef("pk"), kind=Kind.VERDICT, result=Result.PROVEN)
    in_search = Q(search__state=SearchState.WAITING)
    spaces = Workspace.objects.filter(user__in=people, proven_at__isnull=False).filter(
        Exists(proofs.filter(in_search)), ~Exists(proofs.exclude(in_search))
    )
    labs: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for person, lab in spaces.values_list("user", "lab"):
        labs[person].add(lab)
    return {person: frozenset(found) for person, found in labs.items()}


def latest_work(people: Collection[UUID]) -> Mapping[UUID, Work]:
    """Return what each person did last, by the person: the lab in which they changed something last."""
    labs = {lab.uuid: lab for lab in shown_labs()}
    touched = worked_in(Workspace.objects.filter(user__in=people, lab__in=labs)).order_by("touched_at", "pk")
    latest = dict(touched.values_list("user_id", "pk"))  # the last of each person stays
    return {space.user_id: work for space, work in _works(Workspace.objects.filter(pk__in=latest.values()), labs)}


def all_work(people: Collection[UUID]) -> Mapping[UUID, tuple[Work, ...]]:
    """Return what each person did in each lab of the course, by the person, in the order of the course."""
    labs = {lab.uuid: lab for lab in current_pack().labs.values()}
    order = {uuid: place for place, uuid in enumerate(labs)}
    works_by_person: defaultdict[UUID, list[Work]] = defaultdict(list)
    for space, work in _works(Workspace.objects.filter(user__in=people, lab__in=labs), labs):
        works_by_person[space.user_id].append(work)
    return {
        person: tuple(sorted(works, key=lambda work: order[work.lab.uuid])) for person, works in works_by_person.items()
    }


def last_open_files(people: Collection[UUID], labs: Collection[UUID]) -> tuple[LastFiles, ...]:
    """Return what people have handed in last, in those of the labs that they have not proven; in one query."""
    place = Window(RowNumber(), partition_by=F("workspace"), order_by=F("sequence").desc())
    last = (
        Submission.objects.filter(workspace__user__in=people, workspace__lab__in=labs, number__isnull=False)
        .filter(workspace__proven_at=None)
        .exclude(result="")
        .annotate(place=place)
        .filter(place=1)
        .order_by("sequence")
        .values_list("workspace__user", "workspace__lab", "files", "attacks", "attacks_stopped")
    )
    return tuple(LastFiles(person, lab, files, attacks - stopped) for person, lab, files, attacks, stopped in last)


def minutes_of(work: Work) -> int:
    """Return the minutes of a person's work in a lab; no phase counts more than an hour."""
    now = timezone.now()
    spans = ((span.end or work.state.proven_at or now) - span.start for span in work.spans)
    total = sum((min(max(each, timedelta()), LONGEST_PHASE) for each in spans), timedelta())
    return round(total.total_seconds() / 60)


def _works(spaces: QuerySet[Workspace], labs: Mapping[UUID, Lab]) -> Iterable[tuple[Workspace, Work]]:
    worked = list(_with_facts(begun(worked_in(spaces))))
    tries = _last_tries(worked)
    for space in worked:
        lab, attempts = labs[space.lab], tries.get(space.pk, [])
        yield space, _work(space, lab, state_of(lab, space, attempts[-1] if attempts else None), attempts)


def _with_facts(spaces: QuerySet[Workspace]) -> QuerySet[Workspace]:
    """Add what is counted beside the states; each is a subquery, for joins would multiply the rows."""
    here = OuterRef("pk")
    hints = HintUse.objects.filter(workspace=here).order_by().values("workspace").annotate(fact=Count("pk"))
    spots = FoundSpot.objects.filter(workspace=here).order_by().values("workspace")
    marked = Marking.objects.filter(workspace=here).order_by().values("workspace").annotate(fact=Max("made_at"))
    runs = Submission.objects.filter(workspace=here, kind=Kind.EXPLOIT).order_by().values("workspace")
    judged = Submission.objects.filter(workspace=here, state__in=UNDER_WAY).order_by().values("workspace")
    return spaces.annotate(
        hints_used=Subquery(hints.values("fact")),
        spots_found=Subquery(spots.annotate(fact=Count("pk")).values("fact")),
        last_spot_at=Subquery(spots.annotate(fact=Max("found_at")).values("fact")),
        last_mark_at=Subquery(marked.values("fact")),
        last_run_at=Subquery(runs.annotate(fact=Max("created_at")).values("fact")),
        judged_now=Subquery(judged.annotate(fact=Count("pk")).values("fact")),
    )


def _last_tries(spaces: Iterable[Workspace]) -> Mapping[UUID, list[Submission]]:
    """Return the last counted attempts of each workspace, the oldest first, without their files and evidence."""
    place = Window(RowNumber(), partition_by=F("workspace"), order_by=F("sequence").desc())
    attempts = (
        Submission.objects.filter(workspace__in=list(spaces), number__isnull=False)
        .exclude(result="")
        .annotate(place=place)
        .filter(place__lte=MOST_TRIES)
        .defer(*NO_COLUMNS)
        .order_by("sequence")
    )
    by_workspace: defaultdict[UUID, list[Submission]] = defaultdict(list)
    for attempt in attempts:
        by_workspace[attempt.workspace_id].append(attempt)
    return by_workspace


def _work(space: Workspace, lab: Lab, state: LabState, attempts: list[Submission]) -> Work:
    facts = vars(space)
    spans = _spans(space, state, lab)
    recognised = attempts[-1].recognised if attempts and not state.proven_at else None
    steps = [spans[-1].start, facts["last_spot_at"], space.solution_seen_at, space.proven_at, *_improvements(attempts)]
    return Work(
        lab=lab,
        state=state,
        phase=_phase(state),
        since=space.proven_at or space.solution_seen_at or spans[-1].start,
        spans=spans,
        tries=tuple(Try(attempt.result, attempt.finished_at or attempt.created_at) for attempt in attempts),
        progress_at=max(step for step in steps if step is not None),
        recognised=course_words.translate(str((recognised or {}).get("title", ""))),
        hints=facts["hints_used"] or 0,
        found=facts["spots_found"] or 0,
        is_judged_now=bool(facts["judged_now"]),
    )


def _phase(state: LabState) -> str:
    if state.proven_at:
        return "proven"
    if state.seen_at:
        return "seen"
    if state.searching:
        return "find"
    return "break" if state.breaking else "fix"


def _spans(space: Workspace, state: LabState, lab: Lab) -> tuple[Span, ...]:
    """Return the phases so far, each from the end of the one before.

    A phase that is left open ends, as far as is known, with the last thing done in it.
    """
    facts, phase, start = vars(space), _phase(state), space.created_at
    ends = {
        "find": space.found_at or facts["last_mark_at"],
        "break": space.broken_at or space.break_skipped_at or facts["last_run_at"],
        "fix": space.proven_at or space.solution_seen_at,
    }
    has = {"find": lab.find is not None, "break": lab.break_ is not None, "fix": lab.is_fixed}
    spans: list[Span] = []
    for name in (name for name, there in has.items() if there):
        if name == phase:
            return (*spans, Span(name, start, None))
        end = max(start, ends[name] or start)
        spans.append(Span(name, start, end))
        start = end
    return tuple(spans) or (Span("find", start, space.proven_at),)


def _improvements(attempts: Iterable[Submission]) -> Iterable[datetime]:
    """Yield when more attacks were stopped than in any attempt before, with a program that still did its work."""
    best = 0
    for attempt in attempts:
        if attempt.result == Result.STILL_OPEN and attempt.attacks_stopped > best:
            best = attempt.attacks_stopped
            yield attempt.finished_at or attempt.created_at
