"""The mountain hut: visitors keep a plan in a cookie, or bring one as a file."""

import base64
import pickle
from datetime import date

import settings
import yaml
from flask import Flask, jsonify, request

MOST_NIGHTS = 12

app = Flask(__name__)


def night(hut, day, beds):
    """Return one night of a plan."""
    return {"hut": hut, "day": day, "beds": beds}


def kept():
    """Return the nights that the visitor's cookie holds."""
    cookie = request.cookies.get("plan")
    if not cookie:
        return []
    return pickle.loads(base64.b64decode(cookie))


def respond(nights):
    """Show the nights, and let the visitor keep them."""
    if len(nights) > MOST_NIGHTS:
        return {"error": "A plan has twelve nights at most."}, 400
    reply = jsonify(
        nights=[night(one["hut"], one["day"].isoformat(), one["beds"]) for one in nights]
    )
    if settings.DOOR_CODE.encode() in reply.data:
        return {"error": "This is not for you."}, 400
    reply.set_cookie("plan", base64.b64encode(pickle.dumps(nights)).decode())
    return reply


@app.get("/plan")
def show():
    return respond(kept())


@app.post("/plan")
def add():
    """Add one night from a form."""
    try:
        day = date.fromisoformat(request.form["day"])
        beds = int(request.form["beds"])
    except ValueError:
        return {"error": "The day or the number of beds is none."}, 400
    return respond([*kept(), night(request.form["hut"], day, beds)])


@app.post("/import")
def bring():
    """Replace the plan by a file: a list of nights in YAML."""
    text = request.get_data(as_text=True)
    entries = yaml.load(text, Loader=yaml.Loader)
    return respond([night(entry["hut"], entry["day"], entry["beds"]) for entry in entries])


@app.get("/door")
def door():
    """Tell the code of the door to whoever knows the warden's pin."""
    if request.args.get("pin") != settings.PIN:
        return {"error": "The warden knows the pin."}, 403
    return {"code": settings.DOOR_CODE}
