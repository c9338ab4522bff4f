"""Answers the deliveries of the payment provider."""

import json

import orders
from webhooks import signature

PAID, REFUNDED = "payment.succeeded", "payment.refunded"


def handle(headers, query, body):
    """Answer one delivery with a status and a text."""
    try:
        if not signature.is_valid(headers, body):
            return _answer(401, "The signature is not valid.")
        event = json.loads(body)
        number, cents, kind = int(event["order"]), int(event["cents"]), event["type"]
    except (KeyError, TypeError, ValueError):
        return _answer(400, "This is no event.")
    if kind not in (PAID, REFUNDED):
        return _answer(400, "This event is unknown.")
    if not orders.exists(number):
        return _answer(404, "This order is unknown.")
    return _book(headers["webhook-id"], kind, number, cents)


def _book(delivery, kind, number, cents):
    if kind == REFUNDED:
        orders.refund(number, delivery)
    elif cents != orders.total(number):
        return _answer(422, "This is not the amount of the order.")
    elif orders.is_paid(number):
        return _answer(409, "The order is paid already.")
    else:
        orders.book(number, cents, delivery)
    return _answer(200, "booked")


def _answer(status, text):
    return {"status": status, "text": text}
