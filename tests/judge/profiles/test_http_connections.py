"""All that an app says on a connection is looked at, not only the head and the body of its answer."""

import gzip
import socket
import threading
import time
import zlib

import httpx
import pytest

from quintain.judge import Garbled
from quintain.judge.profiles.http import body_of
from quintain.judge.profiles.http_connections import ConnectionPool, Deadline, Reply
from quintain.judge.protocol.wire import Traffic
from quintain.judge.suspect.oracles import ASIDES, Landed, leaks

SECRET = "canary-1f0c9a7b3d5e"
SECONDS = 10.0


def answered(*parts: bytes) -> Reply:
    """Ask a server that answers each request with these bytes, whatever they are."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(2**16)
                connection.sendall(b"".join(parts))
                connection.recv(1)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        pool = ConnectionPool(
            [socket.socket()], listener.getsockname()[1], Deadline(time.monotonic() + SECONDS), Traffic()
        )
        try:
            return pool.exchange(b"GET", b"/", [(b"Host", b"lab.test")], b"")
        finally:
            pool.close()
            thread.join(SECONDS)


HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
WHERE = {
    "reason phrase": (b"HTTP/1.1 200 %s\r\nContent-Length: 2\r\n\r\nok" % SECRET.encode(),),
    "header": (b"HTTP/1.1 200 OK\r\nX-Note: %s\r\nContent-Length: 2\r\n\r\nok" % SECRET.encode(),),
    "interim answer": (b"HTTP/1.1 103 Early Hints\r\nLink: %s\r\n\r\n" % SECRET.encode(), HEAD, b"ok"),
    "interim reason": (b"HTTP/1.1 100 %s\r\n\r\n" % SECRET.encode(), HEAD, b"ok"),
    "trailer": (CHUNKED, b"2\r\nok\r\n0\r\nX-Note: %s\r\n\r\n" % SECRET.encode()),
    "chunk extension": (CHUNKED, b"2;note=%s\r\nok\r\n0\r\n\r\n" % SECRET.encode()),
    "behind the answer": (HEAD, b"ok", SECRET.encode()),
}


@pytest.mark.parametrize("where", WHERE)
def test_oracles_see_all_that_was_said(where: str) -> None:
    """A secret in the reason phrase, in a trailer, an interim answer, a chunk's extension, or behind the answer."""
    reply = answered(*WHERE[where])
    extensions = {"reason_phrase": reply.reason, ASIDES: reply.asides}
    answer = httpx.Response(reply.status, headers=reply.headers, content=reply.body, extensions=extensions)
    assert answer.content == b"ok"
    assert isinstance(leaks(SECRET, answer), Landed)


def test_what_is_said_between_two_requests_is_looked_at_with_the_next_answer() -> None:
    """An app that waits till its answer has been read, and says more then, on a connection that it keeps open."""
    told, heard = threading.Event(), threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            first, _ = listener.accept()
            with first:
                first.recv(2**16)
                first.sendall(HEAD + b"ok")
                assert told.wait(SECONDS)
                first.sendall(SECRET.encode())
                heard.set()
                second, _ = listener.accept()
                with second:
                    second.recv(2**16)
                    second.sendall(HEAD + b"ok")
                    second.recv(1)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        deadline = Deadline(time.monotonic() + SECONDS)
        pool = ConnectionPool([socket.socket()], listener.getsockname()[1], deadline, Traffic())
        try:
            assert pool.exchange(b"GET", b"/", [(b"Host", b"lab.test")], b"").asides == ()
            told.set()
            assert heard.wait(SECONDS)
            reply = pool.exchange(b"GET", b"/", [(b"Host", b"lab.test")], b"")
        finally:
            pool.close()
            thread.join(SECONDS)
    assert reply.asides == (SECRET.encode(),)


def test_plain_answer_has_no_asides() -> None:
    """What an ordinary app sends is looked at once."""
    assert answered(HEAD, b"ok").asides == ()


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        (b"gzip", gzip.compress(b"ok", mtime=0)),
        (b"Deflate", zlib.compress(b"ok")),
        (b"deflate, gzip", gzip.compress(zlib.compress(b"ok"), mtime=0)),
        (b"identity", b"ok"),
    ],
)
def test_body_is_read_as_clients_read_it(coding: bytes, body: bytes) -> None:
    """Unpacked, as often as it says."""
    assert body_of(Reply(200, b"OK", [(b"Content-Encoding", coding)], body)) == b"ok"


@pytest.mark.parametrize("coding", [b"br", b"zstd", b"gzip", b"gzip, gzip, gzip, gzip"])
def test_body_that_cannot_be_read_is_garbled(coding: bytes) -> None:
    """No package of a lab writes other codings than gzip and deflate: another one counts against the suspect."""
    with pytest.raises(Garbled):
        body_of(Reply(200, b"OK", [(b"Content-Encoding", coding)], b"something else"))
