"""What happens twice in the same moment happens once."""

from collections import Counter
from typing import Any

import pytest
from django.test import Client

from quintain.accounts.models import User
from quintain.cohorts.models import Class
from quintain.lti import grades
from quintain.lti.claims import CORE
from quintain.lti.models import Identity, Launch
from tests.at_once import at_once
from tests.audit_log import erasable_log
from tests.lti.platforms import BASE, StubPlatform, sign_well

__all__ = ["erasable_log"]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("context")]


def test_a_message_that_is_sent_twice_at_once_is_good_once(client: Client, stub: StubPlatform) -> None:
    """The database keeps the nonce."""
    asked = stub.begin(client)
    token = sign_well(stub.claims(asked))

    def send(_: int) -> int:
        answer: Any = stub.send(token, asked["state"])
        return int(answer.status_code)

    assert Counter(at_once(send, range(4))) == {303: 1, 403: 3}
    assert Launch.objects.count() == 1


def test_a_person_who_comes_twice_at_once_has_one_account(stub: StubPlatform, a_class: Class) -> None:
    """Two tabs, both new: one makes the account, and the other is told to open the link again."""
    browsers = [Client() for _ in range(3)]
    for browser in browsers:
        assert stub.launch(browser)["location"] == "/lti/arrival/"

    def go_on(browser: Client) -> int:
        return int(browser.post("/lti/arrival/", {"act": "go-on"}).status_code)

    statuses = at_once(go_on, browsers)
    assert 302 in statuses
    assert set(statuses) <= {302, 409}
    assert User.objects.count() == Identity.objects.count() == 1
    assert a_class.seats.exclude(membership=None).count() == 1


def test_many_who_come_at_once_get_no_more_seats_than_there_are(stub: StubPlatform, a_class: Class) -> None:
    """The others wait."""
    browsers = [Client() for _ in range(5)]
    for number, browser in enumerate(browsers):
        stub.launch(browser, sub=f"learner-{number}")
    assert set(at_once(lambda each: each.post("/lti/arrival/", {"act": "go-on"}).status_code, browsers)) == {302}
    assert a_class.seats.exclude(membership=None).count() == 2
    assert a_class.memberships.count() == 5


def test_two_processes_that_look_at_once_send_scores_once(client: Client, stub: StubPlatform) -> None:
    """One of them has the platform."""
    stub.arrive(client, **{f"{CORE}target_link_uri": f"{BASE}/labs/shop/"}, **stub.grading())
    taken = at_once(lambda _: len(grades.take_due()), range(4))
    assert Counter(taken) == {1: 1, 0: 3}
