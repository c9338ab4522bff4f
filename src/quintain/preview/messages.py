"""What the scripts of the tabs are sent, by field name; `frontend/src/program/messages.ts` is made from it."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class ProgramUrls:
    """Where a program is started and stopped."""

    start: str
    stop: str


@dataclass(frozen=True, slots=True)
class ProgramSockets:
    """Where requests go, and the keys of the terminal."""

    requests: str
    terminal: str


@dataclass(frozen=True, slots=True)
class ProgramData:
    """The tabs. ``origin`` is empty if this browser finds no program; ``front`` is a path that shows something.

    ``code`` tells whose code runs; ``example`` is a whole request that the program answers.
    """

    lab: str
    code: Literal["saved", "original"]
    origin: str
    front: str
    example: str
    urls: ProgramUrls
    sockets: ProgramSockets


@dataclass(frozen=True, slots=True)
class Started:
    """A program that was started, and a way in that is good once."""

    origin: str
    entry: str
    phase: str


@dataclass(frozen=True, slots=True)
class ProgramNews:
    """How a program is doing, and the end of what it has printed so far."""

    code: Literal["saved", "original"]
    phase: Literal["starting", "running", "failed", "over"]
    words: str
    printed: str
    is_cut: bool
    type: Literal["program"] = "program"


@dataclass(frozen=True, slots=True)
class RequestAnswer:
    """What came back: bytes in base64, or None, and then ``words`` say why.

    ``content_type`` is the header that was added to what was typed, empty if none was.
    """

    number: int
    answer: str | None
    words: str
    milliseconds: int
    is_cut: bool
    content_type: str = ""


@dataclass(frozen=True, slots=True)
class TerminalNews:
    """What happened to a terminal."""

    type: Literal["open", "over", "note"]
    words: str
