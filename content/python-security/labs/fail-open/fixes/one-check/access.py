"""Who may do what with a document. The rules are in policy.json: for each action and level, a list of roles."""

import json
import logging
from pathlib import Path

import directory

POLICY = Path(__file__).with_name("policy.json")

log = logging.getLogger("archive.access")


def rules():
    """Read the rules for each request, so that a change takes effect at once."""
    found = json.loads(POLICY.read_text(encoding="utf-8"))
    for levels in (found, *found.values()):
        if not isinstance(levels, dict):
            raise TypeError("the rules are not one object with an object for each action")
    return found


def may(user, action, level):
    """Tell whether a user may do something with the documents of a level."""
    allowed = False
    try:
        granted = rules().get(action, {}).get(level, ())
        for role in directory.roles_of(user):
            if isinstance(granted, list) and role in granted:
                allowed = True
    except (OSError, ValueError, TypeError, AttributeError):  # no directory, no rules, or not in the right form
        log.exception("cannot decide: %s, %s, %s", user, action, level)
    return allowed
