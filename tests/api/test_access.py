"""Every address of the API, every scope, and everybody who may own a token: who reads it, and who does not.

The rules are written here a second time, by hand, so that an address that forgets its own is found out.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from itertools import product
from typing import Final
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from quintain.accounts.limits.rate_limits import THROTTLE
from quintain.accounts.models import Membership, Role, User
from quintain.accounts.people import actions as people
from quintain.api import service
from quintain.api.models import Token
from quintain.api.scopes import Scope
from quintain.certificates.requirements import Requirement
from quintain.cohorts import actions as cohorts
from quintain.cohorts.models import Class
from quintain.packs.model.pack import Pack
from tests.api.conftest import Program
from tests.dashboards.filling import make_class
from tests.people import make_person

pytestmark = [pytest.mark.hostile, pytest.mark.django_db]

SCOPES: Final[Mapping[str, Scope | None]] = {
    "token": None,
    "classes": Scope.CLASSES,
    "one_class": Scope.CLASSES,
    "roster": Scope.ROSTER,
    "progress": Scope.PROGRESS,
    "attempts": Scope.ATTEMPTS,
    "results": Scope.RESULTS,
    "certificates": Scope.CERTIFICATES,
}
OF_CLASS: Final = frozenset(SCOPES) - {"token", "classes"}
READERS: Final = frozenset({"instructor", "instructor of an archived class", "operator"})
"""Who reads the class in question; everybody may have had a token, and since lost what it was made with."""


@pytest.fixture
def everybody(settings: Settings, course: Pack, mara: User, a_class: Class) -> dict[str, User]:
    """Return people by what they are to the class."""
    settings.CERTIFICATE = Requirement(labs=None)
    student = cohorts.join(a_class.join_code, "Amara Okafor").person
    other = make_person("ivo", "Ivo", Role.INSTRUCTOR)
    make_class(other, title="Another class")
    return {
        "instructor": mara,
        "operator": make_person("olga", "Olga", Role.OPERATOR),
        "other instructor": other,
        "author": make_person("aude", "Aude", Role.AUTHOR),
        "student": student,
        "nobody any more": User.objects.create_user("nemo", "Nemo"),
    }


def addresses(a_class: Class) -> Iterator[tuple[str, str]]:
    """Yield the name of each operation, and its address for a class."""
    for each in service.service()._get_bound_routers():
        for path, view in each.path_operations.items():
            for operation in view.operations:
                assert operation.methods == ["GET"], "an operation that writes needs rules of its own"
                yield operation.view_func.__name__, "/api/v1" + re.sub(r"{\w+:class_id}", str(a_class.pk), path)


def test_each_operation_has_a_scope_here(a_class: Class) -> None:
    """Who adds one writes down here what it needs."""
    assert dict(addresses(a_class)).keys() == SCOPES.keys()


def test_each_operation_needs_its_own_scope_and_no_other(
    everybody: dict[str, User], a_class: Class, program: Program
) -> None:
    """A token with one scope reads what the scope names, and is told of all else that it lacks the scope."""
    for scope in Scope:
        client = program(everybody["instructor"], scope)
        for name, address in addresses(a_class):
            expected = 200 if SCOPES[name] in {None, scope} else 403
            assert client.get(address).status_code == expected, (scope, name)


def test_a_token_with_every_scope_reads_what_its_owner_may(
    everybody: dict[str, User], a_class: Class, program: Program
) -> None:
    """To everybody else there is no such class, and the list of classes lacks it."""
    wrong = {}
    for who, (name, address) in product(everybody, addresses(a_class)):
        answer = program(everybody[who]).get(address)
        expected = 200 if name not in OF_CLASS or who in READERS else 404
        if answer.status_code != expected:
            wrong[who, name] = answer.status_code
        if name == "classes":
            has_it = str(a_class.pk) in {each["id"] for each in answer.json()["items"]}
            assert has_it == (who in READERS), who
    assert wrong == {}


def test_an_instructor_reads_an_archived_class_as_on_its_pages(
    everybody: dict[str, User], a_class: Class, program: Program
) -> None:
    """What was done stays readable for its instructors; of another one's archived class, nothing."""
    cohorts.archive(a_class, by=everybody["instructor"])
    for name, address in addresses(a_class):
        assert program(everybody["instructor"]).get(address).status_code == 200, name
        assert program(everybody["other instructor"]).get(address).status_code == (404 if name in OF_CLASS else 200)


@pytest.mark.parametrize("is_of_class", [False, True], ids=["all classes", "this class"])
def test_a_token_loses_at_once_what_its_owner_loses(
    everybody: dict[str, User], a_class: Class, program: Program, is_of_class: bool
) -> None:
    """The very next request with the same token finds no class, and the list of classes lacks it."""
    other = everybody["other instructor"]
    cohorts.add_instructor(a_class, other.username, by=everybody["instructor"])
    client = program(other, in_class=a_class if is_of_class else None)

    def seen() -> tuple[set[int], bool]:
        statuses = {client.get(address).status_code for name, address in addresses(a_class) if name in OF_CLASS}
        listed = client.get("/api/v1/classes").json()["items"]
        return statuses, str(a_class.pk) in {each["id"] for each in listed}

    assert seen() == ({200}, True), "an instructor of the class reads all of it"
    Membership.objects.get(person=other, in_class=a_class).delete()
    assert seen() == ({404}, False), "who has left the class reads nothing of it, and does not see it in the list"


def test_a_token_of_one_class_reads_no_other(everybody: dict[str, User], a_class: Class, program: Program) -> None:
    """Not even for an operator, who may see all."""
    other = make_class(everybody["instructor"], title="A second class")
    client = program(everybody["operator"], in_class=other)
    assert [each["title"] for each in client.get("/api/v1/classes").json()["items"]] == ["A second class"]
    for name, address in addresses(a_class):
        assert client.get(address).status_code == (404 if name in OF_CLASS else 200)
    for _, address in addresses(other):
        assert client.get(address).status_code == 200


def test_a_closed_account_has_no_tokens_and_gets_none_back(
    everybody: dict[str, User], a_class: Class, program: Program
) -> None:
    """Also if it is opened again: somebody else may have made them."""
    client = program(everybody["instructor"])
    people.close_account(everybody["instructor"], by=everybody["operator"])
    assert client.get("/api/v1/classes").status_code == 401
    people.open_account(everybody["instructor"], by=everybody["operator"])
    assert client.get("/api/v1/classes").status_code == 401


def test_an_account_that_is_not_active_reads_nothing(everybody: dict[str, User], program: Program) -> None:
    """However that came about."""
    client = program(everybody["operator"])
    User.objects.filter(pk=everybody["operator"].pk).update(is_active=False)
    assert client.get("/api/v1/token").status_code == 401


def test_tokens_end_when_an_operator_ends_all_sessions(everybody: dict[str, User], program: Program) -> None:
    """Of another person, all of them; who ends their own other sessions keeps the tokens."""
    operator, mara = everybody["operator"], everybody["instructor"]
    own, others = program(operator), program(mara)
    people.end_sessions(mara, by=operator, but="the operator's own")
    people.end_sessions(operator, by=operator, but="the operator's own")
    assert others.get("/api/v1/token").status_code == 401
    assert own.get("/api/v1/token").status_code == 200


def test_a_missing_second_factor_closes_the_api_as_it_closes_pages(
    everybody: dict[str, User], settings: Settings, program: Program
) -> None:
    """Where one is asked for; a token that was made after the provider had checked one goes on."""
    client = program(everybody["instructor"])
    settings.SECOND_FACTOR = frozenset({"instructor"})
    assert client.get("/api/v1/classes").status_code == 403
    Token.objects.update(is_by_provider=True)
    assert client.get("/api/v1/classes").status_code == 200


def test_a_token_expires(everybody: dict[str, User], program: Program) -> None:
    """At its time."""
    client = program(everybody["instructor"])
    Token.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get("/api/v1/token").status_code == 401


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer ",
        "Bearer quintain_",
        f"Bearer quintain_{'a' * 43}",
        f"Bearer quintain_{'a' * 100_000}",
        "Bearer quintain_ä\u202e",
        "Basic bWFyYTpwYXNz",
        "Bearer null",
        "bearer\tquintain_x",
    ],
)
def test_nobody_gets_in_without_a_token(header: str, everybody: dict[str, User]) -> None:
    """Whatever is sent in its place."""
    answer = Client(headers={"Authorization": header}).get("/api/v1/classes")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith('Bearer realm="Quintain"')


def test_a_session_is_not_accepted(everybody: dict[str, User], sign_in: object) -> None:
    """A browser that is signed in is nobody here, so that no page can use the API in its owner's name."""
    browser = Client()
    browser.force_login(everybody["operator"], backend="quintain.accounts.backends.PersonBackend")
    assert browser.get("/classes/").status_code == 200
    answer = browser.get("/api/v1/classes")
    assert answer.status_code == 401
    assert not answer.cookies


def test_a_token_in_the_address_is_not_accepted(everybody: dict[str, User], program: Program) -> None:
    """Addresses are in logs and histories (RFC 6750, 2.3)."""
    header = program(everybody["operator"]).defaults["HTTP_AUTHORIZATION"]
    answer = Client().get("/api/v1/token", {"access_token": header.removeprefix("Bearer ")})
    assert answer.status_code == 401


def test_a_class_that_is_not_there_is_as_one_that_is_not_yours(everybody: dict[str, User], program: Program) -> None:
    """So that nobody finds out which there are."""
    client, mine = program(everybody["other instructor"]), Class.objects.get(title="SEC-132, 24 November")
    answers = [client.get(f"/api/v1/classes/{pk}/roster") for pk in (mine.pk, uuid4())]
    assert answers[0].json() == answers[1].json()


def test_a_token_that_asks_too_often_waits_and_others_do_not(everybody: dict[str, User], program: Program) -> None:
    """It is told for how long."""
    greedy, other = program(everybody["instructor"]), program(everybody["instructor"])
    answers = [greedy.get("/api/v1/token") for _ in range(125)]
    assert {each.status_code for each in answers[:120]} == {200}
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["Retry-After"]) >= 1
    assert other.get("/api/v1/token").status_code == 200


def test_wrong_tokens_from_an_address_do_not_slow_down_right_ones(everybody: dict[str, User], program: Program) -> None:
    """A program that goes on with an old token is told to wait; its neighbour is not."""
    wrong = Client(headers={"Authorization": f"Bearer quintain_{'a' * 43}"})
    statuses = [wrong.get("/api/v1/token").status_code for _ in range(65)]
    assert set(statuses[:60]) == {401}
    assert statuses[-1] == 429
    assert program(everybody["instructor"]).get("/api/v1/token").status_code == 200


def test_alone_there_is_no_api(everybody: dict[str, User], settings: Settings, program: Program) -> None:
    """A learner who works alone has no classes, and no pages of the API."""
    client = program(everybody["operator"])
    settings.CLASSROOM = False
    THROTTLE.clear()
    for address in ("/api/v1/token", "/api/v1/classes", "/api/openapi.json", "/api/"):
        assert client.get(address).status_code == 404
