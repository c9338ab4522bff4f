"""What a student may enter: fixes that pass the tests, and exploits that succeeded on the original program."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from quintain.accounts.models import User
from quintain.arena.models import Arena, Kind
from quintain.attempts.actions import EXPLOIT
from quintain.attempts.models import Kind as WorkKind
from quintain.attempts.models import State, Submission
from quintain.catalog.pack_store import lab_of_uuid
from quintain.judge.verdict import Outcome, Result
from quintain.packs.model.lab import Lab

MOST_LOOKED_THROUGH: Final = 20
"""Of runs that changed nothing, before a page gives up looking for one that did."""
TESTS_PASS: Final = Q(kind=WorkKind.TESTS, result=Result.PROVEN) | Q(
    kind=WorkKind.VERDICT, result__in=(Result.PROVEN, Result.STILL_OPEN), number__isnull=False
)
"""What must keep working works: of a run of the tests alone, *proven* says that and nothing about attacks."""


@dataclass(frozen=True, slots=True)
class Work:
    """A fix or an exploit that may be entered; ``number`` is that of an attempt, if a verdict was asked for."""

    id: UUID
    at: datetime
    number: int | None
    is_proven: bool
    files: dict[str, str]


def exploit_text(files: dict[str, str]) -> str:
    """Return the text of an exploit's entry."""
    return files[EXPLOIT]


def works_to_enter(arena: Arena, student: User, kind: Kind) -> tuple[Work, ...]:
    """Return what a student may enter, the latest first: of fixes also the latest proven one, if that is another."""
    done = Submission.objects.filter(
        workspace__user=student.pk, workspace__lab=arena.lab, state=State.FINISHED, is_check=False
    )
    lab = lab_of_uuid(arena.lab)
    if kind == Kind.EXPLOIT:
        landed = done.filter(kind=WorkKind.EXPLOIT, result=Outcome.LANDED).first()
        return (
            (Work(landed.pk, landed.created_at, None, is_proven=False, files={EXPLOIT: landed.exploit}),)
            if landed
            else ()
        )
    if lab is None:
        return ()
    latest = next(_fixes(done.filter(TESTS_PASS), lab), None)
    proven = next(_fixes(done.filter(kind=WorkKind.VERDICT, result=Result.PROVEN, number__isnull=False), lab), None)
    if latest and proven and latest.files == proven.files:
        return (proven,)  # a run of the tests after the proof has not made it less proven
    return tuple(each for each in (latest, proven) if each)


def _fixes(rows: QuerySet[Submission], lab: Lab) -> Iterator[Work]:
    """Yield fixes that change something: the original program is no fix, though it passes its tests."""
    for row in rows[:MOST_LOOKED_THROUGH]:
        files = dict(row.files)
        if any(text != lab.starter.get(path) for path, text in files.items()):
            is_proven = row.kind == WorkKind.VERDICT and row.result == Result.PROVEN
            yield Work(row.pk, row.created_at, row.number, is_proven, files)
