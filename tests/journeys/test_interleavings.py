"""What a page shows of a verdict does not depend on the order in which news and answers reach it.

The server's words are written here, so that each can be lost, come twice, or overtake another.
"""

import json
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, Route, WebSocketRoute, expect

from quintain.attempts.submissions.stored import Json

from .conftest import Classroom
from .test_states import LAB, submission
from .workbench import open_fix

pytestmark = [pytest.mark.sample(most=1, of="file"), pytest.mark.browser]

WAITING: Json = {"outcome": "waiting", "wall_seconds": 0}
ASKING_MILLISECONDS = 20_000


@dataclass
class Server:
    """A server that has said ``states`` one after another; asked for the whole, it tells the one it has reached."""

    states: list[Json]
    messages: list[Json]
    reached: int = 0
    sockets: list[WebSocketRoute] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        """Stand in for the real one, in this page."""
        page.route_web_socket(re.compile(rf"/live/labs/{LAB}(\?|$)"), self.open)
        page.route(f"**/labs/{LAB}/submissions", lambda route: self.reply(route, self.states[0]))
        page.route("**/watched-here", lambda route: self.reply(route, self.states[self.reached]))
        page.route(
            f"**/labs/{LAB}/submissions/*/original", lambda route: self.reply(route, {"state": "none", "checks": {}})
        )

    def open(self, socket: WebSocketRoute) -> None:
        """Take a socket, and say nothing yet."""
        self.sockets.append(socket)

    def reply(self, route: Route, body: Json) -> None:
        """Answer a request."""
        route.fulfill(status=200, content_type="application/json", body=json.dumps(body))

    def send(self, message: Json) -> None:
        """Send to the page that watches."""
        self.sockets[-1].send(json.dumps(message))


def tell(number: int, seed: int) -> Server:
    """Return all that is said of one of the made-up verdicts, its checks in an order drawn from ``seed``."""
    final = submission(number, url="/watched-here", sequence=2**40, restarts=0)
    checks = final["checks"]
    assert isinstance(checks, list)
    state = final | {"state": "waiting", "position": 3, "result": None, "sentence": "", "checks": [], "events": 0}
    state["evidence"] = None
    server = Server([state], [])

    def say(message: Callable[[Json], Json], **changes: object) -> None:
        server.states.append(server.states[-1] | changes)
        server.messages.append(message(server.states[-1]))

    def whole(now: Json) -> Json:
        return {"type": "submission", "submission": now}

    say(lambda now: {"type": "place", "submission": now["id"], "position": now["position"]}, position=1)
    say(whole, state="running", position=None)
    say(whole, events=1, checks=[check | WAITING for check in checks])
    drawn = random.Random(seed)  # noqa: S311  an order, no secret
    for check in drawn.sample(checks, len(checks)):
        for told in ({"id": check["id"], "outcome": "running"}, check):
            say_check(server, told)
    say(
        lambda now: whole({name: value for name, value in now.items() if name != "checks"}),
        **{name: final[name] for name in ("state", "result", "sentence", "finished_at", "wall_seconds", "evidence")},
    )
    return server


def say_check(server: Server, told: Json) -> None:
    """Add the news of one check."""
    last = server.states[-1]
    checks, events = last["checks"], last["events"]
    assert isinstance(checks, list)
    assert isinstance(events, int)
    fresh = [check | told if check["id"] == told["id"] else check for check in checks]
    server.states.append(last | {"events": events + 1, "checks": fresh})
    news = {"submission": last["id"], "restarts": 0, "sequence": events + 1, "check": told}
    server.messages.append({"type": "check", **news})


def shown(page: Page, title: str) -> str:
    """Return what the page says in the end."""
    evidence = page.locator("#evidence")
    expect(evidence.get_by_text(title, exact=True).first).to_be_visible(timeout=ASKING_MILLISECONDS)
    expect(page.locator("#judge")).not_to_have_attribute("aria-disabled", "true")
    return evidence.inner_text()


def begin(page: Page, server: Server) -> None:
    """Open the workbench and hand in."""
    page.unroute_all()
    server.watch(page)
    open_fix(page, LAB)
    page.locator("#judge").click()
    expect(page.locator("#evidence").get_by_role("heading", name="Waiting for the judge")).to_be_visible()


@pytest.mark.whole
@pytest.mark.parametrize(("number", "title"), [(4, "It holds."), (5, "Still open")])
def test_the_page_is_the_same_in_every_interleaving(
    browser_page: Page, classroom: Classroom, number: int, title: str
) -> None:
    """In order; shuffled with losses and repetitions; and with nothing but the end of it."""
    server = tell(number, seed=0)
    begin(browser_page, server)
    for message in server.messages:
        server.reached += 1
        server.send(message)
    right = shown(browser_page, title)

    for seed in range(4):
        server = tell(number, seed)
        drawn = random.Random(seed)  # noqa: S311  as above
        begin(browser_page, server)
        near = {place: place + drawn.random() * 6 for place in range(len(server.messages))}
        for place in sorted(near, key=lambda each: near[each]):
            server.reached = max(server.reached, drawn.randint(0, place + 1))
            for _ in range(drawn.choice((0, 1, 1, 1, 2))):
                server.send(server.messages[place])
        server.reached = len(server.states) - 1
        server.send(server.messages[-1])
        assert shown(browser_page, title) == right, f"seed {seed}"

    server = tell(number, seed=9)
    begin(browser_page, server)
    server.reached = len(server.states) - 1
    server.send(server.messages[-1])
    assert shown(browser_page, title) == right


def test_checks_are_drawn_as_they_are_told(browser_page: Page, classroom: Classroom) -> None:
    """A place in the queue, a check that begins, and one that ends; without a single request for the whole."""
    server = tell(4, seed=1)
    begin(browser_page, server)
    asked: list[str] = []
    browser_page.on("request", lambda request: asked.append(request.url) if "watched-here" in request.url else None)
    evidence = browser_page.locator("#evidence")
    server.send({"type": "place", "submission": server.states[0]["id"], "position": 2})
    expect(evidence).to_contain_text("Place 2 in the queue.")
    gauge = evidence.get_by_role("progressbar")
    for place, message in enumerate(server.messages[:-1]):
        server.send(message)
        if message["type"] == "check":
            expect(gauge).to_have_attribute("value", str((place - 2) // 2))
    server.send(server.messages[-1])
    shown(browser_page, "It holds.")
    assert asked == []


def test_a_submission_made_after_the_clock_was_set_back_is_shown(browser_page: Page, classroom: Classroom) -> None:
    """The button is free again once the judge has spoken, whatever the time of the last one was."""
    first = tell(5, seed=1)
    begin(browser_page, first)
    for message in first.messages:
        first.send(message)
    shown(browser_page, "Still open")
    second = tell(4, seed=1)
    for state in second.states:
        state |= {
            "id": "00000000-0000-4000-8000-00000000ffff",
            "sequence": 2**40 + 1,
            "created_at": "2001-01-01T00:00:00+00:00",
        }
    browser_page.unroute_all()
    first.states = second.states
    first.watch(browser_page)
    browser_page.locator("#judge").click()
    expect(browser_page.locator("#evidence").get_by_role("heading", name="Waiting for the judge")).to_be_visible()
    end = second.states[-1]
    first.sockets[-1].send(json.dumps({"type": "submission", "submission": end}))
    shown(browser_page, "It holds.")
