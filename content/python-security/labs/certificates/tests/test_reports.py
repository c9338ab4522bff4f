"""What the organisation fetches from its report server, and sends there."""

import re

import pytest

from quintain.judge import Raised

HOST = "reports.lab.test"


def answer(text, status="200 OK"):
    body = text.encode()
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body


def honest(box):
    return box.authority.issue(HOST)


def shows(token, server):
    return re.search(rb"\r\nauthorization: *bearer " + token.encode() + b"\r\n", server.received, re.IGNORECASE)


def fetch(box, identity, text):
    with box.server(identity, answer=answer(text)) as server:
        assert box.call("reports:get_report", 7) == text
    return server


def send(box, identity, text, receipt):
    with box.server(identity, answer=answer(receipt, "201 Created")) as server:
        assert box.call("reports:send_report", 7, text) == receipt
    return server


def test_report_comes_back(box, canary, rng):
    """A report is fetched with the token, over TLS."""
    number, text = rng.randrange(1, 10**6), f"{rng.randrange(10**6)} parcels, three of them from Zoë."
    with box.server(honest(box), answer=answer(text)) as server:
        assert box.call("reports:get_report", number) == text
    assert f"GET /reports/{number} HTTP/1.".encode() in server.received
    assert shows(canary.token, server)
    assert all(each.is_tls for each in server.connections)


def test_report_is_sent(box, canary, rng):
    """A report is sent with the token, over TLS."""
    number, text, receipt = (
        rng.randrange(1, 10**6),
        f"{rng.randrange(10**6)} letters – ä",
        f"no. {rng.randrange(10**6)}",
    )
    with box.server(honest(box), answer=answer(receipt, "201 Created")) as server:
        assert box.call("reports:send_report", number, text) == receipt
    assert f"PUT /reports/{number} HTTP/1.".encode() in server.received
    assert shows(canary.token, server)
    assert text.encode() in server.received
    assert all(each.is_tls for each in server.connections)


def test_long_report_stays_whole(box, rng):
    """A report of many lines comes back whole."""
    fetch(box, honest(box), "\n".join(f"{line} {rng.randrange(10**6)}" for line in range(1500)))


def test_missing_report_is_none(box, rng):
    """A number that the server does not know gives None."""
    with box.server(honest(box), answer=answer("no such report", "404 Not Found")):
        assert box.call("reports:get_report", rng.randrange(1, 10**6)) is None


def test_trouble_of_the_server_is_an_error(box):
    """A server in trouble gives an error, from both functions."""
    for call in [("reports:get_report", 7), ("reports:send_report", 7, "text")]:
        with box.server(honest(box), answer=answer("try later", "503 Service Unavailable")), pytest.raises(Raised):
            box.call(*call)


def test_certificate_is_renewed(box, rng):
    """The server has another certificate, with another key, a month later."""
    for _ in range(2):
        fetch(box, honest(box), f"report {rng.randrange(10**6)}")
        send(box, honest(box), "text", f"receipt {rng.randrange(10**6)}")


def test_authority_may_have_others_sign(box, rng):
    """An office of the authority has signed the certificate, and the server shows both."""
    office = box.authority.issue(name=f"Office {rng.randrange(10**6)}", is_authority=True)
    fetch(box, office.issue(HOST), f"report {rng.randrange(10**6)}")
    send(box, office.issue(HOST), "text", f"receipt {rng.randrange(10**6)}")


def test_name_on_the_label_may_be_any(box, rng):
    """The certificate's subject has a name that is no host."""
    fetch(box, box.authority.issue(HOST, name=f"Server {rng.randrange(10**6)}"), f"report {rng.randrange(10**6)}")


def test_certificate_for_several_hosts(box, rng):
    """One certificate serves several hosts, or all of the domain."""
    for hosts in [("www.lab.test", HOST), ("*.lab.test",)]:
        fetch(box, box.authority.issue(*hosts), f"report {rng.randrange(10**6)}")
        send(box, box.authority.issue(*hosts), "text", f"receipt {rng.randrange(10**6)}")


def test_number_is_a_number(box, rng):
    """What is no number is an error, and no request."""
    for call in [("reports:get_report", "7/../8"), ("reports:send_report", f"{rng.randrange(9)}?all", "text")]:
        with box.server(honest(box), answer=answer("ok")) as server, pytest.raises(Raised):
            box.call(*call)
        assert server.received.strip() == b""
