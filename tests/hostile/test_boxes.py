"""Attacks on a box. Each program in ``boxes/`` says what it tries and how it must end."""

import ast
import contextlib
import os
import re
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from quintain.sandbox import Ending, Limits, Manner, Recording, Runtime, RuntimeSpec, Sandbox, processes
from quintain.sandbox.box import Box
from quintain.sandbox.box_process import ColdProcess
from quintain.sandbox.idle_box import WarmProcess
from quintain.sandbox.runtime import runtime
from quintain.sandbox.trees import Trees

pytestmark = [pytest.mark.sample(most=16, of="file"), pytest.mark.hostile]

HERE = Path(__file__).parent
PROGRAMS = sorted((HERE / "boxes").glob("*.py"))
TIGHT = Limits(
    wall_seconds=90,  # reached by none but those in SHORT, however busy the machine is
    cpu_seconds=0.5,
    memory_mebibytes=128,
    processes=24,
    open_files=32,
    file_mebibytes=4,
    disk_mebibytes=16,
    output_kibibytes=32,
)
SHORT = replace(TIGHT, wall_seconds=1, cpu_seconds=30)
ROOMY = replace(TIGHT, cpu_seconds=10)
ORDINARY_USER = "12345"
ENDINGS_OF = {
    **{limit: {f"limit {limit}"} for limit in ("wall", "cpu", "processes", "output")},
    "memory": {"limit memory", "says MemoryError"},
    "disk": {"says OSError 28", "signal 7"},
    "file size": {"says OSError 27"},
    "open files": {"says OSError 24", "says OSError 109"},
    "filter": {"says contained", "signal 31", "says OSError 95"},
    "lock holder": {"says contained"},
    **{
        means: {"says contained", "exit 0", "signal 9", "signal 11", "signal 6"}
        for means in ("namespaces", "channel", "read-only root", "not dumpable", "hard limits", "nothing")
    },
    **{limit: {"says contained", "signal 6"} for limit in ("locked memory", "pending signals", "core size")},
}
LEFT = "[__import__('os').listdir(each) for each in ('/lab', '/tmp', '/dev/shm')]"


@dataclass(frozen=True, slots=True)
class Place:
    """A sandbox with a runtime that holds the harness of these tests."""

    sandbox: Sandbox
    runtime: Runtime
    recording: Recording = Recording.NOTHING

    def open(self, source: str, limits: Limits) -> Box:
        """Open a box in which ``source`` runs."""
        box = self.open_idle(limits)
        start(source, box)
        return box

    def open_idle(self, limits: Limits) -> Box:
        """Open a box that waits for its program; warm once the sandbox can."""
        self.sandbox.make_ready(self.runtime)
        return self.sandbox.open(self.runtime, limits=limits, recording=self.recording)

    def run(self, source: str, limits: Limits = TIGHT) -> Ending:
        """Run ``source`` to its end."""
        with self.open(source, limits) as box:
            assert box.wait(limits.wall_seconds + 5) is not None, "the box outlived its deadline"
        return box.close()


def start(source: str, box: Box) -> None:
    """Send a program to a box that waits for one."""
    code = source.encode()
    box.channel.sendall(len(code).to_bytes(4) + code)


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Name a folder for the trees, which both kinds of boxes share."""
    return tmp_path_factory.mktemp("state")


@pytest.fixture(scope="module", params=["cold", "warm", "recorded"])
def place(state: Path, request: pytest.FixtureRequest) -> Iterator[Place]:
    """Make a sandbox of this module's own; its trees are as they were when all programs are through."""
    recording = Recording.PROGRAMS_AND_FILES if request.param == "recorded" else Recording.NOTHING
    with Sandbox(state, warm=request.param != "cold") as sandbox:
        runtime = sandbox.runtime(RuntimeSpec(requirements=None, programs=("sh",), harness=HERE / "harness"))
        before = everything_in(state)
        place = Place(sandbox, runtime, recording)
        with place.open("pass", TIGHT) as box:
            assert type(box._supervisor.process) is (ColdProcess if request.param == "cold" else WarmProcess)
        kept = zygotes(sandbox)
        yield place
        assert zygotes(sandbox) == kept, "a program ended the process that boxes are forked from"
        assert everything_in(state) == before, "a program changed the runtime or left files behind"


def zygotes(sandbox: Sandbox) -> list[int | None]:
    """Ids of the processes around those that warm boxes are forked from."""
    pool = sandbox.zygote_pool()
    return [] if pool is None else [zygote.pid for zygote in pool.zygotes()]


def everything_in(folder: Path) -> list[tuple[str, int, int, int]]:
    """Name, mode, size and time of change of each file."""
    facts = ((path, path.lstat()) for path in folder.rglob("*"))
    return sorted((str(path), fact.st_mode, fact.st_size, fact.st_mtime_ns) for path, fact in facts)


class Namespace:
    """A process namespace, held: the kernel gives the number of one that is gone to the next that comes."""

    def __init__(self, inner: int) -> None:
        self._held = os.open(f"/proc/{inner}/ns/pid", os.O_RDONLY)

    def members(self) -> list[int]:
        """Host ids of its processes."""
        name, found = str(Path(f"/proc/self/fd/{self._held}").readlink()), []
        for entry in Path("/proc").iterdir():
            with contextlib.suppress(OSError):
                if entry.name.isdigit() and str((entry / "ns/pid").readlink()) == name:
                    found.append(int(entry.name))
        return found

    def give_up(self) -> list[int]:
        """Host ids of its processes, for the last time."""
        try:
            return self.members()
        finally:
            os.close(self._held)


def process_one_of(box: Box) -> int:
    """Host id of the first process in a box: the root of a warm one, and bubblewrap's child in a cold one."""
    process = box._supervisor.process
    assert process is not None
    return process.root if isinstance(process, WarmProcess) else processes.children(process.root)[0]


def described(ending: Ending) -> str:
    """How a box ended, in the words of the programs' docstrings."""
    if ending.manner is Manner.LIMIT:
        return f"limit {ending.limit}"
    if ending.manner is Manner.SIGNALLED:
        return f"signal {ending.signal}"
    lines = ending.output.decode(errors="replace").splitlines()
    if ending.manner is Manner.EXITED and lines:
        return f"says {lines[-1]}"
    return f"exit {ending.status}" if ending.manner is Manner.EXITED else str(ending.manner)


@pytest.mark.sample(most=15)
@pytest.mark.parametrize("program", PROGRAMS, ids=lambda path: path.stem)
def test_hostile_program_is_contained(place: Place, program: Path) -> None:
    """It ends as its docstring says, nothing of it runs on, and the next box works as if it had never been."""
    source = program.read_text()
    expected = fact(source, "expect")
    mounts = Path("/proc/self/mountinfo").read_text()
    with place.open_idle({"limit wall": SHORT, "limit cpu": TIGHT}.get(expected, ROOMY)) as box:
        namespace = Namespace(process_one_of(box))
        assert namespace.members()
        start(source, box)
        box.wait(ROOMY.wall_seconds + 5)
    ending = box.close()
    left = namespace.give_up()
    assert described(ending) == expected, ending.output.decode(errors="replace")[-2000:]
    assert left == []
    assert Path("/proc/self/mountinfo").read_text() == mounts
    assert len(ending.output) <= TIGHT.output_kibibytes * 1024
    following = place.run(f"print(sum(range(10)), {LEFT})")
    assert described(following) == "says 45 [[], [], []]"


def fact(source: str, name: str) -> str:
    """Read what a program says of itself."""
    found = re.search(rf"^{name}: (.+)$", ast.get_docstring(ast.parse(source)) or "", re.MULTILINE)
    return found[1] if found else ""


def test_every_program_names_its_end_and_what_caught_it() -> None:
    """How it ends is how that limit ends a program, and no limit is without a program that reaches it."""
    told = {path.stem: (fact(path.read_text(), "caught"), fact(path.read_text(), "expect")) for path in PROGRAMS}
    assert [name for name, (caught, end) in told.items() if end not in ENDINGS_OF.get(caught, ())] == []
    assert {caught for caught, _ in told.values()} == set(ENDINGS_OF)
    assert len(told) >= 100


def test_neighbours_cannot_call_one_another(place: Place) -> None:
    """An abstract socket and a port of one box do not exist in another that runs at the same time."""
    caller = """
import socket
reached = []
for family, address in ((socket.AF_UNIX, "\\0quintain-neighbour"), (socket.AF_INET, ("127.0.0.1", 4711))):
    try:
        socket.socket(family).connect(address)
        reached.append(address)
    except OSError as error:
        reached.append(error.errno)
print(reached)
"""
    with place.open((HERE / "boxes/abstract_listener.py").read_text(), ROOMY) as listener:
        while not listening(listener):
            assert listener.wait(0.02) is None
        assert described(place.run(caller)) == "says [111, 111]"


SHARED_THINGS = """
import fcntl, os, pty, struct
ours, theirs = pty.openpty()
seen = [os.ttyname(theirs), sorted(os.listdir("/dev/pts"))]
for path in ("/", "/dev", "/dev/pts", "/dev/null", "/dev/shm", "/usr/lib", "/etc/hosts", "/proc/self/exe", "/proc"):
    handle = os.open(path, os.O_RDONLY)
    for lock, how in ((fcntl.flock, fcntl.LOCK_SH), (fcntl.flock, fcntl.LOCK_EX), (fcntl.lockf, fcntl.LOCK_SH)):
        try:
            lock(handle, how | fcntl.LOCK_NB)
            seen.append((path, how, "granted"))
        except BlockingIOError:
            seen.append((path, how, "refused"))
    asked = struct.pack("hhqqi4x", fcntl.F_WRLCK, 0, 0, 0, 0)
    seen.append((path, struct.unpack("hhqqi4x", fcntl.fcntl(handle, fcntl.F_GETLK, asked))))
seen.append(os.stat("/etc/hosts").st_atime_ns)
print(seen, flush=True)
"""


def test_neighbours_leave_no_mark_on_what_they_share(place: Place) -> None:
    """A box that holds locks and a terminal looks to the next as one that does nothing: files, devices, terminals."""
    with place.open(SHARED_THINGS + "__import__('time').sleep(60)", ROOMY) as neighbour:
        while not neighbour.output().strip():
            assert neighbour.wait(0.02) is None
        assert described(place.run(SHARED_THINGS, ROOMY)) == f"says {neighbour.output().decode().strip()}"


FIRST_READER = """
import mmap, resource
with open("/usr/lib/python3.13/turtle.py", "rb") as file:
    mapped = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
mapped.madvise(mmap.MADV_RANDOM)
for page in range(len(mapped) // mmap.PAGESIZE):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_majflt
    mapped[page * mmap.PAGESIZE]
    if resource.getrusage(resource.RUSAGE_SELF).ru_majflt > before:
        break
print(page)
"""


def test_pages_on_a_disk_that_nobody_has_read_count_no_boxes(state: Path) -> None:
    """Each box would find one page more in the cache than the box before; all pages are read in advance."""
    trees = Trees(in_memory=False)
    with contextlib.closing(trees), Sandbox(state, warm=False, trees=trees) as sandbox:
        spec = RuntimeSpec(requirements=None, programs=("sh",), harness=HERE / "harness")
        path = runtime(spec, state).root / "usr/lib/python3.13/turtle.py"
        with path.open("rb") as file:
            os.fsync(file.fileno())
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        place = Place(sandbox, sandbox.runtime(spec))
        told = [described(place.run(FIRST_READER, ROOMY)) for _ in range(3)]  # the disk may take its time for the first
    assert told[-1] == f"says {path.stat().st_size // 4096 - 1}"


def listening(box: Box) -> bool:
    """Whether a program in the box listens on a TCP port, as the host's kernel tells."""
    process = box._supervisor.process
    assert process is not None
    table = Path(f"/proc/{processes.tree(process.root)[-1]}/net/tcp").read_text()
    return f":{4711:04X} " in table


def test_ten_gigabytes_of_output_cost_no_memory(place: Place) -> None:
    """The server keeps no more of it than the limit says."""
    ending = place.run((HERE / "boxes/output_ten_gigabytes.py").read_text())
    assert len(ending.output) == TIGHT.output_kibibytes * 1024
    assert ending.wall_seconds < 5


def descriptors() -> int:
    """Count the open descriptors of this process."""
    return len(list(Path("/proc/self/fd").iterdir()))


def test_descriptors_of_the_server_do_not_pile_up(place: Place) -> None:
    """A box gives back every descriptor that it took, however it ended."""
    place.run("pass")
    place.sandbox.make_ready(place.runtime)
    before = descriptors()
    for source in ("pass", "import os; os._exit(3)", "while True: pass", "import os; os.kill(1, 9)"):
        place.run(source)
    place.sandbox.make_ready(place.runtime)
    assert descriptors() == before


def test_descriptors_sent_up_the_channel_never_arrive(place: Place) -> None:
    """Reading the channel takes bytes and nothing else, whatever comes along with them."""
    place.sandbox.make_ready(place.runtime)
    before = descriptors()
    with place.open((HERE / "boxes/send_descriptors.py").read_text(), ROOMY) as box:
        place.sandbox.make_ready(place.runtime)
        opened = descriptors()
        assert box.wait(5) is not None
        assert set(box.channel.recv(1000)) == {ord("x")}
        assert descriptors() <= opened
    assert descriptors() == before


SERVER = """
import sys, pathlib, time
from quintain.sandbox import Limits, RuntimeSpec, Sandbox
from tests.hostile.test_boxes import HERE, Place, process_one_of
sandbox = Sandbox(pathlib.Path(sys.argv[1]), warm=sys.argv[2] == "warm")
runtime = sandbox.runtime(RuntimeSpec(None, ("sh",), HERE / "harness"))
box = Place(sandbox, runtime).open("while True: pass", Limits(wall_seconds=60, cpu_seconds=60))
print(process_one_of(box), flush=True)
time.sleep(60)
"""


@pytest.mark.parametrize("kind", ["cold", "warm"])
def test_killed_server_leaves_no_box_behind(state: Path, kind: str) -> None:
    """A box dies with its server, even if the server has no time to say so."""
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER, str(state), kind],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert server.stdout is not None
    with server:
        namespace = Namespace(int(server.stdout.readline()))
        assert namespace.members()
        server.kill()
    for _ in range(100):
        if not namespace.members():
            break
        time.sleep(0.05)
    assert namespace.give_up() == []


def opened_to_all(prefix: Path, home: Path) -> list[str]:
    """A command that runs another where everybody can reach ``prefix``, if root's own folder would hide it.

    Root's Python may lie in root's home (pyenv puts it there). In a mount namespace of its own, an open folder with
    nothing but that Python takes the place of the closed one, and the machine stays as it is.
    """
    closed = next((each for each in reversed(prefix.parents) if not each.stat().st_mode & stat.S_IXOTH), None)
    if closed is None:
        return []
    held = home / "python"
    held.mkdir()
    steps = (
        f"mount --bind {prefix} {held}",
        f"mount -t tmpfs -o mode=755 none {closed}",
        f"mkdir -p {prefix}",
        f"mount --move {held} {prefix}",
        'exec "$@"',
    )
    return ["unshare", "--mount", "--propagation", "private", "sh", "-euc", "\n".join(steps), "sh"]


@pytest.mark.whole
@pytest.mark.timeout(600)
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
@pytest.mark.skipif(shutil.which("setpriv") is None, reason="setpriv is missing")
def test_all_this_holds_for_an_ordinary_user_too() -> None:
    """The same programs against a sandbox that never was root."""
    home = Path(tempfile.mkdtemp())  # pytest's own folders can be entered by root alone
    os.chown(home, int(ORDINARY_USER), int(ORDINARY_USER))
    answer = subprocess.run(
        [
            *opened_to_all(Path(sys.base_prefix).resolve(), home),
            *("setpriv", "--reuid", ORDINARY_USER, "--regid", ORDINARY_USER, "--clear-groups"),
            *(sys.executable, "-m", "pytest", str(Path(__file__)), "-x", "-p", "no:cacheprovider", "-p", "no:randomly"),
            *("--basetemp", str(home / "t")),
        ],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1"},
        cwd=HERE.parent.parent,
        timeout=570,
    )
    shutil.rmtree(home)
    assert answer.returncode == 0, answer.stdout[-6000:] + answer.stderr[-2000:]
