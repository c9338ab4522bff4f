"""The labels on parcels. What is in them is encrypted, since everybody in the hall can see and scan a label."""

import base64
import os
from urllib.parse import parse_qsl, urlencode

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

import keys

KEY = keys.key(32)
BLOCK_BYTES = 16


class LabelError(Exception):
    """This is not a label of ours."""


def write(fields):
    """Return a label with these fields, all of them strings."""
    padder = PKCS7(algorithms.AES.block_size).padder()
    padded = padder.update(urlencode(fields).encode()) + padder.finalize()
    iv = os.urandom(BLOCK_BYTES)
    encryptor = _cipher(iv).encryptor()
    return base64.urlsafe_b64encode(iv + encryptor.update(padded) + encryptor.finalize()).decode()


def read(label):
    """Return the fields of a label."""
    try:
        data = base64.urlsafe_b64decode(label)
        decryptor = _cipher(data[:BLOCK_BYTES]).decryptor()
        padded = decryptor.update(data[BLOCK_BYTES:]) + decryptor.finalize()
        unpadder = PKCS7(algorithms.AES.block_size).unpadder()
        text = unpadder.update(padded) + unpadder.finalize()
        fields = parse_qsl(text.decode(), keep_blank_values=True, strict_parsing=bool(text))
    except ValueError as error:
        raise LabelError("The label is damaged.") from error
    return dict(fields)


def _cipher(iv):
    return Cipher(algorithms.AES(KEY), modes.CBC(iv))
