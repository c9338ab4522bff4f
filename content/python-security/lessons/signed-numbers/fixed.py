"""Read messages from a stream: four bytes with the length of a message, then the message."""

import io
import struct
from typing import BinaryIO

LENGTH = struct.Struct("<I")
LIMIT = 1024


def read_message(stream: BinaryIO) -> bytes:
    (length,) = LENGTH.unpack(stream.read(LENGTH.size))
    if not 0 <= length <= LIMIT:
        raise ValueError(f"too long: {length}")
    return stream.read(length)


if __name__ == "__main__":
    rest = bytes(1_000_000)  # what the sender puts after the length
    for field in ("05 00 00 00", "d0 07 00 00", "ff ff ff ff"):
        stream = io.BytesIO(bytes.fromhex(field) + rest)
        try:
            print(f"{field}  read {len(read_message(stream)):,} bytes")
        except ValueError as error:
            print(f"{field}  {error}")
