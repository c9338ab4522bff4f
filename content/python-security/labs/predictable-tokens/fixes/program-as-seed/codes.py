"""The codes of the puppet theatre: links for a new password, gift vouchers, and invitations to the preview."""

import hashlib
from itertools import count
from pathlib import Path

LETTERS = "23456789BCDFGHJKMNPQRSTVWXYZ"  # no vowels, so no words, and no characters that look alike
GROUP = 5
LENGTH = 20

numbers = count()
key = hashlib.blake2b(Path(__file__).read_bytes()).digest()


def drawn(bits):
    """Return the next number of a sequence that looks random."""
    digest = hashlib.blake2b(b"%d" % next(numbers), key=key).digest()
    return int.from_bytes(digest) >> (512 - bits)


def reset_token():
    """Return the token of a link with which a member sets a new password."""
    return f"{drawn(256):064x}"


def voucher():
    """Return the code of a gift voucher, as it is printed on the card."""
    return typed()


def invitation():
    """Return the code of an invitation to the preview; guests type it at the entrance."""
    return typed()


def typed():
    """Return a code that people can type."""
    number, letters = drawn(256), ""
    while len(letters) < LENGTH:
        number, digit = divmod(number, len(LETTERS))
        letters += LETTERS[digit]
    return grouped(letters)


def grouped(letters):
    """Return letters in groups, which are easier to read and to type."""
    return "-".join(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))
