"""A reset link, and a code of six digits with a limit. The database has only digests of the tokens."""

import hashlib
import hmac
import secrets
import time

SECONDS, TRIES = 15 * 60, 5
links = {}  # digest of the token -> user and end
codes = {}  # user -> code, end, tries that are left


def new_link(user):
    token = secrets.token_urlsafe(32)
    links[hashlib.sha256(token.encode()).digest()] = (user, time.time() + SECONDS)
    return f"https://shop.example/reset/{token}"


def use_link(token):
    """Return the user, once; None for a token that is unknown, used or too old."""
    user, end = links.pop(hashlib.sha256(token.encode()).digest(), (None, 0))
    return user if time.time() < end else None


def new_code(user):
    code = f"{secrets.randbelow(10**6):06}"
    codes[user] = [code, time.time() + SECONDS, TRIES]
    return code


def use_code(user, sent):
    code, end, tries = codes.pop(user, ("", 0, 0))
    if time.time() >= end or tries < 1:
        return False
    if not hmac.compare_digest(code.encode(), sent.encode()):
        codes[user] = [code, end, tries - 1]
        return False
    return True


if __name__ == "__main__":
    token = new_link("zoe").rpartition("/")[2]
    print("token of", len(token), "characters:", use_link(token), use_link(token), use_link("x" * 43))
    code = new_code("zoe")
    wrong = "000000" if code != "000000" else "000001"
    print("four wrong codes, then the code:", [use_code("zoe", wrong) for _ in range(4)], use_code("zoe", code))
    code = new_code("ada")
    print("five wrong codes, then the code:", [use_code("ada", wrong + "x") for _ in range(5)], use_code("ada", code))
