"""Two steps to sign in. Only the second step writes the user into the session."""

from collections import Counter

import pyotp

NOW = 1_800_000_000
PASSWORDS = {"ines": "orbit lantern walnut"}  # a real program stores hashes
PHONES = {"ines": pyotp.TOTP("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")}
TRIES = Counter()


def send_password(session, name, password):
    if PASSWORDS.get(name) != password:
        return "401 wrong"
    session["pending"] = name
    return "200 now the code"


def send_code(session, code):
    name = session["pending"]
    TRIES[name] += 1  # for the account, since a new session costs the attacker nothing
    if TRIES[name] > 5 or not PHONES[name].verify(code, for_time=NOW):
        return "401 wrong"
    del TRIES[name]
    session["user"] = session.pop("pending")
    return "200 signed in"


def read_note(session):
    return "200 the note" if "user" in session else "401 sign in first"


def try_both():
    honest, attacker = {}, {}
    print("owner    password:", send_password(honest, "ines", "orbit lantern walnut"))
    print("owner    code:    ", send_code(honest, PHONES["ines"].at(NOW)))
    print("owner    note:    ", read_note(honest))
    print("attacker password:", send_password(attacker, "ines", "orbit lantern walnut"))
    print("attacker note:    ", read_note(attacker))


if __name__ == "__main__":
    try_both()
