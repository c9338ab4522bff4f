"""The requests: what visitors send, and what they get."""

from flask import Blueprint, redirect, request, session

from club import pages, sightings, warden

views = Blueprint("views", __name__)


@views.get("/")
def book():
    q = request.args.get("q", "")
    nest = warden.NEST if session.get("warden") else None
    return pages.book(q, sightings.find(q), nest)


@views.post("/sightings")
def write():
    bird, observer, at = request.form["bird"], request.form["observer"], request.form["at"]
    remark = request.form["remark"].replace("\r\n", "\n")
    sightings.record(bird, observer, at, remark, request.form.get("photo", ""))
    return redirect("/", 303)


@views.post("/login")
def login():
    if not warden.is_warden(request.form["name"], request.form["password"]):
        return {"error": "Name or password is wrong."}, 401
    session["warden"] = True
    return redirect("/", 303)
