"""Runs once in the process that warm boxes are forked from, before any box: does what each would have to do first.

It sees nothing of a lab and leaves no thread, no open file and no module of its own behind.
"""

import contextlib
import importlib
import pkgutil
import socket
import sys
from collections.abc import Iterator
from typing import Any

from inside import fresh_modules, web  # type: ignore[import-not-found]  # the zygote shows /box while this runs

COMMON = """
    argparse ast asyncio base64 binascii bisect calendar codecs collections concurrent.futures configparser contextlib
    copy csv dataclasses datetime decimal difflib email.message encodings.idna encodings.latin_1 enum errno fnmatch
    fractions functools getpass glob gzip hashlib heapq hmac html html.parser http.client http.cookies http.server
    importlib.metadata importlib.resources inspect io ipaddress itertools json keyword locale logging mimetypes numbers
    operator os pathlib pickle platform pprint queue quopri random re reprlib secrets shlex shutil signal socket
    sqlite3 ssl stat statistics string stringprep struct subprocess tarfile tempfile textwrap threading time traceback
    types typing unicodedata urllib.parse urllib.request uuid warnings weakref wsgiref.simple_server
    xml.etree.ElementTree zipfile zlib
    sqlalchemy.dialects.sqlite sqlalchemy.orm sqlalchemy.pool
"""
REQUESTS = (
    b"GET /warm?text=a HTTP/1.1\r\nHost: lab.test\r\nUser-Agent: visitor\r\n\r\n",  # codespell:ignore
    (
        b"POST /warm HTTP/1.1\r\nHost: lab.test\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        b"Content-Length: 6\r\nCookie: session=none\r\n\r\ntext=a"
    ),
)


def answer() -> None:
    """Let a small app answer through the server's own code, over a pair of sockets instead of a network."""
    try:
        import flask  # noqa: PLC0415  only labs with web apps have it
    except ImportError:
        return
    app: Any = flask.Flask("warm")
    app.secret_key = b"warm"

    @app.route("/warm", methods=["GET", "POST"])  # type: ignore[untyped-decorator]  # flask is in the box, not here
    def warm() -> dict[str, str]:
        flask.session["text"] = flask.request.values["text"] + flask.request.form.get("text", "")
        return {"text": flask.session["text"]}

    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = web.wsgi_server(app, listener)
        for request in REQUESTS:
            ours, theirs = socket.socketpair()
            with ours, theirs:
                ours.sendall(request)
                ours.shutdown(socket.SHUT_WR)
                server.finish_request(theirs, ("127.0.0.1", 1))
        server.server_close()


def parts_of_pip() -> Iterator[str]:
    """Name all that pip may import while it works, where it is installed."""
    with contextlib.suppress(ImportError):
        pip = importlib.import_module("pip._internal")
        yield from (each.name for each in pkgutil.walk_packages(pip.__path__, "pip._internal."))


def main() -> None:
    """Import what learners' programs commonly import, and answer."""
    for name in (*COMMON.split(), *parts_of_pip()):
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    answer()
    sys.modules["sqlite3"].connect(":memory:").execute("SELECT 1").close()
    fresh_modules.library = fresh_modules.Library()


main()
