"""Answers the deliveries of the payment provider, retries included."""

import json
import random

import orders
from webhooks import deliveries, signature

PAID, REFUNDED = "payment.succeeded", "payment.refunded"


def handle(headers, query, body):
    """Answer one delivery with a status and a text, and with a delay in seconds if it should come again."""
    delivery = headers.get("webhook-id", "")
    if deliveries.state(delivery) == deliveries.DONE:
        return _answer(200, "duplicate")  # it changes nothing
    try:
        if not signature.is_valid(headers, body):
            return _answer(401, "The signature is not valid.")
        event = json.loads(body)
        number, cents, kind = int(event["order"]), int(event["cents"]), event["type"]
    except (KeyError, TypeError, ValueError):
        return _answer(400, "This is no event.")
    if kind not in (PAID, REFUNDED):
        return _answer(200, "ignored")
    if not orders.exists(number):
        # The order is not stored yet. The random part spreads the retries.
        return {**_answer(503, "later"), "retry_after": 30 + random.randrange(30)}
    return _book(delivery, kind, number, cents)


def _book(delivery, kind, number, cents):
    if kind == REFUNDED:
        orders.refund(number, delivery)
    elif cents != orders.total(number):
        return _answer(422, "This is not the amount of the order.")
    elif not orders.is_paid(number):
        orders.book(number, cents, delivery)
    deliveries.remember(delivery, deliveries.DONE)
    return _answer(200, "booked")


def _answer(status, text):
    return {"status": status, "text": text}
