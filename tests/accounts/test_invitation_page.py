"""An invitation lets one person choose a password, once."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from quintain.accounts.models import AuditEntry, Invitation, Role, User
from quintain.accounts.people.invitations import invite
from tests.accounts.conftest import PASSWORD
from tests.people import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("classroom")]

PAGE = "/invitation/"
CHOSEN = {"password1": PASSWORD, "password2": PASSWORD}


@pytest.fixture
def ada(classroom: object) -> User:
    """Return an instructor who has no password yet."""
    return make_person("ada", "Ada", Role.INSTRUCTOR)


def whose(client: Client) -> str | None:
    """Return the id of the person whose session a browser has."""
    return client.session.get("_auth_user_id")


def test_an_invited_person_chooses_a_password_and_is_signed_in(client: Client, ada: User) -> None:
    """The code comes from the link's fragment; the page says with which name to sign in later."""
    code = invite(ada)
    page = client.get(PAGE)
    assert "location.hash" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert client.post(PAGE, {"code": f" {code} "})["Location"] == PAGE
    page = client.get(PAGE)
    assert 'value="ada"' in page.content.decode()
    assert code not in page.content.decode()
    answer = client.post(PAGE, CHOSEN)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert whose(client) == str(ada.pk)
    assert client.get("/account/app/").status_code == 200  # the password is fresh: it is not asked for again
    assert [entry.action for entry in AuditEntry.objects.all()] == ["accept-invitation"]
    other = Client()
    other.post("/sign-in/", {"login": "ada", "password": PASSWORD})
    assert whose(other) == str(ada.pk)


def test_opening_the_link_uses_nothing_up(client: Client, ada: User) -> None:
    """A closed browser, a refused password, and a mail program that fetches the link lose nothing."""
    code = invite(ada)
    client.get(PAGE)
    client.post(PAGE, {"code": code})
    for wrong in ({}, {"password1": "short", "password2": "short"}, {**CHOSEN, "password2": "another one, and long"}):
        assert client.post(PAGE, wrong).status_code == 200
    assert whose(client) is None
    ada.refresh_from_db()
    assert not ada.has_usable_password()
    other = Client()
    other.post(PAGE, {"code": code})
    assert other.post(PAGE, CHOSEN).status_code == 302
    assert client.post(PAGE, CHOSEN).status_code == 403
    assert whose(client) is None
    assert client.post(PAGE, {"code": code}).status_code == 403


@pytest.mark.parametrize("code", ["", "x", "\1", "x" * 100_000, "ü", "' OR 1=1 --"])
def test_an_unknown_code_is_refused_in_words(client: Client, ada: User, code: str) -> None:
    """The page says whom to ask."""
    invite(ada)
    answer = client.post(PAGE, {"code": code})
    assert answer.status_code == 403
    assert "Ask the person who invited you" in answer.content.decode()
    assert client.post(PAGE, CHOSEN).status_code == 403
    assert whose(client) is None


def test_an_old_one_and_one_of_a_closed_account_are_refused(client: Client, ada: User) -> None:
    """Also when the page with the password is open already."""
    code = invite(ada)
    client.post(PAGE, {"code": code})
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.post(PAGE, CHOSEN).status_code == 403
    code = invite(ada)
    client.post(PAGE, {"code": code})
    User.objects.update(is_active=False)
    assert client.post(PAGE, CHOSEN).status_code == 403
    assert whose(client) is None


def test_a_second_invitation_ends_what_was_there_and_leaves_factors(client: Client, ada: User) -> None:
    """Who has lost the password is invited again; whoever is in a session of theirs is out, and factors stay."""
    from allauth.mfa.models import Authenticator  # noqa: PLC0415

    ada.set_password("an older password of hers")
    ada.save()
    old = Client()
    old.post("/sign-in/", {"login": "ada", "password": "an older password of hers"})
    assert whose(old) == str(ada.pk)
    Authenticator.objects.create(user=ada, type="totp", data={"secret": "A" * 32})
    client.post(PAGE, {"code": invite(ada)})
    assert client.post(PAGE, CHOSEN)["Location"] == "/sign-in/factor/"
    assert whose(client) is None
    assert old.get("/").status_code == 302
    assert [row for row in Session.objects.all() if row.get_decoded().get("_auth_user_id")] == []


def test_it_takes_the_place_of_somebody_elses_session(client: Client, ada: User, elif_: User) -> None:
    """In a browser that is shared, nothing of the other's session comes along."""
    client.post("/sign-in/", {"login": elif_.username, "password": PASSWORD})
    key = client.session.session_key
    client.post(PAGE, {"code": invite(ada)})
    assert whose(client) == str(elif_.pk)
    client.post(PAGE, CHOSEN)
    assert whose(client) == str(ada.pk)
    assert not Session.objects.filter(session_key=key).exists()
