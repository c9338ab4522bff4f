"""Runs the pages' application under uvicorn, in this process."""

import asyncio
import logging
import socket
from collections.abc import Callable

import uvicorn

from quintain.server.connections import Connections, protocol_of

GRACE_SECONDS = 5


class PageServer(uvicorn.Server):
    """A server that says when it is ready, and ends connections that do not move."""

    def __init__(self, config: uvicorn.Config, connections: Connections, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._connections = connections
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then tell."""
        await super().startup(sockets)
        if self.started:
            self._ready()

    async def main_loop(self) -> None:
        """Serve."""
        watching = asyncio.ensure_future(self._connections.watch())
        try:
            await super().main_loop()
        finally:
            watching.cancel()


def run(listener: socket.socket, ready: Callable[[], None]) -> None:
    """Serve at ``listener`` until Ctrl-C, which comes out as KeyboardInterrupt; open sockets get five seconds to end.

    Args:
        listener: a listening socket.
        ready: called once, when the first page can be fetched.

    """
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
    connections = Connections()
    config = uvicorn.Config(
        "quintain.server.asgi:application",
        backlog=128,  # all that wait are taken at once, and each takes a file before it can be refused
        http=protocol_of(connections),
        access_log=False,
        log_config=None,
        lifespan="on",
        server_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
        ws="websockets-sansio",
        ws_max_size=2**16,  # a request by hand, or what was pasted into a terminal
        ws_per_message_deflate=False,
    )
    PageServer(config, connections, ready).run(sockets=[listener])
