"""Visits to programs: who gets in, what passes, and what does not."""

import socket
import threading
import time
from typing import TYPE_CHECKING, cast

import httpx
import pytest

from quintain.preview import proxy
from quintain.preview.tickets import COOKIE
from quintain.web.origins import Scope
from tests.aside import run_aside

from .conftest import PAGE, House

if TYPE_CHECKING:
    from quintain.judge.interactive.app_preview import AppPreview
    from quintain.preview.programs import Program

ECHO = """
import json, time

def app(environ, start_response):
    path = environ["PATH_INFO"]
    if path == "/slow":
        start_response("200 OK", [("Content-Type", "text/plain")])
        return slow()
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    seen = {key: str(value) for key, value in environ.items() if key.startswith("HTTP_")}
    headers = [("Content-Type", "application/json"), *map(tuple, HEADERS)]
    start_response(STATUS, headers)
    return [json.dumps({"path": path, "query": environ["QUERY_STRING"], "method": environ["REQUEST_METHOD"],
                        "size": len(body), "headers": seen}).encode()]

def slow():
    yield b"first "
    time.sleep(1.5)
    yield b"last"

STATUS = "200 OK"
HEADERS = []
"""


def with_headers(*headers: tuple[str, str], status: str = "200 OK") -> str:
    return f"{ECHO}\nSTATUS = {status!r}\nHEADERS = {list(headers)!r}\n"


def wait_for_visits(program: "Program[AppPreview]", count: int) -> None:
    """Wait until so many visits last: a visitor has the last byte before the place of the visit is given back."""
    until = time.monotonic() + 10
    while program.at_once != count and time.monotonic() < until:
        time.sleep(0.05)
    assert program.at_once == count


def test_ours_is_at_every_other_host(house: House) -> None:
    """Only a name that a program can have leads away from the classroom."""
    hosts = ("127.0.0.1", "localhost", "lab-1.localhost", f"lab-{'0' * 32}.example.org", f"x.lab-{'0' * 32}.localhost")
    for host in hosts:
        assert httpx.get(f"http://127.0.0.1:{house.port}/", headers={"host": host}, trust_env=False).text == "ours"


def test_unknown_program_is_a_page_that_says_so(house: House) -> None:
    """A name that fits and that nobody has."""
    answer = httpx.get(
        f"http://127.0.0.1:{house.port}/", headers={"host": f"lab-{'a' * 32}.localhost"}, trust_env=False
    )
    assert answer.status_code == 404
    assert "No program here" in answer.text


def test_owner_is_let_in_and_strangers_are_not(house: House) -> None:
    """The name of a program opens nothing."""
    program = house.start(ECHO)
    for cookie in ("", f"{COOKIE}=", f"{COOKIE}=x", f"{COOKIE}x=1"):
        answer = house.stranger(program).get("/", headers={"cookie": cookie})
        assert (answer.status_code, "Not open to you" in answer.text) == (403, True)
    answer = house.owner(program).get("/a%20b?c=%27")
    assert answer.status_code == 200, answer.text
    assert (answer.json()["path"], answer.json()["query"]) == ("/a b", "c=%27")


def test_key_of_one_program_opens_no_other(house: House) -> None:
    """Each origin has a key of its own."""
    mine, other = house.start(ECHO), house.start(ECHO)
    key = house.owner(mine).headers["cookie"]
    assert house.stranger(other).get("/", headers={"cookie": key}).status_code == 403
    assert house.stranger(other).get("/.quintain/enter", params={"ticket": mine.access.ticket()}).status_code == 403


def test_ticket_is_good_once(house: House) -> None:
    """And leads within the program, wherever it is told to lead."""
    program = house.start(ECHO)
    ticket = program.access.ticket()
    enter = f"/.quintain/enter?ticket={ticket}&to="
    first = house.stranger(program).get(f"{enter}/orders?number=1%2520OR%2520'")
    assert (first.status_code, first.headers["location"]) == (303, "/orders?number=1%20OR%20'")
    assert "Secure; HttpOnly; SameSite=None; Partitioned" in first.headers["set-cookie"]
    assert house.stranger(program).get(f"{enter}/").status_code == 403
    for hostile in ("//evil.example/", "https://evil.example", "", "/%0d%0aset-cookie:x=1"):
        answer = house.stranger(program).get(f"/.quintain/enter?ticket={program.access.ticket()}&to={hostile}")
        assert answer.headers["location"].startswith("/")
        assert not answer.headers["location"].startswith("//")
        assert "x=1" not in answer.headers["set-cookie"]


def test_program_never_sees_its_key(house: House) -> None:
    """Nor any other cookie of ours; its own come to it."""
    owner = house.owner(house.start(ECHO))
    seen = owner.get("/", headers={"cookie": f"a=1; {owner.headers['cookie']}; quintain-session8132=x; b=2"}).json()
    assert seen["headers"]["HTTP_COOKIE"] == "a=1; b=2"
    assert "HTTP_COOKIE" not in owner.get("/").json()["headers"]


def test_nothing_is_left_of_one_visit_for_the_next(house: House) -> None:
    """There is no cookie jar on the way: what one visitor was given, the next does not bring along."""
    owner = house.owner(house.start(with_headers(("Set-Cookie", "session=secret"))))
    key = owner.headers["cookie"]
    assert owner.get("/").headers["set-cookie"] == "session=secret; Secure; SameSite=None; Partitioned"
    owner.cookies.clear()
    assert "HTTP_COOKIE" not in owner.get("/", headers={"cookie": key}).json()["headers"]


def test_headers_of_a_program_stay_within_its_frame(house: House) -> None:
    """What would reach beyond it is dropped, and what holds it there is added."""
    hostile = (
        ("X-Frame-Options", "DENY"),
        ("Clear-Site-Data", '"cookies"'),
        ("Strict-Transport-Security", "max-age=99"),
        ("Alt-Svc", 'h3="evil.example:443"'),
        ("Service-Worker-Allowed", "/"),
        ("Connection-Allowlist", "(*);webrtc=allow"),
        ("Content-Security-Policy", "script-src 'none'; frame-ancestors 'none'; report-uri http://127.0.0.1/"),
        ("Set-Cookie", "a=1; Domain=localhost; SameSite=Strict; Path=/x; HttpOnly"),
        ("Set-Cookie", f"{COOKIE}=stolen"),
        ("Set-Cookie", "quintain-session=stolen; Path=/"),
        ("X-Own", "stays"),
    )
    answer = house.owner(house.start(with_headers(*hostile))).get("/")
    gone = ("x-frame-options", "clear-site-data", "strict-transport-security", "alt-svc", "service-worker-allowed")
    assert [name for name in gone if name in answer.headers] == []
    assert answer.headers["x-own"] == "stays"
    assert answer.headers.get_list("set-cookie") == ["a=1; Path=/x; HttpOnly; Secure; SameSite=None; Partitioned"]
    theirs, mine = answer.headers.get_list("content-security-policy")
    assert theirs == "script-src 'none'"
    assert f"frame-ancestors {PAGE}; sandbox allow-scripts allow-forms allow-same-origin" in mine
    assert answer.headers.get_list("connection-allowlist") == ["(response-origin);webrtc=block"]
    assert answer.headers["cache-control"] == "no-store"


def test_uploads_reach_the_program(house: House) -> None:
    """With a length, and in chunks as far as the program's server takes them."""
    owner = house.owner(house.start(ECHO))
    assert owner.post("/", content=b"x" * 3_000_000).json()["size"] == 3_000_000
    assert owner.request("DELETE", "/").json()["method"] == "DELETE"


def test_upload_that_is_too_large_is_refused(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """By what it announces, and by what it sends."""
    monkeypatch.setattr(proxy, "MOST_SENT_BYTES", 1000)
    owner = house.owner(house.start(ECHO))
    assert owner.post("/", content=b"x" * 1001).status_code == 413
    assert owner.post("/", content=b"x" * 1000).status_code == 200
    waits = house.owner(house.start("import time\ndef app(environ, start_response):\n    time.sleep(100)\n"))
    assert waits.post("/", content=iter([b"x" * 600, b"x" * 600])).status_code == 413


class Deaf:
    """A program that takes what comes into its buffers, and never answers."""

    def __init__(self, address: tuple[str, int]) -> None:
        self.address = address

    def borrow(self) -> socket.socket:
        """Give a way in."""
        return socket.socket()

    def give_back(self, connection: socket.socket) -> None:
        """Take it back."""
        connection.close()


def test_all_parts_of_an_upload_count_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """However small each is; a server on the way may join what comes close together, so they are handed over here."""
    monkeypatch.setattr(proxy, "MOST_SENT_BYTES", 1000)
    parts: list[Scope] = [{"type": "http.request", "body": b"x" * 600, "more_body": True} for _ in range(2)]
    parts.append({"type": "http.disconnect"})
    headers = [(b"host", b"x"), (b"transfer-encoding", b"chunked")]
    scope: Scope = {"method": "POST", "raw_path": b"/", "query_string": b"", "headers": headers}

    async def receive() -> Scope:
        return parts.pop(0)

    async def send(_message: Scope) -> None:
        pytest.fail("nothing is answered")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        deaf = cast("AppPreview", Deaf(listener.getsockname()))
        with pytest.raises(proxy.Unanswered) as refused:
            run_aside(proxy.relay(deaf, scope, receive, proxy.Answer(send, PAGE)))
    assert refused.value.status == 413


def test_answer_comes_as_it_is_made(house: House) -> None:
    """Its first part is there before its last is written."""
    began = time.monotonic()
    with house.owner(house.start(ECHO)).stream("GET", "/slow") as answer:
        parts = answer.iter_raw()
        assert next(parts) == b"first "
        first = time.monotonic() - began
        assert b"".join(parts) == b"last"
    assert time.monotonic() - began - first > 1


def test_head_and_bodiless_answers(house: House) -> None:
    """They have none."""
    assert house.owner(house.start(ECHO)).head("/").content == b""
    assert house.owner(house.start(with_headers(status="304 Not Modified"))).get("/").status_code == 304


def test_many_visits_at_once_are_all_answered(house: House) -> None:
    """More than the program has sockets wait for one."""
    owner = house.owner(house.start(ECHO))
    answers: list[int] = []
    threads = [threading.Thread(target=lambda: answers.append(owner.get("/").status_code)) for _ in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [200] * 24


def test_browsers_that_hang_up_free_the_socket(house: House) -> None:
    """Twenty who go in the middle of an answer leave the way open."""
    program = house.start(ECHO)
    owner = house.owner(program)
    for _ in range(20):
        with owner.stream("GET", "/slow") as answer:
            next(answer.iter_raw())
    assert owner.get("/").status_code == 200
    wait_for_visits(program, 0)


@pytest.mark.parametrize(
    ("said", "status"),
    [
        pytest.param(b"", 502, id="nothing"),
        pytest.param(b"\0\0\0\n\n", 502, id="noise"),
        pytest.param(b"HTTP/1.1 200 OK\r\nx: " + b"y" * 2**17, 502, id="endless head"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!", 502, id="two lengths"),
        pytest.param(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", 502, id="another protocol"),
        pytest.param(b"HTTP/1.1 200 OK\r\nX: a\rSet-Cookie: b=1\r\n\r\n", 502, id="bare CR"),
        pytest.param(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 200, id="continue"),
    ],
)
def test_answers_that_are_none(house: House, said: bytes, status: int) -> None:
    """A program may say what it likes; the browser reads a page of ours or nothing."""
    source = f"""
import socket, threading
real = socket.create_server
def create(*args, **options):
    listener = real(*args, **options)
    def serve():
        while True:
            visitor, _ = listener.accept()
            visitor.recv(65536)
            visitor.sendall({said!r})
            visitor.close()
    threading.Thread(target=serve, daemon=True).start()
    spare = real(("127.0.0.1", 0))
    class Lies:
        def __getattr__(self, name):
            return getattr(spare, name)
        def getsockname(self):
            return listener.getsockname()
    return Lies()
socket.create_server = create
def app(environ, start_response):
    start_response("200 OK", [])
    return [b"never"]
"""
    answer = house.owner(house.start(source)).get("/")
    assert answer.status_code == status
    assert "Not running" not in answer.text
    assert "set-cookie" not in answer.headers


def test_program_that_does_not_start_says_why(house: House) -> None:
    """As text, whatever its message holds."""
    answer = house.owner(house.start("raise ValueError('<script>alert(1)</script>')")).get("/")
    assert answer.status_code == 502
    assert "ValueError: &lt;script&gt;alert(1)&lt;/script&gt;" in answer.text
    assert "guests.py, line 1" in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_program_that_dies_under_a_visit(house: House) -> None:
    """The visitor is told, and so is the page."""
    program = house.start("import os\ndef app(environ, start_response):\n    os._exit(1)\n")
    owner = house.owner(program)
    assert owner.get("/").status_code == 502
    until = time.monotonic() + 10
    while program.is_wanted and time.monotonic() < until:
        time.sleep(0.05)
    assert house.told[-1].words == "The program has ended: it ended itself."
    assert owner.get("/").status_code == 502


def test_program_that_never_answers_does_not_hold_up_the_others(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its visitors wait alone, and not for ever."""
    monkeypatch.setattr(proxy, "VISIT_SECONDS", 1.0)
    hangs = house.owner(house.start("import time\ndef app(environ, start_response):\n    time.sleep(100)\n"))
    works = house.owner(house.start(ECHO))
    late = threading.Thread(target=lambda: hangs.get("/"))
    late.start()
    assert works.get("/").status_code == 200
    late.join(10)
    assert hangs.get("/").status_code == 504


def test_sockets_of_the_browser_are_not_opened(house: House) -> None:
    """A WebSocket at a program's host reaches neither the program nor ours."""
    program = house.start(ECHO)
    with socket.create_connection(("127.0.0.1", house.port)) as line:
        line.sendall(
            f"GET /live/labs/x HTTP/1.1\r\nHost: {program.access.label}.localhost\r\n".encode()
            + b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            + b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        )
        assert line.recv(4096).startswith(b"HTTP/1.1 403")


@pytest.mark.parametrize(
    ("method", "more", "status"),
    [
        ("GET", "", 200),
        ("POST", "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", 400),
        ("POST", "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", 400),
        ("POST", "Transfer-Encoding: gzip\r\n\r\nabc", 400),
        ("GET", "Host: 127.0.0.1\r\n", 404),
        ("GET", "Host: OWN\r\n", 404),
    ],
)
def test_requests_that_two_servers_could_read_in_two_ways_are_refused(
    house: House, method: str, more: str, status: int
) -> None:
    """By whoever reads them first: two lengths, another coding, two hosts. The first is whole, and is answered."""
    program = house.start(ECHO)
    own = f"{program.access.label}.localhost"
    head = f"{method} / HTTP/1.1\r\nHost: {own}\r\nCookie: {house.owner(program).headers['cookie']}\r\n"
    with socket.create_connection(("127.0.0.1", house.port), timeout=30) as line:
        line.sendall(f"{head}{more.replace('OWN', own)}\r\n".encode())
        assert line.recv(4096).startswith(f"HTTP/1.1 {status} ".encode())


def test_a_program_is_not_reached_beside_another_host(house: House) -> None:
    """In either order, nor are our own pages; two hosts of which none is a program's are for us to refuse."""
    program = house.start(ECHO)
    cookie = f"Cookie: {house.owner(program).headers['cookie']}"
    own, other = f"Host: {program.access.label}.localhost", f"Host: lab-{'0' * 32}.localhost"
    ours = ("Host: 127.0.0.1", "Host: localhost")
    told = {}
    for hosts in ((own, ours[0]), (ours[0], own), (own, other), (other, own), ours):
        with socket.create_connection(("127.0.0.1", house.port), timeout=30) as line, line.makefile("rb") as answer:
            line.sendall("\r\n".join(("GET / HTTP/1.1", *hosts, cookie, "Connection: close", "", "")).encode())
            told[hosts] = answer.read()
    assert b"\r\nours\r\n" in told.pop(ours)
    assert ["No program here" in answer.decode() for answer in told.values()] == [True] * 4


def test_thirty_two_visits_at_once_are_let_in_and_one_more_is_not(house: House) -> None:
    """It is told so, and the count is that of before: a place that gets free is given again."""
    program = house.start(ECHO)
    owner = house.owner(program)
    program.at_once = 31
    assert owner.get("/").status_code == 200
    wait_for_visits(program, 31)
    program.at_once = 32
    answer = owner.get("/")
    assert (answer.status_code, "Too much at once" in answer.text) == (503, True)
    wait_for_visits(program, 32)
    program.at_once = 0
