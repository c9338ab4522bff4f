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


def use(name, step):
    """Use up the code of a step, unless it was used or the person must wait, in one statement."""
    return store.change(
        "INSERT OR IGNORE INTO used SELECT name, ? FROM people WHERE name = ? AND (wrong < ? OR wrong_at < ?)",
        step, name, TRIES, clock.now() - LOCK_SECONDS,
    )


def count_wrong(name):
    """Count a wrong code, in one statement; what is long ago counts no more."""
    now = clock.now()
    store.change(
        "UPDATE people SET wrong = CASE WHEN wrong_at < ? THEN 1 ELSE wrong + 1 END, wrong_at = ? WHERE name = ?",
        now - LOCK_SECONDS, now, name,
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
    ((secret,),) = store.rows("SELECT secret FROM people WHERE name = ?", name)
    step = step_of(secret, request.form["code"])
    if step is None or not use(name, step):
        must_wait = store.rows("SELECT 1 FROM people WHERE name = ? AND wrong >= ?", name, TRIES)
        count_wrong(name)
        return {"error": "The code is wrong, or there were too many."}, 429 if must_wait else 401
    store.change("UPDATE people SET wrong = 0 WHERE name = ?", name)
    session["signed_in"] = True
    return {"hello": name}


@app.get("/note")
def note():
    if not session.get("signed_in"):
        return {"error": "Sign in first."}, 403
    ((text,),) = store.rows("SELECT note FROM people WHERE name = ?", session["name"])
    return {"note": text}
