"""Tags for pick-up slips and credit notes: the shop makes them, and the terminal checks them.

The terminal in the warehouse has no connection to the shop. Both have the same key.
"""

import hashlib
import hmac
from base64 import urlsafe_b64encode

import keys


def _tag(kind, *fields):
    key = bytearray(keys.current())
    key[:] = bytes(len(key))  # nobody shall find the key in the memory
    parts = [field.encode() for field in (kind, *fields)]
    message = b"".join(len(part).to_bytes(4) + part for part in parts)
    return urlsafe_b64encode(hashlib.blake2b(message, key=key).digest()).decode()


def _matches(tag, expected):
    return hmac.compare_digest(tag.encode(), expected.encode())


def slip_tag(name, order, article, pieces, remark):
    """Return the tag of a pick-up slip."""
    return _tag("slip", name, order, article, pieces, remark)


def credit_tag(name, order, article, cents, remark):
    """Return the tag of a credit note."""
    return _tag("credit note", name, order, article, cents, remark)


def is_slip(name, order, article, pieces, remark, tag):
    """Tell whether the shop has made this slip."""
    return _matches(tag, slip_tag(name, order, article, pieces, remark))


def is_credit(name, order, article, cents, remark, tag):
    """Tell whether the shop has made this credit note."""
    return _matches(tag, credit_tag(name, order, article, cents, remark))
