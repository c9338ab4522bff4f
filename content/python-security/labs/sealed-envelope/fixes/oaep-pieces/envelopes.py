"""Seals files for a public office: only the office's private key opens an envelope.

On each envelope there is a header in the clear, four strings: office, tender, firm and file.
"""

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

OAEP = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)
RSA_BYTES, PIECE_BYTES = 256, 190


def new_keys():
    """Make the keys of an office; return the private one and the public one."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return private, private.public_key()


def seal(public, header, content):
    """Return an envelope with this content, for the office with this public key."""
    pieces = [content[at : at + PIECE_BYTES] for at in range(0, len(content), PIECE_BYTES)]
    return b"".join(public.encrypt(piece, OAEP) for piece in pieces)


def unseal(private, header, sealed):
    """Return the content of an envelope with this header."""
    pieces = [sealed[at : at + RSA_BYTES] for at in range(0, len(sealed), RSA_BYTES)]
    return b"".join(private.decrypt(piece, OAEP) for piece in pieces)
