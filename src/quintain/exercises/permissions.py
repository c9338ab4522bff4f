"""What one may do with exercises."""

from quintain.accounts.permissions import add_rule, takes_part

ANSWER = "exercises.answer"


def register() -> None:
    """Add this room's rules."""
    add_rule(ANSWER, lambda person, _exercise: takes_part(person))
