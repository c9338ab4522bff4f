"""The package indexes that an installer meets: what they offer, what they were asked, and what they gave."""

import html
import re
import socket
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, override
from urllib.parse import unquote

from quintain.judge.profiles.client_servers import Server
from quintain.judge.profiles.package_distributions import Distribution, canonical

MAX_REQUESTS: Final = 500
REQUEST_LINE: Final = re.compile(rb"(GET|HEAD) (/[\x21-\x7e]*) HTTP/1\.[01]\r\n")
PAGE: Final = "text/html; charset=utf-8"
FILE: Final = "application/octet-stream"
MIXED, ROUTED = "mixed", "routed"


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer to a request: its status, its body, in a reader's words what was given, and the file if it is one."""

    status: str
    body: bytes
    given: str
    file: Distribution | None = None


NOT_FOUND: Final = Reply("404 Not Found", b"", "nothing of this name")
TAKEN: Final = Reply("200 OK", b"", "taken")
NO_REQUEST: Final = Reply("400 Bad Request", b"", "no request that an index understands")


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as the index heard it; ``file`` is the file that it gave."""

    target: str
    given: str
    file: Distribution | None = None


class IndexBase:
    """One index on one port: remembers what it was asked. How it answers is its children's business."""

    def __init__(self, name: str, port: int) -> None:
        self.name = name
        self.address = f"http://{name}.lab.test:{port}"
        self._asked: list[Asked] = []
        self.is_overwhelmed = False

    @property
    def asked(self) -> tuple[Asked, ...]:
        """Every request, in order, at most `MAX_REQUESTS`."""
        return tuple(self._asked)

    @property
    def served(self) -> tuple[str, ...]:
        """Names of the files that were fetched from here, in order."""
        return tuple(asked.file.filename for asked in self._asked if asked.file)

    @property
    def heard(self) -> bytes:
        """All that was asked, as one text; whatever was brought here is in it."""
        return "\n".join(asked.target for asked in self._asked).encode()

    def errand(self, path: str) -> str:
        """Write a line of Python that brings a file of the work folder here; it may be in a ``.pth`` file."""
        url = f"{self.address}/brought/"
        return f"import urllib.request; urllib.request.urlopen({url!r} + open('/lab/{path}').read().strip(), timeout=2)"

    def reply(self, request: bytes) -> bytes:
        """Answer a request of HTTP/1, however wrong it is, and remember it."""
        line = REQUEST_LINE.match(request)
        target = line[2].decode() if line else ""
        reply = self._reply_to(target.partition("?")[0]) if line else NO_REQUEST
        if len(self._asked) >= MAX_REQUESTS:
            self.is_overwhelmed = True
        else:
            self._asked.append(Asked(target or "something that is no request", reply.given, reply.file))
        head = (
            f"HTTP/1.1 {reply.status}\r\nContent-Type: {FILE if reply.file else PAGE}\r\n"
            f"Content-Length: {len(reply.body)}\r\nConnection: close\r\n\r\n"
        )
        return head.encode() + (b"" if line and line[1] == b"HEAD" else reply.body)

    def _reply_to(self, path: str) -> Reply:
        return TAKEN if path.startswith("/brought/") else self._answer(unquote(path))

    def _answer(self, path: str) -> Reply:
        raise NotImplementedError


class Index(IndexBase):
    """An index with files of its own."""

    def __init__(self, name: str, port: int) -> None:
        super().__init__(name, port)
        self.offers: list[Distribution] = []
        self.prefix = ""

    def owns(self, prefix: str) -> None:
        """Reserve all names that begin so, for the proxy's routed half to go by."""
        self.prefix = canonical(prefix + "x").removesuffix("x")

    def offer(
        self,
        name: str,
        version: str,
        files: Mapping[str, str],
        *,
        requires: Iterable[str] = (),
        tag: str = "py3-none-any",
        build: str = "",
    ) -> Distribution:
        """Offer a wheel, see `Distribution.wheel`."""
        self.offers.append(Distribution.wheel(name, version, files, requires=requires, tag=tag, build=build))
        return self.offers[-1]

    def stock(self, filename: str, content: bytes) -> Distribution:
        """Offer a real wheel, byte for byte."""
        self.offers.append(Distribution.stocked(filename, content))
        return self.offers[-1]

    def offer_source(self, name: str, version: str, backend: str) -> Distribution:
        """Offer a source archive, see `Distribution.source`."""
        self.offers.append(Distribution.source(name, version, backend))
        return self.offers[-1]

    def withdraw(self, name: str) -> None:
        """Offer nothing of this name any more."""
        self.offers = [each for each in self.offers if canonical(each.name) != canonical(name)]

    def of(self, project: str) -> Iterator[tuple[str, Distribution]]:
        """Give the files of a project, with the path at which each is had."""
        for file in self.offers:
            if canonical(file.name) == canonical(project):
                yield f"{self.name}/{file.filename}", file

    @override
    def _answer(self, path: str) -> Reply:
        match path.strip("/").split("/"):
            case ["simple"]:
                return _root(self.offers)
            case ["simple", project]:
                return _page(self.of(project))
            case ["files", self.name, filename]:
                return _file(self.offers, filename)
            case _:
                return NOT_FOUND


class Proxy(IndexBase):
    """One address for two indexes, in two ways.

    ``/routed/simple/`` takes the names that the first index owns from there alone, and all others from the second
    alone. ``/mixed/simple/`` offers whatever either has.
    """

    def __init__(self, name: str, port: int, own: Index, other: Index) -> None:
        super().__init__(name, port)
        self._own, self._other = own, other

    @override
    def _answer(self, path: str) -> Reply:
        match path.strip("/").split("/"):
            case [way, "simple", project] if way in {MIXED, ROUTED}:
                return _page(self._files_of(way, project))
            case ["files", self._own.name, filename]:
                return _file(self._own.offers, filename)
            case ["files", self._other.name, filename]:
                return _file(self._other.offers, filename)
            case _:
                return NOT_FOUND

    def _files_of(self, way: str, project: str) -> Iterator[tuple[str, Distribution]]:
        owned = bool(self._own.prefix) and canonical(project).startswith(self._own.prefix)
        if way == MIXED or owned:
            yield from self._own.of(project)
        if way == MIXED or not owned:
            yield from self._other.of(project)


class IndexServer(Server):
    """Serves one index, in the clear, one request a connection."""

    most_connections = MAX_REQUESTS

    def __init__(self, listener: socket.socket, index: IndexBase, *, deadline: float) -> None:
        super().__init__(listener, (None,), b"", until=None, deadline=deadline)
        self._index = index

    @override
    def _reply(self, request: bytes) -> bytes:
        return self._index.reply(request)


def _root(offers: Iterable[Distribution]) -> Reply:
    names = sorted({canonical(each.name) for each in offers})
    return Reply("200 OK", _anchors((f"/simple/{name}/", name) for name in names), f"{len(names)} names")


def _page(files: Iterator[tuple[str, Distribution]]) -> Reply:
    offered = list(files)
    if not offered:
        return NOT_FOUND
    body = _anchors((f"/files/{path}#sha256={file.sha256}", file.filename) for path, file in offered)
    return Reply("200 OK", body, ", ".join(file.filename for _, file in offered))


def _file(offers: Iterable[Distribution], filename: str) -> Reply:
    for file in offers:
        if file.filename == filename:
            return Reply("200 OK", file.content, filename, file)
    return NOT_FOUND


def _anchors(links: Iterable[tuple[str, str]]) -> bytes:
    lines = [f'<a href="{html.escape(href)}">{html.escape(text)}</a><br>' for href, text in links]
    return ("<!DOCTYPE html>\n<html><body>\n" + "\n".join(lines) + "\n</body></html>\n").encode()
