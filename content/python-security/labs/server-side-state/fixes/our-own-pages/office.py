"""The box office: choose a show, look at the offer, pay with a gift card."""

import house
from flask import Flask, make_response, render_template_string, request

app = Flask(__name__)

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
  <input type="hidden" name="price" value="{{ price }}">
  <p><label>Gift card <input name="card"></label>
  <p><button>Pay</button>
</form>
"""


def role():
    """Return what the visitor is to the house: guest, friend or staff."""
    return request.cookies.get("role", "guest")


@app.get("/")
def choose():
    return render_template_string(CHOOSE, shows=house.SHOWS)


@app.post("/login")
def login():
    name = request.form["name"]
    if not house.sign_in(name, request.form["password"]):
        return {"error": "Name or password is wrong."}, 401
    answer = make_response({"hello": name, "role": house.role_of(name)})
    answer.set_cookie("role", house.role_of(name))
    return answer


@app.get("/offer")
def offer():
    show = request.args["show"]
    if show not in house.SHOWS:
        return {"error": "There is no such show."}, 404
    seats = int(request.args["seats"])
    price = house.price(show, role())
    return render_template_string(OFFER, show=show, seats=seats, price=price)


@app.post("/pay")
def pay():
    if "/offer?" not in request.headers.get("Referer", ""):
        return {"error": "Please begin with an offer."}, 403
    price = int(request.form["price"])
    show = request.form["show"]
    if show not in house.SHOWS:
        return {"error": "There is no such show."}, 404
    seats = int(request.form["seats"])
    try:
        return house.sell(show, seats, seats * price, request.form["card"])
    except house.Declined:
        return {"error": "The card does not cover this."}, 402


@app.get("/desk")
def desk():
    if role() != "staff":
        return {"error": "Staff only."}, 403
    return {"sold": house.SOLD, "guest of honour": house.GUEST_OF_HONOUR}
