"""A terminal in a box, with the learner's files in it."""

import contextlib
import os
import select
import termios
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

import pytest

from quintain.judge.errors import JudgeFault, SubmissionRefused
from quintain.judge.interactive.terminals import Terminal
from quintain.judge.judge import Judge
from quintain.packs.model.lab import Lab

pytestmark = pytest.mark.sample(most=10, of="file")

SECONDS = 30.0


@dataclass
class Sitting:
    """Somebody at the terminal."""

    terminal: Terminal
    line: int
    shown: bytes = b""

    def type(self, text: str) -> None:
        os.write(self.line, text.encode())

    def read(self, seconds: float) -> bool:
        """Take what is shown; False once it is over."""
        if not select.select([self.line], [], [], seconds)[0]:
            return True
        try:
            part = os.read(self.line, 65536)
        except OSError:
            return False
        self.shown += part
        return bool(part)

    def sees(self, text: str, seconds: float = SECONDS) -> bool:
        """Wait for a text, and forget what came before it."""
        until = time.monotonic() + seconds
        while text.encode() not in self.shown and time.monotonic() < until:
            if not self.read(0.1):
                break
        found = text.encode() in self.shown
        self.shown = self.shown.partition(text.encode())[2] if found else self.shown
        return found


@contextmanager
def sitting(judge: Judge, lab: Lab) -> Iterator[Sitting]:
    with closing(judge.open_terminal(lab, {"guests.py": "print('as saved')\n"})) as terminal:
        line = terminal.line()
        assert line is not None
        try:
            yield Sitting(terminal, line)
        finally:
            os.close(line)


@pytest.fixture
def seat(judge: Judge, guests: Lab) -> Iterator[Sitting]:
    with sitting(judge, guests) as seat:
        assert seat.sees(" $ ")
        yield seat


def test_shell_has_the_learners_files_and_python(seat: Sitting) -> None:
    """And canaries filled in, that are worth nothing elsewhere."""
    seat.type("ls; python3 guests.py; grep -c canary- guests.sql\n")
    assert seat.sees("guests.py")
    assert seat.sees("as saved")
    assert seat.sees("1")


def test_python_edits_lines_in_colour(seat: Sitting) -> None:
    """Its own prompt, with a terminal that it knows how to lead."""
    seat.type("python3 -q\n")
    assert seat.sees(">>> ")
    assert b"can't use pyrepl" not in seat.shown
    seat.type("6*7\r")
    assert seat.sees("42")


def test_it_is_a_terminal_with_a_size(seat: Sitting) -> None:
    """Which what runs in it is told of, again when it changes."""
    seat.terminal.resize(33, 77)
    seat.type("python3 -c 'import os; print(os.get_terminal_size(), os.isatty(0))'\n")
    assert seat.sees("columns=77, lines=33) True")
    assert seat.sees(" $ ")  # before that, the shell may set the size that it has found
    seat.terminal.resize(0, 10**9)
    seat.type("python3 -c 'import os; print(os.get_terminal_size())'\n")
    assert seat.sees("columns=500, lines=1)")


def test_size_that_the_shell_sets_back_is_told_again(seat: Sitting) -> None:
    """Before its prompt, it reads the size and sets what it has read: what it was told in between must not be lost."""
    terminal = seat.terminal
    read = termios.tcgetwinsize(seat.line)
    terminal.resize(33, 77)
    termios.tcsetwinsize(seat.line, read)
    terminal.keep_size()
    assert termios.tcgetwinsize(seat.line) == (33, 77)
    terminal.resize(40, 99)
    terminal.resize(40, 100)
    termios.tcsetwinsize(seat.line, (33, 77))
    terminal.keep_size()
    assert termios.tcgetwinsize(seat.line) == (40, 100)
    termios.tcsetwinsize(seat.line, (12, 34))
    terminal.keep_size()
    assert termios.tcgetwinsize(seat.line) == (12, 34), "a size that a program has chosen"


def test_ctrl_c_stops_what_runs_and_not_the_terminal(seat: Sitting) -> None:
    """Job control is the box's own."""
    # Naps: Python hears of a signal that comes in the moment before one sleep only after it.
    naps = 'import time; print("as" + "leep", flush=True); [time.sleep(0.1) for _ in range(990)]'
    seat.type(f"sleep_for() {{ python3 -c '{naps}'; }}; sleep_for\n")
    assert seat.sees("asleep")
    seat.type("\x03")
    assert seat.sees("KeyboardInterrupt")
    seat.type("echo still $((40 + 2))\n")
    assert seat.sees("still 42")


def test_flood_of_output_waits_for_its_reader(seat: Sitting) -> None:
    """Nobody reads, so it stops by itself and takes no memory; then all of it can be had."""
    seat.type("python3 -c \"print('y' * 3_000_000); print('the', 'end')\"\n")
    time.sleep(1)
    used = seat.terminal._box.cpu_seconds()
    time.sleep(0.5)
    assert seat.terminal._box.cpu_seconds() - used < 0.2
    assert seat.sees("the end")


def test_leaving_the_shell_ends_it(seat: Sitting) -> None:
    """The end has words, and the line is over."""
    seat.type("exit\n")
    assert seat.terminal.over(10) == "it ended itself"
    with contextlib.suppress(OSError):
        while os.read(seat.line, 65536):
            pass
    seat.terminal.close()
    assert seat.terminal.line() is None
    seat.terminal.resize(10, 10)
    seat.terminal.close()


def test_limits_of_the_box_hold_in_a_terminal(seat: Sitting) -> None:
    """Memory, here."""
    seat.type(
        "python3 -c 'import mmap; m = [mmap.mmap(-1, 2**26) for _ in range(8)]; [x.write(b\"x\" * 2**26) for x in m]'\n"
    )
    assert seat.terminal.over(30) in {"it took more memory than it may", None}
    if seat.terminal.over(0) is None:
        assert seat.sees("Error")


def test_only_submissions_of_this_lab(judge: Judge, guests: Lab) -> None:
    """What is refused as a submission is refused here."""
    with pytest.raises(SubmissionRefused):
        judge.open_terminal(guests, {"../x": ""})


def test_machine_without_a_terminal_says_so(judge: Judge, guests: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    """And leaves no box behind."""

    def none_left() -> tuple[int, int]:
        raise OSError

    monkeypatch.setattr(os, "openpty", none_left)
    with pytest.raises(JudgeFault, match="no terminal left"):
        judge.open_terminal(guests, {})
