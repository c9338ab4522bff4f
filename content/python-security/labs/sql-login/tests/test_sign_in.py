"""Who gets in, and who opens the vault."""

import base64
from contextlib import suppress

from helpers import is_refused
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
        assert is_refused(sign_in(box.http, name, wrong)), wrong


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
        visitor = box.client()
        answer = sign_in(visitor, name, password)
        assert is_refused(answer), name
        assert is_refused(visitor.get("/vault")), name


def test_vault_stays_shut_for_others(box, canary):
    assert is_refused(box.http.get("/vault"))
    sign_in(box.http, canary.clerk, canary.clerk_password)
    assert is_refused(box.http.get("/vault"))
    sign_in(box.http, canary.owner, canary.clerk_password)
    answer = box.http.get("/vault")
    assert is_refused(answer)
    assert canary.vault_secret not in answer.text


def test_visitors_do_not_share_a_sign_in(box, canary):
    sign_in(box.http, canary.owner, canary.owner_password)
    assert is_refused(box.client().get("/vault"))
    assert box.http.get("/vault").status_code == 200


def test_nobody_makes_a_session_of_their_own(box, canary):
    """The key that signs the sessions cannot be guessed: no word, no time of day, and no text of the program."""
    sign_in(box.http, canary.clerk, canary.clerk_password)
    assert guessed_session_key(box.http.cookies["session"], source=box.read("shop.py")) is None


def promoted(value, canary):
    """Write a cookie of the clerk as one of the owner: as it is, and where a part of it is base64."""
    words = {"clerk": "owner", canary.clerk: canary.owner}
    parts = value.split(".")
    for place, part in enumerate(parts):
        with suppress(ValueError):
            text = base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)).decode()
            for word, other in words.items():
                text = text.replace(word, other)
            parts[place] = base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")
    for word, other in words.items():
        value = value.replace(word, other)
    return value, ".".join(parts)


def test_nobody_promotes_themselves_by_a_cookie(box, canary):
    """A cookie that an attacker has written or changed opens nothing."""
    sign_in(box.http, canary.clerk, canary.clerk_password)
    own = dict(box.http.cookies)
    forged = [{"role": "owner"}, {"role": "owner", "name": canary.owner}, own | {"role": "owner"}]
    forged += [{name: promoted(value, canary)[form] for name, value in own.items()} for form in (0, 1)]
    for cookies in forged:
        header = "; ".join(f"{name}={value}" for name, value in cookies.items())
        answer = box.client().get("/vault", headers={"Cookie": header})
        assert is_refused(answer), header
        assert canary.vault_secret not in answer.text


def test_long_texts_are_answered_at_once(box, canary, rng):
    """A name, a password or a search text of any length is only not found."""
    for piece, end in [("a", "!"), ("ab", "@"), (" ", "x"), ("0", ".")]:
        text = piece * rng.randint(2000, 2500) + end
        assert is_refused(sign_in(box.http, text, canary.clerk_password))
        assert is_refused(sign_in(box.http, canary.clerk, text))
        assert box.http.get("/search", params={"text": text}).json() == {"found": []}
