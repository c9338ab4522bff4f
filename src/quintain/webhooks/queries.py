"""Reads about endpoints, for the pages of operators and instructors."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from django.db.models import Q

from quintain.cohorts.models import Class
from quintain.webhooks.models import Delivery, Endpoint

MOST_SHOWN: Final = 100


@dataclass(frozen=True, slots=True)
class ClassEndpoint:
    """What instructors see of an endpoint: its host, since the whole address may be secret, and what it gets."""

    name: str
    host: str
    types: Sequence[str]
    is_on: bool


def endpoints() -> Sequence[Endpoint]:
    """Return all endpoints."""
    return list(Endpoint.objects.select_related("in_class"))


def find_endpoint(pk: UUID) -> Endpoint | None:
    """Return an endpoint."""
    return Endpoint.objects.select_related("in_class").filter(pk=pk).first()


def find_delivery(endpoint: Endpoint, pk: UUID) -> Delivery | None:
    """Return a delivery to an endpoint."""
    return Delivery.objects.select_related("endpoint", "event").filter(endpoint=endpoint, pk=pk).first()


def deliveries_to(endpoint: Endpoint) -> Sequence[Delivery]:
    """Return the last 100 deliveries to an endpoint, the latest event first."""
    rows = Delivery.objects.filter(endpoint=endpoint).select_related("event")
    return list(rows.order_by("-event__at", "pk")[:MOST_SHOWN])


def classes_to_choose() -> Sequence[Class]:
    """Return the classes that go on."""
    return list(Class.objects.filter(archived_at=None))


def endpoints_of(a_class: Class) -> Sequence[ClassEndpoint]:
    """Return the endpoints that get events of a class."""
    rows = Endpoint.objects.filter(Q(in_class=None) | Q(in_class=a_class))
    return [ClassEndpoint(e.name, urlsplit(e.address).hostname or "", tuple(e.types), not e.off) for e in rows]
