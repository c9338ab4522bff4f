"""``python -m bench.pairing``: how long a key takes to the other's document, with 12 and with 300 sessions in a server.

Each session has a student who types five letters a second and an instructor who watches, as two sockets of one real
server on loopback, all driven from this process. It prints medians and 95th percentiles, beside those of a bare echo
server in the same run: what the machine, the network stack and this driver take by themselves.
"""

import argparse
import asyncio
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

import django
from pycrdt import Doc, Text
from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import ServerConnection, serve
from websockets.typing import Origin

ROOT = Path(__file__).resolve().parent.parent
LETTERS_A_SECOND = 5.0
LAB = "sql-login"


@dataclass
class Session:
    """Cookies of both, and the address."""

    path: str
    student: str
    instructor: str


@dataclass
class Times:
    """Milliseconds from the key to the other's document."""

    values: list[float] = field(default_factory=list)

    def __str__(self) -> str:
        """Return the median and the 95th percentile."""
        cuts = statistics.quantiles(self.values, n=20)
        return f"p50 {statistics.median(self.values):6.1f} ms   p95 {cuts[18]:6.1f} ms   n {len(self.values)}"


def make_sessions(count: int) -> list[Session]:
    """Make people, classes and open sessions in the database of a server."""
    from django.conf import settings  # noqa: PLC0415  Django must be set up before
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: PLC0415  as above
    from tests.dashboards.filling import Story, fill, make_class, make_instructor  # noqa: PLC0415  as above

    from quintain.accounts.models import User  # noqa: PLC0415  as above
    from quintain.catalog.pack_store import current_pack  # noqa: PLC0415  as above
    from quintain.coedit import actions  # noqa: PLC0415  as above
    from quintain.coedit.models import Consent  # noqa: PLC0415  as above

    lab = current_pack().labs[LAB]
    store = import_module(settings.SESSION_ENGINE).SessionStore

    def signed_in(person: User) -> str:
        session = store()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[1]
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.save()
        return str(session.session_key)

    made = []
    for number in range(0, count, 12):
        instructor = make_instructor(f"i{number}", f"Instructor {number}")
        a_class = make_class(instructor)
        stories = tuple(Story(f"Student {each}") for each in range(number, min(number + 12, count)))
        for student in fill(a_class, lab, stories):
            session = actions.ask(a_class, student, lab, by=instructor)
            actions.answer(session, Consent.TYPE, lab, by=student)
            made.append(Session(f"/live/pair/{session.pk}", signed_in(student), signed_in(instructor)))
    return made


class Typist:
    """A student who types, and an instructor who gets it."""

    def __init__(self, lines: tuple[ClientConnection, ClientConnection], times: Times) -> None:
        self.lines, self.times = lines, times
        self.doc: Doc[Text] = Doc()
        self.text = self.doc.get("fix/shop.py", type=Text)
        self.sent: asyncio.Queue[float] = asyncio.Queue()

    async def type(self, seconds: float) -> None:
        """Type at the beginning of the file."""
        end = time.monotonic() + seconds
        await asyncio.sleep(hash(id(self)) % 200 / 1000)
        while time.monotonic() < end:
            before = self.doc.get_state()
            self.text.insert(0, "x")
            update = self.doc.get_update(before)
            self.sent.put_nowait(time.perf_counter())
            await self.lines[0].send(b"\x01" + update)
            await asyncio.sleep(1 / LETTERS_A_SECOND)

    async def hear(self) -> None:
        """Take what comes to the instructor, each time from the key."""
        async for message in self.lines[1]:
            if isinstance(message, bytes) and message[:1] == b"\x01" and not self.sent.empty():
                self.times.values.append((time.perf_counter() - self.sent.get_nowait()) * 1000)


async def drain(line: ClientConnection) -> None:
    """Take what comes, and forget it."""
    async for _ in line:
        pass


async def type_all(sessions: list[Session], port: int, seconds: float) -> Times:
    """Let all type at once."""
    times, host = Times(), f"127.0.0.1:{port}"

    async def line(session: Session, cookie: str) -> ClientConnection:
        headers = {"Cookie": f"quintain-session{port}={cookie}"}
        return await connect(
            f"ws://{host}{session.path}",
            origin=Origin(f"http://{host}"),
            additional_headers=headers,
            proxy=None,
        )

    typists = []
    for session in sessions:
        student, instructor = await line(session, session.student), await line(session, session.instructor)
        typist = Typist((student, instructor), times)
        while not isinstance(message := await student.recv(), bytes):
            pass
        typist.doc.apply_update(message[1:])
        while not isinstance(await instructor.recv(), bytes):
            pass
        typists.append(typist)
    hearing = [asyncio.create_task(work) for each in typists for work in (each.hear(), drain(each.lines[0]))]
    await asyncio.gather(*(each.type(seconds) for each in typists))
    await asyncio.sleep(1)
    for task in hearing:
        task.cancel()
    for each in typists:
        for connection in each.lines:
            await connection.close()
    return times


async def echo_all(count: int, seconds: float) -> Times:
    """Measure the same with a server that hands each message to the other at once, and does nothing else."""
    times = Times()
    pairs: dict[str, list[ServerConnection]] = {}

    async def answer(line: ServerConnection) -> None:
        mates = pairs.setdefault(line.request.path if line.request else "", [])
        mates.append(line)
        async for message in line:
            for mate in mates:
                if mate is not line:
                    await mate.send(message)

    async with serve(answer, "127.0.0.1", 0, compression=None) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        typists = []
        for number in range(count):
            both = [await connect(f"ws://127.0.0.1:{port}/{number}", proxy=None, compression=None) for _ in range(2)]
            typists.append(Typist((both[0], both[1]), times))
        hearing = [asyncio.create_task(each.hear()) for each in typists]
        await asyncio.gather(*(each.type(seconds) for each in typists))
        await asyncio.sleep(0.5)
        for task in hearing:
            task.cancel()
    return times


def main() -> None:
    """Start a server, and print a line for each number of sessions."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, nargs="*", default=[12, 300])
    parser.add_argument("--seconds", type=float, default=20.0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        command = [sys.executable, "-m", "quintain.cli", "serve", "--no-browser", "--host", "127.0.0.1", "--port", "0"]
        server = subprocess.Popen([*command, "--data", str(data)], stdout=subprocess.PIPE, text=True)
        try:
            port = 0
            for line in server.stdout or ():
                if found := re.search(r"http://[^/]*:(\d+)/sign-in/", line):
                    port = int(found[1])
                if "Ctrl-C" in line:
                    break
            os.environ |= {"QUINTAIN_DATA": str(data), "DJANGO_SETTINGS_MODULE": "quintain.server.settings"}
            django.setup()
            sessions: list[Any] = make_sessions(max(options.sessions))
            for count in options.sessions:
                print(f"{count:4} sessions  {asyncio.run(type_all(sessions[:count], port, options.seconds))}")
                print(f"{count:4} bare echo {asyncio.run(echo_all(count, options.seconds))}")
        finally:
            server.terminate()
            server.wait(20)


if __name__ == "__main__":
    main()
