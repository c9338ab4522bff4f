"""The notice board in the harbour: shows a weather report, given its address by a skipper."""

import ipaddress
import ssl
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, HTTPSHandler, Request, build_opener

WAIT_SECONDS = 8
MOST_BYTES = 100_000
FORBIDDEN_HOSTS = {"localhost", "localhost.localdomain", "other.lab.test", "company.lab.test"}


class Staying(HTTPRedirectHandler):
    """Goes nowhere else, whatever the server says."""

    def redirect_request(self, *_):
        return None


def is_allowed(address):
    """Say whether an address is one of the report server."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        port = parts.port
    except ValueError:
        return False
    if parts.scheme not in {"http", "https"} or host in FORBIDDEN_HOSTS or port == 8080 and host == "reports.lab.test":
        return False
    try:
        return not ipaddress.ip_address(host).is_loopback
    except ValueError:
        return not host.replace(".", "").isdigit()


def open_address(address, method):
    """Ask for an address; the answer is to be read and closed."""
    if not is_allowed(address):
        raise PermissionError("this address is not for the board")
    trusted = ssl.create_default_context(cafile="authority.pem")
    opener = build_opener(HTTPSHandler(context=trusted), Staying)
    return opener.open(Request(address, method=method), timeout=WAIT_SECONDS)


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
