"""Fetches reports from the house's report server and sends new ones there, over TLS."""

import ssl
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

HOST = "reports.lab.test"
WAIT_SECONDS = 6


def credentials():
    """Return the header that the server knows us by."""
    return {"Authorization": "Bearer " + Path("token.txt").read_text().strip()}


def trusted():
    """Make the one context for both functions."""
    return ssl.create_default_context(cafile="authority.pem")


def get_report(number):
    """Return the text of a report; None if the server has none with this number."""
    request = Request(f"https://{HOST}/reports/{int(number)}", headers=credentials())
    try:
        with urlopen(request, timeout=WAIT_SECONDS, context=trusted()) as answer:
            return answer.read().decode()
    except HTTPError as error:
        if error.code == 404:
            return None
        raise


def send_report(number, text):
    """Send a report to the server; return the server's receipt."""
    request = Request(f"https://{HOST}/reports/{int(number)}", text.encode(), credentials(), method="PUT")
    with urlopen(request, timeout=WAIT_SECONDS, context=trusted()) as answer:
        return answer.read().decode()
