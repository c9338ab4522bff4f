"""Who may do what with a document. The rules are in policy.json: for each action and level, a list of roles."""

import json
from pathlib import Path

import directory

POLICY = Path(__file__).with_name("policy.json")


def rules():
    """Read the rules for each request, so that a change takes effect at once; raise an exception if the form is wrong."""
    found = json.loads(POLICY.read_text(encoding="utf-8"))
    for levels in (found, *found.values()):
        if not isinstance(levels, dict):
            raise TypeError("the rules are not one object with an object for each action")
    return found


def may(user, action, level):
    """Tell whether a user may do something with the documents of a level."""
    granted = rules().get(action, {}).get(level, [])
    return any(role in granted for role in directory.roles_of(user))
