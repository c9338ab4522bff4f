"""What clients read: messages that salons write themselves."""

import re
from string import Formatter
from typing import Any

from remind.models import Appointment

FIELDS = {"client", "day", "time", "salon.name", "salon.phone", "salon.link"}


class BadTemplate(Exception):
    """A template that cannot be filled in."""


class SafeFormatter(Formatter):
    """A formatter that knows our six fields and nothing else, at any depth."""

    def get_field(self, field_name: str, args: Any, kwargs: Any) -> tuple[Any, str]:
        if field_name not in FIELDS:
            raise BadTemplate(f"there is no field {field_name!r}")
        return super().get_field(field_name, args, kwargs)


def render(template: str, appointment: Appointment) -> str:
    """Fill in the fields of a salon's template."""
    if re.search(r"\{[^{}]*:[^{}]*\d{4}", template):
        raise BadTemplate("a field is too wide")
    try:
        return SafeFormatter().format(
            template,
            client=appointment.client,
            day=appointment.day,
            time=appointment.time,
            salon=appointment.salon,
        )
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise BadTemplate("there is something wrong with a field") from error
