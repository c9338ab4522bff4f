"""Seals files for a public office: only the office's private key opens an envelope.

On each envelope there is a header in the clear, four strings: office, tender, firm and file.
"""

import json
import os

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

OAEP = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)
RSA_BYTES, KEY_BYTES, SIGNATURE_BYTES = 256, 32, 64


def new_keys():
    """Make the keys of an office; return the private one and the public one."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return private, private.public_key()


def seal(public, header, content):
    """Return an envelope with this content, for the office with this public key."""
    key, signer = os.urandom(32), Ed25519PrivateKey.generate()
    body = public.encrypt(key, OAEP) + _aes(key, content)
    return signer.public_key().public_bytes_raw() + signer.sign(_header(header) + body) + body


def unseal(private, header, sealed):
    """Return the content of an envelope with this header."""
    signer, rest = Ed25519PublicKey.from_public_bytes(sealed[:KEY_BYTES]), sealed[KEY_BYTES:]
    signature, body = rest[:SIGNATURE_BYTES], rest[SIGNATURE_BYTES:]
    signer.verify(signature, _header(header) + body)
    return _aes(private.decrypt(body[:RSA_BYTES], OAEP), body[RSA_BYTES:])


def _header(header):
    """Return the header as bytes, so that no two headers look the same."""
    return json.dumps(header, sort_keys=True).encode()


def _aes(key, data):
    """Encrypt data, or decrypt it: in counter mode, both are the same."""
    return Cipher(algorithms.AES(key), modes.CTR(bytes(16))).encryptor().update(data)
