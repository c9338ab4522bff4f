"""Links that set a new password, for members who have forgotten theirs."""

import hashlib
from pathlib import Path
from urllib.parse import urlencode

import clock
import mail
import members
import settings
from flask import Blueprint, render_template_string, request
from itsdangerous import BadData, URLSafeSerializer

LIFETIME = 3600
PAGE = """<!doctype html><title>New password</title>
<form method="post">
<input type="hidden" name="token" value="{{ token }}">
<label>New password <input type="password" name="password"></label><button>Save</button>
</form>"""

resets = Blueprint("resets", __name__)
KEY = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()  # the same in all processes, and in no backup
serializer = URLSafeSerializer(KEY, salt="reset-password")


def state(member):
    """Return a value that changes with each new password."""
    return members.changes[member["id"]]


def new_token(member):
    """Return a signed token, which nothing has to store."""
    return serializer.dumps([member["id"], clock.now() + LIFETIME, state(member)])


def link(token):
    """Return the address of the form."""
    return settings.BASE_URL + "/reset?" + urlencode({"token": token})


def find(token):
    """Return the member whom a token is for; None if it is forged, too old, or from before the last change."""
    try:
        number, until, before = serializer.loads(token)
    except BadData:
        return None
    member = members.get(number)
    if member is None or clock.now() >= until or state(member) != before:
        return None
    return member


@resets.post("/forgot")
def forgot():
    member = members.find(request.form.get("email", ""))
    if member is not None:
        text = f"Hello {member['name']},\nhere you can choose a new password:\n{link(new_token(member))}\n"
        mail.send(member["email"], "New password", text)
    return {"message": "If this address belongs to a member, a link is in your inbox now."}


@resets.get("/reset")
def form():
    token = request.args.get("token", "")
    if find(token) is None:
        return {"error": "This link does not work. Please ask for a new one."}, 400
    return render_template_string(PAGE, token=token)


@resets.post("/reset")
def reset():
    password = request.form.get("password", "")
    if len(password) < settings.SHORTEST_PASSWORD:
        return {"error": "Please choose a longer password."}, 400
    member = find(request.form.get("token", ""))
    if member is None:
        return {"error": "This link does not work. Please ask for a new one."}, 400
    members.set_password(member["id"], password)
    return {"message": "Your password is changed."}
