"""Who signs in, and who does not."""

import ast

from helpers import DAY, HOUR, addresses, later, note, sign_in, word


def test_clients_sign_in_and_read_their_note(box, canary, rng):
    later(box, rng)
    for email, password, text in [
        (f"{canary.anna}@mail.example", canary.anna_password, canary.anna_note),
        (f"{canary.anna}@post.example", canary.berta_password, canary.berta_note),
        (f"zoë.o'{canary.zoe}@mail.example", f" {canary.zoe_password} ü'\"", canary.zoe_note),
    ]:
        client = box.client()
        answer = sign_in(client, email, password)
        assert 300 < answer.status_code < 400
        assert answer.headers["location"].removeprefix("https://lab.test") == "/"
        assert text in note(client)
        client.post("/logout")
        assert text not in note(client)


def test_address_in_any_spelling(box, canary, rng):
    """Capital letters, spaces around and full-width letters make no difference."""
    later(box, rng)
    email = f"{canary.anna}@mail.example"
    for typed in [email.upper(), f"  {email.title()} ", "".join(chr(ord(letter) + 0xFEE0) for letter in email)]:
        client = box.client()
        sign_in(client, typed, canary.anna_password)
        assert canary.anna_note in note(client), typed
    client = box.client()
    sign_in(client, f"ZOË.O'{canary.zoe}@mail.example", f" {canary.zoe_password} ü'\"")
    assert canary.zoe_note in note(client)


def test_wrong_password_or_address_stays_out(box, canary, rng):
    """A wrong password, also one that is nearly right, signs nobody in and gets an answer below 500."""
    email, right = f"{canary.anna}@mail.example", canary.anna_password
    for typed, password in [
        (email, word(rng)),
        (email, ""),
        (email, right[:-1]),
        (email, right + " "),
        (email, right.lower() if right != right.lower() else right.upper()),
        (email, word(rng) * 100),
        (f"{canary.anna}@post.example", right),
        (f"{word(rng)}@mail.example", right),
        (f"{canary.anna}", right),
        ("", right),
        ("", ""),
        (f"{word(rng)}' OR 1=1 --@mail.example", "x"),
        (f"zoë.o'{canary.zoe}@mail.example", f"{canary.zoe_password} ü'\""),
    ]:
        later(box, rng)
        client = box.client()
        answer = sign_in(client, typed, password)
        assert answer.status_code < 500, (typed, password)
        page = client.get("/")
        assert page.status_code == 303, (typed, password)


def test_missing_fields_are_answered(box, canary, rng):
    later(box, rng)
    for path in ("/login", "/signup", "/forgot"):
        assert box.client().post(path, data={}).status_code < 500
        assert box.client().get(path).status_code == 200


def test_closed_account_stays_closed(box, canary, rng):
    """A closed account signs nobody in, with the right password either, and its answer is below 500."""
    later(box, rng)
    client = box.client()
    assert sign_in(client, f"{canary.emil}@mail.example", canary.emil_password).status_code < 500
    assert client.get("/").status_code == 303
    assert canary.emil_note not in note(client)


def test_account_without_a_password_stays_out(box, canary, rng):
    """No password signs in a client who has not chosen one: neither a common one nor any string of your code."""
    strings = {"", "None", "null", "password", "dummy", "secret", word(rng)}
    for path in ("portal/auth.py", "portal/throttle.py"):
        for node in ast.walk(ast.parse(box.read(path))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                if len(node.value) < 60 and not node.value.startswith("/") and not node.value.endswith(".html"):
                    strings.add(node.value)
    for number, password in enumerate(sorted(strings)):
        if number % 3 == 0:
            later(box, rng)
        client = box.client()
        assert sign_in(client, addresses(canary)["invited"], password).status_code < 500
        assert client.get("/").status_code == 303, password


def test_session_from_before_is_emptied(box, canary, rng):
    """Somebody who signs in after another client sees their own note, and not that of the other."""
    later(box, rng)
    client = box.client()
    sign_in(client, f"{canary.anna}@mail.example", canary.anna_password)
    sign_in(client, f"{canary.anna}@post.example", canary.berta_password)
    assert canary.berta_note in note(client)
    assert canary.anna_note not in note(client)


def test_three_wrong_passwords_are_forgiven(box, canary, rng):
    """Three wrong passwords, then the right one: in one session, and in several."""
    for is_new in (False, True):
        later(box, rng)
        client = box.client()
        for _ in range(3):
            sign_in(client, f"{canary.anna}@mail.example", word(rng))
            client = box.client() if is_new else client
        sign_in(client, f"{canary.anna}@mail.example", canary.anna_password)
        assert canary.anna_note in note(client)


def test_mistakes_of_many_days_do_not_add_up(box, canary, rng):
    """Twice wrong, every day; the right password works on each of them, and after days without it."""
    now = later(box, rng)
    for day in range(9):
        box.write("clock.txt", str(now + day * DAY))
        client = box.client()
        for _ in range(2):
            sign_in(client, f"{canary.anna}@mail.example", word(rng))
        if day in {0, 1, 2, 8}:
            sign_in(client, f"{canary.anna}@mail.example", canary.anna_password)
            assert canary.anna_note in note(client), day


def test_nobody_is_locked_out_for_ever(box, canary, rng):
    """An hour after many wrong passwords, the right one works again; and so it does the next time."""
    now = later(box, rng)
    for number in range(2):
        at = now + number * 2 * HOUR
        box.write("clock.txt", str(at))
        for _ in range(12):
            sign_in(box.client(), f"{canary.anna}@mail.example", word(rng))
        box.write("clock.txt", str(at + HOUR))
        client = box.client()
        sign_in(client, f"{canary.anna}@mail.example", canary.anna_password)
        assert canary.anna_note in note(client), number


def test_attack_on_one_account_leaves_the_others_alone(box, canary, rng):
    """Many wrong passwords for one client, and for addresses without an account, do not stop another client."""
    later(box, rng)
    for _ in range(15):
        sign_in(box.client(), f"{canary.anna}@mail.example", word(rng))
        sign_in(box.client(), f"{word(rng)}@post.example", word(rng))
    client = box.client()
    sign_in(client, f"{canary.anna}@post.example", canary.berta_password)
    assert canary.berta_note in note(client)
