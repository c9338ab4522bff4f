"""``quintain serve`` as an open classroom: a real server, real TLS, and what others on the network may try."""

import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from quintain.judge.suspect.certificates import Identity
from tests.courses import small_course
from tests.databases import put_database
from tests.journeys.conftest import free_port

pytestmark = pytest.mark.sample(most=3, of="file")
HOST = "class.example.org"
MOST_WAITING_OF_ONE = 30  # as quintain.server.page_threads has it, which needs Django to be set up
EVERYWHERE = "0.0.0.0"  # noqa: S104  what the tests are about


@dataclass
class Classroom:
    """A classroom that is open."""

    process: subprocess.Popen[str]
    data: Path
    port: int
    said: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        """What it printed."""
        return "".join(self.said)

    @property
    def is_open(self) -> bool:
        """Whether it has told that it is open."""
        return any("Ctrl-C" in line for line in self.said)


class Place:
    """Starts classrooms, and stops them after the test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.running: list[Classroom] = []

    def open(
        self, *options: str, port: int | None = None, environment: dict[str, str] | None = None, before: str = "pass"
    ) -> Classroom:
        """Start a server, and wait until it is open or has refused."""
        port = free_port() if port is None else port
        put_database(self.data)
        code = f"{before}; from quintain.cli.serve import serve; serve()"
        where = ("--port", str(port), "--data", str(self.data), "--pack", str(small_course()), "--no-browser")
        process = subprocess.Popen(
            [sys.executable, "-c", code, *where, *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=os.environ | (environment or {}),
        )
        room = Classroom(process, self.data, port)
        self.running.append(room)
        assert process.stdout
        for line in process.stdout:
            room.said.append(line)
            if "Ctrl-C" in line:
                break
        return room

    def refuse(self, *options: str, environment: dict[str, str] | None = None) -> str:
        """Start a server that must not open, and return what it said."""
        room = self.open(*options, environment=environment)
        assert not room.is_open, room.words
        assert room.process.wait(30) == 1
        assert "Traceback" not in room.words
        assert len(room.said) == 2, room.words
        return room.words

    def close(self) -> None:
        """Stop all."""
        for room in self.running:
            room.process.kill()
            room.process.wait()
            assert room.process.stdout
            room.process.stdout.close()


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """Give a place for classrooms."""
    place = Place(tmp_path)
    yield place
    place.close()


def write(folder: Path, identity: Identity, *, name: str = "class") -> tuple[str, ...]:
    """Write a certificate and its key; return the options that name them."""
    certificate, key = folder / f"{name}.pem", folder / f"{name}.key"
    key.touch(mode=0o600)
    key.write_bytes(identity.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    certificate.write_text(identity.pem)
    return ("--certificate", str(certificate), "--key", str(key))


def trusting(pem: str) -> ssl.SSLContext:
    return ssl.create_default_context(cadata=pem)


def own_pem(room: Classroom) -> str:
    text = (room.data / "own-certificate.pem").read_text()
    return text[text.index("-----BEGIN CERTIFICATE") :]


def browse(room: Classroom, pem: str, host: str = HOST) -> httpx.Client:
    """Return a browser that trusts a certificate and finds the classroom's name on this machine."""

    class ByAddress(httpx.HTTPTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            request.extensions["sni_hostname"] = request.url.host
            request.headers["host"] = request.url.netloc.decode()
            request.url = request.url.copy_with(host="127.0.0.1")
            return super().handle_request(request)

    transport = ByAddress(verify=trusting(pem))
    return httpx.Client(base_url=f"https://{host}:{room.port}", transport=transport, trust_env=False)


def url_of(port: int, host: str = HOST) -> tuple[str, ...]:
    return ("--url", f"https://{host}:{port}")


def send(browser: httpx.Client, path: str, **facts: str) -> str:
    """Send the form of a page as a browser does, and return where it leads."""
    page = keep_cookies(browser, browser.get(path))
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
    assert token
    origin = str(browser.base_url).rstrip("/")
    answer = browser.post(path, data={**facts, "csrfmiddlewaretoken": token[1]}, headers={"origin": origin})
    return str(keep_cookies(browser, answer).headers.get("location"))


def keep_cookies(browser: httpx.Client, answer: httpx.Response) -> httpx.Response:
    """Send cookies back from now on; httpx itself takes them for those of the address."""
    kept = dict(each.split("=", 1) for each in filter(None, browser.headers.get("cookie", "").split("; ")))
    kept |= dict(each.partition(";")[0].split("=", 1) for each in answer.headers.get_list("set-cookie"))
    browser.headers["cookie"] = "; ".join(f"{name}={value}" for name, value in kept.items())
    return answer


def test_a_classroom_makes_its_certificate_once(place: Place) -> None:
    """It says the fingerprint that browsers show, and keeps the certificate over a restart."""
    port = free_port()
    first = place.open(*url_of(port), port=port)
    assert first.is_open, first.words
    seen = ssl.get_server_certificate(("127.0.0.1", port))
    fingerprint = sha256(ssl.PEM_cert_to_DER_cert(seen)).hexdigest()
    fingerprint = " ".join(re.findall("..", fingerprint)).upper()
    assert fingerprint in " ".join(first.words.split())
    with browse(first, own_pem(first)) as browser:
        assert browser.get("/signed-out/").status_code == 401
    first.process.send_signal(signal.SIGINT)
    assert first.process.wait(15) == 0
    again = place.open(*url_of(port), port=port)
    assert fingerprint in " ".join(again.words.split())


def test_no_solo_link_is_printed_and_the_operator_is_invited_once(place: Place) -> None:
    """The first start invites; the next one knows that somebody operates the server.

    On a network, the operator has to set up a second factor before anything else opens.
    """
    port = free_port()
    first = place.open(*url_of(port), port=port)
    assert "/sign-in/" not in first.words
    invitation = re.search(rf"https://{HOST}:{port}/invitation/#([\w-]{{43}})\n", first.words)
    assert invitation
    with browse(first, own_pem(first)) as browser:
        assert send(browser, "/invitation/", code=invitation[1]) == "/invitation/"
        chosen = "seven dry towels over a bridge"
        assert send(browser, "/invitation/", password1=chosen, password2=chosen) == "/"
        assert [browser.get(path).headers["location"] for path in ("/", "/audit/")] == ["/account/factor/"] * 2
    link = [sys.executable, "-c", "from quintain.cli.link import link; link()", "--data", str(place.data)]
    refused = subprocess.run(link, capture_output=True, text=True, check=False)
    assert refused.returncode == 1
    assert "is a classroom" in refused.stderr
    first.process.kill()
    first.process.wait()
    assert "/invitation/" not in place.open(*url_of(port), port=port).words


def test_cookies_and_headers_are_those_of_an_encrypted_site(place: Place, tmp_path: Path) -> None:
    """With a certificate that browsers know: __Host- cookies, HSTS, and the other headers."""
    authority = Identity.authority("House")
    port = free_port()
    room = place.open(*write(tmp_path, authority.issue(HOST)), *url_of(port), port=port)
    assert room.is_open, room.words
    with browse(room, authority.pem) as browser:
        answer = browser.get("/sign-in/")
        assert answer.status_code == 200
        for cookie in answer.headers.get_list("set-cookie"):
            assert cookie.startswith("__Host-")
            assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
            assert "Domain" not in cookie
        assert answer.headers["strict-transport-security"] == "max-age=31536000"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        assert answer.headers["cross-origin-opener-policy"] == "same-origin"
        assert "camera=()" in answer.headers["permissions-policy"]
        assert browser.get("/.well-known/security.txt").status_code == 404


def test_an_own_certificate_has_no_hsts(place: Place) -> None:
    """It would take away the button by which people go on after the warning."""
    port = free_port()
    room = place.open(*url_of(port), port=port)
    with browse(room, own_pem(room)) as browser:
        assert "strict-transport-security" not in browser.get("/sign-in/").headers


def test_forged_headers_of_a_proxy_change_nothing(place: Place) -> None:
    """Neither the host, nor the scheme, nor an address that gets into the log."""
    port = free_port()
    room = place.open(*url_of(port), port=port)
    forged = {
        "X-Forwarded-For": "203.0.113.9",
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Proto": "http",
        "Forwarded": "for=203.0.113.9;host=evil.example;proto=http",
    }
    with browse(room, own_pem(room)) as browser:
        answer = browser.get("/", headers=forged)
        assert answer.status_code == 302
        assert "evil" not in str(answer.headers)
        assert browser.get("/sign-in/", headers={"Host": "evil.example", **forged}).status_code in {200, 400}


def test_a_foreign_host_is_refused(place: Place) -> None:
    """A page that a name of the attacker's leads to (DNS rebinding) is not answered."""
    port = free_port()
    room = place.open(*url_of(port), port=port)
    head = f"GET /sign-in/ HTTP/1.1\r\nHost: evil.example:{port}\r\nConnection: close\r\n\r\n"
    context = trusting(own_pem(room))
    with socket.create_connection(("127.0.0.1", port)) as raw, context.wrap_socket(raw, server_hostname=HOST) as tls:
        tls.sendall(head.encode())
        assert tls.recv(100).startswith(b"HTTP/1.1 400")


def test_plain_http_at_the_port_is_sent_to_the_encrypted_address(place: Place) -> None:
    """To the classroom's own address, whatever the Host header says; a form is not taken."""
    port = free_port()
    room = place.open(*url_of(port), port=port)
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as plain:
        answer = plain.get("/join/?a=1", headers={"Host": "evil.example"})
        assert answer.status_code == 308
        assert answer.headers["location"] == f"https://{HOST}:{port}/join/?a=1"
        assert plain.post("/sign-in/", data={"code": "x"}).status_code == 400
    for junk in (b"\x00\x01\x02\n", b"GET /\xff HTTP/1.1\r\n\r\n", b"GET /a\rb HTTP/1.1\r\n\r\n", b"A" * 20000 + b"\n"):
        with socket.create_connection(("127.0.0.1", port), 10) as raw:
            raw.sendall(junk)
            answered = raw.recv(500)
            assert answered == b"" or answered.startswith(b"HTTP/1.1 400")
    assert room.process.poll() is None


def test_sockets_open_for_the_encrypted_origin_alone(place: Place) -> None:
    """A page of the same name in plain HTTP, which somebody on the way could have made, gets none."""
    port = free_port()
    room = place.open(*url_of(port), port=port)
    options: dict[str, Any] = {"ssl": trusting(own_pem(room)), "server_hostname": HOST, "proxy": None}
    where = f"wss://{HOST}:{port}/live/labs/redos"
    for origin in (f"http://{HOST}:{port}", "https://evil.example", None):
        with socket.create_connection(("127.0.0.1", port)) as raw, pytest.raises(InvalidStatus) as refused:
            connect(where, sock=raw, **options | {"origin": origin})
        assert refused.value.response.status_code == 403
    with (
        socket.create_connection(("127.0.0.1", port)) as raw,
        connect(where, sock=raw, **options | {"origin": f"https://{HOST}:{port}"}) as live,
        pytest.raises(Exception, match="4401"),  # open, and closed for want of a session
    ):
        live.recv(10)


def test_handshakes_that_never_end_keep_nobody_out(place: Place) -> None:
    """300 connections that say nothing, and as many that stop in the middle: a student is served meanwhile."""
    port = free_port()
    room = place.open(*url_of(port), port=port)
    idle: list[socket.socket] = []
    try:
        for number in range(600):
            idle.append(socket.create_connection(("127.0.0.1", port), 10))
            if number % 2:
                idle[-1].sendall(b"\x16\x03\x01\x02\x00\x01")
        with browse(room, own_pem(room)) as browser:
            assert browser.get("/healthz", timeout=20).status_code == 200
    finally:
        for each in idle:
            each.close()


def test_a_new_certificate_is_used_without_a_restart(place: Place, tmp_path: Path) -> None:
    """The files that the operator renews are looked at each minute; here, sooner."""
    authority = Identity.authority("House")
    port = free_port()
    options = write(tmp_path, authority.issue(HOST))
    sooner = "from quintain.server import page_server; page_server.LOOK_SECONDS = 0.1"
    room = place.open(*options, *url_of(port), port=port, before=sooner)
    old = ssl.get_server_certificate(("127.0.0.1", port))
    (tmp_path / "class.pem").write_text("torn")
    time.sleep(0.5)
    assert ssl.get_server_certificate(("127.0.0.1", port)) == old
    write(tmp_path, authority.issue(HOST))
    for _ in range(100):
        if (new := ssl.get_server_certificate(("127.0.0.1", port))) != old:
            break
        time.sleep(0.1)
    assert new != old
    with browse(room, authority.pem) as browser:
        assert browser.get("/healthz").status_code == 200


@pytest.mark.whole
def test_a_proxy_is_believed_and_the_port_is_not_open_to_others(place: Place) -> None:
    """Behind a proxy HTTP is plain: what does not come from the proxy is sent to the public address."""
    room = place.open("--behind-proxy", "127.0.0.1", "--url", f"https://{HOST}")
    assert room.is_open, room.words
    assert "certificate itself" not in room.words
    said = {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}
    with httpx.Client(base_url=f"http://127.0.0.1:{room.port}", trust_env=False) as proxy:
        answer = proxy.get("/sign-in/", headers=said)
        assert answer.status_code == 200
        assert answer.headers["set-cookie"].startswith("__Host-")
        plain = proxy.get("/sign-in/", headers={**said, "X-Forwarded-Proto": "http"})
        assert (plain.status_code, plain.headers["location"]) == (308, f"https://{HOST}/sign-in/")
        assert proxy.get("/sign-in/", headers={"Host": HOST}).status_code == 502
    stranger = place.folder / "other"
    place.data = stranger
    room = place.open("--behind-proxy", "203.0.113.1", "--url", f"https://{HOST}")
    with httpx.Client(base_url=f"http://127.0.0.1:{room.port}", trust_env=False) as other:
        assert other.get("/sign-in/", headers=said).status_code == 308
        assert other.get("/healthz").status_code == 200


def test_what_does_not_fit_together_is_refused_in_words(place: Place, tmp_path: Path) -> None:
    """Each with one sentence and the way out."""
    pair = write(tmp_path, Identity.authority("House").issue(HOST))
    old = write(tmp_path, Identity.authority("House").issue(HOST, days=(-30, -1)), name="old")
    other = write(tmp_path, Identity.authority("House").issue(HOST), name="other")
    url = ("--url", f"https://{HOST}")
    assert "needed together" in place.refuse(*pair[:2], *url)
    assert "--exposed is for one learner" in place.refuse("--exposed", *url)
    assert "is no address of a proxy" in place.refuse("--behind-proxy", "proxy.example.org", *url)
    assert "is every address" in place.refuse("--behind-proxy", "0.0.0.0/0", *url)
    assert "cannot know the address" in place.refuse("--behind-proxy", "127.0.0.1")
    for bad in ("http://class.example.org", "https://", "https://a b", "https://x@y", "https://a/b", "https://a:99999"):
        assert "is not an address at which a classroom can be" in place.refuse("--url", bad)
    assert "is no contact" in place.refuse(*url, "--security-contact", "a b\r\nX: y")
    assert "expired on" in place.refuse(*old, *url)
    assert "does not belong to" in place.refuse(*pair[:2], *other[2:], *url)
    assert f"--url https://{HOST}:" in place.refuse(*pair)
    assert "are one site" in place.refuse(*url, environment={"QUINTAIN_LAB_DOMAIN": f"labs.{HOST}"})


def test_an_address_of_the_network_opens_an_encrypted_classroom(place: Place) -> None:
    """Nobody has to ask for it: without TLS, such an address is never served."""
    room = place.open("--host", EVERYWHERE)
    assert "The classroom is open." in room.words
    found = re.search(r"https://([\d.]+):\d+/", room.words)
    assert found
    with browse(room, own_pem(room), found[1]) as browser:
        assert browser.get("/signed-out/").status_code == 401


@pytest.mark.whole
def test_two_at_once_share_no_data_folder(place: Place) -> None:
    """The second is told where the first is."""
    port = free_port()
    put_database(place.data)
    with ThreadPoolExecutor(2) as both:
        rooms = list(both.map(lambda _: place.open(*url_of(port), port=port), range(2)))
    assert sorted(room.is_open for room in rooms) == [False, True]
    assert "Traceback" not in "".join(room.words for room in rooms)


def test_security_txt_names_the_contact(place: Place) -> None:
    """As RFC 9116 has it."""
    port = free_port()
    contacts = ("--security-contact", "security@example.org", "--security-contact", "https://example.org/report")
    room = place.open(*url_of(port), *contacts, port=port)
    with browse(room, own_pem(room)) as browser:
        answer = browser.get("/.well-known/security.txt")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert re.fullmatch(
        r"Contact: mailto:security@example\.org\nContact: https://example\.org/report\n"
        rf"Expires: \d{{4}}-\d\d-\d\dT00:00:00Z\nPreferred-Languages: en\nCanonical: https://{HOST}:{port}/\.well-known/security\.txt\n",
        answer.text,
    )


def test_the_deployment_passes_djangos_checks(tmp_path: Path) -> None:
    """``check --deploy``, with the environment that ``serve`` sets for a certificate that browsers know."""
    environment = os.environ | {
        "QUINTAIN_DATA": str(tmp_path),
        "QUINTAIN_CLASSROOM": "1",
        "QUINTAIN_URL": f"https://{HOST}",
        "QUINTAIN_HSTS": "1",
        "DJANGO_SETTINGS_MODULE": "quintain.server.settings",
    }
    check = [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(check, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr


def test_many_ask_at_once_over_tls(place: Place) -> None:
    """As many browsers as may wait at one address, each with a connection of its own."""
    port = free_port()
    room = place.open(*url_of(port), port=port)
    pem = own_pem(room)
    begin = threading.Barrier(MOST_WAITING_OF_ONE)

    def ask(_number: int) -> int:
        with browse(room, pem) as browser:
            begin.wait(30)
            return browser.get("/sign-in/", timeout=60).status_code

    with ThreadPoolExecutor(MOST_WAITING_OF_ONE) as many:
        assert set(many.map(ask, range(MOST_WAITING_OF_ONE))) == {200}
