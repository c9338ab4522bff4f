"""What one may do with questions."""

from quintain.accounts.permissions import Person, add_rule
from quintain.packs.model import Question

ANSWER = "quizzes.answer"


def register() -> None:
    """Add this room's rules."""
    add_rule(ANSWER, _anybody)


def _anybody(_person: Person, _question: Question) -> bool:
    return True
