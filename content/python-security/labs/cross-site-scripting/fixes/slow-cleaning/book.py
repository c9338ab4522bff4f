"""The bird club's book of sightings: anyone writes into it, everyone reads it."""

import re
import secrets

import club
from flask import Flask, redirect, request, session
from jinja2 import Environment

app = Flask(__name__)
app.secret_key = secrets.token_bytes(32)

BOOK = Environment(autoescape=True, trim_blocks=True).from_string("""<!doctype html>
<html lang="en"><title>Seen by the club</title>
<h1>Seen by the club</h1>
{% if nest %}
<p>For the warden alone: the eagles nest at {{ nest }}.</p>
{% endif %}
<form action="/">
<input name="q" value="{{ q }}"> <button>Search</button>
</form>
{% for each in found %}
<article>
<h2 title="{{ each.observer }}">{{ each.bird }}</h2>
<p>Square {{ each.at }}</p>
<p style="white-space: pre-line">{{ each.remark }}</p>
{% if each.photo %}
<a href="{{ each.photo }}">Photograph</a>
{% endif %}
</article>
{% endfor %}
<script type="application/json" id="pins">{{ pins|tojson }}</script>
<form action="/sightings" method="post">
<p><input name="bird" placeholder="Bird"> <input name="observer" placeholder="Your name">
<p><input name="at" placeholder="Square of the map"> <input name="photo" placeholder="https://">
<p><textarea name="remark" placeholder="Remark"></textarea> <button>Write it down</button>
</form>
</html>
""")


def is_address(text):
    """Tell whether a browser would fetch this address, and never run it."""
    return text.lower().startswith(("http://", "https://"))


@app.get("/")
def book():
    q = request.args.get("q", "")
    found = club.find(q)
    pins = [{"bird": each.bird, "observer": each.observer, "at": each.at} for each in found]
    nest = club.NEST if session.get("warden") else None
    return BOOK.render(q=q, found=found, pins=pins, nest=nest)


@app.post("/sightings")
def write():
    bird, observer, at = request.form["bird"], request.form["observer"], request.form["at"]
    remark = re.sub(r"(\s*\n)*\s*$", "", request.form["remark"].replace("\r\n", "\n"))
    photo = request.form.get("photo", "")
    if photo and not is_address(photo):
        return {"error": "A photograph has an address that begins with http:// or https://."}, 400
    club.record(bird, observer, at, remark, photo)
    return redirect("/", 303)


@app.post("/login")
def login():
    if not club.is_warden(request.form["name"], request.form["password"]):
        return {"error": "Name or password is wrong."}, 401
    session["warden"] = True
    return redirect("/", 303)
