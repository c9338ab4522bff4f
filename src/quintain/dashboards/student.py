"""The page of one student, and of one attempt; every dataclass here is handed to a template as it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Window
from django.db.models.expressions import F
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils import timezone

from quintain.accounts.factors.second_factor import has_factors
from quintain.accounts.models import Membership, User
from quintain.accounts.sessions.presence import is_here
from quintain.attempts import actions
from quintain.attempts.judging.demonstrations import beside
from quintain.attempts.models import Kind, Submission
from quintain.attempts.pages.comments import Asked, Commented, commented
from quintain.attempts.pages.parts import AttemptRow
from quintain.attempts.progress.class_progress import Work, all_work
from quintain.attempts.queries import comment_counts, find_attempt
from quintain.attempts.reports.submission_report import facts
from quintain.attempts.sentences import sentence_in_list
from quintain.attempts.submissions.stored import Json
from quintain.catalog.pack_store import current_pack
from quintain.cohorts.models import Class
from quintain.dashboards.errors import NoSuchAttempt
from quintain.dashboards.students import seat_of
from quintain.packs.model.lab import Lab

MOST_ROWS = 100


@dataclass(frozen=True, slots=True)
class LabRow:
    """A lab that the student has begun, with the last hundred attempts, newest first."""

    work: Work
    attempts: tuple[AttemptRow, ...]


@dataclass(frozen=True, slots=True)
class StudentPage:
    """What a student did. ``seat`` is 0 for who has none."""

    class_id: UUID
    class_title: str
    zone: ZoneInfo
    person: UUID
    name: str
    username: str
    seat: int
    is_here: bool
    seen_at: datetime | None
    has_factor: bool
    labs: tuple[LabRow, ...]

    @property
    def as_people(self) -> tuple[UUID, ...]:
        """The student alone, for a form that takes several."""
        return (self.person,)


@dataclass(frozen=True, slots=True)
class AttemptView:
    """One attempt of a student."""

    student: StudentPage
    lab: Lab
    number: int
    at: datetime
    submission: Json
    original: Mapping[str, Json]
    commented: Commented


def student_page(a_class: Class, membership: Membership) -> StudentPage:
    """Return the page of a student."""
    person = membership.person
    works = all_work([person.pk]).get(person.pk, ())
    attempts = _attempts(a_class, person)
    return _page(a_class, membership, tuple(LabRow(work, attempts.get(work.lab.uuid, ())) for work in works))


def attempt_view(
    a_class: Class, membership: Membership, slug: str, number: int, *, reader: User, asked: Asked
) -> AttemptView:
    """Return one attempt of a student, and note that the comments on it were read.

    Raises:
        NoSuchAttempt: There is none.

    """
    lab = current_pack().labs.get(slug)
    submission = find_attempt(membership.person, lab, number) if lab else None
    if lab is None or submission is None:
        raise NoSuchAttempt
    url = reverse("class-attempt", args=[a_class.pk, membership.person_id, slug, number])
    new = actions.read_comments(submission, by=reader)
    return AttemptView(
        student=_page(a_class, membership, ()),
        lab=lab,
        number=number,
        at=submission.finished_at or submission.created_at,
        submission=facts(submission, lab),
        original=beside(submission, lab).checks,
        commented=commented(submission, lab, reader, url, asked=asked, new=new),
    )


def _page(a_class: Class, membership: Membership, labs: tuple[LabRow, ...]) -> StudentPage:
    person = membership.person
    return StudentPage(
        class_id=a_class.pk,
        class_title=a_class.title,
        zone=ZoneInfo(a_class.time_zone),
        person=person.pk,
        name=person.display_name,
        username=person.username,
        seat=seat_of(membership),
        is_here=is_here(person, timezone.now()),
        seen_at=person.seen_at,
        has_factor=has_factors(person),
        labs=labs,
    )


def _attempts(a_class: Class, person: User) -> Mapping[UUID, tuple[AttemptRow, ...]]:
    """Return the last attempts in each lab in one query, by the lab."""
    labs = {lab.uuid: lab for lab in current_pack().labs.values()}
    place = Window(RowNumber(), partition_by=F("workspace"), order_by=F("sequence").desc())
    submissions = (
        Submission.objects.filter(workspace__user=person, workspace__lab__in=labs, kind=Kind.VERDICT)
        .annotate(place=place)
        .filter(place__lte=MOST_ROWS)
        .defer("checks", "files", "exploit", "assault", "fault", "recognised")
        .select_related("workspace")
        .order_by("-sequence")
    )
    counts = comment_counts([submission.pk for submission in submissions], for_learner=False)
    rows: dict[UUID, list[AttemptRow]] = {}
    for submission in submissions:
        lab = labs[submission.workspace.lab]
        rows.setdefault(lab.uuid, []).append(_row(a_class, person, lab, submission, counts.get(submission.pk, (0, 0))))
    return {uuid: tuple(attempts) for uuid, attempts in rows.items()}


def _row(a_class: Class, person: User, lab: Lab, submission: Submission, counts: tuple[int, int]) -> AttemptRow:
    number = submission.number
    return AttemptRow(
        id=submission.pk,
        number=number,
        state=submission.state,
        result=submission.result,
        sentence=sentence_in_list(submission.sentence),
        attacks=submission.attacks,
        attacks_stopped=submission.attacks_stopped,
        at=submission.finished_at or submission.created_at,
        url=reverse("class-attempt", args=[a_class.pk, person.pk, lab.slug, number]) if number else "",
        comments=counts[0],
        unread=counts[1],
    )
