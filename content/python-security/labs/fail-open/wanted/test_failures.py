"""What must not happen while something fails, and that everything works afterwards."""

import pytest
from helpers import POLICY, attempt, lines, new_guest, set_up, word

from quintain.judge import Raised

BROKEN = ['{"read": {"secret"', "", "null", "[]", '{"read": null, "replace": null}']


def nothing_works(box, canary, rng):
    """Nobody reads or replaces anything; each attempt leaves a line that does not say that it was allowed."""
    for name, token in ((canary.clerk, canary.clerk_token), (canary.head, canary.head_token), new_guest(box, rng)):
        before = len(lines(box))
        with pytest.raises(Raised):
            box.call("server:read", token, "12", word(rng))
        with pytest.raises(Raised):
            box.call("server:replace", token, "24", word(rng), word(rng))
        assert attempt(box, "titles", token) == {} or isinstance(attempt(box, "titles", token), str)
        left = [line for line in lines(box)[before:] if line[0] == name]
        assert {(line[1], line[2]) for line in left} == {("read", "12"), ("replace", "24")}
        assert "allowed" not in {line[3] for line in left}


def works_again(box, canary, rng):
    """Everybody can do again what the rules allow."""
    set_up(box)
    text = word(rng)
    box.call("server:replace", canary.head_token, "24", text, word(rng))
    assert box.call("server:read", canary.clerk_token, "24", word(rng)) == text
    assert box.call("server:read", new_guest(box, rng)[1], "12", word(rng))
    assert sorted(box.call("server:titles", canary.clerk_token)) == ["12", "23", "24"]


def test_directory_fails(box, canary, rng):
    """While the directory gives no roles, nobody reads or replaces anything."""
    works_again(box, canary, rng)
    for state in ("down", "empty"):
        set_up(box, directory=state)
        nothing_works(box, canary, rng)
        works_again(box, canary, rng)


def test_rules_cannot_be_read(box, canary, rng):
    """While the rules cannot be read, nobody reads or replaces anything."""
    works_again(box, canary, rng)
    for text in BROKEN:
        set_up(box, text)
        nothing_works(box, canary, rng)
    works_again(box, canary, rng)


def test_rules_for_one_action_are_no_object(box, canary, rng):
    """While the rules for one action are not an object, nobody reads or replaces anything, with the other action either."""
    works_again(box, canary, rng)
    for action in POLICY:
        for levels in (None, [], rng.choice(["", 7, True])):
            set_up(box, {**POLICY, action: levels})
            nothing_works(box, canary, rng)
    works_again(box, canary, rng)


def test_level_without_a_rule(box, canary, rng):
    """A level without a rule is closed to all, and the other levels work as always."""
    set_up(box)
    for token in (canary.clerk_token, canary.director_token):
        with pytest.raises(Raised):
            box.call("server:read", token, "44", word(rng))
        with pytest.raises(Raised):
            box.call("server:replace", token, "44", word(rng), word(rng))
        assert "44" not in box.call("server:titles", token)
    works_again(box, canary, rng)
    set_up(box, {**POLICY, "read": {**POLICY["read"], "board": ["director"]}})
    assert box.call("server:read", canary.director_token, "44", word(rng)) == canary.board


def test_refused_replacement_leaves_a_line(box, canary, rng):
    """A replacement that the rules do not allow raises Refused, and leaves one line."""
    set_up(box)
    name, guest = new_guest(box, rng)
    for user, token, number in ((name, guest, "12"), (canary.clerk, canary.clerk_token, "24")):
        before, reason = len(lines(box)), word(rng)
        with pytest.raises(Raised) as caught:
            box.call("server:replace", token, number, word(rng), reason)
        assert caught.value.names[0] == "Refused"
        assert lines(box)[before:] == [[user, "replace", number, "refused", reason]]


def test_audit_log_is_full(box, canary, rng):
    """While no line can be written, nobody reads or replaces anything."""
    works_again(box, canary, rng)
    text = box.call("server:read", canary.clerk_token, "24", word(rng))
    set_up(box, audit="full")
    with pytest.raises(Raised):
        box.call("server:read", canary.director_token, "23", word(rng))
    with pytest.raises(Raised):
        box.call("server:replace", canary.head_token, "24", word(rng), word(rng))
    set_up(box)
    assert box.call("server:read", canary.clerk_token, "24", word(rng)) == text
