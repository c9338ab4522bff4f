"""Links that set a new password, for members who have forgotten theirs."""

import hashlib
from urllib.parse import urlencode

import clock
import mail
import members
import settings
from database import db
from flask import Blueprint, render_template_string, request

LIFETIME = 3600
KEY = bytes.fromhex("8d1f60c3b27a49e5907c15fae3346bd2")
PAGE = """<!doctype html><title>New password</title>
<form method="post">
<input type="hidden" name="token" value="{{ token }}">
<label>New password <input type="password" name="password"></label><button>Save</button>
</form>"""

resets = Blueprint("resets", __name__)


def new_token(member):
    """Return a token that is another one for each member and each second."""
    return hashlib.blake2b(f"{member['id']} at {clock.now()}".encode(), key=KEY).hexdigest()


def digest(token):
    """Return what the database stores of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def link(token):
    """Return the address of the form."""
    return f"{settings.BASE_URL}/reset?{urlencode({'token': token})}"


def find(token):
    """Return the row of a token; None if there is none, or if it is too old."""
    return db.execute(
        "SELECT id, member FROM resets WHERE token = ? AND created_at > ?", (digest(token), clock.now() - LIFETIME)
    ).fetchone()


@resets.post("/forgot")
def forgot():
    member = members.find(request.form.get("email", ""))
    if member is not None:
        token = new_token(member)
        db.execute(
            "INSERT INTO resets (member, token, created_at) VALUES (?, ?, ?)",
            (member["id"], digest(token), clock.now()),
        )
        text = f"Hello {member['name']},\nhere you can choose a new password:\n{link(token)}\n"
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
    row = find(request.form.get("token", ""))
    if row is None:
        return {"error": "This link does not work. Please ask for a new one."}, 400
    members.set_password(row["member"], password)
    return {"message": "Your password is changed."}
