"""What one may do in a lab."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from quintain.accounts.models import Role, User
from quintain.accounts.permissions import (
    Person,
    add_rule,
    current_roles,
    instructs,
    is_closed,
    is_operator,
    may,
    place_as_student,
    require,
    takes_part,
)
from quintain.attempts.models import SolutionsAllowed, Submission, Workspace
from quintain.catalog.errors import ModuleClosed
from quintain.catalog.permissions import READ_COURSE
from quintain.catalog.queries import place_of_lab
from quintain.cohorts.models import Class
from quintain.packs.model.lab import Lab

WORK_ON_LAB = "attempts.work_on_lab"
USE_WORKSPACE = "attempts.use_workspace"
SEE_SUBMISSION = "attempts.see_submission"
COMMENT = "attempts.comment"
SEE_JOBS = "attempts.see_jobs"
SEE_SOLUTION = "attempts.see_solution"


def register() -> None:
    """Add this room's rules."""
    add_rule(WORK_ON_LAB, _student)
    add_rule(USE_WORKSPACE, _owns_workspace)
    add_rule(SEE_SUBMISSION, _owns_submission)
    add_rule(COMMENT, _may_comment)
    add_rule(SEE_SOLUTION, _may_see_solution)
    add_rule(SEE_JOBS, lambda person, _nothing: is_operator(person))


def require_lab(request: HttpRequest, lab: Lab | None) -> User:
    """Return the person, who may work on a lab; without a lab, who takes part.

    Raises:
        ModuleClosed: The instructor has not opened the lab's module yet.
        PermissionDenied: Nobody is signed in, or takes no part.

    """
    user = require(request, READ_COURSE)
    if may(user, WORK_ON_LAB, lab):
        return user
    place = place_of_lab(lab.slug) if lab else None
    raise ModuleClosed(place[0].title) if place else PermissionDenied


def shared_class(person: User, learner: User) -> Class | None:
    """Return the class that goes on in which ``learner`` is a student and that ``person`` instructs, or is of both.

    An operator instructs all. Of several classes, it is the one that the learner has joined last.
    """
    places = [each for each in current_roles(learner) if each.role == Role.STUDENT and each.in_class is not None]
    for place in reversed(places):
        if person.pk == learner.pk or instructs(person, place.in_class_id) or is_operator(person):
            return place.in_class
    return None


def _may_comment(person: Person, submission: Submission) -> bool:
    if not isinstance(person, User):
        return False
    owns = _owns_submission(person, submission)
    return takes_part(person) if owns else shared_class(person, submission.workspace.user) is not None


def _student(person: Person, lab: Lab | None) -> bool:
    place = place_of_lab(lab.slug) if lab else None
    return takes_part(person) and not (place and is_closed(person, place[0].id))


def _may_see_solution(person: Person, lab: Lab) -> bool:
    """Tell whether somebody works alone, or in a class whose instructor allows it."""
    place = place_as_student(person)
    if place is None or place.in_class_id is None:
        return _student(person, lab)
    return _student(person, lab) and SolutionsAllowed.objects.filter(in_class=place.in_class_id).exists()


def _owns_workspace(person: Person, workspace: Workspace) -> bool:
    return workspace.user_id == person.pk


def _owns_submission(person: Person, submission: Submission) -> bool:
    return submission.workspace.user_id == person.pk
