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
    for name, value in fields(appointment).items():
        template = template.replace("{" + name + "}", value)
    if re.search(r"(?<!\{)\{[^{}]+\}(?!\})", template):
        raise BadTemplate("it has a field that we do not know")
    return template.replace("{{", "{").replace("}}", "}")
