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


def has_to_wait(name, now):
    """Tell whether there were too many wrong codes lately."""
    ((wrong, wrong_at),) = store.rows("SELECT wrong, wrong_at FROM people WHERE name = ?", name)
    return wrong >= TRIES and now < wrong_at + LOCK_SECONDS


def enter(name, code):
    """Check and mark a code, and return the status for the visitor."""
    now = clock.now()
    if has_to_wait(name, now):
        return 429
    with store.transaction():
        store.change("UPDATE people SET wrong = 0 WHERE name = ? AND wrong_at <= ?", name, now - LOCK_SECONDS)
        ((secret, last_step),) = store.rows("SELECT secret, last_step FROM people WHERE name = ?", name)
        step = step_of(secret, code)
        if step is None or step <= last_step:
            store.change("UPDATE people SET wrong = wrong + 1, wrong_at = ? WHERE name = ?", now, name)
            return 401
        store.change("UPDATE people SET last_step = ?, wrong = 0 WHERE name = ?", step, name)
        return 200


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
    status = enter(name, request.form["code"])
    if status != 200:
        return {"error": "This code does not open anything, or not now."}, status
    session["signed_in"] = True
    return {"hello": name}


@app.get("/note")
def note():
    if not session.get("signed_in"):
        return {"error": "Sign in first."}, 403
    ((text,),) = store.rows("SELECT note FROM people WHERE name = ?", session["name"])
    return {"note": text}
