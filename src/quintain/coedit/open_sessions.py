"""The documents of open sessions in this process: merged in the event loop, saved together a few times a second.

Everything here runs in the event loop, so nothing is locked. All sockets of a session come to one process: in front of
several, the address of the session must decide which.
"""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol
from uuid import UUID

from channels.db import database_sync_to_async
from django.db import DatabaseError

from quintain.attempts.models import Workspace
from quintain.coedit import actions, queries
from quintain.coedit.documents import SharedDocument
from quintain.coedit.models import PairSession
from quintain.packs.model.lab import Lab
from quintain.web.live import run_in_loops

log = logging.getLogger(__name__)

SAVE_SECONDS: Final = 0.25
UPDATE: Final = b"\x01"


class Member(Protocol):
    """A socket in a session."""

    is_student: bool
    received: int
    """How many updates of it were merged."""

    def say(self, message: Mapping[str, object]) -> None:
        """Send it a message, after all that it was sent before."""

    def pass_on(self, frame: bytes) -> None:
        """Send it a frame, after all that it was sent before."""

    async def give_way(self) -> None:
        """Close it, since the same person has opened another tab."""


@dataclass(slots=True)
class OpenSession:
    """One open session."""

    session: PairSession
    lab: Lab
    document: SharedDocument
    members: list[Member] = field(default_factory=list)
    is_unsaved: bool = False
    is_over: bool = False
    """Nothing of the student's is sent any more, whatever is still on its way in here."""

    def spread(self, update: bytes, sender: Member | None = None) -> None:
        """Pass an update on to everybody but its sender, and save it soon."""
        for member in self.members:
            if member is not sender:
                member.pass_on(UPDATE + update)
        self.is_unsaved = True
        SAVER.start()

    def tell_who_is_here(self) -> None:
        """Tell everybody who is in the editor now."""
        here = {member.is_student for member in self.members}
        for member in self.members:
            member.say({"type": "here", "student": True in here, "instructor": False in here})


_rooms: dict[UUID, OpenSession] = {}
_opening: dict[UUID, asyncio.Lock] = {}


async def enter(session: PairSession, lab: Lab, member: Member) -> OpenSession:
    """Let a socket into a session, which is opened for the first."""
    async with _opening.setdefault(session.pk, asyncio.Lock()):
        room = _rooms.get(session.pk)
        if room is None:
            document = await database_sync_to_async(actions.load_document)(session.pk, lab)
            room = _rooms[session.pk] = OpenSession(session, lab, document)
    room.members.append(member)
    return room


async def leave(room: OpenSession, member: Member) -> None:
    """Let a socket go; the last one closes the session, which is saved first."""
    if member in room.members:
        room.members.remove(member)
        room.tell_who_is_here()
    if not room.members and _rooms.get(room.session.pk) is room:
        await SAVER.save()
        if not room.members and _rooms.get(room.session.pk) is room:
            del _rooms[room.session.pk]
            _opening.pop(room.session.pk, None)


class Saver:
    """Saves what was typed, all sessions in one transaction, for as long as something is typed."""

    def __init__(self) -> None:
        self._working: asyncio.Task[None] | None = None
        self._saving = asyncio.Lock()

    def start(self) -> None:
        """Save soon."""
        if self._working is None or self._working.done():
            self._working = asyncio.create_task(self._work())

    async def _work(self) -> None:
        while any(room.is_unsaved for room in _rooms.values()):
            await asyncio.sleep(SAVE_SECONDS)
            await self.save()

    async def save(self) -> None:
        """Save now what is not saved, and tell those who typed it how much of it is."""
        async with self._saving:
            unsaved = [room for room in _rooms.values() if room.is_unsaved]
            if not unsaved:
                return
            states = {room.session.pk: room.document.state() for room in unsaved}
            counts = [(member, member.received) for room in unsaved for member in room.members]
            for room in unsaved:
                room.is_unsaved = False
            try:
                await database_sync_to_async(actions.save_states)(states)
            except DatabaseError:
                for room in unsaved:
                    room.is_unsaved = True
                log.exception("shared texts could not be saved, and are tried again")
                return
            for member, count in counts:
                member.say({"type": "saved", "count": count})


SAVER: Final = Saver()


async def close() -> None:
    """Save everything, at the end of the server."""
    await SAVER.save()


def on_session_ended(session: PairSession, **_: Any) -> None:  # Any: Django's signature
    """Bring the texts home where the student is not there to save them; called in any thread."""
    if (room := _rooms.get(session.pk)) is not None:
        room.is_over = True
        run_in_loops(lambda: _close_room(session))
    else:
        _bring_home(session, None)


async def _close_room(session: PairSession) -> None:
    room = _rooms.pop(session.pk, None)
    _opening.pop(session.pk, None)
    if room is not None and not any(member.is_student for member in room.members):
        await database_sync_to_async(_bring_home)(session, room.document)
    else:
        await database_sync_to_async(actions.forget_document)(session.pk)


def _bring_home(session: PairSession, document: SharedDocument | None) -> None:
    lab = queries.lab_of(session)
    if lab is not None:
        actions.bring_home(session, document or actions.load_document(session.pk, lab), lab)
        actions.forget_document(session.pk)


def on_texts_exchanged(workspace: Workspace, **_: Any) -> None:  # Any: Django's signature
    """Put what a reset or restore has brought into the shared document, too; called in any thread."""
    session = queries.session_of(workspace.user)
    lab = queries.lab_of(session) if session else None
    if session is None or lab is None or not session.is_open or session.lab != workspace.lab:
        return
    texts = queries.texts_of(workspace.user, lab)
    if session.pk in _rooms:
        run_in_loops(lambda: _put(session.pk, texts))
    else:
        document = actions.load_document(session.pk, lab)
        for name, text in texts.items():
            document.put(name, text)
        actions.save_states({session.pk: document.state()})


async def _put(session: UUID, texts: Mapping[str, str]) -> None:
    room = _rooms.get(session)
    for name, text in texts.items() if room else ():
        if room and (update := room.document.put(name, text)):
            room.spread(update)


def on_terminal_changed(learner: UUID, lab: UUID, **_: Any) -> None:  # Any: Django's signature
    """Have a student's pages say whether the terminal is seen; called in the event loop."""
    for room in _rooms.values():
        if (room.session.student_id, room.session.lab) == (learner, lab):
            actions.tell_page(room.session)
