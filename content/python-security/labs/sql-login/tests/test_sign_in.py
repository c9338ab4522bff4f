"""Who gets in, and who opens the vault."""

from quintain.judge import guessed_session_key


def sign_in(visitor, name, password):
    return visitor.post("/login", data={"name": name, "password": password})


def test_clerk_signs_in(box, canary):
    answer = sign_in(box.http, canary.clerk, canary.clerk_password)
    assert answer.status_code == 200
    assert answer.json() == {"hello": canary.clerk, "role": "clerk"}


def test_owner_signs_in_and_opens_the_vault(box, canary):
    assert sign_in(box.http, canary.owner, canary.owner_password).json() == {"hello": canary.owner, "role": "owner"}
    answer = box.http.get("/vault")
    assert answer.status_code == 200
    assert answer.json() == {"secrets": [[canary.vault_secret]]}


def test_every_character_of_a_password_counts(box, canary):
    name = f"Zoë von {canary.odd}"
    password = canary.odd_password + ' -- "50%" (a_b); /* \\ & <tea> */ OR 1=1'
    assert sign_in(box.http, name, password).json() == {"hello": name, "role": "clerk"}
    for wrong in [password[:-1], password + " ", canary.odd_password, password.replace("_", "x")]:
        assert sign_in(box.http, name, wrong).status_code == 401, wrong


def test_wrong_name_or_password_stays_out(box, canary, rng):
    stranger = "".join(rng.choices("abcdefgh", k=8))
    for name, password in [
        (canary.clerk, canary.owner_password),
        (canary.clerk, ""),
        ("", canary.clerk_password),
        (stranger, canary.clerk_password),
        (canary.clerk, "%"),
        (canary.clerk + stranger, canary.clerk_password),
        (stranger + canary.clerk, canary.clerk_password),
        (canary.clerk[:-1], canary.clerk_password),
        (canary.owner, canary.owner_password.swapcase() + "x"),
        (canary.owner.upper(), canary.owner_password),
    ]:
        answer = sign_in(box.http, name, password)
        assert answer.status_code == 401, name
        assert answer.json() == {"error": "Name or password is wrong."}


def test_vault_stays_shut_for_others(box, canary):
    assert box.http.get("/vault").status_code == 403
    sign_in(box.http, canary.clerk, canary.clerk_password)
    assert box.http.get("/vault").status_code == 403
    sign_in(box.http, canary.owner, canary.clerk_password)
    answer = box.http.get("/vault")
    assert answer.status_code == 403
    assert canary.vault_secret not in answer.text


def test_visitors_do_not_share_a_sign_in(box, canary):
    sign_in(box.http, canary.owner, canary.owner_password)
    assert box.client().get("/vault").status_code == 403
    assert box.http.get("/vault").status_code == 200


def test_nobody_makes_a_session_of_their_own(box, canary):
    """The key that signs the sessions is none that can be guessed: no word, no time of day."""
    sign_in(box.http, canary.clerk, canary.clerk_password)
    assert guessed_session_key(box.http.cookies["session"]) is None


def test_long_texts_are_answered_at_once(box, canary, rng):
    """A name, a password or a search text of any length is only not found."""
    for piece, end in [("a", "!"), ("ab", "@"), (" ", "x"), ("0", ".")]:
        text = piece * rng.randint(2000, 2500) + end
        assert sign_in(box.http, text, canary.clerk_password).status_code == 401
        assert sign_in(box.http, canary.clerk, text).status_code == 401
        assert box.http.get("/search", params={"text": text}).json() == {"found": []}
