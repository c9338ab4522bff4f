"""Requests to endpoints; those in private networks are allowed by ``QUINTAIN_WEBHOOKS_PRIVATE``."""

from collections.abc import Mapping
from typing import Final

from django.conf import settings

from quintain.web import outgoing
from quintain.web.outgoing import Answer, Limits

SECONDS: Final = 15.0
"""The specification proposes 15 to 30."""
MOST_BYTES: Final = 4 * 1024
"""Of an answer that are read; pages show less."""


def send(address: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Send a signed body, and return the answer, whatever its status; of a long one the beginning.

    Raises:
        Unanswered: None came in time, or the address is one that no request may go to.

    """
    limits = Limits(SECONDS, MOST_BYTES, may_be_private=settings.WEBHOOKS_PRIVATE, is_cut=True)
    content = {"Content-Type": "application/json", "Accept": "*/*"}
    return outgoing.ask(address, limits, body=body, headers={**content, **headers})


def may_go_to(address: str) -> bool:
    """Tell whether an address is one for requests: over TLS, or on this machine where the operator allows that."""
    return outgoing.may_go_to(address, may_be_private=settings.WEBHOOKS_PRIVATE)
