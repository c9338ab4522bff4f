"""What clients read: messages that salons write themselves."""

import re

from remind.models import Appointment


class BadTemplate(Exception):
    """A template that cannot be filled in."""


FIELD = re.compile(r"\{\{|\}\}|\{([^{}]*)\}")


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

    def fill(found: re.Match[str]) -> str:
        if found[1] is None:
            return found[0][0]
        return values.get(found[1], found[0])

    return FIELD.sub(fill, template)
