"""What one may do with the pace of a class."""

from quintain.accounts.permissions import Person, add_rule, instructs, may
from quintain.cohorts.models import Class
from quintain.helpqueue.permissions import RAISE_HAND
from quintain.pacing.models import SharedFix

SET_PACE = "pacing.set_pace"
FOLLOW_PACE = "pacing.follow_pace"
SEE_PACE = "pacing.see_pace"
ANSWER_ABOUT_FIX = "pacing.answer_about_fix"


def register() -> None:
    """Add this room's rules."""
    add_rule(SET_PACE, teaches_now)
    add_rule(FOLLOW_PACE, has_seat_now)
    add_rule(SEE_PACE, _teaches_or_sits)
    add_rule(ANSWER_ABOUT_FIX, _owns)


def teaches_now(person: Person, a_class: Class) -> bool:
    """Tell whether a person instructs a class that goes on."""
    return a_class.archived_at is None and instructs(person, a_class.pk)


def has_seat_now(person: Person, a_class: Class) -> bool:
    """Tell whether a person has a seat in a class that goes on, as who may raise a hand."""
    return may(person, RAISE_HAND, a_class)


def _teaches_or_sits(person: Person, a_class: Class) -> bool:
    return teaches_now(person, a_class) or has_seat_now(person, a_class)


def _owns(person: Person, fix: SharedFix) -> bool:
    return fix.student_id == person.pk and has_seat_now(person, fix.in_class)
