"""The music shop: choirs order copies of a score, and pay with a gift card."""

import json
from dataclasses import asdict, dataclass

from flask import Flask, request

import press
from till import CARDS, PRICES

app = Flask(__name__)
balances = dict(CARDS)
gifts = []


@dataclass(frozen=True)
class Gift:
    card: str
    amount: int

    def __post_init__(self):
        if type(self.card) is not str or type(self.amount) is not int or not 1 <= self.amount <= 100_000:
            raise ValueError("no gift")


@dataclass(frozen=True)
class Line:
    score: str
    copies: int

    def __post_init__(self):
        if type(self.score) is not str or type(self.copies) is not int or not 1 <= self.copies <= 99:
            raise ValueError("no line")


@dataclass(frozen=True)
class Order:
    card: str
    lines: list
    note: str = ""

    def __post_init__(self):
        if type(self.card) is not str or type(self.lines) is not list or type(self.note) is not str:
            raise ValueError("no order")
        object.__setattr__(self, "lines", [Line(**line) for line in self.lines])


@app.errorhandler(ValueError)
@app.errorhandler(TypeError)
def refuse(_):
    return {"error": "This is not what we agreed on."}, 400


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
    gift = Gift(**request.get_json())
    card, amount = gift.card, gift.amount
    if card not in balances:
        return {"error": "No such card."}, 404
    if amount > balances[card]:
        return {"error": "There is not enough on the card."}, 402
    balances[card] -= amount
    gifts.append(amount)
    return {"thanks": amount}


@app.post("/orders")
def buy():
    order = Order(**request.get_json())
    card, total = order.card, 0
    for line in order.lines:
        if line.score not in PRICES:
            return {"error": "No such score."}, 404
        total += PRICES[line.score] * line.copies
    if card not in balances:
        return {"error": "No such card."}, 404
    if total > balances[card]:
        return {"error": "There is not enough on the card."}, 402
    balances[card] -= total
    printed = press.run(json.dumps(asdict(order)))
    return {"paid": total, "printed": printed}
