"""What the scripts of a pair session are sent, by field name; `frontend/src/pairing/messages.ts` is made from it.

The frames of the socket that are no JSON are updates and state vectors of Yjs, and what a terminal shows.
"""

from dataclasses import dataclass
from typing import Literal

type Role = Literal["student", "instructor"]


@dataclass(frozen=True, slots=True)
class SharedFile:
    """A file of the instructor's editor; one that is not shared is ``editable`` for nobody."""

    path: str
    text: str
    original: str
    editable: bool
    language: str


@dataclass(frozen=True, slots=True)
class PairData:
    """The page of the instructor; ``waits`` until the student has answered."""

    socket: str
    waits: bool
    files: tuple[SharedFile, ...]


@dataclass(frozen=True, slots=True)
class Hello:
    """The first message of a socket: who the reader is, and which texts there are."""

    type: Literal["hello"]
    role: Role
    may_type: bool
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Here:
    """Who is in the editor now."""

    type: Literal["here"]
    student: bool
    instructor: bool


@dataclass(frozen=True, slots=True)
class Caret:
    """Where the other's selection begins and ends, as relative positions of Yjs in base64; nowhere without a file."""

    type: Literal["caret"]
    role: Role
    file: str | None
    anchor: str
    head: str


@dataclass(frozen=True, slots=True)
class Kept:
    """How many of the reader's updates the server has stored."""

    type: Literal["saved"]
    count: int


@dataclass(frozen=True, slots=True)
class Turn:
    """The student has answered, or it is over."""

    type: Literal["answered", "ended"]


@dataclass(frozen=True, slots=True)
class TerminalOver:
    """The student's terminal has ended, and how; or the student has none."""

    type: Literal["terminal-over"]
    words: str


type Message = Hello | Here | Caret | Kept | Turn | TerminalOver
