"""The signature of the payment provider: HMAC-SHA256 over the delivery's id, its time and the raw body."""

import hashlib
import hmac
import json
from dataclasses import dataclass

import clock
import config


class Forged(Exception):
    """The delivery is not one that the provider has just signed."""


@dataclass(frozen=True)
class Event:
    """What the provider has signed."""

    delivery: str
    order: int
    cents: int
    kind: str


def sign(delivery, timestamp, body):
    """Return the signature in hexadecimal."""
    message = f"{delivery}.{timestamp}.".encode() + body
    return hmac.new(config.WEBHOOK_SECRET.encode(), message, hashlib.sha256).hexdigest()


def opened(headers, body):
    """Return the event of a delivery, once its signature and time are right."""
    delivery, timestamp = headers["webhook-id"], headers["webhook-timestamp"]
    given = [part.strip() for part in headers["webhook-signature"].split(",")]
    signatures = [part.removeprefix("v1=") for part in given if part.startswith("v1=")]
    if not signatures:
        raise Forged("There is no signature of the scheme v1.")
    if not hmac.compare_digest(signatures[0].encode(), sign(delivery, timestamp, body).encode()):
        raise Forged("The signature is wrong.")
    if abs(int(timestamp) - clock.now()) > config.TOLERANCE_SECONDS:
        raise Forged("The delivery is too old.")
    event = json.loads(body)
    return Event(delivery, int(event["order"]), int(event["cents"]), event["type"])
