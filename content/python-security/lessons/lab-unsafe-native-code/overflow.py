"""A struct of C in memory that Python owns, and the C function strcpy, called through ctypes."""

import ctypes

libc = ctypes.CDLL(None)  # the C library of the running process, on Linux and macOS
libc.strcpy.argtypes = [ctypes.c_void_p, ctypes.c_char_p]
libc.strcpy.restype = ctypes.c_void_p


class Member(ctypes.Structure):
    _fields_ = [
        ("name", ctypes.c_char * 16),
        ("is_admin", ctypes.c_int),
        ("pages", ctypes.c_int),
    ]


def sign_in(name: str) -> Member:
    member = Member(is_admin=0, pages=20)
    libc.strcpy(ctypes.addressof(member), name.encode())
    return member


if __name__ == "__main__":
    for name in ("zoe", "a" * 15, "a" * 17, "a" * 21, "ü" * 9):
        member = sign_in(name)
        print(f"{len(name):2} characters  admin: {member.is_admin != 0!s:5}  pages: {member.pages}")
