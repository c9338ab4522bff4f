"""Reads the messages of heat meters. The gateway in the cellar collects those of one night in a batch."""

import struct

ENVELOPE = struct.Struct("<IH")  # written by the gateway: number of the meter, size of its message
FIELD = struct.Struct("<ci")  # written by the meter: tag, length of the value
LONGEST = 1024  # bytes of one value
NAMES = {b"R": "reading", b"N": "note", b"B": "battery"}


def read_batch(batch):
    """Return the number of each meter with the fields of its message, or with None if the message is refused."""
    at = 0
    found = []
    while at + ENVELOPE.size <= len(batch):
        meter, size = ENVELOPE.unpack_from(batch, at)
        at += ENVELOPE.size
        try:
            fields = _read_fields(batch[at : at + size])
        except (ValueError, struct.error):
            fields = None
        found.append((meter, fields))
        at += size
    return found


def _read_fields(message):
    """Return the fields of a message. Tags of newer meters are skipped, and so is padding."""
    fields, at = {}, 0
    while len(message) - at >= FIELD.size:
        tag, length = FIELD.unpack_from(message, at)
        at += FIELD.size
        if length > LONGEST or at + length > len(message):
            raise ValueError("The value is too long.")
        if tag in NAMES:
            fields[NAMES[tag]] = message[at : at + length]
        at += length
    return fields
