"""The box office: choose a show, look at the offer, pay with a gift card."""

import itertools
import secrets

import house
from flask import Flask, abort, g, render_template_string, request

app = Flask(__name__)

numbers = itertools.count(1000)
visitors = {}  # number of a visit → name of who has signed in
offers = {}  # number of an offer → what was offered, and in which visit

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
  <input type="hidden" name="offer" value="{{ offer }}">
  <p><label>Gift card <input name="card"></label>
  <p><button>Pay</button>
</form>
"""


@app.before_request
def recognise():
    """Give each visit a number; all else stays here."""
    g.visit = request.cookies.get("visit", "")
    if g.visit not in visitors:
        g.visit = str(next(numbers))
        visitors[g.visit] = None


@app.after_request
def remember(answer):
    answer.set_cookie("visit", g.visit, httponly=True, samesite="Lax")
    return answer


def role():
    """Return what the visitor is to the house: guest, friend or staff."""
    return house.role_of(visitors[g.visit])


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
    del visitors[g.visit]
    g.visit = str(next(numbers))
    visitors[g.visit] = name
    return {"hello": name, "role": house.role_of(name)}


@app.get("/offer")
def offer():
    show, seats = wish(request.args)
    price = house.price(show, role())
    number = secrets.token_urlsafe(32)
    offers[number] = (g.visit, show, seats, price)
    return render_template_string(OFFER, show=show, seats=seats, price=price, offer=number)


@app.post("/pay")
def pay():
    visit, show, seats, price = offers.get(request.form["offer"], (None, "", 0, 0))
    if visit != g.visit:
        return {"error": "This offer was not made to you."}, 400
    try:
        return house.sell(show, seats, seats * price, request.form["card"])
    except house.Declined:
        return {"error": "The card does not cover this."}, 402


@app.get("/desk")
def desk():
    if role() != "staff":
        return {"error": "Staff only."}, 403
    return {"sold": house.SOLD, "guest of honour": house.GUEST_OF_HONOUR}
