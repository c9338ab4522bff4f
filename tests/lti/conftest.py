"""A classroom that is connected with a platform, and one of its courses with a class."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.core.cache import cache
from pytest_django import Settings

from quintain.accounts.limits.rate_limits import THROTTLE
from quintain.certificates import keys
from quintain.cohorts import actions as cohorts
from quintain.cohorts.models import Class
from quintain.lti.models import Context, Platform
from quintain.lti.platform_keys import KEY_SETS
from quintain.packs.model.pack import Pack
from tests.lti.platforms import StubPlatform, running_platform


@pytest.fixture
def classroom(settings: Settings, course: Pack, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let people have accounts, and let this machine's own platform be asked."""
    monkeypatch.setattr(THROTTLE, "_now", lambda: 1000.0)  # limits do not fill up again while a slow machine works
    monkeypatch.setattr(keys, "KEY_BITS", 2048)  # which is found several times as fast
    settings.CLASSROOM = True
    settings.LTI_PRIVATE = True
    KEY_SETS.clear()
    THROTTLE.clear()
    cache.clear()


@pytest.fixture(scope="module")
def _running() -> Iterator[StubPlatform]:
    with running_platform() as stub:
        yield stub


@pytest.fixture
def stub(_running: StubPlatform) -> StubPlatform:
    """Return a platform that runs, as it was when it started."""
    new = StubPlatform(issuer=_running.issuer)
    for name in StubPlatform.__dataclass_fields__:
        setattr(_running, name, getattr(new, name))
    return _running


@pytest.fixture
def platform(classroom: None, stub: StubPlatform) -> Platform:
    """Return the platform, connected by an operator."""
    return stub.connect()


@pytest.fixture
def a_class(classroom: None, course: Pack) -> Class:
    """Return a class of two seats."""
    facts = cohorts.NewClass("Ours", course.id, date(2027, 5, 3), date(2027, 5, 5), "UTC", 2)
    return cohorts.make_class(facts, by=None)


@pytest.fixture
def context(platform: Platform, a_class: Class) -> Context:
    """Return the course of the platform, connected with the class."""
    deployment = platform.deployments.get()
    return Context.objects.create(deployment=deployment, identifier="course-1", title="", in_class=a_class)
