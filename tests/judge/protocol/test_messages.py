"""How long the server waits for the worker in the judge's sandbox."""

import socket
import threading
import time

import pytest

from quintain.judge.protocol.messages import DeadlinePassed, ServerEnd, TimeLimit, WorkerEnd


def test_time_that_the_worker_waits_for_a_processor_does_not_count() -> None:
    """A busy machine makes an answer late, and nothing worse."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        end, worker = ServerEnd(ours), WorkerEnd(theirs)
        asked = threading.Event()

        def waited_seconds() -> float:
            """Tell of more waiting than time has passed, and let the worker answer only when somebody has asked."""
            if limit:
                asked.set()
            return 2 * time.monotonic()

        limit: list[TimeLimit] = []
        limit.append(TimeLimit(0.0, waited_seconds))

        def answer() -> None:
            asked.wait()
            worker.send({"found": "it"})

        thread = threading.Thread(target=answer)
        thread.start()
        try:
            assert end.receive(limit[0]) == {"found": "it"}, "the worker was given up though it only waited"
        finally:
            asked.set()
            thread.join()


def test_time_that_the_worker_uses_counts() -> None:
    """A worker that has waited for nothing, and is not done, never will be."""
    ours, theirs = socket.socketpair()
    with ours, theirs, pytest.raises(DeadlinePassed):
        ServerEnd(ours).receive(TimeLimit(0.0, lambda: 7.0))
