"""One's own account: password, factors and sessions, with the forms that a browser sends."""

import base64
import hashlib
import hmac
import json
import re
import struct
import time
import unicodedata
from contextlib import nullcontext
from datetime import timedelta
from typing import cast

import pytest
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone
from pytest_django import Settings

from quintain.accounts.errors import LastWayIn
from quintain.accounts.factors.second_factor import has_factors, reset_factors
from quintain.accounts.limits import devices
from quintain.accounts.models import AuditEntry, Role, User
from quintain.accounts.sign_in.forms import require_own_origin
from quintain.accounts.sso.identities import unbind
from quintain.accounts.sso.providers import Provider
from tests.accounts.conftest import PASSWORD
from tests.people import forget_confirmation, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("classroom")]

OTHER = "seven green trains and no driver"


def totp(secret: str, steps: int = 0) -> str:
    """Return the code that an app shows, by RFC 6238."""
    counter = struct.pack(">Q", int(time.time()) // 30 + steps)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(int.from_bytes(digest[at : at + 4]) & 0x7FFFFFFF) % 10**6:06}"


def sign_in(person: User, client: Client | None = None, password: str = PASSWORD) -> Client:
    """Return a browser that has sent the form."""
    client = client or Client()
    client.post("/sign-in/", {"login": person.username, "password": password})
    return client


def is_in(client: Client) -> bool:
    """Tell whether a browser has a session of somebody."""
    return "_auth_user_id" in client.session


def confirmed(client: Client, path: str) -> str:
    """Open a page that asks for the password once more, give it, and return the page's text."""
    forget_confirmation(client)
    asked = client.get(path)
    assert asked.status_code == 302
    assert asked["Location"].startswith("/account/confirm/?next=")
    answer = client.post(asked["Location"], {"password": PASSWORD}, follow=True)
    assert answer.request["PATH_INFO"] == path
    return answer.content.decode()


def add_app(client: Client) -> str:
    """Set an authenticator app up, and return its secret."""
    page = confirmed(client, "/account/app/")
    found = re.search(r'id="secret"[^>]*value="([A-Z2-7]+)"', page)
    assert found
    answer = client.post("/account/app/", {"code": totp(found[1])})
    assert (answer.status_code, answer["Location"]) == (302, "/account/recovery-codes/")
    return found[1]


def recovery_codes(client: Client) -> list[str]:
    """Return the codes that the page shows."""
    return re.findall(r"<li>(\d{8})</li>", client.get("/account/recovery-codes/").content.decode())


@pytest.fixture
def browser(elif_: User) -> Client:
    """Return a browser in which Elif has signed in."""
    return sign_in(elif_)


def acts() -> list[str]:
    """Return what stands in the audit log."""
    return [entry.action for entry in AuditEntry.objects.order_by("pk")]


# The password.


def test_a_person_changes_the_password_and_other_sessions_end(elif_: User, browser: Client) -> None:
    """The one at hand goes on; the rows of the others are gone, so that sockets and terminals close as well."""
    elsewhere = sign_in(elif_)
    row = elsewhere.session.session_key
    answer = browser.post(
        "/account/password/", {"oldpassword": PASSWORD, "password1": OTHER, "password2": OTHER}, follow=True
    )
    assert "Your password is changed." in answer.content.decode()
    assert not Session.objects.filter(session_key=row).exists()
    assert [each.get("/account/").status_code for each in (browser, elsewhere)] == [200, 302]
    assert acts() == ["change-password"]
    assert not is_in(sign_in(elif_))
    assert is_in(sign_in(elif_, password=OTHER))


@pytest.mark.parametrize(
    ("chosen", "why"),
    [
        ("short", "too short"),
        ("k7pq-2mxe-9vtd", "too short"),
        ("K7PQ -- 2MXE -- 9VTD", "too short"),
        ("x" * 129, "too long"),
        ("aaaaaaaaaaaaaaaa", "guessed soon"),
        ("passwordpassword", "guessed soon"),
        ("1q2w3e4r5t6y7u8i9o0p", "too common"),
        ("qwertyuiopasdfgh", "guessed soon"),
        ("elifkayaelifkaya", "guessed soon"),
        ("quintainquintain", "guessed soon"),
        ("summer2026summer2026", "guessed soon"),
    ],
)
def test_a_password_that_is_guessed_first_is_refused_with_a_reason(
    elif_: User, browser: Client, chosen: str, why: str
) -> None:
    """Short and endless ones, known ones, repetitions, and the person's names."""
    answer = browser.post("/account/password/", {"oldpassword": PASSWORD, "password1": chosen, "password2": chosen})
    assert answer.status_code == 200
    assert why in answer.content.decode()
    elif_.refresh_from_db()
    assert elif_.check_password(PASSWORD)


@pytest.mark.parametrize(
    "chosen",
    ["correct horse battery staple", "ünf nasse Schirme", "雨の日の黒い傘と赤い靴の子供たち。", "b" + "ae#9 Lq!" * 15],
)
def test_a_password_needs_no_capital_digit_or_sign(elif_: User, browser: Client, chosen: str) -> None:
    """Length alone is asked for, of all of Unicode; the same letters typed in another way are the same password."""
    browser.post("/account/password/", {"oldpassword": PASSWORD, "password1": chosen, "password2": chosen})
    assert is_in(sign_in(elif_, password=unicodedata.normalize("NFD", chosen)))


def test_the_present_password_is_needed_and_not_guessed(elif_: User, browser: Client) -> None:
    """Somebody at an open computer gets as many tries as at the door."""
    facts = {"oldpassword": "wrong and wrong", "password1": OTHER, "password2": OTHER}
    texts = [browser.post("/account/password/", facts).content.decode() for _ in range(11)]
    assert ["The present password is wrong." in text for text in texts] == [True] * 10 + [False]
    assert "too many wrong tries" in texts[-1]
    elif_.refresh_from_db()
    assert elif_.check_password(PASSWORD)


# Factors.


def test_with_an_app_the_password_is_not_enough(elif_: User, browser: Client) -> None:
    """The code of the app is asked for; a code is good once; before it, there is no session of a person."""
    secret = add_app(browser)
    other = Client()
    answer = other.post("/sign-in/?next=/labs/shop/", {"login": elif_.username, "password": PASSWORD})
    assert answer["Location"] == "/sign-in/factor/"
    assert not is_in(other)
    assert [other.get(path).status_code for path in ("/", "/account/", "/account/recovery-codes/")] == [302] * 3
    assert devices.cookie_name() not in other.cookies
    before = other.session.session_key
    assert (
        "The code is wrong, used or expired. Check the clock"
        in other.post("/sign-in/factor/", {"code": "000000"}).content.decode()
    )
    code = totp(secret, 1)
    answer = other.post("/sign-in/factor/", {"code": f"{code[:3]} {code[3:]}"})
    assert (answer.status_code, answer["Location"]) == (302, "/labs/shop/")
    assert is_in(other)
    assert other.session.session_key != before
    again = sign_in(elif_)
    again.post("/sign-in/factor/", {"code": code})
    assert not is_in(again)


@pytest.mark.parametrize("between", ["", " ", "-", ".", "_-"])
def test_a_used_code_is_refused_for_as_long_as_it_is_valid(
    elif_: User, browser: Client, monkeypatch: pytest.MonkeyPatch, between: str
) -> None:
    """A code that was read over a shoulder is valid for a minute longer, however its digits are grouped."""
    secret, now = add_app(browser), time.time()
    code = totp(secret, 1)
    owner = sign_in(elif_)
    owner.post("/sign-in/factor/", {"code": code})
    assert is_in(owner)
    monkeypatch.setattr(time, "time", lambda: now + 60)
    other = sign_in(elif_)
    other.post("/sign-in/factor/", {"code": between.join((code[:3], code[3:]))})
    assert not is_in(other)
    other.post("/sign-in/factor/", {"code": between.join(totp(secret, 1))})
    assert is_in(other)


@pytest.mark.parametrize(
    ("host", "works"), [("testserver", True), ("192.0.2.7", False), ("192.0.2.7:8443", False), ("[::1]:8443", False)]
)
def test_at_an_ip_address_there_is_no_button_for_passkeys(
    browser: Client, classroom: Settings, host: str, *, works: bool
) -> None:
    """Browsers make and use none there; all pages say so, and none offers to add one."""
    classroom.ALLOWED_HOSTS = ["*"]
    browser.post("/account/confirm/", {"password": PASSWORD})
    for client, page in ((Client(), "/sign-in/"), (browser, "/account/passkeys/")):
        text = client.get(page, headers={"host": host}).content.decode()
        assert ("passkey-button" in text, "not an IP address" in text) == (works, not works)
    text = browser.get("/account/", headers={"host": host}).content.decode()
    assert ("Add a passkey" in text, "not an IP address" in text) == (works, not works)


def test_a_recovery_code_is_good_once(elif_: User, browser: Client) -> None:
    """For a day without the phone."""
    add_app(browser)
    codes = recovery_codes(browser)
    assert len(set(codes)) == 10
    first, second = sign_in(elif_), sign_in(elif_)
    assert first.post("/sign-in/factor/", {"code": codes[3]}).status_code == 302
    assert is_in(first)
    second.post("/sign-in/factor/", {"code": codes[3]})
    assert not is_in(second)
    second.post("/sign-in/factor/", {"code": codes[4]})
    assert is_in(second)
    assert len(recovery_codes(browser)) == 8


def test_new_recovery_codes_make_the_old_ones_void(elif_: User, browser: Client) -> None:
    """Who has lost the paper makes others."""
    add_app(browser)
    old = recovery_codes(browser)
    assert browser.post("/account/recovery-codes/new/").status_code == 302
    assert not set(old) & set(recovery_codes(browser))
    other = sign_in(elif_)
    other.post("/sign-in/factor/", {"code": old[0]})
    assert not is_in(other)
    assert acts() == ["add-factor", "new-recovery-codes"]


def test_codes_are_not_guessed(elif_: User, browser: Client) -> None:
    """Five tries, then one a minute, however often the password is sent anew; a known browser has its own five."""
    secret = add_app(browser)
    guessers = [sign_in(elif_) for _ in range(7)]
    texts = [each.post("/sign-in/factor/", {"code": f"{n:06}"}).content.decode() for n, each in enumerate(guessers)]
    assert ["too many wrong tries" in text for text in texts] == [False] * 5 + [True] * 2
    guessers[0].post("/sign-in/factor/", {"code": totp(secret, 1)})
    assert not is_in(guessers[0])
    browser.post("/sign-out/")
    sign_in(elif_, browser).post("/sign-in/factor/", {"code": totp(secret, 1)})
    assert is_in(browser)


def test_a_sign_in_that_waits_for_a_code_can_be_given_up(elif_: User, browser: Client) -> None:
    """Somebody else can sign in at this browser then."""
    add_app(browser)
    other = sign_in(elif_)
    assert other.get("/sign-in/")["Location"] == "/sign-in/factor/"
    assert other.post("/sign-in/again/")["Location"] == "/sign-in/"
    assert other.get("/sign-in/").status_code == 200
    assert other.get("/sign-in/factor/")["Location"] == "/sign-in/"


@pytest.mark.parametrize(
    "path",
    [
        "/account/app/",
        "/account/app/remove/",
        "/account/passkeys/",
        "/account/recovery-codes/",
        "/account/recovery-codes/new/",
    ],
)
def test_what_lasts_asks_for_the_password_once_more(elif_: User, browser: Client, path: str) -> None:
    """An open computer is not enough to add or remove a factor, nor to read the codes."""
    add_app(browser)
    other = sign_in(elif_)
    other.post("/sign-in/factor/", {"code": recovery_codes(browser)[0]})
    forget_confirmation(other)
    for answer in (other.get(path), other.post(path, {"code": "1", "name": "x", "credential": "{}"})):
        if answer.status_code != 405:  # what is only read takes no form
            assert answer.status_code == 302
            assert answer["Location"].startswith(("/account/confirm/?next=", "/account/app/remove/"))
    assert Authenticator.objects.filter(user=elif_).count() == 2


def test_who_has_just_signed_in_is_not_asked_again(
    elif_: User, browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A password of the last five minutes counts, with the second factor if there is one; an older one does not."""
    assert browser.get("/account/app/").status_code == 200
    add_app(browser)
    codes = recovery_codes(browser)
    half = sign_in(elif_)
    assert half.get("/account/app/remove/").status_code == 302
    assert not is_in(half)
    half.post("/sign-in/factor/", {"code": codes[0]})
    assert half.get("/account/app/remove/").status_code == 200
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 301)
    assert half.get("/account/app/remove/")["Location"].startswith("/account/confirm/")


def test_removing_the_app_removes_the_codes_too(elif_: User, browser: Client) -> None:
    """Afterwards the password signs in alone again."""
    add_app(browser)
    assert "Remove the authenticator app?" in browser.get("/account/app/remove/").content.decode()
    assert browser.post("/account/app/remove/")["Location"] == "/account/"
    assert not Authenticator.objects.exists()
    assert is_in(sign_in(elif_))
    assert acts() == ["add-factor", "remove-factor"]


@pytest.mark.parametrize(
    "credential",
    [
        "", "null", "[]", "{}", "1", '"x"', "{", '{"response": null}', '{"response": {"clientDataJSON": "!"}}',
        '{"id": "x", "rawId": "x", "type": "public-key", "response": {"clientDataJSON": "e30"}}',
        '{"id": [], "rawId": {}, "response": {"clientDataJSON": 5}}', "[" * 5000, "\1", "x" * 100_000,
    ],
)  # fmt: skip
def test_what_is_no_passkey_is_refused_in_words(elif_: User, browser: Client, credential: str) -> None:
    """A script sends it, and anybody can send something else: at signing in, adding, and confirming."""
    confirmed(browser, "/account/passkeys/")
    browser.get("/account/passkeys/")
    answer = browser.post("/account/passkeys/", {"name": "x", "credential": credential})
    assert answer.status_code == 200
    assert not Authenticator.objects.exists()
    stranger = Client()
    stranger.get("/sign-in/passkey/", headers={"accept": "application/json"})
    assert stranger.post("/sign-in/passkey/", {"credential": credential})["Location"] == "/sign-in/"
    assert not is_in(stranger)


@pytest.mark.parametrize(
    ("made_for", "is_taken"),
    [
        ({"origin": "http://testserver"}, True),
        ({"origin": "http://testserver", "crossOrigin": False}, True),
        ({"origin": "http://testserver", "crossOrigin": True}, False),
        ({"origin": "https://testserver"}, False),
        ({"origin": "http://testserver:8000"}, False),
        ({"origin": "https://lab-1.testserver"}, False),
        ({"origin": "http://testserver.example.org"}, False),
        ({"origin": "http://a@testserver"}, False),
        ({"origin": ""}, False),
    ],
)
def test_a_passkey_is_taken_of_this_very_origin(made_for: dict[str, object], *, is_taken: bool) -> None:
    """Learners' programs are shown below this name, and could have a passkey of this site used there."""
    client_data = json.dumps({"type": "webauthn.get", "challenge": "e30", **made_for}).encode()
    credential = json.dumps({"response": {"clientDataJSON": base64.urlsafe_b64encode(client_data).decode()}})
    with context.request_context(RequestFactory().post("/sign-in/passkey/")):
        if is_taken:
            require_own_origin(credential)
        else:
            with pytest.raises(ValidationError):
                require_own_origin(credential)


def add_passkey(person: User, *, signs_in_alone: bool) -> str:
    """Give a person a passkey, and return the address at which it is removed."""
    credential = {"clientExtensionResults": {"credProps": {"rk": signs_in_alone}}}
    passkey = Authenticator.objects.create(
        user=person, type=Authenticator.Type.WEBAUTHN, data={"name": "key", "credential": credential}
    )
    return f"/account/passkeys/{passkey.pk}/remove/"


@pytest.mark.parametrize("signs_in_alone", [True, False])
def test_the_provider_is_disconnected_where_a_passkey_signs_in_alone(
    elif_: User, classroom: Settings, *, signs_in_alone: bool
) -> None:
    """A passkey that is a second factor is asked for after the provider or a password, and is no way in."""
    provider = Provider("https://id.school.example", "quintain", "a secret", "School")
    classroom.OIDC_PROVIDER = provider
    elif_.set_unusable_password()
    elif_.save()
    add_passkey(elif_, signs_in_alone=signs_in_alone)
    SocialAccount.objects.create(user=elif_, provider=provider.issuer, uid="elif")
    with nullcontext() if signs_in_alone else pytest.raises(LastWayIn, match="the only way in which you can sign in"):
        unbind(elif_, request=RequestFactory().post("/account/provider/remove/"))
    assert SocialAccount.objects.filter(user=elif_).exists() != signs_in_alone


def remove(client: Client, person: User, address: str) -> HttpResponse:
    """Remove a passkey as somebody who has just shown one."""
    request = RequestFactory().get("/")
    request.session = client.session
    record_authentication(request, person, "mfa", reauthenticated=True)
    request.session.save()
    return cast("HttpResponse", client.post(address))


def test_the_passkey_that_is_the_only_way_in_is_not_removed(elif_: User) -> None:
    """A second factor is no way in: with and without it, the last passkey that signs in alone stays."""
    elif_.set_unusable_password()
    elif_.save()
    first, last = (add_passkey(elif_, signs_in_alone=True) for _ in range(2))
    factor = add_passkey(elif_, signs_in_alone=False)
    client = Client()
    client.force_login(elif_, backend="quintain.accounts.backends.PersonBackend")
    assert remove(client, elif_, first).status_code == 302
    for _ in range(2):
        refused = remove(client, elif_, last)
        assert refused.status_code == 409
        assert "the only way in which you can sign in" in refused.content.decode()
        remove(client, elif_, factor)
    assert [f"/{each.pk}/" in last for each in Authenticator.objects.filter(user=elif_)] == [True]
    assert acts() == ["remove-factor"] * 2


def test_the_last_passkey_is_removed_where_a_password_is_left(elif_: User, browser: Client) -> None:
    """It signs in as before."""
    assert remove(browser, elif_, add_passkey(elif_, signs_in_alone=True)).status_code == 302
    assert not Authenticator.objects.filter(user=elif_).exists()
    assert is_in(sign_in(elif_))


def test_challenges_for_passkeys_are_bounded_and_forgotten(elif_: User) -> None:
    """Each is kept for somebody who is not known yet, so one address gets so many, for ten minutes each."""
    asked = [Client().get("/sign-in/passkey/", headers={"accept": "application/json"}).status_code for _ in range(130)]
    assert asked == [200] * 120 + [429] * 10
    assert Session.objects.count() == asked.count(200)
    latest = Session.objects.latest("expire_date")
    assert latest.expire_date < timezone.now() + timedelta(minutes=11)


def test_a_lost_factor_can_be_removed_by_other_rooms(elif_: User, browser: Client) -> None:
    """An instructor or the operator helps; then the password signs in alone."""
    add_app(browser)
    assert has_factors(elif_)
    assert reset_factors(elif_, by=None) == 2
    assert not has_factors(elif_)
    assert is_in(sign_in(elif_))


# Sessions.


def test_a_person_ends_one_session_and_all_others(elif_: User, browser: Client) -> None:
    """The rows are gone at once, which is what sockets and terminals look at."""
    others = [sign_in(elif_) for _ in range(3)]
    page = browser.get("/account/").content.decode()
    ends = re.findall(r'action="(/account/sessions/\d+/end/)"', page)
    assert (len(ends), page.count("this session")) == (3, 1)
    assert browser.post(ends[0]).status_code == 302
    assert sorted(each.get("/account/").status_code for each in others) == [200, 200, 302]
    browser.post("/account/sessions/end/")
    assert [each.get("/account/").status_code for each in (*others, browser)] == [302, 302, 302, 200]
    assert Session.objects.count() == 1


def test_nobody_ends_or_removes_what_is_somebody_elses(elif_: User, browser: Client) -> None:
    """Ids are numbers, and easily guessed."""
    add_app(browser)
    neighbour = make_person("max", "Max", Role.STUDENT)
    neighbour.set_password(OTHER)
    neighbour.save()
    passkey = Authenticator.objects.create(user=elif_, type="webauthn", data={"name": "phone", "credential": {}})
    page = sign_in(elif_, password=PASSWORD)
    page.post("/sign-in/factor/", {"code": recovery_codes(browser)[0]})
    theirs = [f"/account/sessions/{each.pk}/end/" for each in UserSession.objects.filter(user=elif_)]
    max_ = sign_in(neighbour, password=OTHER)
    assert [max_.post(path).status_code for path in theirs] == [404] * len(theirs)
    forget_confirmation(max_)
    asked = max_.get(f"/account/passkeys/{passkey.pk}/remove/")
    answer = max_.post(asked["Location"], {"password": OTHER}, follow=True)
    assert answer.status_code == 404
    assert max_.post(f"/account/passkeys/{passkey.pk}/remove/").status_code == 404
    assert Authenticator.objects.filter(user=elif_).count() == 3
    assert max_.get("/account/recovery-codes/").status_code == 404


def test_pages_of_an_account_need_a_session(client: Client) -> None:
    """And no answer of theirs is kept by a cache."""
    for path in ("/account/", "/account/password/", "/account/app/", "/account/passkeys/", "/account/sessions/end/"):
        answer = client.get(path)
        assert (answer.status_code, answer["Location"]) == (302, f"/sign-in/?next={path}")
        assert "no-store" in answer["Cache-Control"]
