"""A person who was added to the server comes in by an invitation."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from quintain.accounts.models import Invitation, Role
from quintain.accounts.people.invitations import invite, redeem
from quintain.accounts.sessions.ending import end_sessions_of
from tests.people import make_person, make_student

pytestmark = pytest.mark.django_db


def test_an_invitation_is_good_once() -> None:
    """For the person whom it invites, and the database holds only its hash."""
    mara = make_person("mara", "Mara", Role.INSTRUCTOR)
    code = invite(mara)
    assert code not in str(Invitation.objects.values_list())
    assert redeem(code) == mara
    assert redeem(code) is None
    assert redeem("") is None
    assert redeem("\ud800\x00") is None


def test_a_second_invitation_ends_the_first() -> None:
    """So a lost link is made worthless by sending another."""
    mara = make_person("mara", "Mara", Role.INSTRUCTOR)
    first, second = invite(mara), invite(mara)
    assert redeem(first) is None
    assert redeem(second) == mara


def test_an_invitation_expires_and_opens_no_closed_account() -> None:
    """After fourteen days; and never for somebody who is not active."""
    mara, tom = make_person("mara", "Mara", Role.INSTRUCTOR), make_person("tom", "Tom", Role.AUTHOR)
    late, closed = invite(mara), invite(tom)
    Invitation.objects.filter(person=mara).update(expires_at=timezone.now() - timedelta(seconds=1))
    tom.is_active = False
    tom.save()
    assert redeem(late) is None
    assert redeem(closed) is None


def test_all_sessions_of_one_person_end_at_once() -> None:
    """In every browser but the one that stays, and nobody else's."""
    mara, tom = make_student("mara", "Mara"), make_student("tom", "Tom")
    browsers = [Client() for _ in range(3)]
    for browser, person in zip(browsers, (mara, mara, tom), strict=True):
        browser.force_login(person, backend="quintain.accounts.backends.PersonBackend")
    assert end_sessions_of(mara.pk, but=browsers[1].session.session_key) == 1
    assert ["_auth_user_id" in browser.session for browser in browsers] == [False, True, True]
