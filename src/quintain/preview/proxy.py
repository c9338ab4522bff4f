"""Carries visits from a browser to a program and back, in the event loop, for hosts that name a program.

What the program says is data throughout: it is bounded in size and time, and no header of it passes unseen. Each visit
has a connection of its own, so that nothing is left of it for the next; there is no cookie jar.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable
from socket import socket
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs, quote, urlencode

import h11
from django.conf import settings
from django.utils.translation import gettext, override

from quintain.cells.cookies import header_for_programs
from quintain.cells.names import NAME
from quintain.cells.this_cell import THIS_CELL
from quintain.preview.headers import Headers, from_program, key_in, to_program
from quintain.preview.hosts import label_of
from quintain.preview.notices import notice
from quintain.preview.programs import NotAtWork, Program, Programs
from quintain.preview.tickets import Access
from quintain.web.languages import negotiate_headers
from quintain.web.origins import FORBIDDEN, Application, Receive, Scope, Send

if TYPE_CHECKING:  # the judge is loaded by its first job, so that pages do not wait for it
    from quintain.judge.interactive.app_preview import AppPreview

ENTRY: Final = "/.quintain/enter"
MOST_AT_ONCE: Final = 32
START_SECONDS: Final = 15.0
DOOR_SECONDS: Final = 10.0
VISIT_SECONDS: Final = 120.0
MOST_SENT_BYTES: Final = 8 * 2**20
MOST_RECEIVED_BYTES: Final = 32 * 2**20
MOST_HEAD_BYTES: Final = 64 * 1024
CHUNK_BYTES: Final = 2**16
WITHOUT_BODY: Final = frozenset({204, 304})


class Unanswered(Exception):  # noqa: N818  what happened
    """A visit that the program did not answer: a status, a title and why."""

    def __init__(self, status: int, title: str, words: str) -> None:
        super().__init__(words)
        self.status, self.title, self.words = status, title, words


def strange() -> Unanswered:
    """Return what is said where no program is known."""
    return Unanswered(
        404,
        gettext("No program here"),
        gettext("It was never started, or the server has been restarted. Open the preview again."),
    )


def shut() -> Unanswered:
    """Return what is said to a stranger."""
    return Unanswered(
        403,
        gettext("Not open to you"),
        gettext("A program is open to its learner alone, in the workbench's own frame."),
    )


class ProgramRouter:
    """Is called before the whole server: what is addressed to a program goes there, and to nothing of ours."""

    def __init__(self, inner: Application, programs: Programs["AppPreview"]) -> None:
        self._inner = inner
        self._programs = programs

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send a connection to the program that its host names, or to the server."""
        label = _program_named(scope)
        if label is None:
            await self._inner(scope, receive, send)
        elif scope["type"] == "websocket":
            await send(dict(FORBIDDEN))  # no lab has a use for one
        else:
            await self._visit(self._programs.find(label), scope, receive, send)

    async def _visit(self, program: Program["AppPreview"] | None, scope: Scope, receive: Receive, send: Send) -> None:
        with override(program.language if program else negotiate_headers(scope["headers"], {})):
            await self._answer(program, scope, receive, send)

    async def _answer(self, program: Program["AppPreview"] | None, scope: Scope, receive: Receive, send: Send) -> None:
        answer = Answer(send, program.page if program else "")
        try:
            if program is None and (cell := _other_cell(scope)):
                await _lead(cell, scope, answer)
            elif program is None:
                await answer.give_notice(strange())
            elif scope["path"] == ENTRY:
                await _enter(program.access, scope, answer)
            elif not program.access.admits(key_in(scope["headers"])):
                await answer.give_notice(shut())
            else:
                async with counted(program):
                    await relay(await at_work(program), scope, receive, answer)
        except Unanswered as why:
            await answer.give_notice(why)


def _program_named(scope: Scope) -> str | None:
    if scope["type"] not in {"http", "websocket"}:
        return None
    hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
    label = next(filter(None, map(label_of, hosts)), None)
    return label if len(hosts) == 1 or label is None else "two hosts, and so none"


class Answer:
    """The way back to the browser."""

    def __init__(self, send: Send, page: str) -> None:
        self._send = send
        self.page = page
        self.has_begun = False

    async def begin(self, status: int, headers: Headers) -> None:
        """Send the head."""
        self.has_begun = True
        await self._send({"type": "http.response.start", "status": status, "headers": headers})

    async def go_on(self, body: bytes = b"", *, more: bool = False) -> None:
        """Send a part of the body."""
        await self._send({"type": "http.response.body", "body": body, "more_body": more})

    async def give_notice(self, why: Unanswered) -> None:
        """Say why there is no answer; one that has begun just ends."""
        if self.has_begun:
            await self.go_on()
            return
        headers, body = notice(why.title, why.words, self.page)
        await self.begin(why.status, headers)
        await self.go_on(body)


def way_in(origin: str, ticket: str) -> str:
    """Return the address at which the owner of a ticket gets in; where cells are, it names the one of the program."""
    words = {"ticket": ticket, **({"cell": THIS_CELL.name} if settings.IS_GROWN else {})}
    return f"{origin}{ENTRY}?{urlencode(words)}"


def _other_cell(scope: Scope) -> str:
    """Return the cell to which a way in leads; empty if it is this one, or the browser was sent there once already."""
    asked = parse_qs(scope["query_string"].decode("latin-1"))
    cell, is_sent = asked.get("cell", [""])[0], "sent" in asked
    is_way_in = settings.IS_GROWN and scope["path"] == ENTRY and scope["method"] in {"GET", "HEAD"}
    return cell if is_way_in and not is_sent and NAME.fullmatch(cell) and cell != THIS_CELL.name else ""


async def _lead(cell: str, scope: Scope, answer: Answer) -> None:
    """Have the browser name the cell of its program to the proxy, and come again."""
    headers = [
        (b"location", ENTRY.encode() + b"?" + scope["query_string"] + b"&sent=1"),
        header_for_programs(cell),
        (b"cache-control", b"no-store"),
        (b"referrer-policy", b"no-referrer"),
        (b"content-length", b"0"),
    ]
    await answer.begin(303, headers)
    await answer.go_on()


async def _enter(access: Access, scope: Scope, answer: Answer) -> None:
    """Take a ticket, set the cookie, and lead to the path that was wished for."""
    asked = parse_qs(scope["query_string"].decode("latin-1"))
    cookie = access.exchange(asked.get("ticket", [""])[0])
    if cookie is None:
        raise Unanswered(
            403, gettext("Not open to you"), gettext("This link could be used only once. Open the preview again.")
        )
    path = asked.get("to", ["/"])[0]
    if not path.startswith("/") or path.startswith("//"):
        path = "/"
    headers = [
        (b"location", quote(path, safe="/?&=%+:;,@!$'()*~.-_").encode()),
        (b"set-cookie", cookie.encode()),
        *([header_for_programs(THIS_CELL.name)] if settings.IS_GROWN else []),
        (b"cache-control", b"no-store"),
        (b"referrer-policy", b"no-referrer"),
        (b"content-length", b"0"),
    ]
    await answer.begin(303, headers)
    await answer.go_on()


@contextlib.asynccontextmanager
async def counted(program: Program["AppPreview"]) -> AsyncIterator[None]:
    """Count a visit while it lasts."""
    if program.at_once >= MOST_AT_ONCE:
        raise Unanswered(
            503, gettext("Too much at once"), gettext("The program is answering as many requests as it may. Try again.")
        )
    program.at_once += 1
    try:
        yield
    finally:
        program.at_once -= 1
        program.touch()


async def at_work(program: Program["AppPreview"]) -> "AppPreview":
    """Wait until the program has started."""
    try:
        return await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(program.started)), START_SECONDS)
    except NotAtWork as error:
        raise Unanswered(502, gettext("Not running"), str(error)) from None
    except TimeoutError:
        raise Unanswered(
            504, gettext("Not running yet"), gettext("The program is still being started. Try again.")
        ) from None


async def borrow(preview: "AppPreview") -> socket:
    """Wait for a socket.

    Raises:
        Unanswered: none became free, or the program is gone.

    """
    loop = asyncio.get_running_loop()
    until = loop.time() + DOOR_SECONDS
    while (connection := preview.borrow()) is None:
        if preview.over(0) is not None:
            raise Unanswered(502, gettext("Not running"), gettext("The program has stopped. Start it again."))
        if loop.time() > until:
            raise Unanswered(
                504, gettext("No answer"), gettext("The program has not yet answered the requests before this one.")
            )
        await asyncio.sleep(0.02)
    connection.setblocking(False)
    return connection


async def relay(preview: "AppPreview", scope: Scope, receive: Receive, answer: Answer) -> None:
    """Bring one request to the program and its answer back.

    Raises:
        Unanswered: the request is not one that can be sent, or what came is no answer.

    """
    connection = await borrow(preview)
    try:
        talk = h11.Connection(h11.CLIENT, max_incomplete_event_size=MOST_HEAD_BYTES)
        head = _head(scope, talk)
        async with asyncio.timeout(VISIT_SECONDS):
            loop = asyncio.get_running_loop()
            await loop.sock_connect(connection, preview.address)
            await loop.sock_sendall(connection, head)
            await _first_of(_upload(connection, talk, receive), _download(connection, talk, scope, answer))
    except TimeoutError:
        raise Unanswered(504, gettext("No answer"), gettext("The program has not answered in two minutes.")) from None
    except OSError:
        raise Unanswered(502, gettext("No answer"), gettext("The program closed the connection.")) from None
    except h11.RemoteProtocolError as error:
        raise Unanswered(
            502, gettext("No answer"), gettext("The program's answer is not HTTP: %(error)s") % {"error": error}
        ) from None
    finally:
        preview.give_back(connection)


def _head(scope: Scope, talk: h11.Connection) -> bytes:
    headers = to_program(scope["headers"])
    given = {name.lower(): value for name, value in scope["headers"]}
    if b"transfer-encoding" in given:
        headers.append((b"transfer-encoding", b"chunked"))
    elif b"content-length" in given:
        if int(given[b"content-length"]) > MOST_SENT_BYTES:
            raise Unanswered(413, gettext("Too large"), gettext("A request may be at most 8 MiB long."))
        headers.append((b"content-length", given[b"content-length"]))
    query = scope["query_string"]
    target = scope["raw_path"] + (b"?" + query if query else b"")
    try:
        return talk.send(h11.Request(method=scope["method"], target=target, headers=headers)) or b""
    except (h11.LocalProtocolError, ValueError):
        raise Unanswered(400, gettext("Not sent"), gettext("The request is not valid HTTP.")) from None


async def _first_of(upload: Awaitable[None], download: Awaitable[None]) -> None:
    """Send and hear at once, until the answer is whole, the browser hangs up, or one of them fails."""
    tasks = [asyncio.ensure_future(each) for each in (upload, download)]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in done:
        task.result()


async def _upload(connection: socket, talk: h11.Connection, receive: Receive) -> None:
    """Send the body; then wait for the browser to hang up, which is when this ends."""
    loop = asyncio.get_running_loop()
    sent = 0
    open_ = True
    while (message := await receive())["type"] == "http.request":
        body = message.get("body", b"")
        sent += len(body)
        if sent > MOST_SENT_BYTES:
            raise Unanswered(413, gettext("Too large"), gettext("A request may be at most 8 MiB long."))
        data = b"" if not open_ or not body else talk.send(h11.Data(body)) or b""
        if open_ and not message.get("more_body", False):
            data += talk.send(h11.EndOfMessage()) or b""
        try:
            if open_:
                await loop.sock_sendall(connection, data)
        except OSError:
            open_ = False  # it may have answered before it hung up


async def _download(connection: socket, talk: h11.Connection, scope: Scope, answer: Answer) -> None:
    loop = asyncio.get_running_loop()
    left = MOST_RECEIVED_BYTES
    bodiless = scope["method"] == "HEAD"
    while True:
        match talk.next_event():
            case h11.NEED_DATA:
                talk.receive_data(await loop.sock_recv(connection, CHUNK_BYTES))
            case h11.Response() as head:
                bodiless = bodiless or head.status_code in WITHOUT_BODY
                await answer.begin(head.status_code, from_program(head.headers.raw_items(), answer.page))
            case h11.Data(data=data):
                left -= len(data)
                if left < 0:
                    raise Unanswered(502, gettext("Too large"), gettext("An answer may be at most 32 MiB long."))
                if not bodiless:
                    await answer.go_on(bytes(data), more=True)
            case h11.EndOfMessage():
                await answer.go_on()
                return
            case h11.PAUSED | h11.ConnectionClosed():
                raise Unanswered(
                    502, gettext("No answer"), gettext("The program switched to another protocol, or sent no answer.")
                )
