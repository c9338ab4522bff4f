"""The labels on parcels. What is in them is encrypted, since everybody in the hall can see and scan a label."""

import os
from urllib.parse import parse_qsl, urlencode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

import keys

CIPHER = ChaCha20Poly1305(keys.key(32))
PURPOSE = b"label of a parcel"


class LabelError(Exception):
    """This is not a label of ours."""


def write(fields):
    """Return a label with these fields, all of them strings: the nonce, a dot, and the rest, in hexadecimal."""
    nonce = os.urandom(12)
    return f"{nonce.hex()}.{CIPHER.encrypt(nonce, urlencode(fields).encode(), PURPOSE).hex()}"


def read(label):
    """Return the fields of a label."""
    try:
        nonce, data = map(bytes.fromhex, label.split("."))
        text = CIPHER.decrypt(nonce, data, PURPOSE).decode()
    except (ValueError, InvalidTag):
        raise LabelError("This is not a label of ours.") from None
    return dict(parse_qsl(text, keep_blank_values=True))
