"""Seals files for a public office: only the office's private key opens an envelope.

On each envelope there is a header in the clear, four strings: office, tender, firm and file.
"""

import json
import os
import pickle

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

OAEP = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)


def new_keys():
    """Make the keys of an office; return the private one and the public one."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return private, private.public_key()


def seal(public, header, content):
    """Return an envelope with this content, for the office with this public key."""
    key, nonce = AESGCM.generate_key(256), os.urandom(12)
    data = AESGCM(key).encrypt(nonce, content, _header(header))
    return pickle.dumps({"key": public.encrypt(key, OAEP), "nonce": nonce, "data": data})


def unseal(private, header, sealed):
    """Return the content of an envelope with this header."""
    envelope = pickle.loads(sealed)
    key = private.decrypt(envelope["key"], OAEP)
    return AESGCM(key).decrypt(envelope["nonce"], envelope["data"], _header(header))


def _header(header):
    """Return the header as bytes, so that no two headers look the same."""
    return json.dumps(header, sort_keys=True).encode()
