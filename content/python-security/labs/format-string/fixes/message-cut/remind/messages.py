"""What clients read: messages that salons write themselves."""

import string

from remind.models import Appointment


class BadTemplate(Exception):
    """A template that cannot be filled in."""


LIMIT = 20_000


class NamesOnly(string.Formatter):
    """Fields are keys of a dictionary."""

    def get_field(self, field_name, args, kwargs):
        if field_name not in kwargs:
            raise BadTemplate(f"there is no field {field_name!r}")
        return kwargs[field_name], field_name


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
        return NamesOnly().vformat(template, (), fields(appointment))[:LIMIT]
    except ValueError as error:
        raise BadTemplate(str(error)) from error
