"""The codes of the puppet theatre: links for a new password, gift vouchers, and invitations to the preview."""

import os
import random

LETTERS = "23456789BCDFGHJKMNPQRSTVWXYZ"  # no vowels, so no words, and no characters that look alike
GROUP = 5
LENGTH = 20
CODES = 100

left = 0


def reset_token():
    """Return the token of a link with which a member sets a new password."""
    return f"{fresh().getrandbits(128):032x}"


def voucher():
    """Return the code of a gift voucher, as it is printed on the card."""
    return typed()


def invitation():
    """Return the code of an invitation to the preview; guests type it at the entrance."""
    return typed()


def typed():
    """Return a code that people can type."""
    return grouped("".join(fresh().choices(LETTERS, k=LENGTH)))


def fresh():
    """Return the generator, with a new seed after every hundred codes: nobody sees 624 outputs of it."""
    global left
    if left == 0:
        random.seed(os.urandom(32))
        left = CODES
    left -= 1
    return random


def grouped(letters):
    """Return letters in groups, which are easier to read and to type."""
    return "-".join(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))
