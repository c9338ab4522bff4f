"""A box that lies ready: who closes what it holds."""

import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from quintain.sandbox.idle_box import IdleBox


@pytest.fixture
def held() -> Iterator[ExitStack]:
    """What a test opens, closed after it."""
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def idle(held: ExitStack) -> IdleBox:
    """A box whose process sleeps."""
    process = held.enter_context(subprocess.Popen(["sleep", "60"]))
    held.callback(process.kill)
    ours, theirs = socket.socketpair()
    held.enter_context(theirs)
    reading, writing = os.pipe()
    held.callback(os.close, writing)
    return IdleBox(ours, reading, process.pid, lambda: None)


def descriptors() -> set[int]:
    return {int(each.name) for each in Path("/proc/self/fd").iterdir()}


def test_a_box_that_is_discarded_leaves_nothing_open(idle: IdleBox) -> None:
    """Its handle, its pipe and its channel."""
    before = descriptors()
    idle.discard()
    assert len(before - descriptors()) == 3


def test_a_box_that_was_adopted_is_closed_once(idle: IdleBox, held: ExitStack) -> None:
    """Where its supervisor fails early, both who watched it and who opened it clear away.

    A second close would meet another file that has the number by then: that of the sandboxes' file systems, say.
    """
    reading, writing = os.pipe()
    held.callback(os.close, reading)
    held.callback(os.close, writing)
    process = idle.adopt(writing, writing)
    process.close()
    others = [os.open("/dev/null", os.O_RDONLY) for _ in range(4)]
    assert process.handle in others
    idle.discard()
    assert set(others) <= descriptors()
    for each in others:
        os.close(each)
