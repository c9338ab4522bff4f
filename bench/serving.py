"""A server of their own for the benches: loopback, an empty data folder, the real course and the real judge."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import httpx
from websockets.asyncio.client import connect
from websockets.typing import Origin

ROOT: Final = Path(__file__).parents[1]
COURSE: Final = ROOT / "content" / "python-security"
CSRF: Final = "c" * 32
SERVE: Final = "from quintain.cli.serve import serve; serve()"
PREPARE: Final = """
import json, sys
from pathlib import Path
from quintain.cli.serve import settle
from quintain.server.starting import load_course, prepare_folder
from quintain.web.folder import DataFolder
folder, pack, port = DataFolder(Path(sys.argv[1])), Path(sys.argv[2]), int(sys.argv[3])
prepare_folder(folder)
course = load_course(pack)
settle(folder, course.root, ("127.0.0.1",), port)
from quintain.server.database import open_database
open_database(folder, course)
from bench import learners
print(json.dumps(getattr(learners, sys.argv[4])(*map(int, sys.argv[5:]))))
"""


@dataclass(slots=True)
class Server:
    """A server that can be ended, and started again on the same data. ``said`` is what it has printed until ready.

    ``settings`` are variables of its environment alone.
    """

    data: Path
    port: int
    is_classroom: bool
    process: subprocess.Popen[str] | None = None
    said: list[str] = field(default_factory=list)
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def pid(self) -> int:
        """The id of its process."""
        if self.process is None:
            raise SystemExit("The server does not run.")
        return self.process.pid

    @property
    def origin(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def socket(self, path: str, cookie: str, open_seconds: float) -> connect:
        """Return a socket of a page, to be entered; ``cookie`` is the header, with whose session it is."""
        return connect(
            f"ws://127.0.0.1:{self.port}{path}",
            origin=Origin(self.origin),
            additional_headers={"Cookie": cookie},
            compression=None,
            proxy=None,
            open_timeout=open_seconds,
            ping_interval=None,
        )

    def start(self) -> None:
        """Start it, and wait until the first page can be fetched."""
        self.begin()
        self.wait()

    def begin(self) -> None:
        """Start it, and wait for nothing."""
        options = ["--no-browser", "--host", "127.0.0.1", "--data", str(self.data), "--pack", str(COURSE)]
        self.process = subprocess.Popen(
            [sys.executable, "-c", SERVE, *options, "--port", str(self.port)],
            stdout=subprocess.PIPE,
            text=True,
            env={**environment(is_classroom=self.is_classroom), **self.settings},
        )

    def wait(self) -> None:
        """Wait until the first page can be fetched."""
        self.said.clear()
        for line in (self.process.stdout if self.process else None) or ():
            self.said.append(line)
            if "Ctrl-C" in line:
                return
        raise SystemExit(f"The server has ended: {''.join(self.said)}")

    def kill(self) -> None:
        """End it the hard way."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self._forget(10)

    def stop(self) -> None:
        """End it as an operator does."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self._forget(30)

    def _forget(self, seconds: float) -> None:
        process, self.process = self.process, None
        if process is not None:
            process.wait(seconds)
            if process.stdout is not None:
                process.stdout.close()

    def state(self) -> "State":
        """Measure its process."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        found = {name: int(value) for name, value in re.findall(r"^(Threads|VmRSS):\s+(\d+)", status, re.MULTILINE)}
        open_files = []
        for path in Path(f"/proc/{self.pid}/fd").iterdir():
            with suppress(FileNotFoundError):  # closed meanwhile
                open_files.append(str(path.readlink()))
        ticks = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        seconds = (int(ticks[11]) + int(ticks[12])) / os.sysconf("SC_CLK_TCK")
        sockets = sum(each.startswith("socket:") for each in open_files)
        return State(found["Threads"], found["VmRSS"] / 1024, len(open_files), sockets, seconds)


@dataclass(frozen=True, slots=True)
class State:
    """What a process takes: ``cpu_seconds`` since its start, its own and without its sandboxes."""

    threads: int
    mebibytes: float
    files: int
    sockets: int
    cpu_seconds: float


@dataclass(frozen=True, slots=True)
class Sessions:
    """A server, and the cookies of people who have signed in."""

    server: Server
    session_cookie: str
    csrf_cookie: str
    sessions: tuple[str, ...]

    def browser(self, number: int) -> httpx.AsyncClient:
        """Return the browser of a learner."""
        cookies = {self.session_cookie: self.sessions[number], self.csrf_cookie: CSRF}
        return httpx.AsyncClient(
            base_url=self.server.origin,
            cookies=cookies,
            headers={"X-CSRFToken": CSRF},
            timeout=120,
            verify=False,  # noqa: S501  there is no TLS, and a context for it costs twenty milliseconds
            trust_env=False,
        )


def environment(*, is_classroom: bool) -> Mapping[str, str]:
    """Return the environment of a server, with accounts or for one learner."""
    return dict(os.environ, QUINTAIN_CLASSROOM="1" if is_classroom else "0")


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def prepare(data: Path, port: int, make: str, *numbers: int, is_classroom: bool = False) -> Any:
    """Fill a data folder by a function of ``bench.learners``, and return what it does. Any: the values of JSON."""
    command = [sys.executable, "-c", PREPARE, str(data), str(COURSE), str(port), make, *map(str, numbers)]
    done = subprocess.run(
        command,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=environment(is_classroom=is_classroom),
    )
    return json.loads(done.stdout)
