"""The labels on parcels. What is in them is encrypted, since everybody in the hall can see and scan a label."""

import json

from cryptography.fernet import Fernet, InvalidToken

BOX = Fernet(b"kR8x2mVd0uPq5cYtJ1hZ7wLs4nBf9gEa3oXi6TzQvUM=")


class LabelError(Exception):
    """This is not a label of ours."""


def write(fields):
    """Return a label with these fields, all of them strings."""
    return BOX.encrypt(json.dumps(fields).encode()).decode()


def read(label):
    """Return the fields of a label."""
    try:
        return json.loads(BOX.decrypt(label))
    except (InvalidToken, ValueError) as error:
        raise LabelError("This is not a label of ours.") from error
