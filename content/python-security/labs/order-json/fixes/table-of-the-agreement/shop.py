"""The music shop: choirs order copies of a score, and pay with a gift card."""

import json

from flask import Flask, abort, request

import press
from till import CARDS, PRICES

app = Flask(__name__)
balances = dict(CARDS)
gifts = []

CARD, TEXT = str, str
COPIES, CENTS = range(1, 100), range(1, 100_001)
GIFT = {"card": CARD, "amount": CENTS}
ORDER = {"card": CARD, "lines": [{"score": TEXT, "copies": COPIES}], "note": TEXT}
OPTIONAL = {"note"}


def checked(value, rule):
    """Return a copy of the value that holds what the rule names, and nothing else."""
    if isinstance(rule, dict) and type(value) is dict and rule.keys() - OPTIONAL <= value.keys() <= rule.keys():
        return {name: checked(value[name], rule[name]) for name in value}
    if isinstance(rule, list) and type(value) is list:
        return [checked(each, rule[0]) for each in value]
    if isinstance(rule, range) and type(value) is int and value in rule:
        return value
    if rule is str and type(value) is str:
        return value
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
    gift = checked(request.get_json(), GIFT)
    card, amount = gift["card"], gift["amount"]
    if card not in balances:
        return {"error": "No such card."}, 404
    if amount > balances[card]:
        return {"error": "There is not enough on the card."}, 402
    balances[card] -= amount
    gifts.append(amount)
    return {"thanks": amount}


@app.post("/orders")
def buy():
    order = checked(request.get_json(), ORDER)
    card, total = order["card"], 0
    for line in order["lines"]:
        if line["score"] not in PRICES:
            return {"error": "No such score."}, 404
        total += PRICES[line["score"]] * line["copies"]
    if card not in balances:
        return {"error": "No such card."}, 404
    if total > balances[card]:
        return {"error": "There is not enough on the card."}, 402
    balances[card] -= total
    printed = press.run(json.dumps(order))
    return {"paid": total, "printed": printed}
