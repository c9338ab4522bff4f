"""What clients read: messages that salons write themselves."""

import re

from remind.models import Appointment


class BadTemplate(Exception):
    """A template that cannot be filled in."""


FIELDS = ("client", "day", "time", "salon.name", "salon.phone", "salon.link")


def render(template: str, appointment: Appointment) -> str:
    """Fill in the fields of a salon's template."""
    for field in re.findall(r"(?<!\{)\{([^{}]*)\}(?!\})", template):
        if field not in FIELDS:
            raise BadTemplate(f"there is no field {field!r}")
    try:
        return template.format(
            client=appointment.client,
            day=appointment.day,
            time=appointment.time,
            salon=appointment.salon,
        )
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise BadTemplate(str(error)) from error
