"""Schemathesis asks the API what its own document allows and what it does not, and holds the answers to it."""

import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import Case, GenerationMode

from quintain.accounts.limits.rate_limits import THROTTLE
from quintain.accounts.models import User
from quintain.api.document import openapi
from quintain.api.scopes import Scope
from quintain.cohorts.models import Class
from tests.api.conftest import Program

pytestmark = [pytest.mark.django_db, pytest.mark.hostile]

CASES = 12
"""Of each operation and each way; the whole takes some seconds."""


@pytest.fixture(autouse=True)
def kept_connection() -> Iterator[None]:
    """Keep the connection of the test between requests, as Django's own client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def filled_class(a_class: Class, students: list[User]) -> Class:
    """Return a class with work in it."""
    assert students
    return a_class


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize("path", sorted(openapi()["paths"]))
def test_each_answer_is_one_that_the_document_has(
    path: str, mode: GenerationMode, mara: User, filled_class: Class, program: Program
) -> None:
    """Whatever is asked for: the status, the headers and every field are as the document says, and nothing fails."""
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", WSGIHandler())
    token = program(mara, *Scope).defaults["HTTP_AUTHORIZATION"]
    number = random.getrandbits(32)
    print(f"hypothesis seed {number}")  # noqa: T201  shown when the test fails

    @seed(number)
    @settings(
        max_examples=CASES,
        database=None,
        deadline=timedelta(seconds=20),
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=schema[path]["GET"].as_strategy(generation_mode=mode))
    def hold(case: Case[Any]) -> None:
        THROTTLE.clear()
        if mode is GenerationMode.POSITIVE and case.path_parameters:
            case.path_parameters["class_id"] = str(filled_class.pk)  # a class that is there
        response = case.call_and_validate(headers={"Authorization": token})
        statuses.add(response.status_code)

    statuses: set[int] = set()
    hold()
    if mode is GenerationMode.POSITIVE:
        assert 200 in statuses or path.endswith("/certificates")
