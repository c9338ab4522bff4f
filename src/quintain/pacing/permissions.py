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
    add_rule(SET_PACE, _teaches)
    add_rule(FOLLOW_PACE, _sits)
    add_rule(SEE_PACE, _teaches_or_sits)
    add_rule(ANSWER_ABOUT_FIX, _owns)


def _teaches(person: Person, a_class: Class) -> bool:
    return a_class.archived_at is None and instructs(person, a_class.pk)


def _sits(person: Person, a_class: Class) -> bool:
    # Who may raise a hand has a seat in a class that goes on.
    return may(person, RAISE_HAND, a_class)


def _teaches_or_sits(person: Person, a_class: Class) -> bool:
    return _teaches(person, a_class) or _sits(person, a_class)


def _owns(person: Person, fix: SharedFix) -> bool:
    return fix.student_id == person.pk and _sits(person, fix.in_class)
