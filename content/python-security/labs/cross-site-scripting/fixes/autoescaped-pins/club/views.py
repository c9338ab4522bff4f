"""The requests: what visitors send, and what they get."""

from flask import Blueprint, redirect, request, session

from club import pages, sightings, warden

views = Blueprint("views", __name__)


def is_address(text):
    """Tell whether a browser would fetch this address, and never run it."""
    return text.lower().startswith(("http://", "https://"))


@views.get("/")
def book():
    q = request.args.get("q", "")
    nest = warden.NEST if session.get("warden") else None
    return pages.book(q, sightings.find(q), nest)


@views.post("/sightings")
def write():
    bird, observer, at = request.form["bird"], request.form["observer"], request.form["at"]
    remark = request.form["remark"].replace("\r\n", "\n")
    photo = request.form.get("photo", "")
    if photo and not is_address(photo):
        return {"error": "A photograph has an address that begins with http:// or https://."}, 400
    sightings.record(bird, observer, at, remark, photo)
    return redirect("/", 303)


@views.post("/login")
def login():
    if not warden.is_warden(request.form["name"], request.form["password"]):
        return {"error": "Name or password is wrong."}, 401
    session["warden"] = True
    return redirect("/", 303)
