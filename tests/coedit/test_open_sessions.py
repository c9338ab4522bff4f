"""What one process does with the sessions that are open in it: who hears an update, and what a failed save costs."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError

from quintain.coedit import actions, open_sessions
from quintain.coedit.open_sessions import SAVER, UPDATE, OpenSession, Saver

NOTHING: Any = None  # nothing is asked of it


class Ear:
    """A socket that keeps what it is sent."""

    def __init__(self, *, is_student: bool = False) -> None:
        self.is_student = is_student
        self.received = 3
        self.said: list[Mapping[str, object]] = []
        self.frames: list[bytes] = []

    def say(self, message: Mapping[str, object]) -> None:
        """Keep a message."""
        self.said.append(message)

    def pass_on(self, frame: bytes) -> None:
        """Keep a frame."""
        self.frames.append(frame)

    async def give_way(self) -> None:
        """Do nothing."""

    async def move(self) -> None:
        """Do nothing."""

    async def turn(self, kind: str) -> None:
        """Do nothing."""


class Row:
    """A session, as far as it is looked at."""

    def __init__(self) -> None:
        self.pk = uuid4()


class Text:
    """A document."""

    def state(self) -> bytes:
        """Return what is stored."""
        return b"state"


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> OpenSession:
    """A session with an instructor and a student, in a process that saves when the test says so."""
    monkeypatch.setattr(Saver, "start", lambda _saver: None)
    row: Any = Row()
    document: Any = Text()
    room = OpenSession(row, NOTHING, document, members=[Ear(), Ear(is_student=True)])
    monkeypatch.setattr(open_sessions, "_rooms", {row.pk: room})
    return room


def heard(room: OpenSession) -> list[list[bytes]]:
    """Return the frames of each member."""
    return [member.frames for member in room.members if isinstance(member, Ear)]


def said(room: OpenSession) -> list[list[Mapping[str, object]]]:
    """Return the messages of each member."""
    return [member.said for member in room.members if isinstance(member, Ear)]


def test_an_update_goes_to_everybody_but_its_sender(room: OpenSession) -> None:
    """Who typed it has it; what the server itself puts into the document, everybody gets."""
    room.spread(b"one", room.members[0])
    assert heard(room) == [[], [UPDATE + b"one"]]
    room.spread(b"two")
    assert heard(room) == [[UPDATE + b"two"], [UPDATE + b"one", UPDATE + b"two"]]
    assert room.is_unsaved


def test_everybody_is_told_who_is_here(room: OpenSession) -> None:
    """Also that the other one has gone."""
    room.tell_who_is_here()
    assert said(room)[0] == [{"type": "here", "student": True, "instructor": True}]
    del room.members[1]
    room.tell_who_is_here()
    assert said(room)[0][-1] == {"type": "here", "student": False, "instructor": True}


@pytest.mark.django_db(transaction=True)
def test_a_save_that_failed_is_tried_again_and_nobody_is_told_of_it(
    room: OpenSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was typed counts as saved once it is stored."""
    stored: list[Mapping[UUID, bytes]] = []

    def fail(_states: Mapping[UUID, bytes]) -> None:
        raise DatabaseError("locked")

    def save_by(save: Callable[[Mapping[UUID, bytes]], None]) -> None:
        monkeypatch.setattr(actions, "save_states", save)
        asyncio.run(SAVER.save())

    room.is_unsaved = True
    monkeypatch.setattr(SAVER, "_saving", asyncio.Lock())
    save_by(fail)
    assert (room.is_unsaved, said(room)) == (True, [[], []])
    save_by(stored.append)
    assert (room.is_unsaved, said(room)) == (False, [[{"type": "saved", "count": 3}]] * 2)
    assert stored == [{room.session.pk: b"state"}]
    save_by(stored.append)
    assert len(stored) == 1, "nothing has changed since"
