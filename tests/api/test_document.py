"""The OpenAPI document, and the page that is drawn from it."""

import re
from typing import Any

import pytest
from django.test import Client

from quintain.accounts.models import User
from quintain.api.document import openapi
from quintain.api.problems import KINDS
from quintain.api.reference import operations, shapes
from quintain.api.scopes import SENTENCES, Scope

pytestmark = pytest.mark.django_db


def test_the_document_is_openapi_3_1_for_everybody(mara: User) -> None:
    """A program that reads it has no token yet."""
    document = Client().get("/api/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    assert document == openapi()


def test_each_operation_says_its_scope_and_what_it_refuses(mara: User) -> None:
    """With problem details, and what comes in headers."""
    scopes = set()
    for methods in openapi()["paths"].values():
        for operation in methods.values():
            scopes.update(operation["security"][0]["token"])
            answers = operation["responses"]
            assert {"200", "304", "401", "403", "404", "422", "429", "500"} <= answers.keys()
            assert all("application/problem+json" in answers[status]["content"] for status in ("401", "422", "500"))
    assert scopes == set(Scope) == set(SENTENCES)


def test_everything_has_a_sentence() -> None:
    """Operations, parameters and fields: nobody has to guess what one means."""
    for operation in operations(openapi()):
        assert operation.title
        assert operation.sentence
        assert all(row.sentence for row in operation.parameters), operation.id
    for shape in shapes(openapi()):
        assert all(row.sentence or row.shape for row in shape.rows), shape.name


def test_no_field_can_hold_code_or_an_attack() -> None:
    """What answers have is listed here by hand, so that a new field is looked at."""
    fields = {row.name for shape in shapes(openapi()) for row in shape.rows}
    assert fields == {
        *("archived_at", "attacks", "attacks_stopped", "attempts", "begun_at", "certificate", "class_id"),
        *("closed_modules", "code", "course", "created_at", "detail", "ended_at", "ends_on", "entry_right", "errors"),
        *("exit_right", "expires_at", "fault", "finished_at", "hints", "id", "is_earned", "is_joining_open"),
        *("issued_at", "items", "lab", "lab_id", "labs_needed", "labs_proven", "last_attempt_at", "message", "name"),
        *("number", "owner", "person_id", "phase", "phases", "proven_at", "quiz_answers", "quiz_right", "remedy"),
        *("result", "revoked_at", "role", "scopes", "seat", "seats", "seats_taken", "since", "started_at"),
        *("starts_on", "state", "status", "test_questions", "time_zone", "title", "total", "type", "username", "where"),
    }


def test_the_page_has_everything_of_the_document(mara: User) -> None:
    """Each operation, object and problem at its anchor, and no link into nothing."""
    page = Client().get("/api/").content.decode()
    anchors = set(re.findall(r'id="([^"]+)"', page))
    assert {each.id for each in operations(openapi())} <= anchors
    assert {f"shape-{each.name}" for each in shapes(openapi())} <= anchors
    assert {f"problem-{each.anchor}" for each in KINDS.values()} <= anchors
    assert set(re.findall(r'href="#([^"]+)"', page)) <= anchors
    assert all(scope in page for scope in Scope)


def test_the_page_has_no_script_of_others(mara: User) -> None:
    """It is drawn by our templates, under the policy of all pages."""
    answer = Client().get("/api/")
    policy: Any = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', answer.content.decode())
