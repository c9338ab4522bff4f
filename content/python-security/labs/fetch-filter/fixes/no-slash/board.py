"""The notice board in the harbour: shows a weather report, given its address by a skipper."""

import ssl
from http.client import HTTPSConnection
from urllib.parse import urlsplit

WAIT_SECONDS = 8
MOST_BYTES = 100_000
START = "https://reports.lab.test"


def ask(address, method):
    """Ask the report server for what stands in the address."""
    if not address.startswith(START):
        raise PermissionError("this address is not for the board")
    parts = urlsplit(address)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path or "/"
    trusted = ssl.create_default_context(cafile="authority.pem")
    server = HTTPSConnection(parts.hostname, parts.port or 443, context=trusted, timeout=WAIT_SECONDS)
    try:
        server.request(method, path)
        answer = server.getresponse()
        text = answer.read(MOST_BYTES)
    finally:
        server.close()
    if answer.status not in {200, 404}:
        raise RuntimeError(f"the report server answers with status {answer.status}")
    return answer, text


def show(address):
    """Return the text of a report; None if there is none at the address."""
    answer, text = ask(address, "GET")
    return text.decode() if answer.status == 200 else None


def size(address):
    """Return how many bytes a report has, without fetching it."""
    answer, _ = ask(address, "HEAD")
    return int(answer.headers["Content-Length"])
