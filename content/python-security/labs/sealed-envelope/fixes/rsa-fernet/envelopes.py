"""Seals files for a public office: only the office's private key opens an envelope.

On each envelope there is a header in the clear, four strings: office, tender, firm and file.
"""

import base64
import json

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

OAEP = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)


def new_keys():
    """Make the keys of an office; return the private one and the public one."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return private, private.public_key()


def seal(public, header, content):
    """Return an envelope with this content, for the office with this public key."""
    key = Fernet.generate_key()
    inside = json.dumps({"header": header, "content": base64.b64encode(content).decode()}).encode()
    return base64.b64encode(public.encrypt(key, OAEP)) + b"." + Fernet(key).encrypt(inside)


def unseal(private, header, sealed):
    """Return the content of an envelope with this header."""
    key, token = sealed.split(b".")
    inside = json.loads(Fernet(private.decrypt(base64.b64decode(key), OAEP)).decrypt(token))
    if inside["header"] != header:
        raise ValueError("The header was changed.")
    return base64.b64decode(inside["content"])
