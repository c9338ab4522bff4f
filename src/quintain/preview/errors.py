"""Why a program is not shown.

Refused
├── NothingToShow   the lab has no web app
├── NothingToBreak  the lab has no phase in which its original code is attacked
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


class NothingToBreak(Refused):
    """The original code of a lab runs for those who are to attack it, in the phase *break*."""

    status: ClassVar[int] = 404

    def __init__(self) -> None:
        super().__init__(
            gettext("This lab has no phase in which its original code is attacked."),
            gettext("Try your own code: it begins as the original."),
        )


class HouseFull(TooFast):
    """All places are taken, and none of those who have one is idle."""

    def __init__(self) -> None:
        super().__init__(
            gettext("This server already runs as many programs as it can."), gettext("Try again in a minute.")
        )
