"""Who opens the safe, and who signs a session."""

from quintain.judge import guessed_session_key


def test_the_keeper_opens_the_safe(box, canary):
    answer = box.http.post("/safe", data={"name": canary.keeper, "password": canary.keeper_password})
    assert answer.status_code == 200
    assert answer.json() == {"code": canary.safe_code}


def test_nobody_else_opens_the_safe(box, canary):
    for name, password in [
        (canary.keeper, ""),
        (canary.keeper, "%"),
        ("%", "%"),
        (canary.keeper, canary.keeper_password[:-1]),
        (canary.keeper, canary.keeper_password.swapcase()),
        ("' OR 1=1 --", "x"),
        (canary.keeper, "' OR 1=1 --"),
        (canary.keeper, "' OR '1'='1"),
        (f"{canary.keeper}' --", "x"),
    ]:
        answer = box.http.post("/safe", data={"name": name, "password": password})
        assert answer.status_code == 403, (name, password)
        assert canary.safe_code not in answer.text


def test_nobody_makes_a_session_of_their_own(box, canary):
    """The key that signs the sessions cannot be guessed: no word, no time of day, and no text of the program."""
    box.http.post("/neighbour", data={"name": canary.keeper})
    assert guessed_session_key(box.http.cookies["session"], source=box.read("parcels.py")) is None


def test_long_texts_are_answered_at_once(box, canary, rng):
    """A number, a code or a name of any length is only not found."""
    for piece, end in [("a", "!"), ("ab", "@"), (" ", "x"), ("0", "."), ("%a", "b")]:
        text = piece * rng.randint(1000, 1200) + end
        assert "true" not in box.http.get("/arrived", params={"number": text}).text
        assert box.http.get("/card", params={"code": text}).json() == {"good": False}
        box.http.post("/neighbour", data={"name": text})
        assert box.http.get("/waiting").json() == {"neighbour": text, "waiting": False}
    for piece, end in [("A", "!"), ("QX", "7!"), ("RR1", "-"), ("Q7", " ")]:  # capitals and digits, as in a number
        number = piece * rng.randint(1000, 1200) + end
        assert "true" not in box.client().get("/arrived", params={"number": number}).text
