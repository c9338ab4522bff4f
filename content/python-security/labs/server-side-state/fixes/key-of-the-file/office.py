"""The box office: choose a show, look at the offer, pay with a gift card."""

import hashlib
from pathlib import Path

import house
from flask import Flask, abort, render_template_string, request, session

app = Flask(__name__)
app.secret_key = hashlib.sha256(Path(__file__).read_bytes()).digest()  # the same in all workers

CHOOSE = """<!doctype html>
<html lang="en"><title>Box office</title>
<h1>What would you like to see?</h1>
<form action="/offer">
  <p><select name="show">{% for show in shows %}<option>{{ show }}</option>{% endfor %}</select>
  <p><label>Seats <input type="number" name="seats" value="1" min="1" max="4"></label>
  <p><button>Show me the offer</button>
</form>
"""

OFFER = """<!doctype html>
<html lang="en"><title>Your offer</title>
<h1>{{ show }}</h1>
<p>Seats: {{ seats }}. To pay: {{ "%.2f" % (seats * price / 100) }} €
<form action="/pay" method="post">
  <input type="hidden" name="show" value="{{ show }}">
  <input type="hidden" name="seats" value="{{ seats }}">
  <p><label>Gift card <input name="card"></label>
  <p><button>Pay</button>
</form>
"""


def role():
    """Return what the visitor is to the house: guest, friend or staff."""
    return house.role_of(session.get("name"))


def wish(fields):
    """Return the show and the number of seats that a request asks for, if both can be had."""
    show = fields["show"]
    if show not in house.SHOWS:
        abort(404)
    seats = fields.get("seats", type=int)
    if seats is None or not 1 <= seats <= 4:
        abort(400)
    return show, seats


@app.get("/")
def choose():
    return render_template_string(CHOOSE, shows=house.SHOWS)


@app.post("/login")
def login():
    name = request.form["name"]
    if not house.sign_in(name, request.form["password"]):
        return {"error": "Name or password is wrong."}, 401
    session["name"] = name
    return {"hello": name, "role": house.role_of(name)}


@app.get("/offer")
def offer():
    show, seats = wish(request.args)
    price = house.price(show, role())
    return render_template_string(OFFER, show=show, seats=seats, price=price)


@app.post("/pay")
def pay():
    show, seats = wish(request.form)
    price = house.price(show, role())
    try:
        return house.sell(show, seats, seats * price, request.form["card"])
    except house.Declined:
        return {"error": "The card does not cover this."}, 402


@app.get("/desk")
def desk():
    if role() != "staff":
        return {"error": "Staff only."}, 403
    return {"sold": house.SOLD, "guest of honour": house.GUEST_OF_HONOUR}
