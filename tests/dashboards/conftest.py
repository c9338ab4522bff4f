"""A class with its instructor, and others who may not see it."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import Settings

from quintain.accounts.models import Role, User
from quintain.cohorts.models import Class
from quintain.packs.model.pack import Pack
from tests.dashboards.filling import make_class, make_instructor
from tests.people import make_person

BACKEND = "quintain.accounts.backends.PersonBackend"

type SignIn = Callable[[User], Client]


@pytest.fixture
def mara(course: Pack, db: None, settings: Settings) -> User:
    """Return the instructor of the class."""
    settings.CLASSROOM = True
    return make_instructor("mara", "Mara Lindqvist")


@pytest.fixture
def a_class(mara: User) -> Class:
    """Return a class of twelve seats."""
    return make_class(mara)


@pytest.fixture
def operator(course: Pack, db: None) -> User:
    """Return somebody who runs the server."""
    return make_person("olga", "Olga", Role.OPERATOR)


@pytest.fixture
def sign_in() -> SignIn:
    """Return what opens a browser of a person."""

    def opened(person: User) -> Client:
        client = Client()
        client.force_login(person, backend=BACKEND)
        return client

    return opened


@pytest.fixture
def page_of_mara(mara: User, sign_in: SignIn) -> Client:
    """Return the instructor's browser."""
    return sign_in(mara)
