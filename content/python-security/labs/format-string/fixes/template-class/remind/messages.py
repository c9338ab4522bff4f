"""What clients read: messages that salons write themselves."""

import re
from string import Template

from remind.models import Appointment


class BadTemplate(Exception):
    """A template that cannot be filled in."""


class Message(Template):
    """A template of the standard library, with the syntax that our salons know."""

    pattern = r"""
        \{\{(?P<escaped>)
      | \{(?P<named>client|day|time|salon\.name|salon\.phone|salon\.link)\}
      | (?P<braced>\}\})
      | (?P<invalid>[{}])
    """
    delimiter = "{"
    flags = re.NOFLAG


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
    try:
        return Message(template).substitute(fields(appointment) | {"}}": "}"})
    except ValueError as error:
        raise BadTemplate("it has a field that we do not know") from error
