"""Tickets are good once and for a minute, and the cookie is the owner's alone."""

import re
from collections.abc import Callable
from types import SimpleNamespace

import pytest

from quintain.preview import tickets
from quintain.preview.tickets import COOKIE, MOST_TICKETS, TICKET_SECONDS, Access

type Clock = Callable[[float], None]


@pytest.fixture
def pass_seconds(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Let time pass as the test says, and no other."""
    now = [1000.0]
    monkeypatch.setattr(tickets, "time", SimpleNamespace(monotonic=lambda: now[0]))

    def passing(seconds: float) -> None:
        now[0] += seconds

    return passing


def key_in(cookie: str | None) -> str:
    """Return the value in a Set-Cookie, which a browser keeps to this origin, to HTTPS, and from scripts."""
    found = re.fullmatch(
        rf"{COOKIE}=([\w-]{{43}}); Path=/; Secure; HttpOnly; SameSite=None; Partitioned", cookie or "no cookie"
    )
    assert found, cookie
    return found[1]


@pytest.mark.usefixtures("pass_seconds")
def test_a_ticket_is_exchanged_once_for_the_key() -> None:
    """All tickets of a program lead to the same key, and that of another program is another."""
    access, other = Access("lab-1"), Access("lab-2")
    first, second = access.ticket(), access.ticket()
    assert len({first, second}) == 2
    key = key_in(access.exchange(first))
    assert access.exchange(first) is None
    assert other.exchange(second) is None
    assert key_in(access.exchange(second)) == key
    assert access.admits(key)
    assert not other.admits(key)
    for wrong in (None, "", key[:-1], f"{key}x", first):
        assert not access.admits(wrong)


def test_a_ticket_is_good_for_a_minute(pass_seconds: Clock) -> None:
    """At its end it is not good any more."""
    assert TICKET_SECONDS == 60
    access = Access("lab-1")
    early, late = access.ticket(), access.ticket()
    pass_seconds(59.9)
    key_in(access.exchange(early))
    pass_seconds(0.1)
    assert access.exchange(late) is None


def test_the_latest_twenty_tickets_are_kept(pass_seconds: Clock) -> None:
    """Of more, the oldest is forgotten; those whose time is over take nobody's place."""
    access = Access("lab-1")
    made = [access.ticket() for _ in range(MOST_TICKETS + 1)]
    assert len(access._tickets) == MOST_TICKETS == 20
    assert access.exchange(made[0]) is None
    key_in(access.exchange(made[1]))
    pass_seconds(TICKET_SECONDS)
    access.ticket()
    assert len(access._tickets) == 1
