"""Signing in: name and password first, then the code from the phone."""

import clock
import pyotp
import store
from flask import Flask, request, session

TRIES = 5

app = Flask(__name__)
app.secret_key = store.SESSION_KEY


def fits(secret, code):
    """Tell whether a code is right, give or take half a minute."""
    totp = pyotp.TOTP(secret)
    return totp.verify(code, for_time=clock.now(), valid_window=1)


@app.post("/password")
def password():
    name = request.form["name"]
    found = store.rows("SELECT password FROM people WHERE name = ?", name)
    if not found or found[0][0] != request.form["password"]:
        return {"error": "Name or password is wrong."}, 401
    session.clear()
    session["name"] = name
    return {"next": "code"}


@app.post("/code")
def code():
    name = session.get("name")
    if name is None:
        return {"error": "Name and password first."}, 401
    if session.get("wrong", 0) >= TRIES:
        return {"error": "Too many wrong codes."}, 429
    ((secret,),) = store.rows("SELECT secret FROM people WHERE name = ?", name)
    if not fits(secret, request.form["code"]):
        session["wrong"] = session.get("wrong", 0) + 1
        return {"error": "The code is wrong."}, 401
    session["signed_in"] = True
    return {"hello": name}


@app.get("/note")
def note():
    if not session.get("signed_in"):
        return {"error": "Sign in first."}, 403
    ((text,),) = store.rows("SELECT note FROM people WHERE name = ?", session["name"])
    return {"note": text}
