"""What clients read: messages that salons write themselves."""

from dataclasses import dataclass

from remind.models import Appointment


class BadTemplate(Exception):
    """A template that cannot be filled in."""


@dataclass
class Card:
    """What a client may know of a salon."""

    name: str
    phone: str
    link: str

    def __format__(self, spec: str) -> str:
        raise ValueError("a card has no text of its own")


def render(template: str, appointment: Appointment) -> str:
    """Fill in the fields of a salon's template."""
    salon = appointment.salon
    try:
        return template.format(
            client=appointment.client,
            day=appointment.day,
            time=appointment.time,
            salon=Card(salon.name, salon.phone, salon.link),
        )
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise BadTemplate(str(error)) from error
