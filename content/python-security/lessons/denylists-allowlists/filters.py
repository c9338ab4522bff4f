"""Seven filters for a URL that a user asks the server to fetch."""

import ipaddress
import socket
import urllib.request
from collections.abc import Callable
from urllib.parse import urlsplit


class Refused(ValueError):
    pass


def deny_prefix(url: str) -> None:
    if url.startswith(("file:", "http://localhost", "http://127.")):
        raise Refused


def deny_prefix_lower(url: str) -> None:
    deny_prefix(url.strip().lower())


def deny_parts(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme in {"file", "ftp", "data"}:
        raise Refused
    if parts.hostname in {"localhost", "127.0.0.1", "::1"}:
        raise Refused


def deny_address(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"}:
        raise Refused
    for *_, (address, *_) in socket.getaddrinfo(parts.hostname, 80):
        if ipaddress.ip_address(address).is_loopback:
            raise Refused


def allow_prefix(url: str) -> None:
    if not url.startswith("http://news.example"):
        raise Refused


ALLOWED = {("http", "news.example", None)}


def allow_parts(url: str) -> None:
    parts = urlsplit(url)
    if (parts.scheme, parts.hostname, parts.port) not in ALLOWED:
        raise Refused


class AllowedHops(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, req, fp, code, msg, headers, newurl):
        allow_parts(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def fetch(url: str, check: Callable[[str], None]) -> bytes:
    check(url)
    return urllib.request.urlopen(url).read()


def fetch_allowed(url: str) -> bytes:
    allow_parts(url)
    return urllib.request.build_opener(AllowedHops).open(url).read()


if __name__ == "__main__":
    for url in ("file:///x", "FILE:///x", " file:///x", "\xa0file:///x", "<file:///x>", "URL:file:///x"):
        print(f"{url!r:18} scheme {urlsplit(url).scheme!r:7} urlopen takes {urllib.request.Request(url).type!r}")
