"""Process 1 of a box: it stays beside what the box is for, and is as closed as that."""

import os
import time
from pathlib import Path

from quintain.sandbox import Box, Limits, processes
from quintain.sandbox.idle_box import WarmProcess
from tests.sandbox.conftest import Place

REAPER = {"Seccomp": "2", "NoNewPrivs": "1", "CapInh": "0", "CapPrm": "0", "CapEff": "0", "CapAmb": "0"}


def process_one_of(box: Box) -> int:
    """Return the host's id of process 1: the root of a warm box, and bubblewrap's child in a cold one."""
    process = box._supervisor.process
    assert process is not None
    return process.root if isinstance(process, WarmProcess) else processes.children(process.root)[0]


def facts_of(pid: int) -> dict[str, str]:
    """Return what the kernel says of a process, in the form of ``REAPER``."""
    lines = (line.split() for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    return {name[:-1]: words[0].lstrip("0") or "0" for name, *words in lines if name[:-1] in REAPER}


def wait_until_shut_in(box: Box) -> None:
    """Wait for what process 1 does last; it shuts itself in while the program begins."""
    until = time.monotonic() + 30
    while facts_of(process_one_of(box)) != REAPER and time.monotonic() < until:
        os.sched_yield()
    assert facts_of(process_one_of(box)) == REAPER


def test_process_one_has_the_filter_and_no_power(place: Place) -> None:
    """It is no way around the filter: whoever got hold of it could call no more than the program can."""
    with place.open("channel.send(b'!'); channel.recv(1)", Limits(wall_seconds=60)) as box:
        assert box.channel.recv(1) == b"!"
        wait_until_shut_in(box)
        (program,) = processes.children(process_one_of(box))
        assert facts_of(program)["Seccomp"] == "2"


def test_process_one_keeps_nothing_that_is_lent(place: Place) -> None:
    """A server outside that has closed its socket is gone: nothing in the box still holds it open."""
    connect = """
import socket
channel.send(b"!")
channel.recv(1)
try:
    socket.create_connection(("127.0.0.1", 8000), timeout=5).close()
    print("there")
except ConnectionRefusedError:
    print("gone")
"""
    with place.open(connect, Limits(wall_seconds=60), listening=(8000,)) as box:
        assert box.channel.recv(1) == b"!"
        wait_until_shut_in(box)
        box.listening[0].close()
        box.channel.sendall(b"!")
        assert box.wait(30) is not None
    assert box.close().output == b"gone\n"
