"""What one may do with questions."""

from quintain.accounts.permissions import Person, add_rule, takes_part
from quintain.packs.model.question import Question

ANSWER = "quizzes.answer"


def register() -> None:
    """Add this room's rules."""
    add_rule(ANSWER, _student)


def _student(person: Person, _question: Question) -> bool:
    return takes_part(person)
