"""The music shop: choirs order copies of a score, and pay with a gift card."""

from flask import Flask, request

import press
from till import CARDS, PRICES

app = Flask(__name__)
balances = dict(CARDS)
gifts = []


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
    gift = request.get_json()
    card, amount = gift["card"], gift["amount"]
    if card not in balances:
        return {"error": "No such card."}, 404
    if type(amount) is int and not 1 <= amount <= 100_000:
        return {"error": "This is not what we agreed on."}, 400
    if amount > balances[card]:
        return {"error": "There is not enough on the card."}, 402
    balances[card] -= amount
    gifts.append(amount)
    return {"thanks": amount}


@app.post("/orders")
def buy():
    order = request.get_json()
    card, total = order["card"], 0
    for line in order["lines"]:
        if line["score"] not in PRICES:
            return {"error": "No such score."}, 404
        if type(line["copies"]) is int and not 1 <= line["copies"] <= 99:
            return {"error": "This is not what we agreed on."}, 400
        total += PRICES[line["score"]] * line["copies"]
    if card not in balances:
        return {"error": "No such card."}, 404
    if total > balances[card]:
        return {"error": "There is not enough on the card."}, 402
    balances[card] -= total
    printed = press.run(request.get_data())
    return {"paid": total, "printed": printed}
