"""Seals files for a public office: only the office's private key opens an envelope.

On each envelope there is a header in the clear, four strings: office, tender, firm and file.
"""

import json

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def new_keys():
    """Make the keys of an office; return the private one and the public one."""
    private = X25519PrivateKey.generate()
    return private, private.public_key()


def seal(public, header, content):
    """Return an envelope with this content, for the office with this public key."""
    return SUITE.encrypt(content, public, info=_info(header))


def unseal(private, header, sealed):
    """Return the content of an envelope with this header."""
    return SUITE.decrypt(sealed, private, info=_info(header))


def _info(header):
    """Return the header as bytes, so that no two headers look the same."""
    return json.dumps(["sealed bid", header["office"], header["tender"], header["firm"], header["file"]]).encode()
