"""The lab about one-time passwords decides itself in which order requests go on that come together."""

import importlib.util
import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

MEETING = Path(__file__).parents[2] / "content/python-security/labs/totp/starter/meeting.py"
REQUESTS, STEPS = 5, 4


@pytest.fixture
def meeting(tmp_path: Path) -> ModuleType:
    """The module, told that some requests come together."""
    copy = Path(shutil.copy(MEETING, tmp_path))
    (tmp_path / "meeting.txt").write_text(str(REQUESTS))
    spec = importlib.util.spec_from_file_location("meeting", copy)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run(work: Callable[[int], None]) -> None:
    """Let all requests come."""
    threads = [threading.Thread(target=work, args=(number,)) for number in range(REQUESTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_requests_take_turns_in_one_order(meeting: ModuleType) -> None:
    """One at a time goes on until its next query, and each round is in the order of the first one."""
    steps: list[int] = []
    inside: list[int] = []

    def work(number: int) -> None:
        with meeting.visit():
            for _ in range(STEPS):
                inside.append(number)
                time.sleep(0.001)  # any other that may go on would be inside now
                assert inside == [number], "two requests go on at the same time"
                inside.remove(number)
                steps.append(number)
                meeting.pause()

    run(work)
    order = steps[:REQUESTS]
    assert sorted(order) == list(range(REQUESTS)), steps
    assert steps == order * STEPS


def test_request_that_waits_for_a_lock_is_passed_over(meeting: ModuleType) -> None:
    """The one that holds the lock goes on, and the others after it, so nobody waits for ever."""
    lock, taken = threading.Lock(), []

    def work(number: int) -> None:
        with meeting.visit(), lock:
            for _ in range(STEPS):
                taken.append(number)
                meeting.pause()

    run(work)
    each = taken[::STEPS]
    assert sorted(each) == list(range(REQUESTS)), taken
    assert taken == [number for number in each for _ in range(STEPS)]


def test_requests_that_come_alone_do_not_wait(meeting: ModuleType, tmp_path: Path) -> None:
    """The server runs so, unless the judge says otherwise."""
    (tmp_path / "meeting.txt").write_text("1")
    with meeting.visit():
        meeting.pause()
    assert meeting.here == []
