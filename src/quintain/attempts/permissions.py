"""What one may do in a lab."""

from quintain.accounts.permissions import Person, add_rule, is_closed, takes_part
from quintain.attempts.models import Submission, Workspace
from quintain.catalog.queries import place_of_lab
from quintain.packs.model import Lab

WORK_ON_LAB = "attempts.work_on_lab"
USE_WORKSPACE = "attempts.use_workspace"
SEE_SUBMISSION = "attempts.see_submission"


def register() -> None:
    """Add this room's rules."""
    add_rule(WORK_ON_LAB, _student)
    add_rule(USE_WORKSPACE, _owns_workspace)
    add_rule(SEE_SUBMISSION, _owns_submission)


def _student(person: Person, lab: Lab | None) -> bool:
    place = place_of_lab(lab.slug) if lab else None
    return takes_part(person) and not (place and is_closed(person, place[0].id))


def _owns_workspace(person: Person, workspace: Workspace) -> bool:
    return workspace.user_id == person.pk


def _owns_submission(person: Person, submission: Submission) -> bool:
    return submission.workspace.user_id == person.pk
