"""Profile ``http``: the learner's app behind a real server on the box's own 127.0.0.1."""

import importlib
import inspect
import io
import logging
import socket
import threading
from collections.abc import Callable, Iterable
from selectors import EVENT_READ, PollSelector
from types import SimpleNamespace
from typing import IO, Any, Final

from .values import Plain, thrown

BACKLOG: Final = 32
MAX_KEPT_BYTES: Final = 2**20

type App = Callable[..., Iterable[bytes]]
type Report = Callable[[BaseException], None]


def serve(target: str, inside: str, scheme: str, report: Report) -> dict[str, Plain]:
    """Import ``module:attribute``, start a server for it in a thread, and name the port.

    With a ``scheme`` the app believes that its clients use it. ``report`` is told what the app raises.
    """
    module, _, name = target.partition(":")
    try:
        app = getattr(importlib.import_module(module), name)
        listener = socket.create_server(("127.0.0.1", 0), backlog=BACKLOG)
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else a second write waits for 40 milliseconds
        if _is_asgi(app):
            start = _asgi(_seen_asgi(app, scheme, report), listener)
        else:
            start = wsgi_server(_seen_wsgi(app, scheme, report), listener).serve_forever
        _watch_logs(report)
        threading.Thread(target=start, daemon=True).start()
    except BaseException as error:  # noqa: BLE001  SystemExit and all: the suspect's answer is data
        return {"raised": thrown(error, inside)}
    return {"port": listener.getsockname()[1]}


def _is_asgi(app: object) -> bool:
    return inspect.iscoroutinefunction(app) or inspect.iscoroutinefunction(getattr(app, "__call__", None))  # noqa: B004


def _seen_wsgi(app: App, scheme: str, report: Report) -> App:
    def seen(environ: dict[str, Any], start: Any) -> Iterable[bytes]:  # Any: PEP 3333
        if scheme:
            environ["wsgi.url_scheme"] = scheme
        try:
            return app(environ, start)
        except BaseException as error:
            report(error)
            raise

    return seen


def _seen_asgi(app: Any, scheme: str, report: Report) -> Any:  # Any: ASGI 3
    async def seen(scope: dict[str, Any], receive: Any, send: Any) -> None:  # Any: as above
        if scheme and scope["type"] in {"http", "websocket"}:
            scope = {**scope, "scheme": scheme if scope["type"] == "http" else scheme.replace("http", "ws")}
        try:
            await app(scope, receive, send)
        except BaseException as error:
            report(error)
            raise

    return seen


def _watch_logs(report: Report) -> None:
    """See exceptions that a framework answers with a page: it writes them to its log.

    A handler would change what the program logs where, and a factory changes nothing.
    """
    make = logging.getLogRecordFactory()

    def seen(*args: Any, **options: Any) -> logging.LogRecord:  # Any: passed on as they come
        record = make(*args, **options)
        if record.exc_info and record.exc_info[1] is not None and record.levelno >= logging.ERROR:
            report(record.exc_info[1])
        return record

    logging.setLogRecordFactory(seen)


def _asgi(app: object, listener: socket.socket) -> Callable[[], None]:
    import uvicorn  # noqa: PLC0415  only labs with ASGI apps have it in their runtime

    server: Any = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="auto"))  # type: ignore[arg-type]
    return lambda: server.run(sockets=[listener])


def wsgi_server(app: App, listener: socket.socket) -> Any:  # Any: werkzeug is in the box, not here
    """Make the server of a WSGI app; it takes the listening socket over."""
    try:
        # The lab's own, if it has one.
        from werkzeug import serving  # noqa: PLC0415
    except ImportError:
        return _plain(app, listener)
    # It opens an epoll for every request and leaves it to the garbage collector: sixty requests use up all descriptors
    # that a box may have. A poll needs none.
    serving.selectors = SimpleNamespace(DefaultSelector=PollSelector, EVENT_READ=EVENT_READ)

    class Quiet(serving.WSGIRequestHandler):  # type: ignore[misc]  # werkzeug is in the box, not here
        protocol_version = "HTTP/1.1"
        rfile: IO[bytes]
        _stays = False

        def run_wsgi(self) -> None:
            """Answer one request, and stay for the next if nothing of this one can be left unread."""
            length = self.headers.get("Content-Length", "0")
            self._stays = (
                length.isdecimal() and int(length) <= MAX_KEPT_BYTES and "Transfer-Encoding" not in self.headers
            )
            if not self._stays:
                super().run_wsgi()
                return
            wire, self.rfile = self.rfile, io.BytesIO(self.rfile.read(int(length)))
            try:
                super().run_wsgi()
            finally:
                self.rfile = wire

        def send_header(self, keyword: str, value: str) -> None:
            """Send a header, but not the one that werkzeug sends only because a body may be left unread."""
            if not (self._stays and keyword == "Connection" and value == "close"):
                super().send_header(keyword, value)

        def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
            """Say nothing: the judge keeps the log."""

    port = listener.getsockname()[1]
    return serving.make_server("127.0.0.1", port, app, threaded=True, request_handler=Quiet, fd=listener.fileno())


def _plain(app: App, listener: socket.socket) -> Any:  # Any: as above
    from socketserver import ThreadingMixIn  # noqa: PLC0415  only where werkzeug is missing
    from wsgiref.simple_server import WSGIRequestHandler, WSGIServer  # noqa: PLC0415  as above

    class Server(ThreadingMixIn, WSGIServer):
        daemon_threads = True

    class Quiet(WSGIRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base class names it
            """Say nothing: the judge keeps the log."""

    server = Server(("127.0.0.1", 0), Quiet, bind_and_activate=False)
    server.socket.close()
    server.socket = listener
    server.server_address = listener.getsockname()
    server.server_name, server.server_port = "lab.test", listener.getsockname()[1]
    server.setup_environ()
    server.set_app(app)
    return server
