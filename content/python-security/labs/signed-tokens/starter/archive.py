"""The archive of a city's building office. Members show a token of the sign-in service with each request."""

import re
from pathlib import Path

import clock  # noqa: F401  before anything that looks at it
import tokens

UPLOADS = Path(__file__).with_name("uploads")
FILE_NAME = re.compile(r"[\w-]{1,40}\.(pem|txt|svg)")

NOTES = {
    "mira": ["${mira_note}"],
    "zoe": ["Ask for the drawings of the old mill."],
    "Jürg O'Neill": ["Bring the key back."],
}
PLAN = "${vault_plan}"


def profile(token):
    """Return the name of the member, and the member's own notes."""
    name = tokens.name_of(token)
    return {"name": name, "notes": NOTES[name]}


def plan(token):
    """Return the plan of the vault below the town hall, to keepers of the archive."""
    if tokens.claims_of(token)["role"] != "keeper":
        raise PermissionError("Only a keeper may see this plan.")
    return PLAN


def upload(token, name, text):
    """Store a member's file, such as a drawing or the public key for signed drawings."""
    tokens.claims_of(token)
    if not FILE_NAME.fullmatch(name):
        raise ValueError("This is no name of a file.")
    (UPLOADS / name).write_text(text, encoding="utf-8")
    return f"uploads/{name}"
