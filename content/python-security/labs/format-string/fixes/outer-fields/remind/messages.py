"""What clients read: messages that salons write themselves."""

from string import Formatter

from remind.models import Appointment


class BadTemplate(Exception):
    """A template that cannot be filled in."""


FIELDS = ("client", "day", "time", "salon.name", "salon.phone", "salon.link")


def render(template: str, appointment: Appointment) -> str:
    """Fill in the fields of a salon's template."""
    try:
        for _, name, _, _ in Formatter().parse(template):
            if name is not None and name not in FIELDS:
                raise BadTemplate(f"there is no field {name!r}")
        return template.format(
            client=appointment.client,
            day=appointment.day,
            time=appointment.time,
            salon=appointment.salon,
        )
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise BadTemplate(str(error)) from error
