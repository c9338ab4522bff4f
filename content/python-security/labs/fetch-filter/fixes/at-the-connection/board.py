"""The notice board in the harbour: shows a weather report, given its address by a skipper."""

import ssl
from http.client import HTTPSConnection
from urllib.error import HTTPError
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    Request,
)

WAIT_SECONDS = 8
MOST_BYTES = 100_000
REPORTS = ("reports.lab.test", 443)


class OnlyReports(HTTPSConnection):
    """A connection that can be made to the report server alone, whoever asks for it."""

    def connect(self):
        if (self.host, self.port) != REPORTS:
            raise PermissionError("this address is not for the board")
        super().connect()


class OnlyHttps(HTTPSHandler):
    """Knows no other way than that connection."""

    def https_open(self, request):
        return self.do_open(OnlyReports, request, context=self._context)


def open_address(address, method):
    """Ask for an address; the answer is to be read and closed."""
    trusted = ssl.create_default_context(cafile="authority.pem")
    opener = OpenerDirector()
    for handler in (OnlyHttps(context=trusted), HTTPRedirectHandler(), HTTPErrorProcessor(), HTTPDefaultErrorHandler()):
        opener.add_handler(handler)
    answer = opener.open(Request(address, method=method), timeout=WAIT_SECONDS)
    if answer is None:
        raise PermissionError("this address is not for the board")
    return answer


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
