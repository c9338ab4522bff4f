"""A download takes what an address answers with, within bounds, and reaches no machine that nobody has named."""

import io
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from quintain.packs.packed.errors import PackFileRefused
from quintain.server.pack_download import Reach, download, is_url, read_networks

BODY = b"PK" * 1000
NAME = "packs.example"


class Answers(BaseHTTPRequestHandler):
    """Answers by the path that is asked for."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", path.removeprefix("/to/"))
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        if path == "/hints":
            self.pour(b"HTTP/1.1 103 Early Hints\r\n\r\n")
            return
        body = BODY if path in {"/pack.zip", "/packed"} else b""
        self.send_response(200 if body or path in {"/large", "/endless", "/short"} else 404)
        if path == "/packed":
            self.send_header("Content-Encoding", "gzip")
        if path == "/endless":
            self.send_header("Transfer-Encoding", "chunked")
        else:
            self.send_header("Content-Length", str({"/large": 10**12, "/short": 50}.get(path, len(body))))
        self.end_headers()
        self.close_connection = path in {"/large", "/short"}
        self.wfile.write(body)
        if path == "/endless":
            self.pour(b"10000\r\n" + bytes(0x10000) + b"\r\n")

    def handle(self) -> None:
        """Take it that a client leaves before the end."""
        try:
            super().handle()
        except ConnectionError:
            self.close_connection = True

    def pour(self, piece: bytes) -> None:
        """Send for ever, until nobody listens."""
        try:
            while True:
                self.wfile.write(piece)
        except OSError:
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the name of the standard library
        """Say nothing."""


def serving(context: ssl.SSLContext | None = None) -> Iterator[int]:
    """Answer at a free port until the test is over."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    server.daemon_threads = True
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def port() -> Iterator[int]:
    """Give the port of a server without encryption."""
    yield from serving()


@pytest.fixture
def tls_port(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Give the port of a server that is NAME, by a certificate that this machine believes, and lead NAME here."""
    key, name = generate_private_key(SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, SHA256())
    )
    (pem := tmp_path / "server.pem").write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + certificate.public_bytes(Encoding.PEM)
    )
    (believed := tmp_path / "believed.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    monkeypatch.setenv("SSL_CERT_FILE", str(believed))
    lead(monkeypatch, "127.0.0.1")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    yield from serving(context)


def lead(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    """Let every name lead to an address, as the DNS of an attacker would."""
    real: Callable[..., object] = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda _host, *words, **named: real(address, *words, **named))


def taken(url: str, reach: Reach | None = None) -> bytes:
    target = io.BytesIO()
    download(url, target, reach)
    return target.getvalue()


def refusal(url: str, reach: Reach | None = None) -> PackFileRefused:
    with pytest.raises(PackFileRefused) as refused:
        taken(url, reach)
    return refused.value


def test_a_file_of_this_machine_comes_by_http(port: int) -> None:
    """Over redirects as well, relative ones too."""
    assert taken(f"http://127.0.0.1:{port}/pack.zip") == BODY
    assert taken(f"http://localhost:{port}/to//pack.zip") == BODY
    assert taken(f"http://127.0.0.1:{port}/to/http://127.0.0.1:{port}/pack.zip") == BODY


def test_a_file_comes_by_https_from_the_address_that_was_judged(tls_port: int) -> None:
    """The certificate is held to the name, the connection goes to the address, and only where it was named."""
    url, reach = f"https://{NAME}:{tls_port}/pack.zip", Reach(read_networks(["127.0.0.0/8"]))
    assert taken(url, reach) == BODY
    assert "certificate" in refusal(url.replace(NAME, "other.example"), reach).sentence
    refused = refusal(url)
    assert refused.sentence == f"{url} leads to 127.0.0.1, an address that is not public."
    assert refused.remedy == "If you mean this machine: --allow-address 127.0.0.1"


def test_no_encryption_is_not_taken_for_encryption(port: int) -> None:
    """A server that speaks no TLS is one that cannot be reached."""
    assert "cannot be reached" in refusal(f"https://127.0.0.1:{port}/pack.zip").sentence


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("http://192.0.2.1/x", "http is for this machine alone"),
        ("ftp://example.org/x", "A pack is downloaded by https."),
        ("file:///etc/passwd", "A pack is downloaded by https."),
        ("https://", "The address cannot be read."),
        ("https://[::1/x", "The address cannot be read."),
        ("https://example.org:99999/x", "The address cannot be read."),
    ],
)
def test_other_addresses_are_refused(url: str, says: str) -> None:
    """Before anything is looked up."""
    assert says in refusal(url).sentence


def test_credentials_are_in_no_sentence(port: int) -> None:
    """Neither a password nor a query, in which a token can be."""
    refused = refusal("https://zoe:hunter2@example.org/x")
    assert "hunter2" not in refused.sentence + refused.remedy
    refused = refusal(f"http://127.0.0.1:{port}/nothing?token=hunter2#hunter2")
    assert refused.sentence == f"http://127.0.0.1:{port}/nothing answers with status 404."
    assert "hunter2" not in refused.remedy


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/large", "answers with more than 0 MiB"),
        ("/endless", "answers with more than 0 MiB"),
        ("/packed", "answers with a compressed body"),
        ("/short", "breaks off its answer (RemoteProtocolError)"),
        ("/to/http://10.1.2.3/", "http is for this machine alone"),
        ("/to/https://10.1.2.3/", "leads to 10.1.2.3, an address that is not public"),
        ("/to/https://169.254.169.254/latest/meta-data/", "leads to 169.254.169.254, an address that is not public"),
        ("/to/https://[::ffff:10.1.2.3]/", "an address that is not public"),
        ("/to/https://zoe:hunter2@example.org/", "holds a user name or a password"),
        ("/to/file:///etc/passwd", "A pack is downloaded by https."),
        ("/to/https://a:b/", "breaks off its answer (RemoteProtocolError)"),
    ],
)
def test_what_a_server_cannot_make_a_download_do(port: int, path: str, says: str) -> None:
    """Each in a sentence."""
    assert says in refusal(f"http://127.0.0.1:{port}{path}", Reach(most_bytes=10_000)).sentence


def test_redirects_end(port: int) -> None:
    """After five of them."""
    path = "/to/" * 7 + "/pack.zip"
    assert "redirects more than 5 times" in refusal(f"http://127.0.0.1:{port}{path}").sentence


def test_a_download_ends(port: int) -> None:
    """However slowly the pieces come."""
    assert "takes longer than" in refusal(f"http://127.0.0.1:{port}/endless", Reach(most_seconds=-1)).sentence


def test_a_download_ends_before_it_begins(port: int, tls_port: int) -> None:
    """Heads of answers that never come to the answer are cut off, with TLS as well."""
    reach = Reach(read_networks(["127.0.0.1"]), most_seconds=0.2)
    assert "takes longer than" in refusal(f"http://127.0.0.1:{port}/hints", reach).sentence
    assert "takes longer than" in refusal(f"https://{NAME}:{tls_port}/hints", reach).sentence


def test_encryption_is_not_redirected_away(tls_port: int) -> None:
    """Not even to this machine."""
    reach = Reach(read_networks(["127.0.0.1"]))
    refused = refusal(f"https://{NAME}:{tls_port}/to/http://127.0.0.1:{tls_port}/pack.zip", reach)
    assert refused.sentence.endswith("redirects to an address without encryption.")


def test_a_redirect_does_not_name_this_machine(tls_port: int) -> None:
    """Only the operator does."""
    url = f"https://{NAME}:{tls_port}/to/https://localhost:{tls_port}/pack.zip"
    assert "leads to 127.0.0.1, an address that is not public" in refusal(url).sentence


def test_networks_are_read() -> None:
    """Addresses and networks; no names."""
    assert [str(each) for each in read_networks(["10.1.2.3", "fd00::/8"])] == ["10.1.2.3/32", "fd00::/8"]
    with pytest.raises(PackFileRefused, match="takes an address or a network"):
        read_networks(["intranet"])


def test_a_path_is_no_address() -> None:
    """Whatever has no scheme is a file."""
    assert [is_url(each) for each in ("https://a", "ftp://a", "a.zip", "/a", "C:/a")] == [
        True,
        True,
        False,
        False,
        False,
    ]
