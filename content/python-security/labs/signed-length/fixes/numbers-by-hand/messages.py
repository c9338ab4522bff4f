"""Reads the messages of heat meters. The gateway in the cellar collects those of one night in a batch."""

import io

LONGEST = 1024  # bytes of one value
NAMES = {b"R": "reading", b"N": "note", b"B": "battery"}


def read_batch(batch):
    """Return the number of each meter with the fields of its message, or with None if the message is refused."""
    stream, found = io.BytesIO(batch), []
    while len(head := stream.read(6)) == 6:  # written by the gateway: number of the meter, size of its message
        meter, size = _number(head[:4]), _number(head[4:])
        try:
            fields = _read_fields(io.BytesIO(_exactly(stream, size)))
        except EOFError:
            fields = None
        found.append((meter, fields))
    return found


def _read_fields(message):
    """Return the fields of a message. Tags of newer meters are skipped, and so is padding."""
    fields = {}
    while len(head := message.read(5)) == 5:
        tag, length = head[:1], _number(head[1:])
        if length > LONGEST:
            raise EOFError("The value is too long.")
        value = _exactly(message, length)
        if tag in NAMES:
            fields[NAMES[tag]] = value
    return fields


def _number(data):
    return int.from_bytes(data, "little")


def _exactly(stream, size):
    data = stream.read(size)
    if len(data) < size:
        raise EOFError("The message ends too early.")
    return data
