"""What clients read: messages that salons write themselves."""

from string import Formatter

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
    values = fields(appointment)
    parts = []
    try:
        for text, name, spec, conversion in Formatter().parse(template):
            parts.append(text)
            if name is None:
                continue
            if name not in values or spec or conversion:
                raise BadTemplate(f"there is no field {name!r}")
            parts.append(values[name])
    except ValueError as error:
        raise BadTemplate(str(error)) from error
    return "".join(parts)
