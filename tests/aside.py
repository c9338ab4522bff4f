"""Runs work of tests in a thread of its own: a driven browser occupies the event loop of the test's."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any


def run_aside[T](work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine to its end, and return what it returns."""
    return call_aside(lambda: asyncio.run(work))


def call_aside[T](work: Callable[[], T]) -> T:
    """Call a function that may run a loop of its own, and return what it returns."""
    with ThreadPoolExecutor(1, "aside") as aside:
        return aside.submit(work).result()
