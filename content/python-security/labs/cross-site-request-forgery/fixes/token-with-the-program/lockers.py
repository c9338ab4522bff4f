"""The parcel station's page: sign in, see your codes, and say who else may collect your parcels."""

import hashlib
import hmac
import secrets
from pathlib import Path

import station
from flask import Flask, redirect, render_template_string, request, session

app = Flask(__name__)
app.secret_key = secrets.token_bytes(32)
TOKEN_KEY = hashlib.sha256(Path(__file__).read_bytes()).digest()
app.wsgi_app = station.MethodOverride(app.wsgi_app)

WELCOME = """<!doctype html>
<html lang="en"><title>Parcel station</title>
<h1>Parcel station</h1>
<form id="login" action="/login" method="post">
  <input type="hidden" name="token" value="{{ token() }}">
  <input name="name"> <input name="password" type="password"> <button>Sign in</button>
</form>
"""

PARCELS = """<!doctype html>
<html lang="en"><title>Your parcels</title>
<h1>{{ name }}</h1>
{% for owner, code in codes.items() %}
<p>A parcel for {{ owner }} opens by {{ code }}
{% endfor %}
<h2>Who else may collect for you</h2>
{% for each in collectors %}
<form class="remove" action="/collectors?_method=DELETE" method="post">
  <input type="hidden" name="token" value="{{ token() }}">
  {{ each }} <input type="hidden" name="name" value="{{ each }}"> <button>Remove</button>
</form>
{% endfor %}
<form id="add" action="/collectors" method="post">
  <input type="hidden" name="token" value="{{ token() }}">
  <input name="name"> <button>May collect</button>
</form>
"""


@app.template_global()
def token():
    """Return the token of whoever is signed in, or of a visitor's browser."""
    if "name" in session:
        return hmac.digest(TOKEN_KEY, session["name"].encode(), "sha256").hex()
    return session.setdefault("token", secrets.token_urlsafe(32))


@app.before_request
def refuse_forgeries():
    """Let nothing change without the token that only a page of this session has shown."""
    if request.method not in {"GET", "HEAD", "OPTIONS"}:
        sent, own = request.form.get("token", ""), token() if session else None
        if own is None or not secrets.compare_digest(sent.encode(), own.encode()):
            return {"error": "Please open the page again, and send it once more."}, 403
    return None


@app.get("/")
def parcels():
    name = session.get("name")
    if name is None:
        return render_template_string(WELCOME)
    return render_template_string(
        PARCELS, name=name, codes=station.codes(name), collectors=station.collectors(name)
    )


@app.post("/login")
def login():
    name = request.form["name"]
    if not station.knows(name, request.form["password"]):
        return {"error": "Name or password is wrong."}, 401
    session.clear()
    session["name"] = name
    return redirect("/", 303)


@app.post("/collectors")
def add():
    me, name = session.get("name"), request.values["name"]
    if me is None or name not in station.RESIDENTS:
        return {"error": "There is nobody of this name."}, 404
    if name not in station.collectors(me):
        station.collectors(me).append(name)
    return redirect("/", 303)


@app.delete("/collectors")
def remove():
    me, name = session.get("name"), request.values["name"]
    if me is None or name not in station.collectors(me):
        return {"error": "There is nobody of this name."}, 404
    station.collectors(me).remove(name)
    return redirect("/", 303)
