"""Which headers pass between a browser and a program: what is of one connection alone never does."""

import pytest

from quintain.preview.headers import Headers, from_program, key_in, to_program
from quintain.preview.tickets import COOKIE

PAGE = "http://127.0.0.1:8132"
HOPS = (
    "Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Connection", "TE", "Trailer",
    "Transfer-Encoding", "Upgrade", "Content-Length", "Expect",
)  # fmt: skip


def sent(*headers: tuple[str, str]) -> Headers:
    """Return headers as a server reads them."""
    return [(name.encode(), value.encode()) for name, value in headers]


def values(headers: Headers, name: str) -> list[str]:
    """Return all values of a header."""
    return [value.decode() for found, value in headers if found == name.encode()]


@pytest.mark.parametrize("name", HOPS)
def test_what_is_of_one_connection_reaches_no_program(name: str) -> None:
    """In any letters; the program is told that its own connection ends after the answer."""
    for written in (name, name.lower(), name.upper()):
        passed = to_program(sent((written, "x"), ("Accept", "text/html")))
        assert passed == sent(("accept", "text/html"), ("connection", "close"))


@pytest.mark.parametrize("name", HOPS)
def test_what_is_of_one_connection_reaches_no_browser(name: str) -> None:
    """What the program says of its connection is not true of the browser's."""
    passed = from_program(sent((name, "x"), ("X-Own", "stays")), PAGE)
    assert passed == from_program(sent(("X-Own", "stays")), PAGE)


def test_what_a_connection_header_names_is_left_out_both_ways() -> None:
    """RFC 9110, 7.6.1: a header that it names is of that connection as well, in any letters and in several of them."""
    headers = sent(
        ("X-Of-This-Hop", "1"), ("Connection", "close, x-of-THIS-hop"), ("connection", "X-Other"), ("X-Other", "2"),
        ("X-End-To-End", "3"),
    )  # fmt: skip
    assert to_program(headers) == sent(("x-end-to-end", "3"), ("connection", "close"))
    assert from_program(headers, PAGE) == from_program(sent(("X-End-To-End", "3")), PAGE)


def test_cookies_of_ours_reach_no_program() -> None:
    """Whichever header they come in; without any other, none is sent."""
    ours = f"{COOKIE}=key; QUINTAIN-session=x; __Host-quintain-csrf=y"
    assert values(to_program(sent(("Cookie", ours))), "cookie") == []
    passed = to_program(sent(("Cookie", f"a=1; {ours}"), ("cookie", "b=2; aquintain-=3")))
    assert values(passed, "cookie") == ["a=1; b=2; aquintain-=3"]
    assert values(to_program(sent(("X-Cookie", "c"), ("Cookies", "d"))), "x-cookie") == ["c"]
    assert values(to_program(sent(("X-Cookie", "c"), ("Cookies", "d"))), "cookies") == ["d"]


def test_a_policy_of_the_program_keeps_what_it_may_say() -> None:
    """What would keep the page from showing it, or tell somebody else of it, is taken out; ours comes on top."""
    policy = "script-src 'none'; SANDBOX; frame-ancestors 'none', report-to x, ; img-src *; upgrade-insecure-requests"
    for name in ("Content-Security-Policy", "Content-Security-Policy-Report-Only"):
        passed = from_program(sent((name, policy)), PAGE)
        assert values(passed, name.lower())[0] == "script-src 'none', img-src *"
        assert f"frame-ancestors {PAGE};" in values(passed, "content-security-policy")[-1]
    assert len(values(from_program(sent(("Content-Security-Policy", "sandbox")), PAGE), "content-security-policy")) == 1


def test_cookies_of_the_program_are_few_and_its_own() -> None:
    """A frame in another site keeps those with these words alone; one that is called like ours is dropped."""
    many = [("Set-Cookie", f"c{number}=1; SameSite=Lax; secure; Domain=x; Path=/") for number in range(60)]
    passed = values(from_program(sent(("Set-Cookie", f"{COOKIE}=x"), ("Set-Cookie", ""), *many), PAGE), "set-cookie")
    assert len(passed) == 50
    assert passed[0] == "c0=1; Path=/; Secure; SameSite=None; Partitioned"


def test_our_key_is_found_by_its_whole_name() -> None:
    """Not in another cookie, and not without a value."""
    assert key_in(sent(("Cookie", f"a=1; {COOKIE}=key"))) == "key"
    assert key_in(sent(("COOKIE", f" {COOKIE}=key=2 ;b=1"))) == "key=2"
    for cookie in (f"x{COOKIE}=key", f"{COOKIE}x=key", COOKIE, "key", f"a={COOKIE}"):
        assert key_in(sent(("Cookie", cookie), ("X-Cookie", f"{COOKIE}=key"), ("Cookie2", f"{COOKIE}=key"))) is None


def test_headers_that_are_only_called_alike_pass_as_they_are() -> None:
    """Names count whole: a longer one is another header, with another meaning."""
    alike = sent(
        ("X-Set-Cookie", "a=1; Domain=x"), ("Set-Cookie-Old", "b"), ("Content-Security-Policy-Old", "sandbox"),
        ("X-Cache-Control", "c"), ("Connection-Id", "d"), ("Upgrade-Insecure-Requests", "1"),
    )  # fmt: skip
    lower = [(name.lower(), value) for name, value in alike]
    assert from_program(alike, PAGE)[: len(alike)] == lower
    assert to_program(alike)[: len(alike)] == lower
