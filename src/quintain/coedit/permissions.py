"""What one may do with a pair session."""

from quintain.accounts.permissions import Person, add_rule, instructs, may
from quintain.coedit.models import PairSession
from quintain.cohorts.models import Class
from quintain.helpqueue.permissions import RAISE_HAND

ASK_TO_PAIR = "coedit.ask_to_pair"
ANSWER = "coedit.answer"
SEE_PAIR_SESSION = "coedit.see_pair_session"
PAIR = "coedit.pair"


def register() -> None:
    """Add this room's rules."""
    add_rule(ASK_TO_PAIR, _instructs)
    add_rule(ANSWER, _is_the_student)
    add_rule(SEE_PAIR_SESSION, _is_the_instructor)
    add_rule(PAIR, _is_one_of_both)


def _instructs(person: Person, a_class: Class) -> bool:
    return instructs(person, a_class.pk)


def _is_the_student(person: Person, session: PairSession) -> bool:
    # Who may raise a hand has a seat in a class that goes on.
    return session.student_id == person.pk and may(person, RAISE_HAND, session.in_class)


def _is_the_instructor(person: Person, session: PairSession) -> bool:
    return session.instructor_id == person.pk and instructs(person, session.in_class_id)


def _is_one_of_both(person: Person, session: PairSession) -> bool:
    return _is_the_student(person, session) or _is_the_instructor(person, session)
