"""Who gets in, with which code, and when."""

from helpers import secret_of, secret_of_berta, send, set_clock, wrong

from quintain.judge import totp


def secrets(canary):
    return {canary.anna: secret_of(canary), canary.berta: secret_of_berta(canary)}


def enter(box, name, password):
    visitor = box.client()
    visitor.post("/password", data={"name": name, "password": password})
    return visitor


def test_name_password_and_code_open_the_note(box, canary, rng):
    now = set_clock(box, canary, rng)
    for name, password, note in [
        (canary.anna, canary.anna_password, canary.anna_note),
        (canary.berta, canary.berta_password, canary.berta_note),
    ]:
        visitor = box.client()
        assert visitor.post("/password", data={"name": name, "password": password}).json() == {"next": "code"}
        answer = send(visitor, totp(secrets(canary)[name], now))
        assert answer.status_code == 200
        assert answer.json() == {"hello": name}
        assert visitor.get("/note").json() == {"note": note}


def test_code_of_the_step_before_is_accepted(box, canary, rng):
    """Who types slowly, or whose phone is late, still gets in."""
    now = set_clock(box, canary, rng)
    visitor = enter(box, canary.anna, canary.anna_password)
    assert send(visitor, totp(secrets(canary)[canary.anna], now - 30)).status_code == 200
    assert visitor.get("/note").json() == {"note": canary.anna_note}


def test_next_code_works_after_the_last(box, canary, rng):
    """Each new code signs in again, half a minute later and a day later."""
    now = set_clock(box, canary, rng)
    for seconds in (0, 30, 60, 90, 86_400):
        box.write("clock.txt", str(now + seconds))
        visitor = enter(box, canary.anna, canary.anna_password)
        assert send(visitor, totp(secrets(canary)[canary.anna], now + seconds)).status_code == 200, seconds
        assert visitor.get("/note").status_code == 200


def test_late_code_then_the_next_one(box, canary, rng):
    """Signing in with the code of the step before does not use up the present one."""
    now = set_clock(box, canary, rng)
    for seconds in (-30, 0):
        visitor = enter(box, canary.anna, canary.anna_password)
        assert send(visitor, totp(secrets(canary)[canary.anna], now + seconds)).status_code == 200, seconds


def test_wrong_code_stays_out(box, canary, rng):
    now = set_clock(box, canary, rng)
    secret = secrets(canary)[canary.anna]
    right = totp(secret, now)
    for code in [
        wrong(secret, now, rng),
        "",
        right[:-1],
        right + "0",
        "abcdef",
        "Zoë’s ",
        totp(secrets(canary)[canary.berta], now),
    ]:
        visitor = enter(box, canary.anna, canary.anna_password)
        answer = send(visitor, code)
        assert answer.status_code in {401, 429}, code
        assert "error" in answer.json()
        assert visitor.get("/note").status_code == 403


def test_three_wrong_codes_are_forgiven(box, canary, rng):
    """People mistype: in one session, and in several."""
    now = set_clock(box, canary, rng)
    for name, password in [(canary.anna, canary.anna_password), (canary.berta, canary.berta_password)]:
        secret = secrets(canary)[name]
        visitor = enter(box, name, password)
        for _ in range(3):
            assert send(visitor, wrong(secret, now, rng)).status_code == 401
            if name == canary.berta:
                visitor = enter(box, name, password)
        assert send(visitor, totp(secret, now)).status_code == 200
        assert visitor.get("/note").status_code == 200


def test_many_wrong_codes_of_one_person_leave_the_other_alone(box, canary, rng):
    now = set_clock(box, canary, rng)
    for _ in range(8):
        visitor = enter(box, canary.anna, canary.anna_password)
        for _ in range(4):
            send(visitor, wrong(secrets(canary)[canary.anna], now, rng))
    visitor = enter(box, canary.berta, canary.berta_password)
    assert send(visitor, totp(secrets(canary)[canary.berta], now)).status_code == 200
    assert visitor.get("/note").json() == {"note": canary.berta_note}


def test_nobody_is_locked_out_for_ever(box, canary, rng):
    """Two hours after many wrong codes, the right one opens again."""
    now = set_clock(box, canary, rng)
    for _ in range(8):
        visitor = enter(box, canary.anna, canary.anna_password)
        for _ in range(4):
            send(visitor, wrong(secrets(canary)[canary.anna], now, rng))
    box.write("clock.txt", str(now + 7200))
    visitor = enter(box, canary.anna, canary.anna_password)
    assert send(visitor, totp(secrets(canary)[canary.anna], now + 7200)).status_code == 200


def test_mistakes_of_many_days_do_not_add_up(box, canary, rng):
    """Twice wrong, then right, every day."""
    now = set_clock(box, canary, rng)
    secret = secrets(canary)[canary.anna]
    for day in range(8):
        at = now + day * 86_400
        box.write("clock.txt", str(at))
        visitor = enter(box, canary.anna, canary.anna_password)
        for _ in range(2):
            assert send(visitor, wrong(secret, at, rng)).status_code == 401
        assert send(visitor, totp(secret, at)).status_code == 200, day


def test_one_step_alone_opens_nothing(box, canary, rng):
    now = set_clock(box, canary, rng)
    visitor = enter(box, canary.anna, canary.anna_password)
    assert visitor.get("/note").status_code == 403
    assert send(visitor, "").status_code == 401
    assert visitor.get("/note").status_code == 403
    berta = enter(box, canary.berta, canary.berta_password)
    assert send(berta, totp(secrets(canary)[canary.berta], now)).status_code == 200
    berta.post("/password", data={"name": canary.anna, "password": canary.anna_password})
    assert canary.anna_note not in berta.get("/note").text
    stranger = box.client()
    assert send(stranger, totp(secrets(canary)[canary.anna], now)).status_code == 401
    assert stranger.get("/note").status_code == 403


def test_wrong_name_or_password_stays_out(box, canary, rng):
    for name, password in [
        (canary.anna, canary.berta_password),
        (canary.anna, ""),
        (canary.anna, canary.anna_password + "x"),
        (canary.anna, "x" + canary.anna_password),
        (canary.anna, canary.anna_password[:-1]),
        ("", canary.anna_password),
        ("".join(rng.choices("abcxyz", k=8)), canary.anna_password),
        (f"{canary.anna}' --", canary.anna_password),
        ("' UNION SELECT 'x' --", "x"),
    ]:
        answer = box.client().post("/password", data={"name": name, "password": password})
        assert answer.status_code == 401
        assert answer.json() == {"error": "Name or password is wrong."}


def test_two_people_at_once(box, canary, rng):
    """Both come at the same time, each with a code of their own, and both get in."""
    now = set_clock(box, canary, rng)
    anna = enter(box, canary.anna, canary.anna_password)
    berta = enter(box, canary.berta, canary.berta_password)
    box.write("meeting.txt", "2")
    answers = box.at_once(
        lambda: send(anna, totp(secrets(canary)[canary.anna], now)),
        lambda: send(berta, totp(secrets(canary)[canary.berta], now)),
    )
    box.write("meeting.txt", "1")
    assert [answer.status_code for answer in answers] == [200, 200]
    assert anna.get("/note").json() == {"note": canary.anna_note}
    assert berta.get("/note").json() == {"note": canary.berta_note}
