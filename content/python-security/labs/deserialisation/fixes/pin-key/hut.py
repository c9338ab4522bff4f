"""The mountain hut: visitors keep a plan in a cookie, or bring one as a file."""

import base64
import hashlib
import hmac
import pickle
from datetime import date

import settings
import yaml
from flask import Flask, jsonify, request

MOST_NIGHTS = 12
KEY = hashlib.sha256(settings.PIN.encode()).digest()

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


def mac(data):
    return hmac.new(KEY, data, hashlib.sha256).digest()


def kept():
    """Return the nights that the visitor's cookie holds."""
    cookie = request.cookies.get("plan")
    if not cookie:
        return []
    try:
        payload, _, signature = cookie.partition(".")
        data = base64.b64decode(payload)
        if not hmac.compare_digest(mac(data), base64.b64decode(signature)):
            return []
        return pickle.loads(data)
    except Exception:
        return []


def respond(nights):
    """Show the nights, and let the visitor keep them."""
    if len(nights) > MOST_NIGHTS:
        return {"error": "A plan has twelve nights at most."}, 400
    reply = jsonify(
        nights=[{**one, "day": one["day"].isoformat()} for one in nights]
    )
    data = pickle.dumps(nights)
    reply.set_cookie("plan", f"{base64.b64encode(data).decode()}.{base64.b64encode(mac(data)).decode()}")
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


@app.post("/import")
def bring():
    """Replace the plan by a file: a list of nights in YAML."""
    try:
        entries = yaml.safe_load(request.get_data(as_text=True))
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
