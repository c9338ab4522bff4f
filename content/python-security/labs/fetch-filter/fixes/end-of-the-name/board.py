"""The notice board in the harbour: shows a weather report, given its address by a skipper."""

import ssl
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, HTTPSHandler, Request, build_opener

WAIT_SECONDS = 8
MOST_BYTES = 100_000


def is_allowed(address):
    """Only the report server."""
    parts = urlsplit(address)
    return parts.scheme == "https" and parts.netloc.endswith("reports.lab.test")


class NoRedirects(HTTPRedirectHandler):
    """Follow nothing."""

    def redirect_request(self, *args, **kwargs):
        return None


def open_address(address, method):
    """Ask for an address; the answer is to be read and closed."""
    if not is_allowed(address):
        raise PermissionError("this address is not for the board")
    trusted = ssl.create_default_context(cafile="authority.pem")
    return build_opener(HTTPSHandler(context=trusted), NoRedirects).open(Request(address, method=method), timeout=WAIT_SECONDS)


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
