"""Writes about endpoints: added, changed, turned on and off, and what is sent to them once more."""

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext

from quintain.accounts.audit import Action, record
from quintain.accounts.locking import lock_name
from quintain.accounts.models import User
from quintain.accounts.permissions import require_person
from quintain.cohorts.models import Class
from quintain.web.addresses import is_public
from quintain.web.bodies import one_line
from quintain.web.sealing import seal
from quintain.webhooks import events, sending, signing
from quintain.webhooks.errors import EndpointOff, EndpointUnfit
from quintain.webhooks.models import LONGEST_ADDRESS, Delivery, DeliveryState, Endpoint, EventType, Off
from quintain.webhooks.outgoing import may_go_to
from quintain.webhooks.permissions import MANAGE_ENDPOINTS

MOST_ENDPOINTS: Final = 50
LONGEST_NAME: Final = 80
CHOICES: Final = (EventType.LAB_PROVEN, EventType.CLASS_ENDED, EventType.HAND_RAISED)
"""What an endpoint may get; tests are sent when an operator asks."""


@dataclass(frozen=True, slots=True)
class EndpointFacts:
    """What an operator enters about an endpoint. Without ``in_class``, it gets the events of all classes."""

    name: str
    address: str
    types: Sequence[str]
    in_class: Class | None = None


def add_endpoint(facts: EndpointFacts, *, by: User | None, request: HttpRequest | None = None) -> tuple[Endpoint, str]:
    """Add an endpoint, and return it with its secret, which is told this once.

    Raises:
        EndpointUnfit: Something that was entered cannot be used, or there are 50.
        PermissionDenied: ``by`` does not run the server.

    """
    require_person(by, MANAGE_ENDPOINTS)
    read = _read(facts)
    secret = signing.make_secret()
    with transaction.atomic():
        lock_name("webhook endpoints")
        if Endpoint.objects.count() >= MOST_ENDPOINTS:
            raise EndpointUnfit(gettext("There are 50 endpoints already."), gettext("Remove one first."))
        made = Endpoint.objects.create(
            name=read.name,
            address=read.address,
            types=list(read.types),
            in_class=read.in_class,
            secret=seal(secret, sending.PURPOSE),
        )
        _record(Action.ADD_ENDPOINT, made, by, request)
    return made, secret


def change_endpoint(
    endpoint: Endpoint, facts: EndpointFacts, *, by: User | None, request: HttpRequest | None = None
) -> None:
    """Change what was entered about an endpoint. What waits for it goes to the new address.

    Raises:
        EndpointUnfit: Something that was entered cannot be used.
        PermissionDenied: ``by`` does not run the server.

    """
    require_person(by, MANAGE_ENDPOINTS)
    read = _read(facts)
    with transaction.atomic():
        changed = Endpoint.objects.select_for_update().get(pk=endpoint.pk)
        changed.name, changed.address = read.name, read.address
        changed.types, changed.in_class = list(read.types), read.in_class
        changed.save(update_fields=["name", "address", "types", "in_class"])
        _record(Action.CHANGE_ENDPOINT, changed, by, request)


def remove_endpoint(endpoint: Endpoint, *, by: User | None, request: HttpRequest | None = None) -> None:
    """Remove an endpoint, with what waits for it and what was sent to it.

    Raises:
        PermissionDenied: ``by`` does not run the server.

    """
    require_person(by, MANAGE_ENDPOINTS)
    with transaction.atomic():
        _record(Action.REMOVE_ENDPOINT, endpoint, by, request)
        endpoint.delete()


def rotate_secret(endpoint: Endpoint, *, by: User | None, request: HttpRequest | None = None) -> str:
    """Sign with a new secret from now on, and for a day with the one before as well; return the new one.

    Raises:
        PermissionDenied: ``by`` does not run the server.

    """
    require_person(by, MANAGE_ENDPOINTS)
    secret = signing.make_secret()
    with transaction.atomic():
        current = Endpoint.objects.select_for_update().get(pk=endpoint.pk)
        current.last_secret, current.secret = current.secret, seal(secret, sending.PURPOSE)
        current.rotated_at = timezone.now()
        current.save(update_fields=["secret", "last_secret", "rotated_at"])
        _record(Action.ROTATE_ENDPOINT_SECRET, current, by, request)
    return secret


def turn(endpoint: Endpoint, *, is_on: bool, by: User | None, request: HttpRequest | None = None) -> None:
    """Turn an endpoint on or off. What happens while it is off is not sent to it later.

    Raises:
        PermissionDenied: ``by`` does not run the server.

    """
    require_person(by, MANAGE_ENDPOINTS)
    with transaction.atomic():
        if is_on:
            Endpoint.objects.filter(pk=endpoint.pk).update(off="", off_at=None, failing_since=None)
            _record(Action.TURN_ON_ENDPOINT, endpoint, by, request)
        else:
            Endpoint.objects.filter(pk=endpoint.pk, off="").update(off=Off.BY_OPERATOR, off_at=timezone.now())
            sending.give_up_waiting(endpoint)
            _record(Action.TURN_OFF_ENDPOINT, endpoint, by, request)


def send_test(endpoint: Endpoint, *, by: User | None) -> None:
    """Send an endpoint an event of its own.

    Raises:
        EndpointOff: It is turned off.
        PermissionDenied: ``by`` does not run the server.

    """
    require_person(by, MANAGE_ENDPOINTS)
    with transaction.atomic():
        _require_on(endpoint)
        events.note_test(endpoint)


def replay(delivery: Delivery, *, by: User | None, request: HttpRequest | None = None) -> None:
    """Send an event once more, with the same id, whatever came of it before.

    Raises:
        EndpointOff: The endpoint is turned off.
        PermissionDenied: ``by`` does not run the server.

    """
    require_person(by, MANAGE_ENDPOINTS)
    with transaction.atomic():
        _require_on(delivery.endpoint)
        again = Delivery.objects.filter(pk=delivery.pk)
        again.update(state=DeliveryState.WAITING, tries=0, due_at=timezone.now(), fault="")
        _record(Action.REPLAY_EVENT, delivery.endpoint, by, request, event=signing.message_id(delivery.event_id))


def _require_on(endpoint: Endpoint) -> None:
    if Endpoint.objects.select_for_update().get(pk=endpoint.pk).off:
        raise EndpointOff


def _read(facts: EndpointFacts) -> EndpointFacts:
    name = one_line(facts.name)
    if not name or len(name) > LONGEST_NAME:
        raise EndpointUnfit(gettext("This name cannot be used."), gettext("Write a name of 1 to 80 letters."))
    types = [each for each in CHOICES if each in facts.types]
    if not types:
        raise EndpointUnfit(gettext("No event is chosen."), gettext("Choose at least one."))
    return EndpointFacts(name, _address(facts.address), types, facts.in_class)


def _address(text: str) -> str:
    address = text.strip()
    fits = address.isascii() and 0 < len(address) <= LONGEST_ADDRESS and may_go_to(address)
    if not fits or urlsplit(address).fragment:
        raise EndpointUnfit(
            gettext("This address cannot be used."), gettext("Copy it as the other program shows it: https://….")
        )
    if not settings.WEBHOOKS_PRIVATE and _is_private(urlsplit(address).hostname or ""):
        raise EndpointUnfit(
            gettext("This address is in a private network."),
            gettext("Set QUINTAIN_WEBHOOKS_PRIVATE=1 to allow such addresses."),
        )
    return address


def _is_private(host: str) -> bool:
    """Tell whether a host is written as an address that is not public; names are looked up when something is sent."""
    try:
        return not is_public(ip_address(host))
    except ValueError:
        return host == "localhost"


def _record(act: Action, endpoint: Endpoint, by: User | None, request: HttpRequest | None, event: str = "") -> None:
    # Of the address the host alone: the rest may have a secret in it.
    host = urlsplit(endpoint.address).hostname or ""
    details: dict[str, Any] = {"endpoint": endpoint.name, "host": host, **({"event": event} if event else {})}
    record(act, actor=by, request=request, in_class=endpoint.in_class_id, **details)
