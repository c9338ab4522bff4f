"""Launches by a platform that runs: who comes in, as what, and to which page."""

from datetime import date, timedelta
from urllib.parse import unquote

import jwt
import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from quintain.accounts.models import AuditEntry, Membership, Role, User
from quintain.accounts.people.personal_data import erase_person
from quintain.cohorts import actions as cohorts
from quintain.cohorts.models import Class
from quintain.lti import actions
from quintain.lti.claims import CORE
from quintain.lti.models import Context, Identity, Launch, Platform
from quintain.lti.platform_keys import KEY_SETS
from quintain.packs.model.pack import Pack
from tests.accounts.oidc import public
from tests.lti.platforms import BASE, INSTRUCTOR, KEY, StubPlatform
from tests.people import confirmed_browser, forget_confirmation, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("context")]

TARGET = f"{CORE}target_link_uri"
ROLES = f"{CORE}roles"
BACKEND = "quintain.accounts.backends.PersonBackend"


def person_in(client: Client) -> User | None:
    """Return who is signed in in a browser."""
    key = client.session.get(SESSION_KEY)
    return User.objects.filter(pk=key).first() if key else None


def test_a_learner_is_asked_once_and_gets_a_seat(client: Client, stub: StubPlatform, a_class: Class) -> None:
    """The first launch makes an account in the class of the course, and leads to the lab."""
    answer = stub.launch(client, **{TARGET: f"{BASE}/labs/shop/"})
    assert answer["location"] == "/lti/arrival/"
    assert User.objects.count() == 0
    page = client.get("/lti/arrival/").content.decode()
    assert "Elif Kaya" in page
    assert "Secure Python" in page
    answer = client.post("/lti/arrival/", {"act": "go-on"})
    assert answer["location"] == "/labs/shop/"
    person = person_in(client)
    assert person is not None
    assert person.display_name == "Elif Kaya"
    assert not person.has_usable_password()
    assert [(each.in_class, each.role) for each in person.roles] == [(a_class, Role.STUDENT)]
    assert a_class.seats.filter(membership__person=person).exists()
    assert client.get("/labs/shop/").status_code in {200, 302}


def test_the_second_launch_asks_nothing(stub: StubPlatform) -> None:
    """Issuer and subject find the account, in any browser."""
    stub.arrive(Client())
    client = Client()
    assert stub.launch(client, name="Another Name", **{TARGET: f"{BASE}/topics/injection/"})["location"] == (
        "/topics/injection/"
    )
    person = person_in(client)
    assert person is not None
    assert person.display_name == "Elif Kaya"
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/lti/launch/", "/"),
        ("/", "/"),
        ("/topics/injection/", "/topics/injection/"),
        ("/labs/shop/", "/labs/shop/"),
        ("/timetable/?day=2", "/timetable/#day-2"),
        ("/timetable/", "/timetable/"),
    ],
)
def test_a_link_opens_its_page(client: Client, stub: StubPlatform, address: str, path: str) -> None:
    """A lesson, a lab, a day; the address of launches opens the course."""
    assert stub.arrive(client, **{TARGET: BASE + address})["location"] == path


def test_an_instructor_of_the_course_instructs_its_class_alone(
    client: Client, stub: StubPlatform, a_class: Class, course: Pack
) -> None:
    """No other class, and nothing on the server."""
    facts = cohorts.NewClass("Other", course.id, date(2027, 5, 3), date(2027, 5, 5), "UTC", 2)
    other = cohorts.make_class(facts, by=None)
    stub.arrive(client, sub="teacher", name="Ada Teacher", **{ROLES: [INSTRUCTOR]})
    person = person_in(client)
    assert person is not None
    assert [(each.in_class, each.role) for each in person.roles] == [(a_class, Role.INSTRUCTOR)]
    assert client.get(f"/classes/{a_class.pk}/").status_code == 200
    assert client.get(f"/classes/{other.pk}/").status_code == 404
    assert client.get("/people/").status_code == 403
    assert client.get("/lti/platforms/").status_code == 403


@pytest.mark.parametrize(
    "roles",
    [
        [],
        None,
        "Instructor",
        ["http://purl.imsglobal.org/vocab/lis/v2/system/person#Administrator"],
        ["http://purl.imsglobal.org/vocab/lis/v2/institution/person#Instructor"],
        ["http://purl.imsglobal.org/vocab/lis/v2/membership#Mentor", 7],
    ],
)
def test_roles_outside_the_course_let_nobody_in(client: Client, stub: StubPlatform, roles: object) -> None:
    """An administrator of the platform is nothing here."""
    answer = stub.launch(client, **{ROLES: roles})
    assert answer.status_code == 403
    assert "neither a learner nor an instructor" in answer.content.decode()
    assert User.objects.count() == 0


def test_no_e_mail_address_finds_an_account(client: Client, stub: StubPlatform) -> None:
    """A platform in which people write what they like takes over nobody."""
    victim = make_person("victim", "Victim", Role.STUDENT)
    User.objects.filter(pk=victim.pk).update(email="victim@school.example")
    stub.arrive(client, email="victim@school.example", email_verified=True, preferred_username="victim")
    person = person_in(client)
    assert person is not None
    assert person != victim


def test_another_issuer_is_another_person(client: Client, stub: StubPlatform, a_class: Class) -> None:
    """Two platforms may number their people alike."""
    stub.arrive(client)
    other = StubPlatform(issuer="https://other.school.example")
    facts = other.facts(key_set_address=f"{stub.issuer}/keys", authorization_address=f"{stub.issuer}/authorize")
    platform = actions.connect_platform(facts, "1", by=None)
    Context.objects.create(deployment=platform.deployments.get(), identifier="course-1", in_class=a_class)
    second = Client()
    stub.issuer, usual = other.issuer, stub.issuer
    try:
        asked = second.get("/lti/login/", {"iss": other.issuer, "login_hint": "7"})["location"]
        state = dict(part.split("=", 1) for part in asked.split("?")[1].split("&"))
        claims = stub.claims({"nonce": state["nonce"]})
    finally:
        stub.issuer = usual
    token = jwt.encode(claims, KEY, "RS256", headers={"kid": "one"})
    answer = stub.send(token, unquote(state["state"]))
    assert answer.status_code == 303
    assert second.get(answer["location"])["location"] == "/lti/arrival/"
    second.post("/lti/arrival/", {"act": "go-on"})
    assert User.objects.count() == 2


class TestAnAccountThatIsThere:
    """A person with an account links it, after they have confirmed that it is theirs."""

    def test_it_is_linked_after_the_password(self, stub: StubPlatform, a_class: Class) -> None:
        """From then on the platform signs them in to it."""
        person = make_person("max", "Max", Role.STUDENT)
        client = confirmed_browser(person)
        assert stub.launch(client)["location"] == "/lti/arrival/"
        assert "Max" in client.get("/lti/arrival/").content.decode()
        assert client.post("/lti/arrival/", {"act": "link"})["location"] == "/"
        assert Identity.objects.get().person == person
        assert person.memberships.filter(in_class=a_class, role=Role.STUDENT).exists()
        fresh = Client()
        assert stub.launch(fresh)["location"] == "/"
        assert person_in(fresh) == person

    def test_it_is_not_linked_without_the_password(self, stub: StubPlatform) -> None:
        """Who finds an open browser links nothing."""
        client = confirmed_browser(make_person("max", "Max", Role.STUDENT))
        forget_confirmation(client)
        stub.launch(client)
        answer = client.post("/lti/arrival/", {"act": "link"})
        assert "/account/confirm/" in answer["location"]
        assert not Identity.objects.exists()

    def test_somebody_may_sign_in_to_link_it(self, stub: StubPlatform) -> None:
        """What the launch has shown is kept while they type their password."""
        person = make_person("max", "Max", Role.STUDENT)
        person.set_password("nine quiet lamps along the canal")
        person.save()
        client = Client()
        stub.launch(client)
        answer = client.post(
            "/sign-in/?next=/lti/arrival/", {"login": "max", "password": "nine quiet lamps along the canal"}
        )
        assert answer["location"] == "/lti/arrival/"
        assert client.post("/lti/arrival/", {"act": "link"})["location"] == "/"
        assert Identity.objects.get().person == person

    def test_a_new_account_is_the_other_way(self, stub: StubPlatform) -> None:
        """On a borrowed computer, the account of somebody else stays theirs."""
        person = make_person("max", "Max", Role.STUDENT)
        client = confirmed_browser(person)
        stub.launch(client)
        client.post("/lti/arrival/", {"act": "go-on"})
        found = person_in(client)
        assert found is not None
        assert found != person
        assert Identity.objects.get().person == found

    @pytest.mark.parametrize("role", [Role.OPERATOR, Role.AUTHOR])
    def test_one_with_a_role_on_the_server_is_not_linked(self, stub: StubPlatform, role: Role) -> None:
        """The platform's administrator would run this server."""
        client = confirmed_browser(make_person("boss", "Boss", role))
        stub.launch(client)
        assert "Link the account" not in client.get("/lti/arrival/").content.decode()
        assert client.post("/lti/arrival/", {"act": "link"}).status_code == 403
        assert not Identity.objects.exists()

    def test_one_that_got_a_role_on_the_server_is_not_signed_in(self, stub: StubPlatform) -> None:
        """A link from before does not carry the new right."""
        stub.arrive(Client())
        Membership.objects.create(person=User.objects.get(), role=Role.OPERATOR)
        client = Client()
        assert stub.launch(client).status_code == 403
        assert person_in(client) is None

    def test_somebody_else_is_asked_before_they_are_signed_out(self, stub: StubPlatform) -> None:
        """Their unsaved work would be gone."""
        stub.arrive(Client())
        other = make_person("max", "Max", Role.STUDENT)
        client = confirmed_browser(other)
        assert stub.launch(client)["location"] == "/lti/arrival/"
        assert person_in(client) == other
        assert "signed in as somebody else" in client.get("/lti/arrival/").content.decode()
        client.post("/lti/arrival/", {"act": "go-on"})
        assert person_in(client) == Identity.objects.get().person

    def test_a_linked_person_is_not_linked_again(self, stub: StubPlatform) -> None:
        """Nobody takes somebody else's place on the platform."""
        stub.arrive(Client())
        client = confirmed_browser(make_person("max", "Max", Role.STUDENT))
        stub.launch(client)
        assert client.post("/lti/arrival/", {"act": "link"}).status_code == 409

    def test_a_closed_account_stays_closed(self, stub: StubPlatform) -> None:
        """The platform does not open it."""
        stub.arrive(Client())
        User.objects.update(is_active=False)
        client = Client()
        answer = stub.launch(client)
        assert answer.status_code == 403
        assert "closed" in answer.content.decode()
        assert person_in(client) is None


def test_a_session_from_before_gives_nothing_to_the_new_one(client: Client, stub: StubPlatform) -> None:
    """A key that an attacker has planted is worth nothing (session fixation)."""
    session = client.session
    session["planted"] = "yes"
    session.save()
    before = session.session_key
    stub.arrive(client)
    assert client.session.session_key != before
    assert "planted" not in client.session
    assert not Client(headers={"cookie": f"quintain-session={before}"}).session.get(SESSION_KEY)


def test_without_a_free_seat_a_learner_waits(stub: StubPlatform, a_class: Class) -> None:
    """A class never has one more than its seats."""
    for number in range(3):
        stub.arrive(Client(), sub=f"learner-{number}")
    assert a_class.seats.exclude(membership=None).count() == 2
    assert a_class.memberships.count() == 3


def test_a_full_waiting_list_lets_nobody_in(
    client: Client, stub: StubPlatform, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And leaves no account behind."""
    monkeypatch.setattr(cohorts, "MOST_WAITING", 0)
    for number in range(2):
        stub.arrive(Client(), sub=f"learner-{number}")
    assert stub.arrive(client, sub="one more").status_code == 409
    assert User.objects.count() == 2
    assert Identity.objects.count() == 2


@pytest.mark.parametrize(
    "facts", [{"archived_at": timezone.now(), "is_joining_open": False}, {"is_joining_open": False}]
)
def test_a_class_that_takes_nobody_takes_nobody_from_a_platform(
    client: Client, stub: StubPlatform, a_class: Class, facts: dict[str, object]
) -> None:
    """Archived, or closed for new students; who is in it may still sign in."""
    stub.arrive(Client(), sub="early")
    Class.objects.filter(pk=a_class.pk).update(**facts)
    assert stub.arrive(client, sub="late").status_code == 403
    assert User.objects.count() == 1
    assert stub.launch(Client(), sub="early").status_code == 302


def test_a_role_in_the_class_stays_as_it_is(stub: StubPlatform, a_class: Class) -> None:
    """A student whom the course makes an instructor keeps the seat; an instructor does not become a student."""
    stub.arrive(Client())
    stub.launch(Client(), **{ROLES: [INSTRUCTOR]})
    assert a_class.memberships.get().role == Role.STUDENT


def test_a_course_without_a_class_is_noted_for_the_operator(
    client: Client, stub: StubPlatform, platform: Platform
) -> None:
    """Its people are told, and nothing is made of them."""
    course = {"id": "course-2", "title": "Other course"}
    answer = stub.launch(client, **{f"{CORE}context": course})
    assert answer.status_code == 409
    assert "Other course" in answer.content.decode()
    assert Context.objects.get(identifier="course-2").in_class is None
    assert not User.objects.exists()


def test_several_deployments_are_told_apart(client: Client, stub: StubPlatform, platform: Platform) -> None:
    """A course of the same id in another deployment is another course."""
    actions.add_deployment(platform, "2", by=None)
    answer = stub.launch(client, **{f"{CORE}deployment_id": "2"})
    assert answer.status_code == 409
    assert Context.objects.count() == 2


def test_several_registrations_of_an_issuer_need_the_client_id(client: Client, stub: StubPlatform) -> None:
    """A login that does not say which one is meant begins nothing."""
    stub.connect(client_id="second")
    asked = {"iss": stub.issuer, "login_hint": "7"}
    assert client.post("/lti/login/", asked).status_code == 403
    answer = client.post("/lti/login/", asked | {"client_id": "second"})
    assert "client_id=second" in answer["location"]


def test_new_keys_of_the_platform_are_fetched(
    client: Client, stub: StubPlatform, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once the platform signs with another key, but no more than once a minute."""
    now = [1000.0]
    monkeypatch.setattr(KEY_SETS, "now", lambda: now[0])
    stub.keys = [public(KEY, "old")]
    assert stub.launch(client).status_code == 403  # signed with "one", which is not there
    assert stub.asked.count("/keys") == 1
    stub.keys = [public(KEY)]
    assert stub.launch(client).status_code == 403
    assert stub.asked.count("/keys") == 1
    now[0] += 61
    assert stub.launch(client).status_code == 302
    assert stub.asked.count("/keys") == 2


def test_a_frame_is_led_to_a_window(client: Client, stub: StubPlatform) -> None:
    """Within a frame of the platform there are no cookies, so the page has a link; it alone may be framed."""
    asked = {"iss": stub.issuer, "login_hint": "7&8", "lti_message_hint": "<b>"}
    answer = client.post("/lti/login/", asked, headers={"sec-fetch-dest": "iframe"})
    assert answer.status_code == 200
    assert not any(name.startswith("quintain-lti") for name in answer.cookies)
    page = answer.content.decode()
    assert "login_hint=7%268" in page
    assert 'target="_blank"' in page
    assert f"frame-ancestors {stub.issuer}" in answer["content-security-policy"]
    assert "frame-ancestors 'none'" in client.get("/sign-in/")["content-security-policy"]


def test_a_launch_is_kept_for_a_day_at_most(client: Client, stub: StubPlatform) -> None:
    """What a message says of a person goes with it."""
    stub.launch(client)
    Launch.objects.update(received_at=timezone.now() - timedelta(days=2))
    stub.launch(client, sub="next")
    assert Launch.objects.count() == 1


def test_an_instructor_needs_a_second_factor_as_before(
    client: Client, stub: StubPlatform, a_class: Class, settings: Settings
) -> None:
    """The platform asks for none that counts here; one who has set one up is asked for it at each launch."""
    settings.SECOND_FACTOR = frozenset({Role.INSTRUCTOR})
    teacher = {"sub": "teacher", ROLES: [INSTRUCTOR]}
    stub.arrive(client, **teacher)
    assert client.get(f"/classes/{a_class.pk}/")["location"] == "/account/factor/"
    assert client.get("/account/app/").status_code == 200
    secret = generate_totp_secret()
    TOTP.activate(User.objects.get(), secret)
    fresh = Client()
    assert stub.launch(fresh, **teacher)["location"] == "/sign-in/factor/"
    assert person_in(fresh) is None


def test_a_person_who_is_erased_leaves_no_link(client: Client, stub: StubPlatform) -> None:
    """Nor a launch; the next one makes a new account."""
    stub.arrive(client)
    erase_person(User.objects.get(), by=None)
    assert not Identity.objects.exists()
    assert not Launch.objects.exists()


def test_the_log_names_who_was_linked(client: Client, stub: StubPlatform) -> None:
    """The operator sees each account that a platform opened."""
    stub.arrive(client)
    assert AuditEntry.objects.filter(action="link-platform", about=User.objects.get().pk).exists()


def test_without_a_classroom_there_is_nothing(client: Client, settings: Settings, stub: StubPlatform) -> None:
    """One learner alone has no platform."""
    settings.CLASSROOM = False
    for address in ("/lti/login/", "/lti/launch/", "/lti/keys/", "/lti/platforms/"):
        assert client.get(address).status_code in {302, 404}, address
    assert client.get("/lti/login/", {"iss": stub.issuer}).status_code == 404
