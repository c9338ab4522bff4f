"""What one may do with exercises."""

from quintain.accounts.permissions import Person, add_rule, takes_part
from quintain.packs.model.exercise import Exercise

ANSWER = "exercises.answer"


def register() -> None:
    """Add this room's rules."""
    add_rule(ANSWER, _student)


def _student(person: Person, _exercise: Exercise | None) -> bool:
    return takes_part(person)
