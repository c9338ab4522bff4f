"""A grown server for the benches: PostgreSQL, Valkey, cells and judges on loopback, all gone afterwards."""

import os
import resource
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, LiteralString

import psycopg
from bench.crowd import Seated
from bench.serving import COURSE, CSRF, Server, prepare
from bench.thin import ThinBrowser
from tests.postgresql import MISSING, find_programs, private_server
from tests.valkey import Valkey, private_valkey

SEATS: Final = 15
JUDGE: Final = "from quintain.cli.judge import judge; judge()"
NOTHING: Final[Mapping[str, str]] = MappingProxyType({})
STRAW: Final = {"DJANGO_SETTINGS_MODULE": "bench.straw_settings"}
"""Settings of judges that only say so."""
READY: Final = "takes jobs"
FIRST_PORT: Final = 8490
MOST_FILES: Final = 16384
PATIENCE_SECONDS: Final = 90.0
BARE_STEPS: Final = 1_000_000


@dataclass(slots=True)
class Grown:
    """Cells by their order, judges by their order, and people who have signed in."""

    folder: Path
    database: str
    valkey: Valkey
    stack: ExitStack
    cells: list[Server] = field(default_factory=list)
    judges: list[subprocess.Popen[str]] = field(default_factory=list)
    state: Path | None = None
    """A judge's data folder whose files of sandboxes new judges get a copy of: to make them takes a minute."""
    made: Any = None  # what bench.learners has made: values of JSON

    @property
    def students(self) -> list[Seated]:
        """All students, and their classes."""
        return [Seated(session, each["class_id"]) for each in self.made["classes"] for session in each["sessions"]]

    def prepare(self, students: int) -> None:
        """Make classes of fifteen."""
        self.made = prepare(self.folder / "made", FIRST_PORT, "make_classes", students, SEATS, is_classroom=True)

    def add_cells(self, count: int) -> None:
        """Start so many more cells, all at once."""
        first = len(self.cells)
        new = [self._cell(number) for number in range(first, first + count)]
        for each in new:
            each.begin()
        for each in new:
            each.wait()
        self.cells += new

    def _cell(self, number: int) -> Server:
        cell = Server(
            self.folder / f"cell-{number}",
            FIRST_PORT + number,
            is_classroom=True,
            settings={"QUINTAIN_CELL": f"cell-{number}", "QUINTAIN_WARM_UP": "0"},
        )
        self.stack.callback(cell.kill)
        return cell

    def add_judges(self, count: int, jobs: int = 4, settings: Mapping[str, str] = NOTHING) -> None:
        """Start so many more judges, all at once."""
        new: list[subprocess.Popen[str]] = []
        for _ in range(count):
            data = self.folder / f"judge-{len(self.judges) + len(new)}"
            self._furnish(data)
            judge = subprocess.Popen(
                [sys.executable, "-c", JUDGE, "--data", data, "--pack", COURSE, "--jobs", str(jobs)],
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                env={**os.environ, "QUINTAIN_WARM_UP": "0", **settings},
            )
            self.stack.callback(end, judge)
            new.append(judge)
        for judge in new:
            said = []
            for line in judge.stdout or ():
                said.append(line)
                if READY in line:
                    break
            else:
                raise SystemExit(f"The judge has ended: {''.join(said)}")
        self.judges += new

    def _furnish(self, data: Path) -> None:
        made = (self.state or self.folder / "judge-0") / "sandbox"
        if made.is_dir() and data != made.parent:
            data.mkdir(mode=0o700)
            shutil.copytree(made, data / "sandbox", symlinks=True, copy_function=os.link)

    def browser(self, student: Seated, cell: Server) -> ThinBrowser:
        """Return a student's browser, led to a cell as a proxy does; each has an address of loopback of its own."""
        cookies = f"{self.made['session_cookie']}={student.session}; {self.made['csrf_cookie']}={CSRF}"
        head = f"Host: 127.0.0.1:{cell.port}\r\nCookie: {cookies}\r\nX-CSRFToken: {CSRF}\r\nAccept: */*\r\n"
        _, *numbers = zlib.crc32(student.session.encode()).to_bytes(4)
        return ThinBrowser(cell.port, head, address=".".join(map(str, (127, *numbers))))

    def rows(self, query: LiteralString, *values: object) -> list[tuple[Any, ...]]:
        """Ask the database; Any: values of its columns."""
        with psycopg.connect(self.database, autocommit=True) as connection:
            return connection.execute(query, values).fetchall()

    @property
    def postgresql(self) -> Path:
        """The folder of its socket."""
        return Path(self.database.partition("host=")[2])

    def cpu(self) -> "Cpu":
        """Look what all parts have used."""
        postmaster = int((self.postgresql / "data" / "postmaster.pid").read_text().split()[0])
        tree = Tree.now()
        valkey = self.valkey.process
        return Cpu(
            cells=sum(tree.seconds(cell.pid) for cell in self.cells),
            judges=sum(tree.seconds(judge.pid) for judge in self.judges),
            postgresql=tree.seconds(postmaster),
            valkey=tree.seconds(valkey.pid) if valkey else 0.0,
            client=time.process_time(),
            machine=_busy_seconds(),
            at=time.monotonic(),
        )


@dataclass(frozen=True, slots=True)
class Cpu:
    """Seconds of processors; or, as a difference, what was used from one look to another, ``at`` being that time."""

    cells: float
    judges: float
    postgresql: float
    valkey: float
    client: float
    machine: float
    at: float

    def __sub__(self, other: "Cpu") -> "Cpu":
        return Cpu(
            self.cells - other.cells,
            self.judges - other.judges,
            self.postgresql - other.postgresql,
            self.valkey - other.valkey,
            self.client - other.client,
            self.machine - other.machine,
            self.at - other.at,
        )

    @property
    def server(self) -> float:
        """All parts of the server together."""
        return self.cells + self.judges + self.postgresql + self.valkey

    def __str__(self) -> str:
        others = max(0.0, self.machine - self.server - self.client)
        parts = ("cells", self.cells), ("judges", self.judges), ("PostgreSQL", self.postgresql), ("Valkey", self.valkey)
        told = [*parts, ("client", self.client), ("all else on this machine", others)]
        return "processors: " + ", ".join(f"{name} {seconds / self.at:.2f}" for name, seconds in told)


@dataclass(frozen=True, slots=True)
class Tree:
    """Processes by their parents, and the seconds each has used, with those of its children that have ended."""

    children: dict[int, list[int]]
    used: dict[int, float]

    @classmethod
    def now(cls) -> "Tree":
        """Look."""
        children: dict[int, list[int]] = {}
        used = {}
        ticks = os.sysconf("SC_CLK_TCK")
        for path in Path("/proc").glob("[0-9]*/stat"):
            with suppress(FileNotFoundError, ProcessLookupError):  # it has ended meanwhile
                words = path.read_text().rpartition(")")[2].split()
                pid = int(path.parent.name)
                children.setdefault(int(words[1]), []).append(pid)
                used[pid] = sum(map(int, words[11:15])) / ticks
        return cls(children, used)

    def seconds(self, pid: int) -> float:
        """Return what a process and all below it have used."""
        return self.used.get(pid, 0.0) + sum(self.seconds(each) for each in self.children.get(pid, ()))


def _busy_seconds() -> float:
    ticks = [int(each) for each in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
    return (sum(ticks) - ticks[3] - ticks[4]) / os.sysconf("SC_CLK_TCK")


def end(process: subprocess.Popen[str]) -> None:
    """Kill a process, if it still runs."""
    if process.poll() is None:
        process.send_signal(signal.SIGKILL)
    process.wait()
    if process.stdout is not None:
        process.stdout.close()


def until(is_so: Callable[[], object], what: str, seconds: float = PATIENCE_SECONDS, pause: float = 0.05) -> float:
    """Wait until something is so, and return how many seconds that took."""
    begun = time.monotonic()
    while not is_so():
        if time.monotonic() > begun + seconds:
            raise SystemExit(f"Not within {seconds:.0f} seconds: {what}.")
        time.sleep(pause)
    return time.monotonic() - begun


def percentile(times: Iterable[float], share: float) -> float:
    """Return a percentile of times; NaN if there are none."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


def tell_machine(when: str) -> None:
    """Print the load, and what a bare loop of a million additions costs now: the unit of this machine."""
    begun, cpu, total = time.monotonic(), time.process_time(), 0
    for number in range(BARE_STEPS):
        total += number
    cpu, took = time.process_time() - cpu, time.monotonic() - begun
    facts = f"{os.process_cpu_count()} processors, load {os.getloadavg()[0]:.1f}"
    words = f"a bare loop of a million additions {cpu * 1000:.0f} ms of CPU, {took * 1000:.0f} ms of time"
    print(f"{when}, {time.strftime('%Y-%m-%d %H:%M')}: {facts}; {words}", flush=True)


@contextmanager
def grown(students: int, state: Path | None = None) -> Iterator[Grown]:
    """Start PostgreSQL and Valkey and make students; cells and judges are added by who measures."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, MOST_FILES)), hard))
    programs = find_programs()
    if programs is None:
        raise SystemExit(MISSING)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # who stops it leaves nothing running
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="quintain-grown-", ignore_cleanup_errors=True))
        database = stack.enter_context(private_server(programs))
        valkey = stack.enter_context(private_valkey())
        os.environ |= {
            "QUINTAIN_DATABASE_URL": database,
            "QUINTAIN_SECRET_KEY": secrets.token_urlsafe(48),
            "QUINTAIN_VALKEY_URL": valkey.address,
            "QUINTAIN_SECOND_FACTOR": "none",
        }
        server = Grown(Path(folder), database, valkey, stack, state=state)
        server.prepare(students)
        tell_machine("begun")
        yield server
        tell_machine("ended")
