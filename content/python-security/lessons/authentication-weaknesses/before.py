"""A login form that says whether a name exists, in three ways."""

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

HASHER = PasswordHasher()
USERS = {"ines": HASHER.hash("orbit lantern walnut")}
hashed = []  # one entry for each password that was hashed: this is the slow part


def matches(stored, password):
    hashed.append(password)
    try:
        return HASHER.verify(stored, password)
    except VerifyMismatchError:
        return False


def login(name, password):
    if name not in USERS:
        return 404, "There is no such user."
    if not matches(USERS[name], password):
        return 401, "The password is wrong."
    return 200, "Welcome."


def main():
    for name, password in [("ines", "orbit lantern walnut"), ("ines", "123456"), ("omar", "123456")]:
        hashed.clear()
        status, text = login(name, password)
        print(f"{name}: {status}, hashes computed: {len(hashed)}, {text}")


if __name__ == "__main__":
    main()
