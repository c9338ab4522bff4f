"""A table of password hashes was stolen. Count what an attacker must compute to try five guesses on four users."""

from collections import Counter
from hashlib import sha256

GUESSES = ["123456", "password", "qwerty", "sunshine", "dragon"]
PASSWORDS = {"ines": "sunshine", "omar": "wet lamp 7", "lena": "sunshine", "paul": "dragon"}
SALTS = {"ines": "a91c", "omar": "07be", "lena": "5d20", "paul": "e3f4"}
computed = Counter()


def digest(text, kind):
    computed[kind] += 1
    return sha256(text.encode()).hexdigest()


def unsalted():
    stolen = {name: sha256(password.encode()).hexdigest() for name, password in PASSWORDS.items()}
    found = {digest(guess, "unsalted"): guess for guess in GUESSES}
    return stolen, {name: found[value] for name, value in stolen.items() if value in found}


def salted():
    stolen = {name: sha256((SALTS[name] + password).encode()).hexdigest() for name, password in PASSWORDS.items()}
    found = {}
    for name, value in stolen.items():
        for guess in GUESSES:
            if digest(SALTS[name] + guess, "salted") == value:
                found[name] = guess
    return stolen, found


if __name__ == "__main__":
    for attack in (unsalted, salted):
        stolen, found = attack()
        print(f"{attack.__name__}:")
        for name, value in stolen.items():
            print(f"  {name}  {value[:16]}…  {found.get(name, 'not found')}")
        print(f"  hashes computed: {computed[attack.__name__]}")
