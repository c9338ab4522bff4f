"""A byte of a token says which role its owner has."""

import struct

ROLES = ["guest", "member", "admin"]


def role(token: bytes) -> str:
    (level,) = struct.unpack("b", token)
    if level > 1:
        raise PermissionError("only guests and members sign in here")
    return ROLES[level]


if __name__ == "__main__":
    for token in (b"\x00", b"\x01", b"\x02", b"\xff"):
        try:
            print(token.hex(), role(token))
        except PermissionError as error:
            print(token.hex(), "refused:", error)
