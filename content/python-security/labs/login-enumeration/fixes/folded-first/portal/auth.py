"""Signing in, signing up, and asking for a new password."""

import secrets

from flask import Blueprint, redirect, render_template, request, session, url_for

from portal import accounts, hashing, mail, throttle, tokens

auth = Blueprint("auth", __name__)

SHORTEST_PASSWORD = 8
DUMMY = hashing.make(secrets.token_urlsafe())  # the hash of a password that nobody has


def again(form, error, status):
    """Show a form again, with the address that was typed."""
    return render_template(form, email=request.form.get("email", ""), error=error), status


def message(text):
    return render_template("message.html", text=text)


@auth.get("/login")
def login_form():
    return render_template("login.html", email="")


@auth.post("/login")
def login():
    email, password = request.form.get("email", ""), request.form.get("password", "")
    if throttle.is_blocked(email):
        return again("login.html", "Too many wrong passwords. Please wait for 15 minutes.", 429)
    account = accounts.find(email)
    can_sign_in = account is not None and account.is_active and account.password_hash is not None
    stored = account.password_hash if can_sign_in else DUMMY
    if not hashing.verify(stored, password) or not can_sign_in:
        throttle.failed(email)
        return again("login.html", "Address or password is wrong.", 401)
    throttle.succeeded(email)
    session.clear()
    session["account"] = account.id
    return redirect(url_for("clients.note"), 303)


@auth.get("/signup")
def signup_form():
    return render_template("signup.html")


@auth.post("/signup")
def signup():
    email, password = request.form.get("email", ""), request.form.get("password", "")
    if "@" not in email or len(password) < SHORTEST_PASSWORD:
        return again("signup.html", "We need an address, and a password of at least 8 characters.", 400)
    password_hash = hashing.make(password)
    account = accounts.find(email)
    if account is not None:
        mail.send(account.email, "You have an account", "Somebody tried to sign up with your address.")
    else:
        token = tokens.create("confirm", email=email, password_hash=password_hash)
        mail.send(email, "Your new account", f"https://lab.test/confirm?token={token}")
    return message("We have sent you an email.")


@auth.get("/forgot")
def forgot_form():
    return render_template("forgot.html")


@auth.post("/forgot")
def forgot():
    email = request.form.get("email", "")
    account = accounts.find(email)
    if account is not None and account.is_active:
        token = tokens.create("reset", account=account.id)
        mail.send(account.email, "Your new password", f"https://lab.test/reset?token={token}")
    return message("If this address has an account, we have sent an email with a link.")
