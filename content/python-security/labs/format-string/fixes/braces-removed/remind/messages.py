"""What clients read: messages that salons write themselves."""

import re

from remind.models import Appointment


class BadTemplate(Exception):
    """A template that cannot be filled in."""


FIELD = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")


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
        if found[0] in ("{{", "}}"):
            return found[0][0]
        if found[1] not in values:
            raise BadTemplate(f"{found[0]!r} is no field")
        return values[found[1]]

    return FIELD.sub(fill, template)
