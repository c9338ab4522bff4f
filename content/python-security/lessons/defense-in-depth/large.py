"""A large body, with the form as the only layer."""

from attacks import attack

if __name__ == "__main__":
    print(attack("a large body", frozenset({"form"})))
