"""The platform's list of members becomes students of the class, before they come for the first time."""

from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
from django.test import Client

from quintain.accounts.models import Role, User
from quintain.cohorts.models import Class
from quintain.lti.models import Context, Identity, Platform
from quintain.web.outgoing import Answer
from tests.lti.platforms import INSTRUCTOR, LEARNER, StubPlatform, say
from tests.people import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("context")]


def member(name: str, role: str = LEARNER, **facts: object) -> dict[str, object]:
    """Return a row of the list."""
    return {"status": "Active", "user_id": f"id-{name}", "name": name, "roles": [role], **facts}


@pytest.fixture
def teacher(client: Client, stub: StubPlatform, context: Context) -> Client:
    """Return the browser of an instructor whose launch has said where the list is."""
    stub.arrive(
        client, sub="teacher", name="Ada Teacher", **{"https://purl.imsglobal.org/spec/lti/claim/roles": [INSTRUCTOR]}
    )
    context.refresh_from_db()
    assert context.memberships_address == f"{stub.issuer}/members?context=1"
    return client


def students() -> list[str]:
    """Return the names of all students."""
    rows = User.objects.filter(memberships__role=Role.STUDENT)
    return sorted(rows.values_list("display_name", flat=True))


def test_learners_of_all_pages_are_added(teacher: Client, stub: StubPlatform, context: Context, a_class: Class) -> None:
    """Others in the list are left out, and nobody gets a password."""
    stub.members = [
        [member("Zoë"), member("Ada Teacher", INSTRUCTOR), member("Gone", status="Inactive")],
        [member("Max"), member("", given_name="Elif", family_name="Kaya"), {"roles": [LEARNER]}, 7],  # type: ignore[list-item]
    ]
    answer = teacher.post("/lti/roster/", {"course": context.pk}, follow=True)
    assert "3 students were added" in answer.content.decode()
    assert students() == ["Elif Kaya", "Max", "Zoë"]
    assert a_class.seats.exclude(membership=None).count() == 2
    assert not any(each.has_usable_password() for each in User.objects.all())
    assert [each.partition("?")[0] for each in stub.asked if each.startswith("/members")] == ["/members"] * 2
    assert stub.tokens[-1]["scope"].endswith("/contextmembership.readonly")


def test_who_was_added_is_known_at_the_first_launch(teacher: Client, stub: StubPlatform, context: Context) -> None:
    """They are asked nothing, and have the seat that was theirs."""
    stub.members = [[member("Max", user_id="elif-7")]]
    teacher.post("/lti/roster/", {"course": context.pk})
    assert stub.launch(Client())["location"] == "/"
    assert students() == ["Max"]


def test_the_list_is_added_once(teacher: Client, stub: StubPlatform, context: Context) -> None:
    """A second click adds those who are new since."""
    stub.members = [[member("Max"), member("Max")]]
    teacher.post("/lti/roster/", {"course": context.pk})
    stub.members = [[member("Max"), member("Zoë")]]
    answer = teacher.post("/lti/roster/", {"course": context.pk}, follow=True)
    assert "1 student was added" in answer.content.decode()
    answer = teacher.post("/lti/roster/", {"course": context.pk}, follow=True)
    assert "Nobody in the list is new here" in answer.content.decode()
    assert students() == ["Max", "Zoë"]


def test_more_than_the_class_takes_are_not_added(teacher: Client, stub: StubPlatform, context: Context) -> None:
    """Neither those before them: all or none."""
    stub.members = [[member(f"Learner {number}") for number in range(40)]]
    answer = teacher.post("/lti/roster/", {"course": context.pk})
    assert answer.status_code == 409
    assert "40 learners" in answer.content.decode()
    assert students() == []
    assert Identity.objects.count() == 1


def hostile(stub: StubPlatform, kind: str) -> None:
    """Have the platform answer in a way that it should not."""
    stub.members = [[member("Max")]]
    match kind:
        case "another host":
            stub.next_page = "http://169.254.169.254/latest/meta-data"
        case "another port":
            stub.next_page = "http://127.0.0.1:1/members"
        case "pages without end":
            stub.members = [[member("Max")]] * 100
        case "the same page again":
            stub.next_page = "/members?context=1"
        case "too many":
            stub.members = [[member(f"Learner {number}") for number in range(501)]]
        case "too large":
            stub.members = [[member("x" * 600_000)]]
        case "no access":
            stub.token_status = 401
        case "no JSON":
            stub.raw["/members"] = _garbage
        case _:
            stub.raw["/members"] = lambda handler: handler.send_error(500)


def _garbage(handler: BaseHTTPRequestHandler) -> None:
    say(handler, ["no object"])


@pytest.mark.parametrize(
    "kind",
    [
        "another host",
        "another port",
        "pages without end",
        "the same page again",
        "too many",
        "too large",
        "no access",
        "no JSON",
        "an error",
    ],
)
def test_a_list_that_cannot_be_read_adds_nobody(
    teacher: Client, stub: StubPlatform, context: Context, kind: str
) -> None:
    """The instructor is told, and our access goes to no other host."""
    hostile(stub, kind)
    answer = teacher.post("/lti/roster/", {"course": context.pk})
    assert answer.status_code == 503
    assert "Example School does not answer" in answer.content.decode()
    assert students() == []


@pytest.mark.parametrize("elsewhere", ["another port", "without TLS", "another name"])
def test_access_goes_nowhere_else(
    teacher: Client, stub: StubPlatform, context: Context, monkeypatch: pytest.MonkeyPatch, elsewhere: str
) -> None:
    """It is for the platform's own origin: behind another port or name, or on the way there, somebody else listens."""
    asked: list[str] = []

    def ask(address: str, **facts: Any) -> Answer:
        if "form" in facts:
            return Answer(200, b'{"access_token": "opaque"}')
        asked.append(address)
        return Answer(200, b'{"members": []}', next_address=following)

    following = {
        "another port": "https://school.example:8443/members?page=1",
        "without TLS": "http://school.example/members?page=1",
        "another name": "https://school.example.evil.example/members?page=1",
    }[elsewhere]
    monkeypatch.setattr("quintain.lti.services.ask", ask)
    Context.objects.update(memberships_address="https://school.example/members")
    answer = teacher.post("/lti/roster/", {"course": context.pk})
    assert asked == ["https://school.example/members"], f"our access is not sent to {following}"
    assert (answer.status_code, students()) == (503, [])


def test_others_add_nobody(stub: StubPlatform, context: Context, platform: Platform) -> None:
    """A student, somebody without a session, an instructor of another class."""
    student = Client()
    stub.arrive(student)
    Context.objects.update(memberships_address=f"{stub.issuer}/members?context=1")
    assert student.post("/lti/roster/", {"course": context.pk}).status_code == 404
    assert Client().post("/lti/roster/", {"course": context.pk}).status_code == 302
    stranger = Client()
    stranger.force_login(
        make_person("stranger", "Stranger", Role.INSTRUCTOR), backend="quintain.accounts.backends.PersonBackend"
    )
    assert stranger.post("/lti/roster/", {"course": context.pk}).status_code == 404
    assert not stub.tokens


@pytest.mark.parametrize("number", ["", "x", "-1", "9" * 18, "99999999999999999999"])
def test_a_course_that_there_is_not_is_not_found(teacher: Client, number: str) -> None:
    """Nor is it looked for with a number that no database has."""
    assert teacher.post("/lti/roster/", {"course": number}).status_code == 404
