"""What clients read: messages that salons write themselves."""

import re

from remind.models import Appointment


class BadTemplate(Exception):
    """A template that cannot be filled in."""


def fields(appointment: Appointment) -> dict[str, str]:
    """Return the fields that a template may use."""
    salon = appointment.salon
    return {
        "client": appointment.client,
        "day": appointment.day,
        "time": appointment.time,
        "salon.name": salon.name,
        "salon.phone": salon.phone,
        "salon.link": salon.link,
    }


def render(template: str, appointment: Appointment) -> str:
    """Fill in the fields of a salon's template."""
    values = fields(appointment)
    try:
        text = re.sub(r"\{([a-z.]+)\}", r"%(\1)s", template) % values
    except (LookupError, TypeError, ValueError) as error:
        raise BadTemplate(str(error)) from error
    return text.replace("{{", "{").replace("}}", "}")
