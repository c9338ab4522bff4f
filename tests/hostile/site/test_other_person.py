"""Two people share a browser: what a page of one of them holds is never saved for the other."""

import json
from dataclasses import replace
from typing import Any

import pytest
from asgiref.testing import ApplicationCommunicator
from channels.routing import URLRouter
from django.test import Client

from quintain.accounts.models import User
from quintain.attempts.actions import EXPLOIT
from quintain.attempts.models import Copy, File, Submission
from quintain.catalog import pack_store
from quintain.packs.model.lab import Break, Lab
from quintain.packs.model.pack import Pack
from quintain.server.routing import routes
from tests.aside import run_aside
from tests.classroom import make_lab, make_pack

pytestmark = pytest.mark.django_db

BACKEND = "quintain.accounts.backends.PersonBackend"


@pytest.fixture
def browser(learner: User, lab: Lab) -> Client:
    """Return a browser that checks CSRF tokens, in which the learner is signed in."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(learner, backend=BACKEND)
    return client


def token_of(browser: Client) -> str:
    """Fetch a token as a script does."""
    token: str = browser.get("/session", headers={"accept": "application/json"}).json()["csrf_token"]
    return token


def put(browser: Client, token: str, learner: User, kind: str = "files") -> Any:
    """Save as a page of the learner's does."""
    method = browser.post if "/" in kind else browser.put
    path = EXPLOIT if kind.startswith("exploit") else "shop.py"
    body = json.dumps({"path": path, "text": "private", "revision": 0, "keep": "mine"})
    headers = {"x-csrftoken": token, "x-learner": str(learner.pk), "accept": "application/json"}
    return method(f"/labs/shop/{kind}", body, content_type="application/json", headers=headers)


def test_an_old_token_is_renewed_for_the_same_person(browser: Client, learner: User) -> None:
    """Signing in again in another tab changes the token; the page learns that, and gets a new one."""
    old = token_of(browser)
    browser.logout()
    browser.force_login(learner, backend=BACKEND)
    browser.cookies.pop("quintain-csrf", None)
    refused = put(browser, old, learner)
    assert (refused.status_code, refused.json()["old_token"]) == (403, True)
    assert put(browser, token_of(browser), learner).status_code == 200
    assert File.objects.get().text == "private"


@pytest.fixture
def breakable(course: Pack) -> None:
    """Give the lab a phase *break*, so that learners have an exploit to write."""
    pack_store.put(make_pack(replace(make_lab(), break_=Break("secret", "reference.py"))))


@pytest.mark.usefixtures("breakable")
@pytest.mark.parametrize("kind", ["files", "files/kept", "files/settled", "exploit", "exploit/kept", "exploit/settled"])
def test_a_page_of_somebody_else_is_refused(browser: Client, learner: User, neighbour: User, kind: str) -> None:
    """Even with a token that fits, the text of one person is not saved for another; their own is."""
    assert put(browser, token_of(browser), learner, kind).status_code == 200
    for kept in (File, Copy):
        kept.objects.all().delete()
    browser.logout()
    browser.force_login(neighbour, backend=BACKEND)
    answer = browser.get("/session", headers={"accept": "application/json"})
    assert answer.json()["learner"] == str(neighbour.pk)
    refused = put(browser, answer.json()["csrf_token"], learner, kind)
    assert refused.status_code == 403
    assert refused.json() == {
        "error": "Somebody else is signed in in this browser now, so nothing was saved.",
        "remedy": "Sign in again as yourself in another tab, then try again here.",
        "other_person": True,
    }
    assert not File.objects.exists()
    assert not Copy.objects.exists()
    assert not Submission.objects.exists()


def test_nobody_gets_a_token_without_a_session(client: Client, lab: Lab) -> None:
    """A script is told that the session has ended."""
    answer = client.get("/session", headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["error"]) == (401, "Your session has ended.")


def test_the_token_is_for_this_site_alone(browser: Client) -> None:
    """No header lets another site read it, no cache keeps it, and nothing runs as a script."""
    answer = browser.get("/session", headers={"origin": "https://evil.example", "accept": "application/json"})
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Type"] == "application/json"


def close_code(person: User, query: str) -> int:
    """Open the socket of a page, say a word, and return the code with which it is closed."""

    async def ask() -> int:
        scope = {"type": "websocket", "path": "/live/labs/shop", "user": person, "headers": []}
        scope |= {"query_string": query.encode()}
        line: Any = ApplicationCommunicator(URLRouter(routes), scope)  # type: ignore[no-untyped-call]  # asgiref
        await line.send_input({"type": "websocket.connect"})
        assert (await line.receive_output(30))["type"] == "websocket.accept"
        await line.send_input({"type": "websocket.receive", "text": "a word"})
        output = await line.receive_output(30)
        await line.send_input({"type": "websocket.disconnect", "code": 1001})
        await line.wait(10)
        code: int = output["code"]
        return code

    return run_aside(ask())


@pytest.mark.django_db(transaction=True)
def test_a_page_of_somebody_else_hears_nothing(learner: User, neighbour: User, lab: Lab) -> None:
    """Nor does it hear of the work of who is signed in now; a socket that is let in ends only as it talks: 4400."""
    assert close_code(neighbour, f"learner={learner.pk}") == 4403
    assert close_code(neighbour, "learner=%00&learner=x") == 4403
    assert close_code(learner, f"learner={learner.pk}") == 4400
    assert close_code(learner, "") == 4400
