"""The notice board in the harbour: shows a weather report, given its address by a skipper."""

import ssl
from urllib.error import HTTPError
from urllib.request import Request, urlopen

WAIT_SECONDS = 8
MOST_BYTES = 100_000
FORBIDDEN_SCHEMES = ("file:", "ftp:", "data:", "url:", "<")
FORBIDDEN_HOSTS = (
    "localhost",
    "127.",
    "0.0.0.0",
    "0x7f",
    "0177",
    "2130706433",
    "[::1]",
    "[::ffff:",
    "%31",
)


def is_allowed(address):
    """Keep skippers away from the files of this machine, and from the office's desk."""
    address = address.strip().lower()
    host = address.partition("//")[2]
    return not address.startswith(FORBIDDEN_SCHEMES) and not host.startswith(FORBIDDEN_HOSTS)


def open_address(address, method):
    """Ask for an address; the answer is to be read and closed."""
    if not is_allowed(address):
        raise PermissionError("this address is not for the board")
    trusted = ssl.create_default_context(cafile="authority.pem")
    return urlopen(Request(address, method=method), timeout=WAIT_SECONDS, context=trusted)


def show(address):
    """Return the text of a report; None if there is none at the address."""
    try:
        with open_address(address, "GET") as answer:
            return answer.read(MOST_BYTES).decode()
    except HTTPError as error:
        if error.code == 404:
            return None
        raise


def size(address):
    """Return how many bytes a report has, without fetching it."""
    with open_address(address, "HEAD") as answer:
        return int(answer.headers["Content-Length"])
