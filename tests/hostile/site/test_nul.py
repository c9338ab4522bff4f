"""A NUL, or another control character, in any part of a request: a clear refusal, and never a fault of the server.

PostgreSQL takes no NUL in a string, SQLite does, and file names hold none: whatever looks something up would fail.
"""

from typing import Any, Final
from urllib.parse import quote

import pytest
from django.conf import settings as django_settings
from django.test import Client

from quintain.accounts.models import AuditEntry, Role, User
from quintain.cohorts.models import Class
from quintain.server.routing import routes
from quintain.web.origins import SameOrigin
from tests.accounts.conftest import PASSWORD, classroom
from tests.hostile.site.test_access import BACKEND, RULES, people, things
from tests.hostile.site.test_malformed_headers import HOST, knock, welcome
from tests.people import make_person

__all__ = ["classroom", "people", "things"]

pytestmark = [pytest.mark.hostile, pytest.mark.django_db, pytest.mark.postgresql]

CONTROLS: Final = "\0\x01\x1b\x7f\x85\u2028\u202e"
PATHS: Final = (
    *("/", "/labs/{}/", "/labs/{}/fix/", "/labs/shop/attempts/{}/", "/lessons/{}/", "/cases/{}/", "/notes/{}/"),
    *("/classes/{}/", "/people/{}/", "/static/{}", "/static/dist/{}.js", "/{}", "/join/{}", "/.well-known/{}"),
)


@pytest.fixture
def browsers(classroom: Any, course: object) -> tuple[Client, ...]:
    """Return the browsers of nobody, of an operator, who may look everything up, and of a student."""
    found = [Client(raise_request_exception=False)]
    for person in (make_person("mara", "Mara", Role.OPERATOR), make_person("elif", "Elif", Role.STUDENT)):
        person.set_password(PASSWORD)
        person.save()
        browser = Client(raise_request_exception=False)
        browser.force_login(person, backend=BACKEND)
        found.append(browser)
    return tuple(found)


@pytest.mark.sample(most=2)
@pytest.mark.parametrize("letter", CONTROLS)
def test_a_control_character_in_an_address_finds_nothing(browsers: tuple[Client, ...], letter: str) -> None:
    """Be it in the path or in the query, percent-encoded, as a browser sends it."""
    for browser in browsers:
        for path in PATHS:
            assert browser.get(path.format(quote(f"a{letter}"))).status_code < 500, path
        for query in ("q", "page", "next", "code", "asked", "order", "seat", letter):
            for path in ("/people/", "/sign-in/", "/join/", "/audit/", "/", "/glossary/", "/search/"):
                assert browser.get(f"{path}?{quote(query)}=a{quote(letter)}b").status_code < 500, path


def test_a_nul_is_refused_in_words(browsers: tuple[Client, ...]) -> None:
    """With 400, a sentence and a remedy, as a page and as JSON, also where nothing would look it up."""
    for browser in browsers:
        answers = [
            browser.get("/people/?q=%00"),
            browser.get("/labs/%00/"),
            browser.get("/", headers={"user-agent": "\0"}),
            browser.post("/join/", {"code": "\0", "name": "Eve"}),
            browser.post("/sign-in/", {"a\0": "b"}),
        ]
        assert {each.status_code for each in answers} == {400}
        assert all("holds a NUL character" in each.content.decode() for each in answers)
        told = browser.get("/?a=%00", headers={"accept": "application/json"}).json()
        assert set(told) == {"error", "remedy"}


def test_a_nul_in_a_cookie_is_nobodys_session(browsers: tuple[Client, ...]) -> None:
    """Neither as it is nor as the octal escape that Django decodes; no session is made of it."""
    names = [django_settings.SESSION_COOKIE_NAME, django_settings.CSRF_COOKIE_NAME, "quintain-device", "messages", "x"]
    names.append(str(django_settings.SESSION_COOKIE_NAME).replace("session", "device"))
    for name in names:
        for value in ('"\\000\\000abcdefghij"', "\0abcdefghij", '"abcdefghij\\001\\033"', "\x1babcdefghij", "x" * 3000):
            for path in ("/", "/account/", "/sign-in/", "/session"):
                answer = Client(raise_request_exception=False).get(path, headers={"cookie": f"{name}={value}"})
                assert answer.status_code < 500, (name, value, path)
                if "\0" in value or "000" in value:
                    assert answer.status_code == 400


@pytest.mark.sample(most=2)
@pytest.mark.parametrize("letter", CONTROLS)
def test_a_control_character_in_a_form_is_no_fault(
    people: dict[str, Client], things: dict[str, object], letter: str
) -> None:
    """The forms that look up or keep what was typed: nothing with a NUL is kept."""
    names = ("code", "name", "title", "time_zone", "roster", "username", "login", "password", "next", "question", "lab")
    more = ("give", "take", "remove", "number", "do", "open", "phase", "option", "answer", "text", "plan", "element")
    form = dict.fromkeys((*names, *more), f"a{letter}b")
    class_id, person = things["class_id"], things["person"]
    addresses = {
        "nobody": ("/join/", "/sign-in/", "/invitation/"),
        "student": (f"/classes/{class_id}/hand/", "/labs/lab-1/hints/", "/sign-out/", "/account/data/erasure"),
        "instructor": (
            "/classes/new/",
            *(
                f"/classes/{class_id}/{each}"
                for each in ("roster", "instructors", "modules", "change", f"seats/{person}")
            ),
        ),
        "operator": (f"/people/{person}/roles", f"/people/{person}/block", f"/people/{person}/erase/"),
    }
    for who, paths in addresses.items():
        browser = people[who]
        browser.raise_request_exception = False
        for path in paths:
            assert browser.post(path, form).status_code < 500, path
            answer = browser.post(path, form, headers={"user-agent": f"a{letter}b", "accept-language": f"a{letter}b"})
            assert answer.status_code < 500, path
    if letter == "\0":
        kept = [*User.objects.values_list("username", "display_name"), *Class.objects.values_list("title", "join_code")]
        assert "\0" not in str(kept)
        assert "\\x00" not in repr(list(AuditEntry.objects.values_list("details", flat=True)))


def test_a_browsers_name_with_control_characters_signs_in(browsers: tuple[Client, ...]) -> None:
    """What a browser says of itself is kept with the session; a NUL in it is refused."""
    for letter in CONTROLS:
        answer = Client(raise_request_exception=False).post(
            "/sign-in/", {"login": "elif", "password": PASSWORD}, headers={"user-agent": f"Mozilla{letter}5"}
        )
        assert answer.status_code == (400 if letter == "\0" else 302)


@pytest.mark.parametrize("cookie", ['"\\000\\000abcdefghij"', "\0abcdefghij"])
def test_a_nul_in_a_sockets_cookie_keeps_it_closed(cookie: str) -> None:
    """Before a session is looked for."""
    name = django_settings.SESSION_COOKIE_NAME
    (answer,) = knock(SameOrigin(welcome), "websocket", origin=f"http://{HOST}", host=HOST, cookie=f"{name}={cookie}")
    assert answer["type"] == "websocket.close"


@pytest.mark.parametrize("path", ["", "live/", "live/labs/\0", "live/classes/x", "no/such/place", "\x1b"])
def test_a_socket_at_no_address_is_refused(path: str) -> None:
    """The last route takes what no other does; channels alone would fail."""
    assert RULES
    assert next(route for route in routes if route.pattern.match(path)) is routes[-1]
