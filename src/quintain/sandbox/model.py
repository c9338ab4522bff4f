"""What callers give the sandbox, and the facts that it gives back. It knows boxes, programs and limits; no labs."""

import os
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

MEBIBYTE: Final = 1024 * 1024
METER_BYTES: Final = 4096


@dataclass(frozen=True, slots=True)
class Limits:
    """What one box may use. Every limit has a module of its own in ``sandbox.limits`` and a test that reaches it.

    The box ends at ``wall_seconds`` (counted from the program's first line), ``cpu_seconds`` (of all its processes
    together), more than ``memory_mebibytes`` in all, more than ``processes`` (threads count), or more output. At
    the others the program sees an error: MemoryError in one process, EMFILE, EFBIG, and ENOSPC when ``/lab`` or
    ``/tmp`` has taken half of ``disk_mebibytes``.
    """

    wall_seconds: float = 8.0
    cpu_seconds: float = 10.0
    memory_mebibytes: int = 512
    processes: int = 32
    open_files: int = 64
    file_mebibytes: int = 32
    disk_mebibytes: int = 32
    output_kibibytes: int = 64


@dataclass(frozen=True, slots=True)
class Meter:
    """How to read a box's processor time from a descriptor of the kernel's file, wherever that is lent to.

    ``field`` is the name before the number, if the file has more than one; the number counts ``parts`` of a second.
    """

    field: str | None
    parts: int
    before_seconds: float = 0.0

    def read(self, descriptor: int) -> float:
        """Return the seconds that all processes of the box have used so far, living and dead.

        Raises:
            OSError: the box is gone.
        """
        return self.seconds(os.pread(descriptor, METER_BYTES, 0).decode())

    def seconds(self, text: str) -> float:
        """Return what the file says."""
        number = text if self.field is None else value_of(text, self.field)
        return int(number) / self.parts - self.before_seconds


def value_of(text: str, field: str) -> str:
    """Find a number in lines of ``name number``; zero if it is not there."""
    return next((line.split()[1] for line in text.splitlines() if line.startswith(f"{field} ")), "0")


class Limit(StrEnum):
    """Which limit ended a box."""

    WALL = "wall"
    CPU = "cpu"
    MEMORY = "memory"
    PROCESSES = "processes"
    OUTPUT = "output"


class Manner(StrEnum):
    """How a box came to its end."""

    EXITED = "exited"
    SIGNALLED = "signalled"
    LIMIT = "limit"
    CLOSED = "closed"


class Recording(StrEnum):
    """What is written down of a program, from outside, while it runs."""

    NOTHING = "nothing"
    PROGRAMS = "programs"
    PROGRAMS_AND_FILES = "programs and files"


@dataclass(frozen=True, slots=True)
class Program:
    """One request to the kernel to start a program: the file as it was named, and all words of its command line."""

    path: str
    argv: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """One request to the kernel to open a file, and whether it was to be written, made or cut short."""

    path: str
    writing: bool


@dataclass(frozen=True, slots=True)
class Record:
    """What the processes of a box asked the kernel for, in the order in which it was first asked.

    Requests, not results: a file may have been missing. Paths are absolute, relative ones behind the folder that they
    were relative to, with ``..`` taken literally; links are not followed. A program that changes its words while the
    kernel takes them, from another thread, can make its own entries say something else: a record is evidence, and
    never a permission.
    """

    programs: tuple[Program, ...] = ()
    files: tuple[Opened, ...] = ()
    is_whole: bool = True
    """Nothing is missing: there was room for every entry, and every word could be read to its end."""
    is_blind: bool = False
    """This machine lets the server not look into the box's memory: what is missing is not the box's doing."""


@dataclass(frozen=True, slots=True)
class Ending:
    """The facts about a box that is gone. ``output`` is its standard output and error, mixed, cut at the limit.

    Never derive a verdict from ``status``: student code can choose it.
    """

    manner: Manner
    status: int | None
    signal: int | None
    limit: Limit | None
    wall_seconds: float
    cpu_seconds: float
    output: bytes
    record: Record | None = None
    """What the box asked the kernel for, if it was opened with a recording."""


@dataclass(frozen=True, slots=True)
class RuntimeSpec:
    """What a box can see: interpreter and standard library always; beyond that only what is named here.

    ``requirements`` is a lock file with hashes, or None for the bare standard library. ``programs`` are names of
    system programs ("tar"). ``harness`` is a folder of trusted Python files, seen in the box as ``/box``; in warm boxes
    its ``warm.py`` has run before the fork, and its ``helper.py`` runs beside a guarded program. ``preload``
    names modules that warm boxes find imported already, beside the packages of the lock and what the harness imports;
    a cold box imports them when its program does. ``installed`` are distributions of the server's own environment, seen
    with all that they need, and ``modules`` packages of the caller's own, by dotted name and folder.
    """

    requirements: Path | None
    programs: tuple[str, ...]
    harness: Path
    preload: tuple[str, ...] = ()
    installed: tuple[str, ...] = ()
    modules: tuple[tuple[str, Path], ...] = ()


@dataclass(frozen=True, slots=True)
class Runtime:
    """A root file system made from a spec, kept under its digest, read-only to every box."""

    root: Path
    digest: str
    preload: tuple[str, ...] = ()
