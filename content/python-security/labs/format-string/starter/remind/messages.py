"""What clients read: messages that salons write themselves."""

from remind.models import Appointment


class BadTemplate(Exception):
    """A template that cannot be filled in."""


def render(template: str, appointment: Appointment) -> str:
    """Fill in the fields of a salon's template."""
    try:
        return template.format(
            client=appointment.client,
            day=appointment.day,
            time=appointment.time,
            salon=appointment.salon,
        )
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise BadTemplate(str(error)) from error
