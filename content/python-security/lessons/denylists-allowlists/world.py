"""A small internet on this machine: a news site outside, and a vault that only this machine should reach.

Names are answered here. Which address leads to the vault is up to the machine.
"""

import http.server
import socket
import threading
import urllib.request
from collections.abc import Callable

from filters import Refused, begins_badly, begins_well, fetch, fetch_listed, listed, lowered, parsed, resolved

OUTSIDE = "203.0.113.7"
NAMES = {"news.example": OUTSIDE, "inside.example": "127.0.0.1", "news.example.inside.example": "127.0.0.1"}
TURNING = "turning.example"  # its owner answers every other question with the vault's address

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
    for check in (begins_badly, lowered, parsed, resolved, begins_well, listed)
} | {"every_hop": fetch_listed}


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
    """While it is open, names and connections of this program lead into it."""

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
        """Ask twice, as an attacker may, and return what the better of both brought."""
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
            print(
                f"{name:13} file read {got.count('file')} times, vault opened {got.count('vault')} times,",
                f"honest links {sum(works)} of 2",
            )
