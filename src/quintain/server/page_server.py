"""Runs the pages' application under uvicorn, in this process."""

import asyncio
import logging
import resource
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import uvicorn

from quintain.server.certificates import Shown, Source
from quintain.server.tls_listener import TlsListener
from quintain.server.watching.lifecycle import LIFECYCLE
from quintain.server.watching.listener import Watch, WatchPort

GRACE_SECONDS = 5
LOOK_SECONDS = 60.0  # how often a certificate is looked after
OPEN_FILES = 8192


type Drain = Callable[[Callable[[], bool]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Tls:
    """What a server needs to speak TLS: the certificate, where the next one comes from, and the public address."""

    source: Source
    shown: Shown
    url: str


class AnnouncingServer(uvicorn.Server):
    """A server that says when it is ready, and speaks TLS by a listener of ours."""

    def __init__(
        self,
        config: uvicorn.Config,
        ready: Callable[[], None],
        tls: Tls | None = None,
        watch: Watch | None = None,
        drain: Drain | None = None,
    ) -> None:
        super().__init__(config)
        self._ready = ready
        self._tls = tls
        self._drain = drain
        self._listener: TlsListener | None = None
        self._watch = watch
        self._watch_port: WatchPort | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, with TLS if there is a certificate, then tell that the server is ready."""
        if self._tls is None:
            await super().startup(sockets)
        else:
            await super().startup([])
            if self.started and sockets:
                tls = self._tls
                self._listener = TlsListener(
                    sockets[0], tls.source, tls.shown, tls.url, self._make_protocol, look_seconds=LOOK_SECONDS
                )
                self._listener.start()
        if self.started:
            if self._watch is not None:
                self._watch_port = self._watch(asyncio.get_running_loop())
            LIFECYCLE.has_started = True
            self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Give away what others can go on with, accept no more, then stop."""
        LIFECYCLE.is_stopping = True
        if self._drain is not None and self.started:
            await self._drain(lambda: self.force_exit)
        if self._listener is not None:
            await self._listener.close()
        await super().shutdown(sockets)
        if self._watch_port is not None:
            await asyncio.to_thread(self._watch_port.close)

    def _make_protocol(self) -> asyncio.Protocol:
        """Make a connection as uvicorn's own listener does."""
        make = self.config.http_protocol_class
        return make(config=self.config, server_state=self.server_state, app_state=self.lifespan.state)  # type: ignore[call-arg]  # as uvicorn calls it


def allow_files() -> None:
    """Let this process open as many files as it may, up to 8,192: how many connections it takes depends on it.

    Systems begin with 1,024, for programs that use select(), and let a program have more that asks for it.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(hard, OPEN_FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def run(
    listener: socket.socket,
    ready: Callable[[], None],
    tls: Tls | None = None,
    watch: Watch | None = None,
    drain: Drain | None = None,
) -> None:
    """Serve at ``listener`` until Ctrl-C, which comes out as KeyboardInterrupt; open sockets get five seconds to end.

    Args:
        listener: a listening socket.
        ready: called once, when the first page can be fetched.
        tls: the certificate; without it, HTTP is plain.
        watch: opens the port for those who watch this process; without it, there is none.
        drain: awaited at the end while pages are still answered, with a function that tells whether a second signal
            asks to hurry.

    """
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
    allow_files()  # before the application is imported, which looks how many there are
    config = uvicorn.Config(
        "quintain.server.asgi:application",
        backlog=128,  # all that wait are taken at once, and each takes a file before it can be refused
        http="quintain.server.connections:Connection",
        access_log=False,
        log_config=None,
        lifespan="on",
        proxy_headers=False,  # server.forwarded believes the proxies that are named, and strips all else
        server_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
        ws="websockets-sansio",
        ws_max_size=2**16,  # a request by hand, or what was pasted into a terminal
        ws_per_message_deflate=False,
    )
    AnnouncingServer(config, ready, tls, watch, drain).run(sockets=[listener])
