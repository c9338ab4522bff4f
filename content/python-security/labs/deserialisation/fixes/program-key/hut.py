"""The mountain hut: visitors keep a plan in a cookie, or bring one as a file."""

import base64
import hashlib
import hmac
import pickle
from datetime import date
from pathlib import Path

import settings
import yaml
from flask import Flask, jsonify, request

MOST_NIGHTS = 12

app = Flask(__name__)
KEY = hashlib.sha256(Path(__file__).read_bytes()).digest()  # plans outlive a restart


def sign(pickled):
    """Return the signature of a cookie."""
    return hmac.new(KEY, pickled.encode(), "sha256").hexdigest()


def night(hut, day, beds):
    """Return one night of a plan; refuse what cannot be one."""
    if not (isinstance(hut, str) and 1 <= len(hut) <= 60):
        raise ValueError("a hut has a name of sixty characters at most")
    if type(day) is not date:
        raise ValueError("a night has a day")
    if type(beds) is not int or not 1 <= beds <= 12:
        raise ValueError("a night has one to twelve beds")
    return {"hut": hut, "day": day, "beds": beds}


def kept():
    """Return the nights that the visitor's cookie holds."""
    cookie = request.cookies.get("plan")
    if not cookie:
        return []
    pickled, _, signature = cookie.partition(".")
    if not hmac.compare_digest(signature.encode(), sign(pickled).encode()):
        return []
    return pickle.loads(base64.b64decode(pickled))


def respond(nights):
    """Show the nights, and let the visitor keep them."""
    if len(nights) > MOST_NIGHTS:
        return {"error": "A plan has twelve nights at most."}, 400
    shown = [{**one, "day": one["day"].isoformat()} for one in nights]
    reply = jsonify(nights=shown)
    pickled = base64.b64encode(pickle.dumps(nights)).decode()
    reply.set_cookie("plan", f"{pickled}.{sign(pickled)}")
    return reply


@app.get("/plan")
def show():
    return respond(kept())


@app.post("/plan")
def add():
    """Add one night from a form."""
    try:
        day = date.fromisoformat(request.form["day"])
        added = night(request.form["hut"], day, int(request.form["beds"]))
    except ValueError:
        return {"error": "The night is none."}, 400
    return respond([*kept(), added])


@app.post("/import")
def bring():
    """Replace the plan by a file: a list of nights in YAML."""
    text = request.get_data(as_text=True)
    try:
        entries = yaml.safe_load(text)
        nights = [night(entry["hut"], entry["day"], entry["beds"]) for entry in entries]
    except (yaml.YAMLError, ValueError, KeyError, TypeError):
        return {"error": "The file is no plan."}, 400
    return respond(nights)


@app.get("/door")
def door():
    """Tell the code of the door to whoever knows the warden's pin."""
    if request.args.get("pin") != settings.PIN:
        return {"error": "The warden knows the pin."}, 403
    return {"code": settings.DOOR_CODE}
