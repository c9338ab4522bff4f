"""A small network on this machine: a news site outside, and an internal server, the vault.

This script answers the look-ups of host names. The operating system decides which addresses lead to this machine.
"""

import http.server
import socket
import threading
import urllib.request
from collections.abc import Callable

from filters import (
    Refused,
    allow_parts,
    allow_prefix,
    deny_address,
    deny_parts,
    deny_prefix,
    deny_prefix_lower,
    fetch,
    fetch_allowed,
)

OUTSIDE = "203.0.113.7"
NAMES = {"news.example": OUTSIDE, "inside.example": "127.0.0.1", "news.example.inside.example": "127.0.0.1"}
TURNING = "turning.example"  # its owner answers every second look-up with 127.0.0.1

ATTACKS = (
    "file:///etc/passwd",
    "FILE:///etc/passwd",
    " file:///etc/passwd",
    "\xa0file:///etc/passwd",
    "<file:///etc/passwd>",
    "URL:file:///etc/passwd",
    "http://127.0.0.1/",
    "http://2130706433/",
    "http://[::ffff:127.0.0.1]/",
    "http://0.0.0.0/",
    "http://inside.example/",
    f"http://{TURNING}/",
    "http://news.example.inside.example/",
    "http://news.example/away",
)
HONEST = ("http://news.example/today", "HTTP://News.Example/today")
FILTERS = {
    check.__name__: (lambda url, check=check: fetch(url, check))
    for check in (deny_prefix, deny_prefix_lower, deny_parts, deny_address, allow_prefix, allow_parts)
} | {"allow_every_hop": fetch_allowed}


class Site(http.server.BaseHTTPRequestHandler):
    says = b"news"

    def do_GET(self) -> None:
        away = self.path == "/away"
        self.send_response(302 if away else 200)
        if away:
            self.send_header("Location", "http://127.0.0.1/")
        self.end_headers()
        self.wfile.write(self.says)

    def log_message(self, *_: object) -> None:
        pass


class Vault(Site):
    says = b"vault"


class World:
    """While it is open, this program looks up names and connects only inside it."""

    def __enter__(self) -> "World":
        self.servers = {site: http.server.HTTPServer(("127.0.0.1", 0), site) for site in (Site, Vault)}
        for server in self.servers.values():
            threading.Thread(target=server.serve_forever, args=(0.01,)).start()
        self.asked = 0
        self.real = socket.getaddrinfo, socket.create_connection, urllib.request.getproxies
        self.lead(self.resolve, self.connect, dict)
        return self

    def __exit__(self, *_: object) -> None:
        self.lead(*self.real)
        for server in self.servers.values():
            server.shutdown()
            server.server_close()

    def lead(self, resolve: Callable, connect: Callable, proxies: Callable) -> None:
        socket.getaddrinfo, socket.create_connection, urllib.request.getproxies = resolve, connect, proxies
        urllib.request.install_opener(None)

    def resolve(self, host: str, port: int, *rest: object, **more: object) -> list:
        host = host.lower()
        if host == TURNING:
            self.asked += 1
            host = OUTSIDE if self.asked % 2 else "127.0.0.1"
        return self.real[0](NAMES.get(host, host), port, *rest, **more)

    def connect(self, address: tuple[str, int], *rest: object, **more: object) -> socket.socket:
        (*_, (found, *_)), *_ = self.resolve(*address, type=socket.SOCK_STREAM)
        site, target = (Site, "127.0.0.1") if found == OUTSIDE else (Vault, found)
        return self.real[1]((target, self.servers[site].server_port), *rest, **more)

    def outcome(self, name: str, url: str) -> str:
        """Send the URL twice, as an attacker can, and return the better result for the attacker."""
        self.asked = 0
        first, second = self.once(name, url), self.once(name, url)
        return second if second == "vault" else first

    def once(self, name: str, url: str) -> str:
        try:
            body = FILTERS[name](url)
        except Refused:
            return "refused"
        return "file" if b"root:" in body else body.decode()


if __name__ == "__main__":
    with World() as world:
        for name in FILTERS:
            got = [world.outcome(name, url) for url in ATTACKS]
            works = [world.outcome(name, url) == "news" for url in HONEST]
            through = sum(outcome in {"file", "vault"} for outcome in got)
            print(
                f"{name:18} {through:2} of {len(got)} attacks get through ({got.count('file')} of them read a file),",
                f"{sum(works)} of 2 normal links work",
            )
