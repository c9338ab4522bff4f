"""The bird club's book of sightings: anyone writes into it, everyone reads it."""

import json
import secrets

import club
from flask import Flask, redirect, request, session
from jinja2 import Environment

app = Flask(__name__)
app.secret_key = secrets.token_bytes(32)

BOOK = Environment(trim_blocks=True).from_string("""<!doctype html>
<html lang="en"><title>Seen by the club</title>
<h1>Seen by the club</h1>
{% if nest %}
<p>For the warden alone: the eagles nest at {{ nest }}.</p>
{% endif %}
<form action="/">
<input name="q" value="{{ q|e }}"> <button>Search</button>
</form>
{% for each in found %}
<article>
<h2 title="{{ each.observer|e }}">{{ each.bird|e }}</h2>
<p>Square {{ each.at|e }}</p>
{% for line in each.remark.split("\n") %}
<div>{{ line|e }}</div>
{% endfor %}
{% if each.photo.startswith(("http://", "https://")) %}
<a href="{{ each.photo|e }}">Photograph</a>
{% endif %}
</article>
{% endfor %}
<script type="application/json" id="pins">{{ pins }}</script>
<form action="/sightings" method="post">
<p><input name="bird" placeholder="Bird"> <input name="observer" placeholder="Your name">
<p><input name="at" placeholder="Square of the map"> <input name="photo" placeholder="https://">
<p><textarea name="remark" placeholder="Remark"></textarea> <button>Write it down</button>
</form>
</html>
""")


@app.get("/")
def book():
    q = request.args.get("q", "")
    found = club.find(q)
    pins = json.dumps([{"bird": each.bird, "observer": each.observer, "at": each.at} for each in found])
    pins = pins.replace("<", "\\u003c")
    nest = club.NEST if session.get("warden") else None
    return BOOK.render(q=q, found=found, pins=pins, nest=nest)


@app.post("/sightings")
def write():
    bird, observer, at = request.form["bird"], request.form["observer"], request.form["at"]
    remark = request.form["remark"].replace("\r\n", "\n")
    club.record(bird, observer, at, remark, request.form.get("photo", ""))
    return redirect("/", 303)


@app.post("/login")
def login():
    if not club.is_warden(request.form["name"], request.form["password"]):
        return {"error": "Name or password is wrong."}, 401
    session["warden"] = True
    return redirect("/", 303)
