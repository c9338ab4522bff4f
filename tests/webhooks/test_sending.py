"""Events arrive signed, are tried again while an endpoint fails, and go to no address that they may not go to."""

import time
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings
from standardwebhooks import Webhook, WebhookVerificationError

from quintain.accounts.models import AuditEntry
from quintain.web.outgoing import Unanswered
from quintain.webhooks import actions, outgoing, sending, signing, tasks
from quintain.webhooks.models import Delivery, DeliveryState, Endpoint, Off
from quintain.webhooks.sending import read_retry_after
from tests.webhooks.conftest import Added
from tests.webhooks.receiver import Receiver

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]


def queue_test(added: Added) -> Delivery:
    """Have an event sent to the endpoint."""
    actions.send_test(added.endpoint, by=None)
    return Delivery.objects.latest("event__at")


def pass_time(**span: float) -> None:
    """Let time pass for deliveries and endpoints."""
    gone = timedelta(**span)
    for each in Delivery.objects.all():
        Delivery.objects.filter(pk=each.pk).update(due_at=each.due_at - gone)
    for endpoint in Endpoint.objects.exclude(failing_since=None):
        assert endpoint.failing_since is not None
        Endpoint.objects.filter(pk=endpoint.pk).update(failing_since=endpoint.failing_since - gone)


def test_a_verifier_of_others_takes_the_signature(added: Added, receiver: Receiver) -> None:
    """And refuses it for another body, another secret and another time."""
    delivery = queue_test(added)
    assert tasks.queue_due() == 1
    (got,) = receiver.got
    verifier = Webhook(added.secret)
    assert verifier.verify(got.body, got.headers)["type"] == "endpoint.test"
    assert got.headers["content-type"] == "application/json"
    assert got.headers["webhook-id"] == signing.message_id(delivery.event_id)
    for body, headers, secret in (
        (got.body + b" ", got.headers, added.secret),
        (got.body, got.headers, signing.make_secret()),
        (got.body, {**got.headers, "webhook-timestamp": str(int(time.time()) + 1)}, added.secret),
        (got.body, {**got.headers, "webhook-id": "msg_1"}, added.secret),
    ):
        with pytest.raises(WebhookVerificationError):
            Webhook(secret).verify(body, headers)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.status, delivery.tries) == (DeliveryState.DELIVERED, 204, 1)
    assert tasks.queue_due() == 0


def test_both_secrets_sign_for_a_day_after_a_rotation(added: Added, receiver: Receiver) -> None:
    """So that the other program can change its secret meanwhile; then the old one is worth nothing."""
    new = actions.rotate_secret(added.endpoint, by=None)
    queue_test(added)
    tasks.queue_due()
    (got,) = receiver.got
    assert len(got.headers["webhook-signature"].split(" ")) == 2
    for secret in (added.secret, new):
        Webhook(secret).verify(got.body, got.headers)
    Endpoint.objects.update(rotated_at=timezone.now() - timedelta(hours=25))
    queue_test(added)
    tasks.queue_due()
    Webhook(new).verify(receiver.got[1].body, receiver.got[1].headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(added.secret).verify(receiver.got[1].body, receiver.got[1].headers)


def test_secrets_are_sealed_in_the_database(added: Added) -> None:
    """A copy of the database does not sign."""
    assert added.secret.startswith("whsec_")
    row = Endpoint.objects.values().get()
    assert added.secret.removeprefix("whsec_") not in str(row)


def test_a_dead_receiver_is_tried_again_with_pauses(added: Added, receiver: Receiver) -> None:
    """Ten tries in about three days, each signed with its own time and the same id; then the event is given up."""
    receiver.status = 500
    delivery = queue_test(added)
    waits = []
    for _ in range(len(sending.PAUSES) + 1):
        assert tasks.queue_due() == 1
        delivery.refresh_from_db()
        assert delivery.tried_at is not None
        waits.append((delivery.due_at - delivery.tried_at).total_seconds())
        assert tasks.queue_due() == 0
        pass_time(seconds=waits[-1])
    assert all(p <= wait <= p * 1.1 for p, wait in zip(sending.PAUSES, waits, strict=False))
    assert (delivery.state, delivery.tries, delivery.status) == (DeliveryState.GIVEN_UP, 10, 500)
    assert len({each.headers["webhook-id"] for each in receiver.got}) == 1
    assert tasks.queue_due() == 0


def test_nobody_listening_is_a_failure_and_the_others_wait(added: Added, receiver: Receiver) -> None:
    """One try shows that the endpoint is away; the other events keep their tries."""
    Endpoint.objects.update(address="http://127.0.0.1:1/hook")
    for _ in range(3):
        queue_test(added)
    tasks.queue_due()
    assert sorted(Delivery.objects.values_list("tries", flat=True)) == [0, 0, 1]
    assert "ConnectError" in Delivery.objects.get(tries=1).fault
    assert tasks.queue_due() == 0
    Endpoint.objects.update(address=receiver.address)
    pass_time(seconds=61)
    tasks.queue_due()
    assert len(receiver.got) == 3
    assert set(Delivery.objects.values_list("state", flat=True)) == {DeliveryState.DELIVERED}
    assert Endpoint.objects.get().failing_since is None


def test_after_five_days_the_endpoint_is_turned_off(added: Added, receiver: Receiver) -> None:
    """With a note in the audit log; what waits is given up, and nothing more is sent."""
    receiver.status = 503
    queue_test(added)
    tasks.queue_due()
    pass_time(days=5, seconds=10)
    queue_test(added)
    tasks.queue_due()
    assert Endpoint.objects.get().off == Off.FAILED
    assert set(Delivery.objects.values_list("state", flat=True)) == {DeliveryState.GIVEN_UP}
    assert AuditEntry.objects.get(action="turn-off-endpoint").details["why"] == "failed"
    assert tasks.queue_due() == 0


def test_gone_turns_off_at_once(added: Added, receiver: Receiver) -> None:
    """410 asks to send nothing more."""
    receiver.status = 410
    for _ in range(3):
        queue_test(added)
    tasks.queue_due()
    assert len(receiver.got) == 1
    assert Endpoint.objects.get().off == Off.GONE
    assert not Delivery.objects.filter(state=DeliveryState.WAITING).exists()


def test_a_redirect_is_a_failure(added: Added, receiver: Receiver) -> None:
    """It could lead to where no request may go."""
    receiver.status = 307
    receiver.headers = {"Location": receiver.address}
    delivery = queue_test(added)
    tasks.queue_due()
    assert len(receiver.got) == 1
    delivery.refresh_from_db()
    assert (delivery.status, delivery.state) == (307, DeliveryState.WAITING)


def test_of_a_huge_answer_the_beginning_is_kept(added: Added, receiver: Receiver) -> None:
    """And the rest is not read; what a page cannot show is left out."""

    def flood(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        try:
            while True:
                handler.wfile.write(b"<b>\x00\x1b[31m\xff " + b"x" * 65536)
        except OSError:
            return

    receiver.raw = flood
    delivery = queue_test(added)
    tasks.queue_due()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.status) == (DeliveryState.DELIVERED, 200)
    assert len(delivery.answer) == 300
    assert "\x00" not in delivery.answer
    assert "\x1b" not in delivery.answer


def test_a_slow_answer_is_none(added: Added, receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    """One deadline is for all of it, so that drops of it keep no job."""
    monkeypatch.setattr(outgoing, "SECONDS", 0.3)

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        try:
            while True:
                handler.wfile.write(b" ")
                handler.wfile.flush()
                time.sleep(0.05)
        except OSError:
            return

    receiver.raw = drip
    delivery = queue_test(added)
    began = time.monotonic()
    tasks.queue_due()
    assert time.monotonic() - began < 5
    delivery.refresh_from_db()
    assert (delivery.state, delivery.fault) == (DeliveryState.WAITING, "TimeoutError")


@pytest.mark.parametrize(
    "address",
    [
        "https://127.0.0.1:1/",
        "https://localhost:1/",
        "https://[::1]:1/",
        "https://169.254.169.254/",
        "https://2130706433/",
    ],
)
def test_private_addresses_get_nothing(classroom: None, settings: Settings, address: str) -> None:
    """However they are written, also where they came into the database before."""
    settings.WEBHOOKS_PRIVATE = False
    with pytest.raises(Unanswered, match=r"private network|gaierror"):
        outgoing.send(address, b"{}", {})


def test_without_the_operators_word_nothing_goes_without_tls(
    added: Added, receiver: Receiver, settings: Settings
) -> None:
    """Not even to an endpoint that was allowed before."""
    settings.WEBHOOKS_PRIVATE = False
    delivery = queue_test(added)
    tasks.queue_due()
    assert receiver.got == []
    delivery.refresh_from_db()
    assert delivery.fault == "an address without TLS"


def test_retry_after_is_obeyed_within_reason(added: Added, receiver: Receiver) -> None:
    """A receiver may ask for more time, and for a day at most."""
    receiver.status, receiver.headers = 429, {"Retry-After": "1000"}
    delivery = queue_test(added)
    tasks.queue_due()
    delivery.refresh_from_db()
    assert delivery.tried_at is not None
    assert (delivery.due_at - delivery.tried_at).total_seconds() == 1000


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("", 0),
        ("120", 120),
        ("-5", 0),
        ("99999999", 86_400),
        ("9" * 5000, 0),
        ("Thu, 03 Dec 2026 06:00:00 GMT", 600),
        ("Thu, 03 Dec 2026 06:00:00", 0),
        ("Thu, 03 Dec 2020 06:00:00 GMT", 0),
        ("soon", 0),
        ("²", 0),
    ],
)
def test_retry_after_is_read(text: str, seconds: float) -> None:
    """Seconds or a date (RFC 9110, 10.2.3); what is neither asks for nothing."""
    assert read_retry_after(text, datetime(2026, 12, 3, 5, 50, tzinfo=UTC)) == seconds


def test_a_replay_has_the_same_id_and_its_own_time(added: Added, receiver: Receiver) -> None:
    """So that a receiver that has the event already can tell."""
    receiver.status = 400
    delivery = queue_test(added)
    tasks.queue_due()
    receiver.status = 200
    delivery.refresh_from_db()
    actions.replay(delivery, by=None)
    tasks.queue_due()
    first, second = receiver.got
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.body == second.body
    Webhook(added.secret).verify(second.body, second.headers)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.tries) == (DeliveryState.DELIVERED, 1)


def test_one_job_at_a_time_sends_to_an_endpoint(added: Added, receiver: Receiver) -> None:
    """What another process sends is left to it until its lease is over."""
    queue_test(added)
    assert sending.take_due() == (added.endpoint.pk,)
    assert tasks.queue_due() == 0
    Endpoint.objects.update(sending_until=timezone.now() - timedelta(seconds=1))
    assert tasks.queue_due() == 1
    assert len(receiver.got) == 1


def test_what_waits_is_given_up_when_an_operator_turns_off(added: Added, receiver: Receiver) -> None:
    """It is not sent when the endpoint is on again, unless it is replayed."""
    for _ in range(2):
        queue_test(added)
    actions.turn(added.endpoint, is_on=False, by=None)
    assert tasks.queue_due() == 0
    assert receiver.got == []
    actions.turn(added.endpoint, is_on=True, by=None)
    assert tasks.queue_due() == 0
    for delivery in Delivery.objects.all():
        actions.replay(delivery, by=None)
    tasks.queue_due()
    assert len(receiver.got) == 2


def test_a_secret_that_cannot_be_read_is_said(added: Added, receiver: Receiver, settings: Settings) -> None:
    """After a move to another key, say; nothing goes out unsigned."""
    delivery = queue_test(added)
    settings.SECRET_KEY = "another"
    tasks.queue_due()
    assert receiver.got == []
    delivery.refresh_from_db()
    assert "make a new one" in delivery.fault


def test_old_events_are_forgotten(added: Added) -> None:
    """After 30 days."""
    delivery = queue_test(added)
    assert sending.forget_old() == 0
    event: Any = delivery.event
    type(event).objects.update(at=timezone.now() - timedelta(days=31))
    assert sending.forget_old() == 2
    assert Delivery.objects.count() == 0
