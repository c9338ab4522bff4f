"""Signing in: name and password first, then the code from the phone."""

import hmac

import clock
import pyotp
import store
from flask import Flask, request, session

TRIES = 5
LOCK_SECONDS = 900

app = Flask(__name__)
app.secret_key = store.SESSION_KEY


def step_of(secret, code):
    """Return the step that a code belongs to, the present one or the one before; None if it is wrong."""
    totp = pyotp.TOTP(secret)
    now = clock.now() // totp.interval
    for step in (now, now - 1):
        if hmac.compare_digest(code.encode(), totp.generate_otp(step).encode()):
            return step
    return None


def take_a_try(name):
    """Count a try as a wrong one before the code is looked at; tell whether one was left."""
    now = clock.now()
    return store.change(
        "UPDATE people SET wrong = CASE WHEN wrong_at < ? THEN 1 ELSE wrong + 1 END, wrong_at = ?"
        " WHERE name = ? AND (wrong < ? OR wrong_at < ?)",
        now - LOCK_SECONDS, now, name, TRIES, now - LOCK_SECONDS,
    )


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
    if not take_a_try(name):
        return {"error": "Too many wrong codes."}, 429
    ((secret,),) = store.rows("SELECT secret FROM people WHERE name = ?", name)
    step = step_of(secret, request.form["code"])
    if step is None:
        return {"error": "The code is wrong."}, 401
    if not store.change("UPDATE people SET last_step = ? WHERE name = ? AND last_step < ?", step, name, step):
        return {"error": "The code has been used."}, 401
    store.change("UPDATE people SET wrong = 0 WHERE name = ?", name)
    session["signed_in"] = True
    return {"hello": name}


@app.get("/note")
def note():
    if not session.get("signed_in"):
        return {"error": "Sign in first."}, 403
    ((text,),) = store.rows("SELECT note FROM people WHERE name = ?", session["name"])
    return {"note": text}
