"""Boxes with a kernel of their own, where gVisor is installed: the same interface, and clear words where it ends."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from quintain.sandbox import Limit, Limits, Manner, Recording, RuntimeSpec, Sandbox, SandboxUnavailable, gvisor, probe
from quintain.sandbox.users import Users
from tests.hostile.test_boxes import ORDINARY_USER, opened_to_all
from tests.sandbox.conftest import HARNESS, Place

pytestmark = pytest.mark.skipif(shutil.which("runsc") is None, reason="gVisor is not installed")

SPEC = RuntimeSpec(None, ("sh", "tar"), HARNESS)
SERVER = """
import sys, pathlib, time
from quintain.sandbox import RuntimeSpec, Sandbox
from tests.sandbox.conftest import HARNESS, Place
sandbox = Sandbox(pathlib.Path(sys.argv[1]), gvisor=True)
box = Place(sandbox, sandbox.runtime(RuntimeSpec(None, ("sh", "tar"), HARNESS))).open(
    "channel.sendall(b'x'); import time; time.sleep(60)")
box.channel.recv(1)
print("open", flush=True)
time.sleep(60)
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Make a sandbox whose boxes are gVisor's."""
    with Sandbox(tmp_path_factory.mktemp("gvisor"), gvisor=True) as sandbox:
        yield Place(sandbox, sandbox.runtime(SPEC))


def left(pid: int | None = None) -> list[str]:
    """List what runs of gVisor's, and its folders, for a server: this process, if none is named."""
    prefix = f"{gvisor.PREFIX}{pid or os.getpid()}-"
    lines = (Path(entry.path, "cmdline") for entry in os.scandir("/proc") if entry.name.isdigit())
    running = []
    for line in lines:
        try:
            running.append(line.read_bytes().decode(errors="replace"))
        except OSError:
            continue
    folders = [str(path) for path in Path(tempfile.gettempdir()).glob(f"{prefix}*")]
    return [line for line in running if prefix in line] + folders


def test_channel_and_output_work_behind_another_kernel(place: Place) -> None:
    """The program sees gVisor's kernel, and the sandbox sees the program."""
    with place.open("print(open('/proc/version').read()); channel.sendall(channel.recv(100).upper())") as box:
        box.channel.sendall(b"hello")
        assert box.channel.recv(100) == b"HELLO"
        assert box.wait(10) is not None
    ending = box.close()
    assert ending.manner is Manner.EXITED
    assert b"Linux version 4.4.0" in ending.output
    assert ending.cpu_seconds > 0
    assert left() == []


def test_folders_are_writable_within_their_limits_and_the_rest_is_not(place: Place) -> None:
    """A file system in memory with a ceiling, and a tree that nobody changes."""
    source = """
import os
open("/lab/a", "w").write("x"); open("/tmp/a", "w").write("x")
for path in ("/usr/x", "/box/x", "/etc/x", "/x"):
    try:
        open(path, "w")
        print("wrote", path)
    except OSError:
        pass
try:
    for number in range(40):
        open(f"/lab/{number}", "wb").write(bytes(2**20))
except OSError as error:
    print(error.errno)
"""
    before = sorted((str(path), path.lstat().st_mtime_ns) for path in place.runtime.root.rglob("*"))
    assert place.run(source).output == b"28\n"
    assert sorted((str(path), path.lstat().st_mtime_ns) for path in place.runtime.root.rglob("*")) == before


@pytest.mark.parametrize(
    ("source", "limits", "limit"),
    [
        ("while True: pass", Limits(cpu_seconds=0.5), Limit.CPU),
        ("import time; time.sleep(60)", Limits(wall_seconds=1), Limit.WALL),
        ("x = [bytearray(2**20) for _ in range(2000)]", Limits(memory_mebibytes=64), Limit.MEMORY),
        ("while True: print('x' * 1000)", Limits(), Limit.OUTPUT),
    ],
)
def test_limits_end_the_box(place: Place, source: str, limits: Limits, limit: Limit) -> None:
    """Seen from outside, where gVisor is one heap of processes."""
    ending = place.run(source, limits)
    assert (ending.manner, ending.limit) == (Manner.LIMIT, limit)
    assert left() == []


def test_processes_are_held_by_its_kernel(place: Place) -> None:
    """A fork too many fails."""
    source = """
import os, time
made = 0
try:
    for made in range(100):
        if os.fork() == 0: time.sleep(10)
except BlockingIOError:
    print(made, flush=True)
os._exit(0)
"""
    assert 8 <= int(place.run(source, Limits(processes=10)).output) <= 12


def test_network_holds_nothing_but_the_loopback(place: Place) -> None:
    """And not the host's: a server of the host is not to be reached."""
    source = """
import socket
own = socket.create_server(("127.0.0.1", 8123))
socket.create_connection(("127.0.0.1", 8123))
try:
    socket.create_connection(("127.0.0.1", PORT))
except ConnectionRefusedError:
    print("refused")
"""
    import socket  # noqa: PLC0415 (the program's text has the same word)

    with socket.create_server(("127.0.0.1", 0)) as server:
        said = place.run(source.replace("PORT", str(server.getsockname()[1]))).output
    assert said == b"refused\n"


def test_what_it_cannot_do_is_said(place: Place) -> None:
    """Before anything is started."""
    with pytest.raises(SandboxUnavailable, match=r"lends no sockets.*Unset QUINTAIN_BOXES"):
        place.sandbox.open(place.runtime, sockets=1)
    with pytest.raises(SandboxUnavailable):
        place.sandbox.open(place.runtime, listening=[443])
    with pytest.raises(SandboxUnavailable):
        place.sandbox.open(place.runtime, recording=Recording.PROGRAMS)
    with pytest.raises(SandboxUnavailable):
        place.sandbox.open(place.runtime, guarded=True)
    assert not place.sandbox.make_ready(place.runtime)
    assert left() == []


def test_killed_server_leaves_no_box_behind(place: Place) -> None:
    """Its processes die at once; the folder goes when the next one looks."""
    state = place.runtime.root.parents[1]
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER, str(state)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert server.stdout is not None
    with server:
        assert server.stdout.readline() == "open\n"
        server.kill()
    deadline = time.monotonic() + 10
    while [line for line in left(server.pid) if "\0" in line]:
        assert time.monotonic() < deadline, left(server.pid)
        time.sleep(0.05)
    gvisor.sweep()
    assert left(server.pid) == []


def test_switch_chooses_it_and_the_probe_tries_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """And says what is missing where it is."""
    monkeypatch.setenv("QUINTAIN_BOXES", "gvisor")
    assert Sandbox(tmp_path)._may_be_gvisor
    facts = probe(tmp_path)
    assert facts.boxes is not None
    assert facts.boxes.bubblewrap.name == "runsc"
    assert not facts.boxes.warm
    assert left() == []
    monkeypatch.setattr(gvisor, "SEARCHED", str(tmp_path))
    facts = probe(tmp_path)
    assert facts.boxes is None
    assert "lacks runsc" in facts.refusals[0].sentence


def test_trial_tells_what_runsc_says(tmp_path: Path) -> None:
    """A runsc that fails is no runsc."""
    broken = tmp_path / "runsc"
    broken.write_text("#!/bin/sh\necho refused by the test\nexit 1\n")
    broken.chmod(0o755)
    found = gvisor.find_gvisor(Users(None))
    assert gvisor.trial(gvisor.Gvisor(broken, found.setpriv, Users(None))) == "refused by the test"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_all_this_holds_for_an_ordinary_user_too() -> None:
    """Rootless, as it says."""
    home = Path(tempfile.mkdtemp())
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
        cwd=Path(__file__).parents[2],
        timeout=280,
    )
    shutil.rmtree(home)
    assert answer.returncode == 0, answer.stdout[-6000:] + answer.stderr[-2000:]
