"""Profile ``package``: a process that has pip imported, and forks it wherever a program runs ``python -m pip``.

Importing pip takes five times as long as installing what a lab installs. The process lives as long as one run of the
program, has the system call filter, and is worth no more to the program than pip itself: what comes of an installation
is read from outside. A program's own call of an interpreter is led to ``pip_client.py``, which brings it here; one that
starts pip in another way gets an interpreter of its own.
"""

import contextlib
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from types import ModuleType
from typing import Any, Final, NamedTuple, NoReturn

from . import fresh_modules, programs
from .pip_client import ADDRESS, COLD, LONGEST_ORDER_BYTES, STREAMS

PIP: Final = "pip._internal.commands.install"
CLIENT: Final = ("-I", "-S", "-B", "/box/inside/pip_client.py")
ASKED: Final = ["-m", "pip"]
LISTENER: Final = 3
LAST_DESCRIPTOR: Final = 65536
READ_BY_PIP: Final = ("HOME", "XDG_", "TMPDIR", "VIRTUAL_ENV")  # perhaps as it is imported


class Order(NamedTuple):
    """What a client asks for."""

    folder: str
    argv: list[str]
    environment: dict[str, str]

    @classmethod
    def read(cls, body: bytes) -> "Order":
        """Read a message.

        Raises:
            ValueError: it is none.

        """
        folder, count, *rest = map(os.fsdecode, body.split(b"\0"))
        split = int(count)
        if not 0 <= split <= len(rest):
            raise ValueError(count)
        pairs = (each.partition("=") for each in rest[split:])
        return cls(folder, rest[:split], {name: value for name, _, value in pairs})


class Client(NamedTuple):
    """Somebody who waits for pip: the line to it, and pip's process."""

    line: socket.socket
    pid: int
    handle: int


def is_ready() -> bool:
    """Whether this process has imported pip."""
    return fresh_modules.library is not None and PIP in fresh_modules.library.modules


def start(load_filter: Callable[[], None], be_open: Callable[[], None]) -> int | None:
    """Fork the process, and return its id; None if its address or the last process of the box is taken by a program.

    Args:
        load_filter: loads the system call filter.
        be_open: lets a process look at itself, as the programs of a box can.

    """
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with listener:
        try:
            listener.bind(ADDRESS)
        except OSError:
            return None
        listener.listen()
        try:
            pid = os.fork()
        except OSError:
            return None
        if pid == 0:
            os.dup2(listener.detach(), LISTENER)
            os.closerange(LISTENER + 1, LAST_DESCRIPTOR)
            be_open()
            load_filter()
            Server(socket.socket(fileno=LISTENER)).serve()
    return pid


def end(pid: int) -> None:
    """End the process, and collect it."""
    with contextlib.suppress(ProcessLookupError, ChildProcessError):
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def lead_here() -> None:
    """Let ``subprocess`` start the client where this program asks for ``python -m pip``."""
    module: Any = subprocess
    usual = module._fork_exec  # noqa: SLF001  the one place through which all of its calls go
    module._USE_POSIX_SPAWN = False  # noqa: SLF001  as above

    def fork_exec(args: Sequence[Any], executables: Sequence[bytes], *others: Any) -> int:
        return int(usual(*led(args, executables), *others))

    module._fork_exec = fork_exec  # noqa: SLF001  as above


def led(args: Sequence[Any], executables: Sequence[bytes]) -> tuple[Sequence[Any], Sequence[bytes]]:
    """Give the words of the client in place of ``python -m pip``; all else stays as it is."""
    try:
        words = list(map(os.fsdecode, args))
    except TypeError:  # subprocess says so itself
        return args, executables
    is_asked = words[1:3] == ASKED and words[:1] == [sys.executable]
    if not is_asked or list(executables) != [os.fsencode(sys.executable)]:
        return args, executables
    return [sys.executable, *CLIENT, *words[3:]], executables


class Server:
    """Runs pip for one client after another, several at once if they ask so, until this process is ended.

    Clients are programs of the box: what they send may be anything, or nothing, and keeps nobody else waiting.
    """

    def __init__(self, listener: socket.socket) -> None:
        self._listener = listener
        self._look = select.poll()
        self._look.register(listener, select.POLLIN)
        self._silent: dict[int, socket.socket] = {}
        self._clients: dict[int, Client] = {}

    def serve(self) -> NoReturn:
        """Take what comes."""
        while True:
            for ready, _ in self._look.poll():
                if ready == self._listener.fileno():
                    line, _ = self._listener.accept()
                    self._silent[line.fileno()] = line
                    self._look.register(line, select.POLLIN)
                elif ready in self._silent:
                    self._look.unregister(ready)
                    self._begin(self._silent.pop(ready))
                elif (client := self._clients.get(ready)) is not None:
                    self._end(client, ready)

    def _begin(self, line: socket.socket) -> None:
        """Fork pip for a client, or send it away."""
        handles: list[int] = []
        try:
            body, handles, _, _ = socket.recv_fds(line, LONGEST_ORDER_BYTES + 1, len(STREAMS), socket.MSG_DONTWAIT)
            order = Order.read(body)
            if len(handles) == len(STREAMS) and not needs_new_interpreter(order):
                self._fork(line, order, handles)
            else:
                line.send(COLD, socket.MSG_DONTWAIT)
        except BlockingIOError:  # another client had this number a moment ago
            self._silent[line.fileno()] = line
            self._look.register(line, select.POLLIN)
            return
        except (OSError, ValueError):
            pass
        if line.fileno() not in self._clients:
            line.close()
        for each in handles:
            os.close(each)

    def _fork(self, line: socket.socket, order: Order, handles: Sequence[int]) -> None:
        try:
            pid = os.fork()
        except OSError:  # the box may have no more processes
            line.send(COLD, socket.MSG_DONTWAIT)
            return
        if pid == 0:
            become(order, handles)
        client = Client(line, pid, os.pidfd_open(pid))
        for descriptor in (line.fileno(), client.handle):
            self._clients[descriptor] = client
            self._look.register(descriptor, select.POLLIN)

    def _end(self, client: Client, ready: int) -> None:
        """Tell how pip has ended; if the client is gone, it ends with it."""
        if ready != client.handle:
            os.kill(client.pid, signal.SIGKILL)
        _, status = os.waitpid(client.pid, 0)
        with contextlib.suppress(OSError):
            client.line.send(str(os.waitstatus_to_exitcode(status)).encode(), socket.MSG_DONTWAIT)
        for descriptor in (client.line.fileno(), client.handle):
            del self._clients[descriptor]
            self._look.unregister(descriptor)
        client.line.close()
        os.close(client.handle)


def needs_new_interpreter(order: Order) -> bool:
    """Whether a fork would not be what a new interpreter is: for its environment, or for files in its way."""
    return early(order.environment) != early(os.environ) or is_shadowed(order.folder)


def early(environment: Mapping[str, str]) -> dict[str, str]:
    """Pick the variables that count at the start alone."""
    return {
        name: value
        for name, value in environment.items()
        if programs.READ_AT_START.match(name) or name.startswith(READ_BY_PIP)
    }


def is_shadowed(folder: str) -> bool:
    """Whether ``python -m pip`` would find a file of this folder in place of a module."""
    assert fresh_modules.library is not None  # noqa: S101  is_ready has looked
    try:
        return not fresh_modules.library.is_plain(folder)
    except OSError:
        return True


def become(order: Order, handles: Sequence[int]) -> NoReturn:
    """Be ``python -m pip``."""
    import runpy  # noqa: PLC0415  only where pip is

    for descriptor, handle in zip(STREAMS, handles, strict=True):
        os.dup2(handle, descriptor)
    os.closerange(len(STREAMS), LAST_DESCRIPTOR)
    os.chdir(order.folder)
    os.environ.clear()
    os.environ.update(order.environment)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.orig_argv[:] = [sys.executable, *ASKED, *order.argv]
    sys.argv[:] = ["pip", *order.argv]
    sys.path[0] = order.folder  # it is /box
    sys.modules["__main__"] = ModuleType("__main__")
    as_main: Any = runpy._run_module_as_main  # type: ignore[attr-defined]  # noqa: SLF001  what -m itself calls
    programs.end_after(lambda: as_main("pip"))
