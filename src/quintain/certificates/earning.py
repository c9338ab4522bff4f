"""Who has earned a certificate, and what is missing: from what the judge has proven and the exit test has shown."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings

from quintain.attempts.progress.class_progress import Proven, labs_in_search, proven_labs
from quintain.catalog.pack_store import shown_labs
from quintain.certificates.models import ClassRequirement
from quintain.certificates.permissions import Place
from quintain.certificates.requirements import Requirement
from quintain.packs.model.lab import Lab, Level
from quintain.quizzes import assessment


@dataclass(frozen=True, slots=True)
class Earned:
    """How far one person is.

    ``labs`` of the labs that count are proven, and ``labs_needed`` are asked for. ``left`` are the core labs that are
    not proven, where all of them are asked for. ``in_search`` are those whose proof counts only when the search behind
    it is over. ``exit_percent`` is None before the exit test.
    """

    requirement: Requirement
    labs: int
    labs_needed: int
    left: tuple[Lab, ...]
    exit_percent: int | None
    exit_needed: int
    in_search: tuple[Lab, ...] = ()

    @property
    def has_labs(self) -> bool:
        """Whether enough labs are proven."""
        return self.labs >= self.labs_needed

    @property
    def has_exit(self) -> bool:
        """Whether the exit test has shown enough, or is not asked for."""
        return not self.exit_needed or (self.exit_percent or 0) >= self.exit_needed

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing."""
        return self.has_labs and self.has_exit


@dataclass(frozen=True, slots=True)
class Record:
    """What a certificate tells of somebody's work: all labs that are proven, core or not."""

    labs: tuple[Lab, ...]
    labs_of: int
    exit_percent: int | None
    begun_at: datetime
    done_at: datetime

    @property
    def weaknesses(self) -> tuple[str, ...]:
        """The weaknesses in these labs, by their numbers in the CWE list."""
        ids = {cwe for lab in self.labs for cwe in lab.cwe if cwe.removeprefix("CWE-").isdigit()}
        return tuple(sorted(ids, key=lambda cwe: int(cwe.removeprefix("CWE-"))))


def requirement_of(place: Place) -> Requirement | None:
    """Return what earns a certificate in a class, or alone; None where none is offered."""
    default: Requirement | None = settings.CERTIFICATE
    if default is None or place.in_class is None:
        return default
    own = ClassRequirement.objects.filter(in_class=place.in_class).first()
    if own is None:
        return default
    return Requirement(own.labs, own.exit_percent) if own.is_offered else None


def earned_by(people: Collection[UUID], requirement: Requirement) -> Mapping[UUID, Earned]:
    """Return how far people are; in as many queries for twelve as for one."""
    shown = shown_labs()
    counted = [lab for lab in shown if requirement.labs is not None or lab.level is Level.CORE]
    needed = max(1, len(counted) if requirement.labs is None else requirement.labs)
    proven, exits, searched = proven_labs(people), _exit_percents(people), labs_in_search(people)
    exit_needed = requirement.exit_percent if assessment.questions() else 0

    def of(person: UUID) -> Earned:
        open_yet = searched.get(person, frozenset())
        own = proven.get(person, {}).keys() - open_yet
        left = tuple(lab for lab in counted if lab.uuid not in own)
        return Earned(
            requirement,
            len(counted) - len(left),
            needed,
            left if requirement.labs is None else (),
            exits.get(person),
            exit_needed,
            tuple(lab for lab in counted if lab.uuid in open_yet),
        )

    return {person: of(person) for person in people}


def record_of(person: UUID) -> Record | None:
    """Return what a certificate tells of somebody's work; None of somebody who has proven nothing.

    A proof counts when the search behind it is over.
    """
    open_yet = labs_in_search([person]).get(person, frozenset())
    own: Mapping[UUID, Proven] = {
        lab: work for lab, work in proven_labs([person]).get(person, {}).items() if lab not in open_yet
    }
    labs = tuple(lab for lab in shown_labs() if lab.uuid in own)
    if not labs:
        return None
    works = [own[lab.uuid] for lab in labs]
    return Record(
        labs,
        len(shown_labs()),
        _exit_percents([person]).get(person),
        min(work.begun_at for work in works),
        max(work.proven_at for work in works),
    )


def _exit_percents(people: Collection[UUID]) -> dict[UUID, int | None]:
    gain = assessment.class_gain(people)
    if not gain.number:
        return {}
    return {each.person: None if each.exit is None else 100 * each.exit // gain.number for each in gain.people}
