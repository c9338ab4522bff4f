"""A box: the channel, borrowed sockets, time seen from outside, and how it ends."""

import os
import resource
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from quintain.sandbox import Box, BoxNotStarted, Limits, Manner, Runtime, processes
from quintain.sandbox.interpreter import base_interpreter
from quintain.sandbox.rootfs import link_rootfs
from quintain.sandbox.trees import TREES
from tests.sandbox.conftest import Place

pytestmark = pytest.mark.sample(most=16, of="file")

ECHO = "channel.sendall(channel.recv(100).upper())"
SERVE = """
import resource
import socket
server = socket.create_server(("127.0.0.1", 8000))
channel.sendall(b"up")
while True:
    visitor, _ = server.accept()
    visitor.sendall(b"hello " + visitor.recv(100))
    visitor.close()
"""
CONNECT = """
import socket
try:
    socket.create_connection(("127.0.0.1", 444))
except ConnectionRefusedError:
    print("refused")
for address in (("reports.lab.test", 443), ("other.lab.test", 8000)):
    with socket.create_connection(address, timeout=5) as server:
        server.sendall(b"hello")
        print(server.recv(100).decode(), flush=True)
"""
TAKE_OVER = """
import socket
codes = []
for address, option in (
    (("127.0.0.1", 8000), socket.SO_REUSEADDR), (("0.0.0.0", 8000), socket.SO_REUSEPORT), (("127.0.0.1", 443), None)
):
    with socket.socket() as mine:
        if option:
            mine.setsockopt(socket.SOL_SOCKET, option, 1)
        try:
            mine.bind(address)
            mine.listen()
            codes.append(0)
        except OSError as error:
            codes.append(error.errno)
print(*codes)
"""
WORK_ON_DEMAND = """
import os
def work(): sum(range(400_000))
while order := channel.recv(1):
    if order == b"w": work()
    if order == b"c":
        if os.fork() == 0:
            work()
            os._exit(0)
        os.wait()
    channel.sendall(order)
"""


def test_channel_carries_bytes_both_ways(place: Place) -> None:
    """What is sent comes to the program, and its answer comes back."""
    with place.open(ECHO) as box:
        box.channel.sendall(b"hello")
        assert box.channel.recv(100) == b"HELLO"


def test_channel_ends_with_the_program(place: Place) -> None:
    """The end of the program is the end of the stream, even while process 1 lives."""
    with place.open("print('done')") as box:
        assert box.channel.recv(100) == b""
        ending = box.close()
    assert (ending.manner, ending.status, ending.output) == (Manner.EXITED, 0, b"done\n")


def test_guarded_program_is_closed_to_what_it_starts(place: Place) -> None:
    """A program of the same user in the same box cannot reach into it; without the guard it can."""
    look = (
        "import os, sys; print(os.access(f'/proc/{os.getppid()}/mem', os.R_OK), os.access('/proc/self/mem', os.R_OK))"
    )
    source = f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {look!r}])"
    assert place.run(source).output == b"True True\n"
    code = source.encode()
    with place.sandbox.open(place.runtime, guarded=True) as box:
        box.channel.sendall(len(code).to_bytes(4) + code)
        assert box.wait(20) is not None
    assert box.close().output == b"False True\n"


def test_borrowed_sockets_reach_servers_in_the_box(place: Place) -> None:
    """Sockets made in the box's network dial its 127.0.0.1 from outside."""
    with place.open(SERVE, sockets=3) as box:
        assert box.channel.recv(2) == b"up"
        assert len(box.borrowed) == 3
        for name, dialled in zip((b"ada", b"bob", b"cy"), box.borrowed, strict=True):
            dialled.settimeout(5)
            dialled.connect(("127.0.0.1", 8000))
            dialled.sendall(name)
            assert dialled.recv(100) == b"hello " + name


def test_borrowed_sockets_do_not_reach_the_host(place: Place) -> None:
    """The host's own 127.0.0.1 is another network."""
    with (
        socket.create_server(("127.0.0.1", 0)) as host,
        place.open(ECHO, sockets=1) as box,
        pytest.raises(ConnectionRefusedError),
    ):
        box.borrowed[0].connect(host.getsockname())


def test_listening_sockets_are_reached_from_the_box(place: Place) -> None:
    """The program's 127.0.0.1 has servers that sit outside, on low ports too, and found by name."""
    with place.open(CONNECT, listening=(443, 8000)) as box:
        assert len(box.listening) == 2
        assert box.borrowed == []
        for listener in box.listening:
            listener.settimeout(5)
            visitor, _ = listener.accept()
            with visitor:
                visitor.sendall(visitor.recv(100).upper())
        assert box.wait(20) is not None
    assert box.close().output == b"refused\nHELLO\nHELLO\n"
    assert all(listener.fileno() < 0 for listener in box.listening)


def test_nobody_else_hears_on_a_listening_port(place: Place) -> None:
    """The program cannot take the place of the server outside."""
    with place.open(TAKE_OVER, listening=(8000,)) as box:
        assert box.wait(20) is not None
    assert box.close().output == b"98 98 13\n"


def order(box: Box, letter: bytes) -> float:
    """Let the program do one piece of work; return its processor time in seconds, seen from outside."""
    before = box.cpu_seconds()
    box.channel.sendall(letter)
    assert box.channel.recv(1) == letter
    return box.cpu_seconds() - before


def test_cpu_time_is_seen_from_outside_and_finely(place: Place) -> None:
    """A few milliseconds of work show; waiting does not."""
    with place.open(WORK_ON_DEMAND) as box:
        order(box, b"i")
        worked = min(order(box, b"w") for _ in range(3))
        idle = min(order(box, b"i") for _ in range(5))
        time.sleep(0.2)
        assert box.cpu_seconds() < 1
        assert idle < 0.001 < worked < 0.2
        assert idle < worked / 5


def test_cpu_time_of_dead_children_is_kept(place: Place) -> None:
    """Work done in children that have ended counts, in steps of 10 ms."""
    with place.open(WORK_ON_DEMAND) as box:
        order(box, b"i")
        alone = sum(order(box, b"w") for _ in range(10))
        in_children = sum(order(box, b"c") for _ in range(10))
        assert in_children > alone / 2
        assert box.close().cpu_seconds >= alone + in_children - 0.02


def test_cpu_time_never_goes_back(place: Place) -> None:
    """A child that dies takes nothing out of the sum, not even for a moment."""
    with place.open(WORK_ON_DEMAND) as box:
        seen = []
        for _ in range(20):
            order(box, b"c")
            seen.append(box.cpu_seconds())
        ending = box.close()
        assert seen == sorted(seen)
        assert box.cpu_seconds() == ending.cpu_seconds >= seen[-1]


def test_status_signal_and_output_are_told(place: Place) -> None:
    """The end is told as it was, standard output and error mixed in order."""
    source = "import os, sys\nos.write(1, b'one ')\nos.write(2, b'two')\nsys.exit(7)"
    ending = place.run(source)
    assert (ending.manner, ending.status, ending.signal, ending.output) == (Manner.EXITED, 7, None, b"one two")
    killed = place.run("import os; os.kill(os.getpid(), 15)")
    assert (killed.manner, killed.status, killed.signal) == (Manner.SIGNALLED, None, 15)


def test_exception_is_printed_and_status_one(place: Place) -> None:
    """A program that fails ends as Python programs do."""
    ending = place.run("1 / 0")
    assert ending.status == 1
    assert ending.output.endswith(b"ZeroDivisionError: division by zero\n")


def test_close_ends_what_still_runs(place: Place) -> None:
    """Closing a running box waits for no limit of it, and a second close tells the same."""
    box = place.open("import time; time.sleep(60)")
    ending = box.close()
    assert ending.manner is Manner.CLOSED
    assert box.close() == ending
    assert box.channel.fileno() == -1


def test_output_can_be_read_before_the_end(place: Place) -> None:
    """What a living program has written so far is there to see."""
    with place.open("import time; print('so far', flush=True); channel.sendall(b'x'); time.sleep(60)") as box:
        assert box.channel.recv(1) == b"x"
        for _ in range(50):
            if box.output():
                break
            time.sleep(0.02)
        assert box.output() == b"so far\n"


def test_box_outlives_the_thread_that_opened_it(place: Place) -> None:
    """Worker threads come and go; a box belongs to the process."""
    opened: list[Box] = []
    thread = threading.Thread(target=lambda: opened.append(place.open(ECHO)))
    thread.start()
    thread.join()
    with opened[0] as box:
        time.sleep(0.1)
        box.channel.sendall(b"still here")
        assert box.channel.recv(100) == b"STILL HERE"


def test_many_boxes_at_once(place: Place) -> None:
    """Boxes do not mix up their streams."""
    boxes = [place.open(ECHO) for _ in range(6)]
    for number, box in enumerate(boxes):
        box.channel.sendall(b"box %d" % number)
    assert [box.channel.recv(100) for box in boxes] == [b"BOX %d" % number for number in range(6)]
    assert all(box.close().status in {0, None} for box in boxes)


def test_argv_and_environment_are_what_was_asked_for(place: Place) -> None:
    """The program sees its arguments and variables, and none of the server's."""
    with place.sandbox.open(place.runtime, ("/box/main.py", "one", "two")) as box:
        source = b"import os, sys; print(sys.argv, sorted(os.environ), os.getcwd())"
        box.channel.sendall(len(source).to_bytes(4) + source)
        assert box.wait(10) is not None
        assert box.close().output.decode() == (
            "['/box/main.py', 'one', 'two'] "
            "['HOME', 'LANG', 'OPENBLAS_NUM_THREADS', 'PATH', 'PYTHONDONTWRITEBYTECODE', 'QUINTAIN_CHANNEL'] "
            "/lab\n"
        )


def test_ordinary_programs_work(place: Place) -> None:
    """Subprocess, shell, tar, threads, sqlite, localhost by name, temporary files, and copies with their metadata."""
    source = """
import asyncio, concurrent.futures, hashlib, multiprocessing.dummy, shutil, socket, sqlite3, ssl, subprocess, sys
import tempfile
done = []
done.append(subprocess.run(["sh", "-c", "echo shell"], capture_output=True, text=True).stdout)
done.append(subprocess.run([sys.executable, "-c", "print('child')"], capture_output=True, text=True, env={}).stdout)
open("a.txt", "w").write("a")
shutil.copy2("a.txt", "b.txt")
shutil.copytree("/lab", "/tmp/copy")
done.append(subprocess.run(["tar", "cf", "x.tar", "a.txt", "b.txt"]).returncode)
done.append(subprocess.run(["tar", "tf", "x.tar"], capture_output=True, text=True).stdout)
done.append(sqlite3.connect("x.db").execute("select 1 + 1").fetchone())
done.append(socket.getaddrinfo("localhost", 80, socket.AF_INET)[0][4])
with concurrent.futures.ThreadPoolExecutor(20) as pool: done.append(sum(pool.map(int, "12345")))
done.append(asyncio.run(asyncio.sleep(0, "loop")))
with tempfile.NamedTemporaryFile() as file: done.append(file.name.startswith("/tmp/"))
done.append(len(hashlib.scrypt(b"x", salt=b"y", n=1024, r=8, p=1)))
print(done)
"""
    assert place.run(source).output.decode() == (
        "['shell\\n', 'child\\n', 0, 'a.txt\\nb.txt\\n', (2,), ('127.0.0.1', 80), 15, 'loop', True, 64]\n"
    )


@contextmanager
def one_descriptor_left() -> Iterator[None]:
    """Lower the limit to what is in use, and fill the gaps below it, all but one."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    highest = max(int(entry.name) for entry in Path("/proc/self/fd").iterdir())
    resource.setrlimit(resource.RLIMIT_NOFILE, (highest + 2, hard))
    filling = []
    try:
        with suppress(OSError):
            while True:
                filling.append(os.open("/dev/null", os.O_RDONLY))
        os.close(filling.pop())
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        for each in filling:
            os.close(each)


def test_server_without_descriptors_is_told(place: Place) -> None:
    """A box that cannot be started is an error with a way out, and costs nothing."""
    place.sandbox.make_ready(place.runtime)
    holder, places = TREES.holder, dict(TREES.places)
    with (
        one_descriptor_left(),
        pytest.raises(BoxNotStarted, match="A sandbox could not be started") as caught,
        place.open("pass"),
    ):
        pass
    assert "open files" in caught.value.remedy
    assert place.run("print('again')").output == b"again\n"
    assert (TREES.holder, TREES.places) == (holder, places), "the trees were moved"


def test_stage_that_fails_is_told(place: Place, tmp_path: Path) -> None:
    """What the init program said is in the sentence."""
    tmp_path.chmod(0o755)
    link_rootfs(place.runtime.root, tmp_path / "root")
    (tmp_path / "root" / "lab").rmdir()
    with pytest.raises(BoxNotStarted, match=r"FileNotFoundError: .*mount /lab"):
        place.sandbox.open(Runtime(tmp_path / "root", "without a folder"))


def test_limits_can_be_left_out(place: Place) -> None:
    """The defaults are those of the model."""
    source = "import resource; print(resource.getrlimit(resource.RLIMIT_NOFILE))"
    assert place.run(source).output == b"(%d, %d)\n" % (Limits().open_files, Limits().open_files)


def test_box_that_computes_for_long_gives_way(place: Place) -> None:
    """It and what it starts run at the lowest priority from then on; a box that only waits keeps its own."""
    burn = "import os\nos.fork()\nchannel.sendall(b'x')\nwhile True: pass"
    wait = "channel.sendall(b'x')\nchannel.recv(1)"
    limits = Limits(wall_seconds=30, cpu_seconds=20)
    with place.open(burn, limits) as busy, place.open(wait, limits) as idle:
        for box in (busy, idle):
            box.channel.recv(1)
        process, other = busy._supervisor.process, idle._supervisor.process
        assert process is not None
        assert other is not None
        deadline = time.monotonic() + 20
        while not gives_way(process.root) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert gives_way(process.root)
        assert os.getpriority(os.PRIO_PROCESS, other.root) == os.getpriority(os.PRIO_PROCESS, 0)


def gives_way(root: int) -> bool:
    """Whether all that runs below a process has the lowest priority."""
    return all(os.getpriority(os.PRIO_PROCESS, pid) == processes.NICEST for pid in processes.tree(root))


UNDER_A_SERVICE_MANAGER = """
import os, signal, sys
for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP, signal.SIGCHLD}:
    signal.signal(number, signal.SIG_IGN)
signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
os.execv(sys.executable, [sys.executable, "-c", *sys.argv[1:]])
"""
SERVER = """
import pathlib, sys
from quintain.sandbox import RuntimeSpec, Sandbox
from tests.sandbox.conftest import HARNESS, Place
_, state, kind, source = sys.argv
with Sandbox(pathlib.Path(state), warm=kind == "warm") as sandbox:
    place = Place(sandbox, sandbox.runtime(RuntimeSpec(None, ("sh", "tar"), HARNESS)))
    assert sandbox.make_ready(place.runtime) is (kind == "warm")
    sys.stdout.write(place.run(source).output.decode())
"""
SIGNALS_OF_A_PROGRAM = """
import os, signal, sys
code = "print([line for line in open('/proc/self/status') if line.startswith(('SigB', 'SigI', 'SigC'))], flush=True)"
print([(number.name, signal.getsignal(number)) for number in (signal.SIGINT, signal.SIGPIPE, signal.SIGHUP,
      signal.SIGQUIT, signal.SIGTERM)], signal.pthread_sigmask(signal.SIG_BLOCK, ()), flush=True)
exec(code)
os.execv(sys.executable, [sys.executable, "-I", "-c", code])
"""


@pytest.mark.parametrize("kind", ["cold", "warm"])
def test_program_takes_signals_as_python_does_whatever_its_server_ignores(state: Path, kind: str) -> None:
    """A server under nohup, or of a service manager, may ignore or block any; a program must not find that out."""
    command = [sys.executable, "-c", UNDER_A_SERVICE_MANAGER, SERVER, str(state), kind, SIGNALS_OF_A_PROGRAM]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    told = subprocess.run(command, capture_output=True, text=True, check=True, env=environment, timeout=120).stdout
    by_hand = subprocess.run(
        [base_interpreter().executable, "-I", "-c", SIGNALS_OF_A_PROGRAM],
        capture_output=True, text=True, check=True, timeout=60, restore_signals=True,
    ).stdout  # fmt: skip
    assert "('SIGINT', <built-in function default_int_handler>)" in told
    assert "('SIGPIPE', <Handlers.SIG_IGN: 1>), ('SIGHUP', <Handlers.SIG_DFL: 0>)" in told
    assert "set()" in told
    assert told == by_hand
