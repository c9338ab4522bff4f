"""Sockets of people who are signed in: each ends with its session and with the right to it, and counts as a page.

What is counted for a socket is given back when its consumer has returned, however that came about: by a page that
closes, by an error, or because the line was down before anything was said on it.
"""

import asyncio
import contextlib
import json
import logging
import time
from collections import Counter
from dataclasses import dataclass
from typing import Any, ClassVar, Final, override
from uuid import UUID
from weakref import WeakSet

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.utils.translation import override as speak

from quintain.accounts.factors import second_factor
from quintain.accounts.languages import language_of_socket
from quintain.accounts.limits.throttle import Rate, Throttle
from quintain.accounts.models import User
from quintain.accounts.permissions import Rights, rights_of
from quintain.accounts.sessions import activity, ending, presence
from quintain.web import live
from quintain.web.origins import Receive, Send

log = logging.getLogger(__name__)

SIGNED_OUT = 4401
OTHER_PERSON = 4403
NOT_FOUND = 4404
MALFORMED = 4400
TOO_MANY = 4411
CHANGED = 4412
REFUSALS = frozenset({SIGNED_OUT, OTHER_PERSON, NOT_FOUND})
MOST_SOCKETS: Final = 24
"""How many sockets one person may have open: for about as many tabs. Fifteen who do so fit into the server's limit of
connections, and sockets, unlike pages, never give way to others."""
TOLD: Final = Rate(tries=24, seconds=2)
"""How many of a person's further sockets are told why. The line of each stays for up to ten seconds after that, until
the browser has said that it knows; more are refused without a reason, and cost no line."""
ACTED_SECONDS = 30.0
"""How often what is typed into a terminal is noted as activity."""


class PersonsSocket(AsyncWebsocketConsumer):
    """A socket of one person. A subclass asks in ``connect`` who comes, and lets them in."""

    without_right: ClassVar[int] = NOT_FOUND
    """The code that ends it when its person may have it no longer."""
    tells_of_line: ClassVar[bool] = False
    """Whether its page is told when messages of other processes stop and begin to come, by ``{"type": "line"}``."""
    person: User
    session = ""
    """The key of the session that it was opened with."""
    is_let_in = False
    is_closed = False
    rights: Rights | None = None
    """What its person was when it was asked who comes."""
    granted: object = None
    """What ``standing`` returned."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:  # Any: channels types each message
        """Serve one socket in the language of its person, and count it as long as that takes."""
        with speak(language_of_socket(scope)):
            await self._serve_counted(scope, receive, send)

    async def _serve_counted(self, scope: Any, receive: Any, send: Any) -> None:  # as above
        person = getattr(scope.get("user"), "pk", None)
        if person is None:
            await self._serve(scope, receive, send)
        elif _count[person] >= MOST_SOCKETS:
            self.scope = scope
            await self._turn_away(person, receive, send)
        else:
            _count[person] += 1
            try:
                await self._serve(scope, receive, send)
            finally:
                _count[person] -= 1
                if _count[person] <= 0:
                    del _count[person]

    async def _serve(self, scope: Any, receive: Any, send: Any) -> None:  # as above
        try:
            await super().__call__(scope, receive, send)
        finally:
            was_here, self._is_counted_here = self._is_counted_here, False
            _open.discard(self)
            self.is_let_in = False
            if was_here:
                presence.PAGES.close(self.person.pk)
            try:
                await self.let_go()
            except Exception:
                log.exception("a socket did not end as it should")
            if was_here:
                await database_sync_to_async(presence.note_seen)(self.person.pk)

    async def _turn_away(self, person: UUID, receive: Receive, send: Send) -> None:
        """Say that there are too many, in the only way that a script of a page can read: by a code."""
        await receive()
        self._note(TOO_MANY)
        if not _refused.take([(str(person), TOLD)]):
            await send({"type": "websocket.accept", "subprotocol": None})
        await send({"type": "websocket.close", "code": TOO_MANY})

    _acted_at = -ACTED_SECONDS
    _is_counted_here = False
    _hanging_up: asyncio.Task[None] | None = None

    @override
    async def websocket_connect(self, message: Any) -> None:
        """Note what the person is, before it is asked what they may: so no change in between is missed."""
        person = getattr(self.scope.get("user"), "pk", None)
        if person is not None:
            self.rights = (await database_sync_to_async(rights_of)([person])).get(person)
        await super().websocket_connect(message)

    async def standing(self, person: User) -> object:
        """Return what the person may be told here, to be compared with what it is later; None if nothing."""
        raise NotImplementedError

    async def let_in(self, person: User, standing: object) -> None:
        """Let a person in who may come, unless they must set up a second factor first."""
        if await database_sync_to_async(second_factor.is_missing)(person, self.scope.get("session") or {}):
            await self.close(SIGNED_OUT)
            return
        self.person, self.granted, self.is_let_in = person, standing, True
        self.session = getattr(self.scope.get("session"), "session_key", None) or ""
        _open.add(self)
        presence.PAGES.open(person.pk)
        self._is_counted_here = True
        await database_sync_to_async(presence.note_seen)(person.pk)
        await self.begin()
        if live.is_away():
            await self.tell_of_line()

    @override
    async def websocket_receive(self, message: Any) -> None:
        """Hear nobody who was sent away, and may still speak until the line is down. What is said keeps the session."""
        if self.is_let_in and not self.is_closed:
            if (now := time.monotonic()) - self._acted_at >= ACTED_SECONDS:
                self._acted_at = now
                await database_sync_to_async(activity.note_act)(self.scope.get("session"), self.person)
            await super().websocket_receive(message)

    @override
    async def send(  # type: ignore[override]  # as channels has it
        self, text_data: str | None = None, bytes_data: bytes | None = None, close: bool = False
    ) -> None:
        """Tell something, to whom may still be told."""
        if self.is_let_in and not self.is_closed:
            await super().send(text_data, bytes_data, close)

    @override
    async def close(self, code: int | bool | None = None, reason: str | None = None) -> None:
        """Close the line, once, and write into the log whom it was refused."""
        if self.is_closed:
            return
        self.is_closed = True
        if not self.is_let_in and code in REFUSALS:
            self._note(code)
        await super().close(code, reason)

    def _note(self, why: int | bool | None) -> None:
        person, client = getattr(self.scope.get("user"), "pk", None), self.scope.get("client")
        address = client[0] if client else "somewhere"
        log.warning("%s for %s at socket %s from %s", why, person or "nobody", self.scope.get("path"), address)

    async def begin(self) -> None:
        """Do what a subclass begins with, once its person is let in."""

    async def catch_up(self) -> None:
        """Have the page know what it may have missed while messages of other processes did not come."""

    async def tell_of_line(self) -> None:
        """Tell the page whether messages of other processes come."""
        if self.tells_of_line:
            await self.send(json.dumps({"type": "line", "away": live.is_away()}))

    async def send_away(self, code: int) -> None:
        """Close it now. Neither what it is busy with nor a client that takes nothing delays this."""
        _open.discard(self)
        self.is_let_in = False
        await self.let_go()
        self._hanging_up = asyncio.create_task(self._hang_up(code))

    async def _hang_up(self, code: int) -> None:
        with contextlib.suppress(OSError, RuntimeError):  # it is closed already
            await self.close(code)

    async def ask_again(self, rights: Rights | None) -> None:
        """Close it if its person, who is something else now, may be told less or more than before."""
        person = await database_sync_to_async(User.objects.filter(pk=self.person.pk, is_active=True).first)()
        if person is None:
            await self.send_away(SIGNED_OUT)
        elif (standing := await self.standing(person)) is None:
            await self.send_away(self.without_right)
        elif standing != self.granted:
            await self.send_away(CHANGED)  # the page comes again, and is let in as what its person is now
        else:
            self.rights = rights

    async def let_go(self) -> None:
        """Give back what a subclass has taken. It is called at least once, also for a socket that was not let in."""


_open: WeakSet[PersonsSocket] = WeakSet()  # used in the event loop alone
_count: Counter[UUID] = Counter()  # as above
_refused: Final = Throttle()


async def _close_sockets(*, session: str, **_: object) -> None:
    for socket in [each for each in _open if each.session == session]:
        await socket.send_away(SIGNED_OUT)


async def _close_without_right() -> None:
    """Close the sockets of people who may have them no longer: a role taken, a seat freed, a class archived."""
    sockets = list(_open)
    if not sockets:
        return
    rights = await database_sync_to_async(rights_of)({each.person.pk for each in sockets})
    for socket in sockets:
        now = rights.get(socket.person.pk)
        if now == socket.rights or not socket.is_let_in:
            continue
        try:
            await socket.ask_again(now)
        except Exception:  # the others are asked all the same, and this one again at the next look
            log.exception("it could not be asked whether a socket may stay open")


@dataclass(slots=True)
class _Telling:
    """Tells all sockets of the line between processes; what comes while it does so makes it begin again, once."""

    is_due: bool = False
    is_busy: bool = False

    async def tell(self) -> None:
        self.is_due = True
        if self.is_busy:
            return
        self.is_busy = True
        try:
            while self.is_due:
                self.is_due = False
                await self._tell_all()
        finally:
            self.is_busy = False

    async def _tell_all(self) -> None:
        """Tell that messages of other processes come no longer, or again; then, what may have been missed.

        Some may be missed before it is known that they come no longer, too.
        """
        for socket in list(_open):
            if self.is_due:
                return
            try:
                await socket.tell_of_line()
                if socket.is_let_in:
                    await socket.catch_up()
            except OSError:  # its page has gone meanwhile
                continue
            except Exception:  # the others are told all the same
                log.exception("a socket was not told of the line between processes")


live.watch_line(_Telling().tell)
ending.watch(lambda: [socket.session for socket in _open])
ending.session_ended.connect(_close_sockets)
ending.at_each_look(_close_without_right)
