"""What can go wrong when somebody signs in.

Refused
└── LinkUnknown
"""

from typing import ClassVar

from quintain.web.refusals import Refused


class LinkUnknown(Refused):
    """The sign-in link is not the one that this server printed."""

    status: ClassVar[int] = 403

    def __init__(self) -> None:
        super().__init__(
            "This link does not fit this server.",
            "Open the link that the server printed when it started; each data folder has its own.",
        )
