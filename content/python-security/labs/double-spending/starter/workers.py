"""Carries out two requests at the same moment, for the judge's tests and for your exploit.

The shop has several worker processes. Here, two of them carry out one request each, and stop before each SQL statement
and before each file that they open, create or remove. An order such as "AAB" says which of them continues.
"""

import importlib
import itertools
import json
import os
import select
import sqlite3
import sys
import time
from pathlib import Path

FOLDER = str(Path(__file__).parent)
FILE_EVENTS = {"open", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.symlink"}
POLL_SECONDS = 0.001
POLLS = 3
MOST_AT_ONCE = 30
IMPATIENT_STEPS = 4000
DAY = 86_400


def together(order, first, second):
    """Carry out two requests, each a list of a function of cards.py and its arguments.

    Each letter of the order lets one worker take one step: A has the first request, B the second. A worker that waits
    for a lock of the other one goes on waiting. After the last letter, A runs to its end, and then B.
    """
    pair = {"A": Worker(first), "B": Worker(second)}
    steps = []
    for letter, turns in itertools.groupby("AB" + order):
        for _ in turns:
            if not pair[letter].advance(letter, steps):
                break
    return finish(pair, steps)


def held_up(number, first, second):
    """Carry out two requests. A takes so many steps, and then pauses until B has ended or has given up waiting.

    Nobody really waits: for B, each sleep takes a day, and SQLite does not wait for a lock at all. If B neither ends nor
    gives up after some thousand tries, A goes on.
    """
    one, steps = Worker(first), []
    for _ in range(number + 1):
        if not one.advance("A", steps):
            break
    for path in Path(FOLDER).iterdir():
        if path.suffix != ".py" and path.exists():
            os.utime(path, (time.time() - DAY, time.time() - DAY))
    other = Worker(second, is_impatient=True)
    other.advance("B", steps)
    return finish({"A": one, "B": other}, steps)


def finish(pair, steps):
    """Let A run to its end, and then B; return their answers and the steps of both."""
    while not all(worker.answer for worker in pair.values()):
        for letter, worker in pair.items():
            for _ in range(MOST_AT_ONCE):
                if not worker.advance(letter, steps):
                    break
    return {"A": pair["A"].answer, "B": pair["B"].answer, "steps": steps}


class Worker:
    """A process that carries out one request."""

    def __init__(self, request, is_impatient=False):
        heard, say = os.pipe()
        hear, self._go = os.pipe()
        self._heard = heard
        self._next = None  # the step before which it has stopped
        self.answer = None
        self._pid = os.fork()
        if self._pid == 0:
            work(request, say, hear, is_impatient)
        os.close(say)
        os.close(hear)

    def advance(self, letter, steps):
        """Let it take its next step, up to the one after that; tell whether it did."""
        if self.answer:
            return False
        if self._next:
            steps.append(f"{letter}: {self._next}")
            self._next = None
            os.write(self._go, b".")
        message = self._message()
        if message is None:
            return False
        if message.get("next"):
            self._next = message["next"]
        else:
            self.answer = message
            os.waitpid(self._pid, 0)
            os.close(self._heard)
            os.close(self._go)
        return True

    def _message(self):
        """Wait for a message; None if the worker sleeps, since it then waits for a lock of the other one."""
        asleep = 0
        while asleep < POLLS:
            if select.select([self._heard], [], [], POLL_SECONDS)[0]:
                return json.loads(os.read(self._heard, 60_000) or '{"raised": "Died", "text": ""}')
            state = Path(f"/proc/{self._pid}/stat").read_text().rpartition(")")[2].split()[0]
            asleep = asleep + 1 if state == "S" else 0
        return None


def work(request, say, hear, is_impatient):
    """Be the worker: carry out the request, stop before each step, and end. An impatient worker stops after many steps."""
    connect, patience = sqlite3.connect, {"timeout": 0} if is_impatient else {}
    left = itertools.count(1)

    def tell(message):
        os.write(say, json.dumps(message, default=repr).encode()[:60_000])

    def stop(step):
        if is_impatient and next(left) % IMPATIENT_STEPS:
            return
        tell({"next": " ".join(step.split())})
        os.read(hear, 1)

    class Watched(sqlite3.Connection):
        """A connection that stops before each statement, whatever callback the program sets."""

        def __init__(self, *arguments, **options):
            super().__init__(*arguments, **options | patience)
            super().set_trace_callback(stop)

        def set_trace_callback(self, callback):
            pass

    def connect_watched(*arguments, **options):
        return connect(*arguments, **{"factory": Watched} | options | patience)

    def watch(event, arguments):
        if event == "sqlite3.connect/handle" and not isinstance(arguments[0], Watched):
            raise RuntimeError("Connect by sqlite3.connect: the workers stop before no other connection's statements.")
        path = os.path.abspath(str(arguments[0])) if event in FILE_EVENTS else ""
        if path.startswith((FOLDER, "/tmp/", "/dev/shm/")) and not path.endswith((".py", ".pyc")):
            stop(f"{event} {path}")

    try:
        sqlite3.connect, sqlite3.Connection = connect_watched, Watched
        sys.addaudithook(watch)
        if is_impatient:
            run_ahead(stop)
        sys.modules.pop("cards", None)  # each worker has loaded it for itself
        name, *arguments = request
        answer = {"returned": getattr(importlib.import_module("cards"), name)(*arguments)}
    except BaseException as error:
        answer = {"raised": type(error).__name__, "text": str(error)}
    tell(answer)
    os._exit(0)


def run_ahead(stop):
    """Let each sleep be a step that takes no time, and set the clocks forward by a day for it."""
    ahead = [0]

    def sleep(seconds):
        ahead[0] += DAY
        stop(f"sleep {seconds}")

    time.sleep = sleep
    for name, unit in itertools.product(("time", "monotonic", "perf_counter"), (1, 10**9)):
        clock = getattr(time, name if unit == 1 else f"{name}_ns")
        setattr(time, clock.__name__, lambda clock=clock, unit=unit: clock() + ahead[0] * unit)
