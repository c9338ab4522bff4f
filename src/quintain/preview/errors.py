"""Why a program is not shown.

Refused
├── NothingToShow   the lab has no web app
└── HouseFull       as many programs run as this server runs at once
"""

from typing import ClassVar

from django.utils.translation import gettext

from quintain.web.refusals import Refused, TooFast


class NothingToShow(Refused):
    """The lab has no web app."""

    status: ClassVar[int] = 404

    def __init__(self) -> None:
        super().__init__(
            gettext("This lab has no web app to look at."), gettext("Have the fix judged, or try it in the terminal.")
        )


class HouseFull(TooFast):
    """All places are taken, and none of those who have one is idle."""

    def __init__(self) -> None:
        super().__init__(
            gettext("As many programs run as this server can run at once."), gettext("Try again in a minute.")
        )
