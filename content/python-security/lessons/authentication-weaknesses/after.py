"""The same status, the same text, and the same work for every name."""

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

HASHER = PasswordHasher()
USERS = {"ines": HASHER.hash("orbit lantern walnut")}
DUMMY = HASHER.hash("a password that nobody has")
hashed = []  # one entry for each password that was hashed: this is the slow part


def matches(stored, password):
    hashed.append(password)
    try:
        return HASHER.verify(stored, password)
    except VerifyMismatchError:
        return False


def login(name, password):
    stored = USERS.get(name, DUMMY)
    if not matches(stored, password) or name not in USERS:
        return 401, "Name or password is wrong."
    return 200, "Welcome."


def main():
    for name, password in [("ines", "orbit lantern walnut"), ("ines", "123456"), ("omar", "123456")]:
        hashed.clear()
        status, text = login(name, password)
        print(f"{name}: {status}, hashes computed: {len(hashed)}, {text}")


if __name__ == "__main__":
    main()
