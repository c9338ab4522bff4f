"""What clients see: the note of their adviser, and the pages behind the links in emails."""

from flask import Blueprint, redirect, render_template, request, session, url_for

from portal import accounts, hashing, tokens

clients = Blueprint("clients", __name__)


def message(text, status=200):
    return render_template("message.html", text=text), status


@clients.get("/")
def note():
    account = accounts.get(session.get("account"))
    if account is None:
        return redirect(url_for("auth.login_form"), 303)
    return render_template("note.html", account=account)


@clients.post("/logout")
def logout():
    session.clear()
    return redirect(url_for("auth.login_form"), 303)


@clients.get("/confirm")
def confirm():
    data = tokens.redeem("confirm", request.args.get("token", ""))
    if data is None or accounts.find(data["email"]) is not None:
        return message("This link is too old, or it was used.", 404)
    accounts.add(data["email"], data["password_hash"])
    return message("Your account is ready. Please sign in.")


@clients.get("/reset")
def reset_form():
    return render_template("reset.html", token=request.args.get("token", ""))


@clients.post("/reset")
def reset():
    data = tokens.redeem("reset", request.form.get("token", ""))
    if data is None:
        return message("This link is too old, or it was used.", 404)
    accounts.set_password(data["account"], hashing.make(request.form.get("password", "")))
    return message("Your new password is stored. Please sign in.")
