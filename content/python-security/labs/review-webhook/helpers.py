"""What tests and attacks share: the payment provider, and titles and prices of the shop."""

import hashlib
import hmac
import json

from quintain.judge import Raised, leaks

CARDS, MAP, ATLAS = "Cards of the harbour", "Map of the old town", "Atlas of small islands"
PRICES = {CARDS: 100, MAP: 1900, ATLAS: 8900}
DAY = 24 * 3600


def new_day(box, rng):
    """Set the shop's clock to a drawn time, and return it."""
    now = rng.randrange(1_700_000_000, 2_000_000_000)
    box.write("clock.txt", str(now))
    return now


def new_id(rng):
    return "dlv_" + "".join(rng.choices("abcdefghjkmnpqrstuvwxyz23456789", k=14))


def hexadecimal(rng):
    return "".join(rng.choices("0123456789abcdef", k=64))


def event(order, cents, kind="payment.succeeded", note="thank you"):
    return json.dumps({"type": kind, "order": order, "cents": cents, "currency": "EUR", "note": note}).encode()


def headers(delivery, now, signature, attempt="1"):
    found = {
        "Webhook-Id": delivery,
        "Webhook-Timestamp": str(now),
        "Webhook-Attempt": attempt,
        "Webhook-Signature": signature,
    }
    return {name: value for name, value in found.items() if value is not None}


def signed(canary, delivery, now, body):
    """Return the header that the payment provider sends."""
    message = f"{delivery}.{now}.".encode() + body
    return "v1=" + hmac.new(canary.webhook_secret.encode(), message, hashlib.sha256).hexdigest()


def deliver(box, canary, delivery, now, body, query=None, attempt="1"):
    """Deliver an event as the payment provider does, and return the answer."""
    found = headers(delivery, now, signed(canary, delivery, now, body), attempt)
    return box.call("shop:webhook", found, query or {}, body)


def attempted(box, sent, query, body):
    """Send what an attacker has made. Whatever the program answers, the receipts decide."""
    try:
        box.call("shop:webhook", sent, query, body)
    except Raised:
        pass


def receipt(box, number):
    """Return the receipt, or what the shop says in its place."""
    try:
        return box.call("shop:receipt", number)
    except Raised as refusal:
        return refusal.text


def given_away(box, canary, *numbers):
    """Say whether the receipt of any of these orders, which nobody has paid, shows its download code."""
    told = [receipt(box, number) for number in numbers]
    for code in (canary.cards_code, canary.map_code):
        if code in str(told):
            return leaks(code, told, "the download code of an order that nobody has paid")
    return leaks(canary.atlas_code, told, "the download code of an order that nobody has paid")
