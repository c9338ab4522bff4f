"""The parcel shop: has it arrived, is this gift card good, is anything waiting for me."""

import secrets
import sqlite3
from pathlib import Path

from flask import Flask, request, session

app = Flask(__name__)
app.secret_key = secrets.token_bytes(32)

db = sqlite3.connect(":memory:", check_same_thread=False)
db.executescript(
    Path(__file__).with_name("parcels.sql").read_text(encoding="utf-8")
)


def one(sql, *values):
    """Give the first row, or None."""
    return db.execute(sql, values).fetchone()


def here():
    """List number and addressee of every parcel that has arrived."""
    return db.execute(
        "SELECT number, addressee FROM parcels WHERE arrived = 1"
    ).fetchall()


@app.get("/arrived")
def arrived():
    number = request.args["number"]
    found = any(number == known for known, _ in here())
    return {"arrived": found}


@app.get("/card")
def card():
    code = request.args["code"]  # in capitals or not, as people type it
    cards = db.execute("SELECT code FROM cards").fetchall()
    found = any(code.casefold() == known.casefold() for (known,) in cards)
    return {"good": found}


@app.post("/neighbour")
def neighbour():
    name = request.form["name"]
    row = db.execute("INSERT INTO neighbours (name) VALUES (?)", (name,))
    session["neighbour"] = row.lastrowid
    return {"hello": name}


@app.get("/waiting")
def waiting():
    if "neighbour" not in session:
        return {"error": "Tell us your name first."}, 401
    (name,) = one(
        "SELECT name FROM neighbours WHERE number = ?", session["neighbour"]
    )
    found = any(name == addressee for _, addressee in here())
    return {"neighbour": name, "waiting": found}


@app.post("/safe")
def safe():
    known = one(
        "SELECT 1 FROM keepers WHERE name = ? AND password = ?",
        request.form["name"],
        request.form["password"],
    )
    if not known:
        return {"error": "Only the keeper opens the safe."}, 403
    return {"code": one("SELECT code FROM safe")[0]}
