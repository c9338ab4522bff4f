"""Single sign-on with a real provider on this machine: who gets in, as whom, and who does not."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import jwt
import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount, SocialToken
from cryptography.hazmat.primitives import serialization
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from oidc_provider_mock import User as KnownPerson
from pytest_django import Settings

from quintain.accounts.models import AuditEntry, Role, User
from quintain.accounts.people import invitations
from quintain.accounts.people.actions import add_person
from quintain.accounts.sso import identities, requests
from quintain.accounts.sso.relying_party import DESCRIPTIONS
from quintain.cohorts import actions as cohorts
from quintain.cohorts.models import Class
from quintain.packs.model.pack import Pack
from tests.accounts.conftest import PASSWORD
from tests.accounts.oidc import (
    CALLBACK,
    CLIENT_SECRET,
    KEY,
    Puppet,
    asked_of,
    back,
    new_key,
    provider_at,
    public,
    puppet_provider,
    real_provider,
    say,
    signed_in_there,
)
from tests.people import confirmed_browser, forget_confirmation, make_person

pytestmark = [pytest.mark.sample(most=50, of="file"), pytest.mark.django_db, pytest.mark.usefixtures("classroom")]

JANE = KnownPerson(
    sub="jane", claims={"name": "Jane Doe", "email": "jane@school.example", "email_verified": True, "groups": ["staff"]}
)
MALLORY = KnownPerson(sub="mallory", claims={"name": "Mallory", "email": "elif@school.example"})


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """Return the issuer of a real provider."""
    with real_provider(JANE, MALLORY) as found:
        yield found


@pytest.fixture
def school(issuer: str, classroom: Settings) -> Settings:
    """Let the real provider sign people in."""
    classroom.OIDC_PROVIDER = provider_at(issuer)
    return classroom


@pytest.fixture
def puppet(classroom: Settings) -> Iterator[Puppet]:
    """Let a provider sign people in that says what a test wants it to."""
    with puppet_provider() as found:
        classroom.OIDC_PROVIDER = provider_at(found.issuer)
        yield found


@pytest.fixture(autouse=True)
def _asked_anew() -> Iterator[None]:
    """Have each test ask its provider itself."""
    DESCRIPTIONS.clear()
    yield
    DESCRIPTIONS.clear()


@pytest.fixture
def a_class(course: Pack) -> Class:
    """Return a class with two seats."""
    facts = cohorts.NewClass("Ours", course.id, date(2027, 5, 3), date(2027, 5, 5), "UTC", 2)
    return cohorts.make_class(facts, by=None)


def bound(person: User, issuer: str, subject: str = "jane") -> User:
    """Bind a person to a subject."""
    SocialAccount.objects.create(user=person, provider=issuer, uid=subject)
    return person


def who(client: Client) -> str:
    """Return the id of who is signed in."""
    return str(client.session.get("_auth_user_id", ""))


def acts() -> list[str]:
    """Return what stands in the audit log."""
    return [entry.action for entry in AuditEntry.objects.order_by("pk")]


# The real provider.


def test_a_bound_person_signs_in_and_comes_to_the_page_that_was_wanted(school: Settings, issuer: str) -> None:
    """The button is a form; the session is new, has its ends, and its row keeps no token of the provider."""
    elif_ = bound(make_person("elif", "Elif", Role.STUDENT), issuer)
    client = Client()
    page = client.get("/sign-in/?next=/timetable/").content.decode()
    assert "Sign in with Example School" in page
    asked = asked_of(client, next="/timetable/")
    assert asked["redirect_uri"] == f"http://testserver{CALLBACK}"
    assert (asked["response_type"], asked["scope"], asked["code_challenge_method"]) == (
        "code",
        "openid profile email",
        "S256",
    )
    before = client.session.session_key
    answer = client.get(signed_in_there(asked, "jane"))
    assert (answer.status_code, answer["Location"]) == (302, "/timetable/")
    assert who(client) == str(elif_.pk)
    assert client.session.session_key != before
    row = Session.objects.get(session_key=client.session.session_key)
    assert row.expire_date < timezone.now() + timedelta(hours=13)


def test_without_a_provider_there_is_nothing_at_its_addresses(classroom: Settings) -> None:
    """Nor in solo mode, whatever the environment says."""
    classroom.OIDC_PROVIDER = None
    paths = ["/sign-in/provider/", CALLBACK, "/sign-in/provider/new/", "/invitation/provider/"]
    assert [Client().post(path).status_code for path in paths] == [404] * 4
    assert "provider" not in Client().get("/sign-in/").content.decode()


def test_an_unknown_person_gets_no_account(school: Settings) -> None:
    """Only words about what to do: nobody was made, nobody is signed in."""
    client = Client()
    answer = back(client, "jane")
    assert answer["Location"] == "/sign-in/provider/new/"
    page = client.get("/sign-in/provider/new/").content.decode()
    assert "You are new here" in page
    assert "jane@school.example" in page
    assert (who(client), User.objects.count(), SocialAccount.objects.count()) == ("", 0, 0)
    assert client.get("/")["Location"] == "/sign-in/?next=/"


def test_a_join_code_makes_a_student_of_an_unknown_person(school: Settings, a_class: Class) -> None:
    """The seat is theirs, no passcode is made, and the next sign-in is theirs too."""
    client = Client()
    back(client, "jane")
    page = client.get("/join/").content.decode()
    assert 'value="Jane Doe"' in page
    page = client.post("/join/", {"code": a_class.join_code, "name": "Jane"}, follow=True).content.decode()
    assert "You need no passcode" in page
    jane = User.objects.get(display_name="Jane")
    assert who(client) == str(jane.pk)
    assert not jane.has_usable_password()
    assert [(each.role, each.in_class) for each in jane.memberships.all()] == [(Role.STUDENT, a_class)]
    other = Client()
    back(other, "jane")
    assert who(other) == str(jane.pk)
    assert identities.PENDING not in client.session
    assert "connect-provider" in acts()


def test_what_a_former_provider_has_shown_is_forgotten(school: Settings, issuer: str, a_class: Class) -> None:
    """The operator has changed it meanwhile: nobody is bound to it any more, and a student gets a passcode instead."""
    client = Client()
    back(client, "jane")
    school.OIDC_PROVIDER = provider_at("https://after.example")
    assert 'value="Jane Doe"' not in client.get("/join/").content.decode()
    client.post("/join/", {"code": a_class.join_code, "name": "Jane"})
    assert User.objects.get().has_usable_password()
    assert SocialAccount.objects.count() == 0
    school.OIDC_PROVIDER = provider_at(issuer)
    other = Client()
    assert back(other, "jane")["Location"] == "/sign-in/provider/new/"


def test_a_wrong_join_code_makes_nobody(school: Settings, a_class: Class) -> None:
    """And the identity is kept for another try, which binds it: no passcode is made, and it signs in from then on."""
    client = Client()
    back(client, "jane")
    assert client.post("/join/", {"code": "22222222", "name": "Jane"}).status_code == 403
    assert (User.objects.count(), SocialAccount.objects.count()) == (0, 0)
    assert 'value="Jane Doe"' in client.get("/join/").content.decode()
    client.post("/join/", {"code": a_class.join_code, "name": "Jane"})
    jane = User.objects.get()
    assert not jane.has_usable_password()
    assert [(account.user, account.uid) for account in SocialAccount.objects.all()] == [(jane, "jane")]
    other = Client()
    back(other, "jane")
    assert who(client) == who(other) == str(jane.pk)


def test_an_invitation_decides_the_role(school: Settings, issuer: str) -> None:
    """Whoever has the invitation uses it up with the provider in the place of a password."""
    invited = add_person("Iris", Role.INSTRUCTOR, username="iris")
    client = Client()
    client.post("/invitation/", {"code": invited.code})
    assert "Use Example School in place of a password" in client.get("/invitation/").content.decode()
    assert back(client, "jane")["Location"] == "/invitation/"
    assert "Sign in with Example School from now on" in client.get("/invitation/").content.decode()
    assert SocialAccount.objects.count() == 0
    assert client.post("/invitation/provider/")["Location"] == "/"
    assert who(client) == str(invited.person.pk)
    assert [each.role for each in User.objects.get().memberships.all()] == [Role.INSTRUCTOR]
    assert invitations.find(invited.code) is None
    again = Client()
    again.post("/invitation/", {"code": invited.code})
    assert back(again, "mallory")["Location"] == "/sign-in/provider/new/"
    assert again.post("/invitation/provider/").status_code == 403


def test_an_invitation_is_not_used_up_by_an_identity_of_somebody_else(school: Settings, issuer: str) -> None:
    """What is bound signs its own person in, and the invitation stays."""
    bound(make_person("elif", "Elif", Role.STUDENT), issuer)
    invited = add_person("Iris", Role.INSTRUCTOR, username="iris")
    client = Client()
    client.post("/invitation/", {"code": invited.code})
    back(client, "jane")
    assert who(client) == str(User.objects.get(username="elif").pk)
    assert client.post("/invitation/provider/").status_code == 403
    assert invitations.find(invited.code) is not None


def test_an_address_of_an_existing_account_takes_nothing_over(school: Settings) -> None:
    """Neither an address that is not verified nor one that is: only issuer and subject count."""
    elif_ = make_person("elif", "Elif", Role.OPERATOR)
    for address, subject in (("elif@school.example", "mallory"), ("jane@school.example", "jane")):
        User.objects.filter(pk=elif_.pk).update(email=address)
        client = Client()
        assert back(client, subject)["Location"] == "/sign-in/provider/new/"
        assert who(client) == ""
    assert SocialAccount.objects.count() == 0


@pytest.mark.parametrize(
    ("facts", "subject", "is_let_in"),
    [
        ({"domains": frozenset({"school.example"})}, "jane", True),
        ({"domains": frozenset({"school.example"})}, "mallory", False),  # the provider does not call it verified
        ({"domains": frozenset({"example"})}, "jane", False),
        ({"groups": frozenset({"staff"})}, "jane", True),
        ({"groups": frozenset({"Staff"})}, "jane", False),
        ({"groups": frozenset({"staff"})}, "mallory", False),
    ],
)
def test_domains_and_groups_give_an_account_and_no_role(
    school: Settings, issuer: str, a_class: Class, facts: dict[str, Any], subject: str, *, is_let_in: bool
) -> None:
    """Such a person can join a class, and nothing else."""
    school.OIDC_PROVIDER = provider_at(issuer, **facts)
    client = Client()
    back(client, subject)
    assert bool(who(client)) == is_let_in
    assert User.objects.count() == is_let_in
    if is_let_in:
        person = User.objects.get()
        assert list(person.memberships.all()) == []
        assert "add-person" in acts()
        assert client.get("/")["Location"] == "/join/"
        assert client.get("/classes/").status_code == 403
        client.post("/join/", {"code": a_class.join_code})
        assert [each.role for each in person.memberships.all()] == [Role.STUDENT]
        assert client.get("/").status_code == 200
        assert client.post("/join/", {"code": a_class.join_code})["Location"] == "/"
        assert person.memberships.count() == 1


def test_a_person_connects_the_provider_after_the_password_and_disconnects_it(school: Settings, elif_: User) -> None:
    """The account page asks for the password before; both acts are in the audit log."""
    client = Client()
    client.post("/sign-in/", {"login": elif_.username, "password": PASSWORD})
    forget_confirmation(client)
    asked = client.get("/account/provider/")
    assert asked["Location"].startswith("/account/confirm/?next=")
    assert client.post("/account/provider/").status_code == 302
    client.post(asked["Location"], {"password": PASSWORD})
    assert back(client, "jane", "/account/provider/")["Location"] == "/account/"
    assert "Disconnect Example School" in client.get("/account/").content.decode()
    other = Client()
    back(other, "jane")
    assert who(other) == str(elif_.pk)
    assert client.post("/account/provider/remove/")["Location"] == "/account/"
    assert back(Client(), "jane")["Location"] == "/sign-in/provider/new/"
    assert acts() == ["connect-provider", "disconnect-provider"]


def test_the_only_way_in_cannot_be_disconnected(school: Settings, issuer: str) -> None:
    """Nor a password be set without the provider's word; with a password, it can."""
    elif_ = bound(make_person("elif", "Elif", Role.STUDENT), issuer)
    client = Client()
    back(client, "jane")
    assert client.post("/account/provider/remove/")["Location"].startswith("/account/confirm/provider/")
    assert client.get("/account/password/first/")["Location"].startswith("/account/confirm/provider/")
    back(client, "jane", "/account/confirm/provider/")
    assert client.post("/account/provider/remove/").status_code == 409
    new = "seven green trains and no driver"
    assert client.post("/account/password/first/", {"password1": new, "password2": new}).status_code == 302
    elif_.refresh_from_db()
    assert elif_.check_password(new)
    SocialAccount.objects.get()


def test_a_sign_in_at_the_provider_confirms_nothing(school: Settings, issuer: str, elif_: User) -> None:
    """It may have asked for nothing for days: who has a password gives it before a new factor is added."""
    bound(elif_, issuer)
    client = Client()
    back(client, "jane")
    assert who(client) == str(elif_.pk)
    assert client.get("/account/app/")["Location"] == "/account/confirm/?next=%2Faccount%2Fapp%2F"
    assert client.post("/account/confirm/?next=/account/app/", {"password": PASSWORD}).status_code == 302
    assert client.get("/account/app/").status_code == 200


def test_an_identity_belongs_to_one_person_and_a_person_has_one(school: Settings, issuer: str, elif_: User) -> None:
    """Neither is moved from one to the other."""
    other = bound(make_person("other", "Other", Role.STUDENT), issuer)
    client = Client()
    client.post("/sign-in/", {"login": elif_.username, "password": PASSWORD})
    client.post("/account/confirm/?next=/account/", {"password": PASSWORD})
    assert back(client, "jane", "/account/provider/").status_code == 409
    assert SocialAccount.objects.get().user == other
    assert back(client, "mallory", "/account/provider/").status_code == 302
    assert back(client, "someone", "/account/provider/").status_code == 409
    assert SocialAccount.objects.count() == 2


def test_the_same_subject_of_another_issuer_is_somebody_else(school: Settings) -> None:
    """An operator who changes the provider lets nobody of the new one into accounts of the old one."""
    bound(make_person("elif", "Elif", Role.OPERATOR), "https://before.example")
    client = Client()
    assert back(client, "jane")["Location"] == "/sign-in/provider/new/"


def test_a_closed_account_stays_closed(school: Settings, issuer: str) -> None:
    """Whatever the provider says."""
    elif_ = bound(make_person("elif", "Elif", Role.STUDENT), issuer)
    User.objects.filter(pk=elif_.pk).update(is_active=False)
    client = Client()
    assert back(client, "jane").status_code == 403
    assert who(client) == ""


def test_a_second_factor_of_ours_is_asked_for_after_the_provider(school: Settings, issuer: str) -> None:
    """Unless the operator counts the provider's; here nobody does."""
    elif_ = bound(make_person("elif", "Elif", Role.STUDENT), issuer)
    TOTP.activate(elif_, generate_totp_secret())
    client = Client()
    assert back(client, "jane")["Location"] == "/sign-in/factor/"
    assert who(client) == ""


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_nobody_is_sent_elsewhere_afterwards(school: Settings, issuer: str, wanted: str) -> None:
    """``next`` is a path of this site, or the home page is meant."""
    bound(make_person("elif", "Elif", Role.STUDENT), issuer)
    client = Client()
    assert back(client, "jane", next=wanted)["Location"] == "/"


def test_an_answer_is_good_once_and_in_its_own_browser(school: Settings, issuer: str) -> None:
    """Not with another state, in another browser (login CSRF), a second time, or after ten minutes."""
    bound(make_person("elif", "Elif", Role.STUDENT), issuer)
    client, victim = Client(), Client()
    way = signed_in_there(asked_of(client), "jane")
    asked_of(victim)
    assert victim.get(way).status_code == 403
    assert Client().get(way).status_code == 403
    assert client.get(way.replace("state=", "state=x")).status_code == 403
    assert who(victim) == who(client) == ""
    assert client.get(way).status_code == 302
    client.post("/sign-out/")
    assert client.get(way).status_code == 403
    assert who(client) == ""


@pytest.mark.parametrize("path", ["/sign-in/provider/", "/account/provider/"])
def test_an_answer_does_not_replace_who_signed_in_meanwhile(
    school: Settings, issuer: str, elif_: User, path: str
) -> None:
    """Begun by nobody, or by somebody who has signed out since: who is signed in now keeps session and account."""
    bound(make_person("jane", "Jane", Role.STUDENT), issuer)
    client = Client()
    hugo = make_person("hugo", "Hugo", Role.STUDENT)
    if path == "/account/provider/":
        client = confirmed_browser(hugo)
    way = signed_in_there(asked_of(client, path), "jane" if path == "/sign-in/provider/" else "new")
    session = client.session
    session["_auth_user_id"] = str(elif_.pk)
    session["_auth_user_backend"] = "quintain.accounts.backends.PersonBackend"
    session["_auth_user_hash"] = elif_.get_session_auth_hash()
    session.save()
    assert client.get(way).status_code == 403
    assert who(client) == str(elif_.pk)
    assert [account.uid for account in SocialAccount.objects.all()] == ["jane"]


def test_a_used_code_is_refused_by_the_provider_and_signs_nobody_in(school: Settings, issuer: str) -> None:
    """Also with a state of this browser that is good."""
    bound(make_person("elif", "Elif", Role.STUDENT), issuer)
    client = Client()
    way = signed_in_there(asked_of(client), "jane")
    client.get(way)
    code = way.partition("code=")[2].partition("&")[0]
    thief = Client()
    state = asked_of(thief)["state"]
    answer = thief.get(f"{CALLBACK}?code={code}&state={state}")
    assert answer.status_code == 503
    assert "does not answer" in answer.content.decode()
    assert who(thief) == ""


def test_a_code_of_another_browser_is_of_no_use(school: Settings, issuer: str) -> None:
    """An attacker who gets a fresh code, and puts it into a sign-in of their own: the nonce is another one."""
    bound(make_person("elif", "Elif", Role.STUDENT), issuer)
    way = signed_in_there(asked_of(Client()), "jane")
    code = way.partition("code=")[2].partition("&")[0]
    thief = Client()
    answer = thief.get(f"{CALLBACK}?code={code}&state={asked_of(thief)['state']}")
    assert (answer.status_code, who(thief)) == (403, "")


def test_somebody_who_changes_their_mind_comes_back_to_the_sign_in_page(school: Settings) -> None:
    """The provider says that access is denied; nothing of what it says is repeated."""
    client = Client()
    state = asked_of(client)["state"]
    answer = client.get(f"{CALLBACK}?error=access_denied&error_description=<b>x&state={state}", follow=True)
    assert answer.request["PATH_INFO"] == "/sign-in/"
    assert "You were not signed in by Example School." in answer.content.decode()
    assert "<b>x" not in answer.content.decode()
    state = asked_of(client)["state"]
    assert client.get(f"{CALLBACK}?error=server_error&state={state}").status_code == 403


@pytest.mark.parametrize(
    "query", ["", "code=x", "state=", "state=%01&code=%01", "code=a&code=b&state=x", f"state={'x' * 5000}&code=y"]
)
def test_a_malformed_way_back_is_refused_in_words(school: Settings, query: str) -> None:
    """With a page, and no sign-in."""
    answer = Client().get(f"{CALLBACK}?{query}")
    assert answer.status_code == 403
    assert "This sign-in was not completed" in answer.content.decode()


def test_what_a_request_says_changes_nothing_of_what_the_provider_is_asked(school: Settings) -> None:
    """Neither scope nor other parameters come from the browser."""
    client = Client()
    page = client.post(
        "/sign-in/provider/?scope=admin&auth_params=prompt%3Dnone&process=connect", {"process": "connect"}
    )
    assert "admin" not in page.context["address"]
    assert "prompt" not in page.context["address"]


# A provider that lies.


def forged(claims: dict[str, Any], key: Any = KEY, algorithm: str = "RS256", **headers: Any) -> str:
    """Return a token as an attacker makes it, whatever libraries refuse to make."""

    def part(facts: dict[str, Any]) -> str:
        return base64.urlsafe_b64encode(json.dumps(facts).encode()).rstrip(b"=").decode()

    signed = f"{part({'alg': algorithm, 'kid': 'one', **headers})}.{part(claims)}"
    if algorithm.startswith("HS"):
        mark = hmac.new(key, signed.encode(), hashlib.sha256).digest()
        return f"{signed}.{base64.urlsafe_b64encode(mark).rstrip(b'=').decode()}"
    return f"{signed}."


def public_pem() -> bytes:
    """Return the provider's public key as an attacker has it."""
    return KEY.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


def test_what_the_provider_says_is_text_on_our_pages(puppet: Puppet, classroom: Settings) -> None:
    """Its name and that of a person are the operator's and the provider's, and neither becomes HTML."""
    classroom.OIDC_PROVIDER = replace(provider_at(puppet.issuer), name="<b>School")
    puppet.claims = {"name": "<script>alert(1)</script>"}
    client = Client()
    puppet.back(client)
    for path in ("/sign-in/provider/new/", "/join/", "/sign-in/"):
        page = client.get(path).content.decode()
        assert "<script>alert" not in page
        assert "<b>School" not in page
    assert "&lt;script&gt;alert" in client.get("/sign-in/provider/new/").content.decode()


def test_no_token_of_the_provider_is_kept_or_shown(puppet: Puppet, caplog: pytest.LogCaptureFixture) -> None:
    """Neither in the database, nor in the session, the log or the page that is answered."""
    bound(make_person("elif", "Elif", Role.STUDENT), puppet.issuer, "248289761001")
    told: list[str] = []

    def sign(claims: dict[str, Any]) -> str:
        told.append(signed(claims))
        return told[-1]

    puppet.sign = sign
    client = Client()
    answer = puppet.back(client)
    for secret in (told[0], "opaque", puppet.nonce, CLIENT_SECRET):
        assert secret not in json.dumps(dict(client.session.items()))
        assert secret not in caplog.text
        assert secret not in str(answer.headers)
    assert SocialToken.objects.count() == 0
    assert SocialAccount.objects.get().extra_data == {}


def test_the_puppet_signs_in_when_it_is_honest(puppet: Puppet) -> None:
    """So the refusals below are for what they change; the code goes with the client's secret, and PKCE's verifier."""
    elif_ = bound(make_person("elif", "Elif", Role.STUDENT), puppet.issuer, "248289761001")
    client = Client()
    assert puppet.back(client)["Location"] == "/"
    assert who(client) == str(elif_.pk)
    path, form = puppet.seen[-1]
    assert path == "/token"
    assert form["authorization"].startswith("Basic ")
    assert "client_secret" not in form


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://other.example"},
        {"iss": None},
        {"aud": "another client"},
        {"aud": ["quintain", "another client"]},
        {"aud": ["quintain", "another client"], "azp": "another client"},
        {"azp": "another client"},
        {"aud": None},
        {"nonce": "another"},
        {"nonce": None},
        {"nonce": 5},
        {"exp": 1000},
        {"exp": None},
        {"exp": "soon"},
        {"iat": 10**11},
        {"nbf": 10**11},
        {"sub": None},
        {"sub": ""},
        {"sub": 248289761001},
        {"sub": "a\0b"},
        {"sub": "x" * 300},
    ],
    ids=str,
)
def test_a_token_with_wrong_claims_signs_nobody_in(puppet: Puppet, claims: dict[str, Any]) -> None:
    """Issuer, audience, nonce, expiry and subject are checked, although the signature is right."""
    bound(make_person("elif", "Elif", Role.STUDENT), puppet.issuer, "248289761001")
    puppet.claims = claims
    client = Client()
    answer = puppet.back(client)
    assert (answer.status_code, who(client)) == (403, "")


@pytest.mark.parametrize(
    "sign",
    [
        lambda claims: forged(claims, algorithm="none"),
        lambda claims: forged(claims, algorithm="None"),
        lambda claims: forged(claims, public_pem(), "HS256"),
        lambda claims: forged(claims, b"a secret of the client", "HS256"),
        forged,
        lambda claims: forged(claims, jwk={"kty": "oct", "k": ""}),
        lambda claims: signed(claims, kid="two"),
        lambda claims: signed(claims, with_key=new_key()),
        lambda claims: signed(claims, crit=["x"], x=1),
        lambda claims: signed(claims)[:-20] + "A" * 20,
        lambda _claims: "",
        lambda _claims: "a.b.c",
        lambda _claims: "x" * 100_000,
        lambda _claims: None,
        lambda _claims: {"a": 1},
    ],
    ids=[
        "none", "None", "public key as secret", "client secret", "without signature", "own key in the token",
        "unknown key", "other key", "critical header", "bent", "empty", "no token", "huge", "null", "object",
    ],
)  # fmt: skip
def test_a_token_that_the_provider_has_not_signed_signs_nobody_in(puppet: Puppet, sign: Any) -> None:
    """Neither without a signature, nor with one by the public key, another key, or a key that comes with it."""
    bound(make_person("elif", "Elif", Role.STUDENT), puppet.issuer, "248289761001")
    puppet.sign = sign
    client = Client()
    answer = puppet.back(client)
    assert (answer.status_code, who(client)) == (403, "")


def signed(claims: dict[str, Any], with_key: Any = KEY, **headers: Any) -> str:
    """Return a token that is signed."""
    return str(jwt.encode(claims, with_key, "RS256", headers={"kid": "one", **headers}))


def test_new_keys_of_the_provider_are_fetched_at_most_once_a_minute(
    puppet: Puppet, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A provider changes its keys; tokens with unknown keys do not make the server ask without end."""
    now = [1000.0]
    monkeypatch.setattr(DESCRIPTIONS, "now", lambda: now[0])
    elif_ = bound(make_person("elif", "Elif", Role.STUDENT), puppet.issuer, "248289761001")
    client = Client()
    puppet.back(client)
    client.post("/sign-out/")
    newer = new_key()
    puppet.keys = [public(newer, "two")]
    puppet.sign = lambda claims: signed(claims, newer, kid="two")
    assert puppet.back(client).status_code == 403
    now[0] += 61
    puppet.back(client)
    assert who(client) == str(elif_.pk)
    assert [path for path, _ in puppet.seen].count("/keys") == 2


@pytest.mark.parametrize("named", [None, "same", "https://other.example"])
@pytest.mark.parametrize("promises", [False, True])
def test_an_answer_of_another_issuer_is_not_taken(puppet: Puppet, named: str | None, *, promises: bool) -> None:
    """Mix-up (RFC 9207): an issuer in the answer is this one; a provider that promises to name it does."""
    bound(make_person("elif", "Elif", Role.STUDENT), puppet.issuer, "248289761001")
    puppet.described = {"authorization_response_iss_parameter_supported": promises}
    client = Client()
    asked = asked_of(client)
    more = {} if named is None else {"iss": puppet.issuer if named == "same" else named}
    answer = client.get(puppet.way_back(asked, **more))
    assert (answer.status_code == 302) == (named == "same" or (named is None and not promises))


def test_userinfo_counts_for_the_same_person_alone(puppet: Puppet, classroom: Settings) -> None:
    """It may add a name or an address, but not of another subject, and never how somebody signed in."""
    classroom.OIDC_PROVIDER = provider_at(
        puppet.issuer, domains=frozenset({"school.example"}), factor_values=frozenset({"mfa"})
    )
    puppet.claims = {"name": None}
    puppet.userinfo = {"sub": "another", "email": "jane@school.example", "email_verified": True}
    assert puppet.back(Client()).status_code == 403
    assert User.objects.count() == 0
    puppet.userinfo = {
        "sub": "248289761001", "email": "jane@school.example", "email_verified": True, "name": "Jane", "amr": ["mfa"],
    }  # fmt: skip
    client = Client()
    assert puppet.back(client)["Location"] == "/"
    assert User.objects.get().display_name == "Jane"
    assert "accounts.factor_by_provider" not in client.session


def test_userinfo_verifies_no_address_of_the_token(puppet: Puppet, classroom: Settings) -> None:
    """What it says of another address, or of the same one, does not count once the token has one."""
    classroom.OIDC_PROVIDER = provider_at(puppet.issuer, domains=frozenset({"school.example"}))
    puppet.claims = {"name": None, "email": "mallory@school.example"}
    for address in ("mallory@elsewhere.example", "mallory@school.example"):
        puppet.userinfo = {"sub": "248289761001", "email": address, "email_verified": True}
        puppet.back(Client())
        assert User.objects.count() == 0


@pytest.mark.parametrize("verified", [False, None, "true", 1, "yes"])
def test_only_true_means_verified(puppet: Puppet, classroom: Settings, verified: object) -> None:
    """Nothing else that looks like it."""
    classroom.OIDC_PROVIDER = provider_at(puppet.issuer, domains=frozenset({"school.example"}))
    puppet.claims = {"email": "jane@school.example", "email_verified": verified}
    puppet.back(Client())
    assert User.objects.count() == 0


@pytest.mark.parametrize("name", ["\u202egnp", "\0", "x" * 5000, "", 5, ["a"]])
def test_a_name_that_cannot_be_shown_is_not(puppet: Puppet, classroom: Settings, name: object) -> None:
    """The account is made with another name."""
    classroom.OIDC_PROVIDER = provider_at(puppet.issuer, groups=frozenset({"staff"}))
    puppet.claims = {"name": name, "groups": ["staff", 5]}
    client = Client()
    assert puppet.back(client).status_code == 302
    assert User.objects.get().display_name == "Student"


def test_an_address_names_somebody_whose_name_cannot_be_shown(puppet: Puppet, classroom: Settings) -> None:
    """By what is before the @ alone."""
    classroom.OIDC_PROVIDER = provider_at(puppet.issuer, groups=frozenset({"staff"}))
    puppet.claims = {"name": "", "groups": ["staff"], "email": "noor@school.example", "email_verified": True}
    assert puppet.back(Client()).status_code == 302
    assert User.objects.get().display_name == "noor"


@pytest.mark.parametrize(
    ("claims", "counts"),
    [
        ({"amr": ["pwd", "mfa"]}, True),
        ({"acr": "urn:two"}, True),
        ({"amr": ["pwd"]}, False),
        ({"amr": "mfa"}, False),
        ({"acr": ["urn:two"]}, False),
        ({}, False),
    ],
)
def test_the_providers_factor_counts_where_the_operator_says_so(
    puppet: Puppet, classroom: Settings, claims: dict[str, Any], *, counts: bool
) -> None:
    """For a person who has one here, and for a person who must have one."""
    classroom.OIDC_PROVIDER = provider_at(puppet.issuer, factor_values=frozenset({"mfa", "urn:two"}))
    classroom.SECOND_FACTOR = frozenset({"instructor"})
    iris = bound(make_person("iris", "Iris", Role.INSTRUCTOR), puppet.issuer, "248289761001")
    puppet.claims = claims
    client = Client()
    assert puppet.back(client)["Location"] == "/"
    assert client.get("/classes/").status_code == (200 if counts else 302)
    TOTP.activate(iris, generate_totp_secret())
    other = Client()
    assert puppet.back(other)["Location"] == ("/" if counts else "/sign-in/factor/")
    assert bool(who(other)) == counts


def test_a_factor_of_the_provider_is_of_that_session_alone(puppet: Puppet, classroom: Settings, elif_: User) -> None:
    """Who signs in with a password afterwards, at the same browser too, has not shown it."""
    classroom.OIDC_PROVIDER = provider_at(puppet.issuer, factor_values=frozenset({"mfa"}))
    classroom.SECOND_FACTOR = frozenset({"student"})
    bound(elif_, puppet.issuer, "248289761001")
    puppet.claims = {"amr": ["mfa"]}
    client = Client()
    puppet.back(client)
    assert client.get("/").status_code == 200
    client.post("/sign-out/")
    client.post("/sign-in/", {"login": elif_.username, "password": PASSWORD})
    assert client.get("/")["Location"] == "/account/factor/"


def test_a_person_without_a_password_confirms_by_the_provider(puppet: Puppet) -> None:
    """Anew: with a sign-in there that is minutes old at most, and as the same person."""
    elif_ = bound(make_person("elif", "Elif", Role.STUDENT), puppet.issuer, "248289761001")
    client = Client()
    puppet.back(client)
    form = "/account/confirm/provider/"
    assert client.get("/account/app/")["Location"] == f"{form}?next=%2Faccount%2Fapp%2F"
    bound(make_person("hugo", "Hugo", Role.STUDENT), puppet.issuer, "hugo")
    now = int(time.time())
    for claims in (
        {},
        {"auth_time": now - 4000},
        {"auth_time": now + 4000},
        {"auth_time": True},
        {"auth_time": now, "sub": "nobody here"},
        {"auth_time": now, "sub": "hugo"},
    ):
        puppet.claims = claims
        assert puppet.back(client, form, next="/account/app/").status_code == 403, claims
        assert client.get("/account/app/").status_code == 302
        assert who(client) == str(elif_.pk)
    puppet.claims = {"auth_time": now}
    asked = asked_of(client, form, next="/account/app/")
    assert (asked["prompt"], asked["max_age"]) == ("login", "0")
    assert client.get(puppet.way_back(asked))["Location"] == "/account/app/"
    assert client.get("/account/app/").status_code == 200
    assert Authenticator.objects.count() == 0


# A provider that does not answer.


def drip(handler: Any) -> None:
    """Send a byte now and then, without end."""
    handler.send_response(200)
    handler.end_headers()
    try:
        for _ in range(200):
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(0.05)
    except OSError:
        pass


def flood(handler: Any) -> None:
    """Send more than anybody wants."""
    handler.send_response(200)
    handler.end_headers()
    try:
        for _ in range(2000):
            handler.wfile.write(b" " * 65536)
    except OSError:
        pass


def elsewhere(handler: Any) -> None:
    """Redirect to another address of this machine."""
    handler.send_response(302)
    handler.send_header("Location", "http://127.0.0.1:1/secret")
    handler.end_headers()


def answer(body: bytes) -> Any:
    """Answer these bytes."""
    return lambda handler: say(handler, body)


def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait half a second for answers, where a classroom waits five."""
    monkeypatch.setattr(requests.fetch_json, "__kwdefaults__", {"form": None, "headers": None, "seconds": 0.5})


DISCOVERY = "/.well-known/openid-configuration"


@pytest.mark.parametrize(
    ("path", "does"),
    [
        (DISCOVERY, drip),
        (DISCOVERY, flood),
        (DISCOVERY, elsewhere),
        (DISCOVERY, answer(b"")),
        (DISCOVERY, answer(b"[]")),
        (DISCOVERY, answer(b"[" * 100_000)),
        (DISCOVERY, answer(b"\xff")),
        (DISCOVERY, answer(b'{"issuer": 1e999}')),
        ("/keys", drip),
        ("/keys", flood),
        ("/keys", elsewhere),
        ("/keys", answer(b'{"keys": {}}')),
    ],
)
def test_a_provider_that_does_not_answer_gets_a_page_that_says_so(
    puppet: Puppet, elif_: User, monkeypatch: pytest.MonkeyPatch, path: str, does: Any
) -> None:
    """Soon; and the password signs in meanwhile."""
    impatient(monkeypatch)
    puppet.raw = {path: does}
    client = Client()
    page = client.post("/sign-in/provider/")
    assert page.status_code == 503
    assert "Example School does not answer" in page.content.decode()
    seen = len(puppet.seen)
    assert client.post("/sign-in/provider/").status_code == 503
    assert len(puppet.seen) == seen, "it is left alone for a while"
    client.post("/sign-in/", {"login": elif_.username, "password": PASSWORD})
    assert who(client) == str(elif_.pk)


@pytest.mark.parametrize("does", [drip, flood, elsewhere, answer(b"[]"), answer(b"{}")])
def test_a_token_endpoint_that_does_not_answer_signs_nobody_in(
    puppet: Puppet, monkeypatch: pytest.MonkeyPatch, does: Any
) -> None:
    """The page says so as well."""
    impatient(monkeypatch)
    puppet.raw = {"/token": does}
    client = Client()
    assert puppet.back(client).status_code in {403, 503}
    assert who(client) == ""


@pytest.mark.parametrize(
    "described",
    [
        {"issuer": "https://other.example"},
        {"issuer": None},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"authorization_endpoint": "http://other.example/authorize"},
        {"authorization_endpoint": None},
        {"token_endpoint": "http://other.example/token"},
        {"token_endpoint": "file:///etc/passwd"},
        {"token_endpoint": "http://a@127.0.0.1/token"},
        {"jwks_uri": "http://10.0.0.1/keys"},
        {"jwks_uri": ["x"]},
        {"userinfo_endpoint": "ftp://127.0.0.1/"},
    ],
    ids=str,
)
def test_a_description_with_other_addresses_is_not_believed(puppet: Puppet, described: dict[str, Any]) -> None:
    """Endpoints are reached over TLS, or on this machine; the issuer is letter by letter the operator's."""
    puppet.described = described
    assert Client().post("/sign-in/provider/").status_code == 503


def test_one_address_does_not_begin_without_end(puppet: Puppet) -> None:
    """Each begun sign-in is a row, for half an hour."""
    begun = [Client().post("/sign-in/provider/").status_code for _ in range(125)]
    assert begun == [200] * 120 + [429] * 5
    assert Session.objects.latest("expire_date").expire_date < timezone.now() + timedelta(minutes=31)
    assert [path for path, _ in puppet.seen].count(DISCOVERY) == 1


def test_the_button_needs_the_token_of_the_form(puppet: Puppet) -> None:
    """Another site can neither begin a sign-in nor connect an account."""
    client = Client(enforce_csrf_checks=True)
    assert client.post("/sign-in/provider/").status_code == 403
    assert client.get("/sign-in/provider/").status_code == 405
