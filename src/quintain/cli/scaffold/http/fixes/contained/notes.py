"""Serves the notes of a team, and the diary of its owner."""

from hmac import compare_digest
from pathlib import Path

from flask import Flask, abort, request

app = Flask(__name__)
NOTES = Path("notes")
PRIVATE = Path("notes-private")


def read(name):
    """Return the note of this name."""
    path = (NOTES / name).resolve()
    if not path.is_relative_to(NOTES.resolve()):
        raise ValueError("no such note")
    return path.read_text()


def read_diary(key):
    """Return the diary to its owner."""
    if not compare_digest(key.encode(), (PRIVATE / "key.txt").read_bytes()):
        raise PermissionError("wrong key")
    return (PRIVATE / "diary.txt").read_text()


@app.get("/note")
def note():
    """Answer with the note that ?name= asks for."""
    try:
        return read(request.args["name"])
    except (OSError, ValueError):
        abort(404)


@app.post("/diary")
def diary():
    """Answer with the diary, if the form holds its key."""
    try:
        return read_diary(request.form["key"])
    except PermissionError:
        abort(403)
