"""Invitations, sign-in, sign-out, and the log."""

from helpers import (
    IDA,
    OMAR,
    TESS,
    address,
    invite,
    is_refused,
    join,
    key_of,
    log_of,
    messages_of,
    seeded,
    sign_in,
    word,
)


def test_invited_people_join(box, canary, rng):
    """Somebody who is invited joins with the code, gets a key of their own, and signs in."""
    keys = set()
    own = word(rng)
    for inviting, name, email in [
        (IDA, "Zoë O'Neill", f"{own}.b-c+d@mail-1.example"),
        (TESS, "{name} & Söhne", f"{IDA}.{own}"),
        (OMAR, "x" * 80, f"{own}.{IDA}"),
    ]:
        code = invite(box.http, seeded(box.http, canary, inviting), email)
        answer = join(box.client(), email, code, name)
        assert answer.status_code == 201
        assert answer.json()["email"] == email
        keys.add(answer.json()["key"])
        assert messages_of(box.http, sign_in(box.http, email, answer.json()["key"])) == []
        assert join(box.client(), email, code, name).status_code in {403, 409}
    assert len(keys) == 3


def test_invited_again(box, canary, rng):
    """Somebody can be invited twice, also by two members; the newest code works. Other invitations stay good."""
    first, second = address(rng), address(rng)
    ida, tess = seeded(box.http, canary, IDA), seeded(box.http, canary, TESS)
    code = invite(box.http, ida, first)
    invite(box.http, ida, second)
    newest = invite(box.http, tess, second)
    assert join(box.http, second, newest).status_code == 201
    assert join(box.http, first, code).status_code == 201


def test_wrong_codes_are_refused(box, canary, rng):
    """A wrong code is answered with 403, and only members invite."""
    email = address(rng)
    assert box.http.post("/invitations", json={"email": email}).status_code in {401, 422}
    assert join(box.http, email, word(rng)).status_code == 403
    code = invite(box.http, seeded(box.http, canary, IDA), email)
    for wrong in ("", word(rng), code[:-1], code + "a", "ü" + code[1:], code.swapcase()):
        assert join(box.http, email, wrong).status_code == 403, wrong
    assert join(box.http, email, code).status_code == 201


def test_sign_in_and_out(box, canary, rng):
    """The right key opens a new session, and signing out ends only this one."""
    for email, key in [(IDA, canary.omar_key), (IDA, canary.ida_key[:-1]), (IDA, ""), (address(rng), canary.ida_key)]:
        assert box.client().post("/sign-in", json={"email": email, "key": key}).status_code == 401
    first, second = seeded(box.http, canary, IDA), seeded(box.http, canary, IDA)
    assert first != second
    assert box.http.post("/sign-out", headers=first).json() == {"goodbye": "Ida Jäger"}
    assert 2 in messages_of(box.http, second)
    for wrong in ("", word(rng), second["X-Session"][:-1], second["X-Session"] + "a"):
        assert box.client().get("/messages", headers={"X-Session": wrong}).status_code == 401
    assert is_refused(box.client().get("/messages"))


def test_log(box, canary, rng):
    """Each sign-in, invitation and sign-out is a line of the log."""
    old, email = log_of(box, canary), address(rng)
    assert canary.old_session in old
    header = sign_in(box.http, OMAR, key_of(canary, OMAR))
    invite(box.http, header, email)
    box.http.post("/sign-out", headers=header)
    new = log_of(box, canary)
    assert new.startswith(old)
    lines = new.removeprefix(old).splitlines()
    for line, begin in zip(lines, [f"{OMAR} signs in", f"{OMAR} invites {email}", f"{OMAR} signs out"], strict=True):
        assert line.startswith(begin)
