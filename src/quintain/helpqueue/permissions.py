"""What one may do with raised hands."""

from quintain.accounts.models import Role
from quintain.accounts.permissions import Person, add_rule, current_roles, instructs, is_operator
from quintain.cohorts.models import Class
from quintain.cohorts.permissions import instructs_or_operates
from quintain.helpqueue.models import Hand

RAISE_HAND = "helpqueue.raise_hand"
SEE_HANDS = "helpqueue.see_hands"
LOWER_HAND = "helpqueue.lower_hand"
READ_ANSWER = "helpqueue.read_answer"
SEE_QUESTIONS = "helpqueue.see_questions"


def register() -> None:
    """Add this room's rules."""
    add_rule(RAISE_HAND, _has_a_seat)
    add_rule(SEE_HANDS, instructs_or_operates)
    add_rule(LOWER_HAND, _owns_or_instructs)
    add_rule(READ_ANSWER, _owns)
    add_rule(SEE_QUESTIONS, _studies)


def _has_a_seat(person: Person, a_class: Class) -> bool:
    return any(each.in_class_id == a_class.pk and hasattr(each, "seat") for each in current_roles(person))


def _owns(person: Person, hand: Hand) -> bool:
    return hand.person_id == person.pk


def _studies(person: Person, a_class: Class) -> bool:
    # Also without a seat, and after the class has ended: what was asked there stays readable.
    roles = getattr(person, "roles", ())
    return any(each.in_class_id == a_class.pk and each.role == Role.STUDENT for each in roles)


def _owns_or_instructs(person: Person, hand: Hand) -> bool:
    return hand.person_id == person.pk or instructs(person, hand.in_class_id) or is_operator(person)
