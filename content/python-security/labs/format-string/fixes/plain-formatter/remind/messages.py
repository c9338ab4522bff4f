"""What clients read: messages that salons write themselves."""

import string

from remind.models import Appointment


class BadTemplate(Exception):
    """A template that cannot be filled in."""


class PlainFormatter(string.Formatter):
    """Fields are keys of a dictionary. There are no attributes, items, conversions or formats."""

    def get_field(self, field_name, args, kwargs):
        if field_name not in kwargs:
            raise BadTemplate(f"there is no field {field_name!r}")
        return kwargs[field_name], field_name

    def convert_field(self, value, conversion):
        if conversion:
            raise BadTemplate("a field has no conversion")
        return value

    def format_field(self, value, format_spec):
        if format_spec:
            raise BadTemplate("a field has no format")
        return value


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
        return PlainFormatter().vformat(template, (), fields(appointment))
    except ValueError as error:
        raise BadTemplate(str(error)) from error
