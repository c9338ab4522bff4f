"""A class whose students have done varied work, and programs with tokens that read it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from quintain.accounts.limits.rate_limits import THROTTLE
from quintain.accounts.models import User
from quintain.api.models import Token
from quintain.api.scopes import Scope
from quintain.api.secrets import digest_of, make_secret
from quintain.cohorts.models import Class
from quintain.packs.model.lab import Lab
from tests.dashboards.conftest import a_class, mara, operator, sign_in
from tests.dashboards.filling import STORIES, fill

__all__ = ["a_class", "mara", "operator", "sign_in"]

type Program = Callable[..., Client]


@pytest.fixture(autouse=True)
def fresh_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget how often others asked; limits do not fill up again while a slow machine works."""
    monkeypatch.setattr(THROTTLE, "_now", lambda: 1000.0)
    THROTTLE.clear()


@pytest.fixture
def students(a_class: Class, lab: Lab) -> list[User]:
    """Return three students of the class: one has proven the lab, one has not, one has asked for help."""
    return fill(a_class, lab, (STORIES[0], STORIES[1], STORIES[4]))


@pytest.fixture
def program() -> Program:
    """Return what makes a token for somebody, and a client that sends it."""

    def make(owner: User, *scopes: Scope, in_class: Class | None = None, days: int = 1) -> Client:
        secret = make_secret()
        Token.objects.create(
            owner=owner,
            name="a program",
            secret_digest=digest_of(secret),
            scopes=sorted(scopes or Scope),
            in_class=in_class,
            expires_at=timezone.now() + timedelta(days=days),
        )
        return Client(headers={"Authorization": f"Bearer {secret}"})

    return make
