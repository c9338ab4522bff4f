"""What one may do with a class."""

from quintain.accounts.permissions import Person, add_rule, instructs, is_operator
from quintain.cohorts.models import Class

SEE_CLASS = "cohorts.see_class"
CHANGE_CLASS = "cohorts.change_class"
MAKE_CLASS = "cohorts.make_class"
BELONG_TO_CLASS = "cohorts.belong_to_class"


def register() -> None:
    """Add this room's rules."""
    add_rule(SEE_CLASS, instructs_or_operates)
    add_rule(CHANGE_CLASS, instructs_or_operates)
    add_rule(MAKE_CLASS, lambda person, _nothing: instructs(person) or is_operator(person))
    add_rule(BELONG_TO_CLASS, _belongs)


def instructs_or_operates(person: Person, a_class: Class) -> bool:
    """Tell whether a person instructs a class, or runs this server."""
    return instructs(person, a_class.pk) or is_operator(person)


def _belongs(person: Person, a_class: Class) -> bool:
    return any(each.in_class_id == a_class.pk for each in getattr(person, "roles", ()))
