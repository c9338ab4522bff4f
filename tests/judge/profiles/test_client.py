"""The profile ``client``: the judge serves, and the suspect calls, honestly or not."""

import ssl
from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest
from cryptography import x509

from quintain.judge import Raised
from quintain.judge.errors import LabBroken
from quintain.judge.judge import Judge
from quintain.judge.profiles.client import ClientBox
from quintain.judge.profiles.client_servers import MAX_CONNECTIONS, MAX_HEARD_BYTES, is_whole_http
from quintain.judge.suspect.certificates import Identity
from quintain.judge.verdict import Result, StepKind
from quintain.judge.worker.check_runner import CheckContext
from quintain.packs.model.lab import Lab, Limits
from tests.judge.meeting import Met, observe

pytestmark = pytest.mark.sample(most=12, of="file")

HOST = "reports.lab.test"
FIXED = "create_default_context(cafile='authority.pem')"
OPEN = "_create_unverified_context()"
CALLER = """
import socket, ssl
def connect(host="reports.lab.test"):
    plain = socket.create_connection((host, 443), timeout=3)
    return ssl.{context}.wrap_socket(plain, server_hostname=host)
def call(text, host="reports.lab.test"):
    with connect(host) as stream:
        stream.sendall(text.encode())
        return stream.makefile().read()
"""

type Meeting = Callable[[str, Callable[[ClientBox], object]], Met]


@pytest.fixture
def caller(labs: dict[str, Lab]) -> Lab:
    """The lab with a client."""
    return labs["caller"]


@pytest.fixture
def meet(judge: Judge, caller: Lab) -> Meeting:
    """Let a function meet a client in a fresh box."""

    def meeting(source: str, work: Callable[[ClientBox], object]) -> Met:
        lab = replace(caller, run=replace(caller.run, limits=Limits(wall_seconds=4)))
        files: Mapping[str, str] = {"caller.py": source}

        def meet_client(context: CheckContext) -> None:
            assert isinstance(context.box, ClientBox)
            work(context.box)

        return observe(judge, lab, files, meet_client)

    return meeting


@pytest.mark.parametrize(
    ("name", "result"), [("checked", Result.PROVEN), ("any-host", Result.STILL_OPEN), ("", Result.STILL_OPEN)]
)
def test_verdict_of_a_client(judge: Judge, caller: Lab, name: str, result: Result) -> None:
    """The starter and a half fix give their secret away; a sound one does not, and still serves honest servers."""
    files = next((dict(fix.files) for fix in caller.fixes if fix.name == name), {})
    verdict = judge.grade(caller, files)
    assert verdict.result is result, verdict


def test_honest_server_is_heard_and_answers(meet: Meeting) -> None:
    """What is sent arrives deciphered, and the answer comes back."""

    def work(box: ClientBox) -> None:
        with box.server(box.authority.issue(HOST), answer=b"good day", until=b"\n") as server:
            assert box.call("caller:call", "hello\n") == "good day"
        assert server.received == b"hello\n"
        (heard,) = server.connections
        assert heard.is_tls
        assert not heard.failure

    steps = meet(CALLER.format(context=FIXED), work).steps
    assert [step.kind for step in steps][-2:] == [StepKind.NOTE, StepKind.CAME_BACK]
    assert steps[-2].text.startswith("A certificate for reports.lab.test, signed by Lab authority, valid until ")
    assert steps[-1].text.startswith("hello")


@pytest.mark.parametrize(
    ("shown", "alert"),
    [
        (lambda box: box.self_signed(HOST), "alert unknown ca"),
        (lambda box: box.stranger("Lab authority").issue(HOST), "alert"),
        (lambda box: box.authority.issue("other.lab.test"), "alert bad certificate"),
        (lambda box: box.authority.issue("other.lab.test", name=HOST), "alert bad certificate"),
        (lambda box: box.authority.issue(HOST, days=(-9, -1)), "alert certificate expired"),
        (lambda box: box.authority.issue(HOST, days=(1, 9)), "alert bad certificate"),
        (lambda box: box.authority.issue("other.lab.test").issue(HOST), "alert"),
        (lambda box: box.authority.forge(HOST), "alert decrypt error"),
        (lambda box: box.authority.forge(name="Office", is_authority=True).issue(HOST), "alert decrypt error"),
        (lambda box: box.authority.issue(x509.UniformResourceIdentifier(HOST), name="Desk"), "alert bad certificate"),
    ],
    ids=[
        "self-signed",
        "stranger",
        "neighbour",
        "common name",
        "expired",
        "too early",
        "no authority",
        "signature forged",
        "office forged",
        "name of another kind",
    ],
)
def test_wrong_certificate(meet: Meeting, shown: Callable[[ClientBox], Identity], alert: str) -> None:
    """A client that checks says why it leaves, and one that does not tells everything."""

    def refused(box: ClientBox) -> None:
        with box.server(shown(box), answer=b"x", until=b"\n") as server, pytest.raises(Raised) as caught:
            box.call("caller:call", "hello\n")
        assert "SSLCertVerificationError" in caught.value.names
        assert server.received == b""
        assert alert in server.connections[0].failure

    def taken(box: ClientBox) -> None:
        with box.server(shown(box), answer=b"x", until=b"\n") as server:
            assert box.call("caller:call", "hello\n") == "x"
        assert server.received == b"hello\n"

    meet(CALLER.format(context=FIXED), refused)
    meet(CALLER.format(context=OPEN), taken)


def test_each_connection_may_see_another_certificate(meet: Meeting) -> None:
    """The first connection sees the first certificate, the next one the second, and all others the last."""

    def work(box: ClientBox) -> None:
        shown = [box.authority.issue(HOST), box.self_signed(HOST)]
        with box.server(shown, answer=b"x", until=b"\n") as server:
            assert box.call("caller:call", "hello\n") == "x"
            for _ in range(2):
                with pytest.raises(Raised):
                    box.call("caller:call", "again\n")
        assert [heard.received for heard in server.connections] == [b"hello\n", b"", b""]

    meet(CALLER.format(context=FIXED), work)


def test_office_of_the_authority_may_sign(meet: Meeting) -> None:
    """A chain of two is shown whole."""

    def work(box: ClientBox) -> None:
        office = box.authority.issue(name="Office", is_authority=True)
        with box.server(office.issue("other.lab.test"), answer=b"x", until=b"\n"):
            assert box.call("caller:call", "hello\n", "other.lab.test") == "x"

    meet(CALLER.format(context=FIXED), work)


def test_client_that_never_connects(meet: Meeting) -> None:
    """Silence is told as silence."""

    def work(box: ClientBox) -> None:
        with box.server(box.authority.issue(HOST)) as server:
            assert box.call("caller:call") == "lie"
        assert server.connections == ()
        assert server.received == b""

    assert meet("def call():\n    return 'lie'\n", work).steps[-1].text == "Nobody connected."


def test_client_that_says_nothing(meet: Meeting) -> None:
    """A connection that stays open and dumb ends with the call, before TLS and after."""
    source = CALLER.format(context=OPEN) + (
        "kept = []\n"
        "def plain():\n    kept.append(socket.create_connection(('127.0.0.1', 443)))\n"
        "def secret():\n    kept.append(connect())\n"
    )

    def work(box: ClientBox) -> None:
        for name, is_tls in (("plain", False), ("secret", True)):
            with box.server(box.authority.issue(HOST)) as server:
                box.call(f"caller:{name}")
            assert [(each.received, each.is_tls) for each in server.connections] == [(b"", is_tls)]

    assert "not a word" in meet(source, work).steps[-1].text


def test_client_that_floods(meet: Meeting) -> None:
    """It is cut off at the limit, and the next one is served."""
    source = CALLER.format(context=OPEN) + (
        "def flood():\n    with connect() as stream:\n        while True:\n            stream.sendall(b'x' * 65536)\n"
    )

    def work(box: ClientBox) -> None:
        with box.server(box.authority.issue(HOST), until=b"\n") as server, pytest.raises(Raised):
            box.call("caller:flood")
        assert server.received == b"x" * MAX_HEARD_BYTES
        with box.server(box.authority.issue(HOST), answer=b"x", until=b"\n"):
            assert box.call("caller:call", "hello\n") == "x"

    meet(source, work)


def test_client_that_connects_again_and_again(meet: Meeting) -> None:
    """Every connection is heard on its own, however many stand open; those beyond the limit are cut."""
    source = CALLER.format(context=OPEN) + (
        "def twice():\n"
        "    first, second = connect(), connect()\n"
        "    second.sendall(b'two\\n')\n    first.sendall(b'one\\n')\n"
        "    return first.makefile().read() + second.makefile().read()\n"
        "def crowd(number):\n"
        "    global kept\n"
        "    kept = [socket.create_connection(('127.0.0.1', 443)) for _ in range(number)]\n"
    )

    def work(box: ClientBox) -> None:
        with box.server(box.authority.issue(HOST), answer=b"x", until=b"\n") as server:
            assert box.call("caller:twice") == "xx"
        assert [each.received for each in server.connections] == [b"one\n", b"two\n"]
        with box.server(box.authority.issue(HOST)) as server:
            box.call("caller:crowd", 40)
        assert len(server.connections) == MAX_CONNECTIONS

    meet(source, work)


def test_words_in_the_clear_are_heard(meet: Meeting) -> None:
    """A client that leaves TLS out gives its secret away all the same, and the timeline says how."""
    source = (
        "import socket\n"
        "def call():\n"
        "    with socket.create_connection(('reports.lab.test', 443)) as plain:\n"
        "        plain.sendall(b'secret\\n')\n        return plain.recv(9)\n"
    )

    def work(box: ClientBox) -> None:
        with box.server(box.authority.issue(HOST), answer=b"x", until=b"\n") as server:
            assert box.call("caller:call") == b"x"
        assert server.received == b"secret\n"
        assert not server.connections[0].is_tls

    assert meet(source, work).steps[-1].text.startswith("In the clear: secret")


def test_two_servers_are_told_apart(meet: Meeting) -> None:
    """Evidence names the port of each server, so that a reader sees which of them was asked."""

    def work(box: ClientBox) -> None:
        with box.server(None, port=8080), box.server(None, answer=b"x", until=b"\n"):
            box.call("caller:call")

    source = "import socket\ndef call():\n    socket.create_connection(('other.lab.test', 443)).sendall(b'hello\\n')\n"
    told = {step.label: step.text for step in meet(source, work).steps if step.label.endswith("heard")}
    assert told == {
        "What the server at port 443 heard": "In the clear: hello\n",
        "What the server at port 8080 heard": "Nobody connected.",
    }


def test_port_that_nobody_serves_is_the_labs_mistake(meet: Meeting) -> None:
    """Only the ports that the init program has opened can be served."""

    def work(box: ClientBox) -> None:
        with pytest.raises(LabBroken, match="443, 8080"), box.server(None, port=22):
            pass
        with box.server(None, answer=b"x", until=b"\n", port=8080) as server:
            box.call("caller:call")
        assert server.received == b"hello\n"

    source = "import socket\ndef call():\n    socket.create_connection(('other.lab.test', 8080)).sendall(b'hello\\n')\n"
    meet(source, work)


def test_every_box_has_an_authority_of_its_own(meet: Meeting) -> None:
    """What one box trusts proves nothing in the next, and the planted file is the authority's certificate."""
    seen: list[bytes | None] = []

    def work(box: ClientBox) -> None:
        seen.append(box.read("authority.pem"))
        assert seen[-1] == box.authority.pem.encode()
        assert ssl.PEM_cert_to_DER_cert(box.authority.pem)

    meet("", work)
    meet("", work)
    assert seen[0] != seen[1]


@pytest.mark.parametrize(
    ("request_", "is_whole"),
    [
        (b"GET / HTTP/1.1\r\n\r\n", True),
        (b"GET / HTTP/1.1\r\nHost: x\r\n", False),
        (b"PUT / HTTP/1.1\r\ncontent-length: 3\r\n\r\nab", False),
        (b"PUT / HTTP/1.1\r\nContent-Length:3\r\n\r\nabc", True),
        (b"PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n", False),
        (b"PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", True),
        (b"PUT / HTTP/1.1\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\n", True),
    ],
)
def test_end_of_a_request(request_: bytes, *, is_whole: bool) -> None:
    """A request ends behind its body, however that is announced."""
    assert is_whole_http(request_) is is_whole
