"""Passwords as hashes."""

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

HASHER = PasswordHasher()


def store(password):
    return HASHER.hash(password)


def matches(stored, password):
    try:
        return HASHER.verify(stored, password)
    except VerifyMismatchError:
        return False


def main():
    stored = store("orbit lantern walnut")
    print(stored.rpartition("$")[0].rpartition("$")[0] or stored)
    print("right password:", matches(stored, "orbit lantern walnut"))
    print("wrong password:", matches(stored, "orbit lantern"))
    print("the same again is the same hash:", stored == store("orbit lantern walnut"))


if __name__ == "__main__":
    main()
