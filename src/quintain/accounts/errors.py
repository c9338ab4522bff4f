"""What can go wrong when somebody signs in.

Refused
└── LinkUnknown
"""

from typing import ClassVar

from django.utils.translation import gettext

from quintain.web.refusals import Refused


class LinkUnknown(Refused):
    """The sign-in link is not the one that this server printed."""

    status: ClassVar[int] = 403

    def __init__(self) -> None:
        super().__init__(
            gettext("This link does not fit this server."),
            gettext("Open the link that the server printed when it started; each data folder has its own."),
        )
