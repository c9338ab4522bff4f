"""Encrypts the cells of the database with Fernet. Each cell says to which place it belongs."""

import base64
import json

from cryptography.fernet import Fernet

import keys

BOX = Fernet(base64.urlsafe_b64encode(keys.key(32)))


def encrypt(text, number, column):
    """Return the cell of a text."""
    return BOX.encrypt(json.dumps([number, column, text]).encode()).decode()


def decrypt(cell, number, column):
    """Return the text of a cell, if it was made for this number and this column."""
    *place, text = json.loads(BOX.decrypt(cell))
    if place != [number, column]:
        raise ValueError("This cell is from another place.")
    return text
