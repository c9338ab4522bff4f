"""Runs coroutines for tests in a thread of its own: a driven browser occupies the event loop of the test's."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any


def run_aside[T](work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine to its end, and return what it returns."""
    with ThreadPoolExecutor(1, "aside") as aside:
        return aside.submit(asyncio.run, work).result()
