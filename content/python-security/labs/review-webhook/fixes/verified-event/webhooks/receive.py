"""Answers the deliveries of the payment provider, retries included."""

import random

import orders
from webhooks import deliveries, signature

PAID, REFUNDED = "payment.succeeded", "payment.refunded"


def handle(headers, query, body):
    """Answer one delivery with a status and a text, and with a delay in seconds if it should come again."""
    try:
        event = signature.opened(headers, body)
    except signature.Forged as error:
        return _answer(401, str(error))
    except (KeyError, TypeError, ValueError):
        return _answer(400, "This is no event.")
    if query.get("order", str(event.order)) != str(event.order):
        return _answer(400, "The callback URL is that of another order.")
    if deliveries.state(event.delivery) == deliveries.DONE:
        return _answer(200, "duplicate")
    if event.kind not in (PAID, REFUNDED):
        return _answer(200, "ignored")
    if not orders.exists(event.order):
        return {**_answer(503, "later"), "retry_after": random.randrange(30, 60)}
    if event.kind == PAID and event.cents != orders.total(event.order):
        return _answer(422, "This is not the amount of the order.")
    if event.kind == REFUNDED:
        orders.refund(event.order, event.delivery)
    elif not orders.is_paid(event.order):
        orders.book(event.order, event.cents, event.delivery)
    deliveries.remember(event.delivery, deliveries.DONE)
    return _answer(200, "booked")


def _answer(status, text):
    return {"status": status, "text": text}
