"""People for tests, each with the role that lets them in."""

from django.test import Client

from quintain.accounts.models import Membership, Role, User


def make_student(username: str, display_name: str) -> User:
    """Return somebody who takes the course alone."""
    return make_person(username, display_name, Role.STUDENT)


def make_person(username: str, display_name: str, role: Role) -> User:
    """Return somebody with a role on this server."""
    person = User.objects.create_user(username, display_name)
    Membership.objects.create(person=person, role=role)
    return person


def confirmed_browser(person: User) -> Client:
    """Return a browser in which somebody has signed in, and has confirmed that it is them."""
    password = "nine quiet lamps along the canal"
    person.set_password(password)
    person.save()
    client = Client()
    client.force_login(person, backend="quintain.accounts.backends.PersonBackend")
    assert client.post("/account/confirm/?next=/account/", {"password": password}).status_code == 302
    return client


def forget_confirmation(client: Client) -> None:
    """Have a browser asked once more, as if its person had signed in long ago."""
    session = client.session
    session["account_authentication_methods"] = []
    session.save()
