"""The bird club's book of sightings: anyone writes into it, everyone reads it."""

import secrets

import club
from flask import Flask, redirect, request, session
from jinja2 import Environment
from markupsafe import Markup, escape

app = Flask(__name__)
app.secret_key = secrets.token_bytes(32)
app.config.update(SESSION_COOKIE_SECURE=True, SESSION_COOKIE_SAMESITE="Lax")

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
<h2 title="{{ each.observer }}">
  {{ each.bird }}
</h2>
<p>Square {{ each.at }}</p>
<p>{{ lines(each.remark) }}</p>
{% if each.photo.startswith(("http://", "https://")) %}
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


def lines(text):
    """Show a text in lines: each is escaped, and only what joins them is markup."""
    return Markup("<br>\n").join(escape(line) for line in text.split("\n"))


@app.get("/")
def book():
    q = request.args.get("q", "")
    found = club.find(q)
    pins = [{"bird": each.bird, "observer": each.observer, "at": each.at} for each in found]
    nest = club.NEST if session.get("warden") else None
    return BOOK.render(q=q, found=found, pins=pins, nest=nest, lines=lines)


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
