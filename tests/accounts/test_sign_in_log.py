"""Who signs in, and who is refused, is in the log; and a session has an end."""

import logging
from datetime import timedelta

import pytest
from django.contrib.auth import authenticate
from django.contrib.sessions.models import Session
from django.test import Client, RequestFactory
from django.utils import timezone
from pytest_django import Settings

from quintain.accounts.models import Role, User
from tests.accounts.conftest import PASSWORD
from tests.people import make_person

pytestmark = pytest.mark.django_db
BACKEND = "quintain.accounts.backends.PersonBackend"


def test_signing_in_and_out_is_logged_by_id(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    """With the address, and without the name."""
    mara = make_person("mara", "Mara", Role.AUTHOR)
    with caplog.at_level(logging.INFO, "quintain.accounts"):
        client.force_login(mara, backend=BACKEND)
        client.logout()
    assert [record.getMessage().split(" from ")[0] for record in caplog.records] == [
        f"{mara.pk} signed in",
        f"{mara.pk} signed out",
    ]


def test_a_refusal_names_nobody_who_is_not_there(caplog: pytest.LogCaptureFixture) -> None:
    """What was typed as a name may be a password, and is not written."""
    mara = make_person("mara", "Mara", Role.AUTHOR)
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.7")
    authenticate(request, username="mara", password="wrong")
    authenticate(request, username="my secret password", password="x")
    said = [record.getMessage() for record in caplog.records]
    assert said == [
        f"refused to sign in {mara.pk} from 192.0.2.7",
        "refused to sign in nobody from 192.0.2.7",
    ]


@pytest.mark.parametrize("remember", ["", "on"])
def test_a_session_of_a_classroom_ends_after_four_days(
    client: Client, elif_: User, classroom: Settings, monkeypatch: pytest.MonkeyPatch, remember: str
) -> None:
    """Whether the browser shall remember it or not, and however busy it was; its row goes, and so do its sockets."""
    classroom.IDLE_MINUTES = dict.fromkeys(classroom.IDLE_MINUTES, 0)
    client.post(
        "/sign-in/", {"login": elif_.username, "password": PASSWORD, **({"remember": "on"} if remember else {})}
    )
    session = client.session
    session["more"] = 1
    session.save()
    began = timezone.now()
    monkeypatch.setattr("quintain.accounts.sessions.activity.timezone.now", lambda: began + timedelta(days=3, hours=23))
    assert client.get("/").status_code == 200
    monkeypatch.setattr("quintain.accounts.sessions.activity.timezone.now", lambda: began + timedelta(days=4))
    answer = client.get("/")
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/?next=/")
    living = Session.objects.filter(expire_date__gt=timezone.now())
    assert not living.filter(session_key=session.session_key).exists()
