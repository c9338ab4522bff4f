"""The threads in which a worker does its jobs. One that hangs is given up, and another has its place."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from django.db import close_old_connections

log = logging.getLogger(__name__)

PATIENCE_SECONDS: Final = 1800.0


class JobHangs(Exception):  # noqa: N818  a state, not a mistake
    """A job still runs when its time is over."""


class JobThreads:
    """So many threads as jobs are done at once; for one event loop, in which all methods are called."""

    def __init__(self, count: int, patience_seconds: float = PATIENCE_SECONDS) -> None:
        self._count, self._patience_seconds = count, patience_seconds
        self._pool = self._make_pool()

    async def do(self, job: Callable[[], object]) -> None:
        """Do a job to its end.

        Raises:
            JobHangs: It took too long. Nothing can end its thread, but others do not wait for it any longer.
            Exception: What the job raised.

        """
        doing = asyncio.wrap_future(self._pool.submit(_with_connection, job))
        done, _ = await asyncio.wait([doing], timeout=self._patience_seconds)
        if not done:
            self._pool.shutdown(wait=False)  # what runs in it runs on
            self._pool = self._make_pool()
            raise JobHangs
        doing.result()

    def _make_pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(self._count, thread_name_prefix="judge")


def _with_connection(job: Callable[[], object]) -> None:
    close_old_connections()
    try:
        job()
    finally:
        close_old_connections()
