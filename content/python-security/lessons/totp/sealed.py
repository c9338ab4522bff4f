"""Encrypt TOTP secrets with a key that is not in the database, and bind each of them to its user."""

import os

import pyotp
from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEYS = {1: AESGCM.generate_key(256), 2: AESGCM.generate_key(256)}  # in production: from the secret store
CURRENT = 2


def seal(user: str, secret: str, key: int = CURRENT) -> tuple[int, bytes]:
    nonce = os.urandom(12)
    return key, nonce + AESGCM(KEYS[key]).encrypt(nonce, secret.encode(), user.encode())


def unseal(user: str, row: tuple[int, bytes]) -> str:
    key, sealed = row
    return AESGCM(KEYS[key]).decrypt(sealed[:12], sealed[12:], user.encode()).decode()


def rotate(table: dict[str, tuple[int, bytes]]) -> None:
    """Encrypt with the current key what has an older one; the users notice nothing."""
    for user, row in table.items():
        if row[0] != CURRENT:
            table[user] = seal(user, unseal(user, row))


if __name__ == "__main__":
    table = {user: seal(user, pyotp.random_base32(), key=1) for user in ("zoe", "admin")}
    before = unseal("zoe", table["zoe"])
    rotate(table)
    del KEYS[1]
    print("keys in use:", {row[0] for row in table.values()}, "- the same secret:", unseal("zoe", table["zoe"]) == before)

    fernet = Fernet(Fernet.generate_key())
    rows = {user: fernet.encrypt(pyotp.random_base32().encode()) for user in ("zoe", "admin")}
    rows["admin"] = rows["zoe"]  # zoe can write to the table
    print("not bound to the user, zoe's secret works for admin:", fernet.decrypt(rows["admin"]) is not None)
    table["admin"] = table["zoe"]
    try:
        unseal("admin", table["admin"])
    except InvalidTag:
        print("bound to the user: InvalidTag")
