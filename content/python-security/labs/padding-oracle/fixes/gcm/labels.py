"""The labels on parcels. What is in them is encrypted, since everybody in the hall can see and scan a label."""

import base64
import os
from urllib.parse import parse_qsl, urlencode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

import keys

CIPHER = AESGCM(keys.key(32))
NONCE_BYTES = 12


class LabelError(Exception):
    """This is not a label of ours."""


def write(fields):
    """Return a label with these fields, all of them strings."""
    nonce = os.urandom(NONCE_BYTES)
    return base64.urlsafe_b64encode(nonce + CIPHER.encrypt(nonce, urlencode(fields).encode(), None)).decode()


def read(label):
    """Return the fields of a label."""
    try:
        data = base64.urlsafe_b64decode(label)
        text = CIPHER.decrypt(data[:NONCE_BYTES], data[NONCE_BYTES:], None)
    except (ValueError, InvalidTag) as error:
        raise LabelError("This is not a label of ours.") from error
    return dict(parse_qsl(text.decode(), keep_blank_values=True))
