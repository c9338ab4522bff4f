"""The music shop: choirs order copies of a score, and pay with a gift card."""

import json

from flask import Flask, abort, request

import press
from till import CARDS, PRICES

app = Flask(__name__)
balances = dict(CARDS)
gifts = []


def shape(thing, *names):
    """Refuse what is no object, or lacks a name."""
    if not isinstance(thing, dict) or any(name not in thing for name in names):
        abort(400)
    return thing


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
    gift = shape(request.get_json(), "card", "amount")
    card, amount = gift["card"], gift["amount"]
    if card not in balances:
        return {"error": "No such card."}, 404
    amount = max(1, min(100_000, amount))
    if amount > balances[card]:
        return {"error": "There is not enough on the card."}, 402
    balances[card] -= amount
    gifts.append(amount)
    return {"thanks": amount}


@app.post("/orders")
def buy():
    order = shape(request.get_json(), "card", "lines")
    card, total = order["card"], 0
    if not isinstance(order["lines"], list):
        abort(400)
    for line in order["lines"]:
        shape(line, "score", "copies")
        if line["score"] not in PRICES:
            return {"error": "No such score."}, 404
        if not isinstance(line["copies"], (int, float)):
            line["copies"] = 1
        line["copies"] = max(1, min(99, round(line["copies"])))
        total += PRICES[line["score"]] * line["copies"]
    if card not in balances:
        return {"error": "No such card."}, 404
    if total > balances[card]:
        return {"error": "There is not enough on the card."}, 402
    balances[card] -= total
    printed = press.run(json.dumps(order))
    return {"paid": total, "printed": printed}
