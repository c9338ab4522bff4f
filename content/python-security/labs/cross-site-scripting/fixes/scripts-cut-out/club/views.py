"""The requests: what visitors send, and what they get."""

import re

from flask import Blueprint, redirect, request, session

from club import pages, sightings, warden

views = Blueprint("views", __name__)


def without_scripts(text):
    """Cut every tag of a script out of a text."""
    return re.sub(r"(?i)</?script[^>]*>", "", text)


@views.get("/")
def book():
    q = without_scripts(request.args.get("q", ""))
    nest = warden.NEST if session.get("warden") else None
    return pages.book(q, sightings.find(q), nest)


@views.post("/sightings")
def write():
    bird, observer, at = (without_scripts(request.form[name]) for name in ["bird", "observer", "at"])
    remark = without_scripts(request.form["remark"].replace("\r\n", "\n"))
    sightings.record(bird, observer, at, remark, without_scripts(request.form.get("photo", "")))
    return redirect("/", 303)


@views.post("/login")
def login():
    if not warden.is_warden(request.form["name"], request.form["password"]):
        return {"error": "Name or password is wrong."}, 401
    session["warden"] = True
    return redirect("/", 303)
