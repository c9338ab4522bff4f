"""The labels on parcels. What is in them is encrypted, since everybody in the hall can see and scan a label."""

import base64
import os
from urllib.parse import parse_qsl, urlencode

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

import keys

KEY = keys.key(32)
NONCE_BYTES = 16


class LabelError(Exception):
    """This is not a label of ours."""


def write(fields):
    """Return a label with these fields, all of them strings."""
    nonce = os.urandom(NONCE_BYTES)
    return base64.urlsafe_b64encode(nonce + _apply(nonce, urlencode(fields).encode())).decode()


def read(label):
    """Return the fields of a label."""
    try:
        data = base64.urlsafe_b64decode(label)
        text = _apply(data[:NONCE_BYTES], data[NONCE_BYTES:]).decode()
    except ValueError as error:
        raise LabelError("The label is damaged.") from error
    return dict(parse_qsl(text, keep_blank_values=True))


def _apply(nonce, data):
    return Cipher(algorithms.AES(KEY), modes.CTR(nonce)).encryptor().update(data)
