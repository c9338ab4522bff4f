"""The parcel shop: has it arrived, is this gift card good, is anything waiting for me."""

import secrets
import sqlite3
import unicodedata
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


def literal(text):
    """Double the quotes, and write each character in its usual form."""
    return unicodedata.normalize("NFKC", text.replace("'", "''"))


@app.get("/arrived")
def arrived():
    number = request.args["number"]
    found = one(
        "SELECT 1 FROM parcels "
        f"WHERE number = '{literal(number)}' AND arrived = 1"
    )
    return {"arrived": found is not None}


@app.get("/card")
def card():
    code = request.args["code"]  # in capitals or not, as people type it
    found = one("SELECT 1 FROM cards WHERE code = ? COLLATE NOCASE", code)
    return {"good": found is not None}


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
    found = one(
        "SELECT 1 FROM parcels "
        f"WHERE addressee = '{literal(name)}' AND arrived = 1"
    )
    return {"neighbour": name, "waiting": found is not None}


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
