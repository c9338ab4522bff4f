"""Seals files for a public office: only the office's private key opens an envelope.

On each envelope there is a header in the clear, four strings: office, tender, firm and file.
"""

import hashlib
import json

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

OAEP = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)
RSA_BYTES, PIECE_BYTES = 256, 150


def new_keys():
    """Make the keys of an office; return the private one and the public one."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return private, private.public_key()


def seal(public, header, content):
    """Return an envelope with this content, for the office with this public key."""
    pieces = [content[at : at + PIECE_BYTES] for at in range(0, len(content), PIECE_BYTES)] or [b""]
    places = [_place(header, number, len(pieces)) for number in range(len(pieces))]
    return b"".join(public.encrypt(place + piece, OAEP) for place, piece in zip(places, pieces, strict=True))


def unseal(private, header, sealed):
    """Return the content of an envelope with this header."""
    pieces = [private.decrypt(sealed[at : at + RSA_BYTES], OAEP) for at in range(0, len(sealed), RSA_BYTES)]
    content = b""
    for number, piece in enumerate(pieces):
        place = _place(header, number, len(pieces))
        if not piece.startswith(place):
            raise ValueError("This is not the place of this piece.")
        content += piece.removeprefix(place)
    return content


def _place(header, number, count):
    """Say where a piece belongs: its header, its number, and how many there are."""
    return hashlib.sha256(json.dumps([sorted(header.items()), number, count]).encode()).digest()
