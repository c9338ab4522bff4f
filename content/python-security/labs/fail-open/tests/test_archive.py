"""What people count on while everything works."""

import pytest
from helpers import POLICY, STAFF, lines, new_guest, set_up, word

from quintain.judge import Raised

READABLE = {"guest": ["12"], "clerk": ["12", "23"], "head": ["12", "23"], "director": ["12", "23", "31"]}


def tokens(box, canary, rng):
    return {
        "guest": new_guest(box, rng)[1],
        "clerk": canary.clerk_token,
        "head": canary.head_token,
        "director": canary.director_token,
    }


def refused(box, function, *arguments):
    with pytest.raises(Raised) as caught:
        box.call(f"server:{function}", *arguments)
    assert caught.value.names[0] == "Refused"


def test_who_may_read_what(box, canary, rng):
    """Everyone reads the documents that the rules allow, and no others."""
    set_up(box)
    texts = {"23": canary.minutes, "31": canary.plan}
    for who, token in tokens(box, canary, rng).items():
        for number in ("12", "23", "31"):
            if number in READABLE[who]:
                text = box.call("server:read", token, number, word(rng))
                assert isinstance(text, str), (who, number)
                assert text == texts.get(number, text), (who, number)
            else:
                refused(box, "read", token, number, word(rng))


def test_titles_that_one_may_read(box, canary, rng):
    """The list shows the titles of the documents that one may read."""
    set_up(box, {"read": {**POLICY["read"], "board": ["director"]}, "replace": {}})
    for who, token in tokens(box, canary, rng).items():
        found = box.call("server:titles", token)
        expected = [*READABLE[who], "24"] if who != "guest" else READABLE[who]
        expected = [*expected, "44"] if who == "director" else expected
        assert sorted(found) == sorted(expected), who
        assert found["12"] == "Opening hours"
    assert (found["31"], found["44"]) == (canary.plan_title, canary.board_title)


def test_allowed_people_replace(box, canary, rng):
    """People with the right replace a document, whatever the text is."""
    set_up(box)
    for token, number in ((canary.clerk_token, "12"), (canary.head_token, "12"), (canary.head_token, "24")):
        text = f"Zoë's new text: 50% \u2028 <b>\n\t{word(rng)}"
        box.call("server:replace", token, number, text, word(rng))
        assert box.call("server:read", canary.clerk_token, number, word(rng)) == text


def test_each_request_is_in_the_audit_log(box, canary, rng):
    """A request that is allowed leaves one line, and so does a read that is refused."""
    set_up(box)
    name, guest = new_guest(box, rng)
    reasons = [f"Zoë's question, 50% \\ {word(rng)}", word(rng) * 40, "", f"„{word(rng)}“ – 李"]
    for reason in reasons:
        before = len(lines(box))
        box.call("server:read", guest, "12", reason)
        refused(box, "read", guest, "23", reason)
        box.call("server:replace", canary.clerk_token, "12", word(rng), reason)
        assert lines(box)[before:] == [
            [name, "read", "12", "allowed", reason],
            [name, "read", "23", "refused", reason],
            [canary.clerk, "replace", "12", "allowed", reason],
        ]


def test_new_rules_hold_at_once(box, canary, rng):
    """A change of policy.json holds for the next request."""
    _, guest = new_guest(box, rng)
    for roles in (["guest"], ["clerk", "guest"], STAFF, ["guest"], ["head-clerk"]):
        set_up(box, {"read": {"internal": roles}, "replace": {}})
        if "guest" in roles:
            assert isinstance(box.call("server:read", guest, "24", word(rng)), str)
        else:
            refused(box, "read", guest, "24", word(rng))


def test_unknown_things_are_errors(box, canary, rng):
    """Without a session, or with the number of no document, nothing comes back."""
    set_up(box)
    for token, number in ((word(rng), "12"), ("", "12"), (canary.director_token, "99"), (canary.director_token, "")):
        with pytest.raises(Raised):
            box.call("server:read", token, number, word(rng))
        with pytest.raises(Raised):
            box.call("server:replace", token, number, word(rng), word(rng))
