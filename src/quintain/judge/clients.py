"""Profile ``client``: the suspect connects out, and the judge is the server that it reaches."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from quintain.judge.certificates import Identity
from quintain.judge.errors import LabBroken
from quintain.judge.evidence import printable, shorten
from quintain.judge.functions import FunctionBox
from quintain.judge.oracles import texts_of
from quintain.judge.servers import Heard, Server
from quintain.packs.model import SERVER

PORTS: Final = (443, 8080)
SHOWN_CHARACTERS: Final = 1500


class ClientBox(FunctionBox):
    """The suspect as functions that connect to a server of the judge's.

    `box.authority` has signed what the suspect may trust; its certificate lies in the box where a file says ``${ca}``.

        with box.server(box.authority.issue("reports.lab.test"), answer=b"...") as server:
            box.call("client:fetch", 7)
        assert b"GET /7" in server.received
    """

    @property
    def authority(self) -> Identity:
        """The authority of this very box."""
        assert self._planting.authority is not None  # noqa: S101  the profile plants one
        return self._planting.authority

    @staticmethod
    def stranger(name: str) -> Identity:
        """Make an authority that nobody trusts."""
        return Identity.authority(name)

    @staticmethod
    def self_signed(*hosts: str, name: str | None = None) -> Identity:
        """Make a certificate that vouches for itself."""
        return Identity.self_signed(*hosts, name=name)

    @contextmanager
    def server(
        self, identity: Identity | None, *, answer: bytes = b"", until: bytes | None = None, port: int = 443
    ) -> Iterator[Server]:
        """Serve a port of the box's 127.0.0.1 meanwhile.

        Args:
            identity: the certificate to show; None speaks no TLS at all.
            answer: the bytes that every request gets.
            until: what ends a request, so that it is answered; if left out, a request is one of HTTP/1.
            port: 443 or 8080.

        """
        if port not in PORTS:
            raise LabBroken(f"The judge serves the ports {', '.join(map(str, PORTS))}, not {port}.")
        listener = self._box.listening[PORTS.index(port)]
        server = Server(listener, identity, answer, until=until, deadline=self._deadline)
        try:
            with server:
                yield server
        finally:
            self.traffic.received_bytes += sum(len(heard.received) for heard in server.connections)
            shown = "No certificate." if identity is None else identity.describe()
            self._watch_what_it_heard(server, identity)
            told = "\n".join(map(_told, server.connections)) or "Nobody connected."
            self._log.note(f"What the server at port {port} showed", shown)
            self._log.looked(f"What the server at port {port} heard", told)

    def _watch_what_it_heard(self, server: Server, identity: Identity | None) -> None:
        """Take a server for one that the suspect may trust only if the box's authority says so, over TLS."""
        hosts = identity.hosts if identity is not None and self.authority.has_signed(identity) else ()
        for heard in server.connections:
            names = hosts if heard.is_tls else ()
            entry = next((f"{SERVER}{host}" for host in names if self.tripwire.is_named(f"{SERVER}{host}")), "")
            self.tripwire.server(entry, "what a server heard").got(texts_of(heard.received))


def _told(heard: Heard) -> str:
    if heard.failure:
        return f"The handshake failed: {heard.failure}."
    if not heard.received:
        return "A connection, and not a word."
    secrecy = "" if heard.is_tls else "In the clear: "
    return secrecy + shorten(printable(heard.received), SHOWN_CHARACTERS)
