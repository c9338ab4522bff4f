"""The office of a heating company: meters report at night, and in the morning the office reads what they have sent."""

import struct

import messages

METERS = {"${sam_key}": 1001, "3141592": 1002, "${lena_key}": 1003, "${imke_key}": 1004}
REPORTS = {
    1001: [(b"R", b"041877"), (b"N", b"Please ring twice: ${sam_note}"), (b"B", b"91")],
    1003: [(b"R", b"020316"), (b"N", b"The key for the plumber: ${lena_note}")],
    1004: [(b"R", b"117029"), (b"B", b"64"), (b"N", b"Away until May: ${imke_note}")],
}

night = []
files = {meter: [] for meter in METERS.values()}


def send(key, message):
    """Take the message of a meter, as it has sent it: one field after the other, each with tag, length and value."""
    meter = _meter(key)
    if type(message) is not bytes or len(message) > 65_535:
        raise ValueError("This is not a message.")
    night.append((meter, message))


def morning():
    """Let the other meters report, and read the batch of the night, in the order of the meters' numbers."""
    silent = [meter for meter in REPORTS if meter not in [sender for sender, _ in night]]
    collected = sorted(night + [(meter, _message(REPORTS[meter])) for meter in silent], key=lambda sent: sent[0])
    night.clear()
    batch = b"".join(struct.pack("<IH", meter, len(message)) + message for meter, message in collected)
    for meter, fields in messages.read_batch(batch):
        files[meter].append(None if fields is None else _as_text(fields))


def account(key):
    """Return what the office has of one's own meter: the fields of each message, or None for one that was refused."""
    return files[_meter(key)]


def _meter(key):
    if key not in METERS:
        raise PermissionError("There is no meter with this key.")
    return METERS[key]


def _message(fields):
    return b"".join(tag + len(value).to_bytes(4, "little") + value for tag, value in fields)


def _as_text(fields):
    return {name: bytes(value).decode(errors="replace") for name, value in fields.items()}
