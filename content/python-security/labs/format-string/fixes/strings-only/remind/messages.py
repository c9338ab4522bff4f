"""What clients read: messages that salons write themselves."""

from types import SimpleNamespace

from remind.models import Appointment


class BadTemplate(Exception):
    """A template that cannot be filled in."""


def render(template: str, appointment: Appointment) -> str:
    """Fill in the fields of a salon's template."""
    salon = appointment.salon
    try:
        return template.format(
            client=appointment.client,
            day=appointment.day,
            time=appointment.time,
            salon=SimpleNamespace(name=salon.name, phone=salon.phone, link=salon.link),
        )
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise BadTemplate(str(error)) from error
