"""Finds what a learner has left in a lab."""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from django.db.models import Case, Count, F, Q, QuerySet, When

from quintain.accounts.models import User
from quintain.attempts.models import (
    RUNS,
    UNDER_WAY,
    Comment,
    Copy,
    Demonstration,
    Kind,
    SolutionsAllowed,
    State,
    Submission,
    Workspace,
)
from quintain.catalog import progress
from quintain.packs.model.lab import Lab


def find_workspace(user: User, lab: Lab) -> Workspace | None:
    """Return the learner's place in a lab, if there is one."""
    return Workspace.objects.filter(user=user, lab=lab.uuid).first()


def find_submission(lab: Lab, submission: UUID) -> Submission | None:
    """Return a fix handed in to a lab, no matter who made it: the view asks who may see it."""
    fixes = Submission.objects.select_related("workspace").exclude(kind__in=RUNS)
    return fixes.filter(pk=submission, workspace__lab=lab.uuid).first()


def find_run(user: User, lab: Lab, run: UUID) -> Submission | None:
    """Return a run of one of the learner's own exploits."""
    return _of(user, lab).filter(pk=run, kind__in=RUNS).first()


def last_run(user: User, lab: Lab) -> Submission | None:
    """Return the last run of the learner's exploit, be it under way or done."""
    return _of(user, lab).filter(kind__in=RUNS).first()


def _of(user: User, lab: Lab) -> QuerySet[Submission]:
    return Submission.objects.select_related("workspace").filter(workspace__user=user, workspace__lab=lab.uuid)


def find_attempt(user: User, lab: Lab, number: int) -> Submission | None:
    """Return the learner's attempt of that number."""
    return _of(user, lab).filter(number=number).first()


def find_commented(submission: UUID) -> Submission | None:
    """Return an attempt about which the judge has spoken, no matter who made it: the view asks who may comment."""
    attempts = Submission.objects.select_related("workspace__user")
    return attempts.filter(pk=submission, kind=Kind.VERDICT, state=State.FINISHED, number__isnull=False).first()


def unread_comments(class_id: UUID) -> QuerySet[Comment]:
    """Return what students and instructors of a class have written on attempts and the other side has not read yet."""
    comments = Comment.objects.filter(in_class=class_id, read_at=None)
    return comments.select_related("author", "submission__workspace__user")


def comment_counts(attempts: Collection[UUID], *, for_learner: bool) -> Mapping[UUID, tuple[int, int]]:
    """Return how many comments attempts have, and how many of these one side has not read; without any, no entry.

    Args:
        attempts: their primary keys.
        for_learner: whether their learner reads, or else an instructor.

    """
    by_learner = Q(author=F("submission__workspace__user"), author__isnull=False)
    unread = Q(read_at=None) & (~by_learner if for_learner else by_learner)
    counts = Comment.objects.filter(submission__in=attempts).order_by().values_list("submission")
    rows = counts.annotate(total=Count("pk"), unread=Count("pk", filter=unread))
    return {submission: (total, new) for submission, total, new in rows}


def find_copy(lab: Lab, copy: UUID) -> Copy | None:
    """Return a copy of files, no matter who made it: the view asks who may use it."""
    return Copy.objects.select_related("workspace").filter(pk=copy, workspace__lab=lab.uuid).first()


def last_submission(user: User, lab: Lab) -> Submission | None:
    """Return what is under way, or else the last verdict or replay, or else the last run of the tests."""
    first = Case(When(state__in=UNDER_WAY, then=0), When(kind=Kind.TESTS, then=2), default=1)
    shown = Q(state__in=UNDER_WAY) | Q(kind__in=[Kind.VERDICT, Kind.REPLAY, Kind.TESTS])
    return _of(user, lab).filter(shown).order_by(first, "-sequence").first()


def last_attempt(user: User, lab: Lab) -> Submission | None:
    """Return the last attempt about which the judge has spoken."""
    return _of(user, lab).filter(kind=Kind.VERDICT, state=State.FINISHED, number__isnull=False).first()


def is_demonstrated(lab: Lab) -> bool:
    """Tell whether it is known what the attacks did to the original code, without reading it."""
    return Demonstration.objects.filter(lab=lab.uuid, judged=lab.judged).exists()


def find_demonstration(lab: Lab) -> Demonstration | None:
    """Return what the attacks did to the original code, if the lab is still as it was tried."""
    return Demonstration.objects.filter(lab=lab.uuid, judged=lab.judged).first()


def classes_with_solutions(classes: Iterable[UUID]) -> frozenset[UUID]:
    """Return those of the classes whose students may look at a sound fix after the last hint."""
    return frozenset(SolutionsAllowed.objects.filter(in_class__in=classes).values_list("in_class", flat=True))


def due_phase(user: User, lab: Lab) -> str:
    """Name the page that a learner who opens the lab should see: the phase that is due, or first the pull request."""
    state = progress.reader().states(user, [lab])[lab.uuid]
    if lab.pull_request and state.word == "todo":
        return "pull-request"
    if state.proven_at:
        return "debrief"
    if state.seen_at:
        return "fix"
    if state.searching:
        return "find"
    return "break" if state.breaking else "fix"
