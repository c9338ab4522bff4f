"""What one may do with the course."""

from quintain.accounts.permissions import Person, add_rule, takes_part, teaches

READ_COURSE = "catalog.read_course"
READ_NOTES = "catalog.read_notes"


def register() -> None:
    """Add this room's rules."""
    add_rule(READ_COURSE, _student)
    add_rule(READ_NOTES, _instructor)


def _student(person: Person, _course: object) -> bool:
    return takes_part(person)


def _instructor(person: Person, _course: object) -> bool:
    return teaches(person)
