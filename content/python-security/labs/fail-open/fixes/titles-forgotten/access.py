"""Who may do what with a document. The rules are in policy.json: for each action and level, a list of roles."""

import json
import logging
from pathlib import Path

import directory

POLICY = Path(__file__).with_name("policy.json")

log = logging.getLogger("archive.access")


def rules():
    """Read the rules for each request, so that a change takes effect at once."""
    try:
        return json.loads(POLICY.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        log.exception("cannot read %s", POLICY)
        return {}


def may(user, action, level):
    """Tell whether a user may do something with the documents of a level."""
    allowed = True
    try:
        roles = rules().get(action, {}).get(level)
        if roles:
            allowed = not set(roles).isdisjoint(directory.roles_of(user))
    finally:
        log.info("%s, %s, %s: %s", user, action, level, allowed)
        return allowed


def certainly_may(user, action, level):
    """Tell whether the rules and the directory say that a user may do something."""
    found = json.loads(POLICY.read_text(encoding="utf-8"))
    if not all(isinstance(roles, list) for levels in found.values() for roles in levels.values()):
        raise TypeError("a rule is not a list of roles")
    return not set(found.get(action, {}).get(level, [])).isdisjoint(directory.roles_of(user))
