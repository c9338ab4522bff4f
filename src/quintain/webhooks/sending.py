"""Sends what is due to endpoints, tries again what failed, and turns off endpoints that fail for days."""

import logging
import random
from collections.abc import Mapping
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from quintain.accounts.audit import Action, record
from quintain.web.bodies import one_line
from quintain.web.outgoing import Answer, Unanswered
from quintain.web.sealing import Unsealable, unseal
from quintain.webhooks import outgoing, signing
from quintain.webhooks.models import MOST_ANSWER_LETTERS, Delivery, DeliveryState, Endpoint, Event, Off

log = logging.getLogger(__name__)

PAUSES: Final = (5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)
"""Seconds before the second try and each that follows, as the specification proposes: three days in all."""
JITTER: Final = 0.1
LONGEST_PAUSE_SECONDS: Final = 86_400
SHORT_PAUSE_SECONDS: Final = 60
"""So long the others wait for an endpoint that gives no answer, or says that it is busy."""
BUSY: Final = frozenset({429, 502, 503, 504})
FAILING_DAYS: Final = 5
KEPT_DAYS: Final = 30
AT_ONCE: Final = 20
"""Deliveries of one job, each of which takes 15 seconds at most."""
LEASE_SECONDS: Final = 330
"""So long are an endpoint's deliveries one job's; those of a process that died are taken over after that."""
ROTATION_HOURS: Final = 24
PURPOSE: Final = "webhooks secret"


def take_due() -> tuple[UUID, ...]:
    """Return the endpoints to which something is due, for one who sends it now; nobody else gets them meanwhile."""
    if not settings.CLASSROOM:
        return ()
    now = timezone.now()
    due = Delivery.objects.filter(state=DeliveryState.WAITING, due_at__lte=now).values("endpoint")
    free = Q(sending_until=None) | Q(sending_until__lt=now)
    until = now + timedelta(seconds=LEASE_SECONDS)
    found = Endpoint.objects.filter(free, pk__in=due).values_list("pk", flat=True)
    return tuple(pk for pk in found if Endpoint.objects.filter(free, pk=pk).update(sending_until=until))


def give_back(endpoint: UUID) -> None:
    """Let others send to an endpoint."""
    Endpoint.objects.filter(pk=endpoint).update(sending_until=None)


def send_due(endpoint_id: UUID) -> int:
    """Send what is due to an endpoint, some at once; return how many tries were made.

    If it gives no answer or is busy, the others that are due wait for a minute.
    """
    endpoint = Endpoint.objects.filter(pk=endpoint_id).first()
    if endpoint is None:
        return 0
    tried = 0
    due = Delivery.objects.filter(endpoint=endpoint, state=DeliveryState.WAITING, due_at__lte=timezone.now())
    for delivery in due.select_related("event").order_by("due_at", "event__at", "pk")[:AT_ONCE]:
        is_on = Endpoint.objects.filter(pk=endpoint_id, off="").exists()  # an operator may turn it off meanwhile
        if not is_on:
            break
        tried += 1
        if not _try(endpoint, delivery):
            break
    return tried


def forget_old() -> int:
    """Delete events of more than 30 days ago with their deliveries; return how many rows."""
    return Event.objects.filter(at__lt=timezone.now() - timedelta(days=KEPT_DAYS)).delete()[0]


def give_up_waiting(endpoint: Endpoint) -> None:
    """End what waits for an endpoint that is turned off; an operator may replay it later."""
    waiting = Delivery.objects.filter(endpoint=endpoint, state=DeliveryState.WAITING)
    waiting.update(state=DeliveryState.GIVEN_UP, fault="the endpoint was turned off")


def _try(endpoint: Endpoint, delivery: Delivery) -> bool:
    """Try a delivery, and tell whether the next one may follow at once."""
    body, now = delivery.event.body.encode(), timezone.now()
    try:
        secrets = secrets_of(endpoint, now)
    except Unsealable:
        _fail(endpoint, delivery, {"fault": "the secret cannot be read; make a new one"}, now)
        return False
    headers = signing.headers_of(delivery.event_id, body, at=int(now.timestamp()), by=secrets)
    try:
        answer = outgoing.send(endpoint.address, body, headers)
    except Unanswered as silent:
        log.warning("the webhook endpoint %s gives no answer: %s", endpoint.pk, silent)
        _fail(endpoint, delivery, {"status": None, "answer": "", "fault": str(silent)[:100]}, now)
        return False
    said: dict[str, str | int | None] = {"status": answer.status, "answer": _shorten(answer), "fault": ""}
    if HTTPStatus(200) <= answer.status < HTTPStatus.MULTIPLE_CHOICES:
        _settle(delivery, state=DeliveryState.DELIVERED, tried_at=now, tries=delivery.tries + 1, **said)
        Endpoint.objects.filter(pk=endpoint.pk).update(failing_since=None)
        return True
    log.warning("the webhook endpoint %s answers with status %s", endpoint.pk, answer.status)
    _fail(endpoint, delivery, said, now, seconds_asked_for=read_retry_after(answer.retry_after, now))
    if answer.status == HTTPStatus.GONE:
        turn_off(endpoint, Off.GONE)
        return False
    return answer.status not in BUSY


def secrets_of(endpoint: Endpoint, now: datetime) -> tuple[str, ...]:
    """Return the secrets that sign for an endpoint, the newest first.

    Raises:
        Unsealable: One was sealed with another key.

    """
    sealed = [endpoint.secret]
    if endpoint.last_secret and endpoint.rotated_at and now - endpoint.rotated_at < timedelta(hours=ROTATION_HOURS):
        sealed.append(endpoint.last_secret)
    return tuple(unseal(each, PURPOSE) for each in sealed)


def read_retry_after(text: str, now: datetime) -> float:
    """Return how many seconds an answer asks to wait, at most a day; 0 if it asks for none that can be read."""
    if text.isascii() and text.isdigit() and len(text) < 10:  # noqa: PLR2004  decades
        seconds = float(text)
    else:
        try:
            seconds = (parsedate_to_datetime(text) - now).total_seconds()
        except (ValueError, TypeError, OverflowError):  # no date, or one without a time zone
            return 0
    return min(max(seconds, 0), LONGEST_PAUSE_SECONDS)


def turn_off(endpoint: Endpoint, why: Off) -> None:
    """Send nothing more to an endpoint, because of what it answers."""
    with transaction.atomic():
        if Endpoint.objects.filter(pk=endpoint.pk, off="").update(off=why, off_at=timezone.now()):
            give_up_waiting(endpoint)
            record(Action.TURN_OFF_ENDPOINT, actor=None, in_class=endpoint.in_class_id, endpoint=endpoint.name, why=why)


def _fail(
    endpoint: Endpoint,
    delivery: Delivery,
    said: Mapping[str, str | int | None],
    now: datetime,
    seconds_asked_for: float = 0,
) -> None:
    tries = delivery.tries + 1
    is_over = tries > len(PAUSES)
    pause = PAUSES[min(tries, len(PAUSES)) - 1] * (1 + random.uniform(0, JITTER))  # noqa: S311  no secret
    due_at = now + timedelta(seconds=max(pause, seconds_asked_for))
    state = DeliveryState.GIVEN_UP if is_over else DeliveryState.WAITING
    _settle(delivery, state=state, tried_at=now, tries=tries, due_at=due_at, **said)
    if not said.get("status") or said["status"] in BUSY:
        wait = now + timedelta(seconds=max(SHORT_PAUSE_SECONDS, seconds_asked_for))
        others = Delivery.objects.filter(endpoint=endpoint, state=DeliveryState.WAITING, due_at__lt=wait)
        others.exclude(pk=delivery.pk).update(due_at=wait)
    Endpoint.objects.filter(pk=endpoint.pk, failing_since=None).update(failing_since=now)
    since = Endpoint.objects.filter(pk=endpoint.pk).values_list("failing_since", flat=True).first()
    if since is not None and now - since > timedelta(days=FAILING_DAYS):
        turn_off(endpoint, Off.FAILED)


def _settle(delivery: Delivery, **columns: object) -> None:
    """Write what came of a try, unless it was replayed or given up meanwhile."""
    expected = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.WAITING, tries=delivery.tries)
    expected.update(**columns)


def _shorten(answer: Answer) -> str:
    text = one_line(answer.body.decode(errors="replace"))
    return text if len(text) <= MOST_ANSWER_LETTERS else text[: MOST_ANSWER_LETTERS - 1] + "…"
