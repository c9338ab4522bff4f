"""The mountain hut: visitors keep a plan in a cookie, or bring one as a file."""

import secrets
from datetime import date

import settings
import yaml
from flask import Flask, jsonify, request, session

MOST_NIGHTS = 12

app = Flask(__name__)
app.secret_key = secrets.token_bytes(32)


def night(hut, day, beds):
    """Return one night of a plan."""
    return {"hut": hut, "day": day, "beds": beds}


def checked(hut, day, beds):
    """Return one night of a plan; refuse what cannot be one."""
    if not (isinstance(hut, str) and 1 <= len(hut) <= 60) or not 1 <= beds <= 12:
        raise ValueError("no night")
    return night(hut, day, beds)


def kept():
    """Return the nights that the visitor's cookie holds."""
    return [night(hut, date.fromisoformat(day), beds) for hut, day, beds in session.get("plan", [])]


def respond(nights):
    """Show the nights, and let the visitor keep them."""
    if len(nights) > MOST_NIGHTS:
        return {"error": "A plan has twelve nights at most."}, 400
    session["plan"] = [[one["hut"], one["day"].isoformat(), one["beds"]] for one in nights]
    return jsonify(nights=[night(hut, day, beds) for hut, day, beds in session["plan"]])


@app.get("/plan")
def show():
    return respond(kept())


@app.post("/plan")
def add():
    """Add one night from a form."""
    try:
        day = date.fromisoformat(request.form["day"])
        added = checked(request.form["hut"], day, int(request.form["beds"]))
    except ValueError:
        return {"error": "The night is none."}, 400
    return respond([*kept(), added])


@app.post("/import")
def bring():
    """Replace the plan by a file: a list of nights in YAML."""
    text = request.get_data(as_text=True)
    try:
        entries = yaml.load(text, Loader=yaml.BaseLoader)
        nights = [
            checked(entry["hut"], date.fromisoformat(entry["day"]), int(entry["beds"])) for entry in entries
        ]
    except (yaml.YAMLError, ValueError, KeyError, TypeError):
        return {"error": "The file is no plan."}, 400
    return respond(nights)


@app.get("/door")
def door():
    """Tell the code of the door to whoever knows the warden's pin."""
    if request.args.get("pin") != settings.PIN:
        return {"error": "The warden knows the pin."}, 403
    return {"code": settings.DOOR_CODE}
