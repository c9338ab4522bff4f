"""Reminders for the owners of animals, in words of their own."""

import re
import secrets

import practice
from flask import Flask, current_app, jsonify, render_template_string, request, session
from jinja2 import Environment, StrictUndefined, TemplateError

app = Flask(__name__)
app.secret_key = secrets.token_bytes(32)
app.config["PRACTICE"] = practice.PRACTICE

USUAL = "Dear {{ owner }}, {{ pet }} is due on {{ day }}. Questions? {{ practice.phone }}. Yours, {{ practice.name }}"
NAMES = """<!doctype html>
<html lang="en"><title>Names</title>
<h1>{{ name }}</h1>
<p>Animals of ours with this name: {{ count }}
"""
FRONT = """<!doctype html>
<html lang="en"><title>{{ practice.name }}</title>
<h1>{{ practice.name }}</h1>
<form action="/names">
  <p><label>A name for a puppy? <input name="name"></label> <button>Who else has it?</button>
</form>
"""

letters = Environment(undefined=StrictUndefined)
wordings = {}


BAD = re.compile(r"[_\[|~*\\]|cabinet|vet|password|config|self|range|lipsum|cycler|joiner|namespace|\bfor\b|\bif\b")


def is_bad(field):
    """Tell whether a field holds a word or a sign that no field of ours needs."""
    return BAD.search(field.lower()) or field.strip(" \t\n+-") == "practice"


def worded(text, animal):
    """Return the reminder for an animal, in these words."""
    fields = re.findall(r"\{\{(.*?)\}\}", text, re.DOTALL)
    if "{%" in text or "{#" in text or any(is_bad(field) for field in fields):
        raise TemplateError("Not with us.")
    letter = letters.from_string(text)
    return letter.render(
        pet=animal.name, owner=animal.owner, day=animal.day, practice=practice.PRACTICE
    )


@app.errorhandler(TemplateError)
def no_letter(error):
    return jsonify(error="There is a field that we do not know."), 400


@app.errorhandler(KeyError)
def nothing_there(error):
    return jsonify(error="We know no such animal."), 404


@app.get("/")
def front():
    return render_template_string(FRONT, practice=practice.PRACTICE)


@app.get("/names")
def names():
    name = request.args["name"]
    count = sum(animal.name == name for animal in practice.ANIMALS.values())
    return render_template_string(NAMES, name=name, count=count)


@app.get("/preview")
def preview():
    animal = practice.ANIMALS[request.args["number"]]
    return jsonify(reminder=worded(request.args.get("text", USUAL), animal))


@app.post("/wording")
def choose():
    number = request.form["number"]
    animal = practice.ANIMALS[number]
    wordings[number] = request.form["text"]
    return jsonify(kept=animal.name)


@app.get("/reminder")
def reminder():
    number = request.args["number"]
    animal = practice.ANIMALS[number]
    return jsonify(reminder=worded(wordings.get(number, USUAL), animal))


@app.post("/sign-in")
def sign_in():
    staff = current_app.config["PRACTICE"]
    if (request.form["name"], request.form["password"]) != (staff.vet, staff.password):
        return jsonify(error="Name or password is wrong."), 401
    session["vet"] = staff.vet
    return jsonify(hello=staff.vet)


@app.get("/cabinet")
def cabinet():
    staff = current_app.config["PRACTICE"]
    if session.get("vet") != staff.vet:
        return jsonify(error="Only the vet opens the cabinet."), 403
    return jsonify(code=staff.cabinet)
