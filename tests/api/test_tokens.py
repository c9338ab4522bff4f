"""Tokens: who makes them, what is kept of them, and how they end."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from quintain.accounts.models import AuditEntry, Role, User
from quintain.accounts.people.personal_data import erase_person
from quintain.api import actions
from quintain.api.errors import TokenUnfit, TooManyTokens
from quintain.api.models import Token
from quintain.api.scopes import Scope
from quintain.cohorts.models import Class
from tests.api.conftest import Program
from tests.dashboards.conftest import SignIn
from tests.dashboards.filling import make_class
from tests.people import confirmed_browser, forget_confirmation, make_person

pytestmark = pytest.mark.django_db

FORM = {"name": "Timetable", "scope": ["classes:read", "roster:read"], "days": "30", "class": ""}


def made(client: Client, **changes: object) -> str:
    """Make a token on the page, and return the secret that it shows."""
    answer = client.post("/account/tokens/", FORM | changes)
    assert answer.status_code == 200
    found = re.search(r"quintain_[\w-]{43}", answer.content.decode())
    assert found, answer.content.decode()
    return found[0]


def test_a_token_is_shown_once_and_works(mara: User, a_class: Class) -> None:
    """The page shows it in the answer to the form, which no cache keeps, and never again."""
    browser = confirmed_browser(mara)
    answer = browser.post("/account/tokens/", FORM)
    assert "no-store" in answer.headers["Cache-Control"]
    found = re.search(r"quintain_[\w-]{43}", answer.content.decode())
    assert found
    said = Client(headers={"Authorization": f"Bearer {found[0]}"}).get("/api/v1/token").json()
    assert (said["name"], said["scopes"]) == ("Timetable", ["classes:read", "roster:read"])
    again = browser.get("/account/tokens/").content.decode()
    assert found[0] not in again
    assert "Timetable" in again


def test_the_database_has_the_digest_alone(mara: User) -> None:
    """Who reads a copy of it gets no token."""
    secret = made(confirmed_browser(mara))
    row = Token.objects.values().get()
    assert secret not in repr(row)
    assert re.fullmatch(r"[0-9a-f]{64}", row["secret_digest"])


def test_the_log_says_who_made_and_revoked_it_and_not_the_secret(mara: User) -> None:
    """With its scopes, for how long, and from where."""
    browser = confirmed_browser(mara)
    secret = made(browser)
    token = Token.objects.get()
    assert browser.post(f"/account/tokens/{token.pk}/revoke").status_code == 302
    revoked, created = AuditEntry.objects.filter(action__in=["create-token", "revoke-token"])
    assert created.details == {"token": str(token.pk), "scopes": "classes:read roster:read", "days": 30}
    assert (created.actor, created.address, revoked.actor) == (mara.pk, "127.0.0.1", mara.pk)
    assert secret not in repr(list(AuditEntry.objects.values()))
    assert Client(headers={"Authorization": f"Bearer {secret}"}).get("/api/v1/token").status_code == 401


def test_the_person_confirms_that_it_is_them(mara: User) -> None:
    """As for everything that lasts longer than a session."""
    browser = confirmed_browser(mara)
    forget_confirmation(browser)
    assert browser.post("/account/tokens/", FORM).headers["Location"].startswith("/account/confirm/")
    assert not Token.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"name": ""},
        {"name": " \u202e "},
        {"name": "x" * 61},
        {"scope": []},
        {"scope": ["classes:write", "*", ""]},
        {"days": "0"},
        {"days": "367"},
        {"days": "-1"},
        {"days": "٣٠"},
        {"days": ""},
    ],
)
def test_a_form_that_cannot_be_used_makes_nothing(changes: dict[str, object], mara: User) -> None:
    """It comes back with what is wrong, and with what was typed."""
    answer = confirmed_browser(mara).post("/account/tokens/", FORM | changes)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()
    assert not Token.objects.exists()


def test_a_token_is_for_a_class_of_ones_own(mara: User, a_class: Class) -> None:
    """For another one, there is no such class."""
    other = make_class(make_person("ivo", "Ivo", Role.INSTRUCTOR))
    browser = confirmed_browser(mara)
    assert browser.post("/account/tokens/", FORM | {"class": str(other.pk)}).status_code == 404
    assert browser.post("/account/tokens/", FORM | {"class": "no-uuid"}).status_code == 404
    made(browser, **{"class": str(a_class.pk)})
    assert Token.objects.get().in_class == a_class


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.STUDENT])
def test_others_make_none(role: Role, mara: User) -> None:
    """Neither on the page nor by the action; the page of their account does not name tokens."""
    person = make_person("aude", "Aude", role)
    browser = confirmed_browser(person)
    assert browser.get("/account/tokens/").status_code == 403
    assert browser.post("/account/tokens/", FORM).status_code == 403
    assert "/account/tokens/" not in browser.get("/account/").content.decode()
    with pytest.raises(PermissionDenied):
        actions.make_token(actions.NewToken("x", frozenset(Scope), 1), by=person)


def test_who_teaches_no_more_still_sees_and_revokes(mara: User, sign_in: SignIn, program: Program) -> None:
    """And makes no more."""
    program(mara)
    mara.memberships.all().delete()
    browser = confirmed_browser(User.objects.get(pk=mara.pk))
    page = browser.get("/account/tokens/").content.decode()
    assert "a program" in page
    assert 'name="scope"' not in page
    assert browser.post("/account/tokens/", FORM).status_code == 403
    assert browser.post(f"/account/tokens/{Token.objects.get().pk}/revoke").headers["Location"] == "/account/"


def test_somebody_elses_token_is_not_found(mara: User, operator: User, sign_in: SignIn, program: Program) -> None:
    """Not even by an operator, who can end all sessions of the person, and tokens with them."""
    program(mara)
    assert sign_in(operator).post(f"/account/tokens/{Token.objects.get().pk}/revoke").status_code == 404
    with pytest.raises(PermissionDenied):
        actions.revoke_token(Token.objects.get(), by=operator)
    assert Token.objects.exists()


def test_the_page_says_when_and_from_where_a_token_was_used(mara: User, sign_in: SignIn, program: Program) -> None:
    """Noted once a minute at most."""
    client = program(mara)
    assert "never used" in sign_in(mara).get("/account/tokens/").content.decode()
    client.get("/api/v1/token")
    first = Token.objects.get()
    client.get("/api/v1/token")
    assert Token.objects.get().used_at == first.used_at
    Token.objects.update(used_at=timezone.now() - timedelta(minutes=2))
    client.get("/api/v1/token")
    assert Token.objects.get().used_at > first.used_at  # type: ignore[operator]  # both are there
    assert "127.0.0.1" in sign_in(mara).get("/account/tokens/").content.decode()


def test_a_name_is_shown_as_text(mara: User, sign_in: SignIn) -> None:
    """Markup in it is no markup."""
    actions.make_token(actions.NewToken("<b>x</b>", frozenset([Scope.CLASSES]), 1), by=mara)
    assert "&lt;b&gt;x" in sign_in(mara).get("/account/tokens/").content.decode()


def test_nobody_has_more_than_twenty(mara: User) -> None:
    """So that one account does not fill the table."""
    for number in range(actions.MOST_TOKENS):
        actions.make_token(actions.NewToken(f"{number}", frozenset([Scope.CLASSES]), 1), by=mara)
    with pytest.raises(TooManyTokens, match="20"):
        actions.make_token(actions.NewToken("one more", frozenset([Scope.CLASSES]), 1), by=mara)


def test_a_token_needs_a_scope(mara: User) -> None:
    """The action refuses what the page refuses."""
    with pytest.raises(TokenUnfit, match="at least one scope"):
        actions.make_token(actions.NewToken("x", frozenset(), 1), by=mara)


def test_tokens_go_with_their_owner(mara: User, operator: User, program: Program) -> None:
    """Erased, and so of no use to who has them."""
    client = program(mara)
    erase_person(mara, by=operator)
    assert client.get("/api/v1/token").status_code == 401
    assert not Token.objects.exists()
