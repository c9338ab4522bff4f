"""What one newline does to a header."""

import re


def cookie(name):
    """Return the header that remembers a user."""
    if not re.match(r"^[a-z]+$", name):
        raise ValueError(f"{name!r} is not a name.")
    return f"Set-Cookie: user={name}; HttpOnly; Secure\r\n"


if __name__ == "__main__":
    for name in ("anna", "anna\n"):
        print(f"{name!r:9} becomes {cookie(name).splitlines()}")
