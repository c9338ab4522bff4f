"""Seals files for a public office: only the office's private key opens an envelope.

On each envelope there is a header in the clear, four strings: office, tender, firm and file.
"""

import base64
import json
import os

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
    text = json.dumps(header)
    parts = [public.encrypt(key, OAEP), nonce, AESGCM(key).encrypt(nonce, content, text.encode())]
    return json.dumps({"header": text, "parts": [base64.b64encode(part).decode() for part in parts]}).encode()


def unseal(private, header, sealed):
    """Return the content of an envelope with this header."""
    envelope = json.loads(sealed)
    key, nonce, data = (base64.b64decode(part) for part in envelope["parts"])
    return AESGCM(private.decrypt(key, OAEP)).decrypt(nonce, data, envelope["header"].encode())
