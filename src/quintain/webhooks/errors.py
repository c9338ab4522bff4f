"""Why an endpoint is refused.

Refused
├── EndpointUnfit  what was entered about an endpoint cannot be used
└── EndpointOff    nothing is sent to it now
"""

from typing import ClassVar

from django.utils.translation import gettext

from quintain.web.refusals import Malformed, Refused


class EndpointUnfit(Malformed):
    """What was entered about an endpoint cannot be used."""


class EndpointOff(Refused):
    """Nothing is sent to the endpoint now."""

    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(gettext("The endpoint is turned off."), gettext("Turn it on first."))
