"""Who may do what with a document. The rules are in policy.json: for each action and level, a list of roles."""

import json
from pathlib import Path

import directory

POLICY = Path(__file__).with_name("policy.json")
RULES = json.loads(POLICY.read_text(encoding="utf-8"))


def may(user, action, level):
    """Tell whether a user may do something with the documents of a level."""
    roles = RULES.get(action, {}).get(level, [])
    return not set(roles).isdisjoint(directory.roles_of(user))
