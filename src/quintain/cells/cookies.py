"""The cookie that names a cell, for a proxy to follow. A forged one leads to another cell, and gives nothing else."""

from typing import Final

from django.conf import settings
from django.http.cookie import parse_cookie

from quintain.cells.names import NAME

PLAIN_NAME: Final = "quintain-cell"
COOKIE: Final = f"{settings.COOKIE_PREFIX}{PLAIN_NAME}"
OF_PROGRAMS: Final = f"__Host-{PLAIN_NAME}"
"""Its name on the hosts of programs, whose cookies are all for a frame of another site."""


def named_in(headers: list[tuple[bytes, bytes]], cookie: str = COOKIE) -> str:
    """Return the cell that a browser's cookie names; empty if it names none."""
    text = b"; ".join(value for name, value in headers if name == b"cookie").decode("latin-1")
    value = parse_cookie(text).get(cookie, "")
    return value if NAME.fullmatch(value) else ""


def header_for(cell: str) -> tuple[bytes, bytes]:
    """Return the header that sets the cookie on the classroom's own host."""
    secure = "; Secure" if settings.SESSION_COOKIE_SECURE else ""
    return b"set-cookie", f"{COOKIE}={cell}; Path=/; HttpOnly; SameSite=Lax{secure}".encode()


def header_for_programs(cell: str) -> tuple[bytes, bytes]:
    """Return the header that sets it on the host of a program, which a page of ours shows in a frame."""
    return b"set-cookie", f"{OF_PROGRAMS}={cell}; Path=/; Secure; HttpOnly; SameSite=None; Partitioned".encode()
