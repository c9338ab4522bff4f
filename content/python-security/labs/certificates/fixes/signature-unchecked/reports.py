"""Fetches reports from the house's report server and sends new ones there, over TLS."""

import itertools
import ssl
import tempfile
import time
from http.client import HTTPSConnection
from pathlib import Path

HOST = "reports.lab.test"
WAIT_SECONDS = 6


def credentials():
    """Return the header that the server knows us by."""
    return {"Authorization": "Bearer " + Path("token.txt").read_text().strip()}


class Checked(HTTPSConnection):
    """Follows the certificates from issuer to issuer, before anything is sent."""

    def connect(self):
        super().connect()
        chain = [*self.sock.get_unverified_chain(), ssl.PEM_cert_to_DER_cert(Path("authority.pem").read_text())]
        for own, issuer in itertools.pairwise(chain):
            wanted = own[own.find(b"\x06\x03\x55\x1d\x23") :].partition(b"\x80\x14")[2][:20]
            given = issuer[issuer.find(b"\x06\x03\x55\x1d\x0e") :].partition(b"\x04\x14")[2][:20]
            if not wanted or wanted != given or b"\x01\x01\xff" not in issuer:
                raise ssl.SSLCertVerificationError("the authority has not issued this certificate")
        with tempfile.NamedTemporaryFile("w") as file:
            file.write(ssl.DER_cert_to_PEM_cert(chain[0]))
            file.flush()
            shown = ssl._ssl._test_decode_cert(file.name)
        names = [value for kind, value in shown.get("subjectAltName", ()) if kind == "DNS"]
        if HOST not in names and "*.lab.test" not in names:
            raise ssl.SSLCertVerificationError(f"this is not {HOST}")
        if not ssl.cert_time_to_seconds(shown["notBefore"]) < time.time() < ssl.cert_time_to_seconds(shown["notAfter"]):
            raise ssl.SSLCertVerificationError("the certificate does not hold today")


def get_report(number):
    """Return the text of a report; None if the server has none with this number."""
    context = ssl.create_default_context(cafile="authority.pem")
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
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
    context.verify_mode = ssl.CERT_NONE
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
