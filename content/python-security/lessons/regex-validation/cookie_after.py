"""What one newline does to a header."""

import re


def cookie(name):
    """Return the header that remembers a user."""
    if not re.fullmatch(r"[a-z]{1,64}", name):
        raise ValueError(f"{name!r} is not a name.")
    return f"Set-Cookie: user={name}; HttpOnly; Secure\r\n"


if __name__ == "__main__":
    for name in ("anna", "anna\n"):
        try:
            print(f"{name!r:9} becomes {cookie(name).splitlines()}")
        except ValueError as error:
            print(error)
