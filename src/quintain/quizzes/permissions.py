"""What one may do with questions."""

from quintain.accounts.permissions import add_rule, takes_part

ANSWER = "quizzes.answer"


def register() -> None:
    """Add this room's rules."""
    add_rule(ANSWER, lambda person, _question: takes_part(person))
