"""Profile ``client``: the suspect connects out, and the judge is the server that it reaches."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from quintain.judge.errors import LabBroken
from quintain.judge.profiles.client_servers import Heard, Server
from quintain.judge.profiles.function import FunctionBox
from quintain.judge.profiles.spec import ProfileSpec
from quintain.judge.profiles.stand_ins import FunctionStandIns
from quintain.judge.suspect.certificates import Identity
from quintain.judge.suspect.evidence import printable, shorten
from quintain.judge.suspect.oracles import texts_of
from quintain.packs.model.lab import SERVER
from quintain.sandbox import Recording

PORTS: Final = (443, 8080)
CLOSED: Final = "The attacks are what servers answer, and no filter inside the program sees that as text."
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
        assert self._box_files.authority is not None  # noqa: S101  the profile plants one
        return self._box_files.authority

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
        self,
        identity: Identity | Sequence[Identity] | None,
        *,
        answer: bytes = b"",
        until: bytes | None = None,
        port: int = 443,
    ) -> Iterator[Server]:
        """Serve a port of the box's 127.0.0.1 meanwhile.

        Args:
            identity: the certificate to show; None speaks no TLS at all. Of several, each connection gets the next, and
                all further ones the last.
            answer: the bytes that every request gets.
            until: what ends a request, so that it is answered; if left out, a request is one of HTTP/1.
            port: 443 or 8080.

        """
        if port not in PORTS:
            raise LabBroken(f"The judge serves the ports {', '.join(map(str, PORTS))}, not {port}.")
        listener = self._box.listening[PORTS.index(port)]
        identities = (identity,) if identity is None or isinstance(identity, Identity) else tuple(identity)
        server = Server(listener, identities, answer, until=until, deadline=self._deadline)
        try:
            with server:
                yield server
        finally:
            self.traffic.received_bytes += sum(len(heard.received) for heard in server.connections)
            shown = "\n".join("No certificate." if each is None else each.describe() for each in identities)
            self._watch_what_it_heard(server, identities)
            heard_words = "\n".join(map(_in_words, server.connections)) or "Nobody connected."
            self._log.note(f"What the server at port {port} showed", shown)
            self._log.looked(f"What the server at port {port} heard", heard_words)

    def _watch_what_it_heard(self, server: Server, identities: Sequence[Identity | None]) -> None:
        """Take a server for one that the suspect may trust only if the box's authority says so, over TLS."""
        hosts = [each.hosts if each is not None and self.authority.has_signed(each) else () for each in identities]
        entries = [each for each in self.tripwire.audiences if each.startswith(SERVER)]
        for number, heard in enumerate(server.connections):
            names = hosts[min(number, len(hosts) - 1)] if heard.is_tls else ()
            entry = next((each for each in entries if _is_for(names, each.removeprefix(SERVER))), "")
            self.tripwire.server(entry, "what a server heard").got(texts_of(heard.received))


def _is_for(names: Sequence[str], host: str) -> bool:
    """Whether a certificate with these names is for a host; a star is one whole label, the first (RFC 9525, 6.3)."""
    return host in names or "*." + host.partition(".")[2] in names


def _in_words(heard: Heard) -> str:
    if heard.failure:
        return f"The handshake failed: {heard.failure}."
    if not heard.received:
        return "A connection, and not a word."
    secrecy = "" if heard.is_tls else "In the clear: "
    return secrecy + shorten(printable(heard.received), SHOWN_CHARACTERS)


SPEC: Final = ProfileSpec(
    ClientBox,
    FunctionStandIns(closed=CLOSED),
    shares_boxes=False,
    ports=PORTS,
    recording=Recording.PROGRAMS,
)
