"""Simulated people of a class: each has a browser with cookies of its own, and sockets as the pages open them."""

import asyncio
import json
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final

import httpx
from bench.pages import Page, Wrong, read_page
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin

from quintain.cli.student_steps import Times

PATIENCE_SECONDS: Final = 60.0
HEAR_SECONDS: Final = 20.0
type Message = Any  # JSON, or the bytes of a frame


class Line:
    """A socket that is open; ``heard`` is all that came."""

    def __init__(self, connection: ClientConnection, path: str) -> None:
        self.path = path
        self.heard: list[Message] = []
        self.is_over = False
        self.code: int | None = None
        self._connection = connection
        self._changed = asyncio.Condition()
        self._hearing = asyncio.create_task(self._hear())

    async def _hear(self) -> None:
        with suppress(ConnectionClosed, OSError):
            async for message in self._connection:
                self.heard.append(message if isinstance(message, bytes) else json.loads(message))
                async with self._changed:
                    self._changed.notify_all()
        self.is_over, self.code = True, self._connection.close_code
        async with self._changed:
            self._changed.notify_all()

    async def send(self, message: bytes | str) -> None:
        """Say something."""
        await self._connection.send(message)

    async def wait(self, is_it: Callable[["Line"], bool], what: str, seconds: float = HEAR_SECONDS) -> None:
        """Wait until something is true of what was heard.

        Raises:
            Wrong: It did not come in time.

        """
        try:
            async with asyncio.timeout(seconds), self._changed:
                await self._changed.wait_for(lambda: is_it(self))
        except TimeoutError:
            raise Wrong(f"The socket {self.path} did not tell {what} within {seconds:.0f} seconds.") from None

    async def news(self, since: int, kind: str) -> None:
        """Wait for a message of a type after the first so many."""
        await self.wait(lambda line: any(is_message(each, kind) for each in line.heard[since:]), f"“{kind}”")

    async def close(self) -> None:
        """Close it as a page does."""
        await self._connection.close()
        await self._hearing

    async def drop(self) -> None:
        """Be gone without a word, as a machine that lost its power."""
        self._connection.transport.abort()
        await self._hearing


def is_message(message: Message, kind: str) -> bool:
    """Tell whether a message of a socket is JSON of this type."""
    return isinstance(message, dict) and message.get("type") == kind


@dataclass(slots=True)
class Person:
    """Somebody at a browser. ``id`` and ``token`` are known once they have signed in."""

    name: str
    origin: str
    times: Times
    browser: httpx.AsyncClient = field(init=False)
    id: str = ""
    token: str = ""
    lines: dict[str, Line] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.browser = httpx.AsyncClient(
            base_url=self.origin,
            timeout=PATIENCE_SECONDS,
            follow_redirects=True,
            verify=False,  # noqa: S501  there is no TLS, and a context for it takes time
            trust_env=False,
        )

    async def open(self, path: str, status: int = 200) -> Page:
        """Open a page.

        Raises:
            Wrong: It answers otherwise than with this status.

        """
        began = time.monotonic()
        answer = await self.browser.get(path)
        if answer.status_code != status:
            raise Wrong(f"{self.name} opened {path}, and the server answered {answer.status_code}, not {status}.")
        self.times.add("page", time.monotonic() - began)
        return read_page(path, answer.text)

    async def text(self, path: str) -> str:
        """Return a file."""
        answer = await self.browser.get(path)
        self._require_good(answer)
        return answer.text

    async def send(self, page: Page, action: str, typed: dict[str, str | list[str]], **wanted: str) -> Page:
        """Fill a form of a page in and send it; ``wanted`` tells which of several with the same address it is."""
        form = page.form(action, **wanted)
        sent: dict[str, list[str]] = {}
        for name, value in form.fields:
            if name not in typed:
                sent.setdefault(name, []).append(value)
        for name, values in typed.items():
            sent[name] = [values] if isinstance(values, str) else values
        answer = await self.browser.post(form.action or page.path, data=sent)
        self._require_good(answer)
        return read_page(answer.url.raw_path.decode(), answer.text)

    async def ask(self, method: str, path: str, body: object) -> Message:
        """Send JSON as the scripts of a page do, and return the JSON of the answer."""
        answer = await self.browser.request(method, path, json=body, headers={"X-CSRFToken": self.token})
        self._require_good(answer)
        return answer.json() if answer.content else None

    def _require_good(self, answer: httpx.Response) -> None:
        if answer.is_error:
            page = read_page(answer.request.url.path, answer.text)
            told = page.words.partition("Skip to the content")[2] or page.words
            where = f"{answer.request.method} {answer.request.url.path}"
            raise Wrong(f"{self.name}: {where} was answered {answer.status_code}: {told[:200]}")

    async def know_oneself(self) -> None:
        """Ask whose session this is.

        Raises:
            Wrong: Nobody is signed in, or somebody else than before.

        """
        answer = await self.browser.get("/session")
        told = answer.json() if answer.headers.get("content-type", "").startswith("application/json") else {}
        if "learner" not in told or self.id not in {"", told["learner"]}:
            raise Wrong(f"{self.name} is not signed in any more.")
        self.id, self.token = told["learner"], told["csrf_token"]
        self.browser.headers["X-CSRFToken"] = self.token

    async def listen(self, path: str) -> Line:
        """Open a socket as a page does."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.browser.cookies.items())
        connection = await connect(
            f"{self.origin.replace('http', 'ws', 1)}{path}",
            origin=Origin(self.origin),
            additional_headers={"Cookie": cookies},
            compression=None,
            proxy=None,
        )
        line = self.lines[path] = Line(connection, path)
        return line

    async def leave(self) -> None:
        """Close the browser."""
        for line in self.lines.values():
            await line.close()
        await self.browser.aclose()

    async def die(self) -> None:
        """Be gone in the middle of everything: nothing is closed, and nobody signs out."""
        for line in self.lines.values():
            await line.drop()
        self.lines.clear()
        await self.browser.aclose()
