"""The socket of a pair session. See docs/explanation/live-messages.md for what is said on it."""

import asyncio
import json
import logging
import re
import struct
from collections.abc import Mapping
from typing import Any, Final, override

from channels.db import database_sync_to_async
from django.conf import settings
from django.db import DatabaseError

from quintain.accounts.consumers import MALFORMED, NOT_FOUND, OTHER_PERSON, SIGNED_OUT, PersonsSocket
from quintain.accounts.limits.throttle import Rate, Throttle
from quintain.accounts.models import User
from quintain.accounts.permissions import may
from quintain.cells.errors import Moved
from quintain.cells.sockets import MOVED
from quintain.coedit import actions, open_sessions, queries
from quintain.coedit.documents import Overgrown
from quintain.coedit.models import Consent, PairSession
from quintain.coedit.permissions import ANSWER, PAIR
from quintain.coedit.updates import Unfit
from quintain.packs.model.lab import Lab
from quintain.preview import screens
from quintain.preview.watches import Watch

log = logging.getLogger(__name__)

VECTOR, UPDATE = 0, 1
PART, WHOLE, DRAWN = 2, 3, 4
SIZE: Final = struct.Struct(">HH")
LARGEST_FRAME_BYTES: Final = 512 * 1024
LARGEST_CARET_CHARACTERS: Final = 1000
MOST_WAITING: Final = 512
"""Messages that wait for a slow reader. A reader who is further behind begins again with the whole document."""
MESSAGES: Final = ("messages", Rate(tries=240, seconds=1 / 60))
"""240 at once, and then 60 a second: more than anybody types."""
REPLACED, TOO_FAST, BEHIND, ENDED = 4409, 4429, 4408, 4410
PLACE: Final = re.compile(r"[A-Za-z0-9+/]{0,200}={0,2}")


class PairSocket(PersonsSocket):
    """One of both in a session: gets the document and every change, and may send changes if it may type."""

    session_row: PairSession
    lab: Lab
    is_student = False
    may_type = False
    received = 0
    room: open_sessions.OpenSession | None = None
    group = ""
    watch: Watch | None = None
    """What the student's terminal shows, for the instructor."""
    is_terminal_due = False
    _writing: asyncio.Task[None] | None = None

    async def connect(self) -> None:
        """Ask who comes. A person who may not does not learn whether there is such a session."""
        person: Any = self.scope.get("user")  # a lazy object around a User or AnonymousUser
        # None has the terminal asked for what is due when its turn comes, so that no more of it waits here.
        self._outbox: asyncio.Queue[bytes | str | None] = asyncio.Queue(MOST_WAITING)
        self._throttle = Throttle()
        await self.accept()
        session = self.scope["url_route"]["kwargs"]["session"]
        if not getattr(person, "is_authenticated", False):
            await self.close(SIGNED_OUT)
        elif (session_and_lab := await database_sync_to_async(_find)(person, session)) is None:
            await self.close(NOT_FOUND)
        else:
            self.session_row, self.lab = session_and_lab
            await self.let_in(person, standing=True)

    @override
    async def standing(self, person: User) -> object:
        """Return whether the session is still the person's."""
        session_and_lab = await database_sync_to_async(_find)(person, self.session_row.pk)
        return None if session_and_lab is None else True

    async def begin(self) -> None:
        """Send the document, or wait with the instructor for the student's answer."""
        self.group = actions.group_of(self.session_row.pk)
        await self.channel_layer.group_add(self.group, self.channel_name)
        # Asked again, as nobody has told this socket of an answer or an end that came before it had joined the group.
        session_and_lab = await database_sync_to_async(_find)(self.person, self.session_row.pk)
        if session_and_lab is None:
            await self._shut(ENDED)
            return
        self.session_row, self.lab = session_and_lab
        self.is_student = self.session_row.student_id == self.person.pk
        self.may_type = self.is_student or self.session_row.consent == Consent.TYPE
        self._writing = asyncio.create_task(self._write())
        if not self.session_row.consent:
            open_sessions.wait(self.session_row.pk, self)
            return
        try:
            room = self.room = await open_sessions.enter(self.session_row, self.lab, self)
        except Moved:  # since it was asked where this socket belongs
            await self._shut(MOVED)
            return
        for other in [each for each in room.members if each is not self and each.is_student == self.is_student]:
            await other.give_way()
        self.say({"type": "hello", "role": self.role, "may_type": self.may_type, "files": list(room.document.names)})
        self.pass_on(bytes([UPDATE]) + room.document.state())
        if self.may_type:
            self.pass_on(bytes([VECTOR]) + room.document.vector())
        room.tell_who_is_here()
        student, lab = self.session_row.student_id, self.session_row.lab
        if not self.is_student:
            self.watch = Watch(student, lab, self._have_terminal_sent)
        elif screens.is_open(student, lab):  # perhaps since the student's page was drawn
            actions.tell_page(self.session_row)

    @property
    def role(self) -> str:
        """Who it is in this session."""
        return "student" if self.is_student else "instructor"

    async def give_way(self) -> None:
        """Close it, since the same person has opened another tab."""
        await self._shut(REPLACED)

    @override
    async def let_go(self) -> None:
        """Leave the session and its group."""
        if self._writing is not None:
            self._writing.cancel()
        if self.group:
            await self.channel_layer.group_discard(self.group, self.channel_name)
            open_sessions.stop_waiting(self.session_row.pk, self)
        await self._leave()

    async def move(self) -> None:
        """Close it: the page comes again, where the session is now."""
        await self._shut(MOVED)

    async def _shut(self, code: int) -> None:
        """Leave at once, and close the line."""
        await self._leave()
        await self.close(code)
        self.is_let_in = False  # a page may still say that it has drawn something

    async def _leave(self) -> None:
        self._stop_watching()
        if self.room is not None:
            room, self.room = self.room, None
            await open_sessions.leave(room, self)

    def _stop_watching(self) -> None:
        if self.watch is not None:
            watch, self.watch = self.watch, None
            watch.leave()

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Take a change, or where a caret is, or that the page has drawn what the terminal showed."""
        if bytes_data == bytes([DRAWN]) and self.watch is not None and self.watch.drawn():
            return  # one for each frame that was sent: it needs no other limit
        if self.room is None or self._throttle.take([MESSAGES]):
            await self._shut(MALFORMED if self.room is None else TOO_FAST)
        elif bytes_data is not None:
            await self._take_frame(self.room, bytes_data)
        elif (caret := _caret_of(text_data or "", self.room.document.names)) is None:
            await self._shut(MALFORMED)
        else:
            for other in self.room.members:
                if other is not self:
                    other.say({"type": "caret", "role": self.role, **caret})

    async def _take_frame(self, room: open_sessions.OpenSession, frame: bytes) -> None:
        kind, rest = frame[:1], frame[1:]
        try:
            if len(frame) > LARGEST_FRAME_BYTES:
                await self._shut(MALFORMED)
            elif kind == bytes([VECTOR]):
                self.pass_on(bytes([UPDATE]) + room.document.since(rest))
            elif kind != bytes([UPDATE]):
                await self._shut(MALFORMED)
            elif not self.may_type:
                await self._shut(OTHER_PERSON)
            else:
                room.document.apply(rest)
                self.received += 1
                room.spread(rest, self)
        except Unfit:
            await self._shut(MALFORMED)
        except Overgrown:
            await database_sync_to_async(actions.end)(self.session_row, by=self.person)

    def say(self, message: Mapping[str, object]) -> None:
        """Send a message, after all that was sent before."""
        self._put(json.dumps(message))

    def pass_on(self, frame: bytes) -> None:
        """Send a frame, after all that was sent before."""
        self._put(frame)

    def _have_terminal_sent(self) -> None:
        if not self.is_terminal_due:
            self.is_terminal_due = True
            self._put(None)

    def _put(self, what: bytes | str | None) -> None:
        try:
            self._outbox.put_nowait(what)
        except asyncio.QueueFull:
            if self._writing is not None:
                self._writing.cancel()
                self._writing = None
                self._closing = asyncio.ensure_future(self.close(BEHIND))

    async def _write(self) -> None:
        while True:
            what = await self._outbox.get()
            if what is None:
                what = await self._of_terminal()
            if isinstance(what, bytes):
                await self.send(bytes_data=what)
            elif what is not None:
                await self.send(text_data=what)

    async def _of_terminal(self) -> bytes | str | None:
        """Return what is due of the student's terminal, unless the session is over."""
        self.is_terminal_due = False
        due = self.watch.take() if self.watch is not None else None
        if isinstance(due, str):
            return json.dumps({"type": "terminal-over", "words": due})
        if due is None or (due.is_new and not await self._is_seen()):
            return None
        if self.room is None or self.room.is_over:
            return None
        return bytes([WHOLE if due.is_whole else PART]) + SIZE.pack(due.rows, due.columns) + due.shown

    async def _is_seen(self) -> bool:
        """Tell whether a student's new terminal may be seen: their page says so, and has the button that ends it."""
        try:
            is_seen = await database_sync_to_async(_may_be_seen)(self.session_row)
        except DatabaseError:
            log.exception("whether a terminal may be seen could not be asked, so it is not")
            is_seen = False
        if not is_seen:
            self._stop_watching()
        return is_seen

    @override
    async def catch_up(self) -> None:
        """End it, or tell that the student has answered, if that was not told."""
        session_and_lab = await database_sync_to_async(_find)(self.person, self.session_row.pk)
        if session_and_lab is None:
            await self.live_message({"text": json.dumps({"type": "ended"})})
        elif session_and_lab[0].consent != self.session_row.consent:
            await self.live_message({"text": json.dumps({"type": "answered"})})

    async def live_message(self, event: dict[str, str]) -> None:
        """Tell that the student has answered, or that it is over."""
        kind = json.loads(event["text"])["type"]
        if kind == "ended" and settings.IS_GROWN:  # by another process, perhaps
            await open_sessions.close_ended(self.session_row)
        await self.turn(kind)

    async def turn(self, kind: str) -> None:
        """Tell that the student has answered, or that it is over."""
        await self.send(json.dumps({"type": kind}))
        if kind == "ended":
            await self._shut(ENDED)


def _find(person: Any, session_id: Any) -> tuple[PairSession, Lab] | None:
    session = queries.find_session(session_id)
    if session is None or session.ended_at is not None or not may(person, PAIR, session):
        return None
    if not session.consent and session.student_id == person.pk:
        return None
    lab = queries.lab_of(session)
    return None if lab is None else (session, lab)


def _may_be_seen(session: PairSession) -> bool:
    current = queries.find_session(session.pk)
    return current is not None and current.is_open and may(current.student, ANSWER, current)


def _caret_of(text: str, names: tuple[str, ...]) -> dict[str, object] | None:
    """Read where a caret is: in a file, and at which places of it; or nowhere."""
    if len(text) > LARGEST_CARET_CHARACTERS:
        return None
    try:
        message = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(message, dict) or message.get("type") != "caret":
        return None
    file, anchor, head = message.get("file"), message.get("anchor"), message.get("head")
    if file is None:
        return {"file": None, "anchor": "", "head": ""}
    is_good = file in names and all(isinstance(each, str) and PLACE.fullmatch(each) for each in (anchor, head))
    return {"file": file, "anchor": anchor, "head": head} if is_good else None
