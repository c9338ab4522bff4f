"""Who visits an app: headers as browsers and programs send them, and no two judges alike."""

import random
from collections import Counter

import httpx

from quintain.judge.judge import Judge
from quintain.judge.profiles.http import HttpBox
from quintain.judge.profiles.http_user_agents import draw_user_agent
from quintain.judge.verdict import Outcome
from quintain.judge.worker.check_runner import CheckContext, CheckResult
from quintain.packs.model.lab import Lab
from tests.judge.meeting import run_function

MIRROR = """
import json

def app(environ, start_response):
    start_response("200 OK", [("Content-Type", "application/json")])
    names = [name for name in environ if name.startswith("HTTP_")]
    return [json.dumps([[name, environ[name]] for name in names]).encode()]
"""


def drawn(count: int, *, is_browser: bool = False) -> list[dict[str, str]]:
    rng = random.Random(1)  # noqa: S311  the same each time
    return [dict(draw_user_agent(rng, is_browser=is_browser).headers) for _ in range(count)]


def test_visitors_are_of_many_kinds() -> None:
    """Browsers of all families, on computers and phones, and programs; navigations and requests of scripts."""
    agents = [headers["User-Agent"] for headers in drawn(400)]
    for sign in ("Chrome/", "Firefox/", "Version/", "Edg/", "Android", "iPhone", "curl/", "python-requests/"):
        assert any(sign in agent for agent in agents), sign
    assert len(set(agents)) > 100
    assert max(Counter(agents).values()) < 40
    accepts = {headers["Accept"] for headers in drawn(400)}
    assert len(accepts) == 3  # of Chrome, of Firefox and Safari, and of all others
    assert {"Accept-Language" in headers for headers in drawn(400)} == {True, False}


def test_browser_is_never_a_program() -> None:
    """Who opens pages and sends forms as people do looks like it."""
    for headers in drawn(200, is_browser=True):
        assert headers["User-Agent"].startswith("Mozilla/5.0 (")
        assert headers["Accept"].startswith("text/html,")
        assert headers["Accept-Language"]


def test_headers_come_in_the_order_of_their_visitor() -> None:
    """Nothing is lost, and what a lab adds comes last."""
    rng = random.Random(2)  # noqa: S311  as above
    for _ in range(50):
        user_agent = draw_user_agent(rng)
        sent = httpx.Headers({"X-Own": "1", "Cookie": "a=b", **user_agent.headers, "Host": "lab.test"})
        arranged = user_agent.arrange(sent)
        assert sorted(arranged.raw) == sorted(sent.raw)
        assert arranged.raw[-1][0] == b"X-Own"
        places = [user_agent.order.split().index(name) for name in list(arranged)[:-1]]
        assert places == sorted(places)


def test_each_client_keeps_its_headers_and_another_seed_draws_others(judge: Judge, guests: Lab) -> None:
    """An app that remembers who has a session sees the same user_agent at each request; a lab's own headers hold."""

    def met(seed: int) -> list[list[list[str]]]:
        found: list[list[list[str]]] = []

        def check(context: CheckContext) -> CheckResult:
            box = context.box
            assert isinstance(box, HttpBox)
            box.client_rng = random.Random(seed)  # noqa: S311  as above
            one, other = box.http, box.client()
            assert one.get("/a").json() == one.get("/b").json()
            own = dict(other.get("/", headers={"User-Agent": "mine"}).json())
            assert own["HTTP_USER_AGENT"] == "mine"
            assert own.get("HTTP_ACCEPT_ENCODING") != "identity"
            found.extend((one.get("/").json(), other.get("/").json()))
            return CheckResult(Outcome.PASSED)

        run_function(judge, guests, {"guests.py": MIRROR}, check)
        return found

    first, again, another = met(3), met(3), met(4)
    assert first == again != another
    assert first[0] != first[1]
    assert all(dict(headers).get("HTTP_USER_AGENT") not in {None, "user_agent"} for headers in first)
    assert "httpx" not in str((first, another))
