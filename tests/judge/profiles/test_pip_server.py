"""Pip that is forked from a process which has imported it does what ``python -m pip`` of a new interpreter does."""

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quintain.judge.harness.inside.pip_server import CLIENT, Order, led
from quintain.judge.judge import Judge
from quintain.judge.profiles.package import PackageBox
from quintain.judge.suspect.evidence import Log
from quintain.judge.worker.check_runner import CheckContext
from quintain.packs import load_lab
from quintain.packs.model.lab import Limits
from tests.judge.meeting import observe

LAB = Path(__file__).parents[3] / "content" / "python-security" / "labs" / "dependency-confusion"
# Python reads this variable at its start, so that neither the program nor pip can be forked.
NEW_INTERPRETER = {"PYTHONHASHSEED": "0"}
PIP = "import os, subprocess, sys\npip = [sys.executable, '-m', 'pip']\n"

COMMANDS = {
    "version": "print(subprocess.run([*pip, '--version'], capture_output=True))",
    "what it does not know": "print(subprocess.run([*pip, 'fly'], capture_output=True))",
    "no command": "print(subprocess.run(pip, capture_output=True, text=True))",
    "an option too many": "print(subprocess.run([*pip, 'list', '--nothing'], capture_output=True))",
    "what is installed": "print(subprocess.run([*pip, 'list', '--format', 'json'], capture_output=True).stdout)",
    "its settings": "print(subprocess.run([*pip, 'config', 'debug'], capture_output=True).stdout)",
    "input and words": "print(subprocess.run([*pip, 'hash', '-'], input=b'x', capture_output=True))",
    "another folder": "os.mkdir('in'); print(subprocess.run([*pip, 'hash', '../install.py'], cwd='in').returncode)",
    "an environment of its own": "print(subprocess.run([*pip, 'config', 'list'], env={'PIP_TIMEOUT': '7'}).returncode)",
    "ended": "child = subprocess.Popen([*pip, 'hash', '/dev/stdin'], stdin=subprocess.PIPE)\n"
    "child.terminate()\nprint(child.wait())",
    "several at once": "children = [subprocess.Popen([*pip, 'hash', name], stdout=-1, stderr=-1)\n"
    "    for name in ('pip.conf', 'none')]\n"
    "print([(child.communicate(), child.wait()) for child in children])",
}
IN_THE_WAY = {
    "pip/__main__.py": "print('mine')",
    "pip.py": "print('mine')",
}

OTHER_CALLS: list[list[Any]] = [
    [sys.executable, "-I", "-m", "pip"],
    [sys.executable, "-m", "pip2"],
    [sys.executable, "-mpip"],
    ["python", "-m", "pip"],
    [sys.executable],
    [],
    [None, "-m", "pip"],
]

type Enter = Callable[[str, Callable[[PackageBox], object]], None]


@pytest.fixture
def enter(judge: Judge) -> Enter:
    """Let a function meet a program in a warm box of the lab whose runtime has pip."""

    def meet(source: str, work: Callable[[PackageBox], object]) -> None:
        lab = load_lab(LAB)
        lab = replace(lab, run=replace(lab.run, limits=Limits(wall_seconds=20)))
        assert judge._sandbox.make_ready(judge.runtime(lab))

        def meet_program(context: CheckContext) -> None:
            assert isinstance(context.box, PackageBox)
            work(context.box)

        observe(judge, lab, {"install.py": source}, meet_program)

    return meet


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_what_comes_of_pip_is_the_same(enter: Enter, command: str) -> None:
    """Output, errors and status, for one that is forked and one that has an interpreter of its own."""

    def work(box: PackageBox) -> None:
        forked = box.run("install.py")
        box.begin(Log({}))
        new = box.run("install.py", env=NEW_INTERPRETER)
        assert (forked.code, forked.out, forked.err) == (new.code, new.out, new.err)
        assert forked.out

    enter(PIP + command, work)


def test_pip_is_forked(enter: Enter) -> None:
    """It begins without an import, and the program itself cannot tell by what it has asked for."""
    source = PIP + (
        "import resource\nchild = subprocess.run([*pip, '--version'], stdout=subprocess.DEVNULL)\n"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN)\nprint(child.args == [*pip, '--version'])\n"
        "print(used.ru_utime + used.ru_stime < 0.1)"
    )

    def work(box: PackageBox) -> None:
        assert box.run("install.py").out == b"True\nTrue\n"

    enter(source, work)


@pytest.mark.parametrize("path", IN_THE_WAY)
def test_file_in_the_folder_comes_before_pip(enter: Enter, path: str) -> None:
    """Python looks there first for what -m needs; a fork that has imported it already would not."""
    source = PIP + (
        "if '/' in sys.argv[1]:\n    os.mkdir('pip')\n    open('pip/__init__.py', 'w').close()\n"
        "with open(sys.argv[1], 'w') as file:\n    file.write(sys.argv[2])\n"
        "print(subprocess.run([*pip, '--version'], capture_output=True).stdout)"
    )

    def work(box: PackageBox) -> None:
        assert box.run("install.py", path, IN_THE_WAY[path]).out == b"b'mine\\n'\n"

    enter(source, work)


def test_who_asks_for_it_can_be_anybody(enter: Enter) -> None:
    """Nonsense, floods and silence at its address keep nobody from pip, and nothing of them meets the next check."""
    source = PIP + (
        "import socket\nlines = []\n"
        "orders = [b'', b'\\0', b'x' * 50_000, b'/\\0-1', b'/\\0999999', b'/\\0nothing', b'/\\0' + b'1\\0' * 20_000]\n"
        "for said in orders:\n"
        "    line = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)\n    line.connect('\\0pip')\n"
        "    try:\n        socket.send_fds(line, [said], [0] * (len(said) % 5)) if said else None\n"
        "    except OSError:\n        pass\n    line.close() if len(lines) % 2 else lines.append(line)\n"
        "print(subprocess.run([*pip, '--version'], capture_output=True).stdout[:6])"
    )

    def work(box: PackageBox) -> None:
        assert box.run("install.py").out == b"b'pip 26'\n"
        box.begin(Log({}))
        assert box.run("install.py").out == b"b'pip 26'\n"

    enter(source, work)


def test_program_that_kills_it_has_only_lost_time(enter: Enter) -> None:
    """Its next call starts an interpreter, and the next check finds everything as it was."""
    source = PIP + (
        "import signal\n"
        "def parent(number):\n"
        "    try:\n        with open(f'/proc/{number}/stat') as file:\n"
        "            return int(file.read().rpartition(')')[2].split()[1])\n"
        "    except OSError:\n        return 0\n"
        "if len(sys.argv) > 1:\n"
        "    numbers = set(map(int, filter(str.isdigit, os.listdir('/proc')))) - {os.getpid()}\n"
        "    [server] = [number for number in numbers if parent(number) == os.getppid()]\n"
        "    os.kill(server, signal.SIGKILL)\n"
        "print(subprocess.run([*pip, '--version'], capture_output=True).stdout[:6], len(sys.orig_argv) - len(sys.argv))"
    )

    def work(box: PackageBox) -> None:
        assert box.run("install.py", "kill").out == b"b'pip 26' 1\n"
        box.begin(Log({}))
        assert box.run("install.py").out == b"b'pip 26' 1\n"

    enter(source, work)


def test_only_the_plain_call_is_led_to_it() -> None:
    """Another interpreter, another module and options of the interpreter are what they were."""
    executable = os.fsencode(sys.executable)
    plain = [sys.executable, "-m", "pip", "install", "x"]
    assert led(plain, [executable]) == ([sys.executable, *CLIENT, "install", "x"], [executable])
    assert led([os.fsencode(word) for word in plain], (executable,))[0] == [sys.executable, *CLIENT, "install", "x"]
    for args in OTHER_CALLS:
        assert led(args, [executable]) == (args, [executable])
    assert led(plain, [b"/bin/sh"]) == (plain, [b"/bin/sh"])


@given(st.binary(max_size=60))
def test_message_is_read_or_refused(body: bytes) -> None:
    """Whatever a program sends to the address of pip is an order, or a ValueError."""
    try:
        order = Order.read(body)
    except ValueError:
        return
    assert len(order.argv) <= body.count(b"\0") - 1
