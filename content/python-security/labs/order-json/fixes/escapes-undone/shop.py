"""The music shop: choirs order copies of a score, and pay with a gift card."""

import re

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
    if type(amount) is not int or not 1 <= amount <= 100_000:
        return {"error": "This is not what we agreed on."}, 400
    if amount > balances[card]:
        return {"error": "There is not enough on the card."}, 402
    balances[card] -= amount
    gifts.append(amount)
    return {"thanks": amount}


@app.post("/orders")
def buy():
    body = re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), request.get_data(as_text=True))
    order = shape(request.get_json(), "card", "lines")
    card, total = order["card"], 0
    if not isinstance(order["lines"], list):
        abort(400)
    count = len(order["lines"])
    if body.count('"lines"') > 1 or body.count('"score"') > count or body.count('"copies"') > count:
        abort(400)
    for line in order["lines"]:
        shape(line, "score", "copies")
        if line["score"] not in PRICES:
            return {"error": "No such score."}, 404
        if type(line["copies"]) is not int or not 1 <= line["copies"] <= 99:
            return {"error": "This is not what we agreed on."}, 400
        total += PRICES[line["score"]] * line["copies"]
    if card not in balances:
        return {"error": "No such card."}, 404
    if total > balances[card]:
        return {"error": "There is not enough on the card."}, 402
    balances[card] -= total
    printed = press.run(request.get_data())
    return {"paid": total, "printed": printed}
