"""In a classroom, people sign in with name and password, and nobody else does."""

import re
import threading
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.sessions.models import Session
from django.core.signing import dumps
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from quintain.accounts import passwords
from quintain.accounts.errors import TooBusy
from quintain.accounts.limits import devices
from quintain.accounts.models import Role, User
from quintain.cohorts.actions import NewClass, join, make_class
from tests.accounts.conftest import PASSWORD
from tests.people import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("classroom")]

SIGN_IN = "/sign-in/"
LONGEST_SALT = 40  # a hash is longer


def try_(client: Client, name: str, password: str, address: str = "10.0.0.1", **more: str) -> int:
    """Send the form, and return the status: 302 is a sign-in."""
    facts = {"login": name, "password": password, **more}
    return client.post(SIGN_IN, facts, REMOTE_ADDR=address).status_code


def is_in(client: Client) -> bool:
    """Tell whether a browser has a session of somebody."""
    return "_auth_user_id" in client.session


def test_name_and_password_sign_a_person_in(client: Client, elif_: User) -> None:
    """The page leads to the course, and the session is that person's."""
    page = client.get("/")
    assert page["Location"] == "/sign-in/?next=/"
    shown = client.get(SIGN_IN, {"next": "/labs/shop/"})
    assert (shown.status_code, shown["Cache-Control"].count("no-store")) == (200, 1)
    assert 'name="next" value="/labs/shop/"' in shown.content.decode()
    answer = client.post(SIGN_IN, {"login": "elif-kaya-7kq2", "password": PASSWORD, "next": "/labs/shop/"})
    assert (answer.status_code, answer["Location"]) == (302, "/labs/shop/")
    assert client.get("/").context["user"] == elif_
    assert client.get(SIGN_IN)["Location"] == "/"


@pytest.mark.parametrize("typed", ["{}", " {} ", "{}".upper(), "ELIF", "nohyphens", "spaces"])
def test_a_passcode_is_good_as_a_person_writes_it(client: Client, typed: str) -> None:
    """With hyphens, spaces or neither, and in any case; so is the name."""
    made = make_class(
        NewClass("Autumn", "python-security", timezone.localdate(), timezone.localdate(), "UTC", 3), by=None
    )
    joined = join(made.join_code, "Elif Kaya")
    forms = {
        "nohyphens": joined.passcode.replace("-", ""),
        "spaces": joined.passcode.replace("-", " "),
        "ELIF": joined.passcode.upper(),
    }
    passcode = forms.get(typed, typed.format(joined.passcode))
    name = joined.person.username.upper() if typed == "ELIF" else joined.person.username
    assert try_(client, f" {name} ", passcode) == 302


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("elif-kaya-7kq2", PASSWORD + "."),
        ("elif-kaya-7kq2", PASSWORD.upper()),
        ("elif-kaya-7kq2", ""),
        ("", PASSWORD),
        ("elif%", PASSWORD),
        ("elif_kaya_7kq2", PASSWORD),
        ("nobody", PASSWORD),
        ("elif-kaya-7kq2", "\1"),
        ("elif-kaya-7kq2", "x" * 100_000),
        ("e" * 100_000, PASSWORD),
        ("elif-kaya-7kq2\1", PASSWORD),
    ],
)
def test_nothing_else_does(client: Client, elif_: User, name: str, password: str) -> None:
    """No other case, no pattern of SQL, no long or broken text; the form is shown again."""
    assert try_(client, name, password) == 200
    assert not is_in(client)


def test_a_closed_account_lets_nobody_in(client: Client, elif_: User) -> None:
    """And says nothing else than of a wrong password."""
    elif_.is_active = False
    elif_.save()
    assert try_(client, elif_.username, PASSWORD) == 200


def test_an_unknown_name_looks_like_a_wrong_password(
    client: Client, elif_: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same page, and as many hashes: a name without a password, of a closed account, and of nobody."""
    make_person("invited", "Not Yet", Role.INSTRUCTOR)
    make_person("closed", "Gone", Role.STUDENT)
    User.objects.filter(username="closed").update(is_active=False, password=elif_.password)
    hashes: list[str] = []

    def counted(self: Argon2PasswordHasher, *each: str) -> object:
        hashes.append("one")
        return kept[len(each[1]) > LONGEST_SALT](self, *each)

    kept = {False: Argon2PasswordHasher.encode, True: Argon2PasswordHasher.verify}
    monkeypatch.setattr(passwords.BoundedArgon2, "encode", counted)
    monkeypatch.setattr(passwords.BoundedArgon2, "verify", counted)
    pages, works = set(), set()
    for name in (elif_.username, "nobody-at-all", "invited", "closed"):
        hashes.clear()
        answer = client.post(SIGN_IN, {"login": name, "password": "a wrong one, by all means"})
        page = re.sub(
            r'name="csrfmiddlewaretoken" value="[^"]+"|content="[^"]{60,}"|nonce="[^"]+"', "", answer.content.decode()
        )
        pages.add((answer.status_code, page.replace(name, "NAME")))
        works.add(len(hashes))
    assert works == {1}
    assert len(pages) == 1
    assert "The name or the password is wrong." in pages.pop()[1]


@pytest.mark.parametrize(
    "wanted",
    [
        "https://example.org/",
        "//example.org",
        "///example.org",
        "/\\example.org",
        "javascript:alert(1)",
        "http://localhost/",
        "http://127.0.0.1:9999/",
        "labs/shop/",
        " //example.org",
        "http:example.org",
        "/\t/example.org",
    ],
)
def test_signing_in_leads_to_pages_of_this_site_only(client: Client, elif_: User, wanted: str) -> None:
    """Other names of this very machine are other sites as well: other programs listen there."""
    answer = client.post(SIGN_IN, {"login": elif_.username, "password": PASSWORD, "next": wanted})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get(SIGN_IN, {"next": wanted})["Location"] == "/"


def test_a_session_from_before_gives_nothing_to_the_one_after(client: Client, elif_: User) -> None:
    """Who plants a session key in a browser does not know the key of the session that is signed in (fixation)."""
    client.get(SIGN_IN)
    session = client.session
    session["planted"] = "1"
    session.save()
    planted = session.session_key
    assert planted
    client.cookies["quintain-session"] = planted
    assert try_(client, elif_.username, PASSWORD) == 302
    assert client.session.session_key != planted
    assert not Session.objects.filter(session_key=planted).exists()
    thief = Client()
    thief.cookies["quintain-session"] = planted
    assert thief.get("/").status_code == 302


def test_another_site_cannot_sign_a_browser_in(elif_: User) -> None:
    """No form without a token of ours is taken (login CSRF)."""
    strict = Client(enforce_csrf_checks=True)
    for path in (SIGN_IN, "/sign-in/factor/", "/sign-in/passkey/", "/sign-in/again/", "/invitation/"):
        assert strict.post(path, {"login": elif_.username, "password": PASSWORD}).status_code in {302, 403}
    assert not is_in(strict)
    assert strict.post(SIGN_IN, {"login": elif_.username, "password": PASSWORD}).status_code == 403


def test_a_link_of_solo_mode_lets_nobody_into_a_classroom(client: Client, classroom: Settings) -> None:
    """There is no local learner where people have accounts."""
    from quintain.accounts.sign_in.codes import SignInCodes  # noqa: PLC0415

    code = SignInCodes(classroom.SIGN_IN_CODES).issue()
    assert client.post(SIGN_IN, {"code": code}).status_code == 200
    assert not is_in(client)
    assert not User.objects.filter(username__startswith="solo").exists()


def test_solo_mode_has_none_of_this(client: Client, elif_: User, classroom: Settings) -> None:
    """No password is looked at there, and no page of an account is."""
    classroom.CLASSROOM = False
    assert try_(client, elif_.username, PASSWORD) in {403, 429}
    client.force_login(elif_, backend="quintain.accounts.backends.PersonBackend")
    for path in ("/account/", "/account/password/", "/invitation/", "/sign-in/factor/", "/sign-in/passkey/"):
        assert client.get(path).status_code == 404
    assert 'href="/account/"' not in client.get("/").content.decode()


# Wrong tries.


def test_wrong_passwords_are_slowed_down(client: Client, elif_: User) -> None:
    """After ten, the next has to wait, says so, and computes no hash; the right one too, at this browser."""
    assert [try_(Client(), elif_.username, "wrong and wrong again") for _ in range(10)] == [200] * 10
    answer = Client().post(SIGN_IN, {"login": elif_.username, "password": PASSWORD}, REMOTE_ADDR="10.0.0.1")
    assert answer.status_code == 429
    assert re.search(r"Wait \d seconds?, then try again", answer.content.decode())


def test_so_are_those_for_a_name_that_nobody_has(client: Client) -> None:
    """Else the limit would tell which names there are."""
    assert [try_(client, "nobody", "wrong and wrong again") for _ in range(11)] == [200] * 10 + [429]


def test_case_and_spaces_make_no_other_name(client: Client, elif_: User) -> None:
    """Nor does another address of the same IPv6 network."""
    names = [elif_.username, elif_.username.upper(), f" {elif_.username}", elif_.username.title()] * 3
    tries = [try_(client, name, "wrong and wrong", f"2001:db8::{number:x}") for number, name in enumerate(names)]
    assert tries == [200] * 10 + [429] * 2


def test_nobody_is_locked_out_by_others(client: Client, elif_: User) -> None:
    """A prankster at the same address goes on and on: the browser that Elif used before is let in at once."""
    assert try_(client, elif_.username, PASSWORD) == 302
    client.post("/sign-out/")
    prankster = Client()
    for number in range(150):
        try_(prankster, elif_.username, "wrong and wrong", f"10.0.{number % 20}.1")
        try_(prankster, elif_.username, "wrong and wrong")
    assert try_(prankster, elif_.username, PASSWORD) == 429
    assert try_(prankster, elif_.username, PASSWORD, "10.9.9.9") == 429
    assert [try_(client, elif_.username, "a slip of a finger"), try_(client, elif_.username, PASSWORD)] == [200, 302]


def test_a_browser_that_is_known_is_slowed_down_as_well(client: Client, elif_: User) -> None:
    """The cookie of a browser that somebody takes over is no way round the limit."""
    assert try_(client, elif_.username, PASSWORD) == 302
    client.post("/sign-out/")
    assert [try_(client, elif_.username, "wrong and wrong") for _ in range(11)] == [200] * 10 + [429]


@pytest.mark.parametrize("cookie", ["", "x", "e30:1:x", "of another person", "unsigned", "of another kind"])
def test_no_other_cookie_makes_a_browser_known(client: Client, elif_: User, cookie: str) -> None:
    """A forged one, somebody else's, and one that was signed for another purpose."""
    made = {
        "of another person": dumps({"00000000-0000-0000-0000-000000000000": "x"}, salt=devices.SALT),
        "unsigned": f'{{"{elif_.pk}":"x"}}',
        "of another kind": dumps({str(elif_.pk): "x"}, salt="quintain.other"),
    }
    client.cookies[devices.cookie_name()] = made.get(cookie, cookie)
    assert [try_(client, elif_.username, "wrong and wrong") for _ in range(11)] == [200] * 10 + [429]


def test_the_cookie_of_a_browser_lets_nobody_in_and_is_kept_from_scripts(client: Client, elif_: User) -> None:
    """It is signed, of this site alone, and of six people at most."""
    for number in range(8):
        person = make_person(f"person-{number}", f"Person {number}", Role.STUDENT)
        person.set_password(PASSWORD)
        person.save()
        assert try_(client, person.username, PASSWORD) == 302
        client.post("/sign-out/")
    cookie = client.cookies[devices.cookie_name()]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert len(cookie.value) < 1000
    assert client.get("/").status_code == 302


def test_a_class_of_twelve_behind_one_address_gets_in_with_three_mistakes_each(classroom: Settings) -> None:
    """A class often has one address for the server; all of them sign in at the same time."""
    made = make_class(
        NewClass("Autumn", "python-security", timezone.localdate(), timezone.localdate() + timedelta(2), "UTC", 12),
        by=None,
    )
    joined = [join(made.join_code, f"Student {number}") for number in range(12)]
    browsers = [Client() for _ in joined]
    for _ in range(3):
        for browser, each in zip(browsers, joined, strict=True):
            assert try_(browser, each.person.username, "wrong and wrong") == 200
    got = [try_(browser, each.person.username, each.passcode) for browser, each in zip(browsers, joined, strict=True)]
    assert got == [302] * 12


def test_hashes_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many want one at once, two are computed; who waits too long is told so, and nothing hangs."""
    at_once, most = [0], [0]
    gate = threading.Lock()
    argon2 = Argon2PasswordHasher.encode

    def counted(self: Argon2PasswordHasher, password: str, salt: str) -> str:
        with gate:
            at_once[0] += 1
            most[0] = max(most[0], at_once[0])
        try:
            return argon2(self, password, salt)
        finally:
            with gate:
                at_once[0] -= 1

    monkeypatch.setattr(Argon2PasswordHasher, "encode", counted)
    hasher = passwords.BoundedArgon2()
    threads = [threading.Thread(target=hasher.encode, args=("x", "saltsaltsalt")) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most[0] <= 2
    monkeypatch.setattr(passwords, "WAIT_SECONDS", 0.01)
    with passwords._turn(), passwords._turn(), pytest.raises(TooBusy):
        hasher.encode("x", "saltsaltsalt")
    assert hasher.verify("x", hasher.encode("x", "saltsaltsalt"))
