"""The labels on parcels. What is in them is encrypted, since everybody in the hall can see and scan a label."""

import base64
import hmac
import os
from urllib.parse import parse_qsl, urlencode

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

import keys

KEY = keys.key(32)
TAG_KEY = keys.key(32, "tags of labels")
BLOCK_BYTES, TAG_BYTES = 16, 16


class LabelError(Exception):
    """This is not a label of ours."""


def write(fields):
    """Return a label with these fields, all of them strings."""
    padder = PKCS7(algorithms.AES.block_size).padder()
    padded = padder.update(urlencode(fields).encode()) + padder.finalize()
    iv = os.urandom(BLOCK_BYTES)
    encryptor = _cipher(iv).encryptor()
    data = iv + encryptor.update(padded) + encryptor.finalize()
    return base64.urlsafe_b64encode(data + _tag(data)).decode()


def read(label):
    """Return the fields of a label, after its tag was verified."""
    try:
        signed = base64.urlsafe_b64decode(label)
    except ValueError as error:
        raise LabelError("This is not a label of ours.") from error
    data, tag = signed[:-TAG_BYTES], signed[-TAG_BYTES:]
    if not _equal(tag, _tag(data)):
        raise LabelError("This is not a label of ours.")
    decryptor = _cipher(data[:BLOCK_BYTES]).decryptor()
    padded = decryptor.update(data[BLOCK_BYTES:]) + decryptor.finalize()
    unpadder = PKCS7(algorithms.AES.block_size).unpadder()
    text = unpadder.update(padded) + unpadder.finalize()
    return dict(parse_qsl(text.decode(), keep_blank_values=True))


def _equal(tag, expected):
    if len(tag) != len(expected):
        return False
    for one, other in zip(tag, expected, strict=True):
        if one != other:
            return False
    return True


def _tag(data):
    return hmac.digest(TAG_KEY, data, "sha256")[:TAG_BYTES]


def _cipher(iv):
    return Cipher(algorithms.AES(KEY), modes.CBC(iv))
