"""The signature of the payment provider: HMAC-SHA256 over the delivery's id, its time and the raw body."""

import hashlib
import hmac

import clock
import config


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
    expected = sign(delivery, timestamp, body)
    parts = (part.strip().partition("=") for part in headers.get("webhook-signature", "").split(","))
    found = [value for scheme, _, value in parts if scheme == "v1"]
    return any(hmac.compare_digest(expected.encode(), value.encode()) for value in found)
