"""The music shop: choirs order copies of a score, and pay with a gift card."""

import json
import re

from flask import Flask, abort, request

import press
from till import CARDS, PRICES

app = Flask(__name__)
balances = dict(CARDS)
gifts = []


class Digits(str):
    """A number as it was sent: one to six plain digits, without a zero in front."""


def digits(text):
    if not re.fullmatch(r"[1-9][0-9]{0,5}", text):
        raise ValueError("not a number that we know")
    return Digits(text)


def read():
    """Read JSON that holds no number but small whole ones."""
    try:
        return json.loads(request.get_data(), parse_int=digits, parse_float=digits, parse_constant=digits)
    except ValueError:
        abort(400)


def whole(number, most):
    """Make a number of the digits, if there are digits and they do not say too much."""
    if not isinstance(number, Digits) or int(number) > most:
        abort(400)
    return int(number)


def field(thing, name, kind):
    """Take a field out of an object, if it is one, and of that kind."""
    if not isinstance(thing, dict) or type(thing.get(name)) is not kind:
        abort(400)
    return thing[name]


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
    card, amount = field(gift, "card", str), whole(field(gift, "amount", Digits), 100_000)
    if card not in balances:
        return {"error": "No such card."}, 404
    if amount > balances[card]:
        return {"error": "There is not enough on the card."}, 402
    balances[card] -= amount
    gifts.append(amount)
    return {"thanks": amount}


@app.post("/orders")
def buy():
    order = read()
    card, total = field(order, "card", str), 0
    parcel = {"card": card, "note": field(order, "note", str) if "note" in order else "", "lines": []}
    for line in field(order, "lines", list):
        score, copies = field(line, "score", str), whole(field(line, "copies", Digits), 99)
        if score not in PRICES:
            return {"error": "No such score."}, 404
        total += PRICES[score] * copies
        parcel["lines"].append({"score": score, "copies": copies})
    if card not in balances:
        return {"error": "No such card."}, 404
    if total > balances[card]:
        return {"error": "There is not enough on the card."}, 402
    balances[card] -= total
    printed = press.run(json.dumps(parcel))
    return {"paid": total, "printed": printed}
