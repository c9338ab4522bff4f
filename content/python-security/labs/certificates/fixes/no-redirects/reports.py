"""Fetches reports from the house's report server and sends new ones there, over TLS."""

import ssl
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, HTTPSHandler, Request, build_opener

HOST = "reports.lab.test"
WAIT_SECONDS = 6


def credentials():
    """Return the header that the server knows us by."""
    return {"Authorization": "Bearer " + Path("token.txt").read_text().strip()}


class NoRedirect(HTTPRedirectHandler):
    """Leaves every redirect an error."""

    def redirect_request(self, *_):
        return None


def ask(request):
    """Send a request to the server that has proven its name, and nowhere else."""
    context = ssl.create_default_context(cafile="authority.pem")
    return build_opener(HTTPSHandler(context=context), NoRedirect()).open(request, timeout=WAIT_SECONDS)


def get_report(number):
    """Return the text of a report; None if the server has none with this number."""
    request = Request(f"https://{HOST}/reports/{int(number)}", headers=credentials())
    try:
        with ask(request) as answer:
            return answer.read().decode()
    except HTTPError as error:
        if error.code == 404:
            return None
        raise


def send_report(number, text):
    """Send a report to the server; return the server's receipt."""
    request = Request(f"https://{HOST}/reports/{int(number)}", text.encode(), credentials(), method="PUT")
    with ask(request) as answer:
        return answer.read().decode()
