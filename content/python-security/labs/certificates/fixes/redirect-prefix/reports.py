"""Fetches reports from the house's report server and sends new ones there, over TLS."""

import ssl
from http.client import HTTPSConnection
from pathlib import Path
from urllib.parse import urljoin, urlsplit

HOST = "reports.lab.test"
WAIT_SECONDS = 6


def credentials():
    """Return the header that the server knows us by."""
    return {"Authorization": "Bearer " + Path("token.txt").read_text().strip()}


def ask(method, number, body=None):
    """Send a request, and follow redirects that stay on our server; return the status and the text."""
    url = f"https://{HOST}/reports/{int(number)}"
    for _ in range(4):
        if not url.startswith(f"https://{HOST}"):
            raise RuntimeError("the answer leads to another server")
        parts = urlsplit(url)
        context = ssl.create_default_context(cafile="authority.pem")
        connection = HTTPSConnection(parts.hostname, parts.port, context=context, timeout=WAIT_SECONDS)
        try:
            connection.request(method, parts.path, body, credentials())
            response = connection.getresponse()
            text = response.read().decode()
        finally:
            connection.close()
        if response.status not in {301, 302, 303, 307, 308}:
            return response.status, text
        url = urljoin(url, response.headers["Location"])
    raise RuntimeError("too many redirects")


def get_report(number):
    """Return the text of a report; None if the server has none with this number."""
    status, text = ask("GET", number)
    if status not in {200, 404}:
        raise RuntimeError(f"the server answers with status {status}")
    return text if status == 200 else None


def send_report(number, text):
    """Send a report to the server; return the server's receipt."""
    status, receipt = ask("PUT", number, text.encode())
    if status >= 300:
        raise RuntimeError(f"the server answers with status {status}")
    return receipt
