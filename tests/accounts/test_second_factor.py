"""Roles that must have a second factor set one up first and do nothing else; a lost one is reset, and recorded."""

from datetime import date
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import URLPattern, get_resolver
from pytest_django import Settings

from quintain.accounts.errors import PersonUnknown
from quintain.accounts.factors.second_factor import has_factors, is_missing
from quintain.accounts.middleware import WITHOUT_FACTOR, SecondFactorRequired
from quintain.accounts.models import AuditEntry, Membership, Role, User
from quintain.accounts.people.actions import reset_lost_factors
from quintain.cohorts import actions as cohorts
from quintain.cohorts.models import Class
from quintain.packs.model.pack import Pack
from tests.accounts.conftest import PASSWORD
from tests.accounts.test_own_account import add_app, is_in, sign_in, totp
from tests.people import confirmed_browser, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("classroom")]


@pytest.fixture
def demanding(classroom: Settings) -> Settings:
    """Demand a second factor of operators and instructors, as a classroom on a network does."""
    classroom.SECOND_FACTOR = frozenset({"operator", "instructor"})
    return classroom


@pytest.fixture
def iris(demanding: Settings) -> User:
    """Return an operator with a password."""
    person = make_person("iris", "Iris", Role.OPERATOR)
    person.set_password(PASSWORD)
    person.save()
    return person


@pytest.fixture
def a_class(course: Pack, elif_: User) -> Class:
    """Return a class with an instructor, in which Elif has a seat."""
    facts = cohorts.NewClass("Ours", course.id, date(2027, 5, 3), date(2027, 5, 5), "UTC", 2)
    made = cohorts.make_class(facts, by=None)
    teacher = User.objects.create_user("mara", "Mara")
    Membership.objects.create(person=teacher, in_class=made, role=Role.INSTRUCTOR)
    Membership.objects.filter(person=elif_).delete()
    seat = Membership.objects.create(person=elif_, in_class=made, role=Role.STUDENT)
    made.seats.filter(number=1).update(membership=seat)
    return made


def browser_of(username: str) -> Client:
    """Return the browser of somebody who has signed in."""
    client = Client()
    client.force_login(User.objects.get(username=username), backend="quintain.accounts.backends.PersonBackend")
    return client


def test_a_person_without_a_factor_is_led_to_set_one_up_and_can_do_nothing_else(
    iris: User, demanding: Settings
) -> None:
    """Pages lead there; forms and scripts are refused; with the factor, all opens. No passkey at an IP address."""
    client = sign_in(iris)
    for path in ("/", "/classes/", "/audit/", "/account/", "/account/password/", "/labs/shop/"):
        assert client.get(path)["Location"] == "/account/factor/", path
    refused = client.post("/classes/new/", {"title": "x"})
    assert refused.status_code == 403
    assert "needs a second factor" in refused.content.decode()
    assert client.get("/audit/", headers={"accept": "application/json"}).status_code == 403
    assert client.post("/account/sessions/end/").status_code == 403
    page = client.get("/account/factor/").content.decode()
    demanding.ALLOWED_HOSTS = ["*"]
    nameless = client.get("/account/factor/", headers={"host": "192.0.2.7"}).content.decode()
    assert ("Add a passkey" in page, "Add a passkey" in nameless) == (True, False)
    assert "Passkeys need a host name" in nameless
    assert "/account/app/" in page
    assert "/account/passkeys/" in page
    add_app(client)
    assert client.get("/audit/").status_code == 200
    assert client.get("/account/factor/")["Location"] == "/account/"
    again = sign_in(iris)
    assert not is_in(again)


def test_every_other_address_is_closed_without_the_factor(iris: User) -> None:
    """Whatever views there are: those that are open are named one by one."""
    client = sign_in(iris)
    opened = set()
    for part in get_resolver().url_patterns:
        for pattern in getattr(part, "url_patterns", []):
            if not isinstance(pattern, URLPattern) or not pattern.lookup_str.startswith("quintain."):
                continue
            if not getattr(pattern.callback, "login_required", True):
                continue
            request: Any = client.get("/account/factor/").wsgi_request
            request.resolver_match = type("Match", (), {"url_name": pattern.name})()
            gate = SecondFactorRequired(lambda _request: None)  # type: ignore[arg-type, return-value]
            if gate.process_view(request, pattern.callback) is None:
                opened.add(pattern.name)
    assert opened == WITHOUT_FACTOR


def test_what_removes_the_last_factor_leads_back(iris: User) -> None:
    """The demand holds at every request, not at the sign-in alone."""
    client = sign_in(iris)
    add_app(client)
    assert client.get("/").status_code == 200
    assert client.post("/account/app/remove/").status_code == 302
    assert client.get("/")["Location"] == "/account/factor/"


@pytest.mark.parametrize("role", [Role.STUDENT, Role.AUTHOR])
def test_of_others_nothing_is_demanded(demanding: Settings, role: Role) -> None:
    """Unless the operator names their role too."""
    make_person("other", "Other", role)
    client = browser_of("other")
    assert client.get("/").status_code == 200
    demanding.SECOND_FACTOR = frozenset({role.value})
    assert client.get("/")["Location"] == "/account/factor/"


def test_an_instructor_of_an_archived_class_is_not_asked(demanding: Settings, a_class: Class) -> None:
    """The role does not count any more; reading the class is for its instructors still."""
    mara = User.objects.get(username="mara")
    assert is_missing(mara, {})
    cohorts.archive(a_class, by=mara)
    assert not is_missing(User.objects.get(username="mara"), {})


def test_solo_mode_demands_nothing(demanding: Settings) -> None:
    """There are no accounts in it."""
    demanding.CLASSROOM = False
    make_person("iris", "Iris", Role.OPERATOR)
    assert not is_missing(User.objects.get(username="iris"), {})


# A factor that was lost.


def test_an_instructor_resets_the_factor_of_a_student_of_the_class(elif_: User, a_class: Class) -> None:
    """The student's sessions end, the password alone signs in, and the audit log of the class has it."""
    browser = sign_in(elif_)
    add_app(browser)
    mara = confirmed_browser(User.objects.get(username="mara"))
    page = mara.get(f"/classes/{a_class.pk}/students/{elif_.pk}/").content.decode()
    assert "Remove the second factor" in page
    answer = mara.post(f"/classes/{a_class.pk}/factors/{elif_.pk}", follow=True)
    assert "The second factor is removed" in answer.content.decode()
    assert not has_factors(elif_)
    assert browser.get("/account/").status_code == 302
    assert is_in(sign_in(elif_))
    entry = AuditEntry.objects.get(action="reset-factors")
    assert (entry.actor, entry.about, entry.in_class) == (User.objects.get(username="mara").pk, elif_.pk, a_class.pk)
    assert entry.details == {"factors": 2, "sessions": 1}
    page = mara.get(f"/classes/{a_class.pk}/students/{elif_.pk}/").content.decode()
    assert "Remove the second factor" not in page


@pytest.mark.parametrize("act", ["factors", "passcodes"])
def test_what_takes_a_students_account_over_has_to_be_confirmed(elif_: User, a_class: Class, act: str) -> None:
    """As on the pages of people: the instructor gives the password once more, and then it is done."""
    add_app(sign_in(elif_))
    mara = User.objects.get(username="mara")
    mara.set_password(PASSWORD)
    mara.save()
    path = f"/classes/{a_class.pk}/{act}/{elif_.pk}"
    client = browser_of("mara")
    asked = client.post(path)
    assert asked.status_code == 302
    assert asked["Location"].startswith("/account/confirm/?next=")
    elif_.refresh_from_db()
    assert has_factors(elif_)
    assert elif_.check_password(PASSWORD)
    assert client.post(asked["Location"], {"password": "a wrong one"}).status_code == 200
    assert has_factors(elif_)
    assert client.post(asked["Location"], {"password": PASSWORD}).status_code in {200, 302}
    elif_.refresh_from_db()
    assert (has_factors(elif_), elif_.check_password(PASSWORD)) == (
        (False, True) if act == "factors" else (True, False)
    )


def test_nobody_resets_the_factor_of_others(elif_: User, a_class: Class, course: Pack) -> None:
    """Neither students, nor instructors of another class, nor somebody who is signed out, nor a forged form."""
    add_app(sign_in(elif_))
    facts = cohorts.NewClass("Theirs", course.id, date(2027, 5, 3), date(2027, 5, 5), "UTC", 2)
    other = cohorts.make_class(facts, by=None)
    Membership.objects.create(person=User.objects.create_user("otto", "Otto"), in_class=other, role=Role.INSTRUCTOR)
    path = f"/classes/{a_class.pk}/factors/{elif_.pk}"
    assert browser_of("elif-kaya-7kq2").post(path).status_code == 404
    assert browser_of("otto").post(path).status_code == 404
    otto = confirmed_browser(User.objects.get(username="otto"))
    assert otto.post(f"/classes/{other.pk}/factors/{elif_.pk}").status_code == 404
    assert Client().post(path).status_code == 302
    assert browser_of("mara").get(path).status_code == 405
    forging = Client(enforce_csrf_checks=True)
    forging.cookies = browser_of("mara").cookies
    assert forging.post(path).status_code == 403
    assert has_factors(elif_)


@pytest.mark.parametrize("act", ["factors", "passcodes"])
def test_an_instructor_gets_no_hold_on_a_person_who_is_more_than_a_student(
    elif_: User, a_class: Class, act: str
) -> None:
    """An operator who sits in a class as a student keeps factor and password; another operator can help."""
    add_app(sign_in(elif_))
    Membership.objects.create(person=elif_, role=Role.OPERATOR)
    path = f"/classes/{a_class.pk}/{act}/{elif_.pk}"
    assert confirmed_browser(User.objects.get(username="mara")).post(path).status_code == 404
    assert has_factors(elif_)
    elif_.refresh_from_db()
    assert elif_.check_password(PASSWORD)
    assert confirmed_browser(make_person("root", "Root", Role.OPERATOR)).post(path).status_code in {200, 302}


@pytest.mark.parametrize("act", ["factors", "passcodes"])
def test_an_instructor_gets_no_hold_on_one_of_another_class(
    elif_: User, a_class: Class, course: Pack, act: str
) -> None:
    """Who sits here as a student and teaches elsewhere has a sign-in that opens that class."""
    add_app(sign_in(elif_))
    facts = cohorts.NewClass("Theirs", course.id, date(2027, 5, 3), date(2027, 5, 5), "UTC", 2)
    theirs = cohorts.make_class(facts, by=None)
    Membership.objects.create(person=elif_, in_class=theirs, role=Role.INSTRUCTOR)
    path = f"/classes/{a_class.pk}/{act}/{elif_.pk}"
    assert confirmed_browser(User.objects.get(username="mara")).post(path).status_code == 404
    assert has_factors(elif_)
    elif_.refresh_from_db()
    assert elif_.check_password(PASSWORD)


def test_an_operator_helps_an_instructor_and_instructors_do_not_help_each_other(
    a_class: Class, demanding: Settings
) -> None:
    """On the page of the class; the instructor sets up another factor at the next sign-in."""
    mara = User.objects.get(username="mara")
    TOTP.activate(mara, generate_totp_secret())
    other = User.objects.create_user("otto", "Otto")
    Membership.objects.create(person=other, in_class=a_class, role=Role.INSTRUCTOR)
    demanding.SECOND_FACTOR = frozenset()
    path = f"/classes/{a_class.pk}/factors/{mara.pk}"
    assert confirmed_browser(other).post(path).status_code == 404
    assert "lost second factor" not in browser_of("otto").get(f"/classes/{a_class.pk}/instructors").content.decode()
    assert has_factors(mara)
    root = confirmed_browser(make_person("root", "Root", Role.OPERATOR))
    assert "lost second factor" in root.get(f"/classes/{a_class.pk}/instructors").content.decode()
    assert root.post(path).status_code == 302
    assert not has_factors(mara)
    demanding.SECOND_FACTOR = frozenset({"instructor"})
    assert browser_of("mara").get("/classes/")["Location"] == "/account/factor/"


def test_a_person_who_must_have_a_factor_sets_up_another_at_the_next_sign_in(iris: User) -> None:
    """From the command line, for operators and instructors as well; the acts have no actor."""
    client = sign_in(iris)
    secret = add_app(client)
    assert reset_lost_factors("IRIS ") == 2
    assert Session.objects.count() == 0
    assert Authenticator.objects.count() == 0
    entry = AuditEntry.objects.get(action="reset-factors")
    assert (entry.actor, entry.about) == (None, iris.pk)
    client = sign_in(iris)
    assert client.get("/")["Location"] == "/account/factor/"
    assert add_app(client) != secret
    other = sign_in(iris)
    other.post("/sign-in/factor/", {"code": totp(secret, 1)})
    assert not is_in(other)
    assert reset_lost_factors("iris") == 2
    assert reset_lost_factors("iris") == 0
    with pytest.raises(PersonUnknown):
        reset_lost_factors("nobody")
