"""The mountain hut: visitors keep a plan in a cookie, or bring one as a file."""

import base64
import json
from datetime import date

import settings
import yaml
from flask import Flask, jsonify, request

MOST_NIGHTS = 12

app = Flask(__name__)


def night(hut, day, beds):
    """Return one night of a plan."""
    if type(hut) is not str or not 1 <= len(hut) <= 60:
        raise ValueError("name")
    if type(day) is not date:
        raise ValueError("day")
    if type(beds) is not int or not 1 <= beds <= 12:
        raise ValueError("beds")
    return {"hut": hut, "day": day, "beds": beds}


def kept():
    """Return the nights that the visitor's cookie holds."""
    try:
        rows = json.loads(base64.b64decode(request.cookies.get("plan", "W10=")))
        return [night(hut, date.fromisoformat(day), beds) for hut, day, beds in rows]
    except (ValueError, TypeError, RecursionError):
        return []


def respond(nights):
    """Show the nights, and let the visitor keep them."""
    if len(nights) > MOST_NIGHTS:
        return {"error": "A plan has twelve nights at most."}, 400
    reply = jsonify(
        nights=[{**one, "day": one["day"].isoformat()} for one in nights]
    )
    reply.set_cookie("plan", base64.b64encode(json.dumps([[n["hut"], n["day"].isoformat(), n["beds"]] for n in nights]).encode()).decode())
    return reply


@app.get("/plan")
def show():
    return respond(kept())


@app.post("/plan")
def add():
    """Add one night from a form."""
    try:
        day = date.fromisoformat(request.form["day"])
        one = night(request.form["hut"], day, int(request.form["beds"]))
    except ValueError:
        return {"error": "The day or the number of beds is none."}, 400
    return respond([*kept(), one])


def refuse_tags(node):
    """Stop at a node that is more than a value."""
    if "python" in node.tag:
        raise ValueError("a tag")
    if isinstance(node, yaml.SequenceNode):
        for each in node.value:
            refuse_tags(each)
    elif isinstance(node, yaml.MappingNode):
        for _, each in node.value:
            refuse_tags(each)


@app.post("/import")
def bring():
    """Replace the plan by a file: a list of nights in YAML."""
    text = request.get_data(as_text=True)
    try:
        refuse_tags(yaml.compose(text, Loader=yaml.Loader))
        entries = yaml.load(text, Loader=yaml.Loader)
        if not isinstance(entries, list):
            raise ValueError("no list")
        nights = [night(entry["hut"], entry["day"], entry["beds"]) for entry in entries]
    except Exception:
        return {"error": "This file is no plan."}, 400
    return respond(nights)


@app.get("/door")
def door():
    """Tell the code of the door to whoever knows the warden's pin."""
    if request.args.get("pin") != settings.PIN:
        return {"error": "The warden knows the pin."}, 403
    return {"code": settings.DOOR_CODE}
