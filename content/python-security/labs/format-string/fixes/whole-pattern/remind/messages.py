"""What clients read: messages that salons write themselves."""

import re

from remind.models import Appointment


class BadTemplate(Exception):
    """A template that cannot be filled in."""


ALLOWED = re.compile(
    r"(?:[^{}]|\{\{|\}\}|\{(?:client|day|time|salon\.(?:name|phone|link))\})*"
)


def render(template: str, appointment: Appointment) -> str:
    """Fill in the fields of a salon's template."""
    if not ALLOWED.fullmatch(template):
        raise BadTemplate("it has a field that we do not know")
    return template.format(
        client=appointment.client,
        day=appointment.day,
        time=appointment.time,
        salon=appointment.salon,
    )
