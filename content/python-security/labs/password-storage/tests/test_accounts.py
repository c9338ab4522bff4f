"""What the desk does for its members, new ones and those of the old table."""

import json

import pytest
from helpers import entry, old_table, person, phrase

from quintain.judge import Raised


def test_join_and_open_the_cabinet(box, canary, rng):
    """A new member opens the cabinet; another password or another name does not."""
    name, password = person(rng), phrase(rng)
    box.call("accounts:join", name, password)
    assert box.call("desk:open_cabinet", name, password) == canary.cabinet_code
    with pytest.raises(Raised, match="PermissionError"):
        box.call("desk:open_cabinet", name, phrase(rng) + "x")
    assert box.call("accounts:sign_in", person(rng) + "x", password) is False
    assert box.call("accounts:sign_in", name, "") is False


def test_names_and_short_passwords(box, rng):
    """A name is given once, and a password has eight characters or more."""
    name, password = f"Zoë O'Neill-{person(rng)} Jr.", phrase(rng)
    box.call("accounts:join", name, password)
    for other in (phrase(rng) + "x", password):
        with pytest.raises(Raised, match="ValueError"):
            box.call("accounts:join", name, other)
    for other in (name + "a", name[:-1]):
        box.call("accounts:join", other, password)
    with pytest.raises(Raised, match="ValueError"):
        box.call("accounts:join", person(rng), "7 chars")
    with pytest.raises(Raised, match="ValueError"):
        box.call("accounts:join", "", password)
    with pytest.raises(Raised, match="ValueError"):
        box.call("accounts:change_password", name, password, "7 chars")
    assert box.call("accounts:sign_in", name, password) is True


def test_each_character_counts(box, rng):
    """A password is checked as it was typed: capitals, spaces and letters of all scripts count."""
    tail = str(rng.randrange(1000, 10_000))
    for password, others in [
        (f"Straße zum Fluß {tail}", [f"straße zum fluß {tail}", f"Strae zum Flu {tail}"]),
        (f"дождь над рекой {tail}", [f"весна над рекой {tail}", f"????? ??? ????? {tail}"]),
        (f" two  spaces {tail} ", [f"two  spaces {tail}", f" two spaces {tail} "]),
    ]:
        name = person(rng)
        box.call("accounts:join", name, password)
        assert box.call("accounts:sign_in", name, password) is True, password
        for other in others:
            assert box.call("accounts:sign_in", name, other) is False, other


def test_long_passwords(box, rng):
    """A password of up to 200 characters counts to its last character, also if a letter is four bytes in UTF-8."""
    gothic = "".join(chr(rng.randrange(0x10330, 0x10340)) for _ in range(200))
    for length, letters in ((65, phrase(rng) * 20), (73, phrase(rng) * 20), (200, phrase(rng) * 20), (200, gothic)):
        name, password = person(rng), letters[: length - 1]
        box.call("accounts:join", name, password + "a")
        assert box.call("accounts:sign_in", name, password + "a") is True, length
        assert box.call("accounts:sign_in", name, password + "b") is False, length


def test_end_of_an_old_long_password(box, rng):
    """This holds for members of the old table, too."""
    name, password = person(rng), "".join(chr(rng.randrange(0x1E900, 0x1E922)) for _ in range(199))
    old_table(box, {name: password + "a"})
    box.call("accounts:upgrade")
    assert box.call("accounts:sign_in", name, password + "b") is False
    for _ in range(2):
        assert box.call("accounts:sign_in", name, password + "a") is True
    assert box.call("accounts:sign_in", name, password + "b") is False


def test_very_long_password_costs_no_more(box, rng):
    """A password of 200,000 characters is answered like any other wrong one, and in time."""
    name, password = person(rng), phrase(rng)
    box.call("accounts:join", name, password)
    assert box.call("accounts:sign_in", name, phrase(rng) * 10_000) is False
    assert box.call("accounts:sign_in", name, password) is True


def test_old_members_after_an_upgrade(box, canary, rng):
    """Members of the old table sign in after the upgrade, again and again, with the right password alone."""
    name, other = person(rng) + "é", person(rng)
    password = phrase(rng) + " ñ"
    old_table(box, {name: password, other: phrase(rng)})
    box.call("accounts:upgrade")
    assert box.call("accounts:sign_in", name, phrase(rng) + "x") is False
    for _ in range(3):
        assert box.call("desk:open_cabinet", name, password) == canary.cabinet_code
    assert box.call("accounts:sign_in", other, password) is False


def test_upgrade_runs_after_each_deployment(box, rng):
    """The upgrade may run again: old members and new ones keep their passwords."""
    first, second, third = (person(rng) + letter for letter in "abc")
    passwords = {first: phrase(rng), second: phrase(rng)}
    old_table(box, passwords)
    box.call("accounts:upgrade")
    box.call("accounts:join", third, passwords.setdefault(third, phrase(rng)))
    assert box.call("accounts:sign_in", first, passwords[first]) is True
    for _ in range(2):
        box.call("accounts:upgrade")
    for name, password in passwords.items():
        assert box.call("accounts:sign_in", name, password) is True, name
        assert box.call("accounts:sign_in", name, password + "x") is False, name


def test_upgrade_keeps_everything_else(box, rng):
    """The upgrade keeps all members and what else is known of them, and completes what is missing."""
    name, other = person(rng) + "a", person(rng) + "b"
    old_table(box, {name: phrase(rng), other: phrase(rng)}, note=f"Müller, {person(rng)}")
    rows = json.loads(box.read("members.json"))
    del rows[other]["newsletter"]
    box.write("members.json", json.dumps(rows))
    box.call("accounts:upgrade")
    for key in ("joined", "note"):
        assert entry(box, name)[key] == rows[name][key]
        assert entry(box, other)[key] == rows[other][key]
    assert entry(box, name)["newsletter"] is True
    assert entry(box, other)["newsletter"] is False
    assert set(json.loads(box.read("members.json"))) == {name, other}


def test_closed_accounts_stay_closed(box, rng):
    """Nobody signs in to a closed account, which has an exclamation mark in place of a hash and no key."""
    name, other = person(rng) + "a", person(rng) + "b"
    old_table(box, {name: phrase(rng)})
    rows = json.loads(box.read("members.json")) | {other: {"joined": "2015-02-03", "password": "!"}}
    box.write("members.json", json.dumps(rows))
    for _ in range(2):
        box.call("accounts:upgrade")
        for password in ("!", "", "!!!!!!!!", phrase(rng)):
            assert box.call("accounts:sign_in", other, password) is False, password
    assert box.call("accounts:member_of_feed", "") is None


def test_changed_password(box, canary, rng):
    """A new member changes the password; from then on the new one is right, and the old one is wrong."""
    name, old, new = person(rng), phrase(rng) + "a", phrase(rng) + "b"
    box.call("accounts:join", name, old)
    _change(box, canary, name, old, new)


def test_changed_password_of_an_old_member(box, canary, rng):
    """A member of the old table changes the password, without signing in before."""
    name, old, new = person(rng), phrase(rng) + "a", phrase(rng) + "b"
    old_table(box, {name: old})
    box.call("accounts:upgrade")
    _change(box, canary, name, old, new)


def _change(box, canary, name, old, new):
    with pytest.raises(Raised, match="PermissionError"):
        box.call("accounts:change_password", name, new, new)
    box.call("accounts:change_password", name, old, new)
    assert box.call("accounts:sign_in", name, old) is False
    assert box.call("desk:open_cabinet", name, new) == canary.cabinet_code


def test_calendar(box, rng):
    """Each member gets the address of a calendar of their own."""
    people = {person(rng) + "a": phrase(rng), person(rng) + "b": phrase(rng)}
    name, other = people
    old_table(box, {name: people[name]})
    box.call("accounts:upgrade")
    box.call("accounts:join", other, people[other])
    for each, password in people.items():
        with pytest.raises(Raised, match="PermissionError"):
            box.call("desk:feed_address", each, password + "x")
        address = box.call("desk:feed_address", each, password)
        key = address.removeprefix("/calendar/").removesuffix(".ics")
        assert f"Tools of {each}\n" in box.call("desk:calendar", key)
        assert box.call("accounts:member_of_feed", key + "x") is None
        assert box.call("accounts:member_of_feed", key[:-1]) is None
    for key in ("", person(rng), "!"):
        with pytest.raises(Raised, match="LookupError"):
            box.call("desk:calendar", key)


def test_calendar_after_a_new_password(box, rng):
    """After a change of the password, the member gets an address that works."""
    name, old, new = person(rng), phrase(rng) + "a", phrase(rng) + "b"
    box.call("accounts:join", name, old)
    box.call("accounts:change_password", name, old, new)
    key = box.call("accounts:feed_key", name, new)
    assert box.call("accounts:member_of_feed", key) == name
