"""What skippers count on."""

from contextlib import suppress

import pytest

from quintain.judge import Raised

HOST = "reports.lab.test"


def answer(text, status="200 OK"):
    body = text.encode()
    head = f"HTTP/1.1 {status}\r\nContent-Type: text/plain\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    return head.encode() + body


def report(rng):
    return (
        f"Wind {rng.randrange(1, 12)} from {rng.choice(['north', 'south'])}, {rng.randrange(900, 1080)} hPa, 8 °C, böig"
    )


def test_report_is_shown(box, rng):
    text = report(rng)
    with box.server(box.authority.issue(HOST), answer=answer(text)):
        assert box.call("board:show", f"https://{HOST}/reports/{rng.randrange(1000)}") == text


def test_long_report_is_shown(box, rng):
    text = "\n".join(report(rng) for _ in range(1000))
    with box.server(box.authority.issue(HOST), answer=answer(text)):
        assert box.call("board:show", f"https://{HOST}/reports/{rng.randrange(1000)}") == text


def test_missing_report_is_none(box, rng):
    with box.server(box.authority.issue(HOST), answer=answer("nothing here", "404 Not Found")):
        assert box.call("board:show", f"https://{HOST}/reports/{rng.randrange(1000)}") is None


def test_trouble_is_an_error(box, rng):
    """If the report server is in trouble, the board says so."""
    with (
        box.server(box.authority.issue(HOST), answer=answer("oh", "503 Service Unavailable")),
        pytest.raises(Raised),
    ):
        box.call("board:show", f"https://{HOST}/reports/{rng.randrange(1000)}")


def test_size_is_told_without_fetching(box, rng):
    text = report(rng) * rng.randint(2, 90)
    number = rng.randrange(1000)
    with box.server(box.authority.issue(HOST), answer=answer(text)) as server:
        assert box.call("board:size", f"https://{HOST}/reports/{number}") == len(text.encode())
    assert server.received.startswith(f"HEAD /reports/{number} ".encode())


PATHS = [
    "/",
    "/reports/{n}.txt",
    "/reports/north-sea/2026-11-{n}?lang=de&units=knots",
    "/reports/{n}?harbour=localhost",
    "/reports/{n}?see=http://127.0.0.1:8080/gate",
    "/reports/{n}?see=https://other.lab.test/",
    "/reports/file:{n}",
    "/ftp:/profile:/{n}",
    "/reports/night@sea/{n}",
    "/reports/8080/127.0.0.1/{n}",
    "/reports/f%C3%B6hr%20{n}",
    "/reports/../{n};v=2",
    "/reports/" + "long-" * 60 + "{n}",
]


def test_any_report_of_the_server_can_be_shown(box, rng):
    """Path and query are the report server's business, whatever words they hold."""
    text, n = report(rng), rng.randrange(10, 1000)
    paths = [path.format(n=n) for path in PATHS]
    with box.server(box.authority.issue(HOST), answer=answer(text)) as server:
        for path in paths:
            assert box.call("board:show", f"https://{HOST}{path}") == text, path
    asked = [heard.received.split(b"\r\n")[0].decode().split(" ")[:2] for heard in server.connections]
    assert asked == [["GET", path] for path in paths]


def test_long_address_is_answered_soon(box, rng):
    """However long an address is, and however odd, the board answers or refuses it soon."""
    with box.server(box.authority.issue(HOST), answer=answer(report(rng))), suppress(Raised):
        box.call("board:show", f"https://{HOST}/reports/{'a1' * rng.randint(1500, 2500)} {{}}")


def test_only_the_true_server_is_asked(box, rng):
    """A server that cannot prove to be the report server gets no request."""
    others = box.authority.issue("other.lab.test")
    for call, identity in [
        ("board:show", box.self_signed(HOST)),
        ("board:show", box.stranger("Lab authority").issue(HOST)),
        ("board:show", box.authority.issue(HOST, days=(-30, -1))),
        ("board:show", others),
        ("board:size", others),
    ]:
        with box.server(identity, answer=answer(report(rng))) as server, suppress(Raised):
            box.call(call, f"https://{HOST}/reports/{rng.randrange(1000)}")
        assert server.received == b""


def test_office_asks_its_own_desk(box, rng):
    code = f"{rng.randrange(10**6)}"
    with box.server(None, answer=answer(code), port=8080):
        assert box.call("office:gate_code") == code
