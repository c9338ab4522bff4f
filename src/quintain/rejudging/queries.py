"""Finds attempts that could be judged again, and what came of those that were."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import batched
from typing import Final
from uuid import UUID

from django.db.models import Count, F, QuerySet

from quintain.accounts.models import Membership, Role
from quintain.attempts.models import Kind, Submission
from quintain.attempts.models import State as SubmissionState
from quintain.catalog.pack_store import find_labs, lab_of_uuid, shown_labs
from quintain.cohorts.models import Class
from quintain.judge.verdict import Result
from quintain.packs.model.lab import Lab
from quintain.rejudging.errors import NoLab
from quintain.rejudging.models import UNDER_WAY, Item, Run

CHANGED: Final = "*changed"
EVERY: Final = "*every"
MOST_RUNS: Final = 30
ITEMS_AT_ONCE: Final = 500
"""How many rows of a table are in memory."""
MOST_CHANGED: Final = 200
"""Attempts that a page lists; the table for spreadsheets has all."""


@dataclass(frozen=True, slots=True)
class LabLine:
    """A lab with attempts that are proven: how many, and how many by another state of the lab than it has now."""

    lab: Lab
    proven: int
    outdated: int
    is_under_way: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """What came of a run: how many were judged, of them the same as before, and each kind of change."""

    judged: int
    same: int
    held_to_broken: int
    broken_to_held: int
    otherwise: int
    errors: int

    @property
    def changed(self) -> int:
        """How many verdicts are not what they were; faults of ours are none."""
        return self.held_to_broken + self.broken_to_held + self.otherwise


@dataclass(frozen=True, slots=True)
class RunLine:
    """A run in a list. ``lab`` is None if it is no longer part of the course."""

    run: Run
    lab: Lab | None
    counts: Counts

    @property
    def left(self) -> int:
        """How many attempts are still to be judged; some may have been erased meanwhile."""
        return max(0, self.run.total - self.counts.judged) if self.run.is_under_way else 0


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An attempt in a report. ``class_id`` is the class through which its page is reached; None if there is none."""

    item: Item
    class_id: UUID | None

    @property
    def others(self) -> int:
        """How many more checks than the first have another outcome."""
        return max(0, len(self.item.differences) - 1)

    @property
    def change(self) -> str:
        """The change in one word: ``same``, ``held-to-broken``, ``broken-to-held``, ``otherwise`` or ``error``."""
        return change_of(self.item.submission.result, self.item.result)


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a run; ``lines`` are the first of those that are not the same."""

    line: RunLine
    lines: tuple[ItemLine, ...]

    @property
    def untold(self) -> int:
        """How many there are beyond ``lines``."""
        return self.line.counts.changed + self.line.counts.errors - len(self.lines)


def change_of(before: str, now: str) -> str:
    """Name the change between two results."""
    if now == Result.ERROR:
        return "error"
    if before == now:
        return "same"
    if before == Result.PROVEN:
        return "held-to-broken"
    return "broken-to-held" if now == Result.PROVEN else "otherwise"


def attempts(lab: UUID, a_class: Class | None, *, is_of_all: bool) -> QuerySet[Submission]:
    """Return the attempts at a lab, of a class or of everybody, that are judged again."""
    found = _attempts(a_class).filter(workspace__lab=lab)
    return found if is_of_all else found.filter(result=Result.PROVEN)


def _attempts(a_class: Class | None) -> QuerySet[Submission]:
    found = Submission.objects.filter(
        kind=Kind.VERDICT, state=SubmissionState.FINISHED, number__isnull=False, is_check=False
    ).order_by("sequence")
    if a_class is None:
        return found
    students = Membership.objects.filter(in_class=a_class, role=Role.STUDENT)
    return found.filter(workspace__user__in=students.values("person"))


def lab_lines(a_class: Class | None) -> tuple[LabLine, ...]:
    """Return the labs of the course that somebody has proven, in the order of the course."""
    proven, outdated = Counter[UUID](), Counter[UUID]()
    labs = {lab.uuid: lab for lab in shown_labs()}
    rows = _attempts(a_class).filter(result=Result.PROVEN).order_by()
    for uuid, digest, number in rows.values_list("workspace__lab", "lab_digest").annotate(Count("pk")):
        if uuid in labs:
            proven[uuid] += number
            outdated[uuid] += number if digest != labs[uuid].digest else 0
    busy = set(Run.objects.filter(in_class=a_class, state__in=UNDER_WAY).values_list("lab", flat=True))
    return tuple(LabLine(lab, proven[uuid], outdated[uuid], uuid in busy) for uuid, lab in labs.items() if proven[uuid])


def labs_of(choice: str, a_class: Class | None) -> tuple[Lab, ...]:
    """Return the lab of a slug; or for ``CHANGED`` those with outdated verdicts, for ``EVERY`` all, that may begin.

    Raises:
        NoLab: The course has no such lab.
    """
    if choice not in {CHANGED, EVERY}:
        labs = find_labs([choice])
        if not labs:
            raise NoLab(choice)
        return labs
    lines = (line for line in lab_lines(a_class) if not line.is_under_way)
    return tuple(line.lab for line in lines if line.outdated or choice == EVERY)


def run_lines(a_class: Class | None) -> tuple[RunLine, ...]:
    """Return the last runs of a class, or of all, the newest first."""
    return _lines(Run.objects.filter(in_class=a_class) if a_class else Run.objects.all())


def _lines(found: QuerySet[Run]) -> tuple[RunLine, ...]:
    runs = list(found.select_related("asked_by", "in_class")[:MOST_RUNS])
    counts = _counts([run.pk for run in runs])
    return tuple(RunLine(run, lab_of_uuid(run.lab), counts[run.pk]) for run in runs)


def find_run(run: UUID, a_class: Class | None) -> Run | None:
    """Return a run of a class, or any."""
    found = Run.objects.select_related("asked_by", "in_class").filter(pk=run)
    return (found.filter(in_class=a_class) if a_class else found).first()


def line_of(run: Run) -> RunLine:
    """Return how far a run is."""
    return RunLine(run, lab_of_uuid(run.lab), _counts([run.pk])[run.pk])


def report_of(run: Run) -> Report:
    """Return what came of a run so far."""
    changed = _items(run).exclude(result=F("submission__result"))[:MOST_CHANGED]
    return Report(line_of(run), tuple(_with_classes(run, list(changed))))


def all_lines(run: Run) -> Iterator[ItemLine]:
    """Yield every attempt of a run, in the order in which they were handed in."""
    for batch in batched(_items(run).iterator(chunk_size=ITEMS_AT_ONCE), ITEMS_AT_ONCE, strict=False):
        yield from _with_classes(run, batch)


def _items(run: Run) -> QuerySet[Item]:
    whole = run.items.select_related("submission__workspace__user").order_by("submission__sequence")
    return whole.defer("submission__files", "submission__checks", "submission__exploit", "submission__recognised")


def _with_classes(run: Run, items: Sequence[Item]) -> Iterator[ItemLine]:
    if run.in_class_id is not None:
        yield from (ItemLine(item, run.in_class_id) for item in items)
        return
    people = {item.submission.workspace.user_id for item in items}
    rows = Membership.objects.filter(person__in=people, role=Role.STUDENT, in_class__isnull=False).order_by("since")
    classes = dict(rows.values_list("person", "in_class"))  # the last one of each
    yield from (ItemLine(item, classes.get(item.submission.workspace.user_id)) for item in items)


def _counts(runs: list[UUID]) -> defaultdict[UUID, Counts]:
    by_run: defaultdict[UUID, Counter[str]] = defaultdict(Counter)
    rows = Item.objects.filter(run__in=runs).order_by()
    for run, before, now, number in rows.values_list("run", "submission__result", "result").annotate(Count("pk")):
        by_run[run][change_of(before, now)] += number
    counts: defaultdict[UUID, Counts] = defaultdict(lambda: _summed(Counter()))
    counts.update({run: _summed(kinds) for run, kinds in by_run.items()})
    return counts


def _summed(kinds: Counter[str]) -> Counts:
    return Counts(
        judged=kinds.total(),
        same=kinds["same"],
        held_to_broken=kinds["held-to-broken"],
        broken_to_held=kinds["broken-to-held"],
        otherwise=kinds["otherwise"],
        errors=kinds["error"],
    )
