"""What one may do with the course."""

from quintain.accounts.permissions import Person, add_rule

READ_COURSE = "catalog.read_course"


def register() -> None:
    """Add this room's rules."""
    add_rule(READ_COURSE, _anybody)


def _anybody(_person: Person, _course: object) -> bool:
    return True
