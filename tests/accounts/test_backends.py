"""A session finds its person with all roles, by one query."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quintain.accounts.backends import PersonBackend
from quintain.accounts.models import Membership, Role, User

pytestmark = pytest.mark.django_db


def test_a_person_comes_with_all_roles() -> None:
    """In the order in which they were given, and each knows its person."""
    person = User.objects.create_user("mara", "Mara")
    given = [Membership.objects.create(person=person, role=role) for role in (Role.INSTRUCTOR, Role.OPERATOR)]
    with CaptureQueriesContext(connection) as asked:
        found = PersonBackend().get_user(person.pk)
        assert found is not None
        assert (found, list(found.roles)) == (person, given)
        assert {id(each.person) for each in found.roles} == {id(found)}
    assert len(asked) == 1


def test_a_person_without_a_role_is_found() -> None:
    """Whoever has left all classes may still sign in, and may do nothing."""
    person = User.objects.create_user("mara", "Mara")
    found = PersonBackend().get_user(person.pk)
    assert found == person
    assert found.roles == ()


@pytest.mark.parametrize("has_role", [True, False])
def test_a_closed_account_is_nobody(*, has_role: bool) -> None:
    """Whatever its roles are; neither is an id that nobody has."""
    person = User.objects.create_user("mara", "Mara")
    if has_role:
        Membership.objects.create(person=person, role=Role.STUDENT)
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert PersonBackend().get_user(person.pk) is None
    assert PersonBackend().get_user(uuid4()) is None
