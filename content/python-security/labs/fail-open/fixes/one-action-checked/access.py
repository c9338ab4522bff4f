"""Who may do what with a document. The rules are in policy.json: for each action and level, a list of roles."""

import json
from pathlib import Path

import directory

POLICY = Path(__file__).with_name("policy.json")


def rules(action):
    """Read the rules for an action, so that a change takes effect at once."""
    found = json.loads(POLICY.read_text(encoding="utf-8")).get(action, {})
    if not isinstance(found, dict):
        raise TypeError("the rules for this action are not an object")
    return found


def may(user, action, level):
    """Tell whether a user may do something with the documents of a level."""
    roles = rules(action).get(level, [])
    if not isinstance(roles, list):
        raise TypeError("a rule is not a list of roles")
    return not set(roles).isdisjoint(directory.roles_of(user))
