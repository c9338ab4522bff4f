"""Slows guessing down: after five wrong passwords, no more are checked for 15 minutes."""

from flask import session

from portal import clock

LIMIT = 5
SECONDS = 15 * 60


def is_blocked(email):
    recent = [at for at in session.get("failures", []) if at > clock.now() - SECONDS]
    return len(recent) >= LIMIT


def failed(email):
    session["failures"] = [*session.get("failures", []), clock.now()]


def succeeded(email):
    session.pop("failures", None)
