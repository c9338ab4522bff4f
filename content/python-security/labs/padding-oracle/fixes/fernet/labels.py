"""The labels on parcels. What is in them is encrypted, since everybody in the hall can see and scan a label."""

import base64
import json

from cryptography.fernet import Fernet, InvalidToken

import keys

BOX = Fernet(base64.urlsafe_b64encode(keys.key(32)))


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
