"""Writes about sound fixes that learners look at."""

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from quintain.accounts.audit import Action, record
from quintain.accounts.models import User
from quintain.accounts.permissions import may, require_person
from quintain.attempts import errors
from quintain.attempts.hints.order import hints_of
from quintain.attempts.models import SolutionsAllowed
from quintain.attempts.permissions import SEE_SOLUTION
from quintain.attempts.workspace.files import lock_workspace
from quintain.cohorts.models import Class
from quintain.cohorts.permissions import CHANGE_CLASS
from quintain.packs.model.lab import Lab


@transaction.atomic
def see_solution(user: User, lab: Lab) -> None:
    """Have a lab count as seen: its learner looks at a sound fix now. A second look changes nothing.

    Raises:
        HintsLeft: Not all hints for the fix are open.
        ProvenAlready: The learner's own fix is proven.
        SolutionsClosed: The learner's class does not allow it.

    """
    if not may(user, SEE_SOLUTION, lab):
        raise errors.SolutionsClosed
    workspace = lock_workspace(user, lab)
    if workspace.proven_at is not None:
        raise errors.ProvenAlready
    opened = set(workspace.hints.values_list("step", "number"))
    if any((hint.step, hint.number) not in opened for hint in hints_of(lab, "fix")):
        raise errors.HintsLeft
    if workspace.solution_seen_at is None:
        workspace.solution_seen_at = timezone.now()
        workspace.save(update_fields=["solution_seen_at", "touched_at"])


def let_see_solutions(in_class: Class, *, is_allowed: bool, by: User, request: HttpRequest | None = None) -> None:
    """Let the students of a class look at sound fixes after the last hint, or no longer; what was seen stays seen.

    Raises:
        PermissionDenied: ``by`` neither instructs the class nor operates the server.

    """
    require_person(by, CHANGE_CLASS, in_class)
    with transaction.atomic():
        if is_allowed:
            SolutionsAllowed.objects.get_or_create(in_class=in_class)
        else:
            SolutionsAllowed.objects.filter(in_class=in_class).delete()
        record(Action.CHANGE_CLASS, actor=by, request=request, in_class=in_class.pk, solutions_allowed=is_allowed)
