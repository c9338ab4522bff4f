"""Does something in many threads at the same moment, each with a connection of its own."""

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor

from django.db import connection


def at_once[T, R](work: Callable[[T], R], things: Iterable[T]) -> list[R | Exception]:
    """Begin ``work`` for all things together, and return what came of each, in their order."""
    things = list(things)
    start = threading.Barrier(len(things))

    def done(thing: T) -> R | Exception:
        start.wait(30)
        try:
            return work(thing)
        except Exception as error:  # noqa: BLE001  what the test looks at
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(things)) as threads:
        return list(threads.map(done, things))
