"""Sessions of a classroom end when nobody uses them; what a page does by itself does not keep them."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from quintain.accounts.models import Membership, Role, User
from quintain.accounts.sessions import activity
from quintain.accounts.sessions.ending import _living
from quintain.accounts.sessions.store import SessionStore
from tests.accounts.conftest import PASSWORD
from tests.people import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("classroom")]

POLL = {"accept": "application/json"}
OPENS = {"sec-fetch-mode": "navigate"}


class Clock:
    """What the time is."""

    def __init__(self) -> None:
        self.now = timezone.now()

    def __call__(self) -> datetime:
        return self.now

    def turn(self, **by: float) -> None:
        """Let time go by."""
        self.now += timedelta(**by)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Return a clock that only the test turns."""
    found = Clock()
    monkeypatch.setattr("django.utils.timezone.now", found)
    return found


@pytest.fixture
def browser(clock: Clock, elif_: User) -> Client:
    """Return a student's browser."""
    client = Client()
    client.post("/sign-in/", {"login": elif_.username, "password": PASSWORD})
    return client


def is_in(client: Client) -> bool:
    """Tell whether the browser's session is good."""
    return client.get("/session", headers=POLL).status_code == 200


def test_a_session_that_nobody_uses_ends(browser: Client, clock: Clock) -> None:
    """A student's after twelve hours; the watch that closes sockets sees it at the same moment."""
    key = str(browser.session.session_key)
    clock.turn(hours=11, minutes=59)
    assert is_in(browser)
    assert _living([key]) == {key}
    clock.turn(minutes=2)
    assert not is_in(browser)
    assert _living([key]) == set()
    assert browser.get("/")["Location"] == "/sign-in/?next=/"


def test_what_somebody_does_keeps_the_session_till_its_fixed_end(browser: Client, clock: Clock) -> None:
    """A page that is opened every ten hours; after four days it is over all the same."""
    for _ in range(9):
        clock.turn(hours=10)
        assert browser.get("/", headers=OPENS).status_code == 200
    clock.turn(hours=5, minutes=58)
    assert browser.get("/", headers=OPENS).status_code == 200
    clock.turn(minutes=2)
    assert browser.get("/", headers=OPENS).status_code == 302


@pytest.mark.parametrize(
    ("method", "headers", "keeps"),
    [
        ("get", {"sec-fetch-mode": "navigate"}, True),
        ("get", {"sec-fetch-mode": "navigate", "sec-purpose": "prefetch;prerender"}, False),
        ("get", {"sec-fetch-mode": "cors", "accept": "text/html"}, False),
        ("get", {"sec-fetch-mode": "same-origin"}, False),
        ("get", {"accept": "application/json"}, False),
        ("get", {"accept": "text/html"}, True),
        ("head", {"sec-fetch-mode": "no-cors"}, False),
        ("post", {"sec-fetch-mode": "cors"}, True),
        ("put", {"sec-fetch-mode": "cors", "accept": "application/json"}, True),
    ],
)
def test_an_act_is_a_form_a_save_or_a_page_that_is_opened(
    browser: Client, clock: Clock, method: str, headers: dict[str, str], *, keeps: bool
) -> None:
    """A page that asks what is new does so without anybody; browsers say which it is."""
    clock.turn(hours=11)
    getattr(browser, method)("/timetable/", headers=headers)
    clock.turn(hours=2)
    assert is_in(browser) == keeps


def test_a_page_knows_when_its_session_ends_and_can_keep_it(browser: Client, clock: Clock) -> None:
    """It asks without moving the end; a POST, by the button of the warning, moves it."""
    assert f'data-seconds="{12 * 3600}"' in browser.get("/", headers=OPENS).content.decode()
    clock.turn(hours=11, minutes=59)
    asked = browser.get("/session", headers=POLL).json()
    assert (asked["seconds"], asked["can_be_kept"]) == (60, True)
    kept = browser.post("/session", headers=POLL).json()
    assert kept["seconds"] == 12 * 3600
    clock.turn(hours=11)
    assert is_in(browser)


def test_the_fixed_end_cannot_be_moved(browser: Client, clock: Clock) -> None:
    """The warning then offers to sign in again."""
    for _ in range(9):
        clock.turn(hours=10)
        browser.get("/", headers=OPENS)
    clock.turn(hours=5, minutes=59)
    browser.get("/", headers=OPENS)
    asked = browser.post("/session", headers=POLL).json()
    assert (asked["seconds"], asked["can_be_kept"]) == (60, False)


def test_a_session_used_till_its_fixed_end_is_over_for_sockets_too(browser: Client, clock: Clock) -> None:
    """They are closed by what the database says of it, which no request has to come for."""
    key = str(browser.session.session_key)
    for _ in range(9):
        clock.turn(hours=10)
        browser.get("/", headers=OPENS)
    clock.turn(hours=5, minutes=59)
    assert _living([key]) == {key}
    clock.turn(minutes=2)
    assert _living([key]) == set()


def test_an_operators_session_ends_after_an_hour(clock: Clock, classroom: Settings) -> None:
    """The shortest limit of all that a person is; the operator of the server sets it."""
    person = make_person("iris", "Iris", Role.OPERATOR)
    client = Client()
    client.force_login(person, backend="quintain.accounts.backends.PersonBackend")
    clock.turn(minutes=59)
    assert client.get("/classes/", headers=OPENS).status_code == 200
    clock.turn(minutes=59)
    assert is_in(client)
    clock.turn(minutes=2)
    assert not is_in(client)
    classroom.IDLE_MINUTES = {**classroom.IDLE_MINUTES, "operator": 0}
    client.force_login(person, backend="quintain.accounts.backends.PersonBackend")
    clock.turn(days=3, hours=23)
    assert is_in(client)


def test_who_becomes_more_has_the_shorter_limit_from_the_next_act_on(
    browser: Client, clock: Clock, elif_: User
) -> None:
    """The end moves back as well: a student's session of twelve hours is none for somebody who runs the server now."""
    Membership.objects.create(person=elif_, role=Role.OPERATOR)
    assert browser.get("/", headers=OPENS).status_code == 200
    clock.turn(minutes=59)
    assert is_in(browser)
    clock.turn(minutes=2)
    assert not is_in(browser)


def test_changes_of_a_session_do_not_move_its_end(browser: Client, clock: Clock) -> None:
    """Django would set it again with each: to sixty days."""
    key = browser.session.session_key
    end = Session.objects.get(session_key=key).expire_date
    clock.turn(hours=1)
    store = SessionStore(key)
    store["more"] = 1
    store.save()
    row = Session.objects.get(session_key=key)
    assert row.expire_date == end
    assert row.get_decoded()["more"] == 1


def test_an_act_and_a_change_at_once_lose_nothing_of_each_other(browser: Client, clock: Clock, elif_: User) -> None:
    """The end is moved in the row alone; what another request has put into the session stays."""
    key = browser.session.session_key
    acting = SessionStore(key)
    assert acting.get("_auth_user_id") == str(elif_.pk)
    other = SessionStore(key)
    other["more"] = 1
    other.save()
    clock.turn(hours=2)
    activity.note_act(acting, elif_)
    row = Session.objects.get(session_key=key)
    assert row.get_decoded()["more"] == 1
    assert row.expire_date == clock.now + timedelta(hours=12)


def test_an_act_brings_no_ended_session_back(browser: Client, clock: Clock, elif_: User) -> None:
    """Neither one that has expired nor one whose row is gone: a request that was on its way is too late."""
    late = SessionStore(browser.session.session_key)
    assert late.get("_auth_user_id")
    clock.turn(hours=13)
    activity.note_act(late, elif_)
    assert not is_in(browser)
    gone: Any = SessionStore(browser.session.session_key)
    Session.objects.all().delete()
    activity.note_act(gone, elif_)
    activity.note_act(late, elif_)
    assert Session.objects.count() == 0


def test_solo_mode_knows_no_such_end(clock: Clock, classroom: Settings) -> None:
    """The session of the one learner lasts as Django's do."""
    classroom.CLASSROOM = False
    client = Client()
    client.force_login(make_person("solo", "Learner", Role.STUDENT), backend="quintain.accounts.backends.PersonBackend")
    clock.turn(days=50)
    assert client.get("/").status_code == 200
