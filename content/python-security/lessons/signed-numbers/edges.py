"""A test of the places where a width begins and ends: does a parser ever return more than its limit?"""

import io
import struct
from types import ModuleType

import fixed
import frames

EDGES = (0, 1, 1024, 1025, 2**31 - 1, 2**31, 2**32 - 2, 2**32 - 1)


def too_much(parser: ModuleType) -> list[str]:
    found = []
    for edge in EDGES:
        field = struct.pack("<I", edge)
        try:
            body = parser.read_message(io.BytesIO(field + bytes(5000)))
        except ValueError:
            continue
        if len(body) > parser.LIMIT:
            found.append(field.hex(" "))
    return found


if __name__ == "__main__":
    for parser in (frames, fixed):
        print(f"{parser.__name__:6}", *(too_much(parser) or ["nothing"]), sep="  ")
