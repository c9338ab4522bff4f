"""``quintain verify`` says in a sentence, and by its exit status, what a certificate is worth."""

import json
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from quintain.certificates import keys
from quintain.certificates.credential import Issuer, claims_of
from quintain.certificates.keys import KeyRing, key_set
from quintain.certificates.signatures import sign
from quintain.certificates.status_list import LIFE, list_claims
from quintain.cli.main import main
from tests.certificates.conftest import ring, ring_file
from tests.certificates.making import ISSUER, statement

__all__ = ["ring", "ring_file"]


@dataclass
class Site:
    """A server of an issuer, which answers with these bodies."""

    url: str
    bodies: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)


@pytest.fixture
def site() -> Iterator[Site]:
    """Return a server that runs on this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            served.asked.append(self.path)
            body = served.bodies.get(self.path)
            self.send_response(200 if body is not None else 404)
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    served = Site(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield served
    server.shutdown()
    thread.join(10)
    server.server_close()


def credential(ring: KeyRing, issuer: Issuer = ISSUER, **changes: object) -> str:
    """Return a credential of an hour ago."""
    an_hour_ago = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)
    return sign(claims_of(statement(issuer=issuer, issued_at=an_hour_ago, **changes)), ring.current)


def status_list(ring: KeyRing, *revoked: int, issuer: Issuer = ISSUER, age: timedelta = timedelta()) -> str:
    """Return a status list."""
    claims = list_claims(
        revoked, address=issuer.status_list, issuer=issuer.url, name=issuer.name, at=datetime.now(UTC) - age
    )
    return sign(claims, ring.current)


def verify(*words: str | Path) -> Result:
    """Run the command."""
    return CliRunner().invoke(main, ["verify", *map(str, words)])


@pytest.fixture
def files(tmp_path: Path, ring: KeyRing) -> Mapping[str, Path]:
    """Return a credential, keys and lists as files."""
    texts = {
        "credential": credential(ring),
        "keys": json.dumps(key_set(ring.public)),
        "list": status_list(ring),
        "revoked": status_list(ring, 4711),
        "old": status_list(ring, age=LIFE * 2),
        "other": credential(KeyRing(keys.make_key(), ())),
    }
    paths = {name: tmp_path / name for name in texts}
    for name, text in texts.items():
        paths[name].write_text(text)
    return paths


@pytest.mark.parametrize(
    ("names", "status", "begins"),
    [
        (("credential", "keys", "list"), 0, "VALID: The signature is genuine, and the status list of"),
        (("credential", "keys", "revoked"), 3, "REVOKED: It is revoked, as the status list of"),
        (("credential", "keys", "old"), 5, "STATUS UNKNOWN: The signature is genuine. The status list was good until"),
        (("credential", "keys"), 5, "STATUS UNKNOWN: The signature is genuine. Whether it is revoked is not known"),
        (("credential",), 4, "KEY UNKNOWN: You gave no keys."),
        (("other", "keys", "list"), 4, "KEY UNKNOWN: The key that it names is none of the issuer's keys"),
        (("keys", "keys", "list"), 1, "FORGED: It is no signed credential."),
    ],
)
def test_each_outcome_has_its_sentence_and_status(
    files: Mapping[str, Path], names: tuple[str, ...], status: int, begins: str
) -> None:
    """Only a valid certificate ends with 0."""
    words: list[str | Path] = [files[names[0]]]
    for option, name in zip(("--keys", "--status-list"), names[1:], strict=False):
        words += [option, files[name]]
    result = verify(*words)
    assert result.output.startswith(begins)
    assert result.exit_code == status


def test_it_prints_what_the_credential_says(files: Mapping[str, Path]) -> None:
    """So that it can be compared with what a page shows."""
    output = verify(files["credential"], "--keys", files["keys"], "--status-list", files["list"]).output
    for line in (
        "Name         Zoë O'Brien",
        "Labs         52 of 65 proven",
        "Exit test    88 % right",
        "CWE-22, CWE-89",
    ):
        assert line in output
    forged = verify(files["other"], "--keys", files["keys"]).output
    assert "The credential says, which is not to be believed:" in forged


def test_what_it_prints_steers_no_terminal(tmp_path: Path, ring: KeyRing, files: Mapping[str, Path]) -> None:
    """A server of somebody else can sign any name."""
    strange = tmp_path / "strange"
    strange.write_text(credential(ring, name="Zo\x1b[2J\u202eë\r\nVALID"))
    output = verify(strange, "--keys", files["keys"], "--status-list", files["list"]).output
    assert "Zo\ufffd[2J\ufffdë\ufffd\ufffdVALID" in output


def test_keys_of_the_issuer_bring_its_list(site: Site, ring: KeyRing, tmp_path: Path) -> None:
    """From the same server, which is asked for nothing else."""
    issuer = Issuer(site.url, "School")
    file = tmp_path / "credential.jwt"
    file.write_text(credential(ring, issuer))
    site.bodies["/.well-known/jwks.json"] = json.dumps(key_set(ring.public)).encode()
    site.bodies["/certificates/status-list"] = status_list(ring, issuer=issuer).encode()
    assert verify(file, "--keys", issuer.key_set).output.startswith("VALID: ")
    assert site.asked == ["/.well-known/jwks.json", "/certificates/status-list"]
    site.bodies["/certificates/status-list"] = status_list(ring, 4711, issuer=issuer).encode()
    assert verify(file, "--keys", issuer.key_set).output.startswith("REVOKED: ")


def test_a_server_answers_for_itself_alone(site: Site, ring: KeyRing, tmp_path: Path) -> None:
    """What it signs in the name of another is not the other's, though its keys were given."""
    file = tmp_path / "credential.jwt"
    file.write_text(credential(ring))
    site.bodies["/jwks.json"] = json.dumps(key_set(ring.public)).encode()
    result = verify(file, "--keys", f"{site.url}/jwks.json")
    assert result.exit_code == 4
    assert "it says that https://class.example.org has issued it" in result.output
    assert site.asked == ["/jwks.json"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("nothing",), "nothing cannot be read: No such file or directory."),
        ((".",), "cannot be read: Is a directory."),
        (("credential", "--keys", "nothing"), "nothing cannot be read"),
        (("credential", "--keys", "list"), "holds no public keys. It is no JWK Set."),
        (("credential", "--keys", "http://192.0.2.1/keys"), "is not encrypted"),
        (("credential", "--keys", "https://"), "cannot be read"),
        (("large",), "is larger than 4 MiB"),
        (("credential", "--keys", "large"), "is larger than 1 MiB"),
    ],
)
def test_what_cannot_be_used_is_told_apart_from_a_forgery(
    files: Mapping[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], told: str
) -> None:
    """With the status of a wrong command; nothing is said of the certificate."""
    monkeypatch.chdir(tmp_path)
    Path("large").write_bytes(bytes(5 * 2**20))
    result = verify(*words)
    assert told in result.output
    assert result.exit_code == 2
    monkeypatch.undo()


def test_a_server_that_fails_or_floods_ends_the_check(site: Site, files: Mapping[str, Path]) -> None:
    """With a sentence."""
    assert "answers with status 404" in verify(files["credential"], "--keys", f"{site.url}/x").output
    site.bodies["/x"] = bytes(2 * 2**20)
    assert "sends more than 1 MiB" in verify(files["credential"], "--keys", f"{site.url}/x").output
