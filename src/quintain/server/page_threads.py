"""Pages: Django's synchronous handler in a few threads, behind an event loop that waits for slow clients.

A thread is taken when a request has fully arrived, and given back when its answer is complete in memory, or is an open
file; what a client sends or takes slowly occupies the event loop alone. Files are read in pieces, each when the client
has taken the one before, by two threads of their own, since a disk may be slow. Django's own ASGI handler takes a new
thread, and so a new connection to the database, for each request.

Forms with a password have two threads of their own, since a hash is slow on purpose: however many are sent, other pages
do not wait for them. So have pages that ask the provider of single sign-on or a learning platform, which may be slow.
Of other requests, each session's come in turn, see ``fair_queue``; those without a session that is known come in turn
by their address.

What costs a thread is read only as far as its address takes it: few take more than a form. A session that
sends what cannot be read has a number of tries, after which nothing more of it is read for some seconds.
"""

import asyncio
import math
import secrets
import time
from collections import Counter, OrderedDict
from collections.abc import Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.core import signals
from django.core.handlers.asgi import ASGIRequest
from django.core.handlers.base import BaseHandler
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.cookie import parse_cookie
from django.http.response import HttpResponseBase
from django.urls import set_script_prefix

from quintain.accounts.limits.throttle import Bucket, Rate, Throttle
from quintain.accounts.passwords import AT_ONCE, HASHING_PATHS
from quintain.accounts.sso.providers import OUTWARD_PATHS
from quintain.attempts.pages.api import TEXT_PATHS
from quintain.cohorts.roster import ROSTER_PATHS
from quintain.lti.addresses import OUTWARD_PATHS as LTI_PATHS
from quintain.server.fair_queue import TooManyWaiting, Turns
from quintain.server.watching.answers import FILES, NO_ROUTE, REFUSED, Answered, Note
from quintain.server.watching.start import notes_of_answers
from quintain.web.file_answers import FileAnswer, FilePart
from quintain.web.logs import name_request
from quintain.web.origins import Receive, Scope, Send

THREADS: Final = 4
BODY_SECONDS: Final = 20.0
MOST_WAITING_BYTES: Final = 64 * 2**20
MOST_WAITING_HASHES: Final = 100
MOST_WAITING_OF_ONE: Final = 30
"""Requests of one session that wait for a thread. A browser sends six at once, for all its tabs together."""
MOST_WAITING_OF_ADDRESS: Final = 150
"""Requests of one address, of sessions that are not known: after a restart, all students behind a router come back."""
AT_ONCE_OF_ADDRESS: Final = 2
"""Of one session, one request is answered at a time beside those of others."""
BODY_BYTES: Final = 64 * 1024
LARGER_BODIES: Final = ((TEXT_PATHS, settings.DATA_UPLOAD_MAX_MEMORY_SIZE), (ROSTER_PATHS, 256 * 1024))
"""What addresses take that more is sent to than a form: texts of 256 KiB, of which JSON may make six times as much, and
names, of which a form may make three times as much."""
UNREADABLE: Final = frozenset({400, 413})
TRIES: Final = Rate(tries=20, seconds=3)
"""How many bodies of a session may be unreadable or too large. Pages send none, but people type what a form refuses."""
MOST_SESSIONS: Final = 5000
OUTWARD_THREADS: Final = 4
MOST_WAITING_OUTWARD: Final = 60
READING_THREADS: Final = 2
MOST_DOWNLOADS: Final = 200
"""Half of the fewest connections that a server takes, so that pages have the other half."""
MOST_DOWNLOADS_OF_ONE: Final = 8
TOO_MANY_DOWNLOADS: Final = "Many files are being downloaded. Wait until one is complete, then try again."
WITHOUT_BODY: Final = frozenset({204, 304})
BODILESS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
TOO_LONG: Final = settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1
"""The length that is told to Django of a body which was not read."""
NUMBER: Final = "quintain.request"
"""Where a request has its number, by which its log entries are found."""
TOO_OFTEN_UNREADABLE: Final = "Much of what you sent could not be read. Wait {} seconds, then reload the page."

type Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, complete but for a file that is read as it is sent."""

    status: int
    headers: Headers
    body: bytes
    is_signed_in: bool = False
    file: FilePart | None = None
    """What is sent in place of ``body``; to be closed."""
    route: str = REFUSED


@dataclass(frozen=True, slots=True)
class Client:
    """Whose requests come in turn with each other's, and what is granted to them beside others."""

    name: str
    most_waiting: int
    at_once: int


class ClientGone(Exception):  # noqa: N818  what happened
    """The client has closed the connection."""


class Refusal(Exception):  # noqa: N818  what the server does
    """A request that no thread sees: a status and a sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status

    def answer(self) -> Answer:
        """Say it, and end the connection, since the rest of the request may still come."""
        body = f"{self}\n".encode()
        return Answer(self.status, [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")], body)


class Handler(BaseHandler):
    """Django's handler, called with a whole request in a thread."""

    def __init__(self) -> None:
        super().__init__()
        self.load_middleware(is_async=False)

    def answer(self, scope: Scope, body: bytes) -> Answer:
        """Return the answer to one request."""
        set_script_prefix("")
        name_request(scope.get(NUMBER, ""))
        signals.request_started.send(sender=type(self), scope=scope)
        try:
            request = ASGIRequest(scope, BytesIO(body))
        except UnicodeDecodeError:  # a query that is not UTF-8
            return Refusal(400, "The address is not UTF-8.").answer()
        response = self.get_response(request)
        response._handler_class = type(self)  # type: ignore[attr-defined]  # noqa: SLF001  as Django's own handlers do
        try:
            return replace(_complete(response), is_signed_in=_is_signed_in(request), route=_route_of(request))
        finally:
            response.close()  # sends request_finished


class Pages:
    """The ASGI application of all pages."""

    def __init__(
        self,
        handler: Handler,
        *,
        threads: int = THREADS,
        body_seconds: float = BODY_SECONDS,
        notes: Sequence[Note] | None = None,
    ) -> None:
        self._handler = handler
        self._notes = notes_of_answers() if notes is None else notes
        self._threads = ThreadPoolExecutor(threads, "page")
        self._turns = Turns(threads)
        self._sessions: OrderedDict[str, None] = OrderedDict()
        self._hashing = ThreadPoolExecutor(AT_ONCE, "hash")
        self._hashes = 0
        self._outward = ThreadPoolExecutor(OUTWARD_THREADS, "outward")
        self._asking = 0
        self._body_seconds = body_seconds
        self._waiting_bytes = 0
        self._tries = Throttle()
        self._reading = ThreadPoolExecutor(READING_THREADS, "file")
        self._downloads: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read, let a thread answer, send."""
        began = time.monotonic()
        number = secrets.token_hex(8) if self._notes else ""
        try:
            tries = self._tries_of(scope)
            scope, body = await self._read(scope, receive)
            began = time.monotonic()
            answer = await self._answer({**scope, NUMBER: number}, body, receive)
            if answer.status in UNREADABLE:
                self._tries.take(tries)
        except ClientGone:
            return
        except Refusal as refusal:
            answer = refusal.answer()
        if self._notes:
            seconds = time.monotonic() - began
            for note in self._notes:
                note(Answered(scope["method"], answer.route, answer.status, seconds, number))
        if answer.file is None:
            await _send_whole(answer, send)
            return
        with closing(answer.file) as file:
            await self._send_file(self._client_of(_session_cookie(scope), scope).name, answer, file, receive, send)

    async def _send_file(self, client: str, answer: Answer, file: FilePart, receive: Receive, send: Send) -> None:
        """Send a file, unless too many are sent already: each keeps a connection for as long as its client takes."""
        if self._downloads[client] >= MOST_DOWNLOADS_OF_ONE or self._downloads.total() >= MOST_DOWNLOADS:
            await _send_whole(Refusal(503, TOO_MANY_DOWNLOADS).answer(), send)
            return
        self._downloads[client] += 1
        try:
            await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
            await self._send_pieces(file, receive, send)
        finally:
            self._downloads[client] -= 1
            self._downloads += Counter()  # those that have none are forgotten

    async def _send_pieces(self, file: FilePart, receive: Receive, send: Send) -> None:
        """Send what is left of a file, each piece when the client has taken the one before."""
        leaving = asyncio.ensure_future(_leave(receive))
        try:
            while not leaving.done():
                piece = await asyncio.get_running_loop().run_in_executor(self._reading, file.read)
                if file.left and not piece:
                    return  # it has become shorter: the client sees that, since the connection is closed
                await send({"type": "http.response.body", "body": piece, "more_body": bool(file.left)})
                if not file.left:
                    return
        finally:
            leaving.cancel()
            with suppress(asyncio.CancelledError):
                await leaving

    def _tries_of(self, scope: Scope) -> Sequence[Bucket]:
        """Return what is charged for a body that turns out to be unreadable, if there can be one.

        Raises:
            Refusal: There were too many.

        """
        if scope["method"] in BODILESS:
            return ()
        cookie = _session_cookie(scope)
        if cookie not in self._sessions:
            return ()  # else one person keeps all at an address from signing in; nothing large is parsed for these
        buckets = ((cookie, TRIES),)
        if wait := self._tries.wait(buckets):
            raise Refusal(429, TOO_OFTEN_UNREADABLE.format(math.ceil(wait)))
        return buckets

    async def _read(self, scope: Scope, receive: Receive) -> tuple[Scope, bytes]:
        """Return the request with its whole body.

        A body above the address's limit is not read: Django refuses it by its length, with a page.

        Raises:
            Refusal: It came too slowly, or too many wait.
            ClientGone: It never came.

        """
        limit = most_bytes(scope["path"])
        length = _declared_length(scope["headers"])
        if length is not None and length > limit:
            return _with_length(scope, TOO_LONG), b""
        body = bytearray()
        try:
            async with asyncio.timeout(self._body_seconds):
                while await self._read_part(receive, body):
                    if len(body) > limit:
                        return _with_length(scope, TOO_LONG), b""
        except TimeoutError:
            raise Refusal(408, "The request did not arrive in time. Send it again.") from None
        finally:
            self._waiting_bytes -= len(body)
        return _with_length(scope, len(body)) if body else scope, bytes(body)

    async def _read_part(self, receive: Receive, body: bytearray) -> bool:
        """Add what comes next; tell whether there is more."""
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGone
        part: bytes = message.get("body", b"")
        self._waiting_bytes += len(part)
        body += part
        if self._waiting_bytes > MOST_WAITING_BYTES:
            raise Refusal(503, "The server receives too much at once. Try again in a moment.")
        return bool(message.get("more_body", False))

    async def _answer(self, scope: Scope, body: bytes, receive: Receive) -> Answer:
        """Let a thread answer; a request whose client has gone is given up while it waits for one.

        Raises:
            ClientGone: Nobody waits for the answer.
            Refusal: Too many passwords wait, too many for the provider, or too many requests of this session.

        """
        if scope["path"] in OUTWARD_PATHS or scope["path"] in LTI_PATHS:
            if self._asking >= MOST_WAITING_OUTWARD:
                raise Refusal(503, "Many people sign in at this moment. Wait a few seconds, then try again.")
            self._asking += 1
            try:
                return await self._answer_in(self._outward, scope, body, receive)
            finally:
                self._asking -= 1
        if scope["method"] != "POST" or not scope["path"].startswith(HASHING_PATHS):
            return await self._answer_in_turn(scope, body, receive)
        if self._hashes >= MOST_WAITING_HASHES:
            raise Refusal(503, "Many people sign in at this moment. Wait a few seconds, then send the form again.")
        self._hashes += 1
        try:
            return await self._answer_in(self._hashing, scope, body, receive)
        finally:
            self._hashes -= 1

    async def _answer_in_turn(self, scope: Scope, body: bytes, receive: Receive) -> Answer:
        cookie = _session_cookie(scope)
        client = self._client_of(cookie, scope)
        try:
            turn = self._turns.ask(client.name, client.most_waiting, client.at_once)
        except TooManyWaiting:
            raise Refusal(429, "You sent many requests at once. Wait a moment, then try again.") from None
        try:
            if not turn.done():
                await _wait_while_connected(turn, receive)
            if not turn.done():
                raise ClientGone
            answer = await self._answer_in(self._threads, scope, body, receive)
            self._note_session(cookie, is_signed_in=answer.is_signed_in)
            return answer
        finally:
            self._turns.give_back(client.name, turn)

    def _client_of(self, cookie: str, scope: Scope) -> Client:
        """Return who asks: a session that is known, or else all at an address who have none."""
        if cookie in self._sessions:
            return Client(cookie, MOST_WAITING_OF_ONE, 1)
        return Client(str((scope.get("client") or ("",))[0]), MOST_WAITING_OF_ADDRESS, AT_ONCE_OF_ADDRESS)

    def _note_session(self, cookie: str, *, is_signed_in: bool) -> None:
        """Keep the cookies that signed somebody in lately; others, which anybody can make up, tell no clients apart."""
        self._sessions.pop(cookie, None)
        if is_signed_in and cookie:
            self._sessions[cookie] = None
            if len(self._sessions) > MOST_SESSIONS:
                self._sessions.popitem(last=False)

    async def _answer_in(self, threads: ThreadPoolExecutor, scope: Scope, body: bytes, receive: Receive) -> Answer:
        future: Future[Answer] = threads.submit(self._handler.answer, scope, body)
        answering = asyncio.wrap_future(future)
        await _wait_while_connected(answering, receive)
        if answering.done() or not future.cancel():
            return await answering
        raise ClientGone


async def _send_whole(answer: Answer, send: Send) -> None:
    await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
    await send({"type": "http.response.body", "body": answer.body})


async def _wait_while_connected(awaited: asyncio.Future[Any], receive: Receive) -> None:
    """Wait until something is done, or the client has gone."""
    leaving = asyncio.ensure_future(_leave(receive))
    try:
        await asyncio.wait((awaited, leaving), return_when=asyncio.FIRST_COMPLETED)
    finally:
        leaving.cancel()
        with suppress(asyncio.CancelledError):
            await leaving


async def _leave(receive: Receive) -> None:
    """Wait until the client has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass


def most_bytes(path: str) -> int:
    """Return how long a body may be that is sent to a path."""
    return next((limit for paths, limit in LARGER_BODIES if paths.fullmatch(path)), BODY_BYTES)


def _session_cookie(scope: Scope) -> str:
    cookies = (parse_cookie(value.decode("latin-1")) for name, value in scope["headers"] if name == b"cookie")
    return next((key for each in cookies if (key := each.get(settings.SESSION_COOKIE_NAME))), "")


def _is_signed_in(request: HttpRequest) -> bool:
    session = getattr(request, "session", None)
    try:
        return session is not None and session.accessed and SESSION_KEY in session
    except DatabaseError:  # the answer says already that the session could not be read
        return False


def _route_of(request: HttpRequest) -> str:
    """Return the name of the view that has answered, which no client can choose freely."""
    if request.resolver_match is not None:
        return request.resolver_match.view_name
    return FILES if request.path.startswith(settings.STATIC_URL) else NO_ROUTE


def _declared_length(headers: Iterable[tuple[bytes, bytes]]) -> int | None:
    for name, value in headers:
        if name == b"content-length":
            return int(value) if value.isdigit() else None
    return None


def _with_length(scope: Scope, length: int) -> Scope:
    """Say how long the body is, however it came: Django reads no body of unknown length."""
    framing = {b"content-length", b"transfer-encoding"}
    headers = [(name, value) for name, value in scope["headers"] if name not in framing]
    return {**scope, "headers": [*headers, (b"content-length", str(length).encode())]}


def _complete(response: HttpResponseBase) -> Answer:
    """Return a response with all of its body, or with a file that outlives it."""
    file = response.part.again() if isinstance(response, FileAnswer) else None
    body = b"" if file else response.content if isinstance(response, HttpResponse) else b"".join(response)
    headers = [(name.lower().encode("ascii"), value.encode("latin-1")) for name, value in response.items()]
    headers += [(b"set-cookie", each.OutputString().encode("ascii")) for each in response.cookies.values()]
    if response.status_code not in WITHOUT_BODY and not response.has_header("Content-Length"):
        headers.append((b"content-length", str(len(body)).encode()))
    return Answer(response.status_code, headers, body, file=file)
