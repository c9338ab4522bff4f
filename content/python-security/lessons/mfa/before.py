"""Two steps to sign in. The first step already writes the name into the session."""

import pyotp

NOW = 1_800_000_000
PASSWORDS = {"ines": "orbit lantern walnut"}  # a real program stores hashes
PHONES = {"ines": pyotp.TOTP("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")}


def send_password(session, name, password):
    if PASSWORDS.get(name) != password:
        return "401 wrong"
    session["user"] = name
    return "200 now the code"


def send_code(session, code):
    if not PHONES[session["user"]].verify(code, for_time=NOW):
        return "401 wrong"
    session["verified"] = True
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
