"""The client for the carrier's service."""

import json
import logging
from http.client import HTTPConnection
from urllib.parse import quote, urljoin, urlsplit

REDIRECTS = {301, 302, 303, 307, 308}
log = logging.getLogger("parcels")


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
        """Close a day; return how many parcels it has."""
        answer = json.loads(self._ask("POST", f"/v1/days/{quote(day, safe='')}/close"))
        return f"{answer['parcels']} parcels"

    def _ask(self, method, path, data=None):
        url = self.settings.carrier + path
        status, text, location = self._send(method, url, data, {"X-Api-Key": self.settings.key})
        if status in REDIRECTS:
            url = urljoin(url, location)
            status, text, _ = self._send("GET", url, None, {})
        if status != 200:
            raise CarrierError(f"{method} {url}: status {status}")
        return text

    @staticmethod
    def _send(method, url, data, headers):
        """Send one request; return status, text and where it leads."""
        log.info("%s %s", method, url)
        parts = urlsplit(url)
        connection = HTTPConnection(parts.netloc, timeout=5)
        try:
            connection.request(method, parts.path, data, {"Content-Type": "application/json", **headers})
            answer = connection.getresponse()
            return answer.status, answer.read().decode(), answer.headers["Location"]
        except OSError as error:
            raise CarrierError(f"{method} {url}: {error}") from error
        finally:
            connection.close()
