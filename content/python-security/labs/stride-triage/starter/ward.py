"""The notes of a hospital ward: what the next shift has to know."""

import hashlib
import json
import logging
import random
import secrets
import sqlite3
import traceback
from pathlib import Path

from flask import Flask, Response, abort, jsonify, request, session
from werkzeug.exceptions import HTTPException
from werkzeug.security import check_password_hash, generate_password_hash

app = Flask(__name__)
app.config.update(SESSION_COOKIE_SECURE=True, SESSION_COOKIE_SAMESITE="Strict", MAX_CONTENT_LENGTH=65536)
app.secret_key = "ward-7-notes"

logging.basicConfig(filename="journal.log", level=logging.INFO, format="%(asctime)s %(message)s")
journal = logging.getLogger("ward.journal")
db = sqlite3.connect("ward.db", check_same_thread=False, isolation_level=None)
db.executescript(Path(__file__).with_name("ward.sql").read_text())

GREETINGS = ["Good to see you.", "A quiet shift to you.", "The coffee is fresh."]
ORDERS = {"newest": "id DESC", "room": "room, id"}
NOBODY = generate_password_hash(secrets.token_hex())


def record(what, **details):
    """Write into the log who has done what."""
    journal.info(json.dumps({"who": session.get("name"), "what": what, **details}))


def signed_in():
    """Return who is signed in, and send all others away."""
    return session.get("name") or abort(401)


def add_note(*note):
    """Keep a note of room, author and text, and return its number."""
    number = db.execute("INSERT INTO notes (room, author, text) VALUES (?, ?, ?)", note).lastrowid
    record("note written", note=number)
    return number


@app.post("/login")
def login():
    name, password = request.form["name"], request.form["password"]
    found = db.execute("SELECT hash, role FROM staff WHERE name = ?", (name,)).fetchone()
    fits = check_password_hash(found[0] if found else NOBODY, password)
    if not found or not fits:
        record("sign-in failed", name=name, password=password)
        return {"error": "Name or password is wrong."}, 401
    session.clear()
    session.update(name=name, role=found[1])
    record("signed in")
    return {"hello": name, "says": random.choice(GREETINGS)}


@app.post("/logout")
def logout():
    session.clear()
    return {"bye": True}


@app.post("/settings")
def settings():
    """Store the language and the font size in the session."""
    signed_in()
    session.update(request.form.to_dict())
    return {"kept": sorted(request.form)}


@app.get("/notes")
def notes():
    """List the newest notes, for all who are signed in."""
    signed_in()
    order = ORDERS.get(request.args.get("order"), "id DESC")
    found = db.execute(f"SELECT id, room, author, text FROM notes ORDER BY {order} LIMIT 200")
    answer = jsonify(notes=found.fetchall())
    answer.set_etag(hashlib.md5(answer.data).hexdigest())
    return answer.make_conditional(request)


@app.post("/notes")
def write():
    number = add_note(request.form["room"], signed_in(), request.form["text"])
    return {"note": number}, 201


@app.post("/notes/<int:number>")
def correct(number):
    """Let its author correct a note."""
    signed_in()
    db.execute("UPDATE notes SET text = ? WHERE id = ?", (request.form["text"], number))
    record("note corrected", note=number)
    return {"note": number}


@app.post("/notes/<int:number>/delete")
def delete(number):
    """Let the head of the ward delete a note."""
    signed_in()
    if session["role"] != "head":
        abort(403)
    db.execute("DELETE FROM notes WHERE id = ?", (number,))
    return {"deleted": number}


@app.get("/labels")
def labels():
    """Print labels for the blood samples of a room, as many as are needed."""
    signed_in()
    label = f"Ward 7, room {request.args['room']}\n"
    return Response(label * int(request.args["count"]), mimetype="text/plain")


@app.post("/results")
def results():
    """Take a result that the laboratory has sent."""
    sent = request.get_json()
    number = add_note(sent["room"], "laboratory", sent["text"])
    return {"note": number}, 201


@app.errorhandler(Exception)
def failed(error):
    if isinstance(error, HTTPException):
        return error
    journal.error("failed", exc_info=error)
    return Response(traceback.format_exc(), 500, mimetype="text/plain")
