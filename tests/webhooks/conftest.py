"""A classroom with a class, and an endpoint that gets all its events."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from pytest_django import Settings

from quintain.accounts.models import User
from quintain.cohorts import actions as cohorts
from quintain.cohorts.models import Class
from quintain.packs.model.pack import Pack
from quintain.webhooks import actions
from quintain.webhooks.models import Endpoint
from tests.webhooks.receiver import Receiver, running_receiver


@dataclass(frozen=True)
class Added:
    """An endpoint, and the secret that its operator was shown."""

    endpoint: Endpoint
    secret: str


@pytest.fixture
def classroom(settings: Settings, course: Pack, db: None) -> None:
    """Let people have accounts, and let a receiver on this machine get events."""
    settings.CLASSROOM = True
    settings.WEBHOOKS_PRIVATE = True


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """Run a receiver that takes everything."""
    with running_receiver() as running:
        yield running


@pytest.fixture
def a_class(classroom: None, course: Pack) -> Class:
    """Return a class of two seats."""
    facts = cohorts.NewClass("Ours", course.id, date(2027, 5, 3), date(2027, 5, 5), "UTC", 2)
    return cohorts.make_class(facts, by=None)


@pytest.fixture
def student(a_class: Class) -> User:
    """Return a student of the class."""
    return cohorts.join(a_class.join_code, "Elif").person


@pytest.fixture
def added(classroom: None, receiver: Receiver) -> Added:
    """Return the receiver as an endpoint for all classes."""
    return Added(*actions.add_endpoint(actions.EndpointFacts("Chat", receiver.address, actions.CHOICES), by=None))
