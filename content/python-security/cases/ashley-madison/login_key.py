"""Two values are computed from each password: a slow hash, and a fast login key. Count what it costs to guess them."""

import itertools
import secrets
from collections import Counter
from hashlib import md5, pbkdf2_hmac

ROUNDS = 1_000  # few, so that this script is quick; what we count does not depend on it
computed = Counter()


def slow_hash(salt, password):
    """Stand in for bcrypt, which needs a package."""
    computed["slow"] += 1
    return pbkdf2_hmac("sha256", password.encode(), salt, ROUNDS)


def login_key(name, password):
    computed["fast"] += 1
    return md5(f"{name.lower()}::{password.lower()}".encode()).hexdigest()


def random_login_key(name, password):
    return secrets.token_urlsafe(32)


def account(name, password, make_key):
    salt = secrets.token_bytes(16)
    return name, salt, slow_hash(salt, password), make_key(name, password)


PASSWORDS = {"ann": "dragon7", "bob": "sunset31", "cyd": "river2", "dan": "Dragon7", "eve": "orbit lantern walnut"}
WORDS = ["angel", "castle", "dragon", "flower", "forest", "island", "orange", "river", "silver", "sunset"]
GUESSES = [f"{word}{number}" for word in WORDS for number in range(40)]


def spellings(word):
    """Return all ways to write a word with small and capital letters, all small first."""
    return map("".join, itertools.product(*((each, each.upper()) if each.isalpha() else (each,) for each in word)))


def guess_slowly(table):
    """Try each guess on each slow hash."""
    return [name for name, salt, slow, _ in table if any(slow_hash(salt, guess) == slow for guess in GUESSES)]


def guess_keys_first(table):
    """Try each guess on the fast key; if it fits, try its spellings on the slow hash."""
    found = []
    for name, salt, slow, key in table:
        fitting = next((each for each in GUESSES if login_key(name, each) == key), None)
        if fitting and any(slow_hash(salt, each) == slow for each in spellings(fitting)):
            found.append(name)
    return found


def attack(title, way, make_key):
    table = [account(name, password, make_key) for name, password in PASSWORDS.items()]
    computed.clear()
    found = way(table)
    print(
        f"{title:30} {len(found)} of {len(table)} found, {computed['slow']:5,} slow hashes, {computed['fast']:5,} fast"
    )


if __name__ == "__main__":
    attack("slow hashes alone", guess_slowly, login_key)
    attack("login keys first", guess_keys_first, login_key)
    attack("login keys first, random keys", guess_keys_first, random_login_key)
