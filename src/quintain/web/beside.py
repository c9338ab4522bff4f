"""Work with the database beside the event loop and the pages."""

from collections.abc import Callable

from asgiref.sync import sync_to_async
from django.db import close_old_connections


async def run_in_thread[T](work: Callable[[], T]) -> T:
    """Return what ``work`` returns, which runs in another thread; connections that have ended are replaced.

    Raises:
        Exception: What the work raised.

    """

    def done() -> T:
        close_old_connections()
        return work()

    return await sync_to_async(done, thread_sensitive=False)()
