"""The signature of the payment provider: HMAC-SHA256 over the delivery's id, its time and the raw body."""

import hashlib
import hmac

import clock
import config
from webhooks import deliveries


def sign(delivery, timestamp, body):
    """Return the signature in hexadecimal."""
    message = f"{delivery}.{timestamp}.".encode() + body
    return hmac.new(config.WEBHOOK_SECRET.encode(), message, hashlib.sha256).hexdigest()


def is_fresh(timestamp):
    return abs(clock.now() - timestamp) <= config.TOLERANCE_SECONDS


def is_valid(headers, body):
    """Check time and signature. The header can hold several schemes, ``v1=…,v2=…``; unknown ones are skipped."""
    delivery, timestamp = headers["webhook-id"], headers["webhook-timestamp"]
    if not is_fresh(int(timestamp)):
        return False
    given = headers["webhook-signature"]
    content = (delivery, timestamp, given, body)
    if deliveries.is_verified(content):
        return True
    expected = sign(delivery, timestamp, body).encode()
    for part in given.split(","):
        scheme, _, value = part.strip().partition("=")
        if scheme == "v1" and hmac.compare_digest(expected, value.encode()):
            deliveries.verified(content)
            return True
    return False
