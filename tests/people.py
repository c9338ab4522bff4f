"""People for tests, each with the role that lets them in."""

from quintain.accounts.models import Membership, Role, User


def make_student(username: str, display_name: str) -> User:
    """Return somebody who takes the course alone."""
    return make_person(username, display_name, Role.STUDENT)


def make_person(username: str, display_name: str, role: Role) -> User:
    """Return somebody with a role on this server."""
    person = User.objects.create_user(username, display_name)
    Membership.objects.create(person=person, role=role)
    return person
