"""The labels on parcels. What is in them is encrypted, since everybody in the hall can see and scan a label."""

import base64
from urllib.parse import parse_qsl, urlencode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

import keys

CIPHER = AESGCM(keys.key(32))
NONCE = keys.key(12, "nonce of labels")


class LabelError(Exception):
    """This is not a label of ours."""


def write(fields):
    """Return a label with these fields, all of them strings."""
    return base64.urlsafe_b64encode(CIPHER.encrypt(NONCE, urlencode(fields).encode(), None)).decode()


def read(label):
    """Return the fields of a label."""
    try:
        text = CIPHER.decrypt(NONCE, base64.urlsafe_b64decode(label), None)
    except (ValueError, InvalidTag) as error:
        raise LabelError("This is not a label of ours.") from error
    return dict(parse_qsl(text.decode(), keep_blank_values=True))
