"""What clients read: messages that salons write themselves."""

from remind.config import settings
from remind.models import Appointment


class BadTemplate(Exception):
    """A template that cannot be filled in."""


def render(template: str, appointment: Appointment) -> str:
    """Fill in the fields of a salon's template."""
    salon = appointment.salon
    secrets = [settings.gateway_key, settings.operator_key]
    for one in salon.chain.salons.values():
        secrets += [one.api_key, one.phone_pin]
    try:
        message = template.format(
            client=appointment.client,
            day=appointment.day,
            time=appointment.time,
            salon=appointment.salon,
        )
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise BadTemplate("a field is wrong") from error
    if any(secret in message for secret in secrets):
        raise BadTemplate("a message has no secrets")
    return message
