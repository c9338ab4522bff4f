"""The harness's part of a race: loads the scheduler into the learner's program, hands it the plan, reads its record."""

import base64
import contextlib
import mmap
import os
import secrets
import shutil
import signal
import struct
import time
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

from .descriptors import above
from .values import Plain

LAB: Final = "/lab/"
SCRATCH: Final = ("/lab", "/tmp", "/dev/shm")  # noqa: S108  the box's own, and nobody else's
PAUSE_SECONDS: Final = 0.0002
LOOKS: Final = 10
QUIET_LOOKS: Final = 2
SHARED: Final = 30
# The page of scheduler.c: three numbers of its own, the plan, the record, then texts.
PAGE: Final = struct.Struct("=13I32s256s128s512s512s512s512s")
FIELDS: Final = (
    "lock", "ready", "begun", "families", "spell", "number", "calls", "counted", "marks", "moved", "is_in", "failure",
    "line", "call", "path", "file", "victim", "away", "target", "pattern",
)  # fmt: skip
RECORDED: Final = (
    "ready", "begun", "calls", "counted", "marks", "moved", "failure", "line", "call", "path", "file", "victim",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scheduled:
    """One run under the scheduler: what the child needs, and how to read the record afterwards."""

    environment: dict[str, str]
    descriptor: int
    record: Callable[[], dict[str, Plain]]


def clear(spawner: int | None) -> bool:
    """End everything that earlier runs have left, and empty the folders that they could write.

    Returns:
        Whether the spawner, if there is one, lives on: it does if earlier runs have left no process.

    """
    is_spared = spawner is not None and are_alone({1, os.getpid(), spawner})
    if not is_spared:
        end_all_others()
    for folder in SCRATCH:
        for entry in list(os.scandir(folder)):
            if entry.is_dir(follow_symlinks=False):
                shutil.rmtree(entry.path, onexc=_insist)
            else:
                os.unlink(entry.path)  # noqa: PTH108  the entry is at hand
    return is_spared


def are_alone(ours: AbstractSet[int]) -> bool:
    """Whether no process of this box lives but ours, so that nothing needs to be ended.

    Ending all others at once is certain, and ends what programs are forked from as well. Looking for them is as certain
    only if what is found dead is not believed: its child may have begun behind the look. So nothing else may be there,
    twice; a moment is given to the first process to collect the dead.
    """
    quiet = 0
    for _ in range(LOOKS):
        quiet = quiet + 1 if processes() <= ours else 0
        if quiet == QUIET_LOOKS:
            return True
        if not quiet:
            time.sleep(PAUSE_SECONDS)
    return False


def processes() -> set[int]:
    """Give the numbers of all processes of this box, the dead that nobody has collected among them."""
    return {int(name) for name in os.listdir("/proc") if name.isdigit()}  # noqa: PTH208  names are all that it takes


def end_all_others() -> None:
    """End all processes of this box but the first and this one, and return when none of them can do anything more.

    Until then one may still finish the system call that it is in, and leave a link where a file is planted next. How
    long that may take is the judge's to say: it has a deadline for every question.
    """
    ours = {1, os.getpid()}
    while True:
        with contextlib.suppress(ProcessLookupError):  # there is nobody
            os.kill(-1, signal.SIGKILL)
        if not any(_is_alive(Path("/proc", str(each))) for each in processes() - ours):
            return
        time.sleep(PAUSE_SECONDS)


def _is_alive(process: Path) -> bool:
    """Whether a process has a thread that can still do something; what is dead may lie there until it is collected."""
    try:
        threads = list((process / "task").iterdir())  # a first thread that has ended stays beside those that go on
        state = (process / "stat").read_bytes().rpartition(b")")[2].split()[0]
    except OSError:
        return False
    return len(threads) > 1 or state not in {b"Z", b"X"}


def _insist(function: Callable[..., Any], path: str, error: BaseException) -> None:  # Any: as in shutil
    if not isinstance(error, PermissionError):
        raise error
    for folder in (Path(path).parent, Path(path)):
        folder.chmod(0o700)
    if function in {os.unlink, os.rmdir}:
        function(path)
    else:
        shutil.rmtree(path)


@contextlib.contextmanager
def scheduled(plan: dict[str, Plain]) -> Iterator[Scheduled]:
    """Write the library and the plan again for one run; the program finds neither by a name."""
    library = Path("/tmp", secrets.token_hex(8) + ".so")  # noqa: S108  as above
    library.write_bytes(base64.b64decode(str(plan["library"])))
    shared = Path("/tmp", secrets.token_hex(8))  # noqa: S108  as above
    descriptor = os.open(shared, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    shared.unlink()
    descriptor = above(descriptor, SHARED)
    try:
        os.ftruncate(descriptor, PAGE.size)
        with mmap.mmap(descriptor, PAGE.size) as page:
            PAGE.pack_into(page, 0, *_planned(plan))
            environment = {"LD_PRELOAD": str(library), "BOX_SCHEDULER": f"{descriptor}:{library}"}
            yield Scheduled(environment, descriptor, lambda: _record(page))
    finally:
        os.close(descriptor)
        library.unlink(missing_ok=True)


def _planned(plan: dict[str, Plain]) -> Iterator[int | bytes]:
    numbers = {name: int(str(plan[name])) for name in ("families", "spell", "number")}
    victim = LAB + str(plan["victim"])
    texts = {
        "victim": "" if victim.endswith("/*") else victim,
        "pattern": victim[:-1] if victim.endswith("/*") else "",
        "away": f"{LAB}.{secrets.token_hex(8)}",
        "target": str(plan["target"]),
    }
    for name, size in zip(FIELDS, _sizes(), strict=True):
        text = texts.get(name, "").encode()
        if len(text) >= size > 0:
            raise ValueError(f"the {name} of a race is too long")
        yield text if size else numbers.get(name, 0)


def _sizes() -> list[int]:
    """Give the room of each text, 0 for the numbers before them."""
    return [0] * FIELDS.index("call") + [32, 256, 128, 512, 512, 512, 512]


def _record(page: mmap.mmap) -> dict[str, Plain]:
    record = dict(zip(FIELDS, PAGE.unpack_from(page), strict=True))
    return {name: _plain(record[name]) for name in RECORDED}


def _plain(value: object) -> Plain:
    if isinstance(value, bytes):
        return value.partition(b"\0")[0].decode(errors="replace")
    return cast("int", value)
