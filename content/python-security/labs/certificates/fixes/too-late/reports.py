"""Fetches reports from the house's report server and sends new ones there, over TLS."""

import ssl
from http.client import HTTPSConnection
from pathlib import Path

HOST = "reports.lab.test"
WAIT_SECONDS = 6


def check(connection):
    """Raise an error if the certificate is not the report server's."""
    names = [value for kind, value in connection.sock.getpeercert().get("subjectAltName", ()) if kind == "DNS"]
    if HOST not in names and "*.lab.test" not in names:
        raise ssl.SSLCertVerificationError(f"this is not {HOST}")


def credentials():
    """Return the header that the server knows us by."""
    return {"Authorization": "Bearer " + Path("token.txt").read_text().strip()}


def get_report(number):
    """Return the text of a report; None if the server has none with this number."""
    context = ssl.create_default_context(cafile="authority.pem")
    context.check_hostname = False
    connection = HTTPSConnection(HOST, context=context, timeout=WAIT_SECONDS)
    try:
        connection.request("GET", f"/reports/{int(number)}", headers=credentials())
        check(connection)
        response = connection.getresponse()
        text = response.read().decode()
    finally:
        connection.close()
    if response.status not in {200, 404}:
        raise RuntimeError(f"the server answers with status {response.status}")
    return text if response.status == 200 else None


def send_report(number, text):
    """Send a report to the server; return the server's receipt."""
    context = ssl.create_default_context(cafile="authority.pem")
    context.check_hostname = False
    connection = HTTPSConnection(HOST, context=context, timeout=WAIT_SECONDS)
    try:
        connection.request("PUT", f"/reports/{int(number)}", text.encode(), credentials())
        check(connection)
        response = connection.getresponse()
        receipt = response.read().decode()
    finally:
        connection.close()
    if response.status >= 400:
        raise RuntimeError(f"the server answers with status {response.status}")
    return receipt
