"""Reads the messages of heat meters. The gateway in the cellar collects those of one night in a batch."""

import io
import struct

ENVELOPE = struct.Struct("<IH")  # written by the gateway: number of the meter, size of its message
FIELD = struct.Struct("<ci")  # written by the meter: tag, length of the value
LONGEST = 1024  # bytes of one value
NAMES = {b"R": "reading", b"N": "note", b"B": "battery"}


def read_batch(batch):
    """Return the number of each meter with the fields of its message, or with None if the message is refused."""
    stream = io.BytesIO(batch)
    found = []
    while len(head := stream.read(ENVELOPE.size)) == ENVELOPE.size:
        meter, size = ENVELOPE.unpack(head)
        end = stream.tell() + size
        try:
            fields = _read_fields(stream, end)
        except (ValueError, struct.error):
            fields = None
        found.append((meter, fields))
        stream.seek(end)
    return found


def _read_fields(stream, end):
    """Return the fields of the message that lasts until end. Tags of newer meters are skipped, and so is padding."""
    fields = {}
    while end - stream.tell() >= FIELD.size:
        tag, length = FIELD.unpack(stream.read(FIELD.size))
        length = max(length, 0)
        if length > LONGEST or stream.tell() + length > end:
            raise ValueError("The value is too long.")
        if tag in NAMES:
            fields[NAMES[tag]] = stream.read(length)
        else:
            stream.seek(length, io.SEEK_CUR)
    return fields
