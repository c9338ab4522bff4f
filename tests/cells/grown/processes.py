"""Real `quintain serve` processes on the database of the tests, and browsers that a proxy leads to them."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any, Final, Self
from uuid import UUID

import httpx
from django.conf import settings
from django.test import Client
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from quintain.accounts.models import User
from quintain.cells.cookies import COOKIE
from quintain.cells.models import Cell, Ownership
from quintain.cells.sockets import MOVED
from quintain.coedit.documents import SharedDocument
from quintain.coedit.models import PairSession
from quintain.coedit.queries import names_of
from quintain.packs.model.lab import Lab
from tests.courses import small_course
from tests.server.jobs.workers import address, wait_until

CODE: Final = "from quintain.cli.serve import serve; serve()"
START_SECONDS: Final = 90
HEAR_SECONDS: Final = 15.0
MOST_TRIES: Final = 40
UPDATE: Final = b"\x01"
LISTENS: Final = "0A"
"""A state in /proc/net/tcp."""


@dataclass(slots=True)
class Running:
    """A cell's process."""

    name: str
    process: subprocess.Popen[str]
    port: int

    @property
    def host(self) -> str:
        """Host and port, as a browser names them."""
        return f"127.0.0.1:{self.port}"

    def send(self, number: int) -> None:
        """Send a signal."""
        self.process.send_signal(number)

    def kill(self) -> None:
        """End it without a word."""
        self.process.kill()
        self.process.wait()

    def owns(self, partition: UUID) -> bool:
        """Tell whether the database says that this process has a partition."""
        incarnation = Cell.objects.filter(name=self.name).values("incarnation")
        return Ownership.objects.filter(partition=partition, owner__in=incarnation).exists()


@dataclass(slots=True)
class Cells:
    """Starts cells, each with a data folder below ``folder``."""

    folder: Path
    options: tuple[str, ...] = ()
    """What else is said on the command line."""
    running: dict[str, Running] = field(default_factory=dict)
    begun: list[subprocess.Popen[str]] = field(default_factory=list)

    def need(self, *names: str) -> tuple[Running, ...]:
        """Return running cells of these names; those that do not run are started, all at once."""
        begun = {name: self._begin(name) for name in names if not self._runs(name)}
        for name, process in begun.items():
            self.running[name] = Running(name, process, self._port(process))
        wait_until(lambda: Cell.objects.filter(name__in=names).count() == len(names), "the cells do not beat")
        return tuple(self.running[name] for name in names)

    def _runs(self, name: str) -> bool:
        return name in self.running and self.running[name].process.poll() is None

    def _begin(self, name: str) -> subprocess.Popen[str]:
        where = ("--host", "127.0.0.1", "--port", "0", "--data", str(self.folder / name), "--pack", str(small_course()))
        process = subprocess.Popen(
            [sys.executable, "-c", CODE, "--no-browser", *where, *self.options],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=os.environ
            | {
                "QUINTAIN_DATABASE_URL": address(),
                "QUINTAIN_SECRET_KEY": settings.SECRET_KEY,
                "QUINTAIN_CELL": name,
                "QUINTAIN_CLASSROOM": "1",
                "QUINTAIN_WARM_UP": "0",
                "QUINTAIN_SECOND_FACTOR": "none",
            },
        )
        self.begun.append(process)
        return process

    def _port(self, process: subprocess.Popen[str]) -> int:
        assert process.stdout
        said = []
        for line in process.stdout:
            said.append(line)
            if "Ctrl-C" in line:
                return self._listening(process.pid)
        raise AssertionError("".join(said))

    def _listening(self, pid: int) -> int:
        """Return the port at which a process listens."""
        own = {str(each.readlink()) for each in Path(f"/proc/{pid}/fd").iterdir() if each.is_symlink()}
        for line in Path(f"/proc/{pid}/net/tcp").read_text().splitlines()[1:]:
            _, local, _, state, *_, inode = line.split()[:10]
            if state == LISTENS and f"socket:[{inode}]" in own:
                return int(local.rpartition(":")[2], 16)
        raise AssertionError("it listens nowhere")

    def stop(self) -> None:
        """Kill those that still run."""
        for process in self.begun:
            process.kill()
            process.wait()
            if process.stdout:
                process.stdout.close()


@dataclass
class Browser:
    """A person's browser behind a proxy that follows the cookie; where it is led to nobody, it gets to ``first``."""

    cells: Cells
    person: User
    first: Running
    cookies: dict[str, str] = field(default_factory=dict)
    tries: int = 0
    """How many sockets it has opened."""
    passed_over: set[str] = field(default_factory=set)
    """Cells that the proxy finds silent, though their processes are there."""
    lines: ExitStack = field(default_factory=ExitStack)

    def __post_init__(self) -> None:
        """Sign in."""
        client = Client()
        client.force_login(self.person, backend="quintain.accounts.backends.PersonBackend")
        self.cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value

    @property
    def led_to(self) -> Running:
        """The cell to which the proxy leads it: one that is down is passed over."""
        named = self.cells.running.get(self.cookies.get(COOKIE, ""), self.first)
        order = [named, self.first, *self.cells.running.values()]
        return next(each for each in order if each.process.poll() is None and each.name not in self.passed_over)

    @property
    def header(self) -> str:
        """All cookies."""
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def get(self, path: str) -> httpx.Response:
        """Get a page."""
        cell = self.led_to
        answer = httpx.get(f"http://{cell.host}{path}", headers={"Cookie": self.header}, trust_env=False, timeout=30)
        self.take(answer.headers.get_list("set-cookie"))
        return answer

    def take(self, lines: list[str]) -> None:
        """Keep cookies."""
        for line in lines:
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value

    def open(self, path: str) -> tuple[ClientConnection, Running]:
        """Open a socket, and return where it came to."""
        self.tries += 1
        assert self.tries < MOST_TRIES, "it is sent around in a circle"
        cell = self.led_to
        line = self.lines.enter_context(
            connect(
                f"ws://{cell.host}{path}",
                origin=Origin(f"http://{cell.host}"),
                additional_headers={"Cookie": self.header},
                open_timeout=3,
                close_timeout=1,
                proxy=None,
            )
        )
        assert line.response
        self.take(line.response.headers.get_all("set-cookie"))
        return line, cell


class Tab:
    """A page with a pair session open, which comes again when it was sent away, as the script of the page does."""

    def __init__(self, browser: Browser, session: PairSession, lab: Lab) -> None:
        self.browser = browser
        self.path = f"/live/pair/{session.pk}"
        self.document = SharedDocument(names_of(lab))
        self.told: list[dict[str, Any]] = []
        self.codes: list[int] = []
        self.line: ClientConnection | None = None
        self.cell: Running | None = None
        self.pause = 0.1
        self.has_document = False

    def __enter__(self) -> Self:
        self.come()
        return self

    def __exit__(self, *_: object) -> None:
        self.browser.lines.close()

    def come(self) -> None:
        """Open the socket, again and again until it is let in, and send what the server lacks."""
        last = time.monotonic() + 60
        while True:
            assert time.monotonic() < last, f"it was never let in: {self.codes}"
            self.told.clear()
            self.has_document = False
            try:
                self.line, self.cell = self.browser.open(self.path)
                if self.hear_until(lambda _: self.has_document, 10):
                    self.pause = 0.1
                    return
            except (OSError, TimeoutError):
                self.codes.append(0)
            time.sleep(self.pause)
            self.pause = min(2.0, self.pause * 2)

    def hear_until(self, is_so: Callable[[object], bool], seconds: float = HEAR_SECONDS) -> bool:
        """Take what comes until something is so; False if the line ended or nothing more came."""
        last = time.monotonic() + seconds
        while not is_so(None):
            assert self.line
            try:
                heard = self.line.recv(timeout=max(0.0, last - time.monotonic()))
            except TimeoutError:
                return False
            except ConnectionClosed as closed:
                self.codes.append(closed.rcvd.code if closed.rcvd else 1006)
                return False
            if isinstance(heard, bytes):
                self._take(heard)
            else:
                self.told.append(json.loads(heard))
        return True

    def _take(self, frame: bytes) -> None:
        assert self.line
        if frame[:1] == UPDATE:
            self.document.apply(frame[1:])
            self.has_document = True
        elif len(lacking := self.document.since(frame[1:])) > 2:
            self.line.send(UPDATE + lacking)

    def type(self, name: str, text: str) -> None:
        """Change a text here, and send what has changed."""
        assert self.line
        if update := self.document.put(name, text):
            self.line.send(UPDATE + update)

    def saved(self, seconds: float = HEAR_SECONDS) -> bool:
        """Wait until the server says that it has stored something."""
        self.told.clear()
        return self.hear_until(lambda _: any(each["type"] == "saved" for each in self.told), seconds)

    def hears(self, name: str, text: str, seconds: float = HEAR_SECONDS) -> bool:
        """Wait until a text is as expected."""
        return self.hear_until(lambda _: self.document.texts()[name] == text, seconds)

    def is_moved(self, seconds: float = HEAR_SECONDS) -> bool:
        """Wait until it is sent to another cell."""
        self.hear_until(lambda _: False, seconds)
        return self.codes[-1:] == [MOVED]


def stored(session: PairSession, lab: Lab) -> dict[str, str]:
    """Return the texts of a session as the database has them."""
    state = PairSession.objects.values_list("state", flat=True).get(pk=session.pk)
    return SharedDocument(names_of(lab), bytes(state)).texts()
