"""Finds what a learner has left in a lab."""

from uuid import UUID

from quintain.accounts.models import User
from quintain.attempts.models import UNDER_WAY, Copy, Kind, Submission, Workspace
from quintain.catalog import progress
from quintain.packs.model import Lab


def find_workspace(user: User, lab: Lab) -> Workspace | None:
    """Return the learner's place in a lab, if there is one."""
    return Workspace.objects.filter(user=user, lab=lab.uuid).first()


def find_submission(lab: Lab, submission: UUID) -> Submission | None:
    """Return a submission to a lab, whoever made it: the view asks who may see it."""
    return Submission.objects.select_related("workspace").filter(pk=submission, workspace__lab=lab.uuid).first()


def find_attempt(user: User, lab: Lab, number: int) -> Submission | None:
    """Return the learner's attempt of that number."""
    return (
        Submission.objects.select_related("workspace")
        .filter(workspace__user=user, workspace__lab=lab.uuid, number=number)
        .first()
    )


def find_copy(lab: Lab, copy: UUID) -> Copy | None:
    """Return a copy of files, whoever made it: the view asks who may use it."""
    return Copy.objects.select_related("workspace").filter(pk=copy, workspace__lab=lab.uuid).first()


def last_submission(user: User, lab: Lab) -> Submission | None:
    """Return the submission under way, or else the last verdict, or else the last run of the tests."""
    mine = Submission.objects.select_related("workspace").filter(workspace__user=user, workspace__lab=lab.uuid)
    return mine.filter(state__in=UNDER_WAY).first() or mine.filter(kind=Kind.VERDICT).first() or mine.first()


def due_phase(user: User, lab: Lab) -> str:
    """Name the phase that a learner who opens the lab should see."""
    state = progress.reader().states(user, [lab])[lab.uuid]
    if state.proven_at:
        return "debrief"
    return "find" if state.searching else "fix"
