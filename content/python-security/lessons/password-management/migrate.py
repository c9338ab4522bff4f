"""Four users with old SHA-1 hashes; two of them sign in again. Which hashes are left after each way to migrate?"""

from hashlib import sha1

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

HASHER = PasswordHasher()
PASSWORDS = {"ines": "orbit lantern walnut", "omar": "sunshine", "lena": "dragon", "paul": "qwerty"}
SIGN_IN = ["ines", "omar"]
WRAPPED = "sha1+"  # before an Argon2 hash: what was hashed is the old SHA-1 hash


def old(password):
    return sha1(password.encode()).hexdigest()


def wrap(table):
    """Put an Argon2 hash around each old hash, today, without any password."""
    return {name: WRAPPED + HASHER.hash(stored) for name, stored in table.items()}


def sign_in(table, name, password):
    """Check a password; if it is right, replace a hash of an older form."""
    stored = table[name]
    try:
        if stored.startswith("$"):
            HASHER.verify(stored, password)
        elif stored.startswith(WRAPPED):
            HASHER.verify(stored.removeprefix(WRAPPED), old(password))
        elif stored != old(password):
            return False
    except VerifyMismatchError:
        return False
    if not stored.startswith("$") or HASHER.check_needs_rehash(stored):
        table[name] = HASHER.hash(password)
    return True


def form(stored):
    return "Argon2" if stored.startswith("$") else "Argon2 of SHA-1" if stored.startswith(WRAPPED) else "SHA-1"


def main():
    old_table = {name: old(password) for name, password in PASSWORDS.items()}
    ways = {"only at sign-in": dict(old_table), "wrap, then at sign-in": wrap(old_table)}
    for way, table in ways.items():
        entered = [sign_in(table, name, PASSWORDS[name]) for name in SIGN_IN] + [sign_in(table, "lena", "wrong")]
        print(f"{way}: {entered}")
        for name, stored in table.items():
            print(f"  {name}: {form(stored)}")


if __name__ == "__main__":
    main()
