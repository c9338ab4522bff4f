"""A lockout that counts the failures of known devices separately."""

from collections import Counter

MOST_FAILURES = 3
PASSWORDS = {"ines": "plum-kettle", "omar": "blue-ladder", "yuki": "salt-window"}
# In production: a signed cookie, set when the user signed in on that device before.
KNOWN = {("ines", "laptop"), ("omar", "phone")}


class SignIn:
    def __init__(self):
        self.failures = Counter()

    def check(self, name, password, device):
        counted = (name, device if (name, device) in KNOWN else "unknown device")
        if self.failures[counted] >= MOST_FAILURES:
            return "locked"
        if PASSWORDS.get(name) != password:
            self.failures[counted] += 1
            return "wrong"
        self.failures[counted] = 0
        return "signed in"


def main():
    page = SignIn()
    guesses = [page.check("ines", f"guess-{number}", f"bot-{number}") for number in range(1000)]
    print("of 1000 guesses, compared:", guesses.count("wrong"))

    page = SignIn()
    for name in PASSWORDS:
        for number in range(MOST_FAILURES):
            page.check(name, f"guess-{number}", "bot")
    for name, device in (("ines", "laptop"), ("omar", "phone"), ("yuki", "new phone")):
        print(f"{name}, right password, {device}:", page.check(name, PASSWORDS[name], device))


if __name__ == "__main__":
    main()
