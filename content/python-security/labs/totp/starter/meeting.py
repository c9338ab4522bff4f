"""Lets requests that come together take turns: each goes on to its next query, and then the next one has its turn.

How many come together is written in meeting.txt. With 1, which is how the server runs, nobody waits. The judge uses it
so that no luck is needed for two requests to meet between a look and a change.

A request that has the turn may wait for a lock of another one. The operating system tells: a thread that waits for a
lock sleeps without a break. Then the turn passes on, so no clock decides, however busy the machine is.
"""

import threading
from contextlib import contextmanager
from pathlib import Path

FILE = Path(__file__).with_name("meeting.txt")
DOOR_SECONDS = 10.0
POLL_SECONDS = 0.02  # a thread that only waits for the interpreter wakes up more often than this
POLLS = 3
NAPS = 40  # one that tries again and again to get a lock sleeps more often

changed = threading.Condition()
here = []  # the threads of the requests that are here, in the order of their turns
ready = set()  # those that wait for their turn
current = None  # the one whose turn it is


def expected():
    """Return how many requests come together."""
    return int(FILE.read_text())


@contextmanager
def visit():
    """Wait at the door until all are here, and then for the first turn."""
    me, count = threading.get_native_id(), expected()
    if count < 2:
        yield
        return
    with changed:
        here.append(me)
        ready.add(me)
        changed.notify_all()
        changed.wait_for(lambda: current is not None or len(here) >= count, DOOR_SECONDS)
    try:
        wait_for_turn(me)
        yield
    finally:
        with changed:
            if current == me:
                pass_on()
            here.remove(me)


def pause():
    """Let the others have their turn."""
    me = threading.get_native_id()
    if me in here:
        with changed:
            ready.add(me)
            if current == me:
                pass_on()
        wait_for_turn(me)


def pass_on():
    """Give the turn to the next one who waits for it."""
    global current
    place = here.index(current) + 1 if current in here else 0
    current = next((each for each in here[place:] + here[:place] if each in ready), None)
    changed.notify_all()


def wait_for_turn(me):
    """Wait until it is this thread's turn, and watch the one whose turn it is meanwhile."""
    watched, first, before, polls = None, 0, 0, 0
    with changed:
        while current != me:
            if current is None:
                pass_on()
                continue
            changed.wait(POLL_SECONDS)
            sleeps, naps = activity(current)
            if watched != current:
                watched, first, before = current, naps, -1
            polls = polls + 1 if sleeps and naps == before else 0
            before = naps
            if current != me and (polls >= POLLS or naps - first > NAPS):
                pass_on()
        ready.discard(me)


def activity(thread):
    """Tell whether a thread sleeps, and how often it has gone to sleep so far."""
    try:
        lines = Path(f"/proc/self/task/{thread}/status").read_text().splitlines()
    except OSError:
        return True, 0  # it is gone
    facts = dict(line.split(":\t", 1) for line in lines if ":\t" in line)
    return facts["State"].startswith("S"), int(facts["voluntary_ctxt_switches"])
