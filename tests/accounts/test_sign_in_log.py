"""Who signs in, and who is refused, is in the log; and a session has an end."""

import logging
from datetime import timedelta

import pytest
from django.contrib.auth import authenticate
from django.test import Client, RequestFactory
from django.utils import timezone
from pytest_django import Settings

from quintain.accounts.models import Role
from tests.people import make_person

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


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


def test_a_session_of_a_classroom_ends_after_four_days(client: Client, settings: Settings) -> None:
    """However busy it was: saving it again does not move the end."""
    settings.CLASSROOM = True
    client.force_login(make_person("mara", "Mara", Role.AUTHOR), backend=BACKEND)
    session = client.session
    first = session.get_expiry_date()
    assert timedelta(days=3, hours=23) < first - timezone.now() <= timedelta(days=4)
    session["more"] = 1
    session.save()
    assert client.session.get_expiry_date() == first
