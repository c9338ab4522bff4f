"""What tests and attacks share: messages as meters send them, and batches as the gateway collects them."""

import struct

JO = "3141592"
NOTES = {"sam": "Please ring twice: ", "lena": "The key for the plumber: ", "imke": "Away until May: "}
SHOWN = {b"R": "reading", b"N": "note", b"B": "battery"}


def field(tag, value):
    """Return one field of a message."""
    return tag + struct.pack("<I", len(value)) + value


def claimed(tag, length, value=b""):
    """Return a field that claims a length, which may be negative, and has another value."""
    return tag + struct.pack("<i" if length < 0 else "<I", length) + value


def envelope(meter, message, size=None):
    """Return a message as it is in a batch."""
    return struct.pack("<IH", meter, len(message) if size is None else size) + message


def night(box, key, *messages):
    """Send messages of one meter, and let the office read the batch; return what it has of these messages."""
    for message in messages:
        box.call("office:send", key, message)
    box.call("office:morning")
    return box.call("office:account", key)[-len(messages) :]


def read(box, batch):
    """Read a batch, as the office does."""
    return [(meter, fields) for meter, fields in box.call("messages:read_batch", batch)]


def stolen(box, canary):
    """Return which secret of a neighbour is in jo's account, or an empty string, and the account."""
    shown = box.call("office:account", JO)
    secrets = [canary.sam_note, canary.lena_note, canary.imke_note]
    return next((secret for secret in secrets if secret in str(shown)), secrets[1]), shown


def word(rng, count=8):
    """Return some random letters."""
    return "".join(rng.choices("abcdefghijkmnopqrstuvwxyz", k=count)).encode()
