"""Runs the pages' application under uvicorn, in this process."""

import logging
import socket
from collections.abc import Callable

import uvicorn

GRACE_SECONDS = 5


class AnnouncingServer(uvicorn.Server):
    """A server that says when it is ready."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then tell."""
        await super().startup(sockets)
        if self.started:
            self._ready()


def run(listener: socket.socket, ready: Callable[[], None]) -> None:
    """Serve at ``listener`` until Ctrl-C, which comes out as KeyboardInterrupt; open sockets get five seconds to end.

    Args:
        listener: a listening socket.
        ready: called once, when the first page can be fetched.

    """
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
    config = uvicorn.Config(
        "quintain.server.asgi:application",
        backlog=128,  # all that wait are taken at once, and each takes a file before it can be refused
        http="quintain.server.connections:Connection",
        access_log=False,
        log_config=None,
        lifespan="on",
        proxy_headers=False,  # uvicorn would believe X-Forwarded-Proto and -For of every program on this machine
        server_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
        ws="websockets-sansio",
        ws_max_size=2**16,  # a request by hand, or what was pasted into a terminal
        ws_per_message_deflate=False,
    )
    AnnouncingServer(config, ready).run(sockets=[listener])
