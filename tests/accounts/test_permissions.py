"""Rules on single objects."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory
from django.utils import timezone

from quintain.accounts.models import Membership, Role, User
from quintain.accounts.permissions import is_closed, may, require, takes_part
from quintain.attempts import actions
from quintain.attempts.models import Workspace
from quintain.attempts.permissions import USE_WORKSPACE
from quintain.cohorts.actions import NewClass, make_class
from quintain.cohorts.models import Class
from quintain.packs.model.lab import Lab

pytestmark = pytest.mark.django_db


@pytest.fixture
def workspace(learner: User, lab: Lab) -> Workspace:
    """Return the learner's workspace."""
    return actions.workspace_of(learner, lab)


def test_a_workspace_is_its_owners(workspace: Workspace, learner: User, neighbour: User) -> None:
    """Nobody else may use it, and nobody at all without a session."""
    assert may(learner, USE_WORKSPACE, workspace)
    assert not may(neighbour, USE_WORKSPACE, workspace)
    assert not may(AnonymousUser(), USE_WORKSPACE, workspace)


def test_the_same_rule_stands_behind_djangos_own_question(workspace: Workspace, learner: User, neighbour: User) -> None:
    """Templates and libraries ask ``has_perm`` and get the same answer."""
    assert learner.has_perm(USE_WORKSPACE, workspace)
    assert not neighbour.has_perm(USE_WORKSPACE, workspace)


def test_no_flag_goes_round_the_rules(workspace: Workspace, neighbour: User) -> None:
    """A superuser owns no more workspaces than anybody."""
    neighbour.is_superuser = True
    assert not may(neighbour, USE_WORKSPACE, workspace)


def test_who_is_not_active_may_nothing(workspace: Workspace, learner: User) -> None:
    """Not even with one's own things."""
    learner.is_active = False
    assert not may(learner, USE_WORKSPACE, workspace)


def test_an_unknown_permission_is_never_given(workspace: Workspace, learner: User) -> None:
    """A typing error closes a door, and opens none."""
    assert not may(learner, "attempts.use_workspaces", workspace)


def test_requiring_without_a_session_is_refused(workspace: Workspace) -> None:
    """A view that runs for nobody stops there."""
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    with pytest.raises(PermissionDenied):
        require(request, USE_WORKSPACE, workspace)


CLOSED, OPEN = ["injection"], ["another"]


def classes_of(person: User, *closed: list[str]) -> None:
    """Seat a person in a class for each list of closed modules, and in nothing else."""
    person.memberships.all().delete()
    for number, modules in enumerate(closed):
        facts = NewClass(f"Class {number}", "course", date(2027, 5, 3), date(2027, 5, 5), "UTC", 1)
        made = make_class(facts, by=None)
        made.closed_modules = modules
        made.save()
        made.seats.update(membership=Membership.objects.create(person=person, in_class=made, role=Role.STUDENT))


@pytest.mark.parametrize(
    ("closed", "is_kept_closed"),
    [
        ([CLOSED], True),
        ([OPEN], False),
        ([CLOSED, OPEN], False),
        ([OPEN, CLOSED], False),
        ([CLOSED, CLOSED], True),
        ([CLOSED, CLOSED, OPEN], False),
    ],
    ids=["closed", "open", "closed and open", "open and closed", "twice closed", "twice closed and open"],
)
def test_a_module_is_closed_to_who_has_no_class_that_opens_it(
    learner: User, closed: list[list[str]], is_kept_closed: bool
) -> None:
    """What one of several classes opens to its students is open to them."""
    classes_of(learner, *closed)
    assert is_closed(User.objects.get(pk=learner.pk), "injection") is is_kept_closed, closed


def test_a_class_that_is_over_opens_no_module(learner: User) -> None:
    """Only classes that go on count; without any, nothing is closed, and nothing is to be worked in either."""
    classes_of(learner, CLOSED, OPEN)
    Class.objects.filter(closed_modules=OPEN).update(archived_at=timezone.now())
    assert is_closed(User.objects.get(pk=learner.pk), "injection"), "the class that had it open is archived"
    Class.objects.update(archived_at=timezone.now())
    person = User.objects.get(pk=learner.pk)
    assert (is_closed(person, "injection"), takes_part(person)) == (False, False)


@pytest.mark.parametrize("role", [Role.INSTRUCTOR, Role.AUTHOR, Role.OPERATOR])
def test_a_module_is_open_to_who_is_more_than_a_student(learner: User, role: Role) -> None:
    """Also where they sit in a class that keeps it closed."""
    classes_of(learner, CLOSED)
    Membership.objects.create(person=learner, role=role)
    assert not is_closed(User.objects.get(pk=learner.pk), "injection"), role
