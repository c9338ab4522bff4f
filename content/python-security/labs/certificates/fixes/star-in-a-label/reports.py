"""Fetches reports from the house's report server and sends new ones there, over TLS."""

import re
import ssl
from http.client import HTTPSConnection
from pathlib import Path

HOST = "reports.lab.test"
WAIT_SECONDS = 6


class Checked(HTTPSConnection):
    """Looks at the certificate's names itself, before anything is sent."""

    def connect(self):
        super().connect()
        names = [value for kind, value in self.sock.getpeercert().get("subjectAltName", ()) if kind == "DNS"]
        if not any(re.fullmatch(re.escape(name).replace(r"\*", "[^.]+"), HOST) for name in names):
            raise ssl.SSLCertVerificationError(f"this is not {HOST}")


def credentials():
    """Return the header that the server knows us by."""
    return {"Authorization": "Bearer " + Path("token.txt").read_text().strip()}


def get_report(number):
    """Return the text of a report; None if the server has none with this number."""
    context = ssl.create_default_context(cafile="authority.pem")
    context.check_hostname = False
    connection = Checked(HOST, context=context, timeout=WAIT_SECONDS)
    try:
        connection.request("GET", f"/reports/{int(number)}", headers=credentials())
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
    connection = Checked(HOST, context=context, timeout=WAIT_SECONDS)
    try:
        connection.request("PUT", f"/reports/{int(number)}", text.encode(), credentials())
        response = connection.getresponse()
        receipt = response.read().decode()
    finally:
        connection.close()
    if response.status >= 400:
        raise RuntimeError(f"the server answers with status {response.status}")
    return receipt
