"""The codes of the puppet theatre: links for a new password, gift vouchers, and invitations to the preview."""

import secrets

LETTERS = "23456789BCDFGHJKMNPQRSTVWXYZ"  # no vowels, so no words, and no characters that look alike
GROUP = 5
LENGTH = 17
BITS = 82


def reset_token():
    """Return the token of a link with which a member sets a new password."""
    return secrets.token_urlsafe(32)


def voucher():
    """Return the code of a gift voucher, as it is printed on the card."""
    return typed()


def invitation():
    """Return the code of an invitation to the preview; guests type it at the entrance."""
    return typed()


def typed():
    """Return a code that people can type."""
    number, letters = secrets.randbits(BITS), ""
    while len(letters) < LENGTH:
        number, digit = divmod(number, len(LETTERS))
        letters += LETTERS[digit]
    return grouped(letters)


def grouped(letters):
    """Return letters in groups, which are easier to read and to type."""
    return "-".join(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))
