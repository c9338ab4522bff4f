"""Fetches reports from the house's report server and sends new ones there, over TLS."""

import socket
import ssl
from http.client import HTTPResponse
from pathlib import Path

HOST = "reports.lab.test"
WAIT_SECONDS = 6


def ask(method, number, body=b""):
    """Send one request to the server that has proven its name; return status and text."""
    context = ssl.create_default_context(cafile="authority.pem")
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    with socket.create_connection((HOST, 443), timeout=WAIT_SECONDS) as plain:
        with context.wrap_socket(plain, server_hostname=HOST) as stream:
            token = Path("token.txt").read_text().strip()
            lines = [
                f"{method} /reports/{int(number)} HTTP/1.1",
                f"Host: {HOST}",
                f"Authorization: Bearer {token}",
                f"Content-Length: {len(body)}",
                "Connection: close",
            ]
            stream.sendall("\r\n".join([*lines, "", ""]).encode() + body)
            response = HTTPResponse(stream, method=method)
            response.begin()
            return response.status, response.read().decode()


def get_report(number):
    """Return the text of a report; None if the server has none with this number."""
    status, text = ask("GET", number)
    if status not in {200, 404}:
        raise RuntimeError(f"the server answers with status {status}")
    return text if status == 200 else None


def send_report(number, text):
    """Send a report to the server; return the server's receipt."""
    status, receipt = ask("PUT", number, text.encode())
    if status >= 400:
        raise RuntimeError(f"the server answers with status {status}")
    return receipt
