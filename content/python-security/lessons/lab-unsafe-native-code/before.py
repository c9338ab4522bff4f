"""Sign a member in, if the name is short enough."""

import ctypes

from overflow import Member, libc


def sign_in(name: str) -> Member:
    if len(name) > 15:
        raise ValueError("This name is too long.")
    member = Member(is_admin=0, pages=20)
    libc.strcpy(ctypes.addressof(member), name.encode())
    return member


if __name__ == "__main__":
    for name in ("zoe", "a" * 15, "a" * 16, "ü" * 7, "ü" * 9):
        try:
            print(f"{name:17} admin: {sign_in(name).is_admin != 0}")
        except ValueError as error:
            print(f"{name:17} {error}")
