"""Scores for platforms: noted when there is something new, sent by jobs, and tried again while a platform is away."""

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from quintain.accounts.models import Role, User
from quintain.accounts.permissions import require_person
from quintain.attempts.models import Kind, State, Submission, Workspace
from quintain.cohorts.models import Class
from quintain.judge.verdict import Result
from quintain.lti.claims import Arrival
from quintain.lti.models import Context, Grade, GradeState, Identity, Platform
from quintain.lti.permissions import USE_IN_CLASS
from quintain.lti.services import Score, ScoreRefused, access_for_scores, score_of, send_score
from quintain.lti.targets import Target
from quintain.web.outgoing import Unanswered

log = logging.getLogger(__name__)

FIRST_PAUSE_SECONDS: Final = 30
LONGEST_PAUSE_SECONDS: Final = 6 * 3600
MOST_TRIES: Final = 20
"""With pauses that double from 30 seconds to six hours, a platform may be away for three days."""
AT_ONCE: Final = 20
"""Scores of one job, each of which takes five seconds at most."""
LEASE_SECONDS: Final = 300
"""So long are a platform's scores one job's; those of a process that died are taken over after that."""


def note_launch(identity: Identity, context: Context, arrival: Arrival, target: Target) -> None:
    """Note where the score of a lab goes that a student has opened by a platform's link, and have it sent.

    An instructor who opens the link has no place in the grade book.
    """
    if target.lab is None or not arrival.line_item or arrival.role != Role.STUDENT:
        return
    Grade.objects.update_or_create(
        identity=identity,
        lab=target.lab,
        line_item=arrival.line_item,
        defaults={"deployment": context.deployment, **_anew()},
    )


def note_verdict(sender: type[Submission], instance: Submission, **_: object) -> None:  # noqa: ARG001  Django's signature
    """Have scores sent again of a lab of which there is a verdict; in the transaction that stores the verdict."""
    if not settings.CLASSROOM or instance.state != State.FINISHED or instance.kind != Kind.VERDICT:
        return
    if instance.result == Result.ERROR:
        return
    space = instance.workspace
    Grade.objects.filter(identity__person=space.user_id, lab=space.lab).update(**_anew())


def send_again(a_class: Class, *, by: User) -> int:
    """Have those scores of a class sent again that were given up, or wait for a platform; return how many.

    Raises:
        PermissionDenied: ``by`` does not run the class.

    """
    require_person(by, USE_IN_CLASS, a_class)
    return Grade.objects.filter(of_class(a_class)).exclude(state=GradeState.SENT).update(**_anew())


def of_class(a_class: Class) -> Q:
    """Return which grades are of a class: of its students, in deployments of courses that are connected with it."""
    contexts = Context.objects.filter(in_class=a_class).values("deployment")
    return Q(deployment__in=contexts, identity__person__memberships__in_class=a_class)


def take_due() -> tuple[UUID, ...]:
    """Return the platforms of which scores are due, for one who sends them now; nobody else gets them meanwhile."""
    now = timezone.now()
    due = Grade.objects.filter(state=GradeState.WAITING, due_at__lte=now).values("deployment__platform")
    free = Q(sending_until=None) | Q(sending_until__lt=now)
    until = now + timedelta(seconds=LEASE_SECONDS)
    found = Platform.objects.filter(free, pk__in=due).values_list("pk", flat=True)
    return tuple(pk for pk in found if Platform.objects.filter(free, pk=pk).update(sending_until=until))


def give_back(platform: UUID) -> None:
    """Let others send the scores of a platform."""
    Platform.objects.filter(pk=platform).update(sending_until=None)


def send_due(platform_id: UUID) -> int:
    """Send the scores of a platform that are due, some at once; return how many it has taken.

    If the platform does not answer, the others that are due wait with the one that was tried.
    """
    platform = Platform.objects.filter(pk=platform_id).first()
    if platform is None:
        return 0
    due = Grade.objects.filter(
        deployment__platform=platform, state=GradeState.WAITING, due_at__lte=timezone.now()
    ).select_related("identity")
    waiting = list(due.order_by("due_at", "pk")[:AT_ONCE])
    if not waiting:
        return 0
    sent = 0
    try:
        access = access_for_scores(platform)
        for place, grade in enumerate(waiting):
            try:
                send_score(grade.line_item, _score_of(grade), access)
            except ScoreRefused as refused:
                log.warning("the learning platform %s takes no score %s: %s", platform.pk, grade.pk, refused)
                _settle(grade, state=GradeState.GIVEN_UP, fault=str(refused)[:100])
            except Unanswered as silent:
                waiting = waiting[place:]
                raise silent from None
            else:
                sent += 1
                _settle(grade, state=GradeState.SENT, sent_at=timezone.now(), tries=0, fault="")
    except Unanswered as silent:
        log.warning("the learning platform %s takes no scores now: %s", platform.pk, silent)
        for grade in waiting:
            _put_off(grade, str(silent))
    return sent


def _score_of(grade: Grade) -> Score:
    """Return the score as it is at this moment; its time is now, as platforms refuse one that is not newer."""
    space = Workspace.objects.filter(user=grade.identity.person_id, lab=grade.lab).first()
    return score_of(
        grade.identity.subject,
        is_proven=space is not None and space.proven_at is not None,
        is_tried=space is not None and space.submissions.filter(kind=Kind.VERDICT, state=State.FINISHED).exists(),
        at=timezone.now(),
    )


def _put_off(grade: Grade, fault: str) -> None:
    tries = grade.tries + 1
    pause = min(FIRST_PAUSE_SECONDS * 2 ** min(grade.tries, 16), LONGEST_PAUSE_SECONDS)
    state = GradeState.GIVEN_UP if tries >= MOST_TRIES else GradeState.WAITING
    due_at = timezone.now() + timedelta(seconds=pause)
    _settle(grade, state=state, tries=tries, due_at=due_at, fault=fault[:100])


def _settle(grade: Grade, **columns: object) -> None:
    """Write what came of a try, unless there is something newer to send meanwhile."""
    Grade.objects.filter(pk=grade.pk, asked_at=grade.asked_at).update(**columns)


def _anew() -> dict[str, object]:
    now = timezone.now()
    return {"state": GradeState.WAITING, "asked_at": now, "due_at": now, "tries": 0, "fault": ""}


@dataclass(frozen=True, slots=True)
class Tally:
    """How many scores of a class a platform has, how many wait for it, and how many it did not take."""

    sent: int
    waiting: int
    given_up: int


def tally_of(a_class: Class) -> Tally:
    """Count the scores of a class."""
    states = list(Grade.objects.filter(of_class(a_class)).values_list("state", flat=True))
    return Tally(*(states.count(each) for each in (GradeState.SENT, GradeState.WAITING, GradeState.GIVEN_UP)))


def forget_what_is_no_more(sender: type[Workspace], instance: Workspace, **_: object) -> None:  # noqa: ARG001  as above
    """Delete the places in grade books of work that is deleted; a person who opens the lab again gets a new one."""
    with transaction.atomic():
        Grade.objects.filter(identity__person=instance.user_id, lab=instance.lab).delete()
