"""The codes of the puppet theatre: links for a new password, gift vouchers, and invitations to the preview."""

import os
import random
import time

LETTERS = "23456789BCDFGHJKMNPQRSTVWXYZ"  # no vowels, so no words, and no characters that look alike
GROUP = 5

printer = random.Random(int(time.time()) ^ os.getpid())


def reset_token():
    """Return the token of a link with which a member sets a new password."""
    return f"{random.getrandbits(128):032x}"


def voucher():
    """Return the code of a gift voucher, as it is printed on the card."""
    letters = "".join(printer.choices(LETTERS, k=20))
    return grouped(letters)


def invitation():
    """Return the code of an invitation to the preview; guests type it at the entrance."""
    return f"{random.randrange(10**6):06}"


def grouped(letters):
    """Return letters in groups, which are easier to read and to type."""
    return "-".join(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))
