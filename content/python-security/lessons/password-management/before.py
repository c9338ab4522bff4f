"""Passwords as hashes."""

from hashlib import sha1


def store(password):
    return sha1(password.encode()).hexdigest()


def matches(stored, password):
    return stored == sha1(password.encode()).hexdigest()


def main():
    stored = store("orbit lantern walnut")
    print(stored.rpartition("$")[0].rpartition("$")[0] or stored)
    print("right password:", matches(stored, "orbit lantern walnut"))
    print("wrong password:", matches(stored, "orbit lantern"))
    print("the same again is the same hash:", stored == store("orbit lantern walnut"))


if __name__ == "__main__":
    main()
