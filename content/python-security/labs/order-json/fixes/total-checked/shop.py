"""The music shop: choirs order copies of a score, and pay with a gift card."""

import json

from flask import Flask, abort, request

import press
from till import CARDS, PRICES

app = Flask(__name__)
balances = dict(CARDS)
gifts = []


def no_constants(name):
    raise ValueError(name)


def read():
    """Read JSON without NaN and Infinity."""
    try:
        return json.loads(request.get_data(), parse_constant=no_constants)
    except ValueError:
        abort(400)


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
    gift = read()
    card, amount = gift["card"], gift["amount"]
    if card not in balances:
        return {"error": "No such card."}, 404
    if amount < 1:
        return {"error": "This is not what we agreed on."}, 400
    if amount > balances[card]:
        return {"error": "There is not enough on the card."}, 402
    balances[card] -= amount
    gifts.append(amount)
    return {"thanks": amount}


@app.post("/orders")
def buy():
    order = read()
    card, total = order["card"], 0
    for line in order["lines"]:
        if line["score"] not in PRICES:
            return {"error": "No such score."}, 404
        total += PRICES[line["score"]] * line["copies"]
    if card not in balances:
        return {"error": "No such card."}, 404
    if total < 1:
        return {"error": "This is not what we agreed on."}, 400
    if total > balances[card]:
        return {"error": "There is not enough on the card."}, 402
    balances[card] -= total
    printed = press.run(request.get_data())
    return {"paid": total, "printed": printed}
