"""What callers give the sandbox, and the facts that it gives back. It knows boxes, programs and limits; no labs."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


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
    peak_memory_mebibytes: float
    output: bytes


@dataclass(frozen=True, slots=True)
class RuntimeSpec:
    """What a box can see: interpreter and standard library always; beyond that only what is named here.

    ``requirements`` is a lock file with hashes, or None for the bare standard library. ``programs`` are names of
    system programs ("tar"). ``harness`` is a folder of trusted Python files, seen in the box as ``/box``; in warm boxes
    its ``warm.py`` has run before the fork, and its ``helper.py`` runs beside a guarded program. ``preload``
    names modules that warm boxes find imported already, beside the packages of the lock and what the harness imports;
    a cold box imports them when its program does.
    """

    requirements: Path | None
    programs: tuple[str, ...]
    harness: Path
    preload: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Runtime:
    """A root file system made from a spec, kept under its digest, read-only to every box."""

    root: Path
    digest: str
    preload: tuple[str, ...] = ()
