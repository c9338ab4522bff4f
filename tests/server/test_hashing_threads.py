"""Passwords that are hashed keep no other page waiting."""

import asyncio
import threading

import pytest

from quintain.server.page_threads import MOST_WAITING_HASHES, Answer, Handler, Pages
from quintain.web.origins import Scope
from tests.aside import run_aside


class SlowHashes(Handler):
    """A handler whose forms with a password wait until ``go``; it needs nothing of Django's."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.at_once = 0
        self.most = 0
        self.lock = threading.Lock()

    def answer(self, scope: Scope, body: bytes) -> Answer:
        """Answer at once, or when it is time."""
        if scope["method"] == "POST" and scope["path"] != "/save/":
            with self.lock:
                self.at_once += 1
                self.most = max(self.most, self.at_once)
            self.go.wait(60)
            with self.lock:
                self.at_once -= 1
        return Answer(200, [], body)


async def ask(pages: Pages, method: str, path: str, *, leaves: bool = False) -> int:
    """Send a request of a client that waits, or that leaves at once, and return the status; 0 if none was sent."""
    sent: list[int] = []
    whole = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> Scope:
        if not whole and leaves:
            return {"type": "http.disconnect"}
        if not whole:
            await asyncio.Event().wait()
        return whole.pop()

    async def send(message: Scope) -> None:
        if message["type"] == "http.response.start":
            sent.append(message["status"])

    await pages({"type": "http", "method": method, "path": path, "headers": []}, receive, send)
    return sent[0] if sent else 0


@pytest.mark.parametrize("path", ["/sign-in/", "/join/", "/invitation/", "/account/password/", "/sign-in/factor/"])
def test_pages_do_not_wait_for_passwords(path: str) -> None:
    """A hundred people send a password: two are hashed, the others wait, the next is refused, pages and saves go on."""

    async def crowd() -> None:
        handler = SlowHashes()
        pages = Pages(handler)
        waiting = [asyncio.ensure_future(ask(pages, "POST", path)) for _ in range(MOST_WAITING_HASHES)]
        await asyncio.sleep(0)
        for _ in range(20):
            assert await ask(pages, "GET", path) == 200
            assert await ask(pages, "POST", "/save/") == 200
        assert await ask(pages, "POST", path) == 503
        assert handler.most <= 2
        handler.go.set()
        assert await asyncio.gather(*waiting) == [200] * MOST_WAITING_HASHES
        assert await ask(pages, "POST", path) == 200

    run_aside(crowd())


def test_who_leaves_takes_nobodys_place() -> None:
    """Hundreds who close the page while their passwords wait: whoever signs in after them is answered."""

    async def crowd() -> None:
        handler = SlowHashes()
        pages = Pages(handler)
        hashed = [asyncio.ensure_future(ask(pages, "POST", "/sign-in/")) for _ in range(2)]
        await asyncio.sleep(0)
        left = [await ask(pages, "POST", "/sign-in/", leaves=True) for _ in range(MOST_WAITING_HASHES * 2)]
        assert set(left) == {0}
        last = asyncio.ensure_future(ask(pages, "POST", "/sign-in/"))
        handler.go.set()
        assert await asyncio.gather(*hashed, last) == [200] * 3

    run_aside(crowd())
