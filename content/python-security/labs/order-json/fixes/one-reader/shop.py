"""The music shop: choirs order copies of a score, and pay with a gift card."""

import json

from flask import Flask, abort, request

import press
from till import CARDS, PRICES

app = Flask(__name__)
balances = dict(CARDS)
gifts = []


def once(pairs):
    """Make an object of JSON in which every name stands once."""
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a name stands twice")
    return dict(pairs)


def read():
    """Read what was sent, or answer that it is not what we agreed on."""
    try:
        return json.loads(request.get_data(), object_pairs_hook=once)
    except (ValueError, RecursionError):
        abort(400)


def whole(number, most):
    return type(number) is int and 1 <= number <= most


@app.get("/scores")
def scores():
    """Show what one copy costs, in cents."""
    return {"prices": PRICES}


@app.get("/cards/<card>")
def balance(card):
    if card not in balances:
        return {"error": "No such card."}, 404
    return {"balance": balances[card]}


@app.get("/fund")
def fund():
    """Show what people have given so that children can sing."""
    return {"given": sum(gifts)}


@app.post("/gifts")
def give():
    match read():
        case {"card": str(card), "amount": amount} if whole(amount, 100_000):
            pass
        case _:
            abort(400)
    if card not in balances:
        return {"error": "No such card."}, 404
    if amount > balances[card]:
        return {"error": "There is not enough on the card."}, 402
    balances[card] -= amount
    gifts.append(amount)
    return {"thanks": amount}


@app.post("/orders")
def buy():
    match read():
        case {"card": str(card), "lines": [*lines], **rest} if isinstance(rest.get("note", ""), str):
            total = 0
        case _:
            abort(400)
    for line in lines:
        match line:
            case {"score": str(score), "copies": copies} if whole(copies, 99):
                pass
            case _:
                abort(400)
        if score not in PRICES:
            return {"error": "No such score."}, 404
        total += PRICES[score] * copies
    if card not in balances:
        return {"error": "No such card."}, 404
    if total > balances[card]:
        return {"error": "There is not enough on the card."}, 402
    balances[card] -= total
    printed = press.run(request.get_data())
    return {"paid": total, "printed": printed}
