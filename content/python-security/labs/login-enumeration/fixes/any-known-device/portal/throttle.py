"""Slows guessing down: after five wrong passwords, no more are checked for 15 minutes.

A browser in which the client has signed in before is counted apart, so that an attacker does not lock the client out.
"""

import secrets
from collections import defaultdict

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

from portal import accounts, clock

LIMIT = 5
SECONDS = 15 * 60

_failures = defaultdict(list)


def key(email, device):
    """Return what is counted: the address as accounts are found, and a browser that the client has signed in with."""
    return accounts.normalise(email), device


def serializer():
    return URLSafeSerializer(current_app.secret_key, salt="device")


def device(email):
    """Return the number of this browser if a client has signed in with it before, else None."""
    try:
        return serializer().loads(request.cookies.get("device", ""))
    except BadSignature:
        return None


def remember_device(answer, email):
    value = serializer().dumps(secrets.token_hex(8))
    answer.set_cookie("device", value, max_age=180 * 86_400, secure=True, httponly=True, samesite="Lax")
    return answer


def is_blocked(email, device):
    recent = [at for at in _failures[key(email, device)] if at > clock.now() - SECONDS]
    _failures[key(email, device)] = recent
    return len(recent) >= LIMIT


def failed(email, device):
    _failures[key(email, device)].append(clock.now())


def succeeded(email, device):
    _failures.pop(key(email, device), None)
