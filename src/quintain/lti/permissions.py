"""What one may do with learning platforms."""

from quintain.accounts.permissions import Person, add_rule, is_operator
from quintain.cohorts.models import Class
from quintain.cohorts.permissions import instructs_or_operates

CONNECT_PLATFORMS = "lti.connect_platforms"
USE_IN_CLASS = "lti.use_in_class"


def register() -> None:
    """Add this room's rules."""
    add_rule(CONNECT_PLATFORMS, _operates)
    add_rule(USE_IN_CLASS, _runs_class)


def _operates(person: Person, _nothing: object) -> bool:
    return is_operator(person)


def _runs_class(person: Person, a_class: Class) -> bool:
    return instructs_or_operates(person, a_class)
