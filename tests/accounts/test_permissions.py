"""Rules on single objects."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory

from quintain.accounts.models import User
from quintain.accounts.permissions import may, require
from quintain.attempts import actions
from quintain.attempts.models import Workspace
from quintain.attempts.permissions import USE_WORKSPACE
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
