"""The port for those who watch a process: ``/livez``, ``/readyz`` and ``/metrics``, and never a page.

It is answered by threads of its own. What asks whether the event loop lives must not wait in that loop, and figures are
wanted most while pages wait. It belongs at the loopback address, or in a network that only monitoring reaches: nobody
signs in here, though nothing here is secret.
"""

import asyncio
import json
import logging
import socket
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, HTTPServer
from socketserver import ThreadingMixIn
from typing import Final, override

from quintain.server.watching.lifecycle import Reason

log = logging.getLogger(__name__)

LOOP_SECONDS: Final = 2.0
"""How long an event loop may be busy with something else before it counts as stuck."""
CLIENT_SECONDS: Final = 5.0
MOST_AT_ONCE: Final = 8
PLAIN: Final = "application/json"
FIGURES: Final = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Watched:
    """What is told: the loop that must answer, why the process is not ready, and its figures in Prometheus' format."""

    loop: asyncio.AbstractEventLoop
    look: Callable[[], Reason | None]
    figures: Callable[[], bytes]


class WatchPort:
    """Answers at a listening socket from ``start`` to ``close``."""

    def __init__(self, listener: socket.socket) -> None:
        self._listener = listener
        self._server: _Server | None = None

    def start(self, watched: Watched) -> None:
        """Begin to answer, in threads."""
        self._server = _Server(self._listener, watched)
        threading.Thread(target=self._server.serve_forever, name="watched", daemon=True).start()

    def close(self) -> None:
        """Stop answering; what is being answered is answered."""
        if self._server is not None:
            self._server.shutdown()
        self._listener.close()


type Watch = Callable[[asyncio.AbstractEventLoop], WatchPort]
"""Opens the port for a process with this event loop."""


class _Server(ThreadingMixIn, HTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, listener: socket.socket, watched: Watched) -> None:
        host, port = listener.getsockname()[:2]
        super().__init__((host, port), _Request, bind_and_activate=False)
        self.socket.close()  # the one that the base class has made, and nobody uses
        self.socket = listener
        self.watched = watched
        self._places = threading.BoundedSemaphore(MOST_AT_ONCE)

    @override
    def process_request(self, request: "socket.socket | tuple[bytes, socket.socket]", client_address: object) -> None:
        """Take a thread for a connection, unless many have one already."""
        if not self._places.acquire(blocking=False):
            self.shutdown_request(request)
            return
        try:
            super().process_request(request, client_address)
        except RuntimeError:  # the machine has no thread left
            self._places.release()
            raise

    @override
    def process_request_thread(
        self, request: "socket.socket | tuple[bytes, socket.socket]", client_address: object
    ) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._places.release()

    @override
    def handle_error(self, request: object, client_address: object) -> None:
        """Let the log tell of it, unless the client has left: the base class prints to the terminal."""
        if not isinstance(sys.exception(), ConnectionError):
            log.info("a request at the port for monitoring was not answered", exc_info=True)  # noqa: LOG014  called while it is handled


class _Request(BaseHTTPRequestHandler):
    timeout = CLIENT_SECONDS
    server: _Server

    def do_GET(self) -> None:
        """Answer one of three addresses."""
        watched = self.server.watched
        match self.path.partition("?")[0]:
            case "/livez":
                self._tell(None if answers(watched.loop) else "The event loop does not answer.")
            case "/readyz":
                self._tell(watched.look())
            case "/metrics":
                self._send(HTTPStatus.OK, watched.figures(), FIGURES)
            case _:
                self._tell("There is /livez, /readyz and /metrics here.", HTTPStatus.NOT_FOUND)

    do_HEAD = do_GET  # noqa: N815  as above

    def _tell(self, why_not: str | None, otherwise: HTTPStatus = HTTPStatus.SERVICE_UNAVAILABLE) -> None:
        facts = {"status": "well"} if why_not is None else {"status": "not well", "error": str(why_not)}
        self._send(HTTPStatus.OK if why_not is None else otherwise, json.dumps(facts).encode(), PLAIN)

    def _send(self, status: HTTPStatus, body: bytes, kind: str) -> None:
        self.send_response_only(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    @override
    def log_message(self, format: str, *args: object) -> None:
        """Write nothing: the base class would print each request."""


def answers(loop: asyncio.AbstractEventLoop, seconds: float = LOOP_SECONDS) -> bool:
    """Tell whether an event loop comes to something new in time."""
    answered = threading.Event()
    try:
        loop.call_soon_threadsafe(answered.set)
    except RuntimeError:  # it is closed
        return False
    return answered.wait(seconds)
