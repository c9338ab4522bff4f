"""Protects the cells of the database with signed tokens."""

import jwt

import keys

KEY = keys.key(32)


def encrypt(text, place):
    """Return the cell of a text, for this place alone."""
    return jwt.encode({"sub": place, "text": text}, KEY, algorithm="HS256")


def decrypt(cell, place):
    """Return the text of a cell, if it was made for this place."""
    return jwt.decode(cell, KEY, algorithms=["HS256"], subject=place)["text"]
