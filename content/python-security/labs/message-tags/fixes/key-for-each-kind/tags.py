"""Tags for pick-up slips and credit notes: the shop makes them, and the terminal checks them.

The terminal in the warehouse has no connection to the shop. Both have the same key.
"""

import hmac

import keys


def _mac(kind, fields):
    key = hmac.digest(keys.current(), kind, "sha512")
    return hmac.digest(key, repr(fields).encode(), "sha512")


def _matches(tag, expected):
    try:
        given = bytes.fromhex(tag)
    except ValueError:
        return False
    return hmac.compare_digest(given, expected)


def slip_tag(name, order, article, pieces, remark):
    """Return the tag of a pick-up slip."""
    return _mac(b"slip", (name, order, article, pieces, remark)).hex()


def credit_tag(name, order, article, cents, remark):
    """Return the tag of a credit note."""
    return _mac(b"credit note", (name, order, article, cents, remark)).hex()


def is_slip(name, order, article, pieces, remark, tag):
    """Tell whether the shop has made this slip."""
    return _matches(tag, _mac(b"slip", (name, order, article, pieces, remark)))


def is_credit(name, order, article, cents, remark, tag):
    """Tell whether the shop has made this credit note."""
    return _matches(tag, _mac(b"credit note", (name, order, article, cents, remark)))
