"""Downloads a pack file, and reaches no machine that the operator has not named. Knows no Django.

Each name is looked up once, its addresses are judged, and the connection goes to an address that was judged, so that a
name which changes its address in between (DNS rebinding) gains nothing. Redirects go through the same rules. Proxies of
the environment are not used: they would do the looking up.
"""

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

import httpx

from quintain.packs.packed.archive import LARGEST_ARCHIVE_BYTES
from quintain.packs.packed.errors import PackFileRefused
from quintain.web.addresses import Address, is_public

type Network = ipaddress.IPv4Network | ipaddress.IPv6Network

MOST_REDIRECTS: Final = 5
WAIT_SECONDS: Final = 20.0
"""For a connection, and for each piece of an answer."""
LOOKUP_SECONDS: Final = 20.0
"""For looking up a name: a resolver may ask several servers of names, each with patience of its own."""
MOST_SECONDS: Final = 600.0
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_OK: Final = 200
_LAST_PORT: Final = 65_535
_PORTS: Final = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True)
class Reach:
    """What a download may reach and take: private networks that the operator names, bytes, and seconds in all."""

    networks: Sequence[Network] = ()
    most_bytes: int = LARGEST_ARCHIVE_BYTES
    most_seconds: float = MOST_SECONDS
    lookup_seconds: float = LOOKUP_SECONDS
    """For each look-up of a name, within ``most_seconds``."""


def is_url(source: str) -> bool:
    """Tell whether a source is an address rather than a path."""
    return "://" in source


def read_networks(texts: Iterable[str]) -> tuple[Network, ...]:
    """Read addresses and networks, such as ``10.1.2.3`` and ``10.0.0.0/8``.

    Raises:
        PackFileRefused: One is none.

    """
    try:
        return tuple(ipaddress.ip_network(text) for text in texts)
    except ValueError:
        raise PackFileRefused(
            "--allow-address takes an address or a network.", "Write one such as 10.1.2.3 or 10.0.0.0/8."
        ) from None


def download(source: str, target: BinaryIO, reach: Reach | None = None) -> None:
    """Write what an address answers with to ``target``.

    Raises:
        PackFileRefused: The address, or one that it redirects to, may not be reached; or it answers with no file, too
            much, or too slowly. No sentence holds the query of an address, in which there can be a secret.
        OSError: The target cannot be written.

    """
    reach = reach or Reach()
    first = _parse(source)
    opened: list[socket.socket] = []
    ends_at = time.monotonic() + reach.most_seconds
    # A server can send heads of answers for ever, each in time; only from outside does such a wait come to an end.
    timer = threading.Timer(max(0.0, reach.most_seconds), _shut, (opened,))
    timer.daemon = True
    timer.start()
    try:
        with httpx.Client(verify=ssl.create_default_context(), trust_env=False, timeout=WAIT_SECONDS) as client:
            _Download(client, first, target, reach, ends_at, opened).run()
    finally:
        timer.cancel()
        for each in opened:
            each.close()


def _shut(opened: Iterable[socket.socket]) -> None:
    for each in opened:
        with suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)


def _parse(text: str) -> httpx.URL:
    try:
        url = httpx.URL(text)
        has_host = bool(url.host) and (url.port is None or 0 < url.port <= _LAST_PORT)
    except (httpx.InvalidURL, ValueError):
        raise PackFileRefused("The address cannot be read.", "Write one such as https://example.org/pack.zip") from None
    if not has_host and url.scheme in {"https", "http"}:
        raise PackFileRefused("The address cannot be read.", "Write one such as https://example.org/pack.zip")
    if url.userinfo:
        raise PackFileRefused(
            "The address holds a user name or a password.",
            "Download the file with a program that asks for them, then install the file.",
        )
    if url.scheme not in {"https", "http"}:
        raise PackFileRefused("A pack is downloaded by https.", "Write an address that begins with https://")
    if url.scheme == "http" and not _is_loopback(url.host):
        raise PackFileRefused(
            "A pack is downloaded by https; http is for this machine alone.",
            "Write an address that begins with https://",
        )
    return url


def _is_loopback(host: str) -> bool:
    address = _literal(host)
    return host == "localhost" or (address is not None and address.is_loopback)


def _literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class _Download:
    """One download: from the first address over redirects to the bytes."""

    client: httpx.Client
    first: httpx.URL
    target: BinaryIO
    reach: Reach
    ends_at: float
    opened: list[socket.socket]

    def run(self) -> None:
        """Follow redirects until there is a file."""
        url = self.first
        for _ in range(MOST_REDIRECTS + 1):
            following = self._ask(url)
            if following is None:
                return
            if url.scheme == "https" and following.scheme != "https":
                raise _refused(url, "redirects to an address without encryption")
            url = following
        raise _refused(self.first, f"redirects more than {MOST_REDIRECTS} times")

    def _ask(self, url: httpx.URL) -> httpx.URL | None:
        """Ask one address; return where it redirects to, or None once the file is written."""
        error: httpx.HTTPError | None = None
        for address in self._addresses(url):
            self._hold_to_time(url)
            request = self.client.build_request(
                "GET",
                url.copy_with(host=str(address)),
                headers={"Host": url.netloc.decode("ascii"), "Accept-Encoding": "identity"},
                extensions={"sni_hostname": url.host, "trace": self._note},
            )
            try:
                response = self.client.send(request, stream=True)
                try:
                    return self._take(response, url)
                finally:
                    response.close()
            except (httpx.ConnectError, httpx.ConnectTimeout) as failed:
                error = failed
            except httpx.HTTPError as failed:
                self._hold_to_time(url)
                raise _failure(url, failed) from None
        self._hold_to_time(url)
        raise _failure(url, error)

    def _take(self, response: httpx.Response, url: httpx.URL) -> httpx.URL | None:
        if response.status_code in _REDIRECTS:
            try:
                following = url.join(response.headers.get("location", ""))
            except (httpx.InvalidURL, ValueError):
                raise _refused(url, "redirects to an address that cannot be read") from None
            return _parse(str(following))
        if response.status_code != _OK:
            raise _refused(url, f"answers with status {response.status_code}")
        if response.headers.get("content-encoding", "identity") != "identity":
            raise _refused(url, "answers with a compressed body, which nobody asked for")
        announced = response.headers.get("content-length", "")
        if announced.isdecimal() and int(announced) > self.reach.most_bytes:
            raise _too_large(url, self.reach)
        self._write(response, url)
        return None

    def _write(self, response: httpx.Response, url: httpx.URL) -> None:
        count = 0
        for chunk in response.iter_raw():
            count += len(chunk)
            if count > self.reach.most_bytes:
                raise _too_large(url, self.reach)
            self._hold_to_time(url)
            self.target.write(chunk)
        self._hold_to_time(url)  # an answer without a length looks whole when it is cut off

    def _hold_to_time(self, url: httpx.URL) -> None:
        if time.monotonic() > self.ends_at:
            raise _refused(url, f"takes longer than {self.reach.most_seconds:.0f} seconds")

    def _note(self, event: str, facts: Mapping[str, Any]) -> None:  # Any: as httpcore has it
        """Keep each connection at hand; as a copy, since TLS takes the first one away."""
        if event == "connection.connect_tcp.complete":
            self.opened.append(facts["return_value"].get_extra_info("socket").dup())

    def _addresses(self, url: httpx.URL) -> Sequence[Address]:
        """Look a name up, and judge all of its addresses.

        An address that the operator wrote into the URL is named by that; a name is not, whatever it leads to.
        """
        self._hold_to_time(url)
        seconds = min(self.reach.lookup_seconds, max(0.0, self.ends_at - time.monotonic()))
        try:
            addresses = look_up(url.host, url.port or _PORTS[url.scheme], seconds)
        except TimeoutError:
            self._hold_to_time(url)
            raise _refused(url, f"has a name that nobody looks up within {seconds:.0f} seconds") from None
        except (OSError, UnicodeError):
            raise _refused(url, "has a name that leads nowhere") from None
        is_named = url.host == self.first.host and (_literal(url.host) is not None or url.host == "localhost")
        for address in addresses:
            if url.scheme == "http" and not address.is_loopback:
                raise _refused(url, "is not this machine, and http is for this machine alone")
            if not (is_named or is_public(address) or any(address in network for network in self.reach.networks)):
                raise PackFileRefused(
                    f"{_shown(url)} leads to {address}, an address that is not public.",
                    f"If you mean this machine: --allow-address {address}",
                )
        return addresses


def look_up(host: str, port: int, seconds: float) -> Sequence[Address]:
    """Return the addresses of a name, each once.

    The resolver of the system cannot be told to stop. So it works in a thread that is left behind when its time is
    over, and that does not keep the program from ending.

    Raises:
        TimeoutError: There is no answer within so many seconds.
        OSError: The name leads nowhere.
        UnicodeError: It can be no name.

    """
    found: Future[Sequence[Address]] = Future()

    def ask() -> None:
        try:
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            addresses = (ipaddress.ip_address(str(row[4][0]).partition("%")[0]) for row in rows)
            found.set_result(tuple(dict.fromkeys(addresses)))
        except (OSError, ValueError) as error:  # UnicodeError among them
            found.set_exception(error)

    threading.Thread(target=ask, name="look-up", daemon=True).start()
    return found.result(seconds)


def _shown(url: httpx.URL) -> str:
    """Write an address without its query and fragment."""
    return str(url.copy_with(query=None, fragment=None))


def _refused(url: httpx.URL, reason: str) -> PackFileRefused:
    return PackFileRefused(
        f"{_shown(url)} {reason}.", "Check the address, or download the file otherwise and install the file."
    )


def _too_large(url: httpx.URL, reach: Reach) -> PackFileRefused:
    return _refused(url, f"answers with more than {reach.most_bytes / 2**20:.0f} MiB")


def _failure(url: httpx.URL, error: httpx.HTTPError | None) -> PackFileRefused:
    if isinstance(error, httpx.TimeoutException):
        return _refused(url, f"gives no answer within {WAIT_SECONDS:.0f} seconds")
    if isinstance(error, httpx.ConnectError):
        return _refused(url, f"cannot be reached: {error}")
    return _refused(url, f"breaks off its answer ({type(error).__name__})")
