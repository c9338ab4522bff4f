"""Seals files for a public office: only the office's private key opens an envelope.

On each envelope there is a header in the clear, four strings: office, tender, firm and file.
"""

import hmac
import os

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

OAEP = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)
RSA_BYTES, TAG_BYTES = 256, 32


def new_keys():
    """Make the keys of an office; return the private one and the public one."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return private, private.public_key()


def seal(public, header, content):
    """Return an envelope with this content, for the office with this public key."""
    key, tag_key = os.urandom(32), os.urandom(32)
    body = public.encrypt(key + tag_key, OAEP) + _aes(key, content)
    return body + _tag(tag_key, header, body)


def unseal(private, header, sealed):
    """Return the content of an envelope with this header."""
    body, tag = sealed[:-TAG_BYTES], sealed[-TAG_BYTES:]
    keys = private.decrypt(body[:RSA_BYTES], OAEP)
    key, tag_key = keys[:32], keys[32:]
    if not hmac.compare_digest(tag, _tag(tag_key, header, body)):
        raise ValueError("The envelope was changed.")
    return _aes(key, body[RSA_BYTES:])


def _tag(key, header, body):
    """Compute the tag of header and body; no two headers have the same repr."""
    return hmac.digest(key, repr(sorted(header.items())).encode() + body, "sha256")


def _aes(key, data):
    """Encrypt data, or decrypt it: in counter mode, both are the same."""
    return Cipher(algorithms.AES(key), modes.CTR(bytes(16))).encryptor().update(data)
