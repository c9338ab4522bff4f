"""The website of a rowing club: members join, sign in, see their profile and invite friends."""

import mail
import members
import settings
from flask import Flask, request, session
from resets import resets

app = Flask(__name__)
app.secret_key = settings.SECRET_KEY
app.register_blueprint(resets)


@app.post("/join")
def join():
    name, email, password = (request.form.get(field, "") for field in ("name", "email", "password"))
    if "@" not in email or members.find(email) or len(password) < settings.SHORTEST_PASSWORD:
        return {"error": "Please choose another address or a longer password."}, 400
    members.add(name, email, password, request.form.get("contact", ""))
    return {"message": f"Welcome, {name}."}


@app.post("/login")
def login():
    member = members.check(request.form.get("email", ""), request.form.get("password", ""))
    session.clear()
    if member is None:
        return {"error": "Address or password is wrong."}, 401
    session["member"] = member["id"]
    return {"message": f"Hello, {member['name']}."}


@app.get("/profile")
def profile():
    member = members.get(session.get("member"))
    if member is None:
        return {"error": "Sign in first."}, 403
    return {"name": member["name"], "email": member["email"], "emergency_contact": member["contact"]}


@app.post("/profile/password")
def change_password():
    member = members.get(session.get("member"))
    if member is None:
        return {"error": "Sign in first."}, 403
    new = request.form.get("new", "")
    if members.check(member["email"], request.form.get("old", "")) is None or len(new) < settings.SHORTEST_PASSWORD:
        return {"error": "The old password is wrong, or the new one is too short."}, 400
    members.set_password(member["id"], new)
    return {"message": "Your password is changed."}


@app.post("/invite")
def invite():
    member = members.get(session.get("member"))
    if member is None:
        return {"error": "Sign in first."}, 403
    for address in request.form.get("emails", "").split():
        mail.send(address, "Come rowing", f"{member['name']} invites you to a free hour on the water.")
    return {"message": "Your friends have mail."}
