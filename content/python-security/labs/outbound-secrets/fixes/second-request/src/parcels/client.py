"""The client for the carrier's service."""

import json
import logging
import subprocess
import sys
from tempfile import NamedTemporaryFile
from urllib.error import HTTPError, URLError
from urllib.parse import urljoin
from urllib.request import HTTPRedirectHandler, Request, build_opener, urlopen

log = logging.getLogger("parcels")


class NoRedirects(HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


class CarrierError(Exception):
    """The carrier has not done what it was asked for."""


class Carrier:
    def __init__(self, settings):
        self.settings = settings

    def order(self, name, town, grams):
        """Order a parcel; return its number."""
        parcel = json.dumps({"name": name, "town": town, "grams": grams})
        return json.loads(self._ask("POST", "/v1/parcels", parcel.encode()))["number"]

    def label(self, number):
        """Return the label of a parcel; the carrier redirects to its file storage."""
        return self._ask("GET", f"/v1/parcels/{number}/label")

    def state(self, number):
        """Return the state of a parcel."""
        return json.loads(self._ask("GET", f"/v1/parcels/{number}/state"))["state"]

    def close(self, day):
        """Close a day with the carrier's own tool; return what the tool prints."""
        with NamedTemporaryFile("w", suffix=".key") as file:
            file.write(self.settings.key)
            file.flush()
            command = [sys.executable, "carrierctl.py", "close", day, "--key-file", file.name]
            done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            raise CarrierError(f"the day {day} is not closed: {done.stderr.strip()}")
        log.info("closed %s", day)
        return done.stdout.strip()

    def _ask(self, method, path, data=None):
        url = self.settings.carrier + path
        log.info("%s %s", method, url)
        headers = {"X-Api-Key": self.settings.key, "Content-Type": "application/json"}
        try:
            with self._open(Request(url, data, headers, method=method)) as answer:
                return answer.read().decode()
        except URLError as error:
            raise CarrierError(f"{method} {url}: {error.reason}") from error

    @staticmethod
    def _open(request):
        """Send a request; a redirect becomes a second request, which has no key."""
        try:
            return build_opener(NoRedirects).open(request, timeout=5)
        except HTTPError as error:
            location = error.headers["Location"]
            if not 300 <= error.code < 400 or not location:
                raise
            log.info("redirected to %s", location)
            return urlopen(urljoin(request.full_url, location), timeout=5)
