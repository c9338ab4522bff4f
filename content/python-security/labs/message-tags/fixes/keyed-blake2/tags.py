"""Tags for pick-up slips and credit notes: the shop makes them, and the terminal checks them.

The terminal in the warehouse has no connection to the shop. Both have the same key.
"""

import hashlib
import hmac
import secrets
from urllib.parse import quote

import keys


def _tag(kind, *fields):
    text = "&".join(quote(field, safe="") for field in fields)
    return hashlib.blake2b(text.encode(), key=keys.current(), person=kind, digest_size=32).hexdigest()


def _matches(tag, expected):
    once = secrets.token_bytes(32)
    return hmac.digest(once, tag.encode(), "sha256") == hmac.digest(once, expected.encode(), "sha256")


def slip_tag(name, order, article, pieces, remark):
    """Return the tag of a pick-up slip."""
    return _tag(b"slip", name, order, article, pieces, remark)


def credit_tag(name, order, article, cents, remark):
    """Return the tag of a credit note."""
    return _tag(b"credit note", name, order, article, cents, remark)


def is_slip(name, order, article, pieces, remark, tag):
    """Tell whether the shop has made this slip."""
    return _matches(tag, slip_tag(name, order, article, pieces, remark))


def is_credit(name, order, article, cents, remark, tag):
    """Tell whether the shop has made this credit note."""
    return _matches(tag, credit_tag(name, order, article, cents, remark))
