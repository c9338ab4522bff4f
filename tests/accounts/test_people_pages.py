"""The operator's pages of people, and the page of one's own data, with the forms that a browser sends."""

import io
import json
import re
import time
import zipfile
from datetime import date
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from quintain.accounts.errors import LastOperator
from quintain.accounts.models import AuditEntry, Membership, Role, User
from quintain.accounts.people import actions, invitations, personal_data
from quintain.accounts.people.sanitizing import Files, Sanitized
from quintain.accounts.sso.providers import Provider
from quintain.cohorts import actions as cohorts
from quintain.cohorts.models import Class, Seat
from tests.accounts.conftest import PASSWORD
from tests.people import forget_confirmation, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql, pytest.mark.usefixtures("classroom")]

BACKEND = "quintain.accounts.backends.PersonBackend"


@pytest.fixture
def mara() -> User:
    """Return an operator."""
    return with_password(make_person("mara", "Mara Lindqvist", Role.OPERATOR))


@pytest.fixture
def browser(mara: User) -> Client:
    """Return the operator's browser, in which she has confirmed that it is her."""
    return confirmed(mara)


def with_password(person: User) -> User:
    person.set_password(PASSWORD)
    person.save()
    return person


def signed_in(person: User) -> Client:
    """Return a browser in which somebody has signed in long ago."""
    client = Client()
    client.post("/sign-in/", {"login": person.username, "password": PASSWORD})
    forget_confirmation(client)
    return client


def confirmed(person: User) -> Client:
    """Return such a browser that was asked for the password once more."""
    client = signed_in(person)
    assert client.post("/account/confirm/?next=/account/", {"password": PASSWORD}).status_code == 302
    return client


def acts() -> list[str]:
    """Return what stands in the audit log."""
    return [entry.action for entry in AuditEntry.objects.order_by("pk")]


def text_of(answer: Any) -> str:
    """Return what a reader sees, in one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def student_of_a_class(mara: User) -> tuple[User, str]:
    """Return a student, and the address of their class."""
    facts = cohorts.NewClass("Zurich, March", "course", date(2027, 5, 3), date(2027, 5, 5), "UTC", 2)
    made = cohorts.make_class(facts, by=mara)
    return cohorts.join(made.join_code, "Elif Kaya").person, f"/classes/{made.pk}/"


# The list.


def test_an_operator_sees_all_people_with_what_they_are(browser: Client, mara: User) -> None:
    """Name, username, roles, the last sign-in, second factors and open sessions."""
    student, _ = student_of_a_class(mara)
    Authenticator.objects.create(user=student, type=Authenticator.Type.TOTP, data={})
    Authenticator.objects.create(user=student, type=Authenticator.Type.RECOVERY_CODES, data={})
    seen = text_of(browser.get("/people/"))
    assert f"Elif Kaya {student.username} student of Zurich, March never authenticator app 0 open" in seen
    Seat.objects.update(membership=None)
    seen = text_of(browser.get("/people/"))
    assert f"Elif Kaya {student.username} waiting for a seat of Zurich, March never" in seen
    assert re.search(
        r"Mara Lindqvist mara operator, instructor of Zurich, March \d{4}-\d\d-\d\d \d\d:\d\d \S+ none 1", seen
    )


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("elif", {"elif-kaya"}),
        ("KAYA", {"elif-kaya"}),
        ("  kaya  ", {"elif-kaya"}),
        ("max", {"max"}),
        ("m", {"mara", "max"}),
        ("%", set()),
        ("_", set()),
        ("'; DROP TABLE accounts_user; --", set()),
        ("", {"elif-kaya", "mara", "max"}),
        ("\x1b\x01", {"elif-kaya", "mara", "max"}),
        ("el\x01if\u202e", {"elif-kaya"}),
        ("\ud800".encode(errors="surrogatepass"), set()),
        ("x" * 5000, set()),
    ],
)
def test_people_are_searched_for_by_name(browser: Client, search: str | bytes, found: set[str]) -> None:
    """Every search is answered, also one that no database takes."""
    make_person("elif-kaya", "Elif Kaya", Role.STUDENT)
    make_person("max", "Max", Role.STUDENT)
    answer = browser.get("/people/", {"q": search})
    assert answer.status_code == 200
    assert {row.person.username for row in answer.context["page"].rows} == found


def test_a_long_list_has_pages_and_as_many_queries_as_a_short_one(browser: Client) -> None:
    """Fifty people on each; a page that is not there is empty."""
    with CaptureQueriesContext(connection) as few:
        browser.get("/people/")
    User.objects.bulk_create(User(username=f"p{number:03}", display_name=f"P {number}") for number in range(120))
    with CaptureQueriesContext(connection) as many:
        first = browser.get("/people/")
    assert len(many) <= len(few)
    sizes = [len(browser.get("/people/", {"page": page}).context["page"].rows) for page in (1, 2, 3, 4, 99999)]
    assert sizes == [50, 50, 21, 0, 0]
    assert "?q=&amp;page=2" in first.content.decode()
    assert browser.get("/people/", {"page": "-1"}).context["page"].page == 1


# Roles.


def test_roles_are_given_and_taken_as_the_rules_allow(browser: Client) -> None:
    """What was taken ends the sessions of the person; a second time, nothing happens."""
    ada = with_password(make_person("ada", "Ada", Role.INSTRUCTOR))
    hers = signed_in(ada)
    address = f"/people/{ada.pk}/roles"
    assert browser.post(address, {"give": "author"}).status_code == 302
    assert browser.post(address, {"give": "author"}).status_code == 409
    assert hers.get("/account/").status_code == 200
    assert browser.post(address, {"take": "instructor"}).status_code == 302
    assert browser.post(address, {"take": "instructor"}).status_code == 409
    assert hers.get("/account/").status_code == 302
    assert [each.role for each in Membership.objects.filter(person=ada)] == ["author"]
    assert acts() == ["give-role", "take-role"]
    for wrong in ("student", "", "root", "OPERATOR", "x" * 500, "\0"):
        assert browser.post(address, {"give": wrong}).status_code == 400
        assert browser.post(address, {"take": wrong}).status_code == 400
    assert len(acts()) == 2


@pytest.mark.parametrize("is_over", [False, True], ids=["goes on", "is archived"])
def test_a_student_of_a_class_gets_no_role_on_the_server(browser: Client, mara: User, is_over: bool) -> None:
    """Else an instructor of the class, also of one that is over, would sign in as an operator by a new passcode."""
    student, _ = student_of_a_class(mara)
    if is_over:
        cohorts.archive(Class.objects.get(), by=mara)
    before = len(acts())
    answer = browser.post(f"/people/{student.pk}/roles", {"give": "operator"})
    assert answer.status_code == 409
    assert "its instructors can set a new passcode" in text_of(answer)
    assert Membership.objects.filter(person=student).count() == 1, "no role is given beside that of the class"
    assert len(acts()) == before


@pytest.mark.parametrize(
    ("act", "form"),
    [("roles", {"take": "operator"}), ("block", {"do": "close"}), ("erase/", {"username": "mara"})],
)
def test_the_last_operator_stays(browser: Client, mara: User, act: str, form: dict[str, str]) -> None:
    """One whose account is closed does not count; with a second one, she may go, and is signed out."""
    other = make_person("ada", "Ada", Role.OPERATOR)
    User.objects.filter(pk=other.pk).update(is_active=False)
    assert browser.post(f"/people/{mara.pk}/{act}", form).status_code == 409
    assert acts() == []
    assert browser.get("/people/").status_code == 200
    User.objects.filter(pk=other.pk).update(is_active=True)
    assert browser.post(f"/people/{mara.pk}/{act}", form)["Location"] == "/sign-in/"
    assert browser.get("/people/").status_code == 302
    assert len(acts()) == 1


def test_an_operator_who_is_none_any_more_does_nothing(mara: User) -> None:
    """The actions ask as well, and ask the database, not a page that was opened before."""
    ada = make_person("ada", "Ada", Role.OPERATOR)
    assert ada.roles
    actions.take_role(ada, "operator", by=mara)
    for act in (
        lambda: actions.take_role(mara, "operator", by=ada),
        lambda: actions.give_role(ada, "operator", by=ada),
        lambda: actions.close_account(mara, by=ada),
        lambda: actions.open_account(mara, by=ada),
        lambda: actions.invite_again(mara, by=ada),
        lambda: actions.end_sessions(mara, by=ada),
        lambda: actions.reset_factors(mara, by=ada),
    ):
        with pytest.raises(PermissionDenied):
            act()
    with pytest.raises(LastOperator):
        actions.take_role(mara, "operator", by=mara)
    assert acts() == ["take-role"]


# Access.


def test_an_account_is_closed_and_opened_again(browser: Client) -> None:
    """Meanwhile nobody signs in with it; roles and password are as before."""
    ada = with_password(make_person("ada", "Ada", Role.INSTRUCTOR))
    hers = signed_in(ada)
    assert browser.post(f"/people/{ada.pk}/block", {"do": "close"}).status_code == 302
    assert hers.get("/account/").status_code == 302
    assert signed_in(ada).get("/account/").status_code == 302
    assert browser.post(f"/people/{ada.pk}/block", {"do": "close"}).status_code == 409
    assert browser.post(f"/people/{ada.pk}/invite").status_code == 409
    assert browser.post(f"/people/{ada.pk}/block", {"do": "open"}).status_code == 302
    assert signed_in(ada).get("/account/").status_code == 200
    assert browser.post(f"/people/{ada.pk}/block", {"do": "else"}).status_code == 302
    assert acts() == ["close-account", "open-account"]


def test_an_invitation_ends_with_the_account(mara: User) -> None:
    """An account may be closed because its invitation was lost; that lets nobody in once the account is open again."""
    ada = make_person("ada", "Ada", Role.INSTRUCTOR)
    code = actions.invite_again(ada, by=mara).code
    actions.close_account(ada, by=mara)
    actions.open_account(ada, by=mara)
    assert invitations.find(code) is None
    assert invitations.redeem(code) is None
    assert invitations.find(actions.invite_again(ada, by=mara).code) == ada


def test_sessions_are_ended_and_ones_own_goes_on(browser: Client, mara: User) -> None:
    """All of somebody else; of the operator all others."""
    ada = with_password(make_person("ada", "Ada", Role.INSTRUCTOR))
    first, second, elsewhere = signed_in(ada), signed_in(ada), signed_in(mara)
    answer = browser.post(f"/people/{ada.pk}/sessions", follow=True)
    assert "Sessions that have ended: 2." in text_of(answer)
    assert browser.post(f"/people/{mara.pk}/sessions", follow=True).status_code == 200
    assert [each.get("/account/").status_code for each in (first, second, elsewhere)] == [302, 302, 302]


def test_an_invitation_is_shown_once_and_sets_a_password(browser: Client) -> None:
    """It is not for students, who get a passcode in their class."""
    ada = make_person("ada", "Ada", Role.INSTRUCTOR)
    answer = browser.post(f"/people/{ada.pk}/invite")
    assert answer["Cache-Control"] == "no-store"
    code = re.search(r"/invitation/#([\w-]{43})", answer.content.decode())
    assert code
    fresh = Client()
    fresh.post("/invitation/", {"code": code[1]})
    fresh.post("/invitation/", {"password1": PASSWORD, "password2": PASSWORD})
    assert fresh.get("/account/").status_code == 200
    assert code[1] not in str(list(AuditEntry.objects.values()))
    student = make_person("elif", "Elif", Role.STUDENT)
    assert browser.post(f"/people/{student.pk}/invite").status_code == 409


def test_a_student_gets_a_new_passcode_by_the_class(browser: Client, mara: User) -> None:
    """The page leads to the class's own address, which asks first."""
    student, a_class = student_of_a_class(mara)
    page = browser.get(f"/people/{student.pk}/").content.decode()
    assert f'href="{a_class}passcodes/{student.pk}"' in page
    assert "New passcode for Elif Kaya?" in browser.get(f"{a_class}passcodes/{student.pk}").content.decode()
    assert student.password == User.objects.get(pk=student.pk).password
    assert browser.post(f"{a_class}passcodes/{student.pk}").status_code == 200


def test_lost_factors_are_removed(browser: Client) -> None:
    """The password alone signs in then."""
    ada = with_password(make_person("ada", "Ada", Role.INSTRUCTOR))
    Authenticator.objects.create(user=ada, type=Authenticator.Type.TOTP, data={})
    assert browser.post(f"/people/{ada.pk}/factors").status_code == 302
    assert browser.post(f"/people/{ada.pk}/factors").status_code == 409
    assert signed_in(ada).get("/account/").status_code == 200
    assert acts() == ["reset-factors"]


# What has to be confirmed, and who may not.

DANGEROUS = ("block", "roles", "invite", "factors", "export/", "erase/")


@pytest.mark.parametrize("act", DANGEROUS)
def test_what_lasts_has_to_be_confirmed(mara: User, act: str) -> None:
    """Nothing is done before the password is given once more, and the form that was sent is not lost."""
    ada = with_password(make_person("ada", "Ada", Role.INSTRUCTOR))
    Authenticator.objects.create(user=ada, type=Authenticator.Type.TOTP, data={})
    client = signed_in(mara)
    form = {"do": "close", "give": "author", "username": "ada"}
    asked = client.post(f"/people/{ada.pk}/{act}", form)
    assert asked.status_code == 302
    assert asked["Location"].startswith("/account/confirm/?next=")
    assert acts() == []
    client.post(asked["Location"], {"password": "wrong"})
    assert acts() == []
    client.post(asked["Location"], {"password": PASSWORD})
    assert len(acts()) == 1


@pytest.mark.parametrize("act", DANGEROUS)
def test_somebody_with_nothing_to_confirm_with_does_nothing(act: str) -> None:
    """Such as an operator who has never set a password; allauth alone would let them go on."""
    mara, ada = make_person("mara", "Mara", Role.OPERATOR), make_person("ada", "Ada", Role.INSTRUCTOR)
    client = Client()
    client.force_login(mara, backend=BACKEND)
    answer = client.post(f"/people/{ada.pk}/{act}", {"do": "close", "give": "author", "username": "ada"})
    assert answer.status_code == 409
    assert acts() == []


@pytest.mark.parametrize("act", ["", "sessions", *DANGEROUS])
def test_nobody_else_learns_whether_there_is_such_a_person(act: str) -> None:
    """The same refusal for a person, for oneself and for nobody, also after a confirmation."""
    other, ada = make_person("elif", "Elif", Role.STUDENT), with_password(make_person("ada", "Ada", Role.INSTRUCTOR))
    client = confirmed(ada)
    method = client.get if act == "" else client.post
    answers = [method(f"/people/{each}/{act}") for each in (other.pk, ada.pk, uuid4())]
    assert {each.status_code for each in answers} == {403}
    assert len({re.sub(r"/people/[^<]*", "", text_of(each)) for each in answers}) == 1
    assert acts() == []


@pytest.mark.parametrize("act", ["sessions", *DANGEROUS])
def test_a_form_of_another_site_does_nothing(mara: User, act: str) -> None:
    """Without the token of the session, nothing is done."""
    ada = make_person("ada", "Ada", Role.INSTRUCTOR)
    client = Client(enforce_csrf_checks=True)
    client.cookies = confirmed(mara).cookies
    assert client.post(f"/people/{ada.pk}/{act}", {"do": "close", "username": "ada"}).status_code == 403
    assert client.post("/account/data/export/").status_code == 403
    assert client.post("/account/data/erasure", {"do": "ask"}).status_code == 403
    assert acts() == []


def test_there_is_no_such_page_where_one_learns_alone(settings: Any, browser: Client) -> None:
    """Solo mode has one person, and no accounts."""
    settings.CLASSROOM = False
    for address in ("/people/", f"/people/{uuid4()}/", "/account/data/"):
        assert browser.get(address).status_code == 404


# Export and erasure.


def test_an_operator_exports_a_person_and_it_is_recorded(browser: Client) -> None:
    """As a zip, which no cache keeps."""
    ada = make_person("ada", "Ada Okoro", Role.INSTRUCTOR)
    page = browser.get(f"/people/{ada.pk}/export/")
    assert ("Export the data of Ada Okoro" in text_of(page), acts()) == (True, [])
    answer = browser.post(f"/people/{ada.pk}/export/")
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("application/zip", "no-store")
    about = json.loads(zipfile.ZipFile(io.BytesIO(answer.content)).read("person.json"))
    assert about["account"]["display_name"] == "Ada Okoro"
    assert acts() == ["export-person"]


def test_erasing_needs_the_very_username(browser: Client) -> None:
    """Another one changes nothing; the page says what stays."""
    ada = make_person("ada", "Ada Okoro", Role.INSTRUCTOR)
    page = browser.get(f"/people/{ada.pk}/erase/")
    assert "What stays" in text_of(page)
    for typed in ("", "Ada", "ada okoro", "mara", "ada\0"):
        answer = browser.post(f"/people/{ada.pk}/erase/", {"username": typed})
        assert answer.status_code in {400, 409}
    assert acts() == []
    answer = browser.post(f"/people/{ada.pk}/erase/", {"username": " ada "})
    assert answer["Location"] == "/people/"
    assert not User.objects.filter(pk=ada.pk).exists()
    assert browser.post(f"/people/{ada.pk}/erase/", {"username": "ada"}).status_code == 404
    assert acts() == ["erase-person"]


@pytest.mark.parametrize(
    ("files", "copies", "said"),
    [
        (Files.CLEAN, 2, "holds nothing of them. Copies of the database from before a migration that were deleted: 2."),
        (Files.UNFINISHED, 0, "The server tries again every ten seconds to overwrite them."),
        (Files.ELSEWHERE, 0, "PostgreSQL's files hold remains until it vacuums its tables."),
    ],
)
def test_the_page_tells_what_the_files_of_the_database_still_hold(
    browser: Client, monkeypatch: pytest.MonkeyPatch, files: Files, copies: int, said: str
) -> None:
    """Rows that are gone are not bytes that are gone."""
    monkeypatch.setattr(personal_data, "sanitize", lambda: Sanitized(files, copies))
    ada = make_person("ada", "Ada Okoro", Role.INSTRUCTOR)
    page = browser.post(f"/people/{ada.pk}/erase/", {"username": "ada"}, follow=True)
    assert said in unescape(text_of(page))


def test_a_person_exports_their_own_data_and_nobody_elses() -> None:
    """After a confirmation; three times, then they are told to wait."""
    elif_ = with_password(make_person("elif", "Elif Kaya", Role.STUDENT))
    make_person("max", "Max Other", Role.STUDENT)
    assert [signed_in(elif_).get("/account/data/export/").status_code for _ in range(2)] == [302, 302]
    assert signed_in(elif_).post("/account/data/export/").status_code == 302
    client = confirmed(elif_)
    assert "Download the zip" in text_of(client.get("/account/data/export/"))
    answers = [client.post("/account/data/export/", {"person": "max"}) for _ in range(4)]
    assert [each.status_code for each in answers] == [200, 200, 200, 429]
    files = zipfile.ZipFile(io.BytesIO(answers[0].content))
    everything = b"".join(files.read(name) for name in files.namelist())
    assert b"Elif Kaya" in everything
    assert b"Max Other" not in everything
    assert acts() == ["export-person"] * 3


def test_an_export_that_is_too_large_is_refused(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """In words, and the next one is made; nor are two made at once."""
    ada = make_person("ada", "Ada", Role.INSTRUCTOR)
    with monkeypatch.context() as patched:
        patched.setattr(personal_data, "MOST_BYTES", 200)
        answer = browser.post(f"/people/{ada.pk}/export/")
        assert (answer.status_code, "quintain person export" in text_of(answer)) == (409, True)
    with personal_data._exporting:
        assert browser.post(f"/people/{ada.pk}/export/").status_code == 503
    assert browser.post(f"/people/{ada.pk}/export/").status_code == 200


def test_a_person_asks_for_erasure_and_an_operator_sees_it(browser: Client) -> None:
    """Nothing is erased by asking; asked twice it is one wish, and it can be withdrawn."""
    elif_ = with_password(make_person("elif", "Elif Kaya", Role.STUDENT))
    client = signed_in(elif_)
    assert "Ask to be erased" in text_of(client.get("/account/data/"))
    for _ in range(2):
        client.post("/account/data/erasure", {"do": "ask"})
    assert "You asked on" in text_of(client.get("/account/data/"))
    assert "1 person asks to be erased." in text_of(browser.get("/people/"))
    assert [row.person for row in browser.get("/people/?asked=1").context["page"].rows] == [elif_]
    client.post("/account/data/erasure", {"do": "withdraw"})
    assert browser.get("/people/").context["page"].asked == 0
    assert acts() == ["ask-erasure", "withdraw-erasure"]
    answers = [client.post("/account/data/erasure", {"do": each}).status_code for each in ("ask", "withdraw", "ask")]
    assert answers == [302, 429, 429]


def test_an_operator_of_the_provider_alone_is_asked_by_the_provider(settings: Settings) -> None:
    """Neither password nor factor is here to ask for, so what is dangerous waits until the provider has asked."""
    mara = make_person("mara", "Mara Lindqvist", Role.OPERATOR)
    ada = make_person("ada", "Ada", Role.INSTRUCTOR)
    browser = Client()
    browser.force_login(mara, backend=BACKEND)
    assert "neither a password nor a passkey" in text_of(browser.post(f"/people/{ada.pk}/block", {"do": "close"}))
    settings.OIDC_PROVIDER = Provider("https://id.school.example", "q", "secret", "Example School")
    SocialAccount.objects.create(user=mara, provider="https://id.school.example", uid="mara")
    refused = browser.post(f"/people/{ada.pk}/block", {"do": "close"})
    assert refused.status_code == 403
    assert "Open /account/confirm/provider/ on this server" in text_of(refused)
    session = browser.session
    session["account_authentication_methods_user"] = str(mara.pk)
    session["account_authentication_methods"] = [{"method": "provider", "at": time.time(), "reauthenticated": True}]
    session.save()
    done = browser.post(f"/people/{ada.pk}/block", {"do": "close"})
    assert done.status_code == 302, text_of(done)
    assert acts() == ["close-account"]
