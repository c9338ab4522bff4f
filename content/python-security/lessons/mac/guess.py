"""Guess a tag digit by digit. We count the characters that are compared, in place of the time that it takes."""

import hashlib
import hmac

DIGITS = "0123456789abcdef"
BODY = b'{"order": 4712, "paid": true}'
TAG = hmac.new(b"a key from the secret store", BODY, hashlib.sha256).hexdigest()


def stops_early(tag, expected):
    """Return whether they are equal, and how many characters were compared."""
    for count, (one, other) in enumerate(zip(tag, expected, strict=True), start=1):
        if one != other:
            return False, count
    return True, len(expected)


def compares_all(tag, expected):
    difference = 0
    for one, other in zip(tag, expected, strict=True):
        difference |= ord(one) ^ ord(other)
    return difference == 0, len(expected)


def counts_at(compare, known):
    """Return what the attacker sees for each of 16 next digits, after the digits that are known."""
    return [compare((known + digit).ljust(len(TAG), "."), TAG) for digit in DIGITS]


def attack(compare):
    """Return the digits found, and the tries that it took."""
    known, tries = "", 0
    while len(known) < len(TAG):
        seen = counts_at(compare, known)
        tries += len(seen)
        best = max(seen)
        if seen.count(best) > 1:
            break  # no digit is different from the others
        known += DIGITS[seen.index(best)]
    return known, tries


if __name__ == "__main__":
    for compare in (stops_early, compares_all):
        known, tries = attack(compare)
        print(f"{compare.__name__:13}{len(known):3} of {len(TAG)} digits after {tries} tries")
    print(f"without a hint: {16**64:.0e} possible tags")
