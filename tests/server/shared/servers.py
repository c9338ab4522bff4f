"""Web servers for tests, and what a browser has open at one of them."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from django.conf import settings
from django.test import Client
from websockets.sync.client import ClientConnection, connect

from quintain.accounts.models import User
from tests.server.jobs.slow_judge import FOLDER
from tests.server.jobs.workers import PATIENCE_SECONDS, address


@dataclass(slots=True)
class Servers:
    """Starts web servers on the database of the tests."""

    folder: Path
    processes: list[subprocess.Popen[str]] = field(default_factory=list)

    def start(self, count: int, before: Sequence[str] = (), **settings: str) -> "list[At]":
        """Start so many, with these words before their command, and wait until all serve pages."""
        begun = [self._begin(before, settings) for _ in range(count)]
        for process, _ in begun:
            self._require_ready(process)
        return [at for _, at in begun]

    def log(self) -> str:
        """Return what they have printed."""
        return (self.folder / "servers").read_text()

    def stop(self) -> None:
        """Kill them."""
        for process in self.processes:
            process.kill()
            process.communicate()

    def _begin(self, before: Sequence[str], settings: dict[str, str]) -> "tuple[subprocess.Popen[str], At]":
        own = {
            "QUINTAIN_DATABASE_URL": address(),
            "QUINTAIN_DATA": str(self.folder / f"data-{len(self.processes)}"),
            "QUINTAIN_CLASSROOM": "1",
            "QUINTAIN_WARM_UP": "0",
            FOLDER: str(self.folder),
        }
        Path(own["QUINTAIN_DATA"]).mkdir()
        # Made here, where the tests reach it, whatever network the server has for all else.
        with (self.folder / "servers").open("a") as errors, socket.create_server(("127.0.0.1", 0)) as listener:
            number, port = listener.fileno(), listener.getsockname()[1]
            process = subprocess.Popen(
                [*before, sys.executable, "-m", "tests.server.shared.server_process", str(number)],
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                env=os.environ | own | settings,
                pass_fds=[number],
            )
        self.processes.append(process)
        return process, At(port)

    def _require_ready(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout
        assert process.stdout.readline() == "ready\n", self.log()


@dataclass(frozen=True, slots=True)
class At:
    """A server, by its port."""

    port: int

    def get(self, person: User, path: str) -> httpx.Response:
        """Ask for a page as somebody."""
        return httpx.get(
            f"http://127.0.0.1:{self.port}{path}", headers={"Cookie": cookie_of(person)}, timeout=60, trust_env=False
        )

    @contextmanager
    def socket(self, person: User, path: str) -> "Iterator[Page]":
        """Open a socket as somebody's page."""
        origin: Any = f"http://127.0.0.1:{self.port}"  # websockets has a type of its own for the same letters
        with connect(
            f"ws://127.0.0.1:{self.port}{path}",
            additional_headers={"Cookie": cookie_of(person)},
            origin=origin,
            proxy=None,
            open_timeout=60,
        ) as line:
            yield Page(line)


@dataclass(frozen=True, slots=True)
class Page:
    """An open socket, as its page uses it."""

    line: ClientConnection

    def hear(self, wanted: Callable[[Any], object]) -> Any:
        """Return the first message that is wanted; those before it are passed over."""
        last = time.monotonic() + PATIENCE_SECONDS
        while True:
            message = json.loads(self.line.recv(max(0.0, last - time.monotonic())))
            if wanted(message):
                return message


def cookie_of(person: User) -> str:
    """Sign somebody in, and return the cookie."""
    client = Client()
    client.force_login(person, backend="quintain.accounts.backends.PersonBackend")
    return f"{settings.SESSION_COOKIE_NAME}={client.session.session_key}"
