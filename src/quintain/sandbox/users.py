"""Users of the host for boxes, where the server is root: one for each box or zygote that is alive, from a range.

What the kernel counts for each user, boxes of different users do not share. A number is given away again only when
nothing runs under it any more, no matter who left it there; and two servers of one machine do not give away the same.
"""

import contextlib
import ctypes
import os
import socket
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from quintain.sandbox.errors import BoxNotStarted, SandboxUnavailable

VARIABLE = "QUINTAIN_BOX_USERS"
USUAL = "90000-90255"  # above what systems give to people and services, below what they set aside for containers
NOBODY = 65534
HIGHEST = 2**32 - 2
NO_USER = 2**32 - 1

libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True, slots=True)
class Slot:
    """A user that is taken: None stands for the server's own. Release it when all that ran under it is gone."""

    user: int | None
    release: Callable[[], None] = field(default=lambda: None, compare=False)


class Users:
    """Gives users to boxes and takes them back."""

    def __init__(self, numbers: Iterable[int] | None) -> None:
        """Give away these numbers; a single one is shared by all boxes, and None is the server's own user."""
        self.numbers = None if numbers is None else tuple(numbers)
        self._idle = deque(self.numbers or ())
        self._lock = threading.Lock()

    def take(self) -> Slot:
        """Take the user that has been idle the longest.

        Raises:
            BoxNotStarted: all are taken.
        """
        if self.numbers is None:
            return Slot(None)
        if len(self.numbers) == 1:
            return Slot(self.numbers[0])
        with self._lock:
            alive = users_alive()
            for _ in range(len(self._idle)):
                number = self._idle.popleft()
                mark = None if number in alive else marked(number)
                if mark is not None:
                    return Slot(number, self._releaser(number, mark))
                self._idle.append(number)
        raise BoxNotStarted(
            f"All users for sandboxes are taken ({len(self.numbers)}).", f"Name more of them in {VARIABLE}."
        )

    def _releaser(self, number: int, mark: socket.socket) -> Callable[[], None]:
        def release() -> None:
            with self._lock:
                if mark.fileno() >= 0:
                    mark.close()
                    self._idle.append(number)

        return release


def users_of_this_server() -> Users:
    """Find the users for boxes: those of the environment if this process is root, else its own.

    Raises:
        SandboxUnavailable: the environment names no range of users.
    """
    if os.geteuid() != 0:
        return Users(None)
    wanted = numbers_of(os.environ.get(VARIABLE, USUAL))
    had = [number for number in wanted if is_mapped(number, "uid_map") and is_mapped(number, "gid_map")]
    return Users(had or [NOBODY])  # in a container that knows few users, all boxes share the one that it surely knows


def numbers_of(text: str) -> range:
    """Read ``90000-90255``, or a single number.

    Raises:
        SandboxUnavailable: it is neither, or root is among them.
    """
    first, _, last = text.partition("-")
    with contextlib.suppress(ValueError):
        low, high = int(first), int(last or first)
        if 0 < low <= high <= HIGHEST:
            return range(low, high + 1)
    raise SandboxUnavailable(
        f"{VARIABLE} is {text!r}; it may be a range of users such as {USUAL}, without root.",
        f"Correct or unset {VARIABLE}.",
    )


def is_mapped(number: int, name: str) -> bool:
    """Whether this process's user namespace knows a user, or a group."""
    lines = (line.split() for line in Path(f"/proc/self/{name}").read_text().splitlines())
    return any(int(first) <= number < int(first) + int(length) for first, _, length in lines)


def marked(number: int) -> socket.socket | None:
    """Mark a user as taken for all servers of this machine; None if another has. The kernel unmarks what dies."""
    mark = socket.socket(socket.AF_UNIX)
    try:
        mark.bind(f"\0quintain-box-user-{number}")
    except OSError:
        mark.close()
        return None
    return mark


def users_alive() -> set[int]:
    """List the users of all processes; the files of a process that closed itself to others seem to be root's."""
    users: set[int] = set()
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                lines = Path(entry.path, "status").read_text().splitlines()
                users.update(int(user) for line in lines if line.startswith("Uid:") for user in line.split()[1:])
    return users


@contextlib.contextmanager
def file_rights_of(handle: int) -> Iterator[None]:
    """Let this thread work on files as the owner of an open one, and with no other right of its own.

    A server that is not root is that owner already. Files that root made in a box's folders would be refused by the
    kernel (EOVERFLOW), for the box's user namespace does not know root. See setfsuid(2): it holds for one thread.

    Raises:
        PermissionError: this process may not.
    """
    facts = os.fstat(handle)
    own = os.geteuid(), os.getegid()
    if (facts.st_uid, facts.st_gid) == own:
        yield
        return
    try:
        libc.setfsgid(facts.st_gid)
        libc.setfsuid(facts.st_uid)
        if libc.setfsuid(-1) & NO_USER != facts.st_uid:  # it has no other way to say no
            raise PermissionError("the server cannot act as the user of a sandbox")
        yield
    finally:
        libc.setfsuid(own[0])
        libc.setfsgid(own[1])
