"""Requests that the server itself makes to platforms: for their keys, for access, with scores, for lists of members.

The addresses come from an operator or from a signed message; ``web/outgoing`` says where such requests go. An operator
whose platform is in a private network says so by ``QUINTAIN_LTI_PRIVATE``.
"""

from collections.abc import Mapping
from typing import Final

from django.conf import settings

from quintain.web import outgoing
from quintain.web.outgoing import Answer, Limits

SECONDS: Final = 5.0
MOST_BYTES: Final = 512 * 1024


def ask(
    address: str,
    *,
    form: Mapping[str, str] | None = None,
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """Send a request, by POST if there is a form or a body, and return the answer, whatever its status.

    Raises:
        Unanswered: None came that can be used, or the address is one that no request may go to.

    """
    limits = Limits(SECONDS, MOST_BYTES, may_be_private=settings.LTI_PRIVATE)
    return outgoing.ask(address, limits, form=form, body=body, headers=headers)


def may_go_to(address: str) -> bool:
    """Tell whether an address is one for requests: over TLS, or on this machine where the operator allows that."""
    return outgoing.may_go_to(address, may_be_private=settings.LTI_PRIVATE)
