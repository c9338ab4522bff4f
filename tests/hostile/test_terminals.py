"""Programs that attack by the terminal they were handed: whoever made it, and other learners' terminals."""

import os
import select
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from quintain.judge.interactive.terminals import Terminal
from quintain.judge.judge import Judge
from quintain.packs import load_lab
from quintain.packs.model.lab import Lab
from quintain.sandbox import Sandbox

pytestmark = [pytest.mark.sample(most=20, of="file"), pytest.mark.hostile]

GUESTS = Path(__file__).parents[1] / "judge" / "labs" / "guests"

ESCAPES = {
    "keys pushed into a terminal": """
        import fcntl
        for request in (0x5412, 0x541C, 0x5423):
            for descriptor in (0, 1, 2):
                fcntl.ioctl(descriptor, request, b"\\0\\0\\0\\0")
    """,
    "another line discipline": """
        import ctypes
        libc = ctypes.CDLL(None, use_errno=True)
        for number in range(1, 32):
            if libc.ioctl(0, 0x5423, ctypes.byref(ctypes.c_int(number))) == 0:
                raise SystemExit("ESCAPED")
        raise OSError
    """,
    "the other end by its name": """
        import os
        names = [os.readlink(f"/proc/self/fd/{number}") for number in (0, 1, 2)]
        os.open(names[0], os.O_RDWR)
    """,
    "another terminal": "import os; os.open('/dev/pts/0', os.O_RDWR)",
    "the other end by its number": "import fcntl; fcntl.ioctl(0, 0x5441, 0x80002)",
    "somebody else's session": "import os; os.tcsetpgrp(0, 1)",
    "processes outside": """
        import os, signal
        alive = sorted(int(name) for name in os.listdir('/proc') if name.isdecimal())
        print('processes', alive)
        assert len(alive) < 8
        os.kill(os.getppid() + 100000, signal.SIGTERM)
    """,
    "the console of the machine": "import fcntl; fcntl.ioctl(0, 0x541D)",
    "a hang-up of the line": "import fcntl; fcntl.ioctl(0, 0x5437)",
    "files that are not its own": "open('/box/main.py', 'a')",
    "a way out over the network": "import socket; socket.create_connection(('192.0.2.1', 80), 1)",
    "descriptors left over": """
        import os
        left = [name for name in os.listdir('/proc/self/fd') if int(name) > 3]
        assert not left, left
        raise OSError
    """,
}


@pytest.fixture(scope="module")
def judge(sandbox_folder: Path) -> Iterator[Judge]:
    """A judge whose runtimes are made once."""
    with Sandbox(sandbox_folder) as sandbox:
        yield Judge(sandbox)


@pytest.fixture(scope="module")
def lab() -> Lab:
    """A lab with a web app."""
    return load_lab(GUESTS)


@pytest.fixture
def terminal(judge: Judge, lab: Lab) -> Iterator[tuple[Terminal, int]]:
    """A terminal, and our end of it."""
    with closing(judge.open_terminal(lab, {})) as opened:
        line = opened.line()
        assert line is not None
        yield opened, line
        os.close(line)


def ask(line: int, program: str, until: str, seconds: float = 20.0) -> str:
    """Run a program at the prompt and read what is shown."""
    source = "\n".join(each[8:] if each.startswith(" " * 8) else each for each in program.strip("\n").split("\n"))
    packed = source.strip().encode().hex()
    os.write(line, f"python3 -c \"exec(bytes.fromhex('{packed}'))\"; echo do''ne\n".encode())
    shown, end = "", time.monotonic() + seconds
    while until not in shown and time.monotonic() < end:
        if select.select([line], [], [], 0.2)[0]:
            shown += os.read(line, 65536).decode(errors="replace")
    return shown


@pytest.mark.parametrize("attack", ESCAPES.values(), ids=ESCAPES.keys())
def test_terminal_opens_the_box_no_wider(terminal: tuple[Terminal, int], attack: str) -> None:
    """Each attempt ends in an error of the kernel's, and none in what it wanted."""
    shown = ask(terminal[1], attack, "done")
    assert "ESCAPED" not in shown
    assert "AssertionError" not in shown, shown
    assert any(word in shown for word in ("Error", "error")), shown


def test_server_keeps_its_own_terminal(terminal: tuple[Terminal, int]) -> None:
    """Making one for a learner has not made it the server's: a Ctrl-C in there must not end the classroom."""
    opened, line = terminal
    del opened
    before = os.getsid(0)
    assert "done" in ask(line, "print('x')", "done")
    os.write(line, b"\x03\x1c\x1a")
    ask(line, "print('x')", "done", 3)
    assert os.getsid(0) == before
    try:
        mine = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY)
    except OSError:
        return  # this process has none, before and after
    try:
        assert os.ttyname(mine) != os.ttyname(line)
    finally:
        os.close(mine)


def test_box_that_closes_its_end_is_over(terminal: tuple[Terminal, int]) -> None:
    """Our end says so at once, and nothing is left running when it is closed."""
    opened, line = terminal
    os.write(line, b"exec python3 -c 'import os, time; os.closerange(0, 3); time.sleep(99)'\n")
    end = time.monotonic() + 10
    while time.monotonic() < end:
        if select.select([line], [], [], 0.2)[0]:
            try:
                if not os.read(line, 65536):
                    break
            except OSError:
                break
    opened.close()
    assert opened.over(1) is not None


def test_switches_of_the_line_are_the_boxs_own(judge: Judge, lab: Lab) -> None:
    """What a program sets on its terminal, another learner's does not meet."""
    with closing(judge.open_terminal(lab, {})) as one, closing(judge.open_terminal(lab, {})) as other:
        lines = [each.line() for each in (one, other)]
        assert lines[0] is not None
        assert lines[1] is not None
        ask(lines[0], "import termios as t; a = t.tcgetattr(0); a[3] = 0; t.tcsetattr(0, t.TCSANOW, a)", "done", 5)
        os.write(
            lines[0], b"exec python3 -c 'import termios as t; t.tcflow(0, t.TCOOFF); import time; time.sleep(9)'\n"
        )
        assert "seen" in ask(lines[1], "print('se' + 'en')", "done")
        for line in lines:
            assert line is not None
            os.close(line)
