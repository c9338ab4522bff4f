"""What clients read: messages that salons write themselves."""

from string import Formatter

from remind.models import Appointment


class BadTemplate(Exception):
    """A template that cannot be filled in."""


FIELDS = ("client", "day", "time", "salon.name", "salon.phone", "salon.link")


def check(template: str) -> str:
    """Return a template that has no field but ours."""
    try:
        for _, name, spec, conversion in Formatter().parse(template):
            if name is not None and (name not in FIELDS or spec or conversion):
                raise BadTemplate(f"there is no field {name!r}")
    except ValueError as error:
        raise BadTemplate(str(error)) from error
    return template


def render(template: str, appointment: Appointment) -> str:
    """Fill in the fields of a salon's template."""
    try:
        return template.format(
            client=appointment.client,
            day=appointment.day,
            time=appointment.time,
            salon=appointment.salon,
        )
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise BadTemplate(str(error)) from error
