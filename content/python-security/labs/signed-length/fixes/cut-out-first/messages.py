"""Reads the messages of heat meters. The gateway in the cellar collects those of one night in a batch."""

import struct

ENVELOPE = struct.Struct("<IH")  # written by the gateway: number of the meter, size of its message
FIELD = struct.Struct("<cI")  # written by the meter: tag, length of the value
LONGEST = 1024  # bytes of one value
NAMES = {b"R": "reading", b"N": "note", b"B": "battery"}


def read_batch(batch):
    """Return the number of each meter with the fields of its message, or with None if the message is refused."""
    at, found = 0, []
    while at + ENVELOPE.size <= len(batch):
        meter, size = ENVELOPE.unpack_from(batch, at)
        message = batch[at + ENVELOPE.size :][:size]
        found.append((meter, _read_fields(message) if len(message) == size else None))
        at += ENVELOPE.size + size
    return found


def _read_fields(message):
    """Return the fields of a message, or None. Tags of newer meters are skipped, and so is padding."""
    fields = {}
    while len(message) >= FIELD.size:
        tag, length = FIELD.unpack_from(message)
        message = message[FIELD.size :]
        if length > min(LONGEST, len(message)):
            return None
        if tag in NAMES:
            fields[NAMES[tag]] = message[:length]
        message = message[length:]
    return fields
