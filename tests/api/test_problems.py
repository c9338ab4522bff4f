"""Every refusal is problem details, wherever on the way it was refused."""

import json

import pytest
from django.db import DatabaseError
from django.test import Client
from pytest_django import Settings

from quintain.accounts.models import User
from quintain.api import queries
from quintain.api.scopes import Scope
from quintain.cohorts.models import Class
from tests.api.conftest import Program

pytestmark = pytest.mark.django_db


@pytest.fixture
def programs(mara: User, program: Program) -> tuple[Client, ...]:
    """Return a program with a token, and one with none."""
    return program(mara), Client()


def test_each_parameter_that_cannot_be_used_is_named(mara: User, program: Program) -> None:
    """A limit out of range, an offset that is no number, and a name that nobody knows."""
    unknown = program(mara).get("/api/v1/classes?limit=10&Limit=3")
    assert [each["name"] for each in json.loads(unknown.content)["errors"]] == ["Limit"]
    answer = program(mara).get("/api/v1/classes?limit=101&offset=two")
    said = json.loads(answer.content)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert (answer.status_code, said["status"], said["type"]) == (422, 422, "/api/#problem-unfit-parameters")
    assert sorted((each["where"], each["name"]) for each in said["errors"]) == [
        ("query", "limit"),
        ("query", "offset"),
    ]


@pytest.mark.parametrize(
    ("method", "address", "status", "anchor"),
    [
        ("get", "/api/v1/", 404, "not-found"),
        ("get", "/api/v1/classes/", 404, "not-found"),
        ("get", "/api/v1/classes/no-uuid", 404, "not-found"),
        ("get", "/api/v1/%00", 400, "bad-request"),
        ("get", "/api/v1/classes?limit=%00", 400, "bad-request"),
        ("post", "/api/v1/classes", 405, "method-not-allowed"),
        ("options", "/api/v1/classes", 405, "method-not-allowed"),
        ("delete", "/api/v1/token", 405, "method-not-allowed"),
    ],
)
def test_what_never_reaches_an_operation_is_problem_details_too(
    method: str, address: str, status: int, anchor: str, programs: tuple[Client, ...]
) -> None:
    """For somebody with a token, and for somebody with none."""
    for client in programs:
        answer = getattr(client, method)(address)
        said = json.loads(answer.content)
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert (answer.status_code, said["status"], said["type"]) == (status, status, f"/api/#problem-{anchor}")
        assert said["detail"]
        assert ("Allow" in answer.headers) == (status == 405)


def test_another_host_is_problem_details(mara: User, program: Program) -> None:
    """Django itself refuses it."""
    answer = program(mara).get("/api/v1/classes", headers={"Host": "elsewhere.example"})
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")


def test_a_fault_of_ours_has_an_id_and_tells_nothing_else(
    mara: User, program: Program, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The log has the same id, and the traceback."""

    def fail(*_: object) -> None:
        raise RuntimeError("the secret of the house")

    monkeypatch.setattr(queries, "readable_classes", fail)
    answer = program(mara).get("/api/v1/classes")
    said = json.loads(answer.content)
    assert (answer.status_code, said["type"]) == (500, "/api/#problem-server-fault")
    assert "secret of the house" not in answer.content.decode()
    assert f"fault {said['fault']} at GET /api/v1/classes" in caplog.text


def test_a_fault_before_any_operation_has_an_id_as_well(
    mara: User, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of middleware, say, whose exceptions Django answers."""

    def fail(*_: object) -> None:
        raise RuntimeError

    client = program(mara)
    client.raise_request_exception = False
    monkeypatch.setattr("quintain.accounts.middleware.is_over", fail)
    answer = client.get("/api/v1/classes")
    assert answer.status_code == 500
    assert len(json.loads(answer.content)["fault"]) == 8


def test_a_database_that_is_locked_is_said_so(mara: User, program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    """503, so that programs try again."""

    def fail(*_: object) -> None:
        raise DatabaseError("database is locked")

    monkeypatch.setattr(queries, "readable_classes", fail)
    answer = program(mara).get("/api/v1/classes")
    assert answer.status_code == 503
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_refused_scope_is_named(mara: User, a_class: Class, program: Program, settings: Settings) -> None:
    """As RFC 6750, section 3.1, has it."""
    answer = program(mara, Scope.CLASSES).get(f"/api/v1/classes/{a_class.pk}/roster")
    assert answer.headers["WWW-Authenticate"] == (
        'Bearer realm="Quintain", error="insufficient_scope", scope="roster:read"'
    )
    assert "roster:read" in json.loads(answer.content)["detail"]
    assert "error" not in Client().get("/api/v1/token").headers["WWW-Authenticate"]
