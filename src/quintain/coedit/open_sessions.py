"""The documents of open sessions in this process: merged in the event loop, saved together a few times a second.

Everything here runs in the event loop, so nothing is locked. All sockets of a session come to one process: of several,
to the cell that has its class, and what another one writes about a session is looked for once a second. See
docs/decisions/0061-cells.md.
"""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol
from uuid import UUID

from channels.db import database_sync_to_async
from django.conf import settings
from django.db import DatabaseError

from quintain.attempts.models import Workspace
from quintain.cells.errors import Moved
from quintain.cells.ownership import Hold
from quintain.cells.this_cell import THIS_CELL, hold_for
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

    async def move(self) -> None:
        """Send it to the process that has the session now."""

    async def turn(self, kind: str) -> None:
        """Tell it that the student has answered, or that the session is over."""


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
    hold: Hold | None = None
    """With what the document was loaded, and is saved; None where no cells are."""

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
_waiting: dict[UUID, list[Member]] = {}
"""Sockets that wait for a student's answer, by session."""


async def enter(session: PairSession, lab: Lab, member: Member) -> OpenSession:
    """Let a socket into a session, which is opened for the first.

    Raises:
        Moved: Another cell has its class.

    """
    async with _opening.setdefault(session.pk, asyncio.Lock()):
        hold = await database_sync_to_async(hold_for)(session.in_class_id) if settings.IS_GROWN else None
        room = _rooms.get(session.pk)
        if room is not None and room.hold != hold:  # another cell had it meanwhile, and may have saved something
            await _move(room)
            room = None
        if room is None:
            document = await database_sync_to_async(actions.load_document)(session.pk, lab)
            room = _rooms[session.pk] = OpenSession(session, lab, document, hold=hold)
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
            holds = {room.session.pk: room.hold for room in unsaved if room.hold is not None}
            lost: frozenset[UUID] = frozenset()
            counts = [(room, member, member.received) for room in unsaved for member in room.members]
            for room in unsaved:
                room.is_unsaved = False
            try:
                if holds:
                    lost = await database_sync_to_async(actions.save_held)(states, holds)
                else:
                    await database_sync_to_async(actions.save_states)(states)
            except DatabaseError:
                for room in unsaved:
                    room.is_unsaved = True
                log.exception("shared texts could not be saved, and are tried again")
                return
            for room in [room for room in unsaved if room.session.pk in lost]:
                await _move(room)
            for room, member, count in counts:
                if room.session.pk not in lost:
                    member.say({"type": "saved", "count": count})


SAVER: Final = Saver()


async def close() -> None:
    """Save everything, at the end of the server."""
    await SAVER.save()


async def _move(room: OpenSession) -> None:
    """Forget a session that another cell has; what was typed and not saved, pages send to that cell."""
    if _rooms.get(room.session.pk) is room:
        del _rooms[room.session.pk]
    room.is_unsaved = False
    for member in tuple(room.members):
        await member.move()


async def on_holds_lost(**_: Any) -> None:  # Any: Django's signature
    """Forget the sessions of classes that this cell has no more."""
    for room in [each for each in _rooms.values() if each.hold is not None and not THIS_CELL.has(each.hold)]:
        await _move(room)


def holds() -> list[Hold | None]:
    """Return with what the open sessions were opened."""
    return [room.hold for room in _rooms.values()]


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
        await database_sync_to_async(_bring_home)(session, room)
    elif room is not None and room.hold is not None:
        await database_sync_to_async(actions.forget_held)(session.pk, room.hold)
    else:
        await database_sync_to_async(actions.forget_document)(session.pk)


def _bring_home(session: PairSession, room: OpenSession | None) -> None:
    lab, document = queries.lab_of(session), room.document if room else None
    if settings.IS_GROWN:
        try:
            hold = room.hold if room and room.hold else hold_for(session.in_class_id)
        except Moved:
            return  # the cell of the class looks for it
        if hold is not None:
            actions.settle(session, document, lab, hold)
    elif lab is not None:
        actions.bring_home(session, document or actions.load_document(session.pk, lab), lab)
        actions.forget_document(session.pk)


async def close_ended(session: PairSession) -> None:
    """Close a session of which a message or the database tells that it is over, unless that is done."""
    if (room := _rooms.get(session.pk)) is not None:
        room.is_over = True
        await _close_room(session)


def wait(session: UUID, member: Member) -> None:
    """Have a socket told when the student has answered."""
    _waiting.setdefault(session, []).append(member)


def stop_waiting(session: UUID, member: Member) -> None:
    """Tell a socket nothing any more."""
    members = _waiting.get(session, [])
    if member in members:
        members.remove(member)
    if not members:
        _waiting.pop(session, None)


_looking = asyncio.Lock()


async def look(**_: Any) -> None:  # Any: Django's signature
    """Do what other processes have written that this one has to do; messages only hurry it."""
    async with _looking:
        for session in await database_sync_to_async(queries.unsettled)(tuple(_rooms), tuple(_waiting)):
            try:
                await _follow(session)
            except Exception:  # the others are not kept waiting
                log.exception("what was written about the pair session %s is not done, and tried again", session.pk)


async def _follow(session: PairSession) -> None:
    """Do what somebody has written about one session."""
    for member in _waiting.pop(session.pk, ()):
        await member.turn("answered" if session.ended_at is None else "ended")
    if session.ended_at is None:
        await _exchange(session)
    elif (room := _rooms.get(session.pk)) is not None:
        members = tuple(room.members)
        await close_ended(session)
        for member in members:
            await member.turn("ended")
    else:
        await database_sync_to_async(_bring_home)(session, None)


async def _exchange(session: PairSession) -> None:
    """Put the student's own texts into the document of a session, if this cell has its class."""
    lab = queries.lab_of(session)
    if session.exchanged_at is None or lab is None or not session.consent:
        return
    texts = await database_sync_to_async(queries.texts_of)(session.student, lab)
    if session.pk in _rooms:
        await _put(session.pk, texts)
        await SAVER.save()
        room = _rooms.get(session.pk)
        is_saved = room is not None and not room.is_unsaved
    else:
        is_saved = await database_sync_to_async(_put_stored)(session, lab, texts)
    if is_saved:
        await database_sync_to_async(actions.forget_exchange)(session)


def _put_stored(session: PairSession, lab: Lab, texts: Mapping[str, str]) -> bool:
    """Put texts into a document that nobody has open; return whether this cell may, and has."""
    try:
        hold = hold_for(session.in_class_id)
    except Moved:
        return False
    document = actions.load_document(session.pk, lab)
    for name, text in texts.items():
        document.put(name, text)
    return hold is not None and not actions.save_held({session.pk: document.state()}, {session.pk: hold})


def on_texts_exchanged(workspace: Workspace, **_: Any) -> None:  # Any: Django's signature
    """Put what a reset or restore has brought into the shared document, too; called in any thread."""
    session = queries.session_of(workspace.user)
    lab = queries.lab_of(session) if session else None
    if session is None or lab is None or not session.is_open or session.lab != workspace.lab:
        return
    if settings.IS_GROWN:  # another process may have the document
        actions.note_exchange(session.pk)
        run_in_loops(look)
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
