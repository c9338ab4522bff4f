"""What clients read: messages that salons write themselves."""

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


def fill(template: str, values: dict[str, str]) -> str:
    if not template:
        return ""
    if template[:2] in ("{{", "}}"):
        return template[0] + fill(template[2:], values)
    if template[0] == "{":
        name, closed, rest = template[1:].partition("}")
        if not closed or name not in values:
            raise BadTemplate(f"there is no field {name!r}")
        return values[name] + fill(rest, values)
    if template[0] == "}":
        raise BadTemplate("it has a brace too many")
    return template[0] + fill(template[1:], values)


def render(template: str, appointment: Appointment) -> str:
    """Fill in the fields of a salon's template."""
    return fill(template, fields(appointment))
