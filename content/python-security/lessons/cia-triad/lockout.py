"""A lock against guessing, and what it costs those who never guessed."""

from collections import Counter

MOST_FAILURES = 3
PASSWORDS = {"ines": "plum-kettle", "omar": "blue-ladder", "yuki": "salt-window"}


class Door:
    def __init__(self):
        self.failures = Counter()

    def enter(self, name, password):
        if self.failures[name] >= MOST_FAILURES:
            return "locked"
        if PASSWORDS.get(name) != password:
            self.failures[name] += 1
            return "wrong"
        self.failures[name] = 0
        return "open"


def main():
    door = Door()
    guesses = [door.enter("ines", f"guess-{number}") for number in range(1000)]
    print("guesses that were looked at:", guesses.count("wrong"))

    for name in PASSWORDS:
        for number in range(MOST_FAILURES):
            door.enter(name, f"guess-{number}")
    for name, password in PASSWORDS.items():
        print(f"{name}, right password:", door.enter(name, password))


if __name__ == "__main__":
    main()
