"""The labels on parcels. What is in them is encrypted, since everybody in the hall can see and scan a label."""

import base64
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

import keys

CIPHER = AESGCM(keys.key(32))
NONCE_BYTES = 12
SEPARATOR = "\x1f"  # the unit separator, which no name contains


class LabelError(Exception):
    """This is not a label of ours."""


def write(fields):
    """Return a label with these fields, all of them strings."""
    text = SEPARATOR.join(part for field in fields.items() for part in field)
    nonce = os.urandom(NONCE_BYTES)
    return base64.urlsafe_b64encode(nonce + CIPHER.encrypt(nonce, text.encode(), None)).decode()


def read(label):
    """Return the fields of a label."""
    try:
        data = base64.urlsafe_b64decode(label)
        text = CIPHER.decrypt(data[:NONCE_BYTES], data[NONCE_BYTES:], None)
    except (ValueError, InvalidTag) as error:
        raise LabelError("This is not a label of ours.") from error
    parts = text.decode().split(SEPARATOR)
    return dict(zip(parts[::2], parts[1::2], strict=False))
