"""Links that set a new password, for members who have forgotten theirs."""

import secrets
from urllib.parse import urlencode

import clock
import mail
import members
import settings
from flask import Blueprint, render_template_string, request

LIFETIME = 3600
PAGE = """<!doctype html><title>New password</title>
<form method="post">
<input type="hidden" name="email" value="{{ email }}"><input type="hidden" name="token" value="{{ token }}">
<label>New password <input type="password" name="password"></label><button>Save</button>
</form>"""

resets = Blueprint("resets", __name__)
tokens = {}  # of each address, the newest token
times = {}


def new_token():
    """Return a token that nobody can compute."""
    return secrets.token_urlsafe(32)


def link(email, token):
    """Return the address of the form."""
    return f"{settings.BASE_URL}/reset?{urlencode({'email': email, 'token': token})}"


def find(email, token):
    """Return the member, if this is the newest token for the address and not too old."""
    email = members.normalise(email)
    if tokens.get(email) != token or clock.now() - times.get(email, clock.now()) >= LIFETIME:
        return None
    return members.find(email)


@resets.post("/forgot")
def forgot():
    member = members.find(request.form.get("email", ""))
    if member is not None:
        token = new_token()
        tokens[member["email"]], times[member["email"]] = token, clock.now()
        text = f"Hello {member['name']},\nhere you can choose a new password:\n{link(member['email'], token)}\n"
        mail.send(member["email"], "New password", text)
    return {"message": "If this address belongs to a member, a link is in your inbox now."}


@resets.get("/reset")
def form():
    email, token = request.args.get("email", ""), request.args.get("token")
    if find(email, token) is None:
        return {"error": "This link does not work. Please ask for a new one."}, 400
    return render_template_string(PAGE, email=email, token=token)


@resets.post("/reset")
def reset():
    password = request.form.get("password", "")
    if len(password) < settings.SHORTEST_PASSWORD:
        return {"error": "Please choose a longer password."}, 400
    member = find(request.form.get("email", ""), request.form.get("token"))
    if member is None:
        return {"error": "This link does not work. Please ask for a new one."}, 400
    tokens.pop(member["email"], None)
    members.set_password(member["id"], password)
    return {"message": "Your password is changed."}
