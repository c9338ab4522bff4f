"""Who is a member, and who opens the safe."""

from contextlib import suppress

import pytest

from helpers import rows
from quintain.judge import Raised


def board(canary):
    return [[canary.warden, 1998], [f"Maud {canary.word}", 2011], [f"Zoë O'{canary.other}", 2007]]


def test_the_board(box, canary):
    members = board(canary)
    assert rows(box.call("depot:board")) == sorted(members)
    assert rows(box.call("depot:board", "name", "desc")) == sorted(members, reverse=True)
    assert rows(box.call("depot:board", "since")) == sorted(members, key=lambda member: member[1])
    assert rows(box.call("depot:board", sort="since", order="desc")) == sorted(members, key=lambda member: -member[1])


def test_somebody_joins(box, canary, rng):
    """A member who joins is on the board at once, however often it was read before."""
    for arguments in [(), ("name",), ("since",), ("since", "desc")]:
        assert len(box.call("depot:board", *arguments)) == 3
    name, year = f'D\'{"".join(rng.choices("klmnop", k=6))} "Bo"; --', rng.randint(2012, 2026)
    box.call("depot:join", name, f"{rng.randint(0, 999999):06}", year)
    assert rows(box.call("depot:board", "since"))[-1] == [name, year]
    assert rows(box.call("depot:board", "since", "desc"))[0] == [name, year]
    for arguments in [(), ("name",), ("since",)]:
        assert [name, year] in rows(box.call("depot:board", *arguments))
        assert len(box.call("depot:board", *arguments)) == 4
    for again, pin in [
        (name, "123456"),
        (canary.warden, "123456"),
        ("Short", "12345"),
        ("Word", "1234five"),
        ("Half", "12345x"),
    ]:
        with pytest.raises(Raised):
            box.call("depot:join", again, pin, year)
    assert len(box.call("depot:board")) == 4


def test_the_safe_is_for_wardens(box, canary):
    assert box.call("depot:key_safe", canary.warden, canary.warden_pin) == canary.safe_code
    for name, pin in [
        (canary.warden, canary.maud_pin),
        (f"Maud {canary.word}", canary.maud_pin),
        (canary.warden, ""),
        (canary.warden, "' OR 1=1 --"),
        (canary.warden, "0 OR 1=1"),
        (canary.warden, "pin"),
        (f"{canary.warden}' --", canary.maud_pin),
        ("' OR 1=1 --", canary.maud_pin),
        (f"{canary.warden}' OR ?='' --", canary.maud_pin),
        (f"{canary.warden}' AND ?<>'' --", canary.maud_pin),
        ("", canary.warden_pin),
    ]:
        with pytest.raises(Raised):
            box.call("depot:key_safe", name, pin)


def test_who_joins_is_a_member(box, canary, rng):
    """Whatever somebody gives as name and year, nobody becomes a warden by joining."""
    pin = f"{rng.randint(0, 999999):06}"
    warden = f"2000, '{pin}', 'warden') --"
    for end, year in [
        ("", warden),
        ("", "2000, ?, 'warden') --"),
        ("", "2000', ?, 'warden') --"),
        (f"', {warden}", 2000),
        ("', ?, ?, 'warden') --", 2000),
    ]:
        name = "".join(rng.choices("klmnop", k=8))
        with suppress(Raised):
            box.call("depot:join", name + end, pin, year)
        with pytest.raises(Raised):
            box.call("depot:key_safe", name, pin)
