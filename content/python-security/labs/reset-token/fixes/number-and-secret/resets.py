"""Links that set a new password, for members who have forgotten theirs."""

import hmac
import secrets
from urllib.parse import urlencode

import clock
import mail
import members
import settings
from database import db
from flask import Blueprint, abort, render_template_string, request

LIFETIME = 3600
PAGE = """<!doctype html><title>New password</title>
<form method="post">
<input type="hidden" name="token" value="{{ token }}">
<label>New password <input type="password" name="password"></label><button>Save</button>
</form>"""

resets = Blueprint("resets", __name__)


def new_secret():
    """Return the secret half of a token."""
    return secrets.token_hex(20)


def seal(secret, member):
    """Return what is stored of a secret; with another password, it is another value."""
    message = f"{secret}:{member['password_hash']}"
    return hmac.new(settings.SECRET_KEY.encode(), message.encode(), "sha256").hexdigest()


def link(number, secret):
    """Return the address of the form."""
    return f"https://{request.host}/reset?{urlencode({'token': f'{number}-{secret}'})}"


def find(token):
    """Return the unused row of a token; None if there is none, or if the secret is wrong."""
    number, _, secret = token.partition("-")
    row = db.execute("SELECT * FROM resets WHERE id = ? AND used_at IS NULL", (number,)).fetchone()
    if row is None or clock.now() - row["created_at"] >= LIFETIME:
        return None
    if not hmac.compare_digest(seal(secret, members.get(row["member"])), row["token"]):
        return None
    return row


@resets.post("/forgot")
def forgot():
    if f"https://{request.host}" != settings.BASE_URL:
        abort(400)
    member = members.find(request.form.get("email", ""))
    if member is not None:
        secret = new_secret()
        number = db.execute(
            "INSERT INTO resets (member, token, created_at) VALUES (?, ?, ?)",
            (member["id"], seal(secret, member), clock.now()),
        ).lastrowid
        text = f"Hello {member['name']},\nhere you can choose a new password:\n{link(number, secret)}\n"
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
    db.execute("UPDATE resets SET used_at = ? WHERE id = ?", (clock.now(), row["id"]))
    members.set_password(row["member"], password)
    return {"message": "Your password is changed."}
