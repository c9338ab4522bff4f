"""What one may do with webhooks: operators manage endpoints, instructors see which get the events of their class."""

from quintain.accounts.permissions import Person, add_rule, is_operator
from quintain.cohorts.permissions import instructs_or_operates

MANAGE_ENDPOINTS = "webhooks.manage_endpoints"
SEE_ENDPOINTS = "webhooks.see_endpoints"


def register() -> None:
    """Add this room's rules."""
    add_rule(MANAGE_ENDPOINTS, _operates)
    add_rule(SEE_ENDPOINTS, instructs_or_operates)


def _operates(person: Person, _nothing: object) -> bool:
    return is_operator(person)
