"""A classroom: people have accounts, and every test begins without wrong tries."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from pytest_django import Settings

from quintain.accounts.limits.rate_limits import THROTTLE
from quintain.accounts.models import Role, User
from tests.people import make_person

PASSWORD = "four wet umbrellas under a bridge"


@pytest.fixture
def classroom(settings: Settings, course: object, db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """Let people sign in with accounts."""
    monkeypatch.setattr(THROTTLE, "_now", lambda: 1000.0)  # limits do not fill up again while a slow machine works
    settings.CLASSROOM = True
    THROTTLE.clear()
    cache.clear()
    yield settings
    THROTTLE.clear()


@pytest.fixture
def elif_(classroom: Settings) -> User:
    """Return a student with a password."""
    person = make_person("elif-kaya-7kq2", "Elif Kaya", Role.STUDENT)
    person.set_password(PASSWORD)
    person.save()
    return person
