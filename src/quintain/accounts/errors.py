"""What can go wrong with people and signing in.

Refused
├── CodeUnknown       the code is wrong, used or expired
├── NameUnfit         the name cannot be shown
└── TooManyWrongCodes as the first, and many were wrong in the last minute
"""

from typing import ClassVar

from django.utils.translation import gettext

from quintain.web.refusals import Malformed, Refused, TooFast


class CodeUnknown(Refused):
    """The sign-in code is none that this server has given, or is not good any more."""

    status: ClassVar[int] = 403

    def __init__(self) -> None:
        super().__init__(
            gettext("This sign-in link is used, expired or of another server."),
            gettext("Get a fresh one: press Enter in the terminal where Quintain runs, or run: quintain link"),
        )


class TooManyWrongCodes(TooFast):
    """A wrong code after many others. A good code is never refused for that."""

    def __init__(self) -> None:
        super().__init__(
            gettext("Many wrong sign-in links were tried in the last minute."),
            gettext("Get a fresh one: press Enter in the terminal where Quintain runs, or run: quintain link"),
        )


class NameUnfit(Malformed):
    """The name is empty or too long, or it would spoil the lists in which it is shown."""

    def __init__(self) -> None:
        super().__init__(
            gettext("This name cannot be shown."),
            gettext("Write a name of 1 to 80 letters, without control characters."),
        )
